"""Sore places told apart, the words beside the kind of fatigue, and the overreaching grade, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from unweary.reports.phrases import of_100, signs_words, some_of
from unweary.vocab.assessment import KindOfFatigue, SoreSite, Told
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.muscle import Overreaching, SoreReading

#: The grade in a few words; None and words that are not here: cannot be told yet.
STATE_WORDS = {
    "none": "no sign of overreaching",
    "functional": "functional overreaching (days to two weeks)",
    "non_functional": "needs weeks to months",
    "overtraining": "fits the criteria of overtraining",
    "illness_first": "look for an illness first",
}
READINGS_NOTE = (
    "Shares are rough: most weights are our own estimates. They never decide whether you should be seen. "
    "“Not asked” is not “no”."
)


def trend_words(site: SoreSite) -> str:
    """How the soreness goes since the last rating; empty where there was none.

    Examples
    --------
    >>> trend_words(SoreSite("quads", "left", "Front of thigh", "quads", 6.0, 2.0, 2, (), ""))
    'rising'
    """
    if site.change is None:
        return ""
    return "rising" if site.change > 0 else "easing" if site.change < 0 else "the same"


def reading_line(reading: SoreReading) -> str:
    """One reading with its share of 100 and range.

    Examples
    --------
    >>> reading_line(SoreReading("clot", "a blood clot in a vein", 0.004, 0.001, 0.2, (), (), ()))
    'a blood clot in a vein: under 1 of 100 (under 1 to 20)'
    """
    return f"{reading.name}: {share_words(reading)}"


def share_words(reading: SoreReading) -> str:
    """The share of 100 with its range, where there is one; a range from end to end is said in words.

    Examples
    --------
    >>> share_words(SoreReading("joint", "the joint", 0.84, 0.002, 0.999, (), (), ()))
    '84 of 100, very unsure'
    """
    share, low, high = of_100(reading.share), of_100(reading.low), of_100(reading.high)
    if (low, high) == (of_100(0), of_100(1)):
        return f"{share} of 100, very unsure"
    return f"{share} of 100" if share == low == high else f"{share} of 100 ({low} to {high})"


def open_words(reading: SoreReading, knowledge: Knowledge, most: int = 4) -> str:
    """The signs that would tell most, by name."""
    return some_of((knowledge.label(name) for name in reading.open), most)


def sore_lines(site: SoreSite, knowledge: Knowledge, readings: int = 3) -> list[str]:
    """What a place may be, for the terminal: shares, what would settle the first, what is to be checked."""
    lines = []
    shown = [r for at, r in enumerate(site.readings) if at < readings or r.warned]
    for at, reading in enumerate(shown):
        lines.append(f"  {reading_line(reading)}")
        if at == 0 and reading.speaks_for:
            lines.append(f"    + {some_of(reading.speaks_for, 4)}")
        if at == 0 and reading.speaks_against:
            lines.append(f"    - {some_of(reading.speaks_against, 3)}")
        if at == 0 or reading.warned:
            lines.append(f"    would settle it: {reading.settles}")
        if reading.open:
            lines.append(f"    ? not known: {open_words(reading, knowledge)}")
    small = [reading.name for reading in site.readings if reading not in shown and reading.open]
    if small:
        lines.append(f"  not ruled out, small as they are: {some_of(small, 4)}")
    return lines


def readings_lines(sites: Iterable[SoreSite], knowledge: Knowledge) -> tuple[str, ...]:
    """What each sore place may be, the sorest first."""
    lines: list[str] = []
    for site in sorted(sites, key=lambda item: -item.soreness_0_10):
        if site.readings:
            lines += [f"{place_words(site)}: {site.words}", *sore_lines(site, knowledge)]
    return (*lines, READINGS_NOTE) if lines else ()


def place_words(site: SoreSite) -> str:
    """The name of a place with its side."""
    return site.name if site.side == "mid" else f"{site.name}, {site.side}"


def site_words(site: SoreSite) -> str:
    """What is seen there, what it fits, and how it goes."""
    trend = trend_words(site) if site.readings else ""
    return ", ".join(part for part in (signs_words(site.signs), site.words, trend) if part)


def told_lines(kind: KindOfFatigue, knowledge: Knowledge) -> list[str]:
    """The three plain answers, and what would tell most about the shares."""
    lines = [told_line(one, knowledge) for one in told(kind)]
    if kind.needed:
        lines.append(f"? would tell more: {some_of((knowledge.label(name) for name in kind.needed), 4)}")
    return lines


def told(kind: KindOfFatigue) -> tuple[Told, ...]:
    """The three plain answers beside the shares, in reading order."""
    return tuple(one for one in (kind.outlasted, kind.exertion, kind.extent) if one is not None)


def told_line(one: Told, knowledge: Knowledge) -> str:
    """An answer in words with its reasons, or with what would settle it."""
    if one.because and one.answer != "not_known":
        return f"{one.words.rstrip('.')} ({some_of(one.because, 3)})."
    if one.needed and one.answer == "not_known":
        return f"{one.words} Would settle it: {some_of((knowledge.label(name) for name in one.needed), 3)}."
    return one.words


def state_words(grade: Overreaching) -> str:
    """The grade in a few words."""
    return STATE_WORDS.get(grade.state or "", "cannot be told yet")


def overreaching_lines(grade: Overreaching | None, knowledge: Knowledge) -> tuple[str, ...]:
    """Words, reasons, what is open, what would settle it; nothing where it does not apply."""
    if grade is None:
        return ()
    lines = [grade.words]
    if grade.reasons:
        lines.append(f"+ {some_of(grade.reasons, 4)}")
    if grade.needed:
        lines.append(f"? not known: {some_of((knowledge.label(name) for name in grade.needed), 5)}")
    if grade.settles:
        lines.append(f"Would settle it: {grade.settles}")
    return (*lines, grade.note)
