"""Three years of one invented person, for measuring: a check-in, a night and an HRV value a day, four sessions a week,
sore places, blood tests twice a year; in the last eight weeks the files of a watch and a chest strap as well.

    python benchmarks/three_years.py FOLDER [YEARS]     # writes a home there, which `unweary --home FOLDER` opens
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from unweary.service import open_home
from unweary.service.clock import local_now
from unweary.service.demo import PROFILE
from unweary.service.demo_files import write_demo_files
from unweary.service.home import Entry
from unweary.vocab.history import Answer, Day, Lab, Observation, Session, SiteRating

SEED = 1995
YEARS = 3
#: The files of the example person reach this far back; sessions and HRV before are typed.
_FILES_DAYS = 56
_LABS = (("ferritin", 45.0, "ug/L"), ("haemoglobin", 138.0, "g/L"), ("vitamin_d", 62.0, "nmol/L"), ("tsh", 1.9, "mU/L"))
_SITES = ("quads", "gastroc_medial", "hamstring_lateral", "glute_max")
#: Training days of a week, with minutes and how hard.
_WEEK = {1: (45, 4), 3: (50, 6), 5: (60, 5), 6: (95, 5)}


def build(folder: Path, as_of: datetime, years: float = YEARS) -> int:
    """Fill an empty home up to ``as_of`` and say how many entries it holds. The same moment gives the same person."""
    rng = Random(SEED)
    days = round(years * 365)
    with open_home(folder, clock=lambda: as_of) as person:
        values = [value for back in range(days, -1, -1) for value in _day(as_of - timedelta(days=back), back, rng)]
        values = [value for value in values if getattr(value, "at", as_of) <= as_of]
        signs = dict.fromkeys(finding for screen in person.knowledge.screens for finding in screen.findings)
        values += [Answer(finding, "absent", as_of - timedelta(minutes=20)) for finding in signs]
        person.save_profile(PROFILE, {})
        person.add(values)
        files = folder / "made-files"
        files.mkdir(exist_ok=True)
        person.import_paths(list(write_demo_files(files, as_of, SEED)))
        return len(person.facts(limit=1_000_000))


def _day(now: datetime, back: int, rng: Random) -> Iterator[Entry]:
    """What one day brings. ``now`` is the hour of the last morning on that day."""
    tired = 3 + 2 * math.sin(back / 17) + rng.gauss(0, 1)
    yield Day(
        now.date(),
        fatigue_0_10=_score(tired),
        heaviness_0_10=_score(tired + rng.gauss(0, 1)),
        sleep_h=round(min(10, max(4, rng.gauss(7.2, 0.8))), 1),
        sleep_quality_0_10=_score(6 + rng.gauss(0, 1.5)),
        stress_0_10=_score(4 + rng.gauss(0, 1.5)),
        mood_0_10=_score(6 + rng.gauss(0, 1.2)),
    )
    if back > _FILES_DAYS:
        early = now - timedelta(minutes=30)
        yield Observation("rmssd_ms", round(math.exp(rng.gauss(3.9, 0.15)), 1), "ms", early, "chest strap")
        yield Observation("hr_rest_bpm", float(round(rng.gauss(52, 2.5))), "bpm", early, "watch")
        if now.weekday() in _WEEK:
            minutes, hard = _WEEK[now.weekday()]
            seconds = 60.0 * round(minutes + rng.gauss(0, 6))
            yield Session(
                now + timedelta(hours=9), seconds, "run", float(hard), 2.8 * seconds, 60.0, 60.0, 140.0, 171.0
            )
    if now.weekday() in (0, 4):
        site, side = rng.choice(_SITES), rng.choice(("left", "right"))
        yield SiteRating(site, side, _score(2 + abs(rng.gauss(0, 2))), now)
    if back % 182 == 30:
        for analyte, usual, unit in _LABS:
            yield Lab(analyte, round(usual * rng.uniform(0.85, 1.15), 1), unit, now - timedelta(hours=2))


def _score(value: float) -> float:
    return float(min(10, max(0, round(value))))


if __name__ == "__main__":
    started = time.perf_counter()
    told = [Path(sys.argv[1]), local_now(), *map(float, sys.argv[2:3])]
    print(f"{build(*told)} entries in {time.perf_counter() - started:.1f} s")
