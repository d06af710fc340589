// How far an import is, without drawing the page anew; and how much of a large file has been sent. Works without it.
let leaving = false;
document.addEventListener("submit", () => { leaving = true; });
const ids = (now) => [...now.querySelectorAll("[data-job]")].map((job) => job.dataset.job);
const look = async () => {
  const now = document.getElementById("now");
  if (!now || leaving || !ids(now).length) return;
  try {
    const answer = await fetch("/files/now", { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("now");
    const over = ids(now).find((id) => !ids(fresh).includes(id));
    if (leaving) return;
    if (over) { location.href = `/files?job=${over}`; return; }
    const held = document.activeElement && document.activeElement.id;
    now.replaceWith(fresh);
    if (held && held.startsWith("stop-")) document.getElementById(held)?.focus();
  } catch { /* The server is being started again: it goes on there. */ }
  if (!leaving) setTimeout(look, 700);
};
setTimeout(look, 500);

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-send]");
  const files = form ? [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]) : [];
  if (!files.length) return;
  event.preventDefault();
  const shown = form.querySelector(".sending"), bar = shown.querySelector("progress"), button = form.querySelector("button");
  const data = new FormData();
  for (const file of files) data.append("files", file, file.webkitRelativePath || file.name);
  const send = new XMLHttpRequest();
  send.upload.onprogress = (step) => {
    bar.max = step.total; bar.value = step.loaded;
    shown.querySelector("p").textContent = `${(step.loaded / 1e6).toFixed(1)} of ${(step.total / 1e6).toFixed(1)} MB`;
  };
  const failed = () => { shown.querySelector("p").textContent = "That did not arrive. Please send it again."; button.disabled = false; };
  send.onload = () => {
    if (send.status < 400) { location.href = send.responseURL; return; }
    const said = new DOMParser().parseFromString(send.responseText, "text/html").querySelector(".wrong p");
    if (said) shown.querySelector("p").textContent = said.textContent; else failed();
    button.disabled = false;
  };
  send.onerror = failed;
  shown.hidden = false; button.disabled = true;
  send.open("POST", form.action);
  send.send(data);
});
