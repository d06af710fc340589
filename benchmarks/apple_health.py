"""Our importer of Apple Health exports beside ``lxml.iterparse`` that does the same extraction: MB/s, and peak memory.

    pip install lxml; python benchmarks/apple_health.py [megabytes] [rounds]
    python benchmarks/apple_health.py write FILE megabytes    # only writes an export

The export is made up from a seed: a phone and a watch over as many days as it takes, in the order in which Apple writes
(type by type, not day by day), with the things that real ones hold: devices with entities in them, an apostrophe and a
no-break space in the name, metadata inside heart rates, beats inside heartbeat variations, energy and distances that
nobody wants. The peer reads with libxml2 and hands the same attributes to the same code that gives them their meaning,
so that what is timed is the reading; both must bring the same items. Every run is a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

Q = "HKQuantityTypeIdentifier"
PHONE, WATCH = "Anna’s iPhone", "Anna’s Apple\u00a0Watch"
DEVICES = {
    PHONE: "&lt;&lt;HKDevice: 0x{:09x}&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,2, "
    "software:19.1&gt;",
    WATCH: "&lt;&lt;HKDevice: 0x{:09x}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,4, software:12.1&gt;",
}
#: Type, source, unit, records a day, lowest, highest, decimals; about what a watch that is always worn writes.
KINDS = (
    (f"{Q}BodyMass", PHONE, "kg", 1, 60, 70, 1),
    (f"{Q}HeartRate", WATCH, "count/min", 420, 45, 160, 0),
    (f"{Q}OxygenSaturation", WATCH, "%", 18, 0.93, 1.0, 2),
    (f"{Q}RespiratoryRate", WATCH, "count/min", 30, 11, 18, 1),
    (f"{Q}StepCount", PHONE, "count", 60, 3, 500, 0),
    (f"{Q}StepCount", WATCH, "count", 130, 3, 300, 0),
    (f"{Q}DistanceWalkingRunning", WATCH, "km", 160, 0.001, 0.4, 5),
    (f"{Q}BasalEnergyBurned", WATCH, "kcal", 300, 0.1, 20, 3),
    (f"{Q}ActiveEnergyBurned", WATCH, "kcal", 420, 0.01, 9, 3),
    (f"{Q}PhysicalEffort", WATCH, "kcal/hr·kg", 160, 1, 6, 1),
    (f"{Q}EnvironmentalAudioExposure", WATCH, "dBASPL", 40, 40, 90, 3),
    (f"{Q}RestingHeartRate", WATCH, "count/min", 1, 44, 58, 0),
    (f"{Q}VO2Max", WATCH, "mL/min·kg", 1, 40, 50, 2),
    (f"{Q}AppleSleepingWristTemperature", WATCH, "degC", 1, 34, 36, 3),
)
BYTES_A_DAY = 690_000
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-11-20 20:15:00 +0100"/>
"""


def write(path: Path, megabytes: float, seed: int = 20261120) -> None:
    """An export of about so many megabytes."""
    rng = random.Random(seed)
    days = max(2, round(megabytes * 1e6 / BYTES_A_DAY))
    first = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=days)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for kind, source, unit, count, low, high, decimals in KINDS:
            for day in range(days):
                midnight = first + timedelta(days=day)
                file.write("".join(_records(rng, midnight, kind, source, unit, count, low, high, decimals)))
        for day in range(days):
            file.write(_night(rng, first + timedelta(days=day)))
            file.write(_beats(rng, first + timedelta(days=day)))
            file.write(_workout(first + timedelta(days=day)))
        file.write("</HealthData>\n")


def _attributes(kind: str, source: str, start: str, end: str, unit: str, pointer: int) -> str:
    return (
        f' <Record type="{kind}" sourceName="{source}" sourceVersion="12.1" device="{DEVICES[source].format(pointer)}"'
        f'{unit} creationDate="{end}" startDate="{start}" endDate="{end}"'
    )


def _records(
    rng: random.Random, midnight: datetime, kind: str, source: str, unit: str, count: int, low: float, high: float,
    decimals: int,
) -> Iterator[str]:  # fmt: skip
    day, pointer, random_ = f"{midnight:%Y-%m-%d}", rng.randrange(1 << 33), rng.random
    for place in range(count):
        second = int((place + random_()) * 86_000 / count)
        clock = f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02} +0100"
        end = f"{day} {(second + 59) // 3600:02}:{(second + 59) // 60 % 60:02}:{(second + 59) % 60:02} +0100"
        value = f"{low + (high - low) * random_():.{decimals}f}"
        start = _attributes(kind, source, clock, end, f' unit="{unit}"', pointer)
        if kind == f"{Q}HeartRate":
            context = place % 3
            yield (
                f'{start} value="{value}">\n  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" '
                f'value="{context}"/>\n </Record>\n'
            )
        else:
            yield f'{start} value="{value}"/>\n'


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} +0100"


def _night(rng: random.Random, midnight: datetime) -> str:
    at, told = midnight + timedelta(hours=22.5, minutes=rng.randrange(60)), []
    for _ in range(6):
        for stage, minutes in (("Core", 35), ("Deep", 20), ("REM", 22), ("Awake", 3)):
            end = at + timedelta(minutes=minutes + rng.randrange(6))
            value = "Awake" if stage == "Awake" else f"Asleep{stage}"
            start = _attributes("HKCategoryTypeIdentifierSleepAnalysis", WATCH, _clock(at), _clock(end), "", 1)
            told.append(
                f'{start} value="HKCategoryValueSleepAnalysis{value}">\n'
                '  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>\n </Record>\n'
            )
            at = end
    return "".join(told)


def _beats(rng: random.Random, midnight: datetime) -> str:
    told = []
    for hour in range(0, 24, 3):
        at, beats = midnight + timedelta(hours=hour), []
        when = at
        for _ in range(60):
            interval = round(rng.gauss(0.95, 0.04), 2)
            when += timedelta(seconds=interval)
            beats.append(
                f'   <InstantaneousBeatsPerMinute bpm="{60 / interval:.0f}" time="{when:%-I:%M:%S}.'
                f'{when.microsecond // 10_000:02} {when:%p}"/>\n'
            )
        start = _attributes(f"{Q}HeartRateVariabilitySDNN", WATCH, _clock(at), _clock(when), ' unit="ms"', 2)
        told.append(
            f'{start} value="{rng.uniform(20, 90):.4f}">\n  <HeartRateVariabilityMetadataList>\n{"".join(beats)}'
            "  </HeartRateVariabilityMetadataList>\n </Record>\n"
        )
    return "".join(told)


def _workout(midnight: datetime) -> str:
    start, end = _clock(midnight + timedelta(hours=17)), _clock(midnight + timedelta(hours=18))
    span = f'startDate="{start}" endDate="{end}"'
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="60" durationUnit="min" '
        f'sourceName="{WATCH}" sourceVersion="12.1" device="{DEVICES[WATCH].format(3)}" creationDate="{end}" {span}>\n'
        '  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>\n'
        '  <MetadataEntry key="HKElevationAscended" value="12345 cm"/>\n'
        f'  <WorkoutStatistics type="{Q}HeartRate" {span} average="144.2" maximum="171" '
        'unit="count/min"/>\n'
        f'  <WorkoutStatistics type="{Q}DistanceWalkingRunning" {span} sum="10.21" unit="km"/>\n'
        " </Workout>\n"
    )


def ours(stream: BinaryIO) -> Iterator[object]:
    """What the importer brings."""
    from unweary.importers import apple_health

    yield from apple_health.read(stream, "export.xml")


class _Place:
    """Where the peer is, for :class:`Export`."""

    element: object = None

    def line(self) -> int:
        return self.element.sourceline

    def device(self) -> str:
        return self.element.get("device", "")


def peer(stream: BinaryIO) -> Iterator[object]:
    """The same with ``lxml.iterparse``: elements of the root, freed as they go by."""
    from lxml import etree

    from unweary.importers.apple_health.records import Export
    from unweary.importers.apple_health.words import PLAIN

    inner = ("MetadataEntry", "WorkoutStatistics", "Record", "InstantaneousBeatsPerMinute")
    export, place, plain = Export("export.xml", UTC), _Place(), frozenset(PLAIN)
    export.place = place
    events = etree.iterparse(
        stream, events=("end",), tag=("ExportDate", "Record", "Correlation", "Workout"), huge_tree=True,
        resolve_entities=False,
    )  # fmt: skip
    for _, element in events:
        if element.getparent().tag != "HealthData":
            continue
        place.element = element
        get = element.get
        if element.tag == "Record" and get("type") in plain:
            export.record(
                get("type"), get("sourceName", ""), get("unit", ""), get("startDate", ""), get("endDate", ""),
                get("value", ""),
            )  # fmt: skip
        elif element.tag != "Record" or get("type") in (
            "HKCategoryTypeIdentifierSleepAnalysis",
            f"{Q}HeartRateVariabilitySDNN",
        ):
            export.element(
                element.tag,
                dict(element.attrib),
                [(each.tag, dict(each.attrib)) for each in element.iter(*inner) if each is not element],
            )
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        yield from export.taken()
    yield from export.rest()
    yield from export.taken()


def once(way: str, path: Path) -> None:
    """One run, told as JSON: seconds by the clock and of the processor, peak memory, number and digest of the items."""
    from lxml import etree  # noqa: F401 - imports are not what is timed

    from unweary.importers import apple_health  # noqa: F401

    digest, count = hashlib.sha256(), 0
    start, used = time.perf_counter(), time.process_time()
    seconds = spent = 0.0
    with path.open("rb") as stream:
        items = {"ours": ours, "peer": peer}[way](stream)
        for item in items:
            count += 1
            # Not counted: the digest only proves that both bring the same.
            seconds, spent = time.perf_counter() - start, time.process_time() - used
            digest.update(repr(item).encode())
            start, used = time.perf_counter() - seconds, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"wall_s": seconds, "cpu_s": spent, "peak_mb": peak, "items": count, "digest": digest.hexdigest()}
    print(json.dumps(told))


def main(megabytes: float, rounds: int) -> None:
    """Interleaved runs of both over one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        start = time.perf_counter()
        write(path, megabytes)
        size = path.stat().st_size / 1e6
        print(f"{size:.0f} MB written in {time.perf_counter() - start:.0f} s; load {os.getloadavg()[0]:.1f}")
        runs: dict[str, list[dict]] = {"ours": [], "peer": []}
        for _ in range(rounds):
            for way, told in runs.items():
                made = subprocess.run(
                    [sys.executable, __file__, "once", way, str(path)], check=True, capture_output=True
                )
                told.append(json.loads(made.stdout))
        assert len({(run["items"], run["digest"]) for told in runs.values() for run in told}) == 1, "different items"
        for way, told in runs.items():
            for what in ("cpu_s", "wall_s"):
                rates = sorted(size / run[what] for run in told)
                print(
                    f"{way}, {what}: {rates[0]:.0f} / {statistics.median(rates):.0f} / {rates[-1]:.0f} MB/s", end="; "
                )
            print(f"peak {max(run['peak_mb'] for run in told):.0f} MB; {told[0]['items']} items")


if __name__ == "__main__":
    if sys.argv[1:2] == ["once"]:
        once(sys.argv[2], Path(sys.argv[3]))
    elif sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), float(sys.argv[3]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
