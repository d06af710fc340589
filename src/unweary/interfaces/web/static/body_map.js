// The body map with the keyboard and the mouse; app.js keeps one part in the tab order.

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

document.addEventListener("keydown", (event) => {
  const part = event.target.closest && event.target.closest(".body .spot-link");
  if (!part || !event.key.startsWith("Arrow")) return;
  const next = nearest(part, event.key);
  event.preventDefault();
  if (next) { part.tabIndex = -1; next.tabIndex = 0; next.focus(); }
});
