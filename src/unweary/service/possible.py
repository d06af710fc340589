"""Whether a value can be: known ids, units that convert, numbers that a body or a device can show."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from unweary.service.mixed_units import did_you_mean, is_extreme
from unweary.service.reading import Fault
from unweary.vocab.errors import UserError
from unweary.vocab.history import (
    Answer,
    Lab,
    Look,
    Observation,
    Profile,
    Recording,
    Session,
    SiteRating,
    Sleep,
    Tick,
)
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.lab_names import analyte_named
from unweary.vocab.signals import ANALYTES, SIGNALS
from unweary.vocab.units import accepted_units, meant_instead, to_canonical

#: How like an id a word must be to be offered in its place. Names of blood tests look alike and mean other things:
#: troponin is no transferrin.
_LIKE, _LIKE_TEST = 0.5, 0.8
#: As of a birth year in the vocabulary.
_YEARS = (1900, 2100)


def impossible(value: object, knowledge: Knowledge) -> Iterator[Fault]:
    """Every fault of one value, with the field's name as its path.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> pulse = Observation("hr_rest_bpm", 900, "bpm", datetime(2026, 11, 20, tzinfo=UTC))
    >>> [fault.message for fault in impossible(pulse, None)]
    ['900 bpm is outside what hr_rest_bpm can be (20 to 220)']
    """
    match value:
        case Answer():
            yield from _answer(value, knowledge)
        case SiteRating():
            yield from _site(value, knowledge)
        case Lab():
            yield from _lab(value, knowledge)
        case Observation():
            yield from _observation(value)
        case Session():
            groups = {part.group for part in knowledge.body.values()} if value.muscle_groups else set()
            for group in value.muscle_groups or ():
                yield from _unknown("muscle_groups", group, groups, "a muscle group")
        case Tick():
            yield from _unknown("remedy", value.remedy, knowledge.remedies, "a remedy")
        case Look():
            yield from _unknown("finding", value.finding, knowledge.findings, "a finding")
            if value.day > value.at.date():
                yield Fault("day", "future", "this is after the day on which it was said", "a day up to then")
        case Recording():
            yield from _recording(value, knowledge)
        case Sleep():
            if value.ended_at <= value.started_at:
                yield Fault(
                    "ended_at", "impossible_value", "this sleep ends before it begins", "a time after started_at"
                )
        case Profile():
            if value.country is not None and not (value.country.isascii() and value.country.isalpha()):
                yield Fault("country", "json_value", f"'{value.country}' is no country code", "two letters, such as NO")


def impossible_moment(as_of: datetime) -> Iterator[Fault]:
    """The fault of a moment in which nobody lives whom this could be about."""
    if not _YEARS[0] <= as_of.year <= _YEARS[1]:
        yield Fault(
            "as_of", "impossible_value", f"the year {as_of.year} cannot be", f"a moment from {_YEARS[0]} to {_YEARS[1]}"
        )


def unborn(value: object, now: datetime, knowledge: Knowledge) -> Iterator[Fault]:
    """The fault of a profile whose birth year is still to come, or longer ago than anybody lives."""
    if not isinstance(value, Profile) or value.birth_year is None:
        return
    first = now.year - int(knowledge.parameters["age_oldest"].high)
    if not first <= value.birth_year <= now.year:
        old = f"would be an age of {now.year - value.birth_year}"
        what = f"{value.birth_year} {f'is after {now.year}' if value.birth_year > now.year else old}"
        yield Fault("birth_year", "impossible_value", what, f"{first} to {now.year}")


def _unknown(path: str, given: str, known: Collection[str], what: str, like: float = _LIKE) -> Iterator[Fault]:
    if given not in known:
        near = get_close_matches(given, known, n=3, cutoff=like)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        few = ", ".join(near or (sorted(known) if len(known) <= 30 else ()))
        yield Fault(path, "unknown_id", f"'{given}' is not {what} known here{hint}", few or f"one of {len(known)} ids")


def _answer(answer: Answer, knowledge: Knowledge) -> Iterator[Fault]:
    yield from _unknown("finding", answer.finding, knowledge.findings, "a finding")
    if answer.value is None or answer.finding not in knowledge.findings:
        return
    counted = any(quantity.origin == f"answer:{answer.finding}" for quantity in knowledge.quantities.values())
    if not counted and knowledge.findings[answer.finding].kind != "number":
        yield Fault("value", "json_value", f"{answer.finding} is not asked as a number", "no value")
        return
    most = _most(answer.finding, knowledge)
    if not 0 <= answer.value <= most:
        yield Fault("value", "impossible_value", f"{answer.value:g} cannot be", f"0 to {most:g}")
    elif answer.value % 1 and knowledge.unit_of(answer.finding) == "points":
        accepted = f"a whole number, 0 to {most:g}"
        yield Fault("value", "impossible_value", f"{answer.value:g} is no whole number", accepted)


def _most(finding: str, knowledge: Knowledge) -> float:
    """The largest number that an answer can be: the top of its questionnaire, or what own words are read up to."""
    asked = [quantity for quantity in knowledge.quantities.values() if quantity.origin == f"answer:{finding}"]
    tops = [quantity.most for quantity in asked if quantity.most is not None]
    names = {quantity.id for quantity in asked}
    read = [reading.high * reading.times for reading in knowledge.readings if reading.quantity in names]
    return min(tops, default=max(read, default=100_000.0))


def _site(rating: SiteRating, knowledge: Knowledge) -> Iterator[Fault]:
    yield from _unknown("site", rating.site, knowledge.body, "a part of the body map")
    if rating.site in knowledge.body:
        sides = ("left", "right") if knowledge.body[rating.site].sides == "LR" else ("mid",)
        if rating.side not in sides:
            yield Fault("side", "json_value", f"'{rating.side}' is not a side of {rating.site}", ", ".join(sides))


def _lab(lab: Lab, knowledge: Knowledge) -> Iterator[Fault]:
    if lab.analyte not in ANALYTES:
        yield from _unknown("analyte", lab.analyte, ANALYTES, "a blood test", _LIKE_TEST)
        return
    analyte = ANALYTES[lab.analyte]
    if lab.at.year < _YEARS[0]:
        yield Fault(
            "at", "impossible_value", f"nobody who lives gave blood in {lab.at.year}", f"a day from {_YEARS[0]} on"
        )
    meant = did_you_mean(lab.analyte, lab.value, lab.unit, knowledge)
    hint = f"; {meant}" if meant else ""
    try:
        value = to_canonical(lab.analyte, lab.value, lab.unit)
    except UserError as error:
        yield Fault("unit", error.code, f"{error.message}{hint}", error.accepted)
        return
    # '<5' says where the value is not: it is a bound, and a bound may lie at or below the lowest possible value.
    low = 0.0 if lab.comparator else analyte.low
    said = f"{lab.comparator or ''}{lab.value:g} {lab.unit}"
    if not low <= value <= analyte.high:
        limits = f"{analyte.low:g} to {analyte.high:g} {analyte.unit}"
        message = f"{said} is outside what {lab.analyte} can be ({limits}){hint}"
        yield Fault("value", "impossible_value", message, limits)
    elif meant and is_extreme(lab.analyte, value, knowledge):
        # Only here is a possible value refused: hardly anyone was ever measured there, and another unit explains it.
        units = ", ".join(accepted_units(lab.analyte))
        message = f"{said} of {analyte.label} is hardly ever seen{hint}"
        yield Fault("value", "unit_mixed_up", message, f"the value with the unit that stands on your report ({units})")


def under_its_id(lab: Lab) -> Lab:
    """The same blood test under the id of its analyte, where it has a name that people and laboratories use.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 20, tzinfo=UTC)
    >>> [under_its_id(Lab(name, 5, "g/L", at)).analyte for name in ("hb", "FT4", "haemoglobin", "troponin")]
    ['haemoglobin', 'free_t4', 'haemoglobin', 'troponin']
    """
    named = None if lab.analyte in ANALYTES else analyte_named(lab.analyte)
    return lab if named is None else replace(lab, analyte=named)


def canonical(lab: Lab) -> Lab:
    """The same blood test in its canonical unit, unrounded, and what was written; what thinking reads.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> lab = canonical(Lab("haemoglobin", 13.5, "g/dL", datetime(2026, 11, 20, tzinfo=UTC)))
    >>> lab.value, lab.unit, lab.written
    (135.0, 'g/L', '13.5 g/dL')
    """
    unit = ANALYTES[lab.analyte].unit
    if lab.unit == unit:
        return lab
    value = to_canonical(lab.analyte, lab.value, lab.unit)
    return replace(lab, value=value, unit=unit, written=f"{lab.value!r} {lab.unit}")


def _observation(observation: Observation) -> Iterator[Fault]:
    if observation.signal not in SIGNALS:
        yield from _unknown("signal", observation.signal, SIGNALS, "a signal")
        return
    signal = SIGNALS[observation.signal]
    meant = meant_instead(signal.id, observation.value, signal.low, signal.high, signal.unit)
    hint = f"; {meant}" if meant else ""
    if observation.unit != signal.unit:
        yield Fault("unit", "unit", f"'{observation.unit}' is not the unit of {signal.id}{hint}", signal.unit)
    elif not signal.low <= observation.value <= signal.high:
        limits = f"{signal.low:g} to {signal.high:g}"
        yield Fault(
            "value",
            "impossible_value",
            f"{observation.value:g} {signal.unit} is outside what {signal.id} can be ({limits}){hint}",
            f"{limits} {signal.unit}",
        )


def _recording(recording: Recording, knowledge: Knowledge) -> Iterator[Fault]:
    lengths = {name: len(column) for name, column in recording.columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        yield Fault("columns", "json_value", f"the columns differ in length ({told})", "one length for all columns")
    for name, column in recording.columns.items():
        if math.inf in column or -math.inf in column:
            yield Fault(
                f"columns.{name}", "json_value", "a sample is infinite", "numbers, and null where one is missing"
            )
    if recording.session is not None:
        yield from (fault.at("session") for fault in impossible(recording.session, knowledge))
