"""The person's state now, as numbers: diary, body map, training, pulse and its variation, blood tests, age.

Everything is computed from what is in the history up to ``as_of``; what is not there stays unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from unweary.inference.diary import (
    Given,
    Numbers,
    body_map,
    diary_numbers,
    group_numbers,
    marked_sick,
    put,
    sore_sites,
)
from unweary.inference.newest_labs import calcium_drawn, newest_lab
from unweary.inference.own_level import own_level_numbers
from unweary.inference.profile_reading import read_profile
from unweary.inference.training import training_numbers
from unweary.vocab.assessment import QuantityValue, SoreSite
from unweary.vocab.history import History, Lab
from unweary.vocab.knowledge import Knowledge, Quantity


@dataclass(frozen=True, slots=True)
class State:
    """Numbers of the whole body, numbers by muscle group, facts for the findings, the sore parts.

    ``not_recognised`` are the medicines and illnesses of the details that change nothing.
    """

    numbers: Numbers
    groups: dict[str, Numbers]
    given: Given
    soreness: tuple[SoreSite, ...]
    not_recognised: tuple[str, ...] = ()


def state(history: History, knowledge: Knowledge, as_of: datetime) -> State:
    """Everything that can be computed from one person's history at ``as_of``."""
    training, shares = training_numbers(history, knowledge, as_of)
    sites, given = body_map(history, knowledge, as_of)
    numbers: Numbers = {
        **training,
        **_lab_numbers(history, knowledge, as_of),
        **_signal_numbers(history, knowledge, as_of),
        **_typed_numbers(history, knowledge, as_of),
        **own_level_numbers(history, knowledge, as_of),
        **diary_numbers(history, knowledge, as_of),
        **sites,
    }
    _profile_numbers(numbers, history, as_of)
    told = read_profile(history.profile, knowledge)
    given |= told.given
    given["marked_sick"] = (marked_sick(history, as_of), ("check-in",))
    if "age" in numbers:
        # The birth year alone leaves a year open; the younger age is the safe one here.
        given["under_18"] = (numbers["age"].low - 1 < 18, ("profile",))
    groups = group_numbers(history, knowledge, as_of)
    for group, more in shares.items():
        groups[group] = {**groups.get(group, {}), **more}
    return State(numbers, groups, given, sore_sites(history, knowledge, as_of), told.not_recognised)


def _profile_numbers(numbers: Numbers, history: History, as_of: datetime) -> None:
    profile = history.profile
    if profile.birth_year is not None:
        put(numbers, "age", as_of.year - profile.birth_year, ("profile",))
    if profile.height_m is not None and profile.mass_kg is not None:
        put(numbers, "bmi", profile.mass_kg / profile.height_m**2, ("profile",))


def _within(at: datetime, as_of: datetime, valid_days: float | None) -> bool:
    return at <= as_of and (valid_days is None or as_of - at <= timedelta(days=valid_days))


def _of_origin(knowledge: Knowledge, kind: str) -> Iterator[tuple[Quantity, str]]:
    """The quantities of one origin, each with the analyte, signal or finding that it comes from."""
    for quantity in knowledge.quantities.values():
        origin, _, name = quantity.origin.partition(":")
        if origin == kind:
            yield quantity, name


def _lab_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> Numbers:
    """The newest valid value of each analyte; ``<5`` becomes the interval from 0 to 5."""
    numbers: Numbers = {}
    for quantity, analyte in _of_origin(knowledge, "lab") if history.labs else ():
        valid = [lab for lab in history.labs if lab.analyte == analyte and _within(lab.at, as_of, quantity.valid_days)]
        newest = newest_lab(valid, knowledge)
        if newest is not None:
            low, high = _bounds(newest)
            numbers[quantity.id] = QuantityValue(
                quantity.id, low, high, (f"{newest.source} of {newest.at.date().isoformat()}",)
            )
    _calcium_numbers(numbers, history, knowledge, as_of)
    return numbers


def _calcium_numbers(numbers: Numbers, history: History, knowledge: Knowledge, as_of: datetime) -> None:
    """Calcium adjusted for the albumin of the same day; total calcium alone where there is no adjusted one of then."""
    total = numbers.get("ca_total_mmol_l")
    drawn = calcium_drawn(history, knowledge, as_of)
    if total is None or drawn is None or drawn.adjusted is not None:
        return
    shift = drawn.shift(knowledge)
    name, of = ("ca_total_alone_mmol_l", "") if shift is None else ("ca_adj_mmol_l", "worked out from albumin and ")
    told = tuple(f"{of}{source}" for source in total.sources)
    numbers[name] = QuantityValue(name, total.low + (shift or 0.0), total.high + (shift or 0.0), told)


def _bounds(lab: Lab) -> tuple[float, float]:
    # The open end of '<5' is the number just below, so that '< 5' holds and '>= 5' does not.
    match lab.comparator:
        case "<":
            return 0.0, math.nextafter(lab.value, -math.inf)
        case "<=":
            return 0.0, lab.value
        case ">":
            return math.nextafter(lab.value, math.inf), math.inf
        case ">=":
            return lab.value, math.inf
        case _:
            return lab.value, lab.value


def _signal_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> Numbers:
    numbers: Numbers = {}
    for quantity, signal in _of_origin(knowledge, "signal"):
        valid = [o for o in history.observations if o.signal == signal and _within(o.at, as_of, quantity.valid_days)]
        if valid:
            newest = max(valid, key=lambda o: o.at)
            put(numbers, quantity.id, newest.value, (newest.source,))
    return numbers


def _typed_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> Numbers:
    """Numbers that a person typed as an answer; 'days ago' grows with every day since."""
    numbers: Numbers = {}
    for quantity, finding in _of_origin(knowledge, "answer"):
        valid_days = knowledge.findings[finding].valid_days if finding in knowledge.findings else None
        said = [a for a in history.answers if a.finding == finding and a.state != "unknown"]
        said = [a for a in said if _within(a.at, as_of, valid_days)]
        newest = max(said, key=lambda a: a.at, default=None)
        if newest is not None and newest.value is not None and newest.state == "present":
            elapsed = (as_of - newest.at) / timedelta(days=1) if quantity.unit == "days" else 0.0
            put(numbers, quantity.id, newest.value + math.floor(elapsed), (newest.source,))
    return numbers
