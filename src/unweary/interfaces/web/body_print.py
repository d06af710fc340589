"""The drawn body for paper: front and back side by side, in grey, the sore parts darker and numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from unweary.interfaces.web.body import BodyMap, Place, homes, part_name
from unweary.interfaces.web.rendering import svg_fragment
from unweary.interfaces.web.view import Figure
from unweary.vocab.assessment import SoreSite
from unweary.vocab.body import BodyPart

#: What a small figure on paper does without: links, unseen targets, fine strokes.
_LEFT_OUT = re.compile(r'</?a\b[^>]*>|<(?:use|path)[^>]* (?:class="(?:hit|fibre|line)"|id="[tq]\d+")[^>]*/>')
_UNMARKED = re.compile(r'<(?:use|path|circle|ellipse)[^>]*class="mark[^>]*>')
_NUMERAL = re.compile(r"<text .*?</text>")
_FRAME = re.compile(r"^<svg[^>]*>|</svg>\s*$")


class _Half(BodyMap):
    """One of the two half views that make a face of the figure; a part that several show is numbered in its home."""

    def num(self, part: str, side: str, x: str, y: str) -> Markup:
        """The numeral of a part whose home this half is."""
        score = self.scores.get((part, side))
        if not score or homes()[f"{part}.{side}"][0] != self.view:
            return Markup("")
        return Markup('<text class="num" x="{}" y="{}">{}</text>').format(x, y, f"{score:g}")


def printed(soreness: Iterable[SoreSite], parts: Mapping[str, BodyPart], figure: Figure = "neutral") -> str:
    """Both faces of the figure as SVG; empty where nothing is sore."""
    scores: dict[Place, float] = {(site.site, site.side): site.soreness_0_10 for site in soreness}
    if not scores:
        return ""
    said = ", ".join(
        f"{part_name(parts[part], side)} {score:g}" for (part, side), score in scores.items() if part in parts
    )
    return "".join(_face(face, said, parts, scores, figure) for face in ("front", "back"))


def _face(face: str, said: str, parts: Mapping[str, BodyPart], scores: Mapping[Place, float], figure: Figure) -> Markup:
    """The legs, over them the upper half, which reaches down to the knees, over both the numerals."""
    legs, top = (_half(f"{face}-{half}", parts, scores, figure) for half in ("legs", "top"))
    # The window ends just above the edge at which the upper half is cut off.
    drawn = f'{legs}<svg x="-176" y="-7" width="352" height="486" viewBox="-176 -7 352 486">{top}</svg>'
    title = f"{face.capitalize()} view. Sore: {said}"
    return Markup('<svg viewBox="-176 -7 352 778" role="img"><title>{}</title>{}{}</svg>').format(
        title, Markup(_NUMERAL.sub("", drawn)), Markup("".join(_NUMERAL.findall(drawn)))
    )


def _half(view: str, parts: Mapping[str, BodyPart], scores: Mapping[Place, float], figure: Figure) -> str:
    drawn = str(svg_fragment(f"body/{figure}/{view}.svg", _Half(view, parts, scores)))
    drawn = _LEFT_OUT.sub("", _FRAME.sub("", drawn.strip()))
    drawn = _UNMARKED.sub(lambda found: found[0] if "data-score" in found[0] else "", drawn)
    return re.sub(r'(id="|href="#)', rf"\g<1>{view}-", drawn)
