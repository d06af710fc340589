"""Draw the body map: ``python tools/body_map.py`` writes the four half views that the check-in page shows.

Needs numpy, shapely (``pip install shapely``; only to draw, the app ships the finished drawing) and the package itself,
whose knowledge says which parts there are.

How it works
  * Units: head height = 100, whole figure = 750 (7.5 heads). x = 0 is the midline, y grows downward.
  * Only ONE half is drawn by hand. The other half is the same path with x negated: mirror by construction.
  * Shapes are drawn generously and in order of priority. An earlier shape keeps its ground, a later one
    gets what is left; then everything is shrunk by half a gap and its corners are rounded.
    So gaps between muscles are equal everywhere and nothing overlaps.
  * The final outline is fitted with cubic Bezier curves.
  * Output is a page fragment without style and script. Every part is a link; the page fills in where it leads, its
    name, its score and its numeral through ``m`` (``unweary.interfaces.web.body``).
"""

# The coordinates are laid out by hand.
# fmt: off

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import unary_union

from unweary import knowledge

OUT = Path(__file__).parents[1] / "src" / "unweary" / "interfaces" / "web" / "templates" / "body"
# The window of each half view on a sheet of 736 x 776; the front figure stands at (184, 10), the back one at (552, 10).
WINDOWS = {"front-top": (1, 3, 366, 486), "front-legs": (79, 345, 210, 430),
           "back-top": (369, 3, 366, 486), "back-legs": (426, 345, 252, 430)}
FEET = {"front": (184, 10), "back": (552, 10)}
GAP = 1.9        # clear space between two muscles
RIM = 2.1        # skin left visible around the muscles
ROUND = 1.5      # corner radius of a muscle
ROUNDER = {"glute_max": 6, "glute_med": 2.5, "gastroc_medial": 5, "gastroc_lateral": 5, "chest_lower": 3.2,
    "chest_upper": 2.4, "biceps": 3,
           "abs_upper": 2.6, "rotator_cuff_muscle": 3, "lats": 2.4, "hamstring_lateral": 2.4,
               "hamstring_medial": 2, "deltoid_rear": 2.2, "triceps": 2.2}
TOL = 0.26       # how closely Bezier curves follow the drawn outline

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


# ---------------------------------------------------------------- limb frames
def frame(x, y, deg):
    a = math.radians(deg)
    dx, dy = math.sin(a), math.cos(a)
    return lambda s, w: (x + s * dx + w * dy, y + s * dy - w * dx)  # s along the limb, w outward


U = frame(79, 160, 13.5)            # upper arm: from the shoulder
F = frame(*U(131, 0), 16)       # forearm: from the elbow
H = frame(*F(105, 0), 11)          # hand: from the wrist

# ---------------------------------------------------------------- silhouette (right half of the picture)
_head = [(0, 0), (8, 1.1), (16, 5), (23, 11.8), (28.4, 21.6), (31.4, 34), (31.8, 48), (31, 58), (29.4, 69),
    (25, 82), (17, 93.5), (8, 99.6), (0, 101)]
HEAD = blob(*_head, *[(-x, y) for x, y in _head[-2:0:-1]])
EAR = blob((30.5, 47.5), (34, 45), (36.4, 48.6), (35.6, 56), (33.4, 63), (30, 62))

OUTER = [(22.6, 84), (22.8, 100), (24.2, 112), (29.5, 120.6), (42, 128), (58, 134), (74, 139), (84, 147),
    (82, 170), (74, 196),
         (71, 216), (67.6, 240), (63, 266), (60, 289), (61.4, 308), (66.5, 330), (73, 356), (77.8, 382),
             (79.4, 406),
         (78.4, 438), (74.6, 468), (68.6, 498), (62.4, 524), (59.6, 543), (60, 560), (64, 580), (66.4, 604),
             (64, 632), (57.6, 662),
         (51, 688), (48.6, 701), (50.4, 711), (48.6, 722), (46, 735)]
INNER = [(24, 735), (21.6, 721), (20.4, 709), (22.8, 697), (21.2, 674), (15.4, 644), (10.4, 614), (11.4, 590),
    (16, 568),
         (17.4, 556), (15.6, 542), (16, 524), (14, 498), (10.2, 464), (6.4, 430), (3.4, 402), (1.5, 391), (-4, 389)]
_side = spline(OUTER, closed=False) + spline(INNER, closed=False)
TRUNK = Polygon([(-4, 84), *_side]).buffer(0)

_arm = [(66, 137), (80, 140.5), (91, 146), (99.5, 156), U(17, 22.6), U(34, 23), U(52, 21), U(72, 19.8),
    U(94, 19), U(116, 17.2),
        F(-2, 17.6), F(12, 20.6), F(28, 21.2), F(46, 19), F(68, 15.6), F(90, 12.9), F(104, 12.6), F(108, 12.6),
        F(108, -11.6), F(92, -11.6), F(70, -14.6), F(48, -17.6), F(26, -18.8), F(8, -17.4), F(-4, -16.8),
            U(112, -16.2),
        U(92, -18.4), U(68, -19.4), U(46, -18), U(34, -16), (72, 186), (60, 165)]
ARM = blob(*_arm)

FINGERS = [((13.6, 38), (20.6, 71)), ((4.9, 40), (7.6, 80)), ((-4.2, 39), (-5.4, 76)), ((-12.6, 35), (-17.4, 63))]


def finger(i, r0=4.5, r1=3.3):
    (w0, s0), (w1, s1) = FINGERS[i]
    r0, r1 = (r0 - 0.5, r1 - 0.4) if i == 3 else (r0, r1)
    return taper((*H(s0, w0), r0), (*H((s0 + s1) / 2, (w0 + w1) / 2), (r0 + r1) / 2), (*H(s1, w1), r1))


PALM = blob(H(-10, 11.6), H(0, 12.6), H(8, 14), H(16, 16.4), H(26, 17.8), H(37, 18.2), H(44, 14), H(46, 5),
    H(44, -6), H(40, -13.4), H(32, -16.8),
            H(20, -16), H(8, -13.2), H(0, -11.8), H(-10, -11))
THUMB = taper((*H(15, 8), 7.6), (*H(23, 15.2), 6.8), (*H(35, 23.5), 4.8), (*H(50, 29.5), 3.5))
HAND = unary_union([PALM, THUMB, *[finger(i) for i in range(4)]]).buffer(.55, 16).buffer(-.55, 16)

FOOT_FRONT = unary_union([blob((25, 704), (22.4, 718), (19.4, 730), (16.6, 740), (18.4, 746.5), (30, 748),
    (44, 746), (52.4, 741), (52.6, 733), (50, 720), (47.4, 704)),
                          taper((21.8, 738, 5), (20.8, 748.4, 5.2)), *[taper((29.6 + 6.8 * i, 738, 3.6 - .2 * i),
                              (30.2 + 7 * i, 749.4 - 2 * i, 3.9 - .25 * i)) for i in range(4)]])
FOOT_BACK = unary_union([blob((24, 706), (23.4, 722), (22.6, 738), (25, 750), (35, 753.5), (45, 750), (48, 738),
    (47, 722), (48, 706)),
                         blob((44, 728), (51, 734), (57.5, 743), (56, 750), (46, 751), (36, 748))])


def silhouette(foot):
    trunk = unary_union([TRUNK, foot.buffer(.5, 16).buffer(-.5, 16)])
    seat = [blob((-16, 372), (16, 372), (17, 408), (8, 417), (0, 409), (-8, 417),
        (-17, 408))] if foot is FOOT_BACK else []
    body = unary_union([trunk, mirror(trunk), HEAD, EAR, mirror(EAR), *seat])
    body = body.buffer(1, 16).buffer(-1, 16)                             # soft hollows: neck, crotch
    arm = unary_union([ARM.buffer(2, 16).buffer(-2, 16), HAND])
    whole = unary_union([body, arm, mirror(arm)])
    return body, arm, whole


# ---------------------------------------------------------------- muscles of the front
def cushion(y0, y1, x0, x1, dy=2.5):
    """One field of the belly muscle, half of it."""
    return blob((0.2, y0 + dy), (x0 * .5, y0 + .8), (x0, y0), (x0 + 1.6, (y0 + y1) / 2), (x1, y1), (x1 * .5, y1 + .8),
                (0.2, y1 + dy), (0.2, (y0 + y1) / 2))


def pad(*points):
    return blob(*[H(s, w) for s, w in points])


def front():
    sartorius = band([(65, 345), (60, 366), (49, 396), (36.5, 428), (25.6, 462), (17.6, 496), (14.4, 526),
        (16, 552), (23, 572)],
                     [6, 7.6, 8, 8, 8, 7.6, 7, 6, 4.5])
    fingers_serr = unary_union([
        band([(76, 205 + 14.4 * i), (63 - .5 * i, 213 + 13.8 * i),
            (48.6 + i * 2, 221.6 + 13 * i)], [10, 12, 10.4, 4]) for i in range(4)])
    d_split = [(81, 136), (86, 150), U(20, 9), U(44, 12.6), U(70, 13)]
    delt_front = blob((53, 143.5), (66, 139), (81, 137), *d_split[1:4], U(66, 12), U(60, 5), U(44, -4.5),
        (79.5, 183), (69, 163))
    delt_side = blob(d_split[0], (96, 140), (110, 158), U(34, 28), U(54, 26), U(71, 15), *reversed(d_split[1:4]))
    ms = {}
    ms["jaw_muscle"] = blob((29, 60), (34, 74), (27, 90), (18, 95), (9.5, 91.5), (10, 81), (19, 66))
    ms["neck_front"] = blob((20, 94), (30, 92), (29, 112), (24, 123.5), (14, 132.5), (4, 139), (1.6, 135),
        (8, 122), (15, 106))
    ms["trapezius_upper"] = blob((26, 112), (30, 118), (45, 124), (62, 131), (76, 138.4), (62, 139.4),
        (46, 137.6), (30, 136.4), (20, 133), (25, 124))
    ms["deltoid_side"] = delt_side
    ms["deltoid_front"] = delt_front
    ms["chest_upper"] = blob((2, 143.5), (20, 144.2), (40, 145.4), (56, 146), (70, 156), (86, 182), (82, 188),
        (66, 180), (46, 170), (24, 163.5), (2, 162))
    ms["chest_lower"] = blob((1.2, 160), (24, 161), (48, 169), (70, 180), (88, 186), (78, 197), (64, 207),
        (48, 213.8), (30, 216), (13, 213.6), (1.2, 208))
    ms["serratus"] = fingers_serr
    ms["abs_upper"] = unary_union([cushion(220, 242.4, 29.6, 31.4), cushion(244.6, 267.6, 31.8, 32.2),
        cushion(269.8, 292.8, 32.2, 31.6)])
    ms["abs_lower"] = unary_union([cushion(295, 322, 31.2, 28.8), blob((0.2, 326.6), (15, 324.8), (29.4, 324),
        (27.6, 342), (21, 362), (12, 378), (5, 383), (0.2, 383), (0.2, 352))])
    ms["obliques"] = blob((34, 219), (44, 217), (54, 214), (80, 240), (76, 280), (72, 310), (74, 332), (67, 343),
        (57, 348.5), (44, 356.5), (30, 367),
                         (22, 373), (27, 352), (32, 322), (34.2, 290), (34.6, 250))
    ms["biceps"] = unary_union([blob(U(36, -13), U(44, -4), U(56, 4.8), U(68, 11.6), U(84, 13.6), U(100, 12.8),
        U(113, 9), U(124, 3.6), U(128, -1),
                                    U(121, -6), U(108, -12.2), U(92, -14.6), U(72, -15.6), U(52, -15.4))])
    ms["ctx_triceps"] = unary_union([blob(U(46, -16), U(60, -17.2), U(92, -16.2), U(108, -13.6), U(104, -22),
        U(70, -24), U(46, -22)),
                                    blob(U(71, 15), U(86, 15.2), U(102, 14.2), U(106, 17), U(98, 23), U(80, 24))])
    ms["forearm_flexors"] = blob(F(-9, -15), F(0, -9), F(12, -2.6), F(28, 1.6), F(52, 3.2), F(76, 4.2),
        F(96, 5.4), F(100, 0), F(99, -18), F(60, -24), F(20, -26), F(-4, -22))
    ms["forearm_extensors"] = blob(U(105, 15), U(116, 9), U(126, 4.6), F(8, .8), F(24, 3), F(50, 5), F(76, 6.4),
        F(96, 7.4), F(98, 18), F(50, 28), F(4, 27), U(110, 22))
    ms["hand_muscles"] = unary_union([pad((4, 2), (10, 12), (22, 20), (33, 20), (35, 12), (26, 5), (12, 0)),
                                     pad((4, -2), (14, -1.4), (28, 1), (36, -6), (35, -20), (18, -20), (4, -13)),
                                     pad((36, 18), (46, 22), (49, 8), (47, -6), (41, -20), (37, -7), (34, 4),
                                         (33, 12))])
    ms["ctx_sartorius"] = sartorius
    ms["hip_flexors"] = blob((61, 349.6), (62, 362), (55, 384), (47, 404), (42, 417), (36, 410), (26, 398),
        (8, 384), (22, 375.5), (42, 360))
    ms["tfl"] = blob((67, 346), (78, 350), (90, 384), (88, 422), (76, 432), (68, 412), (62.6, 390), (63.4, 366))
    rf = blob((61.4, 372), (65, 396), (63.6, 430), (58.6, 466), (50.4, 496), (43, 513), (38.6, 515), (36, 508),
        (37, 490), (38, 464), (43, 424), (53, 392))
    vl = blob((67, 400), (75, 432), (90, 436), (88, 480), (74, 514), (62, 532), (54, 536), (48.6, 528),
        (53, 502), (60.4, 466), (65.4, 430))
    vm = blob((37.4, 462), (36.6, 490), (35, 514), (33, 532), (27, 543), (17, 541), (9, 524), (12, 502),
        (24, 478), (31, 466))
    ms["itb"] = band([(79.5, 436), (77.5, 464), (72, 498), (64.5, 530), (60, 556)], [4.6, 5, 5, 5, 4.4])
    ms["quads"] = [rf, vl, vm]
    ms["adductors"] = blob((3, 386), (14, 389), (28, 401), (38, 412), (44, 416), (36, 450), (22, 482), (15, 502),
        (4, 490), (-2, 440), (-2, 396))
    ms["tibialis_anterior"] = blob((39, 582), (46.4, 568.5), (52.4, 582), (53.4, 612), (50.4, 644), (45, 674),
        (40, 696), (36, 709), (30, 710), (33, 690), (35.6, 658), (36.6, 616))
    ms["peroneals"] = blob((53, 567), (66, 570), (76, 606), (68, 650), (57, 690), (53, 711), (43.6, 710),
        (45.6, 690), (51, 650), (54.4, 612), (53.8, 584))
    ms["shin_bone"] = blob((24.6, 579), (31, 580), (37, 581), (36.2, 616), (35, 656), (32, 688), (28.6, 705),
        (24.4, 705), (25.6, 686), (25, 654), (22, 616))
    ms["ctx_calf"] = blob((12, 572), (20, 574), (21.6, 612), (23.8, 650), (24, 682), (19, 690), (10, 650), (4, 610))
    return ms


# ---------------------------------------------------------------- muscles of the back
def back():
    d_split = [(81, 136), (87, 150), U(20, 10), U(44, 13), U(70, 13)]
    ms = {}
    ms["neck_back"] = blob((1, 95), (14, 91.5), (26, 91), (30, 104), (28, 116.5), (22, 121), (13, 124), (6, 134),
        (1, 142))
    ms["deltoid_side"] = blob(d_split[0], (96, 140), (110, 158), U(34, 28), U(54, 26), U(71, 15),
        *reversed(d_split[1:4]))
    ms["deltoid_rear"] = blob((54, 154.6), (68, 147), (80, 142), *d_split[1:4], U(66, 12), U(59, 5), U(46, -4),
        (80, 184), (68, 168))
    ms["trapezius_upper"] = blob((1, 140), (10, 128), (22, 121), (30, 117), (46, 124), (66, 132), (82, 140),
        (72, 146.4), (56, 150.6), (30, 153.4), (1, 155))
    ms["trapezius_mid"] = blob((1, 155), (30, 153), (56, 150.6), (71, 147), (66, 155.6), (54, 161), (42, 171),
        (32, 184), (18, 188), (1, 189))
    ms["trapezius_lower"] = blob((1, 189), (18, 188), (33, 183), (43, 171), (42.4, 186), (35, 210), (24, 238),
        (12, 262), (3, 277), (1, 279))
    ms["rotator_cuff_muscle"] = blob((44, 170), (54, 161), (66, 166), (82, 188), (84, 196), (70, 200),
        (52, 203.6), (42, 203), (40, 194))
    ms["lats"] = blob((39, 200), (52, 204), (68, 200.4), (75, 196.6), (73, 208), (72.4, 222), (73, 246),
        (71, 274), (62, 294), (48, 309), (36, 316.4), (28, 303), (19, 285), (11, 266), (22, 242), (33, 214))
    ms["erectors"] = blob((1, 282), (11, 266), (20, 286), (30, 305), (36, 318), (35, 332), (27, 345), (15, 357),
        (7, 373), (1, 388))
    ms["quadratus_lumborum"] = blob((36, 317.6), (49, 310), (62, 296), (72, 282), (76, 318), (76, 333),
        (64, 333.4), (50, 337), (37, 343), (33, 338), (36, 328))
    ms["glute_med"] = blob((35, 345), (50, 338), (65, 334), (80, 334), (88, 374), (84, 389), (73, 383), (60, 369),
        (46, 357), (34, 351))
    ms["glute_max"] = blob((16, 360), (26, 351), (36, 350.6), (47, 358), (60, 370), (73, 384), (83, 392),
        (81.6, 404), (74, 416), (61, 426), (44, 430.6), (26, 428.6), (11, 420), (2, 408), (-1, 398), (2, 386))
    tri_long = blob(U(37, -16), U(48, -5), U(60, 3.4), U(70, 4.6), U(82, 3.4), U(92, .4), U(101, -4),
        U(108, -9.6), U(112, -18), U(98, -25), U(60, -26), U(40, -22))
    tri_lat = blob(U(62, 5), U(68, 12.4), U(74, 20), U(84, 26), U(100, 25), U(113, 17), U(111, 11.6),
        U(102, 7.4), U(92, 3.6), U(80, 3.4), U(70, 4.4))
    ms["triceps"] = [tri_long, tri_lat]
    ms["ctx_triceps_tendon"] = blob(U(90, 1), U(98, 5), U(109, 10.6), U(119, 9.6), U(125, 3), U(124, -4),
        U(118, -10.6), U(108, -9.6), U(100, -4))
    ms["forearm_extensors"] = blob(U(110, 10.4), F(-10, 12), F(2, 6), F(14, -2), F(30, -6), F(56, -6.4),
        F(80, -4.6), F(98, -4), F(100, 6), F(98, 20), F(60, 28), F(10, 30), U(112, 24))
    ms["forearm_flexors"] = blob(F(-10, -17), F(-2, -10), F(8, -6), F(24, -9), F(56, -9.4), F(80, -8), F(97, -7),
        F(97, -20), F(50, -26), F(10, -26))
    ms["ctx_sacrum"] = blob((1, 392), (6, 377), (14, 361), (8, 388), (3, 402), (1, 403))
    ms["ctx_adductor"] = blob((-2, 412), (6, 417.6), (13, 424), (15, 444), (14.6, 470), (10, 482), (-2, 450))
    ms["hamstring_medial"] = [
        blob((25, 427), (42, 430), (43.4, 452), (42.8, 486), (39, 514), (34, 536), (30.4, 552), (28.4, 545),
            (29.6, 520), (30, 490), (28.4, 460), (25.4, 440)),
        blob((12, 421), (25, 427), (28, 455), (30, 490), (29.8, 520), (29, 545), (26.6, 566), (20, 571),
            (16, 556), (12, 530), (11, 490), (14.6, 456))]
    ms["hamstring_lateral"] = blob((42.6, 430), (60, 426), (71, 419), (74.8, 446), (72.4, 482), (66.4, 514),
        (62.6, 544), (61.6, 566), (56, 571), (50, 556), (45, 528), (43.6, 486), (44, 452))
    ms["ctx_vl"] = blob((74, 420), (84, 408), (90, 450), (80, 500), (66, 540), (66.6, 514), (73.4, 480), (76, 448))
    ms["gastroc_medial"] = blob((27.4, 568), (33, 560), (36.4, 574), (38, 600), (38, 630), (36, 648), (29.4, 662),
        (21, 662.5), (11, 648), (4, 626), (2, 602), (10, 574), (20, 569))
    ms["gastroc_lateral"] = blob((39.8, 576), (43, 560), (48.6, 568), (56, 569), (68, 574), (76, 602), (70, 624),
        (61.4, 641), (52.6, 649), (45, 645), (39.8, 630), (38.2, 602))
    ms["achilles"] = blob((30, 664), (37, 656), (44, 659), (44, 676), (41, 698), (42.2, 716), (43.6, 729),
        (36, 732), (28.6, 729), (30.6, 716), (32.4, 698), (31.4, 678))
    ms["soleus"] = blob((8, 636), (17, 660), (27, 666), (36, 654), (43, 647), (52, 650.6), (62, 643), (72, 620),
        (66, 660), (54, 696), (48.6, 710), (42, 706), (30, 706), (24, 706), (18, 690), (12, 660))
    return ms


# soles: drawn as footprints beside the calves, toes up, big toe toward the midline, so left and right stay true
def sole():
    x0, y0 = 104, 751
    k = 0.94

    def g(x, y):
        return x0 + k * x, y0 - k * y

    foot = blob(g(0, 0), g(9, 3), g(12.5, 14), g(13, 30), g(15.5, 52), g(18.5, 70), g(17, 82), g(6, 88),
        g(-8, 91), g(-16.5, 86), g(-18, 72),
                g(-13, 56), g(-9.5, 40), g(-11, 22), g(-11.5, 10), g(-8, 2.4))
    toes = [taper((*g(-12, 93), 4.6 * k), (*g(-12, 100), 5 * k))]
    toes += [taper((*g(-2.6 + 6.4 * i, 93 - 2.8 * i), 2.5 * k), (*g(-2.2 + 6.9 * i, 100.4 - 3.6 * i),
        (3.2 - .15 * i) * k)) for i in range(4)]
    parts = {
        "plantar_fascia": blob(g(0, 1.5), g(8, 4), g(11, 14), g(11, 27), g(0, 31), g(-9.5, 27), g(-10, 14),
            g(-7, 4)),
        "foot_intrinsics": unary_union([blob(g(-9.5, 30), g(0, 34), g(11, 30), g(13.4, 52), g(15, 60), g(2, 62),
            g(-13, 62), g(-11, 54), g(-8, 42)),
                                        blob(g(-14, 65), g(2, 65), g(16, 63), g(17, 72), g(15, 80), g(5, 85.6),
                                            g(-8, 88.6), g(-15, 84), g(-16.6, 74))]),
    }
    return unary_union([foot, *toes]), parts


# ---------------------------------------------------------------- joints, tendons: target (tapped) and mark (seen)
def ring(x, y, r=4.6):
    return Point(x, y).buffer(r - .8, 24)


def lens(x, y, length, width, deg):
    """Tendon: a small spindle along the fibres. deg 0 = upright."""
    h, w = length / 2, width / 2
    return affinity.rotate(blob((x, y - h), (x + w * .8, y - h * .45), (x + w, y), (x + w * .8, y + h * .45),
        (x, y + h),
                                (x - w * .8, y + h * .45), (x - w, y), (x - w * .8, y - h * .45)),
                                    deg, origin=(x, y))


# Narrow muscles get a wider, unseen target. It lies under the other muscles, so it only uses skin and air.
HIT_UNDER = {"tfl": 8, "peroneals": 7, "shin_bone": 6, "soleus": 6, "trapezius_upper": 6, "deltoid_side": 6,
    "deltoid_front": 3, "neck_front": 3,
             "serratus": 4, "forearm_flexors": 6, "forearm_extensors": 5, "jaw_muscle": 5, "hand_muscles": 3,
                 "triceps": 3}
HIT_OVER = {"achilles": 3.2}
TOP, LOW = 11.9, 10.0      # target radius: 24 px at the scale of the upper and the lower half


def joint(x, y, r=TOP, m=None):
    return Point(x, y).buffer(r, 24), m or ring(x, y)


def tendon(x, y, r, length, w, deg):
    return Point(x, y).buffer(r, 24), lens(x, y, length, w, deg)


def spots_front():
    bt = U(33, 3)
    me = F(-5, -16)
    fingers = unary_union([taper((*H(44, -17), 6), (*H(47, 15), 7), (*H(80, 8), 6), (*H(68, -16), 5)),
        ]).convex_hull.buffer(2)
    knuckles = unary_union([ring(*H(s0 + (s1 - s0) * f, w0 + (w1 - w0) * f), 2.5) for (w0, s0),
        (w1, s1) in FINGERS for f in (.42,)])
    itb = band([(74.6, 446), (73.4, 466), (68.4, 496), (61.4, 530), (57.6, 551)], [2.6, 3.6, 4.2, 4.2, 3.4])
    itb_t = band([(84, 456), (80, 490), (72, 522), (66, 552)], [16, 20, 20, 18])
    return {
        "jaw_joint": (Point(39, 62).buffer(TOP, 24), ring(32.5, 66)),
        "ac_joint": joint(72, 138.5), "shoulder_joint": joint(74, 167),
        "biceps_tendon": tendon(*bt, TOP, 17, 5.4, -8),
        "elbow_joint": (Point(*U(130, 4)).buffer(TOP, 24), ring(*U(130, 2))),
        "medial_elbow": (Point(*F(-5, -20)).buffer(TOP, 24), lens(*me, 12, 5.2, -10)),
        "wrist_joint": joint(*F(104, .4)),
        "finger_joints": (fingers, knuckles),
        "thumb_joint": (Point(*H(39, 27)).buffer(TOP, 24), ring(*H(38, 25.2), 2.7)),
        "rib_joint": (ellipse(12.6, 186, 12, 18), unary_union([ring(5.2, y, 2.5) for y in (172, 185, 198)])),
        "hip_joint": joint(46, 385, LOW),
        "adductor_tendon": tendon(15.5, 401, LOW, 15, 4.8, -28),
        "quad_tendon": (Point(39, 524.6).buffer(LOW, 24), blob((36.4, 515.5), (41.6, 515), (44.4, 522),
            (46, 530), (42.4, 533.4), (34.2, 533.4), (30.6, 530), (33, 522))),
        "knee_joint": (Point(38.2, 547).buffer(11.8, 24), blob((38.2, 536), (45.6, 539.6), (47.6, 546.6),
            (44.6, 553.6), (38.2, 558.6), (31.8, 553.6), (28.8, 546.6), (30.8, 539.6))),
        "patellar_tendon": (Point(35.6, 570).buffer(LOW, 24), blob((33.4, 561.5), (43, 561.5), (40.6, 570),
            (39.4, 577), (34.6, 577), (34, 570))),
        "ankle_joint": joint(36, 710, LOW),
        "big_toe": (Point(22.6, 748.4).buffer(LOW, 24), ring(22.4, 744, 3.6)),
        "itb": (itb_t, itb),
        "metatarsal_bone": (Point(39, 730).buffer(LOW, 24),
                            unary_union([band([(29 + 4.4 * i, 722.5 + .4 * i),
                                (26 + 6 * i, 737 - .8 * i)], [2.2, 2]) for i in range(4)])),
    }, {"pubic": (Point(0, 385).buffer(LOW, 24), ring(0, 384))}


def spots_back():
    return {
        "rotator_cuff_tendon": tendon(*U(7, 9), TOP, 15, 5.4, 62),
        "elbow_joint": (Point(*U(127, -3.4)).buffer(TOP, 24), ring(*U(127, 0))),
        "lateral_elbow": (Point(*U(125, 21)).buffer(TOP, 24), lens(*U(123, 14.4), 13, 5.2, -8)),
        "wrist_joint": joint(*F(104, .4)),
        "sacroiliac": joint(17.5, 353, 10.4, ring(15, 354)),
        "gluteal_tendon": tendon(81, 390, LOW + 1, 15, 5, -12),
        "proximal_hamstring": tendon(31, 422, LOW, 14, 5, 8),
        "knee_joint": joint(38, 553, LOW),
        "ankle_joint": (Point(55, 716).buffer(LOW, 24), ring(49, 712)),
    }, {"neck_joint": joint(0, 131), "mid_back_joint": joint(0, 208), "low_back_joint": joint(0, 322)}


# fibre direction: two guide lines per muscle, the strokes between them are interpolated
FIBRES_FRONT = {
    "chest_upper": ([(3, 143), (40, 146), (80, 176)], [(3, 162), (40, 168), (84, 190)], 4),
    "chest_lower": ([(2, 162), (40, 168), (86, 186)], [(10, 222), (48, 218), (82, 200)], 7),
    "deltoid_front": ([(56, 144), (68, 166), U(70, 8)], [(80, 138), (88, 156), U(70, 14)], 4),
    "deltoid_side": ([(82, 138), (90, 156), U(72, 12)], [(100, 140), (109, 164), U(72, 20)], 4),
    "biceps": ([U(34, -16), U(84, -17), U(126, -6)], [U(44, 0), U(84, 16), U(126, 2)], 4),
    "obliques": ([(92, 206), (62, 226), (30, 250)], [(92, 330), (62, 350), (20, 380)], 10),
    "forearm_flexors": ([F(-8, -12), F(30, 5), F(98, 5)], [F(-8, -16), F(30, -21), F(98, -10)], 4),
    "forearm_extensors": ([U(108, 14), F(20, 3), F(98, 6)], [U(108, 22), F(20, 24), F(98, 14)], 3),
    "quads": [([(64, 372), (44, 430), (35, 528)], [(66, 372), (69, 440), (44, 526)], 4), ([(72, 404), (64, 480),
        (52, 534)], [(90, 430), (86, 490), (58, 536)], 5),
              ([(40, 456), (34, 500), (30, 544)], [(26, 470), (8, 510), (20, 546)], 4)],
    "adductors": ([(10, 386), (34, 420), (40, 436)], [(0, 392), (3, 440), (12, 500)], 6),
    "tibialis_anterior": ([(42, 572), (38, 640), (32, 708)], [(54, 572), (54, 640), (36, 708)], 3),
    "peroneals": ([(56, 568), (54, 620), (47, 708)], [(64, 570), (66, 630), (52, 708)], 2),
    "hip_flexors": ([(60, 350), (52, 380), (44, 416)], [(14, 380), (30, 398), (40, 414)], 4),
    "tfl": ([(67, 348), (67, 390), (76, 430)], [(80, 352), (88, 396), (86, 430)], 3),
    "trapezius_upper": ([(28, 114), (46, 126), (76, 139)], [(22, 132), (46, 137), (76, 140)], 2),
    "neck_front": ([(22, 92), (12, 116), (2, 136)], [(30, 92), (26, 120), (8, 138)], 3),
}
FIBRES_BACK = {
    "trapezius_upper": ([(2, 140), (26, 122), (78, 140)], [(2, 155), (30, 154), (66, 148)], 5),
    "trapezius_mid": ([(2, 156), (34, 154), (70, 149)], [(2, 188), (20, 187), (36, 180)], 4),
    "trapezius_lower": ([(2, 190), (20, 188), (42, 174)], [(2, 280), (16, 250), (42, 178)], 5),
    "rotator_cuff_muscle": ([(46, 168), (64, 172), (84, 190)], [(42, 200), (60, 202), (86, 196)], 3),
    "lats": ([(12, 214), (58, 206), (90, 194)], [(10, 334), (72, 290), (92, 206)], 10),
    "deltoid_rear": ([(58, 154), (72, 174), U(70, 8)], [(82, 140), (90, 156), U(70, 14)], 4),
    "deltoid_side": FIBRES_FRONT["deltoid_side"],
    "triceps": [([U(38, -18), U(80, -22), U(108, -14)], [U(44, -4), U(76, 5), U(106, -6)], 4), ([U(66, 8),
        U(88, 4), U(104, 7)], [U(70, 16), U(88, 24), U(106, 13)], 3)],
    "forearm_extensors": ([U(112, 12), F(30, -6), F(98, -4)], [U(112, 20), F(24, 26), F(98, 14)], 5),
    "forearm_flexors": ([F(-8, -12), F(30, -8), F(98, -7)], [F(-8, -16), F(30, -20), F(98, -14)], 2),
    "erectors": ([(2, 280), (3, 330), (3, 390)], [(12, 266), (40, 322), (6, 384)], 4),
    "quadratus_lumborum": ([(70, 284), (54, 310), (36, 336)], [(76, 320), (64, 332), (50, 340)], 3),
    "glute_med": ([(36, 346), (60, 362), (86, 390)], [(78, 334), (86, 360), (88, 388)], 4),
    "glute_max": ([(34, 350), (60, 366), (88, 398)], [(2, 402), (26, 420), (76, 424)], 7),
    "hamstring_medial": [([(26, 424), (29, 480), (29, 560)], [(42, 430), (44, 490), (32, 550)], 2), ([(12, 420),
        (13, 480), (17, 572)], [(25, 424), (30, 490), (26, 570)], 2)],
    "hamstring_lateral": ([(44, 430), (44, 490), (56, 572)], [(70, 426), (74, 490), (60, 570)], 4),
    "gastroc_medial": ([(26, 566), (4, 606), (22, 664)], [(36, 564), (39, 610), (36, 660)], 4),
    "gastroc_lateral": ([(41, 566), (38, 610), (44, 650)], [(56, 568), (72, 606), (58, 650)], 4),
    "soleus": [([(12, 640), (20, 680), (28, 706)], [(30, 662), (30, 684), (30, 706)], 2), ([(44, 650), (44, 684),
        (43, 706)], [(68, 630), (58, 676), (48, 708)], 3)],
}


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
        segs = _fit(c, ta / np.linalg.norm(ta), tb / np.linalg.norm(tb), .5)
        out.append(_d(segs, sx)[:-1])
    return "".join(out)


# ---------------------------------------------------------------- assembly
def settle(parts, inside, first=()):
    """Priority, clip to the body, shrink by half a gap, round the corners."""
    taken, out = Polygon(), {}
    for name, geom in parts.items():
        pieces = geom if isinstance(geom, list) else [geom]
        done = []
        for g in pieces:
            if name == "itb":
                done.append(g.intersection(inside))
                continue
            free = g.intersection(inside).difference(taken)
            r = ROUNDER.get(name, ROUND)
            done.append(free.buffer(-GAP / 2 - r, 16).buffer(r, 16))
            taken = unary_union([taken, g])
        out[name] = unary_union(done)
    return out


def centre(geom):
    g = max(getattr(geom, "geoms", [geom]), key=lambda q: q.area)
    lo, hi, best = 0.5, 40.0, g.representative_point()
    while hi - lo > 0.3:
        mid = (lo + hi) / 2
        e = g.buffer(-mid)
        if e.is_empty:
            hi = mid
        else:
            lo, best = mid, max(getattr(e, "geoms", [e]), key=lambda q: q.area).centroid
    return best.x, best.y


class Sheet:
    """Collects what stands in each half view. Shapes are in the frame of their own figure."""

    def __init__(self, view):
        self.view, self.layers, self.shares = view, [], {}

    def add(self, text, geom):
        self.layers.append((text, geom))

    def part(self, pid, side, text, target, at):
        """A part: its share inside each window says which half view to open for it."""
        self.add(text, target)
        for name in (n for n in WINDOWS if n.startswith(self.view)):
            share = target.intersection(self.window(name)).area / target.area
            if share > 0.6 and Point(at).within(self.window(name)):
                self.shares[name] = share

    def window(self, name):
        x, y, w, h = WINDOWS[name]
        dx, dy = FEET[self.view]
        return box(x - dx, y - dy, x + w - dx, y + h - dy)

    def inside(self, name):
        window = self.window(name)
        return "\n".join(text for text, geom in self.layers if geom is None or geom.intersects(window))


def on_side(geom, sx):
    return geom if sx == 1 else mirror(geom)


def twice(name, cls, shape_d, more=""):
    return (f'<path id="{name}" class="{cls}"{more} d="{shape_d}"/>'
            f'<use href="#{name}" class="{cls}" transform="scale(-1 1)"/>')


def link(pid, side, at, inner):
    return f'{{{{ m.open("{pid}", "{side}", "{_n(at[0])} {_n(at[1])}") }}}}{inner}</a>'


class Figure:
    """One view (front or back): its parts as links, layer by layer from the lowest up."""

    def __init__(self, view, parts):
        self.view, self.body_parts = view, parts
        self.sheets = {name: Sheet(view) for name in ("under", "top", "ctx", "fibre", "spot", "num")}
        self.homes = {}
        self.sides = {1: "left", -1: "right"} if view == "front" else {1: "right", -1: "left"}

    def emit(self, layer, pid, side, inner, target, at):
        sheet = self.sheets[layer]
        sheet.shares = {}
        sheet.part(pid, side, link(pid, side, at, inner), target, at)
        for name, share in sheet.shares.items():
            self.homes.setdefault((pid, side), {})[name] = share
        self.sheets["num"].add(f'{{{{ m.num("{pid}", "{side}", "{_n(at[0])}", "{_n(at[1])}") }}}}', Point(at))

    def muscles(self, shapes, right):
        for pid, geom in shapes.items():
            if geom.is_empty:
                if not pid.startswith("ctx_"):
                    raise SystemExit(f"nothing is left of {pid}")
                continue
            if pid.startswith("ctx_"):
                both = unary_union([geom, mirror(geom)])
                self.sheets["ctx"].add(twice(f"{pid}_{self.view}", "ctx", Shape(geom).d()), both)
                continue
            kind = self.body_parts[pid].kind
            if self.body_parts[pid].sides == "mid":
                whole = unary_union([geom, mirror(geom)])
                inner = f'<path class="part {kind}" {{{{ m.score("{pid}", "mid") }}}} d="{Shape(whole).d()}"/>'
                self.emit("top", pid, "mid", inner, whole, (0, centre(geom)[1]))
            else:
                self.pair(pid, kind, geom, right)
            fibres = FIBRES_FRONT if self.view == "front" else FIBRES_BACK
            if pid in fibres:
                d = stroke_d(strokes(geom, fibres[pid]), 1)
                self.sheets["fibre"].add(twice(f"f_{pid}_{self.view}", "fibre", d), unary_union([geom, mirror(geom)]))

    def pair(self, pid, kind, geom, right):
        shape, at = Shape(geom), centre(geom)
        for sx, side in self.sides.items():
            inner = f'<path class="part {kind}" {{{{ m.score("{pid}", "{side}") }}}} d="{shape.d(sx)}"/>'
            self.emit("top", pid, side, inner, on_side(geom, sx), (sx * at[0], at[1]))
            for table, layer in ((HIT_UNDER, "under"), (HIT_OVER, "spot")):
                if pid in table:
                    near = right if pid == "neck_front" else right.buffer(-62).union(right)
                    room = geom.buffer(table[pid], 8).intersection(near)
                    hit = f'<path class="hit" d="{Shape(room, .9).d(sx)}"/></a>'
                    self.sheets[layer].add(f'{{{{ m.hit("{pid}", "{side}") }}}}{hit}', on_side(room, sx))

    def spots(self, group, sided):
        for pid, (target, mark) in group.items():
            kind = self.body_parts[pid].kind
            t, m = Shape(target, .5), Shape(mark, .2, .5)
            at = centre(target) if pid == "finger_joints" else (mark.centroid.x, mark.centroid.y)
            for sx, side in self.sides.items() if sided else ((1, "mid"),):
                score = f'{{{{ m.score("{pid}", "{side}") }}}}'
                inner = (f'<path class="part spot" {score} d="{t.d(sx)}"/>'
                         f'<path class="mark {kind}" {score} d="{m.d(sx)}"/>')
                self.emit("spot", pid, side, inner, on_side(target, sx), (sx * at[0], at[1]))

    def fragment(self, name, base, lines):
        x, y, w, h = WINDOWS[name]
        dx, dy = FEET[self.view]
        has = {layer: sheet.inside(name) for layer, sheet in self.sheets.items()}
        quiet = 'aria-hidden="true" pointer-events="none" fill="none" stroke-linecap="round"'
        return (f'<svg class="body {name}" viewBox="{x} {y} {w} {h}" role="group" aria-label="{{{{ m.name }}}}">'
                f'<g transform="translate({dx} {dy})">\n<g aria-hidden="true">{base}</g>\n<g>{has["under"]}</g>\n'
                f'<g aria-hidden="true">{has["ctx"]}</g>\n<g>{has["top"]}</g>\n'
                f'<g {quiet} stroke-width=".6">{has["fibre"]}</g>\n<g {quiet} stroke-width=".8">{lines}</g>\n'
                f'<g>{has["spot"]}</g>\n<g aria-hidden="true">{has["num"]}</g>\n</g></svg>\n')


def draw(view, parts):
    """One figure with everything that can be tapped on it, and what lies beneath."""
    body, arm, whole = silhouette(FOOT_FRONT if view == "front" else FOOT_BACK)
    right = poly((-60, -20), (300, -20), (300, 800), (-60, 800))
    raw = front() if view == "front" else back()
    raw.pop("itb", None)
    shapes = settle(raw, whole.intersection(right).buffer(-RIM, 16))
    base = twice(f"arm_{view}", "skin", Shape(arm).d()) + f'<path class="skin" d="{Shape(body).d()}"/>'
    if view == "back":
        foot, on_foot = sole()
        shapes |= {k: v.buffer(-.4 - 1).buffer(1) for k, v in on_foot.items()}
        base += twice("sole_back", "skin", Shape(foot).d())
    figure = Figure(view, parts)
    figure.muscles(shapes, right)
    sided, middle = spots_front() if view == "front" else spots_back()
    figure.spots(sided, sided=True)
    figure.spots(middle, sided=False)
    return figure, base, twice(f"line_{view}", "line", details(view))


def main():
    parts = knowledge.load().body
    homes = {}
    OUT.mkdir(parents=True, exist_ok=True)
    for view in ("front", "back"):
        figure, base, lines = draw(view, parts)
        for name in (n for n in WINDOWS if n.startswith(view)):
            text = figure.fragment(name, base, lines)
            (OUT / f"{name}.svg").write_text(text)
            print(name, f"{len(text) / 1000:.0f} kB")
        for (pid, side), shares in figure.homes.items():
            homes.setdefault(f"{pid}.{side}", {}).update(shares)
    # The view that shows most of a part; of two that show all of it, the larger scale.
    order = {key: sorted(shares, key=lambda n: (-round(shares[n], 2), WINDOWS[n][2])) for key, shares in homes.items()}
    (OUT / "homes.json").write_text(json.dumps(order, indent=0, sort_keys=True) + "\n")
    drawn = {key.split(".")[0] for key in homes}
    print(len(drawn), "parts drawn,", len(homes), "with their sides; list only:", sorted(set(parts) - drawn))


def details(view):
    """Quiet drawing lines that are not targets: clavicle, navel, toes, fingers, spine."""
    def curve(*pts):
        return stroke_d([np.array(spline(pts, closed=False))], 1)

    if view == "front":
        out = curve((4, 141), (20, 140.6), (38, 141.6), (54, 140.6), (62, 139))           # collar bone
        out += curve((0, 292.4), (1.8, 290.2)) + curve((24.2, 84), (17, 93.5), (8, 99.6), (0, 101))   # navel, jaw
        return out
    out = curve((0, 150), (0, 200), (0, 262))
    out += curve((0, 396), (.1, 402), (0, 408)) + curve((29, 738), (36, 740), (43, 738))
    out += curve((24.6, 83), (14, 90.6), (0, 92.6))
    for (w0, s0), _ in FINGERS:
        out += curve(H(s0 - 26, w0 * .55), H(s0 - 4, w0 * .94))
    return out


if __name__ == "__main__":
    main()
