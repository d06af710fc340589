"""The zone of this machine, summer time included."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from unweary.service.clock import LocalZone, local_now

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set on this system")


@pytest.fixture(autouse=True)
def _oslo() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.parametrize(("month", "hours", "name"), [(1, 1, "CET"), (7, 2, "CEST")])
def test_summer_is_told_from_winter(month: int, hours: int, name: str) -> None:
    local = datetime(2026, month, 15, 12, tzinfo=UTC).astimezone(LocalZone())
    assert (local.utcoffset(), local.tzname(), local.hour) == (timedelta(hours=hours), name, 12 + hours)
    assert local == datetime(2026, month, 15, 12, tzinfo=UTC)
    assert local.isoformat().endswith(f"+0{hours}:00")


def test_days_on_both_sides_of_the_change_keep_their_date() -> None:
    now = datetime(2026, 10, 26, 8, tzinfo=LocalZone())
    late = datetime(2026, 10, 23, 21, 30, tzinfo=UTC)
    assert late.astimezone(now.tzinfo).isoformat() == "2026-10-23T23:30:00+02:00"


def test_the_moment_now_says_its_offset() -> None:
    assert local_now().utcoffset() is not None
    assert abs(local_now() - datetime.now(UTC)) < timedelta(seconds=5)
