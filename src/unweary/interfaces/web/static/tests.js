// The clock of a test: a result goes into the form, nothing is sent. Times come from the page's clock, not from ticks.

const now = () => performance.now(), field = (id) => document.getElementById(id);
const stage = document.querySelector("[data-test]"), data = stage.dataset, find = (css) => stage.querySelector(css);
const [start, pad, stop, said, clock] = ["start", "pad", "stop", "said", "clock"].map((name) => find(`[data-${name}]`));
let used = [], tick = 0;

const swap = (on) => {
  for (const part of [start, ...stage.querySelectorAll("fieldset")]) part.hidden = on;
  for (const part of used) part.hidden = !on;
};
const begin = (...parts) => {
  used = parts;
  said.textContent = "";
  swap(true);
  (used.includes(pad) ? pad : stop).focus();
};
const end = (text) => {
  const inside = stage.contains(document.activeElement);
  // One number space for both kinds of clock: this stops either.
  clearTimeout(tick);
  document.onvisibilitychange = null;
  swap(false);
  start.textContent = "Again";
  if (inside) start.focus();
  said.textContent = text;
};
// Into the field of the side that was chosen.
const done = (value, unit) => {
  const one = find("[name=side]:checked"), next = find("[name=side]:not(:checked)");
  const [leg, other] = [one, next].map((side) => side.nextElementSibling.textContent.toLowerCase());
  field(one.value).value = value;
  const more = !field(next.value).value;
  if (more) next.checked = true;
  end(`${value} ${unit}, ${leg}. ${more ? `Now the ${other}, or keep this one alone.` : "Keep it below, or do it again."}`);
};
// timeStamp: when it was pressed, not when the page came to it.
const press = (what) => {
  pad.onpointerdown = (event) => { if (!event.button) what(event.timeStamp); };
  pad.onkeydown = (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) what(event.timeStamp);
  };
};

const tests = {
  reaction() {
    const times = [];
    let at = 0;
    const wait = (text) => {
      at = 0;
      pad.classList.remove("now");
      pad.textContent = text;
      clearTimeout(tick);
      if (document.hidden) return;
      tick = setTimeout(requestAnimationFrame, +data.low + Math.random() * (data.high - data.low), () => {
        pad.classList.add("now");
        pad.textContent = "Now";
        at = now();
      });
    };
    begin(pad, stop);
    wait("Wait");
    document.onvisibilitychange = () => wait("Wait");
    press((moment) => {
      times.push(at ? Math.round(moment - at) : -1);
      const kept = times.filter((time) => time >= data.early).sort((a, b) => a - b), all = kept.length;
      if (times.length > 4 * data.trials) return end("Too many early taps. Try again in a while.");
      if (all < data.trials) return wait(at ? "Wait" : "Too early. Wait");
      const middle = Math.round((kept[(all - 1) >> 1] + kept[all >> 1]) / 2), slow = kept.filter((time) => time >= data.lapse).length;
      field("reaction_ms").value = middle;
      field("reaction_lapses_pct").value = Math.round(100 * slow / all);
      field("times").value = times.join();
      end(`Your middle reaction: ${middle} ms. Slow ones: ${slow} of ${all}. Keep it below.`);
    });
  },
  tapping() {
    let count = 0, until = Infinity;
    begin(pad);
    pad.textContent = "Tap here";
    press((moment) => {
      if (!count) { until = moment + +data.ms; tick = setTimeout(() => done(count, "taps"), data.ms); }
      if (moment < until) pad.textContent = ++count;
    });
  },
  standing() {
    const began = now(), steps = data.steps.split(";").map((step) => step.split(":"));
    begin(clock, stop);
    tick = setInterval(() => {
      const gone = (now() - began) / 1000, step = steps.find(([until]) => gone < until);
      if (!step) return end("Done. Sit down, then type your numbers below.");
      const left = Math.ceil(step[0] - gone);
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (said.textContent === step[1]) return;
      said.textContent = step[1];
      navigator.vibrate?.(300);
    }, 200);
  },
  balance() {
    const began = now(), held = (moment) => Math.min((moment - began) / 1000, data.longest);
    begin(pad);
    pad.textContent = "Stop";
    tick = setInterval(() => {
      const at = held(now());
      pad.textContent = `Stop · ${Math.floor(at)} s`;
      if (at === +data.longest) done(at, "seconds");
    }, 200);
    press((moment) => done(held(moment).toFixed(1), "seconds"));
  },
  calf() {
    const began = now() + 3000;
    let raises = 0;
    begin(clock, pad);
    tick = setInterval(() => {
      const beats = (now() - began) / data.beat, up = beats >= 0 && Math.floor(beats) % 2 === 0;
      raises = Math.max(0, Math.floor((beats + 1) / 2));
      clock.classList.toggle("up", up);
      clock.querySelector("b").textContent = beats < 0 ? `Ready: ${Math.ceil((began - now()) / 1000)}` : `${up ? "Up" : "Down"} ${raises}`;
    }, 50);
    press(() => { clock.classList.remove("up"); done(raises, "raises"); });
  },
};
// A number changed by hand counts, not the taps.
addEventListener("input", (event) => { if (event.target.id.startsWith("reaction_")) field("times").value = ""; });
if (stop) stop.onclick = () => end("Stopped. Nothing was kept.");
start.onclick = tests[data.test];
stage.hidden = false;
