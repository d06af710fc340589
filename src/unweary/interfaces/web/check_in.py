"""Step 1 of the check-in: where it is sore, on the drawn body or in the list beside it. Each mark is stored at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from unweary.interfaces.web import forms
from unweary.interfaces.web.body import VIEWS, BodyMap, Place, part_name, view_of
from unweary.interfaces.web.rendering import svg_fragment
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.view import Figure
from unweary.reports.phrases import SIGN_WORDS, group_words
from unweary.service import CheckIn, Unweary
from unweary.vocab.body import BodyPart
from unweary.vocab.history import SiteRating

#: Looking back over this many entries of one kind finds all that can still count.
_NEWEST = 1_000
_TENDON = "tendon_pain"


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked part. ``fact_id`` is set when it was marked on this day; ``before`` is the score of an earlier day."""

    rating: SiteRating
    name: str
    fact_id: str = ""
    before: float | None = None
    days_ago: int = 0

    @property
    def place(self) -> Place:
        """Part and side."""
        return self.rating.site, self.rating.side


def marked(person: Unweary, sore_before: Iterable[SiteRating], now: datetime) -> dict[Place, Marked]:
    """What stands on the map now: today's marks, and those of before that still count and that nothing replaced."""
    parts = person.knowledge.body
    still = {(rating.site, rating.side) for rating in sore_before}
    found: dict[Place, Marked] = {}
    for row in person.facts("site", _NEWEST):
        rating = row.value
        if not isinstance(rating, SiteRating) or rating.site not in parts:
            continue
        days_ago = (now.date() - rating.at.astimezone(now.tzinfo).date()).days
        if days_ago < 0:
            continue
        place = (rating.site, rating.side)
        name = part_name(parts[rating.site], rating.side)
        known = found.get(place)
        if known is None and not days_ago:
            found[place] = Marked(rating, name, row.id)
        elif known is None and place in still:
            found[place] = Marked(rating, name, before=rating.soreness_0_10, days_ago=days_ago)
        elif known is not None and known.before is None and days_ago:
            found[place] = replace(known, before=rating.soreness_0_10)
    return dict(sorted(found.items(), key=lambda item: (-item[1].rating.soreness_0_10, item[1].name)))


def map_page(person: Unweary, asked: Mapping[str, str], now: datetime, figure: Figure = "neutral") -> dict[str, Any]:
    """Step 1. ``asked`` may name a view, a part with its side, and a word to look for; ``figure`` is the drawing."""
    form = person.check_in_form(now)
    parts = {part.id: part for part in form.parts}
    marks = marked(person, form.sore_before, now)
    place = (asked.get("part", ""), asked.get("side", ""))
    picked = place if _exists(parts, place) else None
    view = view_of(picked, asked.get("view", ""))
    scores = {each.place: each.rating.soreness_0_10 for each in marks.values()}
    drawing = BodyMap(view, parts, scores, picked, asked.get("day", ""))
    return {
        "day": form.day,
        "view": view,
        "views": {each: say(key) for each, key in VIEWS.items()},
        "map": svg_fragment(f"body/{figure}/{view}.svg", drawing),
        "left_first": view.startswith("back"),
        "dock": _dock(parts, marks, picked) if picked else None,
        "marks": [each for each in marks.values() if each.fact_id],
        "before": [(each, shown_as(each), _ago(each.days_ago)) for each in marks.values() if not each.fact_id],
        "find": asked.get("find", ""),
        "groups": _groups(parts, marks, view, asked.get("find", "")),
    }


def _exists(parts: Mapping[str, BodyPart], place: Place) -> bool:
    part = parts.get(place[0])
    return part is not None and place[1] in sides(part)


def sides(part: BodyPart) -> tuple[str, ...]:
    """The sides of a part, the person's own left first."""
    return ("left", "right") if part.sides == "LR" else ("mid",)


def _dock(parts: Mapping[str, BodyPart], marks: Mapping[Place, Marked], place: Place) -> dict[str, Any]:
    mark = marks.get(place)
    return {
        "part": place[0],
        "side": place[1],
        "name": part_name(parts[place[0]], place[1]),
        "score": mark.rating.soreness_0_10 if mark else None,
        "signs": mark.rating.signs if mark else (),
        "before": mark.before if mark else None,
        "marked": mark is not None,
        "choices": _choices(parts[place[0]], mark.rating.signs if mark else ()),
    }


def _choices(part: BodyPart, signs: Collection[str]) -> list[tuple[str, str]]:
    """The signs to tick; the tendon first, since a mark alone cannot tell it from the belly, and only where one is."""
    rows = sorted(SIGN_WORDS.items(), key=lambda row: row[0] != _TENDON)
    return [row for row in rows if row[0] != _TENDON or part.kind in ("muscle", "tendon") or _TENDON in signs]


def _groups(parts: Mapping[str, BodyPart], marks: Mapping[Place, Marked], view: str, find: str) -> list[dict[str, Any]]:
    """Every part by muscle group, so that all that the map offers is in the list too."""
    wanted = find.strip().lower()
    groups: dict[str, list[dict[str, Any]]] = {}
    for part in parts.values():
        text = f"{part.lay_name} {part.anatomical} {part.kind} {group_words(part.group)}".lower()
        if wanted and wanted not in text:
            continue
        places = [
            {"side": side, "score": marks[part.id, side].rating.soreness_0_10 if (part.id, side) in marks else None}
            for side in sides(part)
        ]
        row: dict[str, Any] = {"id": part.id, "name": part.lay_name, "kind": part.kind, "places": places, "words": text}
        groups.setdefault(part.group, []).append(row)
    return [
        {"name": group_words(group), "rows": rows, "open": bool(wanted), "marked": sum(_scored(row) for row in rows)}
        for group, rows in sorted(groups.items(), key=lambda item: group_words(item[0]))
    ]


def _scored(row: Mapping[str, Any]) -> int:
    return sum(place["score"] is not None for place in row["places"])


def save_rating(person: Unweary, rating: SiteRating) -> None:
    """Store the score of one part; a second one on the same day puts the first right, the same one changes nothing."""
    mark = marked(person, (), rating.at).get((rating.site, rating.side))
    if mark is None or not mark.fact_id:
        person.check_in(CheckIn(sites=(rating,)))
    elif replace(mark.rating, at=rating.at) != rating:
        person.correct(mark.fact_id, rating)


def clear_rating(person: Unweary, place: Place, now: datetime) -> None:
    """Take a mark off: today's is withdrawn; one of before becomes 'asked today, not sore'."""
    mark = marked(person, (), now).get(place)
    if mark is not None and mark.fact_id and mark.before is None:
        person.correct(mark.fact_id, None)
    else:
        save_rating(person, forms.rating(*place, score=0.0, at=now))


def _ago(days: int) -> str:
    return say("check_in.since_yesterday") if days == 1 else say("check_in.days_ago", count=days)


def carry_over(person: Unweary, shown: Iterable[str], now: datetime, *, gone: bool = False) -> None:
    """Store the marks of before that the page showed as today's: as they were, or as not sore any more."""
    marks = marked(person, person.check_in_form(now).sore_before, now)
    wanted = frozenset(shown)
    ratings = tuple(
        forms.rating(*mark.place, score=0.0, at=now) if gone else replace(mark.rating, at=now)
        for mark in marks.values()
        if not mark.fact_id and shown_as(mark) in wanted
    )
    if ratings:
        person.check_in(CheckIn(sites=ratings))


def shown_as(mark: Marked) -> str:
    """A carried mark as the page sends it back: the score is part of it, so only what was seen is stored.

    Examples
    --------
    >>> from datetime import UTC
    >>> shown_as(Marked(SiteRating("quads", "left", 4.0, datetime(2026, 11, 19, tzinfo=UTC)), "Front of thigh, left"))
    'quads.left.4'
    """
    return f"{mark.rating.site}.{mark.rating.side}.{mark.rating.soreness_0_10:g}"


def address(view: str, part: str = "", side: str = "", day: str = "") -> str:
    """Where step 1 goes on."""
    asked = {"view": view if view in VIEWS else "", "part": part, "side": side, "day": day}
    return f"/check-in?{urlencode({name: text for name, text in asked.items() if text})}"
