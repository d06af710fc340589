"""Where a tap counts: every part gets a clear square that a thumb can hit, and the ground around what is drawn of it.

What is seen and what is felt are two things. What is seen follows the muscles; what is felt is a division of the
picture in which no two parts overlap, so it does not matter which one lies above.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely.geometry import Point, Polygon, box
from shapely.ops import nearest_points, unary_union

MARGIN = 9.0  # how far a target reaches into the air beside the body
STEPS = 1200


@dataclass
class Wish:
    """A part that wants a clear square: what is seen of it, the side of the square, and where it may lie."""

    name: str
    seen: object
    size: float
    room: object
    middle: bool = False
    centre: tuple[float, float] = (0.0, 0.0)
    home: tuple[float, float] = field(default=(0.0, 0.0))

    def square(self, less=0.0):
        h = self.size / 2 - less
        x, y = self.centre
        return box(x - h, y - h, x + h, y + h)


def deepest(shape):
    """The point of a shape that is farthest from its edge."""
    g = max(getattr(shape, "geoms", [shape]), key=lambda q: q.area)
    lo, hi, best = 0.2, 40.0, g.representative_point()
    while hi - lo > 0.2:
        mid = (lo + hi) / 2
        e = g.buffer(-mid)
        if e.is_empty:
            hi = mid
        else:
            lo, best = mid, max(getattr(e, "geoms", [e]), key=lambda q: q.area).centroid
    return best.x, best.y


def _held(wish, x, y):
    """The nearest place where the centre may be: within what is seen, the square within its room."""
    h = wish.size / 2
    x0, y0, x1, y1 = wish.room.bounds
    x = 0.0 if wish.middle else max(x, h + 0.1)
    x, y = min(max(x, x0 + h), x1 - h), min(max(y, y0 + h), y1 - h)
    p = Point(x, y)
    if not wish.seen.covers(p):
        p = nearest_points(wish.seen, p)[0]
        x, y = p.x, p.y
        if not wish.middle:
            x = max(x, h + 0.1)
    return (0.0 if wish.middle else x), y


def settle_squares(wishes):
    """Push the squares apart until none overlaps another; each keeps its centre within what is seen of its part."""
    for wish in wishes:
        wish.home = wish.centre = _held(wish, *deepest(wish.seen))
    for _ in range(6):
        if _push_apart(wishes):
            return
        for wish in wishes:
            _step_aside(wish, wishes)
    for i, a in enumerate(wishes):
        for b in wishes[i + 1 :]:
            wide, high = _overlap(a, b)
            if min(wide, high) > 0.15:
                print(f"  no room: {a.name} {b.name} share {wide:.1f} x {high:.1f}")


def _overlap(a, b):
    reach = (a.size + b.size) / 2
    return reach - abs(b.centre[0] - a.centre[0]), reach - abs(b.centre[1] - a.centre[1])


def _push_apart(wishes):
    """Small pushes; True when no square overlaps another any more."""
    for step in range(STEPS):
        clashes = 0
        for i, a in enumerate(wishes):
            for b in wishes[i + 1 :]:
                ox, oy = _overlap(a, b)
                if ox <= 0.01 or oy <= 0.01:
                    continue
                clashes += 1
                dx, dy = b.centre[0] - a.centre[0], b.centre[1] - a.centre[1]
                # Now and then the longer way round, so that two squares do not lock.
                along_x = (ox < oy) != (step % 17 == 16)
                push = (ox if along_x else oy) * 0.28 + 0.02
                sx, sy = (1 if dx >= 0 else -1, 0) if along_x else (0, 1 if dy >= 0 else -1)
                a.centre = _held(a, a.centre[0] - sx * push, a.centre[1] - sy * push)
                b.centre = _held(b, b.centre[0] + sx * push, b.centre[1] + sy * push)
        if not clashes:
            return True
    return False


def _step_aside(wish, wishes):
    """Of all places within what is seen of the part, the one where its square meets the others least."""
    others = [w for w in wishes if w is not wish]

    def shared(at):
        wish.centre = at
        return sum(max(0, ox) * max(0, oy) for ox, oy in (_overlap(wish, w) for w in others))

    now = wish.centre
    least, best = shared(now), now
    if least > 0.01:
        x0, y0, x1, y1 = wish.seen.bounds
        for i in range(int((x1 - x0) / 1.5) + 1):
            for j in range(int((y1 - y0) / 1.5) + 1):
                at = _held(wish, x0 + 1.5 * i, y0 + 1.5 * j)
                if shared(at) < least - 0.01:
                    least, best = shared(at), at
    wish.centre = best


def divide(seen, squares, marks):
    """Part to the ground where a tap counts for it: its square, what is seen of it, and the gap or air beside it.

    ``marks`` are parts of which only a small sign is seen; they keep to their square.
    """
    half = box(0, -50, 400, 820)
    out, taken = {}, Polygon()
    all_squares = unary_union(list(squares.values()))
    wholes = {name: shape for name, shape in seen.items() if name not in marks}
    ground = unary_union(list(wholes.values()))
    for name in squares:
        if name in marks:
            others = unary_union([s for k, s in squares.items() if k != name])
            out[name] = (
                unary_union([squares[name], seen[name].buffer(1.5).difference(others)])
                if name in ("itb",)
                else squares[name]
            )
    spots = unary_union(list(out.values()))
    for name, shape in wholes.items():
        mine = squares.get(name, Polygon())
        blocked = unary_union([all_squares.difference(mine), spots, ground.difference(shape), taken])
        free = shape.buffer(MARGIN, 4).difference(blocked).intersection(half)
        free = unary_union([free, shape.difference(unary_union([all_squares, spots, taken]))])
        free = free.buffer(-0.7, 2).buffer(0.7, 2)
        got = unary_union([free, mine])
        near = [g for g in getattr(got, "geoms", [got]) if g.area > 25]
        out[name] = unary_union(near).simplify(0.9)
        taken = unary_union([taken, out[name]])
    return out


def polygon_d(shape):
    """A path of whole numbers and straight lines."""
    out = []
    for g in getattr(shape, "geoms", [shape]):
        for r in (g.exterior, *g.interiors):
            points = [(round(x), round(y)) for x, y in r.coords[:-1]]
            points = [p for i, p in enumerate(points) if p != points[i - 1]]
            if len(points) < 3:
                continue
            text, (cx, cy) = f"M{points[0][0]} {points[0][1]}l", points[0]
            steps = []
            for x, y in points[1:]:
                steps.append(f"{x - cx} {y - cy}")
                cx, cy = x, y
            out.append(text + " ".join(steps).replace(" -", "-") + "z")
    return "".join(out)
