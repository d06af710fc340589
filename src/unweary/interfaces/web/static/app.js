// Niceties only: every page works without this file.
// 1. Forms and links that carry data-swap are fetched, and the regions of the page replaced. What is sent is kept here
//    until it has arrived: sent twice it changes nothing.
// 2. Digits set a score. What only the body map needs stands in body_map.js.
// 3. A tap on a score saves it. A chosen answer can be taken back. The list of parts is searched while one types.

document.documentElement.classList.add("js");
const live = () => document.querySelector("[data-live]");

const unsent = () => JSON.parse(localStorage.unsent || "[]");
const keep = (items) => { localStorage.unsent = JSON.stringify(items); };

// Oldest first. The answer to the last one; none where another tab was quicker.
async function deliver() {
  let answer;
  for (let next; (next = unsent()[0]); keep(unsent().filter((item) => item !== next))) {
    const [url, body] = next.split("\n");
    answer = await fetch(url, { method: "POST", body: new URLSearchParams(body) });
    if ([401, 403, 503].includes(answer.status)) throw answer;
  }
  return answer;
}

// One after the other: a second tap must not overtake the first.
let last = Promise.resolve();
const swap = (...what) => { last = last.then(() => swapNow(...what)); };

async function swapNow(url, focusId) {
  const say = (text) => { const said = document.getElementById("said"); if (said) said.textContent = text; };
  try {
    const answer = (!url && await deliver()) || await fetch(url || location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) { say(fresh.querySelector(".wrong p").textContent); return; }
    if (!fresh.querySelector("[data-live]") || new URL(answer.url).pathname !== location.pathname) { location.href = answer.url; return; }
    for (const region of document.querySelectorAll("[data-region]")) {
      const next = fresh.getElementById(region.id);
      if (next) region.replaceWith(document.adoptNode(next));
    }
    // The note stands where it stood, so that a screen reader hears it change.
    const told = fresh.getElementById("said");
    document.getElementById("said")?.replaceChildren(...(told ? told.childNodes : []));
    // A second tap must not answer the question that has just come up under the thumb.
    for (const form of document.querySelectorAll(".answers-form")) { form.inert = true; setTimeout(() => { form.inert = false; }, 500); }
    history.replaceState(null, "", answer.url);
    const target = focusId && document.getElementById(focusId);
    if (target) target.focus({ preventScroll: true });
    prepare();
  } catch {
    say(url ? "Unweary does not answer." : "Not sent yet: Unweary does not answer. It is kept here and sent again.");
    if (!url) setTimeout(swap, 3000, url, focusId);
  }
}

function prepare() {
  const first = document.querySelector(".body .picked") || document.querySelector(".body .spot-link");
  if (first) first.tabIndex = 0;
}

document.addEventListener("click", (event) => {
  if (!live() || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest("a[data-swap], .body a");
  if (link && live().contains(link)) {
    event.preventDefault();
    const keyboard = event.detail === 0;
    const score = document.querySelector(".dock input[name=score]:checked");
    const day = document.querySelector("[name=day]");
    let url = link.getAttribute("href").split("#")[0];
    // Over midnight a page stays with the day it was opened for.
    if (day && !url.includes("day=") && day.value !== new Date().toLocaleDateString("sv")) url += `&day=${day.value}`;
    swap(url, link.dataset.focus || (keyboard ? (score ? score.id : "score-0") : link.id));
    return;
  }
  const label = event.target.closest(".dock .ramp label");
  // The browser sends a second click to the radio button inside the label.
  if (label && event.detail > 0 && event.target.tagName !== "INPUT") setTimeout(() => label.closest("form").requestSubmit(), 0);
});

document.addEventListener("change", (event) => {
  const sign = event.target.closest(".dock .signs input");
  const form = sign && sign.form;
  if (form && form.querySelector("input[name=score]:checked")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-swap]");
  if (!form) return;
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const get = form.method === "get", item = `${form.action}\n${data}\n`;
  // A second tap on the same button, while the first is on its way.
  const twice = !get && unsent().at(-1)?.startsWith(item);
  if (!get && !twice) keep([...unsent(), item + Date.now()]);
  event.preventDefault();
  if (twice) return;
  swap(get ? `${form.action}?${data}` : "", form.dataset.focus || (document.activeElement && document.activeElement.id));
});

// A second tap on a chosen answer takes it back, so that a slip need not become a fact.
let before = null;
document.addEventListener("pointerdown", (event) => {
  const label = event.target.closest("label");
  const radio = label && label.querySelector("input[type=radio]");
  before = radio && radio.checked && !label.closest(".dock, .choices, .units") ? radio : null;
});
document.addEventListener("click", (event) => {
  if (before && event.target === before) { before.checked = false; before = null; }
});

let oneAt = 0;
document.addEventListener("keydown", (event) => {
  const ramp = event.target.closest && event.target.closest(".ramp, .opts");
  if (ramp && /^[0-9]$/.test(event.key)) {
    const value = event.key === "0" && event.timeStamp - oneAt < 700 ? "10" : event.key;
    oneAt = event.key === "1" ? event.timeStamp : 0;
    const radio = ramp.querySelector(`input[value='${value}']`);
    radio.checked = true;
    radio.focus();
  }
});

document.addEventListener("input", (event) => {
  const search = event.target.closest("[data-find]");
  if (!search) return;
  const wanted = search.value.trim().toLowerCase();
  for (const group of document.querySelectorAll("[data-group]")) {
    let any = false;
    for (const row of group.querySelectorAll("[data-words]")) {
      row.hidden = Boolean(wanted) && !row.dataset.words.includes(wanted);
      any = any || !row.hidden;
    }
    group.hidden = !any;
    group.open = Boolean(wanted);
  }
});

prepare();
// What did not arrive before the page was left; not while somebody looks at the example person.
if (unsent().length && !document.querySelector(".demo-bar")) deliver().then(() => location.reload(), () => {});
