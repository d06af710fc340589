// Reads out one column of the charts: its words are the row of the table.

const find = (css) => document.querySelector(`[data-read] ${css}`);
const slide = find("input"), said = find(".reading p"), rule = find(".rule"), stack = find(".stack"), lane = find("svg.lane");
const rows = [...find("tbody").rows].reverse(), heads = [...find("thead tr").cells].map((head) => head.textContent.split(",")[0]);

const show = (at) => {
  const [day, ...cells] = rows[at].cells, { left, width } = lane.getBoundingClientRect();
  const told = cells.flatMap((cell, n) => (cell.textContent ? `${heads[n + 1]}: ${cell.textContent}` : []));
  slide.value = at;
  said.textContent = `${day.textContent}: ${told.join(" · ") || "nothing on record"}`;
  slide.setAttribute("aria-valuetext", said.textContent);
  find(".reading a").href = day.firstChild.href;
  rule.style.left = `${left - stack.getBoundingClientRect().left + ((at + 0.5) / rows.length) * width}px`;
};
stack.onpointermove = stack.onpointerdown = ({ clientX, pointerType, target }) => {
  // Nothing may move under a finger on a link.
  if (pointerType === "touch" && target.closest("a")) return;
  const { left, width } = lane.getBoundingClientRect(), at = Math.floor(((clientX - left) / width) * rows.length);
  if (rows[at]) show(at);
  rule.hidden = false;
};
slide.oninput = () => { show(+slide.value); rule.hidden = false; };
onresize = () => show(+slide.value);
find(".reading").hidden = false;
show(rows.length - 1);
