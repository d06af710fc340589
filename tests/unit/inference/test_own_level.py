"""Which device's pulse and variation count, and that a second one changes nothing of the first's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from unweary.inference.own_level import own_level_numbers
from unweary.inference.training import resting_hr
from unweary.vocab.history import History, Observation, Recording
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def mornings(source: str, base: float, days: int = 35, signal: str = "rmssd_ms") -> list[Observation]:
    unit = "bpm" if signal == "hr_rest_bpm" else "ms"
    return [
        Observation(signal, base + (back * 7) % 5 + (3 if back < 3 else 0), unit, NOW - timedelta(days=back), source)
        for back in range(days)
    ]


def level(knowledge: Knowledge, *rows: list[Observation], name: str = "lnrmssd_z") -> tuple[float, tuple[str, ...]]:
    history = History(as_of=NOW, observations=tuple(seen for row in rows for seen in row))
    number = own_level_numbers(history, knowledge, NOW)[name]
    return number.low, number.sources


@pytest.mark.parametrize(("signal", "name"), [("rmssd_ms", "lnrmssd_z"), ("hr_rest_bpm", "rhr_z")])
def test_a_second_source_changes_nothing_of_the_first(knowledge: Knowledge, signal: str, name: str) -> None:
    first = mornings("ring", 50, signal=signal)
    alone = level(knowledge, first, name=name)
    assert alone[1] == ("ring",)
    for base, days in ((90, 25), (20, 27), (51, 3)):
        assert level(knowledge, mornings("a watch", base, days, signal), first, name=name) == alone


def test_the_longest_baseline_is_chosen_then_the_chest_strap_then_the_name(knowledge: Knowledge) -> None:
    strap, ring, watch = (mornings(name, 50) for name in ("Polar H10", "ring", "a watch"))
    assert level(knowledge, watch, ring, strap)[1] == ("Polar H10",)
    assert level(knowledge, watch, ring)[1] == ("a watch",)
    assert level(knowledge, strap[:28], ring)[1] == ("ring",)


def test_sdnn_is_no_rmssd(knowledge: Knowledge) -> None:
    only = History(as_of=NOW, observations=tuple(mornings("watch", 50, signal="sdnn_ms")))
    assert "lnrmssd_z" not in own_level_numbers(only, knowledge, NOW)
    both = mornings("watch", 50)
    assert level(knowledge, both, mornings("watch", 120, signal="sdnn_ms")) == level(knowledge, both)


def test_many_values_of_one_night_are_one_day(knowledge: Knowledge) -> None:
    one_night = [Observation("rmssd_ms", 40 + n % 4, "ms", NOW - timedelta(minutes=5 * n), "ring") for n in range(80)]
    nights = [seen for seen in mornings("ring", 50) if seen.at < NOW - timedelta(days=7)]
    assert not own_level_numbers(History(as_of=NOW, observations=tuple(one_night + nights)), knowledge, NOW)


def test_the_pulse_at_rest_that_a_load_is_measured_from_is_of_one_device() -> None:
    ring = mornings("ring", 60, 10, "hr_rest_bpm")
    strap = mornings("Polar H10", 45, 20, "hr_rest_bpm")
    found = resting_hr(History(as_of=NOW, observations=(*ring, *strap)))
    assert {seen.source for seen in found} == {"Polar H10"}
    assert [seen.at for seen in found] == sorted(seen.at for seen in strap)
    assert resting_hr(History(as_of=NOW)) == []


def test_a_row_too_long_to_be_beats_is_left_out_and_breaks_no_answer(knowledge: Knowledge) -> None:
    samples = Recording(NOW - timedelta(hours=1), "rr", {"rr_ms": np.broadcast_to(800.0, 1_000_001)}, device="ECG")
    history = History(as_of=NOW, observations=tuple(mornings("ring", 50)), recordings=(samples,))
    assert own_level_numbers(history, knowledge, NOW)["lnrmssd_z"].sources == ("ring",)
