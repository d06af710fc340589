// The clocks of the tests: a result goes into the form, nothing is sent. Times come from the page's clock, not from ticks.

const now = () => performance.now();
const field = (id) => document.getElementById(id);

for (const stage of document.querySelectorAll("[data-test]")) {
  const [start, pad, stop, said, clock] = ["start", "pad", "stop", "said", "clock"].map((name) => stage.querySelector(`[data-${name}]`));
  const given = (name) => Number(stage.dataset[name]);
  const side = () => stage.querySelector("[name=side]:checked");
  const label = (input) => input.nextElementSibling.textContent.toLowerCase();
  const show = (parts, on) => { for (const part of parts) part.hidden = !on; };
  const rest = [start, ...stage.querySelectorAll("fieldset")];
  let used = [], tick = 0;

  const begin = (...parts) => {
    used = parts;
    said.textContent = "";
    show(rest, false);
    show(used, true);
    (used.includes(pad) ? pad : stop).focus();
  };
  const end = (text) => {
    const inside = stage.contains(document.activeElement);
    clearInterval(tick);
    clearTimeout(tick);
    document.onvisibilitychange = null;
    show(used, false);
    show(rest, true);
    start.textContent = "Again";
    if (inside) start.focus();
    said.textContent = text;
  };
  if (stop) stop.onclick = () => end("Stopped. Nothing was kept.");

  const done = (value, unit) => {
    const one = side(), next = stage.querySelector("[name=side]:not(:checked)");
    field(one.value).value = value;
    const more = !field(next.value).value;
    if (more) next.checked = true;
    end(`${value} ${unit}, ${label(one)}. ${more ? `Now the ${label(next)}, or keep this one alone.` : "Keep it below, or do it again."}`);
  };
  // timeStamp: when it was pressed, not when the page came to it.
  const press = (what) => {
    pad.onpointerdown = (event) => { if (event.button === 0) what(event.timeStamp); };
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
        tick = setTimeout(() => requestAnimationFrame(() => {
          pad.classList.add("now");
          pad.textContent = "Now";
          at = now();
        }), given("low") + Math.random() * (given("high") - given("low")));
      };
      begin(pad, stop);
      wait("Wait");
      document.onvisibilitychange = () => { wait("Wait"); if (document.hidden) clearTimeout(tick); };
      press((moment) => {
        times.push(at ? Math.round(moment - at) : -1);
        const kept = times.filter((time) => time >= given("early")).sort((a, b) => a - b), all = kept.length;
        if (times.length > 4 * given("trials")) { end("Too many early taps. Try again in a while."); return; }
        if (all < given("trials")) { wait(at ? "Wait" : "Too early. Wait"); return; }
        const middle = Math.round((kept[(all - 1) >> 1] + kept[all >> 1]) / 2);
        const slow = kept.filter((time) => time >= given("lapse")).length;
        field("reaction_ms").value = middle;
        field("reaction_lapses_pct").value = Math.round(100 * slow / all);
        field("times").value = times.join(",");
        end(`Your middle reaction: ${middle} ms. Slow ones: ${slow} of ${all}. Keep it below.`);
      });
    },
    tapping() {
      let count = 0, until = Infinity;
      begin(pad);
      pad.textContent = "Tap here";
      press((moment) => {
        if (!count) { until = moment + given("ms"); tick = setTimeout(() => done(count, "taps"), given("ms")); }
        if (moment < until) pad.textContent = ++count;
      });
    },
    standing() {
      const began = now(), steps = stage.dataset.steps.split(";").map((step) => step.split(":"));
      begin(clock, stop);
      tick = setInterval(() => {
        const gone = (now() - began) / 1000, step = steps.find(([until]) => gone < until);
        if (!step) { end("Done. Sit down, then type your numbers below."); return; }
        const left = Math.ceil(step[0] - gone);
        clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        if (said.textContent === step[1]) return;
        said.textContent = step[1];
        navigator.vibrate?.(300);
      }, 200);
    },
    balance() {
      const began = now(), held = (moment) => Math.min((moment - began) / 1000, given("longest"));
      begin(pad);
      pad.textContent = "Stop";
      tick = setInterval(() => {
        pad.textContent = `Stop · ${Math.floor(held(now()))} s`;
        if (held(now()) === given("longest")) done(given("longest"), "seconds");
      }, 200);
      press((moment) => done(held(moment).toFixed(1), "seconds"));
    },
    calf() {
      const began = now() + 3000, text = clock.querySelector("b");
      let raises = 0;
      begin(clock, pad);
      tick = setInterval(() => {
        const beats = (now() - began) / given("beat"), up = beats >= 0 && Math.floor(beats) % 2 === 0;
        raises = Math.max(0, Math.floor((beats + 1) / 2));
        clock.classList.toggle("up", up);
        text.textContent = beats < 0 ? `Ready: ${Math.ceil((began - now()) / 1000)}` : `${up ? "Up" : "Down"} ${raises}`;
      }, 50);
      press(() => { clock.classList.remove("up"); done(raises, "raises"); });
    },
  };
  // A number changed by hand counts, not the taps.
  document.addEventListener("input", (event) => { if (event.target.id.startsWith("reaction_")) field("times").value = ""; });
  stage.hidden = false;
  start.onclick = tests[stage.dataset.test];
}
