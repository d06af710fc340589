from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from unweary.inference.same_session import workouts
from unweary.inference.state import state
from unweary.vocab.history import Day, History, Observation, Recording, Session, SiteRating
from unweary.vocab.knowledge import Knowledge

People = Callable[..., History]


def runs(now: datetime, days_back: list[int], minutes: float = 60, rpe: float | None = 5) -> tuple[Session, ...]:
    return tuple(
        Session(now - timedelta(days=back, hours=14), minutes * 60, "running", rpe_cr10=rpe, source=f"run-{back}.fit")
        for back in days_back
    )


def test_training_is_unknown_when_nothing_was_imported_lately(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    body = state(person(sessions=runs(now, [20, 22])), knowledge, now)
    assert "rest_days_7d" not in body.numbers
    assert "load_7d_au" not in body.numbers


def test_the_weeks_load_is_rating_times_minutes_and_names_its_files(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    body = state(person(sessions=runs(now, [1, 3, 5])), knowledge, now)
    load = body.numbers["load_7d_au"]
    assert load.low == load.high == 900
    assert set(load.sources) == {"run-1.fit", "run-3.fit", "run-5.fit"}
    assert body.numbers["rest_days_7d"].low == 4


def test_a_week_far_above_the_usual_is_seen_in_own_swings(person: People, knowledge: Knowledge, now: datetime) -> None:
    usual = list(range(8, 40, 2))
    calm = state(person(sessions=runs(now, [1, 3, 5, *usual])), knowledge, now)
    spike = state(person(sessions=(*runs(now, usual), *runs(now, [1, 2, 3, 4, 5], minutes=120))), knowledge, now)
    assert abs(calm.numbers["load_rise_sd"].low) < 1
    assert spike.numbers["load_rise_sd"].low > 2


def test_one_ride_recorded_by_two_devices_counts_once(person: People, now: datetime) -> None:
    start = now - timedelta(days=1)
    two = (
        Session(start, 3600, "cycling", source="watch.fit"),
        Session(start + timedelta(seconds=40), 3500, "cycling", source="bike.fit"),
    )
    assert [each.source for each in workouts(person(sessions=two), now)] == ["watch.fit (also in: bike.fit)"]


def test_resting_pulse_is_compared_with_its_own_source_only(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    def nights(source: str, base: float) -> list[Observation]:
        return [
            Observation("hr_rest_bpm", base + back % 3, "bpm", now - timedelta(days=back, hours=1), source)
            for back in range(1, 30)
        ]

    today = Observation("hr_rest_bpm", 58.0, "bpm", now - timedelta(hours=1), "strap")
    body = state(person(observations=(*nights("strap", 48), *nights("ring", 60), today)), knowledge, now)
    assert body.numbers["rhr_z"].low > 3
    assert body.numbers["rhr_z"].sources == ("strap",)


def test_too_few_mornings_give_no_baseline(person: People, knowledge: Knowledge, now: datetime) -> None:
    few = tuple(Observation("rmssd_ms", 40.0 + b, "ms", now - timedelta(days=b), "strap") for b in range(10))
    assert "lnrmssd_z" not in state(person(observations=few), knowledge, now).numbers


def soreness(
    now: datetime, scores: dict[int, float], site: str = "quads", side: str = "left"
) -> tuple[SiteRating, ...]:
    return tuple(
        SiteRating(site, side, score, now - timedelta(days=back))  # type: ignore[arg-type]
        for back, score in scores.items()
    )


def test_days_sore_bridge_one_missing_check_in_but_not_two(person: People, knowledge: Knowledge, now: datetime) -> None:
    bridged = state(person(sites=soreness(now, {0: 5, 1: 6, 3: 4})), knowledge, now)
    assert bridged.groups["quads"]["group_days_sore"].low == 4
    broken = state(person(sites=soreness(now, {0: 5, 1: 6, 4: 4})), knowledge, now)
    assert broken.groups["quads"]["group_days_sore"].low == 2


def test_soreness_of_a_part_says_whether_it_rises(person: People, knowledge: Knowledge, now: datetime) -> None:
    (site,) = state(person(sites=soreness(now, {0: 6, 1: 3})), knowledge, now).soreness
    assert (site.soreness_0_10, site.change, site.words) == (6, 3, "rising")


def test_the_map_tells_both_sides_from_one_limb(person: People, knowledge: Knowledge, now: datetime) -> None:
    both = state(person(sites=(*soreness(now, {0: 5}), *soreness(now, {0: 5}, side="right"))), knowledge, now)
    assert both.given["bilateral_symm"][0] is True
    assert "unilateral_limb" not in both.given
    one = state(person(sites=soreness(now, {0: 5})), knowledge, now)
    assert one.given["unilateral_limb"][0] is True
    assert "bilateral_symm" not in one.given


@pytest.mark.parametrize(
    ("site", "signs", "finding"),
    [
        ("gastroc_medial", ("swelling",), "leg_swell_any"),
        ("gastroc_medial", ("warmth",), "leg_warm_red"),
        ("knee_joint", ("swelling",), "joint_swelling"),
        ("achilles", ("tendon_pain",), "tendon_site"),
        ("hamstring_lateral", ("bruise",), "bruise_gap"),
    ],
)
def test_signs_on_the_map_become_findings(
    person: People, knowledge: Knowledge, now: datetime, site: str, signs: tuple[str, ...], finding: str
) -> None:
    rating = SiteRating(site, "left", 4, now, signs)  # type: ignore[arg-type]
    assert state(person(sites=(rating,)), knowledge, now).given[finding][0] is True


def test_swelling_on_both_sides_is_not_one_swollen_leg(person: People, knowledge: Knowledge, now: datetime) -> None:
    both = tuple(SiteRating("gastroc_medial", side, 3, now, ("swelling",)) for side in ("left", "right"))  # type: ignore[arg-type]
    assert "leg_swell_any" not in state(person(sites=both), knowledge, now).given


def test_what_the_person_said_stands_above_the_devices_figure(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    days = (Day(now.date(), sleep_h=7.9, source="watch"), Day(now.date(), sleep_h=5.0, fatigue_0_10=6))
    body = state(person(days=days), knowledge, now)
    assert body.numbers["sleep_h_last"].low == 5.0


def test_yesterdays_check_in_still_counts_the_day_befores_does_not(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    yesterday = state(person(days=(Day(now.date() - timedelta(days=1), fatigue_0_10=6),)), knowledge, now)
    assert yesterday.numbers["fatigue_0_10"].low == 6
    older = state(person(days=(Day(now.date() - timedelta(days=2), fatigue_0_10=6),)), knowledge, now)
    assert "fatigue_0_10" not in older.numbers


def test_beats_of_a_training_session_are_no_morning_measurement(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    beats = {"rr_ms": [800.0, 840.0] * 60}
    mornings = tuple(Recording(now - timedelta(days=b, hours=1), "rr", beats, device="strap") for b in range(30))
    varied = tuple(
        Recording(m.started_at, "rr", {"rr_ms": [800.0, 840.0 + i] * 60}, device="strap")
        for i, m in enumerate(mornings)
    )
    assert "lnrmssd_z" in state(person(recordings=varied), knowledge, now).numbers
    ride = Session(now - timedelta(days=1), 3600, "cycling")
    in_sessions = tuple(replace(recording, session=ride) for recording in varied)
    assert "lnrmssd_z" not in state(person(recordings=in_sessions), knowledge, now).numbers
