"""What stands on the Timeline: columns of days, a person's own range, left and right, marks."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, stdev
from zoneinfo import ZoneInfo

import pytest

from unweary import knowledge as packaged
from unweary.inference.state import state
from unweary.reports.timeline import Span, marked, measured, middle, said, soreness
from unweary.vocab.history import Day, History, Lab, Observation, SiteRating, Tick

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
TODAY = NOW.date()
KNOWLEDGE = packaged.load()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def observed(signal: str, values: dict[int, float], source: str = "watch.csv") -> tuple[Observation, ...]:
    """Values by days ago, each measured an hour before ``NOW``."""
    return tuple(
        Observation(signal, value, "x", ago(back) - timedelta(hours=1), source) for back, value in values.items()
    )


def test_a_column_holds_its_own_days_and_a_column_without_a_value_is_unknown():
    span = Span(TODAY, 182)
    assert (len(span.ends), span.ends[-1], span.first) == (26, TODAY, TODAY - timedelta(days=181))
    values = {TODAY - timedelta(days=back): 1.0 for back in (0, 6, 7, 20)}
    assert span.gathered(values, sum)[-4:] == [None, 1.0, 1.0, 2.0]
    assert span.gathered({TODAY - timedelta(days=182): 9.0, TODAY + timedelta(days=1): 9.0}, sum) == [None] * 26


def test_no_day_of_three_years_is_lost_or_counted_twice():
    span = Span(TODAY, 1096)
    every = {span.first + timedelta(days=step): 1.0 for step in range((TODAY - span.first).days + 1)}
    assert set(span.gathered(every, sum)) == {7.0}


def test_scores_are_never_averaged():
    assert middle([0.0, 0.0, 9.0]) == 0.0


def test_the_mean_and_the_band_of_heartbeat_variation_are_those_that_the_rules_use():
    values = {back: 50 + 6 * math.sin(back * 1.7) for back in range(40)} | {back: 38.0 + back for back in range(7)}
    history = History(as_of=NOW, observations=observed("rmssd_ms", values))
    (row,) = measured(history, KNOWLEDGE, "rmssd_ms", Span(TODAY, 14), week=True)
    low, high = row.band[-1]
    spread, centre = math.log(high / low) / 2, math.log(high * low) / 2
    z = state(history, KNOWLEDGE, NOW).numbers["lnrmssd_z"].low
    assert (math.log(row.mean[-1]) - centre) / spread == pytest.approx(z)
    assert z < -1
    assert row.mean[-1] < low


def test_the_band_of_the_resting_pulse_is_two_standard_deviations_of_the_28_days_before():
    values = {back: 50.0 + back % 5 for back in range(40)}
    (row,) = measured(History(as_of=NOW, observations=observed("hr_rest_bpm", values)), KNOWLEDGE, "hr_rest_bpm",
                      Span(TODAY, 14))  # fmt: skip
    base = [values[back] for back in range(1, 29)]
    assert row.band[-1] == pytest.approx((fmean(base) - 2 * stdev(base), fmean(base) + 2 * stdev(base)))
    assert row.mean is None


def test_too_few_days_give_no_band_and_two_values_in_a_week_no_mean():
    observations = observed("rmssd_ms", {0: 50.0, 1: 51.0, **{back: 50.0 + back for back in range(20, 30)}})
    (row,) = measured(History(as_of=NOW, observations=observations), KNOWLEDGE, "rmssd_ms", Span(TODAY, 14), week=True)
    assert row.band == [None] * 14
    assert row.mean == [None] * 14
    assert row.values[-2:] == [51.0, 50.0]


def test_devices_are_never_mixed_and_the_one_with_most_days_comes_first():
    few = observed("rmssd_ms", dict.fromkeys((0, 3), 90.0), "strap")
    many = observed("rmssd_ms", dict.fromkeys((1, 2, 5), 40.0), "watch")
    rows = measured(History(as_of=NOW, observations=(*few, *many)), KNOWLEDGE, "rmssd_ms", Span(TODAY, 14), week=True)
    assert [(row.source, {value for value in row.values if value}) for row in rows] == [
        ("watch", {40.0}), ("strap", {90.0}),
    ]  # fmt: skip


def test_a_device_that_is_put_away_leaves_no_band_behind():
    old = observed("hr_rest_bpm", {back: 50.0 + back % 4 for back in range(8, 45)})
    (row,) = measured(History(as_of=NOW, observations=old), KNOWLEDGE, "hr_rest_bpm", Span(TODAY, 14))
    assert row.values[-8:] == [None] * 8
    assert row.band[-8:] == [None] * 8
    assert row.band[0] is not None


def test_what_the_person_said_stands_above_a_file():
    history = History(as_of=NOW, days=(Day(TODAY, sleep_h=5.0), Day(TODAY, sleep_h=8.0, source="watch.csv")))
    assert said(history, "sleep_h") == {TODAY: 5.0}


def rating(site: str, side: str, score: float, back: int) -> SiteRating:
    return SiteRating(site, side, score, ago(back))


def rows_of(*ratings: SiteRating, days: int = 14) -> dict[str, list[float | None]]:
    return dict(soreness(History(as_of=NOW, sites=ratings), KNOWLEDGE, Span(TODAY, days)))


def test_both_sides_alike_are_one_row_and_sides_that_differ_are_two():
    alike = rows_of(rating("quads", "left", 4, 1), rating("quads", "right", 4, 1))
    assert {name: row[-2] for name, row in alike.items()} == {"Front of thighs": 4}
    apart = rows_of(rating("quads", "left", 4, 1), rating("quads", "right", 6, 1))
    assert {name: row[-2] for name, row in apart.items()} == {"Front of thighs, left": 4, "Front of thighs, right": 6}


def test_one_side_alone_is_named_and_the_other_is_not_made_up():
    rows = rows_of(rating("achilles", "right", 5, 0))
    assert list(rows) == ["Calves, right"]
    assert rows["Calves, right"] == [None] * 13 + [5]


def test_zero_is_kept_apart_from_not_asked_and_the_highest_of_a_group_counts():
    rows = rows_of(rating("quads", "left", 0, 2), rating("quads", "right", 0, 2), rating("quad_tendon", "left", 0, 2))
    assert rows["Front of thighs"][-3:] == [0, None, None]


def test_a_later_word_on_the_same_day_stands_and_the_highest_day_of_a_week_is_shown():
    early = SiteRating("quads", "left", 8, ago(1) - timedelta(hours=2))
    assert rows_of(early, rating("quads", "left", 3, 1))["Front of thighs, left"][-2] == 3
    week = rows_of(rating("quads", "left", 3, 1), rating("quads", "left", 7, 5), days=182)
    assert week["Front of thighs, left"][-1] == 7


def test_a_mark_at_midnight_falls_on_the_day_of_the_person():
    oslo = ZoneInfo("Europe/Oslo")
    late = SiteRating("quads", "left", 5, datetime(2026, 11, 18, 23, 30, tzinfo=UTC))
    rows = soreness(History(as_of=NOW.astimezone(oslo), sites=(late,)), KNOWLEDGE, Span(TODAY, 14))
    assert rows[0][1][-2] == 5  # the 19th in Oslo


def test_marks_tests_and_what_was_done_have_a_row_each_and_what_was_not_done_has_none():
    history = History(
        as_of=NOW,
        days=(Day(TODAY, marks=("sick", "menstruation")), Day(TODAY - timedelta(days=20), marks=("travel",))),
        labs=(Lab("ferritin", 30.0, "ug/L", ago(3)),),
        observations=(Observation("reaction_ms", 280.0, "ms", ago(2), "test"), *observed("rmssd_ms", {1: 50.0})),
        ticks=(Tick("nap", TODAY - timedelta(days=1), True), Tick("nap", TODAY, False)),
    )
    day = {back: TODAY - timedelta(days=back) for back in range(4)}
    assert marked(history, Span(TODAY, 14)) == [
        ("Ill", [day[0]]), ("Period", [day[0]]), ("Blood test", [day[3]]), ("Self-test", [day[2]]),
        ("Plan done", [day[1]]),
    ]  # fmt: skip
    assert dict(marked(history, Span(TODAY, 182)))["Travel"] == [TODAY - timedelta(days=14)]


def test_nothing_recorded_is_nothing_shown():
    history, span = History(as_of=NOW), Span(date(2026, 11, 20), 42)
    assert (soreness(history, KNOWLEDGE, span), marked(history, span)) == ([], [])
    assert measured(history, KNOWLEDGE, "rmssd_ms", span, week=True) == []
