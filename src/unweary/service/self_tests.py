"""Tests that a person does alone: from what was typed, tapped or recorded to observations that are kept.

What a number means is knowledge: a test says which conditions of the knowledge hold, never that all is well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.errors import UserError
from unweary.vocab.history import STRICT, History, Observation, Recording
from unweary.vocab.logic import names
from unweary.vocab.signals import SIGNALS

if TYPE_CHECKING:
    from unweary.physiology.self_tests import Standing
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow
    from unweary.vocab.knowledge import Derived, Knowledge

#: The source of what a person measured in a test of ours.
SOURCE = "test"
#: The same number again within this time is a second press of the button, not a second test.
_SECOND_PRESS = timedelta(seconds=10)
_NEWEST = 200


@dataclass(frozen=True, slots=True)
class Observations:
    """What ``POST /api/observations`` takes."""

    __pydantic_config__ = STRICT

    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class SelfTest:
    """One test: its name in addresses, and what it measures, the main signal first. ``moves``: more than a finger."""

    id: str
    signals: tuple[str, ...]
    moves: bool = True


TESTS: dict[str, SelfTest] = {
    test.id: test
    for test in (
        SelfTest("reaction", ("reaction_ms", "reaction_lapses_pct"), moves=False),
        SelfTest("tapping", ("taps_right_10s", "taps_left_10s"), moves=False),
        SelfTest(
            "standing",
            ("hr_rise_10min_bpm", "hr_rise_3min_bpm", "hr_lying_bpm", "hr_standing_3min_bpm", "hr_standing_10min_bpm"),
        ),
        SelfTest("balance", ("balance_right_s", "balance_left_s")),
        SelfTest("calf", ("calf_raises_right", "calf_raises_left")),
        SelfTest("strength", ("cmj_cm", "grip_kg", "force_max_kg")),
    )
}


def measured(signal: str, value: float, at: datetime) -> Observation:
    """One result of a test.

    Examples
    --------
    >>> from datetime import UTC
    >>> measured("grip_kg", 41.0, datetime(2026, 11, 20, tzinfo=UTC)).unit
    'kg'
    """
    return Observation(signal, value, SIGNALS[signal].unit, at, SOURCE)


def reaction_results(times_ms: Sequence[float], knowledge: Knowledge, at: datetime) -> tuple[Observation, ...]:
    """Median and lapses of one run.

    Raises
    ------
    UserError
        ``few_answers`` where too few answers count.
    """
    from unweary.physiology.self_tests import reactions

    limits = knowledge.parameters
    found = reactions(times_ms, limits["reaction_false_start_ms"].mid, limits["reaction_lapse_ms"].mid)
    if found is None:
        raise UserError("few_answers", "too few of the taps came after the signal", "at least 5 answers")
    return (
        measured("reaction_ms", float(round(found.median_ms)), at),
        measured("reaction_lapses_pct", float(round(found.lapses_pct)), at),
    )


def standing_results(rates: Standing, at: datetime) -> tuple[Observation, ...]:
    """The rates and their rise over lying.

    Raises
    ------
    UserError
        ``no_pair`` where the rate lying, or every rate standing, is missing.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.physiology.self_tests import Standing
    >>> rates = Standing(62.0, 88.0, None)
    >>> [(o.signal, o.value) for o in standing_results(rates, datetime(2026, 11, 20, tzinfo=UTC))]
    [('hr_lying_bpm', 62.0), ('hr_standing_3min_bpm', 88.0), ('hr_rise_3min_bpm', 26.0)]
    """
    after = (("3min", rates.after_3min_bpm), ("10min", rates.after_10min_bpm))
    if rates.lying_bpm is None or all(rate is None for _, rate in after):
        accepted = "your heart rate lying, and after 3 or 10 minutes of standing"
        raise UserError("no_pair", "two heart rates are needed, one lying and one standing", accepted)
    found = [measured("hr_lying_bpm", float(round(rates.lying_bpm)), at)]
    for name, rate in after:
        if rate is not None:
            found.append(measured(f"hr_standing_{name}_bpm", float(round(rate)), at))
            found.append(measured(f"hr_rise_{name}_bpm", float(round(rate) - round(rates.lying_bpm)), at))
    return tuple(found)


def standing_from_text(text: str, stood_up_min: float, knowledge: Knowledge, at: datetime) -> Standing:
    """The rates out of a text file of intervals. The file itself is not kept: half of it was not at rest.

    Raises
    ------
    UserError
        ``not_rr`` where the file holds no intervals between beats.
    """
    from unweary.importers import rr_text

    recordings = []
    if rr_text.looks_like(text):
        # The name gives the reader a date; when the test was is known from the page.
        read = rr_text.read_text(text, f"{at:%Y-%m-%d_%H-%M-%S}.txt")
        recordings = [value for value in read if isinstance(value, Recording)]
    if not recordings:
        raise UserError("not_rr", "this file has no intervals between heartbeats", "a text file, one interval a line")
    return standing_from(recordings[0], stood_up_min, knowledge)


def standing_from(recording: Recording, stood_up_min: float, knowledge: Knowledge) -> Standing:
    """The rates out of a recording of intervals."""
    from unweary.physiology.hrv import normal_beats
    from unweary.physiology.self_tests import standing

    rr_ms, average_s = recording.columns["rr_ms"], knowledge.parameters["standing_average_s"].mid
    return standing(rr_ms, normal_beats(rr_ms), 60.0 * stood_up_min, average_s)


def rr_recordings(history: History, newest: int = 5) -> tuple[Recording, ...]:
    """The newest recordings of intervals that are not training, newest first."""
    found = [each for each in history.recordings if each.kind == "rr" and "rr_ms" in each.columns]
    resting = [each for each in found if each.session is None]
    return tuple(sorted(resting, key=lambda each: each.started_at, reverse=True)[:newest])


def keep(person: Unweary, results: Sequence[Observation]) -> tuple[FactRow, ...]:
    """Keep results, but not a second time what was kept a moment ago."""
    with person.one_at_a_time:
        before = {
            (row.value.signal, row.value.value)
            for row in person.facts("observation", _NEWEST)
            if isinstance(row.value, Observation)
            and row.value.source == SOURCE
            and results
            and abs(results[0].at - row.value.at) < _SECOND_PRESS
        }
        new = [result for result in results if (result.signal, result.value) not in before]
        return person.add(new) if new else ()


def told_by(test: SelfTest, knowledge: Knowledge) -> Iterator[Derived]:
    """What the knowledge can read from a test: the conditions in which one of its numbers stands."""
    numbers = {quantity.id for quantity in knowledge.quantities.values() if _signal(quantity.origin) in test.signals}
    if "cmj_cm" in test.signals:
        numbers.add("cmj_z")
    for entry in knowledge.derived:
        if not numbers.isdisjoint(names(entry.present)):
            yield entry


def notes_of(test: SelfTest, knowledge: Knowledge) -> tuple[str, ...]:
    """What is known, and not known, about the numbers of a test."""
    of_test = [quantity for quantity in knowledge.quantities.values() if _signal(quantity.origin) in test.signals]
    of_test += [knowledge.quantities["cmj_z"]] if "cmj_cm" in test.signals else []
    return tuple(dict.fromkeys(quantity.note for quantity in of_test if quantity.note))


def _signal(origin: str) -> str:
    kind, _, name = origin.partition(":")
    return name if kind == "signal" else ""


def holding(test: SelfTest, history: History, knowledge: Knowledge) -> tuple[Derived, ...]:
    """What the test's numbers show now, by the knowledge. What is not in it is not known; it is never 'all is well'."""
    from unweary.inference.findings import findings
    from unweary.inference.state import state
    from unweary.vocab.logic import evaluate

    body = state(history, knowledge, history.as_of)
    known = findings(history, knowledge, history.as_of, body.numbers, body.given)
    return tuple(entry for entry in told_by(test, knowledge) if evaluate(entry.present, known) is True)
