"""Regularity, social jetlag and debt of real nights, read by the importers; no number of anybody is kept here."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import pytest

from unweary import importers
from unweary.physiology.sleep import (
    asleep_epochs,
    mean_clock_h,
    mid_sleep_h,
    sleep_debt_h,
    sleep_regularity_index,
    social_jetlag_h,
)
from unweary.vocab.history import Day, Sleep

pytestmark = pytest.mark.realdata

PEOPLE = ("p01", "p02", "p04", "p05", "p07", "p08", "p10", "p11", "p13", "p14")


def read(path) -> list:
    with path.open("rb") as stream:
        return list(importers.read(stream, path.name))


def nights(folder, person: str) -> list[Sleep]:
    fitbit = folder / "pmdata" / person / "fitbit"
    path = next(each for each in (fitbit / "sleep.json", fitbit / "sleep.json.gz") if each.exists())
    return [item for item in read(path) if isinstance(item, Sleep)]


def hours(sleeps: list[Sleep]) -> tuple[np.ndarray, np.ndarray]:
    """On the clock of the place, from the midnight before the first."""
    first = min(each.started_at for each in sleeps).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)

    def since(moment: datetime) -> float:
        return (moment.replace(tzinfo=None) - first).total_seconds() / 3600

    return np.array([since(each.started_at) for each in sleeps]), np.array([since(each.ended_at) for each in sleeps])


def minute_by_minute(starts, ends) -> float:
    """The index from sets of minutes: a moment counts if its noon-to-noon day, and that a day later, has any sleep."""
    asleep: set[int] = set()
    for start, end in zip(starts * 60, ends * 60, strict=True):
        # Watches write half minutes; rounded, so that hairs do not decide.
        asleep.update(range(math.ceil(round(start, 6) - 0.5), math.ceil(round(end, 6) - 0.5)))
    days = {(minute - 720) // 1440 for minute in asleep}
    compared = same = 0
    for day in days & {other - 1 for other in days}:
        for minute in range(720 + day * 1440, 720 + (day + 1) * 1440):
            compared, same = compared + 1, same + ((minute in asleep) == (minute + 1440 in asleep))
    return -100 + 200 * same / compared


@pytest.mark.parametrize("person", PEOPLE)
def test_the_regularity_of_a_real_winter_is_that_of_a_count_by_the_minute(data_folder, person):
    starts, ends = hours(nights(data_folder, person))
    index = float(sleep_regularity_index(asleep_epochs(starts, ends), 1440, 7))
    assert index == pytest.approx(minute_by_minute(starts, ends), abs=1e-9)
    # Grown-ups with jobs and training: far from chance, none like a clock.
    assert 60 < index < 95


def test_naps_and_gaps_of_real_people_are_taken_as_they_are(data_folder):
    starts, ends = hours(nights(data_folder, "p04"))
    naps = [each.nap is True for each in nights(data_folder, "p04")]
    assert sum(naps) > 20
    without = sleep_regularity_index(asleep_epochs(starts[~np.array(naps)], ends[~np.array(naps)]), 1440, 7)
    assert without > sleep_regularity_index(asleep_epochs(starts, ends), 1440, 7)
    starts, ends = hours(nights(data_folder, "p13"))
    states = asleep_epochs(starts, ends)
    assert np.isnan(states).mean() > 0.5, "the watch lay in a drawer for most of this winter"
    assert np.isnan(sleep_regularity_index(states, 1440, 60))


@pytest.mark.parametrize("person", PEOPLE)
def test_free_days_of_real_people_are_later_by_minutes_to_hours_and_their_debt_is_that_of_their_short_nights(
    data_folder, person
):
    sleeps = nights(data_folder, person)
    main = [each for each in sleeps if each.nap is False]
    mid = mid_sleep_h(*hours(main))
    free = np.array([each.ended_at.weekday() >= 5 for each in main])
    jetlag = float(social_jetlag_h(mean_clock_h(mid[free]), mean_clock_h(mid[~free])))
    assert 0 < jetlag < 3
    by_day: dict = {}
    for each in sleeps:
        by_day[each.ended_at.date()] = by_day.get(each.ended_at.date(), 0.0) + each.asleep_h
    days = [min(by_day) + timedelta(n) for n in range((max(by_day) - min(by_day)).days + 1)]
    slept = np.array([by_day.get(day, math.nan) for day in days])
    debts = sleep_debt_h(slept, 7.0, unknown_h=float(np.nanmean(slept)))
    assert np.isfinite(debts).all()
    assert np.isnan(sleep_debt_h(slept, 7.0)).any() == np.isnan(slept).any()
    # In the long run the debt of even nights is (need - slept) / (1 - rho); real weeks scatter around it.
    even = max(8.16 - float(np.nanmean(slept)), 0) / (1 - math.exp(-1 / 7))
    assert abs(float(np.mean(debts)) - even) < 3


def test_twenty_nights_of_a_garmin_reply(data_folder):
    path = data_folder / "garmin_garth" / "api_bodies" / "test_sleep_data_list.json"
    sleeps = [item for item in read(path) if isinstance(item, Sleep)]
    starts, ends = hours(sleeps)
    assert len(sleeps) == 20
    assert sleep_regularity_index(asleep_epochs(starts, ends), 1440, 7) == pytest.approx(
        minute_by_minute(starts, ends), abs=1e-9
    )


def test_daily_hours_of_a_real_runner_make_a_debt(data_folder):
    path = data_folder / "intervals_icu_samir" / "wellness.json"
    days = [item for item in read(path) if isinstance(item, Day) and item.sleep_h is not None]
    slept = [item.sleep_h for item in sorted(days, key=lambda item: item.day)]
    assert len(slept) > 20
    slow, fast = sleep_debt_h(slept, 10.0), sleep_debt_h(slept, 5.0)
    assert (slow >= fast).all()
    assert 0 < slow[-1] < 40
