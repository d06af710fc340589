// Paces the breath in place, with a soft tone if wanted. Without this file the form does it.

const guide = document.querySelector("[data-breathe]");
const part = (name) => guide.querySelector(`[data-${name}]`);
const [circle, bar, phase, said, toggle, sound] = ["circle", "bar", "phase", "said", "toggle", "sound"].map(part);
const inhale = 1000 * Number(guide.dataset.inhale), breath = 1000 * Number(guide.dataset.breath);
const whole = 60000 * Number(guide.dataset.minutes);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const usual = toggle.value ? toggle.textContent : `Start, ${guide.dataset.minutes} minutes`;
let frame = 0, began = 0, tone = null, lock = null;

circle.replaceChildren();
phase.textContent = "Through the nose, if you can";
toggle.textContent = usual;
sound.closest("label").hidden = false;

function hum(share) {
  if (!sound.checked) { if (tone) tone.gain.gain.setTargetAtTime(0, tone.context.currentTime, .2); return; }
  if (!tone) {
    const context = new AudioContext(), gain = context.createGain(), wave = context.createOscillator();
    gain.gain.value = 0;
    wave.connect(gain).connect(context.destination);
    wave.start();
    tone = { context, gain, wave };
  }
  tone.wave.frequency.setTargetAtTime(130 + 65 * share, tone.context.currentTime, .1);
  tone.gain.gain.setTargetAtTime(.01 + .03 * share, tone.context.currentTime, .2);
}

function step() {
  const gone = performance.now() - began;
  // The last breath is let out to its end.
  if (gone >= Math.ceil(whole / breath) * breath) { halt("Done. Stay as you are for a moment."); return; }
  const at = gone % breath, into = at < inhale;
  const way = into ? at / inhale : 1 - (at - inhale) / (breath - inhale);
  const share = (1 - Math.cos(Math.PI * way)) / 2;
  const left = Math.max(0, whole - gone), count = Math.ceil((into ? inhale - at : breath - at) / 1000);
  const text = calm.matches ? `Breathe ${into ? "in" : "out"}, ${count}` : `Breathe ${into ? "in" : "out"}`;
  if (phase.textContent !== text) phase.textContent = text;
  // Less motion: the bar moves once a second.
  if (calm.matches) bar.style.width = `${Math.round(10 * (into ? 1 - (count - 1) / Math.ceil(inhale / 1000) : (count - 1) / Math.ceil((breath - inhale) / 1000))) * 10}%`;
  else circle.setAttribute("r", (40 + 46 * share).toFixed(1));
  toggle.textContent = `Stop · ${Math.floor(left / 60000)}:${String(Math.floor(left / 1000) % 60).padStart(2, "0")}`;
  hum(share);
  frame = requestAnimationFrame(step);
}

function halt(text) {
  cancelAnimationFrame(frame);
  frame = 0;
  if (tone) { tone.context.close(); tone = null; }
  if (lock) { lock.then((held) => held && held.release()); lock = null; }
  circle.setAttribute("r", "40");
  bar.style.width = "0";
  phase.textContent = "";
  toggle.textContent = usual;
  said.textContent = text;
}

toggle.form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (frame) { halt("Stopped."); return; }
  said.textContent = "Start with a breath in.";
  began = performance.now();
  if (navigator.wakeLock) lock = navigator.wakeLock.request("screen").catch(() => null);
  step();
});
