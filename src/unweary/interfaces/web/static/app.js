// Niceties only: every page works without this file.
// 1. Forms and links that carry data-swap are fetched, and the regions of the page replaced. What is sent is kept here
//    until it has arrived: sent twice it changes nothing.
// 2. Digits set a score. What only the body map needs stands in body_map.js.
// 3. A tap on a score saves it. A chosen answer can be taken back. The list of parts is searched while one types.

const find = (css, within = document) => within.querySelector(css);
const all = (css, within = document) => [...within.querySelectorAll(css)];
const on = (type, css, what) => addEventListener(type, (event) => {
  const at = event.target.closest?.(css);
  if (at) what(event, at);
});
const unsent = () => JSON.parse(localStorage.unsent || "[]");
const keep = (items) => { localStorage.unsent = JSON.stringify(items); };

document.documentElement.className += " js";
// Where everything was deleted, or this phone is paired no longer, nothing of it may stay or be sent after all.
if (find("[data-forget]")) localStorage.clear();

// Oldest first. The answer to the last one; none where another tab was quicker.
async function deliver() {
  let answer;
  for (let next; (next = unsent()[0]); keep(unsent().filter((item) => item !== next))) {
    const [url, body] = next.split("\n");
    answer = await fetch(url, { method: "POST", body: new URLSearchParams(body) });
    if (answer.status === 401) location.href = "/";
    if ([401, 403, 503].includes(answer.status)) throw answer;
  }
  return answer;
}

// One after the other: a second tap must not overtake the first.
let last = Promise.resolve();
const swap = (url, focusId) => { last = last.then(() => swapNow(url, focusId)); };

async function swapNow(url, focusId) {
  const said = find("#said"), say = (text) => { if (said) said.textContent = text; };
  try {
    const answer = (!url && await deliver()) || await fetch(url || location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) { say(find(".wrong p", fresh).textContent); return; }
    if (!find("[data-live]", fresh) || new URL(answer.url).pathname !== location.pathname) { location.href = answer.url; return; }
    for (const region of all("[data-region]")) region.replaceWith(fresh.getElementById(region.id) || region);
    // The note stands where it stood, so that a screen reader hears it change.
    said?.replaceChildren(...(find("#said", fresh)?.childNodes || []));
    // A second tap must not answer the question that has just come up under the thumb.
    for (const form of all(".answers-form")) { form.inert = true; setTimeout(() => { form.inert = false; }, 500); }
    history.replaceState(null, "", answer.url);
    document.getElementById(focusId)?.focus({ preventScroll: true });
    prepare();
  } catch {
    say(url ? "Unweary does not answer." : "Not sent yet: Unweary does not answer. It is kept here and sent again.");
    if (!url) setTimeout(swap, 3000, url, focusId);
  }
}

function prepare() {
  const first = find(".body .picked") || find(".body .spot-link");
  if (first) first.tabIndex = 0;
}

on("click", "[data-live] a[data-swap], [data-live] .body a", (event, link) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const day = find("[name=day]");
  let url = link.getAttribute("href").split("#")[0];
  // Over midnight a page stays with the day it was opened for.
  if (day && !url.includes("day=") && day.value !== new Date().toLocaleDateString("sv")) url += `&day=${day.value}`;
  // No detail: the keyboard was it.
  swap(url, link.dataset.focus || (event.detail ? link.id : find(".dock input[name=score]:checked")?.id || "score-0"));
});

on("click", ".dock .ramp label", (event, label) => {
  // The browser sends a second click to the radio button inside the label.
  if (event.detail && event.target.tagName !== "INPUT") setTimeout(() => find("input", label).form.requestSubmit());
});

on("change", ".dock .signs input", (event, { form }) => {
  if (find("[name=score]:checked", form)) form.requestSubmit();
});

on("submit", "form[data-swap]", (event, form) => {
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const get = form.method === "get", item = `${form.action}\n${data}\n`;
  if (!get) {
    // A second tap on the same button, while the first is on its way.
    if (unsent().at(-1)?.startsWith(item)) return;
    keep([...unsent(), item + Date.now()]);
  }
  swap(get ? `${form.action}?${data}` : "", form.dataset.focus || document.activeElement.id);
});

// A second tap on a chosen answer takes it back, so that a slip need not become a fact.
let before;
on("pointerdown", "*", (event) => {
  const label = event.target.closest("label"), radio = label && find("[type=radio]", label);
  before = radio?.checked && !label.closest(".dock, .choices, .units") && radio;
});
on("click", "input", (event, radio) => {
  if (before === radio) { radio.checked = false; before = null; }
});

let oneAt = 0;
on("keydown", ".ramp, .opts", ({ key, timeStamp }, ramp) => {
  if (!/^\d$/.test(key)) return;
  const radio = find(`[value='${key === "0" && timeStamp - oneAt < 700 ? 10 : key}']`, ramp);
  oneAt = key === "1" ? timeStamp : 0;
  radio.checked = true;
  radio.focus();
});

on("input", "[data-find]", (event, { value }) => {
  const wanted = value.trim().toLowerCase();
  for (const group of all("[data-group]")) {
    const rows = all("[data-words]", group);
    for (const row of rows) row.hidden = !row.dataset.words.includes(wanted);
    group.hidden = rows.every((row) => row.hidden);
    group.open = wanted > "";
  }
});

prepare();
// What did not arrive before the page was left; not while somebody looks at the example person.
if (unsent().length && !find(".demo-bar")) deliver().then(() => location.reload(), () => {});
