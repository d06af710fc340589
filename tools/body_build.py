"""The build of the figure and its outline: where the arms hang, how wide it is at each height.

Units: head height = 100, whole figure = 750 (7.5 heads). x = 0 is the midline, y grows downward. Only the right half of
the picture is drawn by hand, and it is drawn once: ``Build.fit`` makes it as wide as this build is at each height.
"""

# The coordinates are laid out by hand.
# fmt: off

from __future__ import annotations

import math

import numpy as np
from body_curves import blob, mirror, spline, taper
from shapely.geometry import Polygon, box
from shapely.ops import transform, unary_union

FINGERS = [((13.6, 38), (20.6, 71)), ((4.9, 40), (7.6, 80)), ((-4.2, 39), (-5.4, 76)), ((-12.6, 35), (-17.4, 63))]

# height: how many times as wide as drawn
NEUTRAL = {0: 1, 88: 1, 104: .9, 116: .9, 126: .94, 150: .945, 190: .955, 215: .985, 250: 1.035, 288: 1.09, 318: 1.095,
           350: 1.08, 385: 1.07, 420: 1.07, 460: 1.05, 500: 1.02, 545: .98, 575: .97, 606: .98, 650: .97, 690: .95,
           712: .96, 735: 1, 770: 1}
FULLER = {0: 1.02, 60: 1.05, 84: 1.1, 104: 1.12, 116: 1.08, 126: 1.05, 150: 1.045, 190: 1.07, 215: 1.14, 250: 1.27,
    288: 1.38,
          318: 1.34, 350: 1.25, 385: 1.22, 420: 1.22, 460: 1.19, 500: 1.15, 545: 1.1, 575: 1.1, 606: 1.14, 650: 1.09,
          690: 1.03, 712: 1, 735: 1, 770: 1}


class Build:
    """One build. ``arm`` is the shoulder (x, y), the lean of upper arm, forearm and hand, and how thick the arm is."""

    def __init__(self, name, widths, arm, stance):
        self.name, self.heights, self.factors = name, list(widths), list(widths.values())
        (x, y), lean, self.thick, self.stance = *arm[:2], arm[2], stance
        self.upper = self._limb(x, y, lean[0])
        self.fore = self._limb(*self._out(x, y, lean[0], 131), lean[1])
        elbow = self._out(x, y, lean[0], 131)
        self.hand = self._limb(*self._out(*elbow, lean[1], 105), lean[2], slim=.92)

    @staticmethod
    def _out(x, y, deg, s):
        return x + s * math.sin(math.radians(deg)), y + s * math.cos(math.radians(deg))

    def _limb(self, x, y, deg, slim=None):
        """A frame along a limb: s along it, w outward, as a point of the sheet before ``fit`` widens it."""
        a = math.radians(deg)
        dx, dy = math.sin(a), math.cos(a)

        def at(s, w):
            w *= slim or self.thick
            px, py = x + s * dx + w * dy, y + s * dy - w * dx
            return (px - self._step(py)) / self._wide(py), py

        return at

    def _wide(self, y):
        return np.interp(y, self.heights, self.factors)

    def _step(self, y):
        return np.interp(y, [398, 560, 640], [0, self.stance, self.stance + .6])

    def fit(self, shape):
        """The shape on this build."""
        def move(x, y):
            x, y = np.asarray(x), np.asarray(y)
            return np.sign(x) * (np.abs(x) * self._wide(y) + self._step(y)), y

        return transform(move, shape)

    def spot(self, x, y):
        """A point on this build; what is drawn around it keeps its shape."""
        return x * self._wide(y) + self._step(y), y

    def away(self, x, y):
        """The other way round: where a point was before the build widened it."""
        return (x - self._step(y)) / self._wide(y), y


BUILDS = {
    "neutral": Build("neutral", NEUTRAL, ((74.5, 160), (11.5, 10.5, 7), .93), 3.5),
    "fuller": Build("fuller", FULLER, ((82, 161), (13.5, 11, 8), 1.13), 5),
}

# ---------------------------------------------------------------- outline, right half of the picture
_head = [(0, 0), (8, .9), (16, 4.6), (23, 11.4), (28.2, 21.4), (30.8, 34), (31, 47), (30, 58), (28, 69.5),
    (23.4, 82), (16, 92.8), (7.6, 98.6), (0, 100)]
HEAD = blob(*_head, *[(-x, y) for x, y in _head[-2:0:-1]])
EAR = blob((29.6, 47), (33, 44.6), (35.4, 48.2), (34.6, 55.6), (32.4, 62.6), (29, 61.6))

OUTER = [(21.6, 84), (21.8, 100), (23.6, 112), (29.5, 121), (42, 128.4), (58, 134), (74, 139.6), (84, 147),
    (82, 170), (74, 196), (71, 216), (67.6, 240), (63.4, 266), (61.4, 289), (62.6, 308), (67, 330), (73, 356),
    (77.8, 382), (79.4, 406), (78.4, 438), (74.6, 468), (68.6, 498), (62.4, 524), (59.6, 543), (60, 560), (64, 580),
    (66.4, 604), (64, 632), (57.6, 662), (51, 688), (48.6, 701), (50.6, 711), (48.6, 722), (46, 735)]
INNER = [(24, 735), (21.4, 721), (19.6, 709), (22.4, 697), (21.2, 674), (15.4, 644), (10.4, 614), (11.4, 590),
    (16, 568), (17.4, 556), (15.6, 542), (16, 524), (14, 498), (10.2, 464), (6.4, 430), (3.4, 402), (1.5, 391), (-4,
        389)]

#: The tips of the toes in the front view, the big one first.
TOES = [(20.4, 754), (31.4, 756.4), (38.8, 754.6), (45.6, 751.8), (51.6, 748)]
FOOT_FRONT = [blob((25, 704), (21.8, 716), (18.8, 728), (15, 740), (15.4, 748), (30, 750), (45, 746), (54.6, 741),
                   (55, 733), (51, 719), (47.4, 704)),
              *[taper((x + (1.4, 0, -.5, -.9, -1)[i], y - 10, (6, 3.7, 3.6, 3.5, 3.4)[i]), (x, y, (5.8, 3.9, 3.6, 3.3,
                  3)[i]))
                for i, (x, y) in enumerate(TOES)]]
FOOT_BACK = [blob((24, 706), (23, 722), (21.6, 738), (24, 750), (35, 753.5), (46, 750), (49, 738), (47.4, 722),
                  (48, 706)),
             blob((44, 728), (51, 734), (58.5, 743), (57, 750), (46, 751), (36, 748))]


def finger(b, i, r0=4.4, r1=3.2):
    """One finger as a tapering chain."""
    (w0, s0), (w1, s1) = FINGERS[i]
    r0, r1 = (r0 - 0.5, r1 - 0.4) if i == 3 else (r0, r1)
    at = [(*b.spot(*b.hand(s, w)), r) for s, w, r in
          ((s0, w0, r0), ((s0 + s1) / 2, (w0 + w1) / 2, (r0 + r1) / 2), (s1, w1, r1))]
    return taper(*at)


def arm_outline(b):
    """Upper arm, forearm and hand."""
    up, fore, hand = b.upper, b.fore, b.hand
    arm = b.fit(blob((62, 138), (78, 140.5), (89, 145.4), (97, 154), up(17, 22.6), up(34, 23), up(52, 21.4),
        up(72, 20.2), up(94, 19.2), up(116, 17.2), fore(-2, 17.6), fore(12, 20.2), fore(28, 20.8), fore(46, 18.8),
        fore(68, 15.8), fore(90, 13.2), fore(104, 12.8), fore(108, 12.8), fore(108, -12), fore(92, -12), fore(70,
            -14.8),
        fore(48, -17.6), fore(26, -18.8), fore(8, -17.4), fore(-4, -16.8), up(112, -16.2), up(92, -18.2), up(68, -19.2),
        up(46, -18), up(34, -16), (72, 186), (58, 165)))
    palm = b.fit(blob(hand(-10, 12.6), hand(0, 13), hand(8, 14.2), hand(16, 16.4), hand(26, 17.8), hand(37, 18.2),
        hand(44, 14), hand(46, 5), hand(44, -6), hand(40, -13.4), hand(32, -16.8), hand(20, -16), hand(8, -13.6),
        hand(0, -12.4), hand(-10, -12)))
    thumb = taper(*[(*b.spot(*hand(s, w)), r) for s, w, r in ((15, 8, 7.4), (23, 15.2, 6.6), (35, 23.5, 4.7), (50,
        29.5, 3.4))])
    whole = unary_union([palm, thumb, *[finger(b, i) for i in range(4)]]).buffer(.55, 16).buffer(-.55, 16)
    return unary_union([arm.buffer(2, 16).buffer(-2, 16), whole])


def silhouette(b, view):
    """Body, one arm, and the whole outline."""
    side = spline(OUTER, closed=False) + spline(INNER, closed=False)
    trunk = b.fit(Polygon([(-4, 84), *side]).buffer(0))
    foot = unary_union([b.fit(piece) for piece in (FOOT_FRONT if view == "front" else FOOT_BACK)])
    trunk = unary_union([trunk, foot.buffer(.5, 16).buffer(-.5, 16)])
    head, ear = b.fit(HEAD), b.fit(EAR)
    seat = [blob((-16, 372), (16, 372), (17, 408), (8, 417), (0, 409), (-8, 417), (-17, 408))] if view == "back" else []
    body = unary_union([trunk, mirror(trunk), head, ear, mirror(ear), *seat])
    body = body.buffer(.6, 16).buffer(-.6, 16)
    hips = box(-40, 380, 40, 470)
    body = unary_union([body, body.intersection(hips).buffer(3, 16).buffer(-3, 16)])  # a soft hollow
    arm = arm_outline(b)
    return body, arm, unary_union([body, arm, mirror(arm)])
