"""The check-in in three steps: where it is sore, how the day is, warning signs. Each step is stored when it is sent.

So nothing is lost when somebody stops half way, and every step works as plain pages without script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from unweary.interfaces.web import forms
from unweary.interfaces.web.body import VIEWS, BodyMap, Place, part_name, view_of
from unweary.interfaces.web.rendering import svg_fragment
from unweary.interfaces.web.view import Figure
from unweary.reports.phrases import SIGN_WORDS, group_words, hours_words
from unweary.service import CheckIn, FactRow, Unweary
from unweary.vocab.history import Answer, Day, SiteRating
from unweary.vocab.knowledge import BodyPart

#: Ticked by somebody whose main trouble is not what Unweary judges.
OTHER = "other_complaint"
#: Looking back over this many entries of one kind finds all that can still count.
_NEWEST = 1_000


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked part. ``fact_id`` is set when it was marked today; ``before`` is the score of an earlier day."""

    rating: SiteRating
    name: str
    fact_id: str = ""
    before: float | None = None

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
        place = (rating.site, rating.side)
        name = part_name(parts[rating.site], rating.side)
        today = rating.at.astimezone(now.tzinfo).date() == now.date()
        known = found.get(place)
        if known is None and today:
            found[place] = Marked(rating, name, row.id)
        elif known is None and place in still:
            found[place] = Marked(rating, name, before=rating.soreness_0_10)
        elif known is not None and known.before is None and not today:
            found[place] = replace(known, before=rating.soreness_0_10)
    return dict(sorted(found.items(), key=lambda item: (-item[1].rating.soreness_0_10, item[1].name)))


def today_entry(person: Unweary, now: datetime) -> FactRow | None:
    """Today's own check-in, if there is one already."""
    for row in person.facts("day", _NEWEST):
        if isinstance(row.value, Day) and row.value.day == now.date() and row.value.source == "check-in":
            return row
    return None


def map_page(person: Unweary, asked: Mapping[str, str], now: datetime, figure: Figure = "neutral") -> dict[str, Any]:
    """Step 1. ``asked`` may name a view, a part with its side, and a word to look for; ``figure`` is the drawing."""
    form = person.check_in_form(now)
    parts = {part.id: part for part in form.parts}
    marks = marked(person, form.sore_before, now)
    place = (asked.get("part", ""), asked.get("side", ""))
    picked = place if _exists(parts, place) else None
    view = view_of(picked, asked.get("view", ""))
    drawing = BodyMap(view, parts, {each.place: each.rating.soreness_0_10 for each in marks.values()}, picked)
    return {
        "day": form.day,
        "view": view,
        "views": VIEWS,
        "map": svg_fragment(f"body/{figure}/{view}.svg", drawing),
        "left_first": view.startswith("back"),
        "dock": _dock(parts, marks, picked) if picked else None,
        "marks": list(marks.values()),
        "carried": any(not each.fact_id for each in marks.values()),
        "kept": [shown_as(each) for each in marks.values() if not each.fact_id],
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
        "choices": list(SIGN_WORDS.items()),
    }


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
    """Store the score of one part; a second one on the same day puts the first right."""
    mark = marked(person, (), rating.at).get((rating.site, rating.side))
    if mark is not None and mark.fact_id:
        person.correct(mark.fact_id, rating)
    else:
        person.check_in(CheckIn(sites=(rating,)))


def clear_rating(person: Unweary, place: Place, now: datetime) -> None:
    """Take a mark off: today's is withdrawn; one of before becomes 'asked today, not sore'."""
    mark = marked(person, (), now).get(place)
    if mark is not None and mark.fact_id and mark.before is None:
        person.correct(mark.fact_id, None)
    else:
        save_rating(person, forms.rating(*place, score=0.0, at=now))


def carry_over(person: Unweary, kept: Iterable[str], now: datetime) -> None:
    """Store the marks of before that the page showed and the person let stand, as today's."""
    marks = marked(person, person.check_in_form(now).sore_before, now)
    wanted = frozenset(kept)
    ratings = tuple(
        replace(mark.rating, at=now) for mark in marks.values() if not mark.fact_id and shown_as(mark) in wanted
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


def day_page(person: Unweary, now: datetime) -> dict[str, Any]:
    """Step 2, with what was said today already filled in and yesterday's numbers beside it."""
    form = person.check_in_form(now)
    entry = today_entry(person, now)
    said = entry.value if entry is not None and isinstance(entry.value, Day) else None
    return {"day": form.day, **day_fields(said, form.yesterday)}


def day_fields(now: Day | None, yesterday: Day | None) -> dict[str, Any]:
    """The fields of a check-in for a template."""
    return {
        "scales": [_scale(*scale, now, yesterday) for scale in forms.SCALES],
        "more_scales": [_scale(*scale, now, yesterday) for scale in forms.MORE_SCALES],
        "sleep": _clock(now.sleep_h if now else None),
        "slept": hours_words(yesterday.sleep_h) if yesterday and yesterday.sleep_h is not None else "",
        "sitting": now.sitting_h if now else None,
        "standing": now.standing_h if now else None,
        "marks": [(mark, forms.MARK_WORDS[mark], now is not None and mark in now.marks) for mark in forms.MARK_WORDS],
    }


def _scale(name: str, title: str, low: str, high: str, now: Day | None, yesterday: Day | None) -> dict[str, Any]:
    before = getattr(yesterday, name) if yesterday else None
    words = "" if before is None else f"yesterday {before:g}"
    return {"name": name, "title": title, "ends": (low, high), "value": getattr(now, name, None), "before": words}


def _clock(hours: float | None) -> tuple[str, str]:
    if hours is None:
        return "", ""
    minutes = round(hours * 60)
    return str(minutes // 60), str(minutes % 60)


def save_day(person: Unweary, day: Day, now: datetime) -> None:
    """Store how the day is. The page showed what was said before, so what it sends replaces that."""
    entry = today_entry(person, now)
    if entry is not None:
        person.correct(entry.id, day)
    elif not forms.is_empty(day):
        person.check_in(CheckIn(day=day))


def signs_page(person: Unweary, now: datetime) -> dict[str, Any]:
    """Step 3: warning signs that are not known yet, and at most three questions."""
    form = person.check_in_form(now)
    known = {state.finding: state.state for state in person.assess_today(now).findings}
    labels = {finding: kind.label for finding, kind in person.knowledge.findings.items()}
    screens = [
        {
            "id": screen.id,
            **_heading(screen.text),
            "ticked": any(known.get(finding) is True for finding in screen.findings),
            "signs": [
                {"id": finding, "label": labels[finding], "ticked": known.get(finding) is True}
                for finding in screen.findings
                if finding in labels and known.get(finding) is not False
            ],
        }
        for screen in form.screens
    ]
    asked = [
        {
            "id": kind.id,
            "question": kind.question,
            "counted": kind.kind == "number",
            "unit": person.knowledge.unit_of(kind.id),
        }
        for kind in form.follow_ups
    ]
    return {
        "day": form.day,
        "screens": [screen for screen in screens if screen["signs"]],
        "follow_ups": asked,
        "other": {"id": OTHER, "label": labels[OTHER], "ticked": known.get(OTHER) is True},
    }


def _heading(text: str) -> dict[str, str]:
    """The first words of a screen large, what it names after them small."""
    title, mark, rest = text, "", ""
    for sign in (". ", ": ", "? "):
        before, found, after = text.partition(sign)
        if found and len(before) < len(title):
            title, mark, rest = before, sign, after
    # Every group asks the same; only the time it is about differs.
    rest = rest.removeprefix("Any of these").removeprefix("any of these").strip(" ?")
    return {"title": f"{title}?" if mark == "? " else title, "rest": f"{rest[:1].upper()}{rest[1:]}"}


def save_answers(person: Unweary, answers: tuple[Answer, ...]) -> None:
    """Store the answers of step 3, if there are any."""
    if answers:
        person.check_in(CheckIn(answers=answers))


def address(view: str, part: str = "", side: str = "") -> str:
    """Where step 1 goes on."""
    asked = {"view": view if view in VIEWS else "", "part": part, "side": side}
    return f"/check-in?{urlencode({name: text for name, text in asked.items() if text})}"
