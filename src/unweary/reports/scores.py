"""Published scores and blood tests in words: the number, what it says, what is open, and what it cannot say."""

from __future__ import annotations

import math

from unweary.reports.phrases import number_words, some_of
from unweary.vocab.instruments import InstrumentResult, ItemResult, LabReading
from unweary.vocab.knowledge import Knowledge

#: Stands once over the scores.
SCORES_NOTE = "Published scores, worked out from your answers. What was not asked stays open. A score is no diagnosis."
#: Stands once over the blood tests.
LABS_NOTE = "The range that your laboratory printed goes first: methods differ."
_NEEDED_SHOWN = 6
#: Where a range has one limit only, a value on the other side is not called usual.
_ONE_SIDED = {"low": "not low", "high": "not high"}


def is_scored(result: InstrumentResult) -> bool:
    """Whether the instrument was used at all for this person."""
    return bool(result.word or result.possible)


def settled_first(results: tuple[InstrumentResult, ...]) -> tuple[InstrumentResult, ...]:
    """What is settled, then what is open, then what was not scored; else in the order of the knowledge.

    Examples
    --------
    >>> open_ = InstrumentResult("w", "Wells", 1.0, 2.0, "", "", ("likely", "less likely"), (), (), "", "")
    >>> settled = InstrumentResult("i", "ISI", 16.0, 16.0, "moderate", "", (), (), (), "", "")
    >>> [result.name for result in settled_first((open_, settled))]
    ['ISI', 'Wells']
    """
    return tuple(sorted(results, key=lambda result: 0 if result.word else 1 if result.possible else 2))


def points_words(result: InstrumentResult) -> str:
    """The score as a number or a range, out of the most that it can be; empty where nothing is summed.

    Examples
    --------
    >>> points_words(InstrumentResult("isi", "ISI", 16.0, 16.0, "", "", (), (), (), "", "", None))
    '16'
    >>> points_words(InstrumentResult("w", "Wells", 2.0, 5.0, "", "", (), (), (), "", "", 9.0))
    '2 to 5 of 9'
    """
    if result.low is None or result.high is None:
        return ""
    low, high = number_words(result.low), number_words(result.high)
    text = low if low == high else f"{low} to {high}"
    return text if result.most is None else f"{text} of {number_words(result.most)}"


def result_words(result: InstrumentResult) -> str:
    """What the instrument says: the band, the bands that are still open, or that it was not used.

    Examples
    --------
    >>> result_words(InstrumentResult("w", "Wells", 1.0, 2.0, "", "", ("likely", "less likely"), (), (), "", ""))
    'open: likely, or less likely'
    >>> result_words(InstrumentResult("w", "Wells", None, None, "", "Only for adults.", (), (), (), "", ""))
    'not scored'
    """
    if result.word:
        return result.word
    return f"open: {', or '.join(result.possible)}" if result.possible else "not scored"


def score_lines(results: tuple[InstrumentResult, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """The scores one after the other, for a terminal. A line that starts with two blanks belongs to the one above."""
    lines = [SCORES_NOTE] if results else []
    for result in settled_first(results):
        points = points_words(result)
        head = f"{result.name}: {result_words(result)}{f' ({points})' if points else ''}."
        lines.append(f"{head} {result.meaning}".strip())
        counted = [item_words(item) for item in result.items if item.truth is True and item.low == item.high]
        if counted:
            lines.append(f"  + counted: {'; '.join(counted)}")
        if result.needed:
            lines.append(f"  ? not known: {needed_words(result, knowledge)}")
        if is_scored(result) and result.caveat:
            lines.append(f"  {result.caveat}")
    return tuple(lines)


def item_words(item: ItemResult) -> str:
    """An item, with its points where it can have more than one and they are known.

    Examples
    --------
    >>> item_words(ItemResult("worry about sleep", True, 3.0, 3.0, 4.0)), item_words(ItemResult("male", True, 1.0, 1.0))
    ('worry about sleep (3 of 4)', 'male')
    """
    if item.most <= 1 or item.low != item.high:
        return item.label
    return f"{item.label} ({number_words(item.low)} of {number_words(item.most)})"


def needed_words(result: InstrumentResult, knowledge: Knowledge, most: int = _NEEDED_SHOWN) -> str:
    """The labels of what is not known, a true count of the rest."""
    return some_of((knowledge.label(name) for name in result.needed), most)


def lab_rows(labs: tuple[LabReading, ...]) -> tuple[tuple[str, str, str, str, str, str], ...]:
    """Test, value as written, usual range in its unit, how it lies, day, note.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 20, tzinfo=UTC)
    >>> reading = LabReading("crp", "CRP", 3.0, "<", "mg/L", at, None, 10.0, "usual", "", "me")
    >>> lab_rows((reading,))
    (('CRP', '<3 mg/L', 'up to 10', 'not high', '20 Nov 2026', ''),)
    """
    return tuple(
        (
            lab.label,
            f"{lab.comparator}{lab_number(lab.value)} {lab.unit}",
            range_words(lab),
            flag_words(lab),
            f"{lab.at.day} {lab.at:%b %Y}",
            lab.note,
        )
        for lab in labs
    )


def range_words(lab: LabReading) -> str:
    """The range in the unit of the value; empty where none holds."""
    if lab.low is None:
        return "" if lab.high is None else f"up to {lab_number(lab.high)}"
    low = lab_number(lab.low)
    return f"{low} or more" if lab.high is None else f"{low} to {lab_number(lab.high)}"


def flag_words(lab: LabReading) -> str:
    """Low, high, usual; 'not low' or 'not high' where the range has that limit only; 'open' where nothing is said."""
    if lab.flag == "usual" and (lab.low is None or lab.high is None):
        return _ONE_SIDED["high" if lab.low is None else "low"]
    return lab.flag or "open"


def lab_number(value: float) -> str:
    """A blood test value with four digits at most, never as a power of ten.

    Examples
    --------
    >>> lab_number(13.37), lab_number(4.75194), lab_number(1083.0), lab_number(25340.0)
    ('13.37', '4.752', '1083', '25340')
    """
    if not math.isfinite(value):
        return "not known"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
