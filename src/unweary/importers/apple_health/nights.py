"""Sleeps out of the segments that one source wrote."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from unweary.vocab.history import Sleep

_HOUR_S, _DAY_S = 3600, 86_400

#: What the values of HKCategoryTypeIdentifierSleepAnalysis mean; old ones knew no stages.
STAGES = {
    f"HKCategoryValueSleepAnalysis{word}": stage
    for stage, words in enumerate(
        (("InBed",), ("Awake",), ("Asleep", "AsleepUnspecified"), ("AsleepCore",), ("AsleepDeep",), ("AsleepREM",))
    )
    for word in words
}
_IN_BED, _AWAKE, _, _LIGHT, _DEEP, _REM = range(6)


@dataclass(frozen=True, slots=True)
class JoiningRule:
    """What is one sleep (own choice, grade D; Apple writes segments only).

    ``gap_s`` : a longer time of which the source says nothing ends it.
    ``noon_gap_s`` : so does a shorter one in which noon lies: the nap after a late morning is no part of the night.
    ``longest_s`` : no sleep is longer; what would make it so begins another.
    """

    gap_s: int = 90 * 60
    noon_gap_s: int = 30 * 60
    longest_s: int = _DAY_S


@dataclass(slots=True)
class Segments:
    """The segments of one source: seconds since 1970, stage, and seconds that the local clock is ahead of UTC."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    stages: array[int] = field(default_factory=lambda: array("b"))
    offsets: array[int] = field(default_factory=lambda: array("i"))

    def add(self, start: int, end: int, stage: int, offset: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.stages.append(stage)
        self.offsets.append(offset)

    def __len__(self) -> int:
        return len(self.starts)


def sleeps(told: Segments, source: str, rule: JoiningRule = JoiningRule()) -> Iterator[Sleep]:
    """The sleeps, in order.

    ``started_at`` and ``ended_at`` are those of the time asleep, and all hours are sums of the source's own segments;
    what two of them cover counts once. Stages are absent where the source told none at all. A source that says
    only when somebody lay in bed gives a sleep of that span without hours, and its name gets ``(in bed)``. Whether a
    sleep is a nap Apple does not say, so neither do we.

    Examples
    --------
    >>> told = Segments()
    >>> told.add(82_800, 90_000, STAGES["HKCategoryValueSleepAnalysisAsleepCore"], 0)
    >>> told.add(90_000, 93_600, STAGES["HKCategoryValueSleepAnalysisAsleepDeep"], 0)
    >>> night, = sleeps(told, "watch")
    >>> night.started_at.hour, night.asleep_h, night.light_h, night.deep_h, night.rem_h
    (23, 3.0, 2.0, 1.0, 0.0)
    """
    order = sorted(range(len(told)), key=lambda at: (told.starts[at], told.ends[at], told.stages[at]))
    group: list[int] = []
    end = 0
    for at in order:
        if group and _parted(end, told.starts[at], told.ends[at], told.starts[group[0]], told.offsets[at], rule):
            yield from _sleep(told, group, source)
            group = []
        end = max(end, told.ends[at]) if group else told.ends[at]
        group.append(at)
    if group:
        yield from _sleep(told, group, source)


def _parted(end: int, start: int, next_end: int, first: int, offset: int, rule: JoiningRule) -> bool:
    gap = start - end
    noons = (start + offset - _DAY_S // 2) // _DAY_S - (end + offset - _DAY_S // 2) // _DAY_S
    return gap > rule.gap_s or (gap > rule.noon_gap_s and noons > 0) or max(end, next_end) - first > rule.longest_s


def _sleep(told: Segments, group: list[int], source: str) -> Iterator[Sleep]:
    def spans(*stages: int) -> list[tuple[int, int]]:
        return _union((told.starts[at], told.ends[at]) for at in group if told.stages[at] in stages)

    zone = timezone(timedelta(seconds=told.offsets[group[0]]))

    def at(second: int) -> datetime:
        return datetime.fromtimestamp(second, UTC).astimezone(zone)

    asleep = spans(2, _LIGHT, _DEEP, _REM)
    if asleep:
        staged = any(told.stages[place] in (_LIGHT, _DEEP, _REM) for place in group)
        light, deep, rem = (_hours(spans(stage)) if staged else None for stage in (_LIGHT, _DEEP, _REM))
        yield Sleep(at(asleep[0][0]), at(asleep[-1][1]), _hours(asleep), light, deep, rem, source=source)
    elif in_bed := spans(_IN_BED):
        yield Sleep(at(in_bed[0][0]), at(in_bed[-1][1]), source=f"{source[:190]} (in bed)")


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in spans that do not touch; they come in order of their starts."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _hours(spans: list[tuple[int, int]]) -> float:
    return sum(end - start for start, end in spans) / _HOUR_S
