// The body map with the keyboard and the mouse; app.js keeps one part in the tab order.

const PARTS = ".body .spot-link", WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const centre = (part) => {
  const { x, y, width, height } = part.querySelector("use").getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};

// The name beside the mouse; the page need not carry every name twice.
addEventListener("pointerover", ({ target }) => {
  const part = target.closest?.(PARTS);
  if (!part || part.querySelector("title")) return;
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = part.getAttribute("aria-label");
  part.prepend(title);
});

addEventListener("keydown", (event) => {
  const from = event.target.closest?.(PARTS), way = WAYS[event.key];
  if (!from || !way) return;
  event.preventDefault();
  const [x, y] = centre(from), [dx, dy] = way;
  let best, least = Infinity;
  for (const part of document.querySelectorAll(PARTS)) {
    const [px, py] = centre(part), along = (px - x) * dx + (py - y) * dy;
    const far = along + 2 * Math.abs((px - x) * dy + (py - y) * dx);
    if (part !== from && along > 1 && far < least) [best, least] = [part, far];
  }
  if (best) { from.tabIndex = -1; best.tabIndex = 0; best.focus(); }
});
