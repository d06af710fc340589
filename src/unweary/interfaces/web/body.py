"""The drawn body on the check-in page: fills in where each part leads, its name and its score.

The drawing itself is made by ``tools/body_map.py``; a person can do everything in the list beside it as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from markupsafe import Markup, escape

from unweary.interfaces.web.texts import say
from unweary.vocab.body import BodyPart

Place = tuple[str, str]

#: The four half views, in the order of the tabs, and the text that names each.
VIEWS: Mapping[str, str] = {
    "front-top": "body.front_top",
    "front-legs": "body.front_legs",
    "back-top": "body.back_top",
    "back-legs": "body.back_legs",
}
_DRAWINGS = Path(__file__).parent / "templates" / "body"


@cache
def homes() -> Mapping[str, tuple[str, ...]]:
    """The half views that show each part, best first, by ``part.side``. A part that is not drawn is not in it.

    Examples
    --------
    >>> homes()["quads.left"][0], homes()["achilles.left"]
    ('front-legs', ('back-legs',))
    """
    found: Mapping[str, list[str]] = json.loads((_DRAWINGS / "homes.json").read_text(encoding="utf-8"))
    return {place: tuple(views) for place, views in found.items()}


def view_of(place: Place | None, asked: str) -> str:
    """The half view to show: the one asked for, if it shows the chosen part; else the part's own.

    Examples
    --------
    >>> view_of(("quads", "left"), ""), view_of(("chest_upper", "left"), "back-top"), view_of(None, "")
    ('front-legs', 'front-top', 'front-legs')
    """
    showing = homes().get(".".join(place), ()) if place else ()
    if asked in VIEWS and (not showing or asked in showing):
        return asked
    return showing[0] if showing else "front-legs"


def part_name(part: BodyPart, side: str) -> str:
    """The name of a part with its side.

    Examples
    --------
    >>> part_name(BodyPart("quads", "muscle", "front", "LR", "Front of thigh", "", "quads"), "left")
    'Front of thigh, left'
    """
    return part.lay_name if side == "mid" else f"{part.lay_name}, {say(f'body.{side}')}"


@dataclass(frozen=True, slots=True)
class BodyMap:
    """What the drawing asks for while it is filled in; it is called ``m`` there."""

    view: str
    parts: Mapping[str, BodyPart]
    scores: Mapping[Place, float]
    picked: Place | None = None
    #: Set on a page for another day than today.
    day: str = ""

    @property
    def name(self) -> str:
        """What the picture shows, for a screen reader."""
        return say("body.map", view=say(VIEWS[self.view]).lower())

    def where(self, part: str, side: str) -> str:
        """The address at which this part is chosen, on the page that shows the drawing."""
        view = {} if homes().get(f"{part}.{side}", ("",))[0] == self.view else {"view": self.view}
        day = {"day": self.day} if self.day else {}
        return f"?{urlencode({'part': part, 'side': side} | view | day)}#dock"

    def open(self, part: str, side: str) -> Markup:
        """The start of a link around a part."""
        name = part_name(self.parts[part], side)
        score = self.scores.get((part, side))
        said = name if score is None else say("body.scored", name=name, score=f"{score:g}")
        kind = "spot-link picked" if self.picked == (part, side) else "spot-link"
        # Not in the tab order by itself: the list beside is; script adds one stop and the arrow keys.
        return Markup('<a class="{}" href="{}" id="p-{}-{}" tabindex="-1" aria-label="{}">').format(
            kind, self.where(part, side), part, side, said
        )

    def score(self, part: str, side: str) -> Markup:
        """The attribute that colours a part."""
        score = self.scores.get((part, side))
        return Markup("") if score is None else Markup('data-score="{}"').format(f"{score:.0f}")

    def num(self, part: str, side: str, x: str, y: str) -> Markup:
        """The numeral on a part that has a score above 0."""
        score = self.scores.get((part, side))
        if not score or self.parts[part].kind in ("joint", "bone"):
            return Markup("") if not score else self._beside(score, x, y)
        return Markup('<text class="num{}" x="{}" y="{}">{}</text>').format(
            " hi" if score > 5 else "", x, y, f"{score:g}"
        )

    def _beside(self, score: float, x: str, y: str) -> Markup:
        """A ring is too small for a numeral: it stands beside it."""
        return Markup('<text class="num out" x="{}" y="{}">{}</text>').format(float(x) + 11, y, escape(f"{score:g}"))
