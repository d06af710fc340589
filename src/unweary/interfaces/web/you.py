"""What the pages 'Your details', 'Files' and 'Your entries' show, and what they send."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from starlette.datastructures import FormData

from unweary.inference.profile_reading import read_profile
from unweary.interfaces.web import about, forms
from unweary.interfaces.web.body import part_name
from unweary.interfaces.web.check_in_day import day_fields
from unweary.interfaces.web.rendering import day_name
from unweary.interfaces.web.texts import count_words, say
from unweary.interfaces.web.view import Units
from unweary.reports.phrases import SIGN_WORDS, hours_words, not_recognised_words, number_words, signs_words
from unweary.service import FactRow, Unweary
from unweary.service.lab_words import lab_figure
from unweary.service.profile_facts import SHARED
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Lab, Look, Observation, Profile, Session, SiteRating, Sleep, State, Tick
from unweary.vocab.signals import ANALYTES, SIGNALS
from unweary.vocab.units import M_PER_FOOT, M_PER_MILE

#: The kinds of entries, and the text that names each.
KINDS = {
    "answer": "entries.kind_answer",
    "site": "entries.kind_site",
    "day": "entries.kind_day",
    "lab": "entries.kind_lab",
    "session": "entries.kind_session",
    "sleep": "entries.kind_sleep",
    "observation": "entries.kind_observation",
    "tick": "entries.kind_tick",
    "look": "entries.kind_look",
}
_STATE_WORDS = {"present": "entries.yes", "absent": "entries.no", "unknown": "entries.unsure"}
_RATHER = {"present": "entries.rather_yes", "absent": "entries.rather_no", "unknown": "entries.unsure"}
#: The fields of an entry: name, the text that names it, kind of field.
_FIELDS: Mapping[type, tuple[tuple[str, str, str], ...]] = {
    Lab: (
        ("value", "entries.value", "number"),
        ("unit", "entries.unit", "text"),
        ("comparator", "entries.sign", "text"),
    ),
    Session: (
        ("sport", "entries.sport", "text"),
        ("duration_min", "entries.minutes", "number"),
        ("rpe_cr10", "entries.hard", "number"),
        ("distance_km", "entries.kilometres", "number"),
        ("ascent_m", "entries.metres_up", "number"),
        ("descent_m", "entries.metres_down", "number"),
        ("avg_hr_bpm", "entries.hr_mean", "number"),
        ("max_hr_bpm", "entries.hr_max", "number"),
    ),
}
#: Fields that the page shows in the unit people use: name on the page, name in the type, factor.
_SHOWN_AS = (
    ("duration_min", "duration_s", 60.0),
    ("distance_km", "distance_m", 1_000.0),
    ("distance_mi", "distance_m", M_PER_MILE),
    ("ascent_ft", "ascent_m", M_PER_FOOT),
    ("descent_ft", "descent_m", M_PER_FOOT),
)
#: What stands in place of a metric field for people who use miles and feet.
_IMPERIAL: Mapping[str, tuple[str, str, str]] = {
    "distance_km": ("distance_mi", "entries.miles", "number"),
    "ascent_m": ("ascent_ft", "entries.feet_up", "number"),
    "descent_m": ("descent_ft", "entries.feet_down", "number"),
}


def details_page(person: Unweary, needed: Sequence[str] = (), units: Units = "metric") -> dict[str, Any]:
    """All details and the questions that safety asks once. ``needed`` names those that the plan waits for: they go on
    top, and only there."""
    profile = person.profile()
    known = person.gate_answers()
    asked_above = {field.name for field in dataclasses.fields(Profile)}
    gates = [
        kind
        for kind in person.knowledge.findings.values()
        if kind.gate and kind.collected_by == "self" and kind.id not in asked_above and kind.id not in needed
    ]
    first = [
        {"name": f"q:{name}", "question": person.knowledge.findings[name].question} for name in needed if name != "age"
    ]
    open_first = sorted(gates, key=lambda kind: known.get(kind.id) is not None)
    return {
        "profile": profile,
        "unread": not_recognised_words(read_profile(profile, person.knowledge).not_recognised),
        "about": about.page(about.shown(profile), person.knowledge, units),
        "shared": [_shared(name, profile, known, person) for name in SHARED if name not in needed],
        "first": first,
        "birth_year_first": "age" in needed,
        "above": frozenset(needed),
        "gates": [{"id": kind.id, "question": kind.question, "value": known.get(kind.id)} for kind in open_first],
        "open": sum(known.get(kind.id) is None for kind in gates),
    }


def _shared(name: str, profile: Profile, known: Mapping[str, State], person: Unweary) -> dict[str, Any]:
    """What profile and question both hold, asked as it was told: where only the answer holds it, as that question."""
    value = getattr(profile, name)
    if value is None and name in known:
        return {"name": f"q:{name}", "question": person.knowledge.findings[name].question, "value": known[name]}
    return {"name": name, "question": say(f"you.{name}"), "value": {True: "present", False: "absent"}.get(value)}


def gates_of(form: FormData) -> dict[str, State]:
    """The answers to the safety questions that were given; 'not sure' of a pregnancy is one of them."""
    found: dict[str, State] = {name: "unknown" for name in SHARED if forms.word(form, name) == "unknown"}
    for name in form:
        kind, _, finding = name.partition(":")
        if kind == "q" and forms.word(form, name):
            found[finding] = state_of(forms.word(form, name))
    return found


def state_of(text: str) -> State:
    """Yes, no or not sure, as a page sends it.

    Raises
    ------
    UserError
        Where it is something else.
    """
    for state in get_args(State):
        if text == state:
            found: State = state
            return found
    raise UserError("form_value", say("forms.not_answer", given=text), say("forms.an_answer"))


def with_country(profile: Profile, country: str) -> Profile:
    """The same details with another country."""
    fields = {field.name: getattr(profile, field.name) for field in dataclasses.fields(profile)}
    return forms.build(Profile, {**fields, "country": country or None}, {"country": say("settings.country")})


def entries_page(person: Unweary, kind: str, count: int, units: Units = "metric") -> dict[str, Any]:
    """The newest entries, each in words; ``more`` is set where older ones are left out."""
    rows = person.facts(kind or None, count + 1)
    rows, more = rows[:count], len(rows) > count
    return {
        "more": more,
        "kinds": [(each, say(key)) for each, key in KINDS.items()],
        "kind": kind,
        "rows": [entry(row, person, units) for row in rows if not isinstance(row.value, Profile)],
    }


def entry(row: FactRow, person: Unweary, units: Units = "metric") -> dict[str, Any]:
    """One entry in words: what, how much, when, from where."""
    title, said = described(row.value, person, units)
    when = day_name(row.value.day) if isinstance(row.value, Day | Tick) else ""
    return {
        "id": row.id,
        "title": title,
        "said": said,
        "when": when,
        "at": row.at.astimezone(),
        "source": row.source,
        "kind": say(KINDS[row.kind]) if row.kind in KINDS else row.kind,
        "corrected": row.corrects is not None,
    }


def described(value: object, person: Unweary, units: Units = "metric") -> tuple[str, str]:
    """What an entry is about, and what it says."""
    match value:
        case Answer():
            kind = person.knowledge.findings.get(value.finding)
            amount = "" if value.value is None else f", {number_words(value.value)}"
            said = say((_STATE_WORDS if value.sure else _RATHER)[value.state])
            return kind.label[:1].upper() + kind.label[1:] if kind else value.finding, f"{said}{amount}"
        case SiteRating():
            part = person.knowledge.body.get(value.site)
            name = part_name(part, value.side) if part else value.site
            words = signs_words(value.signs)
            score = say("entries.of_10", score=number_words(value.soreness_0_10))
            return name, f"{score}, {words}" if words else score
        case Day():
            return say("menu.check_in"), _day_words(value)
        case Lab():
            label = ANALYTES[value.analyte].label if value.analyte in ANALYTES else value.analyte
            return label.capitalize(), f"{value.comparator or ''}{number_words(value.value)} {value.unit}"
        case Session():
            parts = [hours_words(value.duration_s / 3600)]
            if value.rpe_cr10 is not None:
                parts.append(say("entries.hard_of_10", score=number_words(value.rpe_cr10)))
            if value.distance_m is not None:
                parts.append(distance_words(value.distance_m, units))
            if value.sets:
                parts.append(count_words("entries.sets", len(value.sets)))
            return value.sport.replace("_", " ").capitalize(), ", ".join(parts)
        case Sleep():
            lay = (value.ended_at - value.started_at).total_seconds() / 3600
            hours = lay if value.asleep_h is None else value.asleep_h
            begun, ended = (at.astimezone() for at in (value.started_at, value.ended_at))
            times = say("entries.slept", hours=hours_words(hours), begun=f"{begun:%H:%M}", ended=f"{ended:%H:%M}")
            return say("entries.nap") if value.nap else say("entries.kind_sleep"), times
        case Observation():
            label = SIGNALS[value.signal].label if value.signal in SIGNALS else value.signal
            return label[:1].upper() + label[1:], f"{number_words(value.value)} {value.unit}"
        case Look():
            kind = person.knowledge.findings.get(value.finding)
            title = kind.label[:1].upper() + kind.label[1:] if kind else value.finding
            return title, say("entries.looked_on", day=day_name(value.day))
        case Tick():
            remedy = person.knowledge.remedies.get(value.remedy)
            return remedy.name if remedy else value.remedy, say("entries.done") if value.done else say(
                "entries.not_done"
            )
    return say("menu.you"), ""


def distance_words(distance_m: float, units: Units) -> str:
    """A distance in the unit of this browser.

    Examples
    --------
    >>> distance_words(10_000.0, "metric"), distance_words(10_000.0, "imperial")
    ('10 km', '6.2 miles')
    """
    if units == "imperial":
        return say("entries.in_miles", distance=number_words(distance_m / M_PER_MILE))
    return say("entries.in_km", distance=number_words(distance_m / 1000))


def _day_words(day: Day) -> str:
    scales = (*forms.SCALES, *forms.MORE_SCALES)
    given = {name: getattr(day, name) for name in scales if getattr(day, name) is not None}
    said = [f"{say(f'scales.{name}').lower()} {value:g}" for name, value in given.items()]
    if day.sleep_h is not None:
        said.append(f"{say('forms.sleep').lower()} {hours_words(day.sleep_h)}")
    return ", ".join([*said, *(say(f"marks.{mark}").lower() for mark in day.marks)]) or say("entries.nothing")


def find_entry(person: Unweary, fact_id: str) -> FactRow:
    """One entry that holds now.

    Raises
    ------
    UserError
        Where there is none, or where it was corrected already.
    """
    for row in person.facts(None, 100_000):
        if row.id == fact_id:
            return row
    raise UserError("unknown_fact", say("entries.lost"), say("entries.lost_do"))


def correction_page(person: Unweary, row: FactRow, units: Units = "metric") -> dict[str, Any]:
    """The fields of one entry, as they stand."""
    value = row.value
    shown: dict[str, Any] = {"row": entry(row, person, units), "kind": row.kind, "fields": [], "value": value}
    if isinstance(value, Answer):
        kind = person.knowledge.findings.get(value.finding)
        shown["question"] = kind.question if kind else value.finding
    if isinstance(value, Day):
        shown |= day_fields(value, None)
    if isinstance(value, SiteRating):
        shown["choices"] = list(SIGN_WORDS.items())
    if isinstance(value, Lab | Session):
        plain = _plain(value)
        shown["fields"] = [
            {"name": name, "called": say(key), "type": kind, "value": plain.get(name)}
            for name, key, kind in _fields(type(value), units)
        ]
    return shown


def _fields(kind: type, units: Units) -> list[tuple[str, str, str]]:
    return [_IMPERIAL.get(row[0], row) if units == "imperial" else row for row in _FIELDS[kind]]


def _plain(value: Lab | Session) -> dict[str, Any]:
    plain = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    for shown, name, factor in _SHOWN_AS:
        if getattr(value, name, None) is not None:
            plain[shown] = round(getattr(value, name) / factor, 2)
    return plain


def corrected(row: FactRow, form: FormData) -> Answer | SiteRating | Day | Lab | Session:
    """The entry with what the page sent in place of what stood there.

    Raises
    ------
    UserError
        Where a field cannot be read, or where this kind is only taken back.
    """
    value = row.value
    if isinstance(value, Day):
        return dataclasses.replace(forms.day_of(form, value.day), source=value.source)
    if isinstance(value, SiteRating):
        said = forms.rating_of(form, value.at)
        return dataclasses.replace(said, site=value.site, side=value.side)
    if isinstance(value, Answer):
        given = forms.number(form, "value", say("forms.answer"))
        fields = {"finding": value.finding, "state": forms.word(form, "state"), "value": given, "at": value.at}
        return forms.build(
            Answer, {**fields, "source": value.source}, {"state": say("forms.state"), "value": say("forms.answer")}
        )
    if isinstance(value, Lab | Session):
        return _replaced(value, form)
    raise UserError("kind", say("entries.of_device"), say("entries.of_device_do"))


def _replaced(value: Lab | Session, form: FormData) -> Lab | Session:
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    factors = {shown: (name, factor) for shown, name, factor in _SHOWN_AS}
    called, was, sign = {}, _plain(value), None
    given: float | None
    units: Units = "imperial" if "distance_mi" in form else "metric"
    for shown, key, kind in _fields(type(value), units):
        name, factor = factors.get(shown, (shown, 1.0))
        called[name] = say(key)
        if kind == "text":
            fields[name] = forms.word(form, shown) or None
            continue
        if isinstance(value, Lab) and forms.word(form, shown):
            sign, given = lab_figure(forms.word(form, shown), value.analyte, forms.word(form, "unit"))
        else:
            given = forms.number(form, shown, called[name])
        if given is None or given != was.get(shown):  # what came back as it was shown is not stored rounded
            fields[name] = None if given is None else given * factor
    if sign:  # '<5' typed as one
        fields["comparator"] = sign
    return forms.build(type(value), fields, called)
