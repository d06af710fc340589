// Paces the breath in place, with a soft tone if wanted. Without this file the form does it.

const guide = document.querySelector("[data-breathe]");
const [circle, bar, phase, said, toggle, sound] =
  ["circle", "bar", "phase", "said", "toggle", "sound"].map((name) => guide.querySelector(`[data-${name}]`));
const inhale = 1000 * guide.dataset.inhale, breath = 1000 * guide.dataset.breath, whole = 60000 * guide.dataset.minutes;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const usual = toggle.value ? toggle.textContent : `Start, ${guide.dataset.minutes} minutes`;
let frame, began, tone, lock;

circle.replaceChildren();
phase.textContent = "Through the nose, if you can";
toggle.textContent = usual;
sound.closest("label").hidden = false;

function hum(share) {
  if (!tone) {
    if (!sound.checked) return;
    const context = new AudioContext(), gain = context.createGain(), wave = context.createOscillator();
    gain.gain.value = 0;
    wave.connect(gain).connect(context.destination);
    wave.start();
    tone = { context, gain, wave };
  }
  const to = (param, value) => param.setTargetAtTime(value, tone.context.currentTime, .1);
  to(tone.wave.frequency, 130 + 65 * share);
  to(tone.gain.gain, sound.checked ? .01 + .03 * share : 0);
}

function step() {
  const gone = performance.now() - began;
  // The last breath is let out to its end.
  if (gone >= Math.ceil(whole / breath) * breath) return halt("Done. Stay as you are for a moment.");
  const at = gone % breath, into = at < inhale, long = into ? inhale : breath - inhale;
  const rest = into ? inhale - at : breath - at, full = into ? 1 - rest / long : rest / long;
  const left = Math.max(0, whole - gone), count = Math.ceil(rest / 1000), steps = Math.ceil(long / 1000);
  const text = `Breathe ${into ? "in" : "out"}${calm.matches ? `, ${count}` : ""}`, share = (1 - Math.cos(Math.PI * full)) / 2;
  if (phase.textContent !== text) phase.textContent = text;
  // Less motion: the bar moves once a second.
  if (calm.matches) bar.style.width = `${Math.round(10 * (into ? steps - count + 1 : count - 1) / steps) * 10}%`;
  else circle.setAttribute("r", (40 + 46 * share).toFixed(1));
  toggle.textContent = `Stop · ${Math.floor(left / 60000)}:${String(Math.floor(left / 1000) % 60).padStart(2, "0")}`;
  hum(share);
  frame = requestAnimationFrame(step);
}

function halt(text) {
  cancelAnimationFrame(frame);
  tone?.context.close();
  lock?.then((held) => held?.release());
  frame = 0;
  tone = lock = null;
  circle.setAttribute("r", 40);
  bar.style.width = "0";
  phase.textContent = "";
  toggle.textContent = usual;
  said.textContent = text;
}

toggle.form.onsubmit = (event) => {
  event.preventDefault();
  if (frame) return halt("Stopped.");
  said.textContent = "Start with a breath in.";
  began = performance.now();
  lock = navigator.wakeLock?.request("screen").catch(() => null);
  step();
};
