"""Curves for the body map: splines to draw with, and outlines fitted with cubic Bezier curves for the file.

Needs numpy and shapely (``pip install shapely``); only to draw, the app ships the finished drawing.
"""

# fmt: off

from __future__ import annotations

from itertools import pairwise

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import unary_union

TOL = 0.5        # how closely Bezier curves follow the drawn outline

# ---------------------------------------------------------------- curves
def spline(points, closed=True, step=0.6):
    """Centripetal Catmull-Rom through the points, as a dense list of (x, y)."""
    p = np.array(points, float)
    n = len(p)

    def idx(i):
        return i % n if closed else min(max(i, 0), n - 1)

    out = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (p[idx(i + k)] for k in (-1, 0, 1, 2))
        if not closed and i == 0:
            p0 = 2 * p1 - p2
        if not closed and i == n - 2:
            p3 = 2 * p2 - p1
        d = [max(np.linalg.norm(b - a), 1e-6) ** 0.5 for a, b in ((p0, p1), (p1, p2), (p2, p3))]
        t0, t1, t2, t3 = 0, d[0], d[0] + d[1], sum(d)
        m = max(2, int(np.linalg.norm(p2 - p1) / step))
        for t in np.linspace(t1, t2, m, endpoint=False):
            a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
            a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
            a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
            b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
            b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
            out.append(tuple((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2))
    if not closed:
        out.append(tuple(p[-1]))
    return out


def blob(*points):
    return Polygon(spline(points)).buffer(0)


def poly(*points):
    return Polygon(points).buffer(0)


def taper(*circles):
    """Hull of a chain of (x, y, r) circles: fingers, toes."""
    c = [Point(x, y).buffer(r, 24) for x, y, r in circles]
    return unary_union([unary_union(pair).convex_hull for pair in pairwise(c)])


def band(points, widths):
    """A strap along a smooth centre line with changing width."""
    c = np.array(spline(points, closed=False, step=2.0))
    w = np.interp(np.linspace(0, 1, len(c)), np.linspace(0, 1, len(widths)), widths)
    t = np.gradient(c, axis=0)
    t /= np.linalg.norm(t, axis=1)[:, None]
    nrm = np.c_[-t[:, 1], t[:, 0]]
    return Polygon(np.r_[c + nrm * w[:, None] / 2, (c - nrm * w[:, None] / 2)[::-1]]).buffer(0)


def ellipse(x, y, rx, ry, deg=0):
    return affinity.rotate(affinity.scale(Point(x, y).buffer(1, 32), rx, ry), deg, origin=(x, y))


def soften(shape, r):
    return shape.buffer(r, 16).buffer(-2 * r, 16).buffer(r, 16)


def ring(x, y, r=4.6):
    """A joint: what is seen of it."""
    return Point(x, y).buffer(r - .8, 24)


def lens(x, y, length, width, deg):
    """A tendon: a small spindle along the fibres. deg 0 = upright."""
    h, w = length / 2, width / 2
    return affinity.rotate(blob((x, y - h), (x + w * .8, y - h * .45), (x + w, y), (x + w * .8, y + h * .45), (x,
        y + h),
                                (x - w * .8, y + h * .45), (x - w, y), (x - w * .8, y - h * .45)), deg, origin=(x, y))


def mirror(shape):
    return affinity.scale(shape, -1, 1, origin=(0, 0))


# ---------------------------------------------------------------- Bezier fitting (Schneider)
def _bez(c, t):
    t = np.asarray(t)[:, None]
    return (1 - t) ** 3 * c[0] + 3 * t * (1 - t) ** 2 * c[1] + 3 * t**2 * (1 - t) * c[2] + t**3 * c[3]


def _fit(p, t1, t2, tol):
    if len(p) == 2:
        d = np.linalg.norm(p[1] - p[0]) / 3
        return [np.array([p[0], p[0] + t1 * d, p[1] + t2 * d, p[1]])]
    u = np.r_[0, np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))]
    u /= u[-1]
    err, worst, c = 1e9, len(p) // 2, None
    for _ in range(5):
        b1, b2 = 3 * u * (1 - u) ** 2, 3 * u**2 * (1 - u)
        base = _bez(np.array([p[0], p[0], p[-1], p[-1]]), u)
        a1, a2 = b1[:, None] * t1, b2[:, None] * t2
        m = np.array([[np.sum(a1 * a1), np.sum(a1 * a2)], [np.sum(a1 * a2), np.sum(a2 * a2)]])
        x = np.array([np.sum(a1 * (p - base)), np.sum(a2 * (p - base))])
        seg = np.linalg.norm(p[-1] - p[0])
        try:
            al = np.linalg.solve(m, x)
        except np.linalg.LinAlgError:
            al = np.array([seg / 3] * 2)
        if al[0] < 1e-3 * seg or al[1] < 1e-3 * seg or max(al) > 4 * seg + 1:
            al = np.array([seg / 3] * 2)
        c = np.array([p[0], p[0] + t1 * al[0], p[-1] + t2 * al[1], p[-1]])
        q = _bez(c, u)
        d = np.sum((q - p) ** 2, axis=1)
        worst, err = int(np.argmax(d)), float(np.max(d)) ** 0.5
        if err < tol:
            return [c]
        d1 = 3 * (_bez(np.array([c[1] - c[0], c[1] - c[0], c[2] - c[1], c[2] - c[1]]), u))
        tt = u[:, None]
        d1 = 3 * ((1 - tt) ** 2 * (c[1] - c[0]) + 2 * tt * (1 - tt) * (c[2] - c[1]) + tt**2 * (c[3] - c[2]))
        d2 = 6 * ((1 - tt) * (c[2] - 2 * c[1] + c[0]) + tt * (c[3] - 2 * c[2] + c[1]))
        num = np.sum((q - p) * d1, axis=1)
        den = np.sum(d1 * d1, axis=1) + np.sum((q - p) * d2, axis=1)
        u = np.clip(u - np.where(np.abs(den) > 1e-9, num / den, 0), 0, 1)
        if np.any(np.diff(u) < 0):
            u = np.sort(u)
    k = min(max(worst, 1), len(p) - 2)
    tc = p[k - 1] - p[k + 1]
    tc = tc / (np.linalg.norm(tc) or 1)
    return _fit(p[: k + 1], t1, tc, tol) + _fit(p[k:], -tc, t2, tol)


def _ring_bezier(coords, tol):
    line = LineString(coords)
    n = max(24, int(line.length / 0.7))
    p = np.array([line.interpolate(i / n, normalized=True).coords[0] for i in range(n)])
    k = 2
    v1, v2 = p - np.roll(p, k, 0), np.roll(p, -k, 0) - p
    turn = np.abs(np.arctan2(v1[:, 0] * v2[:, 1] - v1[:, 1] * v2[:, 0], np.sum(v1 * v2, 1)))
    cuts, order = [], np.argsort(-turn)
    for i in order:
        if all(min(abs(i - j), n - abs(i - j)) > n / 9 for j in cuts):
            cuts.append(int(i))
        if len(cuts) == 4:
            break
    cuts.sort()
    segs = []
    for a, b in pairwise([*cuts, cuts[0] + n]):
        q = p[[i % n for i in range(a, b + 1)]]
        ta = p[(a + 1) % n] - p[(a - 1) % n]
        tb = p[(b - 1) % n] - p[(b + 1) % n]
        segs += _fit(q, ta / np.linalg.norm(ta), tb / np.linalg.norm(tb), tol)
    return segs


def _n(v):
    s = f"{v:.1f}".rstrip("0").rstrip(".")
    return "0" if s in ("-0", "") else s


def _d(segs, sx=1):
    """Relative cubic path, one decimal, rounding carried so that nothing drifts."""
    def r(q):
        return round(float(q[0]), 1), round(float(q[1]), 1)

    cur = r(segs[0][0])
    out = [f"M{_n(sx * cur[0])} {_n(cur[1])}c"]
    for s in segs:
        nums = []
        for q in s[1:]:
            x, y = r(q)
            nums += [_n(sx * (x - cur[0])), _n(y - cur[1])]
        cur = r(s[3])
        out.append(" ".join(nums) + " ")
    return "".join(out).strip().replace(" -", "-") + "z"


class Shape:
    """Fitted outline of a (multi)polygon; prints itself for either side."""

    def __init__(self, geom, tol=TOL, smallest=6.0):
        parts = list(geom.geoms) if isinstance(geom, MultiPolygon) else [geom]
        self.geom = MultiPolygon([g for g in parts if g.area > smallest])
        self.rings = [_ring_bezier(list(r.coords), tol) for g in self.geom.geoms for r in (g.exterior,
            *g.interiors)]

    def d(self, sx=1):
        return "".join(_d(r, sx) for r in self.rings)


def strokes(geom, guides):
    """Fine fibre lines, kept inside the muscle."""
    inner = geom.buffer(-1.5)
    d = []
    for a, b, n in guides if isinstance(guides, list) else [guides]:
        a, b = (np.array([LineString(spline(g, closed=False)).interpolate(t,
            normalized=True).coords[0] for t in np.linspace(0, 1, 9)]) for g in (a, b))
        for k in range(1, n + 1):
            u = k / (n + 1)
            cut = LineString(spline((1 - u) * a + u * b, closed=False, step=1.5)).intersection(inner)
            for piece in getattr(cut, "geoms", [cut]):
                if piece.length > 7:
                    c = np.array(piece.simplify(0.18).coords)
                    d.append(c)
    return d


def stroke_d(lines, sx):
    out = []
    for c in lines:
        c = np.array([LineString(c).interpolate(t, normalized=True).coords[0] for t in np.linspace(0, 1, 25)])
        ta, tb = c[1] - c[0], c[-2] - c[-1]
        segs = _fit(c, ta / np.linalg.norm(ta), tb / np.linalg.norm(tb), .7)
        out.append(_d(segs, sx)[:-1])
    return "".join(out)
