"""The body map under a thumb: what a tap really meets, point by point, on a phone of 390 px."""

from __future__ import annotations

import pytest

from unweary.interfaces.web import body
from unweary.service import CheckIn
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import SiteRating

pytestmark = pytest.mark.browser

#: The side of a square of points that all belong to one part, its middle within what is seen of that part: 24 or 25
#: where the part has such a square, and else that of the largest it has. Of a ring or a row of rings, what is seen is
#: the box around it. Any larger square holds one of 24 or 25 points with the same middle, so these two are looked for,
#: middle by middle, and few points need be asked for; only when one is missing are all points of the map asked for.
CLEAR_SQUARES = """([enough, wanted]) => {
  const map = document.querySelector("svg.body");
  map.scrollIntoView({ block: "start" });
  for (const over of document.querySelectorAll(".side, #dock-place, .tabs")) over.style.display = "none";
  const frame = map.getBoundingClientRect();
  const [left, top] = [Math.ceil(frame.left), Math.ceil(frame.top)];
  const [wide, high] = [Math.floor(frame.right) - left, Math.floor(frame.bottom) - top];
  if (top < 0 || top + high > innerHeight) throw new Error(`the map does not fit: ${top} + ${high} in ${innerHeight}`);
  const key = (link) => {
    const asked = new URL(link.href.baseVal, location).searchParams;
    return `${asked.get("part")}.${asked.get("side")}`;
  };
  const names = new Map(), owned = new Array(wide * high);
  const owner = (x, y) => {
    const at = y * wide + x;
    if (owned[at] === undefined) {
      const hit = document.elementFromPoint(left + x + .5, top + y + .5);
      const link = hit && hit.closest(".body a");
      if (link && !names.has(link)) names.set(link, key(link));
      owned[at] = link ? names.get(link) : "";
    }
    return owned[at];
  };
  const seen = new Map(), boxes = new Map();
  for (const link of document.querySelectorAll(".body a[id]")) {
    const mark = link.querySelector(".mark"), part = mark || link.querySelector(".part");
    const path = part.href ? document.querySelector(part.getAttribute("href")) : part;
    const [back, box] = [part.getScreenCTM().inverse(), part.getBoundingClientRect()];
    boxes.set(key(link), box);
    seen.set(key(link), (x, y) => mark
      ? x > box.left - 1 && x < box.right + 1 && y > box.top - 1 && y < box.bottom + 1
      : path.isPointInFill(new DOMPoint(x, y).matrixTransform(back)));
  }
  const clear = (name, x, y, n) => {
    if (x < 0 || y < 0 || x + n > wide || y + n > high) return false;
    for (const step of [n - 1, 8, 1]) {
      for (let v = 0; v < n; v += step) for (let u = 0; u < n; u += step) {
        if (owner(x + u, y + v) !== name) return false;
      }
    }
    return true;
  };
  const found = (name) => {
    const box = boxes.get(name);
    const [fromX, fromY] = [Math.floor(box.left) - 1, Math.floor(box.top) - 1];
    for (const [step, n] of [[6, enough], [1, enough], [1, enough + 1]]) {
      const half = n / 2 % 1;
      for (let y = fromY + half; y <= box.bottom + 1; y += step) {
        for (let x = fromX + half; x <= box.right + 1; x += step) {
          if (seen.get(name)(x, y) && clear(name, x - n / 2 - left, y - n / 2 - top, n)) return n;
        }
      }
    }
    return 0;
  };
  const best = {};
  for (const name of seen.keys()) best[name] = wanted.includes(name) ? found(name) : 0;
  if (wanted.every((name) => best[name])) return best;
  const size = new Int32Array(wide * high);
  for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) {
    const at = y * wide + x, name = owner(x, y);
    if (!seen.has(name)) continue;
    const same = (i) => owned[i] === name ? size[i] : 0;
    size[at] = x && y ? 1 + Math.min(same(at - 1), same(at - wide), same(at - wide - 1)) : 1;
    for (let n = size[at]; n > best[name]; n--) {
      if (seen.get(name)(left + x + 1 - n / 2, top + y + 1 - n / 2)) { best[name] = n; break; }
    }
  }
  return best;
}"""


def clear_squares(page, address):
    """Part and side to the side of its clear square in CSS pixels, in the view that the app opens for it."""
    found = {}
    for view in body.VIEWS:
        page.goto(f"{address}/check-in?view={view}")
        wanted = [place for place, views in body.homes().items() if views[0] == view]
        squares = page.evaluate(CLEAR_SQUARES, [24, wanted])
        found |= {place: side for place, side in squares.items() if place in wanted}
    return found


def choose(phone, address, figure):
    """The drawing is chosen among the settings."""
    phone.goto(f"{address}/settings")
    phone.locator(f"label:has(input[name=figure][value={figure}])").click()
    phone.locator("form[action='/settings/look'] button").click()
    phone.locator("#look .saved").wait_for()


@pytest.mark.parametrize("figure", ["neutral", "fuller"])
def test_every_part_has_a_clear_square_of_24_pixels_under_the_thumb(page, empty, figure):
    phone = page()
    choose(phone, empty, figure)
    found = clear_squares(phone, empty)
    parts = packaged_knowledge().body.values()
    assert set(found) == {
        f"{p.id}.{side}" for p in parts for side in (("left", "right") if p.sides == "LR" else ("mid",))
    }
    assert {place: side for place, side in found.items() if side < 24} == {}


@pytest.mark.parametrize(
    ("view", "part", "side", "piece"),
    [
        ("front-legs", "gastroc_medial", "left", (18, 610)),
        ("front-legs", "hip_flexors", "left", (64, 364)),
        ("front-legs", "quads", "left", (33, 440)),
        ("back-top", "triceps", "right", (103, 268)),
    ],
)
def test_the_narrow_places_that_had_no_tap_take_one(page, empty, view, part, side, piece):
    """Inner calf from the front, the strap muscle of the thigh (upper and lower part), the tendon above the elbow."""
    phone = page()
    phone.goto(f"{empty}/check-in?view={view}")
    place = phone.evaluate(
        """([x, y]) => {
          const map = document.querySelector("svg.body");
          map.scrollIntoView({ block: "center" });
          const at = new DOMPoint(x, y).matrixTransform(map.getScreenCTM());
          return [at.x, at.y];
        }""",
        list(piece),
    )
    phone.mouse.click(*place)
    phone.locator("#dock").wait_for()
    chosen = phone.locator(".body .picked")
    assert chosen.get_attribute("id") == f"p-{part}-{side}"


@pytest.mark.parametrize("figure", ["neutral", "fuller"])
@pytest.mark.parametrize("view", body.VIEWS)
def test_only_the_view_that_is_shown_is_sent_and_it_is_light_even_when_all_is_sore(
    page, empty, person, morning, view, figure
):
    sides = {"LR": ("left", "right"), "mid": ("mid",)}
    places = [(part.id, side) for part in person.knowledge.body.values() for side in sides[part.sides]]
    person.check_in(CheckIn(sites=tuple(SiteRating(part, side, 10, morning) for part, side in places)))
    phone = page()
    choose(phone, empty, figure)
    phone.goto(f"{empty}/check-in?view={view}")
    assert phone.locator("svg.body").count() == 1
    assert phone.locator("svg.body [data-score='10']").count() > 30
    assert phone.locator("svg.body [style]").count() == 0
    sent = phone.evaluate("fetch(location.href).then((answer) => answer.text())")
    start = sent.index('<svg class="body')
    assert len(sent[start : sent.index("</svg>", start)].encode()) <= 40_000
