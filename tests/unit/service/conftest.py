"""One opened home with a clock that the test sets, and files to import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=clock) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file of each kind that is read, one that is not, and one that is hidden."""
    made = tmp_path / "exports"
    (made / "deep").mkdir(parents=True)
    (made / "wellness.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,48\n2026-11-19,25200,50\n")
    (made / "deep" / "2026-11-19 06-40-00.txt").write_text("812\n798\n805\n799\n")
    (made / "notes.txt").write_text("Felt fine. Ran a bit.\n")
    (made / ".hidden.csv").write_text("date,sleepSecs\n2026-11-01,27000\n")
    return made
