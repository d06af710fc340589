// Niceties only: every page works without this file.
// 1. Within [data-live], links and forms that carry data-swap fetch their page and replace its regions in place.
// 2. The body map: one stop in the tab order, arrow keys to the nearest part, digits set the score.
// 3. A tap on a score saves it. A chosen answer can be taken back. The list of parts is searched while one types.

document.documentElement.classList.add("js");
const live = () => document.querySelector("[data-live]");

// One after the other: a second tap must not overtake the first.
let last = Promise.resolve();
const swap = (...what) => { last = last.then(() => swapNow(...what)); };

async function swapNow(url, options, focusId) {
  const said = document.getElementById("said");
  try {
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.querySelector("[data-live]")) { location.href = answer.url; return; }
    for (const region of document.querySelectorAll("[data-region]")) {
      const next = fresh.getElementById(region.id);
      if (next) region.replaceWith(document.adoptNode(next));
    }
    history.replaceState(null, "", answer.url);
    const target = focusId && document.getElementById(focusId);
    if (target) target.focus({ preventScroll: true });
    prepare();
  } catch {
    if (said) said.textContent = "Not saved: Unweary does not answer. Is it still running? Your mark is still here.";
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
    swap(link.getAttribute("href").split("#")[0], {}, keyboard ? (score ? score.id : "score-0") : link.id);
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
  if (!form || !live()) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const focusId = document.activeElement && document.activeElement.id;
  if (form.method === "get") swap(`${form.action}?${data}`, {}, focusId);
  else swap(form.action, { method: "POST", body: data }, focusId);
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

const centre = (part) => {
  const seen = part.querySelector("use").getBoundingClientRect();
  return [seen.x + seen.width / 2, seen.y + seen.height / 2];
};

// The name beside the mouse; the page need not carry every name twice.
document.addEventListener("pointerover", (event) => {
  const part = event.target.closest && event.target.closest(".body .spot-link");
  if (!part || part.querySelector("title")) return;
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = part.getAttribute("aria-label");
  part.prepend(title);
});

function nearest(from, key) {
  const [x, y] = centre(from);
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null, least = Infinity;
  for (const part of document.querySelectorAll(".body .spot-link")) {
    const [px, py] = centre(part);
    const along = (px - x) * dx + (py - y) * dy;
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    if (part !== from && along > 1 && along + 2 * aside < least) { best = part; least = along + 2 * aside; }
  }
  return best;
}

let oneAt = 0;
document.addEventListener("keydown", (event) => {
  const part = event.target.closest && event.target.closest(".body .spot-link");
  if (part && event.key.startsWith("Arrow")) {
    const next = nearest(part, event.key);
    event.preventDefault();
    if (next) { part.tabIndex = -1; next.tabIndex = 0; next.focus(); }
    return;
  }
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
