"""Ten years of one invented person, taken in and read: 3,000 activities at 1 Hz, a wellness row and a check-in a day.

    python benchmarks/ten_years.py FOLDER [ACTIVITIES]     # makes files and a home there: 250 MB + 400 MB

Writes what was measured: minutes, size, memory as it went, the 90-day read. The activities are files of the demo's FIT
writer, an hour each; a dozen are written out, the others are those with other times and other heart rates, since the
writer makes three a second.
"""

from __future__ import annotations

import statistics
import struct
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np

from unweary.service import open_home
from unweary.service.demo_fit import Track, fit_bytes
from unweary.service.walk import find
from unweary.store.rows import new_row
from unweary.vocab.history import Day

SEED = 2016
DAYS = 3650
NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
_HOUR_S = 3600
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_KINDS = ("session", "day", "observation", "sleep", "site", "lab")
_CRC_OF_BYTE = [0] * 256
for _byte in range(256):
    _sum = _byte
    for _ in range(8):
        _sum = (_sum >> 1) ^ 0xA001 if _sum & 1 else _sum >> 1
    _CRC_OF_BYTE[_byte] = _sum


def template(rng: Random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An hour as the demo's writer writes it, and where its times and heart rates stand in it."""
    hr = [135 + 12 * np.sin(t / 300) + rng.gauss(0, 2) for t in range(_HOUR_S)]
    track = Track(_EPOCH + timedelta(days=10_000), "run", {
        "t_s": [float(t) for t in range(_HOUR_S)],
        "hr_bpm": [round(v) for v in hr],
        "cadence_rpm": [round(86 + rng.gauss(0, 2)) for _ in range(_HOUR_S)],
        "distance_m": [round(2.9 * t, 2) for t in range(_HOUR_S)],
        "speed_m_s": [round(2.9 + rng.gauss(0, 0.2), 3) for _ in range(_HOUR_S)],
        "altitude_m": [round(120 + 30 * np.sin(t / 500) + rng.gauss(0, 0.3), 1) for t in range(_HOUR_S)],
    }, 240, 240, 5)  # fmt: skip
    data = fit_bytes(track)
    times, hearts = zip(*_fields(data), strict=True)
    return np.frombuffer(data, "u1"), *(np.array([p for part in each for p in part]) for each in (times, hearts))


def _fields(data: bytes) -> Iterator[tuple[list[int], list[int]]]:
    """For each message the places of its times (uint32 fields 253, and 2 and 4 of headers) and heart rates."""
    place, known = data[0], {}
    while place < len(data) - 2:
        head = data[place]
        place += 1
        if head & 0x40:
            (number,) = struct.unpack_from("<H", data, place + 2)
            count = data[place + 4]
            fields = [tuple(data[place + 5 + 3 * n : place + 8 + 3 * n]) for n in range(count)]
            known[head & 15] = (number, fields)
            place += 5 + 3 * count
            continue
        number, fields = known[head & 15]
        times, hearts = [], []
        for field, size, kind in fields:
            if size == 4 and kind == 0x86 and (field == 253 or (field, number) in ((2, 18), (2, 19), (4, 0))):
                times.append(place)
            if number == 20 and field == 3:
                hearts.append(place)
            place += size
        yield times, hearts


def activity(made: tuple[np.ndarray, np.ndarray, np.ndarray], at: datetime, noise: np.random.Generator) -> bytes:
    """The hour of the template at another time, with other heart rates."""
    data = made[0].copy()
    later = int((at - _EPOCH).total_seconds()) - 10_000 * 86_400
    words = sum(data[made[1] + n].astype("i8") << (8 * n) for n in range(4)) + later
    for n in range(4):
        data[made[1] + n] = (words >> (8 * n)) & 255
    data[made[2]] = np.clip(data[made[2]].astype("i2") + noise.integers(-3, 4, len(made[2])), 50, 200)
    total = 0
    for byte in data[:-2].tobytes():
        total = (total >> 8) ^ _CRC_OF_BYTE[(total ^ byte) & 255]
    return data[:-2].tobytes() + struct.pack("<H", total)


def write_files(folder: Path, activities: int) -> None:
    """The files of a watch and of a wellness page."""
    folder.mkdir(parents=True)
    rng, noise = Random(SEED), np.random.default_rng(SEED)
    made = [template(rng) for _ in range(12)]
    for number in range(activities):
        at = NOW - timedelta(days=DAYS * (activities - number) / activities, minutes=rng.randrange(300))
        data = activity(made[number % 12], at.replace(microsecond=0), noise)
        (folder / f"{at:%Y-%m-%d-%H%M%S}.fit").write_bytes(data)
    rows = ["date,sleepSecs,restingHR,hrv"]
    for back in range(DAYS, 0, -1):
        day = (NOW - timedelta(days=back)).date()
        rows.append(f"{day},{round(rng.gauss(26_000, 3_000))},{round(rng.gauss(52, 3))},{rng.gauss(50, 7):.1f}")
    (folder / "wellness.csv").write_text("\n".join(rows) + "\n")


def memory_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def main(folder: Path, activities: int = 3_000) -> None:
    """Make, take in, measure."""
    began = time.perf_counter()
    write_files(folder / "files", activities)
    size = sum(each.size for each in find([folder / "files"], folder / "home")[0])
    print(f"made {activities} activities, {size / 1e6:.0f} MB, in {time.perf_counter() - began:.0f} s")
    held: dict[int, float] = {}
    with open_home(folder / "home", clock=lambda: NOW) as person:
        began, cpu = time.perf_counter(), time.process_time()
        mark = lambda told: held.setdefault(10 * told.done_files // told.all_files, memory_mb())  # noqa: E731
        report = person.import_paths([folder / "files"], mark)
        minutes, cpu_minutes = (time.perf_counter() - began) / 60, (time.process_time() - cpu) / 60
        print(f"import: {minutes:.1f} min (CPU {cpu_minutes:.1f} min), {report.added} entries, {report.problems[:2]}")
        print("memory (MB) at each tenth:", " ".join(f"{held[tenth]:.0f}" for tenth in sorted(held)))
        store = person._store
        rng = Random(SEED)
        days = [Day((NOW - timedelta(days=n)).date(), fatigue_0_10=rng.randrange(11), mood_0_10=rng.randrange(11))
                for n in range(DAYS)]  # fmt: skip
        store.add([new_row(f"check-in-{n}", day, NOW) for n, day in enumerate(days)])
        print(f"database: {(folder / 'home' / 'unweary.db').stat().st_size / 1e6:.0f} MB")
        for label, read in {
            "90 days of all kinds": lambda: store.facts(_KINDS, until=NOW, since=NOW - timedelta(days=90)),
            "everything (10 years)": lambda: store.facts(),
        }.items():
            times = []
            rows = read()
            for _ in range(30):
                start = time.perf_counter()
                rows = read()
                times.append(1e3 * (time.perf_counter() - start))
            spread = min(times), statistics.median(times), max(times)
            print(f"read {label}: {len(rows)} rows, {spread[0]:.1f} / {spread[1]:.1f} / {spread[2]:.1f} ms")
    began = time.perf_counter()
    with open_home(folder / "home", clock=lambda: NOW) as person:
        count = person.keeping.export_folder(folder / "export")
        print(f"export: {count} files in {time.perf_counter() - began:.0f} s, memory {memory_mb():.0f} MB")
        began = time.perf_counter()
        made = person.keeping.backup(folder / "backup.zip")
        print(f"backup: {made.size / 1e6:.0f} MB in {time.perf_counter() - began:.0f} s")
    with open_home(folder / "home-2", clock=lambda: NOW) as person:
        began = time.perf_counter()
        added = person.import_paths([folder / "export"]).added
        print(f"export taken in: {added} entries in {time.perf_counter() - began:.0f} s, memory {memory_mb():.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
