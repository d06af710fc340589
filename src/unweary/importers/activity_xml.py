"""Training files in XML: TCX (Garmin), GPX (tracks with times) and PWX (TrainingPeaks). All three seen on real files.

The three differ only in names, so one table each says what is what. They are read as they stream by; a file that breaks
off keeps everything before the break.
"""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from math import inf, nan
from typing import BinaryIO
from xml.parsers import expat

from unweary.importers.summed import COLUMN_LIMITS, FloatArray, cleaned, distance_m, session, sport
from unweary.importers.written import YEARS, few, instant, number
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording, Session

TITLE = "training files as TCX, GPX and PWX"

_PIECE = 1 << 16
_DEEPEST = 64
_LONGEST_TEXT = 1000
#: Samples further from the first one belong to another recording, or to a clock that jumped [s].
_LONGEST_S = 10 * 86_400.0


@dataclass(frozen=True, slots=True)
class _Words:
    """What the elements of one format mean. Paths are 'parent/child', without prefixes and case.

    ``sample`` holds the values of one moment, ``time`` is its instant or, in ``offset``, seconds since the start.
    ``totals`` are summed over the activity: laps come one after the other.
    """

    activity: str
    sample: str
    columns: Mapping[str, str]
    time: str = ""
    offset: str = ""
    start: str = ""
    sport: str = ""
    title: str = ""
    sport_attribute: str = ""
    device: tuple[str, ...] = ()
    device_attribute: tuple[str, str] = ("", "")
    totals: Mapping[str, str] = field(default_factory=dict)
    highest: Mapping[str, str] = field(default_factory=dict)


_TCX = _Words(
    activity="activity",
    sample="trackpoint",
    time="trackpoint/time",
    start="activity/id",
    sport_attribute="sport",
    device=("creator/name",),
    totals={"lap/totaltimeseconds": "duration_s", "lap/distancemeters": "distance_m"},
    highest={"maximumheartratebpm/value": "max_hr_bpm"},
    columns={
        "heartratebpm/value": "hr_bpm",
        "trackpoint/altitudemeters": "altitude_m",
        "trackpoint/distancemeters": "distance_m",
        "trackpoint/cadence": "cadence_rpm",
        "tpx/runcadence": "cadence_rpm",
        "tpx/speed": "speed_m_s",
        "tpx/watts": "power_w",
        "position/latitudedegrees": "lat_deg",
        "position/longitudedegrees": "lon_deg",
    },
)
_GPX = _Words(
    activity="trk",
    sample="trkpt",
    time="trkpt/time",
    sport="trk/type",
    title="trk/name",
    device_attribute=("gpx", "creator"),
    columns={
        "trkpt/ele": "altitude_m",
        "trackpointextension/hr": "hr_bpm",
        "trackpointextension/cad": "cadence_rpm",
        "trackpointextension/atemp": "temperature_c",
        "trackpointextension/speed": "speed_m_s",
        "extensions/power": "power_w",
        "extensions/hr": "hr_bpm",
        "extensions/cadence": "cadence_rpm",
        "extensions/speed": "speed_m_s",
        "extensions/distance": "distance_m",
        "@lat": "lat_deg",
        "@lon": "lon_deg",
    },
)
_PWX = _Words(
    activity="workout",
    sample="sample",
    offset="sample/timeoffset",
    start="workout/time",
    sport="workout/sporttype",
    device=("device/make", "device/model"),
    columns={
        "sample/hr": "hr_bpm",
        "sample/spd": "speed_m_s",
        "sample/pwr": "power_w",
        "sample/cad": "cadence_rpm",
        "sample/dist": "distance_m",
        "sample/alt": "altitude_m",
        "sample/temp": "temperature_c",
        "sample/lat": "lat_deg",
        "sample/lon": "lon_deg",
    },
)
_FORMATS = {"trainingcenterdatabase": _TCX, "gpx": _GPX, "pwx": _PWX}
_ROOT = re.compile(rb"<(?:[\w-]+:)?(TrainingCenterDatabase|gpx|pwx)[\s>]", re.IGNORECASE)
#: Numbers in a Strava GPX stand for its own list of sports.
_STRAVA = {"1": "ride", "4": "hike", "9": "run", "10": "walk"}


def recognise(head: bytes, name: str) -> int:
    """2 where the root element is one of the three."""
    return 2 if head.lstrip().startswith(b"<") and _ROOT.search(head[:4096]) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Session | Problem]:
    """One recording an activity, with its summary; a session alone where there are no samples.

    Yields
    ------
    Recording, Session
    Problem
        ``xml_broken`` with line (what stood before it is kept), ``xml_doctype`` (document types and entities are
        refused: they can blow a small file up), ``no_time`` for tracks without times, such as planned routes,
        ``no_track``, ``clock`` for samples far from the start.

    Examples
    --------
    >>> import io
    >>> text = b'''<gpx creator="pen"><trk><type>running</type><trkseg>
    ... <trkpt lat="1" lon="2"><ele>10</ele><time>2026-11-20T06:00:00Z</time></trkpt>
    ... <trkpt lat="1" lon="2"><ele>20</ele><time>2026-11-20T06:00:10Z</time></trkpt></trkseg></trk></gpx>'''
    >>> run, = read(io.BytesIO(text), "morning.gpx")
    >>> run.session.sport, run.session.duration_s, run.session.ascent_m, list(run.columns["t_s"])
    ('run', 10.0, 10.0, [0.0, 10.0])
    """
    yield from few(_items(stream, name, zone), name)


class _StopReadingError(Exception):
    """What stands here is not for us."""


def _items(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Recording | Session | Problem]:
    head = stream.read(_PIECE)
    walk = _Walk(name, zone)
    # The head may name UTF-16 though the bytes are UTF-8 by now.
    utf16 = re.search(rb'encoding\s*=\s*["\']utf-?16', head[:200], re.IGNORECASE)
    parser = expat.ParserCreate("utf-8" if utf16 else None)
    parser.buffer_text = True
    parser.StartElementHandler = walk.open
    parser.EndElementHandler = walk.close
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = walk.refuse
    piece = head
    try:
        while piece:
            parser.Parse(piece, False)
            yield from walk.taken()
            piece = stream.read(_PIECE)
        parser.Parse(b"", True)
    except _StopReadingError as error:
        walk.break_off("xml_doctype", str(error), parser.CurrentLineNumber)
    except (expat.ExpatError, ValueError, LookupError) as error:
        words = f"The file breaks off here ({str(error)[:_LONGEST_TEXT]})."
        walk.break_off("xml_broken", words, parser.CurrentLineNumber)
    if not walk.found and not walk.done:
        walk.done.append(Problem(name, "no_track", "There is no activity in this file."))
    yield from walk.taken()


class _Walk:
    """What the parser calls: where it is, and the activity that grows."""

    def __init__(self, name: str, zone: tzinfo) -> None:
        self.name, self.zone = name, zone
        self.done: deque[Recording | Session | Problem] = deque()
        self.words: _Words | None = None
        self.path: list[str] = []
        self.letters: list[str] = []
        self.activity: _Activity | None = None
        self.creator = ""
        self.found = False

    def taken(self) -> Iterator[Recording | Session | Problem]:
        while self.done:
            yield self.done.popleft()

    def refuse(self, *_: object) -> None:
        raise _StopReadingError("The file defines a document type, which training files do not have. It was left out.")

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        element = tag.rpartition(":")[2].casefold()
        self.path.append(element)
        self.letters.clear()
        if len(self.path) > _DEEPEST:
            raise _StopReadingError(f"The file is nested more than {_DEEPEST} deep. The rest was left out.")
        if self.words is None:
            self.words = _FORMATS.get(element)
        words = self.words
        if words is None:
            return
        told = {key.rpartition(":")[2].casefold(): value for key, value in attributes.items()}
        if element == words.device_attribute[0]:
            self.creator = told.get(words.device_attribute[1], "")
        if element == words.activity:
            self.found = True
            self.activity = _Activity(words, told.get(words.sport_attribute, ""), self.creator)
        elif element == words.sample and self.activity is not None:
            self.activity.begin_sample()
            for key, value in told.items():
                self.activity.take(f"@{key}", value, self.zone)

    def text(self, letters: str) -> None:
        if len(self.letters) < _LONGEST_TEXT:
            self.letters.append(letters[:_LONGEST_TEXT])

    def close(self, tag: str) -> None:
        element = self.path.pop()
        activity, words = self.activity, self.words
        if activity is None or words is None:
            return
        if element == words.sample:
            activity.end_sample()
        elif element == words.activity:
            self._finish()
        elif self.letters:
            parent = self.path[-1] if self.path else ""
            activity.take(f"{parent}/{element}", "".join(self.letters), self.zone)
        self.letters.clear()

    def break_off(self, code: str, words: str, line: int) -> None:
        kept = self.activity is not None and bool(self.activity.times)
        if kept:
            self._finish()
        rest = " What stood before it was kept." if kept and code == "xml_broken" else ""
        self.done.append(Problem(f"{self.name}, line {line}", code, words + rest))

    def _finish(self) -> None:
        if self.activity is not None:
            self.done.extend(self.activity.result(self.name))
        self.activity = None


class _Activity:
    """One activity as it is read."""

    def __init__(self, words: _Words, sport_word: str, device: str) -> None:
        self.words, self.sport = words, sport_word
        self.device = [device] if device else []
        self.start: datetime | None = None
        self.times: array[float] = array("d")
        self.columns: dict[str, array[float]] = {name: array("d") for name in COLUMN_LIMITS}
        self.sample: dict[str, float] | None = None
        self.moment = nan
        self.said: dict[str, float] = {}
        self.timeless = self.far = 0

    def begin_sample(self) -> None:
        self.sample, self.moment = {}, nan

    def take(self, path: str, text: str, zone: tzinfo) -> None:
        words, text = self.words, text.strip()
        if self.sample is not None:
            if path == words.time:
                moment = instant(text, zone)
                self.moment = nan if moment is None else moment.timestamp()
            elif path == words.offset:
                offset = number(text)
                self.moment = nan if offset is None or self.start is None else self.start.timestamp() + offset
            elif (column := words.columns.get(path)) is not None and (value := number(text)) is not None:
                self.sample[column] = value
        elif path == words.start:
            self.start = instant(text, zone)
        elif path == words.sport:
            self.sport = _STRAVA.get(text, text)
        elif path == words.title and not self.sport:
            self.sport = next(
                (word for word in reversed(text.split()) if sport(word) not in (word[:100], "unknown")), ""
            )
        elif path in words.device and text:
            self.device.append(text[:100])
        elif (key := words.totals.get(path)) is not None and (value := number(text)) is not None:
            self.said[key] = self.said.get(key, 0.0) + value
        elif (key := words.highest.get(path)) is not None and (value := number(text)) is not None:
            self.said[key] = max(self.said.get(key, -inf), value)

    def end_sample(self) -> None:
        sample, self.sample = self.sample, None
        if sample is None:
            return
        if self.moment != self.moment:
            self.timeless += 1
        elif self.times and abs(self.moment - self.times[0]) > _LONGEST_S:
            self.far += 1
        else:
            self.times.append(self.moment)
            for name, values in self.columns.items():
                values.append(sample.get(name, nan))

    def result(self, name: str) -> Iterator[Recording | Session | Problem]:
        problems = list(self._time_problems(name))
        started_at = datetime.fromtimestamp(min(self.times), UTC) if self.times else self.start
        if started_at is not None and not YEARS[0] <= started_at.year < YEARS[1]:
            problems.append(Problem(name, "clock", f"This recording starts in {started_at.year}. It was left out."))
        elif started_at is not None and (self.times or not self.timeless):
            device = " ".join(dict.fromkeys(self.device))[:200]
            columns = self._columns()
            summary, wrong = session(started_at, sport(self.sport), columns, self.said, name, device)
            problems += wrong
            if self.times:
                plain = {key: array("d", values.tobytes()) for key, values in columns.items()}
                yield Recording(started_at, "activity", plain, summary, device or "unknown", name)
            elif summary is not None:
                yield summary
        yield from problems

    def _time_problems(self, name: str) -> Iterator[Problem]:
        if self.timeless and not self.times:
            yield Problem(name, "no_time", "The points of this track have no times, so it is a route and no training.")
        elif self.timeless:
            yield Problem(name, "no_time", f"{self.timeless} samples have no time. Left out.")
        if self.far:
            yield Problem(name, "clock", f"{self.far} samples lie more than 10 days from the start. Left out.")

    def _columns(self) -> dict[str, FloatArray]:
        """In order of time: clocks are set back now and then, and laps may come unsorted."""
        order = sorted(range(len(self.times)), key=self.times.__getitem__)
        first = self.times[order[0]] if order else 0.0
        columns = {"t_s": array("d", (self.times[i] - first for i in order))} if order else {}
        columns |= {name: array("d", (values[i] for i in order)) for name, values in self.columns.items()}
        kept = cleaned(columns)
        # Where somebody trained is not kept, how far is; so it is counted while the positions are here.
        if "distance_m" not in kept and "lat_deg" in kept and "lon_deg" in kept:
            kept["distance_m"] = distance_m(kept["lat_deg"], kept["lon_deg"])
        return kept
