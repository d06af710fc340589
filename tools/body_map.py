"""Draw the body map: ``python tools/body_map.py`` writes the four half views of each figure for the check-in page.

Needs numpy, shapely (``pip install shapely``; only to draw, the app ships the finished drawing) and the package
itself, whose knowledge says which parts there are.

How it works
  * Only ONE half is drawn by hand (``body_front``, ``body_back``),
      and ``body_build`` makes it as wide as the figure is.
    The other half is the same path mirrored: left and right cannot differ.
  * Shapes are drawn generously and in order of priority. An earlier shape keeps its ground, a later one
    gets what is left; then everything is shrunk by half a gap and its corners are rounded.
    So gaps between muscles are equal everywhere and nothing overlaps.
  * The final outline is fitted with cubic Bezier curves (``body_curves``).
  * Where a tap counts is worked out apart from what is seen (``body_targets``).
  * Output is a page fragment without style and script. Every part is a link; the page fills in where it leads, its
    name, its score and its numeral through ``m`` (``unweary.interfaces.web.body``).
"""

# fmt: off

from __future__ import annotations

import argparse
import json
from pathlib import Path

import body_back
import body_front
import numpy as np
from body_build import BUILDS, silhouette
from body_curves import TOL, Shape, _n, mirror, spline, stroke_d, strokes
from body_targets import Wish, deepest, divide, polygon_d, settle_squares
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union

from unweary import knowledge

OUT = Path(__file__).parents[1] / "src" / "unweary" / "interfaces" / "web" / "templates" / "body"
#: The window of each half view: left, top, width, height; the midline is 0 and the crown of the head is 0.
WINDOWS = {
    "neutral": {"front-top": (-166, -7, 332, 488), "front-legs": (-105, 335, 210, 430),
                "back-top": (-166, -7, 332, 488), "back-legs": (-128, 335, 256, 430)},
    "fuller": {"front-top": (-175, -7, 350, 488), "front-legs": (-112, 335, 224, 430),
               "back-top": (-175, -7, 350, 488), "back-legs": (-134, 335, 268, 430)},
}
#: On a phone of 390 px the upper half is this wide and the legs are this high, in CSS pixels.
PHONE_WIDE, PHONE_HIGH = 374, 560
TAP = 24.0       # CSS pixels, each way
SPARE = 1.3      # units lost to whole numbers
GAP = 1.9        # clear space between two muscles
RIM = 2.1        # skin left visible around the muscles
SLIVER = 42      # what is smaller is not drawn
ROUND = 1.5      # corner radius of a muscle
#: Seen from this side only as a narrow edge; its clear square is in the other view.
EDGES = {"front": {"triceps", "soleus"}, "back": {"quads", "adductors", "deltoid_side", "forearm_flexors"}}
#: What lies under other muscles: a dashed outline, not filled.
DEEP = ("deep_hip", "breathing")
#: Hangs beside the hips: left out of the half views of the legs.
ARM = {"biceps", "triceps", "forearm_flexors", "forearm_extensors", "hand_muscles", "wrist_joint", "finger_joints",
    "thumb_joint"}


def settle(raw, inside, rounder):
    """Priority, clip to the body, shrink by half a gap, round the corners."""
    taken, out = Polygon(), {}
    for name, geom in raw.items():
        done = []
        for g in geom if isinstance(geom, list) else [geom]:
            r = rounder.get(name, ROUND)
            done.append(g.intersection(inside).difference(taken).buffer(-GAP / 2 - r, 16).buffer(r, 16))
            taken = unary_union([taken, g])
        out[name] = unary_union([p for g in done for p in getattr(g, "geoms", [g]) if p.area > SLIVER])
    return out


def seen_of(mark):
    """The place that a mark covers: of several rings, what lies between them too."""
    return mark.convex_hull.buffer(1)


class Figure:
    """One view, front or back, of one build."""

    def __init__(self, view, parts, build):
        self.view, self.kinds, self.build = view, parts, build
        self.drawing = body_front if view == "front" else body_back
        self.body, self.arm, self.whole = silhouette(build, view)
        half = box(-60, -20, 300, 800)
        raw = {name: [build.fit(g) for g in geom] if isinstance(geom, list) else build.fit(geom)
               for name, geom in self.drawing.muscles(build).items()}
        self.shapes = settle(raw, self.whole.intersection(half).buffer(-RIM, 16), self.drawing.ROUNDER)
        self.sole = None
        if view == "back":
            self.sole, on_sole = body_back.sole(build)
            self.shapes |= {k: unary_union([p.buffer(-1.2).buffer(.8) for p in (v if isinstance(v, list) else [v])])
                            for k, v in on_sole.items()}
        self.context = {k: self.shapes.pop(k) for k in list(self.shapes) if k.startswith("ctx_")}
        empty = [k for k, v in self.shapes.items() if v.is_empty]
        for pid in EDGES[view].intersection(empty):
            del self.shapes[pid]
        empty = [k for k in empty if k in self.shapes]
        if empty:
            raise SystemExit(f"nothing is left of {empty}")
        sided, middle = self.drawing.spots(build)
        self.marks = sided | middle
        self.sides = {1: "left", -1: "right"} if view == "front" else {1: "right", -1: "left"}
        self.homes = {}
        self.squares, self.targets = self._targets()

    def middle(self, pid):
        return self.kinds[pid].sides == "mid"

    def _targets(self):
        seen = self.shapes | {k: seen_of(v) for k, v in self.marks.items()}
        wishes = []
        for pid, shape in seen.items():
            if pid in EDGES[self.view]:
                continue
            name = self._home(shape)
            x, y, w, h = WINDOWS[self.build.name][name]
            scale = PHONE_HIGH / h if "legs" in name else PHONE_WIDE / w
            size = TAP / scale + SPARE
            wishes.append(Wish(pid, shape, size, box(x + 1, y + 1, x + w - 1, y + h - 1), self.middle(pid)))
            self.homes[pid] = name
        settle_squares(wishes)
        squares = {wish.name: wish.square() for wish in wishes}
        return {w.name: w for w in wishes}, divide(seen, squares, set(self.marks))

    def _home(self, shape):
        """The half view that shows most of a shape; of two that show it all, the larger scale."""
        mine = [name for name in WINDOWS[self.build.name] if name.startswith(self.view)]
        shares = {name: shape.intersection(self._window(name)).area / shape.area for name in mine}
        return max(shares, key=lambda n: (round(shares[n], 1), "legs" in n))

    def _window(self, name):
        x, y, w, h = WINDOWS[self.build.name][name]
        return box(x, y, x + w, y + h)

    # ---- writing

    def label_at(self, pid):
        """Where the numeral stands."""
        if pid == "breathing":
            return 0, self.marks[pid].bounds[1] + 4
        if pid in self.marks:
            return (0 if self.middle(pid) else self.marks[pid].centroid.x), self.marks[pid].centroid.y
        covered = unary_union([mark.convex_hull.buffer(3) for mark in self.marks.values()])
        x, y = deepest(self.shapes[pid].difference(covered))
        return (0 if self.middle(pid) else x), y

    def fragment(self, name):
        """The page fragment of one half view, and which parts it shows."""
        window = self._window(name)
        near = window.buffer(4, join_style="mitre")
        defs, layers, nums, shown = [], {"part": ([], []), "spot": ([], [])}, [], {}
        for pid in [*self.shapes, *self.marks]:
            if "legs" in name and pid in ARM:
                continue
            shape = self.shapes.get(pid, self.marks.get(pid))
            share = shape.intersection(window).area / shape.area
            shape = shape.intersection(near)
            if share < .02 or not self.targets[pid].intersects(window):
                continue
            spot = pid in self.marks
            n = len(defs)
            defs.append(self._def(n, pid, shape, spot, near))
            at = self.label_at(pid)
            whole_square = pid in self.squares and window.covers(self.squares[pid].square(1))
            for sx in (1,) if self.middle(pid) else (1, -1):
                side = "mid" if self.middle(pid) else self.sides[sx]
                x, y = _n(sx * at[0]), _n(at[1])
                kind = f'{"mark" if spot else "part"} {self._kind(pid)}'
                seen = f'<use href="#s{n}" class="{kind}" {{{{ m.score("{pid}", "{side}") }}}}/>'
                text = f'{{{{ m.open("{pid}", "{side}") }}}}{seen}<use href="#t{n}" class="hit"/></a>'
                layers["spot" if spot else "part"][0 if sx == 1 else 1].append(text)
                if Point(at).within(window) and pid not in EDGES[self.view]:
                    nums.append(f'{{{{ m.num("{pid}", "{side}", "{x}", "{y}") }}}}')
                if Point(at).within(window) and (share > .6 or whole_square):
                    rank = (whole_square, self.homes.get(pid) == name, self._own_view(pid), round(share, 2))
                    shown[f"{pid}.{side}"] = rank
        x, y, w, h = WINDOWS[self.build.name][name]
        text = (f'<svg class="body {name}" viewBox="{x} {y} {w} {h}" role="group" aria-label="{{{{ m.name }}}}">\n'
                f'<defs>{"".join(defs)}</defs>\n{self._ground(window)}\n{_both(layers["part"])}\n'
                f'{self._quiet(window)}\n{_both(layers["spot"])}\n<g aria-hidden="true">{"".join(nums)}</g>\n</svg>\n')
        return text, shown

    def _kind(self, pid):
        return "deep" if pid in DEEP else self.kinds[pid].kind

    def _own_view(self, pid):
        return self.kinds[pid].view in (self.view, "both")

    def _def(self, n, pid, shape, spot, near):
        if self.middle(pid) and not spot:
            shape = unary_union([shape, mirror(shape)])
        target = self.targets[pid].intersection(near)
        if self.middle(pid):
            target = unary_union([target, mirror(target)])
        drawn = Shape(shape, .28 if spot else TOL, .5 if spot else 6)
        return f'<path id="s{n}" d="{drawn.d()}"/><path id="t{n}" d="{polygon_d(target)}"/>'

    def _ground(self, window):
        near = window.buffer(4, join_style="mitre")
        pieces = [f'<path class="skin" d="{Shape(self.body.intersection(near)).d()}"/>']
        arm = None if window.bounds[1] > 100 else self.arm
        grounds = [("skin", g) for g in (arm, self.sole) if g is not None]
        grounds += [("ctx", g) for g in self.context.values()]
        twice = [(kind, Shape(g.intersection(near)).d()) for kind, g in grounds if g.intersects(window)]
        for i, (kind, d) in enumerate(twice):
            pieces.append(_twice(f"g{i}", kind, d))
        return f'<g aria-hidden="true">{"".join(pieces)}</g>'

    def _fitted(self, guide):
        return [tuple(np.array(self.build.spot(x, y), float)) for x, y in guide]

    def _quiet(self, window):
        """Fibres and drawing lines, once each and mirrored."""
        fibre = []
        for pid, guides in self.drawing.fibres(self.build).items():
            if pid in ARM and window.bounds[1] > 100:
                continue
            if pid in self.shapes and self.shapes[pid].intersects(window):
                guides = guides if isinstance(guides, list) else [guides]
                fibre += strokes(self.shapes[pid], [(self._fitted(a), self._fitted(b), n) for a, b, n in guides])
        drawn = [np.array(spline(self._fitted(g), closed=False)) for g in self.drawing.lines(self.build)]
        if window.bounds[1] > 100:
            drawn = [c for c in drawn if not LineString(c).intersects(self.arm)]
        near = window.buffer(2)
        fibre = [np.array(g.coords) for c in fibre for cut in [LineString(c).intersection(near)]
                 for g in getattr(cut, "geoms", [cut]) if g.length > 5]
        drawn = [c for c in drawn if LineString(c).intersects(window)]
        out = []
        for i, (kind, strokes_) in enumerate((("fibre", fibre), ("line", drawn))):
            if strokes_:
                out.append(_twice(f"q{i}", kind, stroke_d(strokes_, 1)))
        return f'<g class="quiet" aria-hidden="true">{"".join(out)}</g>'


def _twice(name, kind, d):
    # The class on both: a rule such as ".body .skin" does not reach into what <use> shows.
    return f'<path id="{name}" class="{kind}" d="{d}"/><use href="#{name}" class="{kind}" transform="scale(-1 1)"/>'


def _both(sides):
    return f'<g>{"".join(sides[0])}</g>\n<g transform="scale(-1 1)">{"".join(sides[1])}</g>'


def write(build, parts, out):
    """The four half views of one build, and which of them shows which part best."""
    homes = {}
    for view in ("front", "back"):
        print(build.name, view)
        figure = Figure(view, parts, build)
        for name in (n for n in WINDOWS[build.name] if n.startswith(view)):
            text, shown = figure.fragment(name)
            (out / f"{name}.svg").write_text(text)
            for place, rank in shown.items():
                homes.setdefault(place, {})[name] = rank
    # First where it has a clear square, then its own half view, its own side of the body, the greater share.
    return {place: sorted(ranks, key=lambda n: ranks[n], reverse=True) for place, ranks in homes.items()}


def main():
    """Write the drawing of the app."""
    said = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    said.add_argument("--out", type=Path, default=OUT)
    out = said.parse_args().out
    parts = knowledge.load().body
    homes = {}
    for name, build in BUILDS.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        found = write(build, parts, out / name)
        homes = found if name == "neutral" else homes
        apart = [place for place in homes if found[place][0] != homes[place][0]]
        if apart:
            raise SystemExit(f"the half view to open differs between the figures: {apart}")
    (out / "homes.json").write_text(json.dumps(homes, indent=0, sort_keys=True) + "\n")
    drawn = {key.split(".")[0] for key in homes}
    print(len(drawn), "parts drawn,", len(homes), "with their sides; list only:", sorted(set(parts) - drawn))


if __name__ == "__main__":
    main()
