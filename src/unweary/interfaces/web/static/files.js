// How far an import is, without drawing the page anew; and how much of a large file has been sent. Works without it.

let leaving = false;
const page = (text) => new DOMParser().parseFromString(text, "text/html");
const ids = (now) => [...now.querySelectorAll("[data-job]")].map((job) => job.dataset.job);
const look = async () => {
  const now = document.getElementById("now");
  if (!now || leaving || !ids(now).length) return;
  try {
    const fresh = page(await (await fetch("/files/now", { cache: "no-store" })).text()).getElementById("now");
    const over = ids(now).find((id) => !ids(fresh).includes(id));
    if (leaving) return;
    if (over) { location.href = `/files?job=${over}`; return; }
    const held = document.activeElement.id;
    now.replaceWith(fresh);
    if (held.startsWith("stop-")) document.getElementById(held)?.focus();
  } catch { /* The server is being started again: it goes on there. */ }
  setTimeout(look, 700);
};
setTimeout(look, 500);

addEventListener("submit", (event) => {
  leaving = true;
  const form = event.target.closest("form[data-send]");
  const files = form ? [...form.querySelectorAll("[type=file]")].flatMap((input) => [...input.files]) : [];
  if (!files.length) return;
  event.preventDefault();
  const shown = form.querySelector(".sending"), bar = shown.querySelector("progress"), button = form.querySelector("button");
  const say = (text) => { shown.querySelector("p").textContent = text; };
  const data = new FormData(), send = new XMLHttpRequest();
  for (const file of files) data.append("files", file, file.webkitRelativePath || file.name);
  send.upload.onprogress = ({ loaded, total }) => {
    bar.max = total; bar.value = loaded;
    say(`${(loaded / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`);
  };
  send.onloadend = () => {
    if (send.status && send.status < 400) { location.href = send.responseURL; return; }
    say(page(send.responseText).querySelector(".wrong p")?.textContent || "That did not arrive. Please send it again.");
    button.disabled = false;
  };
  shown.hidden = false; button.disabled = true;
  send.open("POST", form.action);
  send.send(data);
});
