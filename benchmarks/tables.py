"""Tables far larger than a person's: how fast they are read, and in how much memory.

    python benchmarks/tables.py FOLDER [MB]     # makes a table of so many megabytes of each kind there, 300 by default

Each kind is read by a process of its own. ``peak`` is the most memory it ever held, ``before`` what a table of one
megabyte had needed.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from unweary import importers
from unweary.vocab.errors import Problem

SEED = 7
_BEGIN = date(1990, 1, 1)


def wellness(number: int, rng: Random) -> str:
    """A day of a page of wellness, with columns that are not read too."""
    day = _BEGIN + timedelta(days=number % 40_000)
    pulse, hrv, asleep, weight = (
        rng.randint(40, 70),
        rng.uniform(20, 90),
        rng.randint(15_000, 33_000),
        rng.uniform(60, 70),
    )
    return f"{day},{pulse},{hrv:.1f},{asleep},{weight:.2f},3,2,well,"


def fitbit(number: int, rng: Random) -> str:
    """A day of one person in the manner of Fitabase; a month later or earlier would be another day."""
    day = _BEGIN + timedelta(days=number % 40_000)
    steps = rng.randint(2_000, 20_000)
    return f"1503960366,{day.month}/{day.day}/{day.year},{steps},8.5,8.5,0,1.8,0.5,6.0,0,25,13,328,728,1985"


def laboratory(number: int, rng: Random) -> str:
    """A value with its unit and range."""
    day = _BEGIN + timedelta(days=number % 13_000)
    return f"{day.day:02d}.{day.month:02d}.{day.year};Ferritin;{rng.uniform(5, 200):.1f};ng/mL;15 - 150;;venous"


def strength(number: int, rng: Random) -> str:
    """A set of a workout of twenty."""
    day = _BEGIN + timedelta(days=number // 20 % 13_000)
    times = f'"{day:%d %b %Y}, 19:00","{day:%d %b %Y}, 20:00"'
    return f"Legs,{times},,Squat (Barbell),,,{number % 20},normal,{rng.randint(20, 120)},5,,,8"


KINDS: dict[str, tuple[str, Callable[[int, Random], str]]] = {
    "wellness": ("date,restingHR,hrv,sleepSecs,weight,fatigue,mood,comments,ctl", wellness),
    "fitbit": (
        "Id,ActivityDate,TotalSteps,TotalDistance,TrackerDistance,LoggedActivitiesDistance,VeryActiveDistance,"
        "ModeratelyActiveDistance,LightActiveDistance,SedentaryActiveDistance,VeryActiveMinutes,FairlyActiveMinutes,"
        "LightlyActiveMinutes,SedentaryMinutes,Calories",
        fitbit,
    ),
    "laboratory": ("Datum;Untersuchung;Wert;Einheit;Referenzbereich;Kommentar;Material", laboratory),
    "strength": (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,"
        "reps,distance_km,duration_seconds,rpe",
        strength,
    ),
}


def write(file: Path, kind: str, size: int) -> None:
    """A table of about so many bytes."""
    heading, row = KINDS[kind]
    rng = Random(SEED)
    block = "".join(row(number, rng) + "\n" for number in range(13_000))
    with file.open("w") as made:
        made.write(heading + "\n")
        for _ in range(max(size // len(block), 1)):
            made.write(block)


def read(file: Path, small: Path) -> tuple[float, int, int, int, float]:
    """Seconds, items, problems, kB before, MB at most."""

    def both(path: Path) -> tuple[int, int]:
        items = problems = 0
        with path.open("rb") as stream:
            for item in importers.read(stream, path.name):
                problems += isinstance(item, Problem)
                items += 1
        return items - problems, problems

    both(small)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    items, problems = both(file)
    spent = time.process_time() - began
    return spent, items, problems, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def each(folder: Path, megabytes: int) -> Iterator[str]:
    """A line for each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        file, small = folder / f"{kind}.csv", folder / f"{kind} small.csv"
        write(file, kind, megabytes * 1_000_000)
        write(small, kind, 1_000_000)
        size = file.stat().st_size / 1e6
        with get_context("spawn").Pool(1) as alone:
            spent, items, problems, before, peak = alone.apply(read, (file, small))
        yield (
            f"{kind}: {size:.0f} MB, {items} items, {problems} problems, {spent:.0f} s CPU, {size / spent:.1f} MB/s, "
            f"memory before {before / 1000:.0f} MB, peak {peak:.0f} MB"
        )
        file.unlink()
        small.unlink()


if __name__ == "__main__":
    for line in each(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300):
        print(line, flush=True)
