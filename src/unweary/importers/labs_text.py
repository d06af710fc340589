"""Blood tests in plain text: typed, or copied out of a report. A parser, no file format; nothing is kept unasked.

``Ferritin 12 ng/mL (15-150), Hb 11.8 g/dL 2026-11-02``: one test after the other, parted by lines, semicolons or
commas. A name that ``vocab.lab_names`` knows begins each; then number, unit, range and day in the orders that
laboratories print them. What cannot be read stands in ``left``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from unweary.importers.written import day, order_of
from unweary.vocab.figures import Figure, figure
from unweary.vocab.lab_names import analyte_named
from unweary.vocab.units import accepted_units, alike_units, unit_named

MOST_LETTERS = 20_000
_DATE = re.compile(
    r"(?<![\w.,/-])(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{1,2}\.? [A-Za-z]{3,9}\.?,? \d{4}|"
    r"[A-Za-z]{3,9}\.? \d{1,2},? \d{4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?(?![\w/-])"
)
#: Between two tests: a semicolon, or a comma that no figure follows at once.
_PARTS = re.compile(r";|,(?!\d)")
_FIGURE = r"(?:[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?(?![\d.,])|\d[\d.,']*)"
_RANGE = re.compile(
    rf"[(\[]?\s*(?:ref(?:erence)?\.?(?: range)?|normal|norm|range)?[:\s]*"
    rf"(?:[<>]=?\s*{_FIGURE}|{_FIGURE}\s*(?:-|–|—|to|bis|à|\.\.)\s*{_FIGURE})\s*[)\]]?",
    re.I,
)
_VALUE = re.compile(rf"(?:[<>]=?\s*)?{_FIGURE}(?![\d.,]*\s*(?:-|–|—|to|bis)\s*\d)")
_FLAG = re.compile(r"(?:\*{1,2}|\(?(?:HH?|LL?|low|high|abnormal|↑|↓|\+{1,2})\)?!?)(?=\s|$)", re.I)
#: Chemists write the charge of a salt: K+, Ca2+, Cl-.
_CHARGE = re.compile(r"^(k|na|mg|ca|cl)(?:\s?2?[+⁺-]|[²2]?[⁺⁻]|\+\+)(?=[\s:=])", re.I)
_LEADING = re.compile(r"^(?:[-•*·–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class ReadTest:
    """One test as understood. ``unit`` is empty where none stood there, ``on`` None where no day did.

    ``either``: both numbers that the figure can be (``45.000``), where the person has to say which.
    """

    analyte: str
    value: float
    unit: str
    comparator: Literal["<", "<=", ">", ">="] | None
    on: date | None
    words: str
    either: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a text says, and the stretches that were not understood. ``unclear_days``: dates of unclear order."""

    tests: tuple[ReadTest, ...]
    left: tuple[str, ...]
    unclear_days: tuple[str, ...] = ()


def read_text(text: str) -> ReadText:
    """Every blood test in a text.

    A day counts for its own line; one on a line of its own for the lines below; the only one of a text for all.

    Examples
    --------
    >>> said = read_text("Ferritin 12 ng/mL (15-150), Hb 11,8 g/dL 2026-11-02; looks pale")
    >>> [(test.analyte, test.value, test.unit, str(test.on)) for test in said.tests]
    [('ferritin', 12.0, 'ng/mL', '2026-11-02'), ('haemoglobin', 11.8, 'g/dL', '2026-11-02')]
    >>> said.left
    ('looks pale',)
    >>> read_text("TSH <0.01").tests[0].comparator, read_text("TSH <0.01").tests[0].unit
    ('<', 'mU/L')
    """
    text = text[:MOST_LETTERS].replace("’", "'")
    # A thin space parts thousands; any other space may also part two results.
    text = re.sub(r"(?<=\d)[\u2009\u202f](?=\d{3}(?!\d))", "'", text)
    text = re.sub("[\u00a0\u2009\u202f]", " ", text)
    text = text.replace("≤", "<=").replace("≥", ">=")
    dates = [found[1] for found in _DATE.finditer(text)]
    order = order_of(dates)
    days = {each: day(each, order) for each in dates}
    only = days[dates[0]] if len({days[each] for each in dates}) == 1 else None
    tests: list[ReadTest] = []
    left: list[str] = []
    above: date | None = None
    for line in re.split(r"[\n\r]+", text):
        here = next((days[found[1]] for found in _DATE.finditer(line)), None)
        before = len(tests)
        for part in _PARTS.split(_DATE.sub("\0", line)):
            rest, dated = part.replace("\0", " "), "\0" in part
            while rest:
                test, rest = _test(rest, here or above or only)
                if test is not None:
                    tests.append(test)
                elif re.search(r"\w", rest) and not (dated and not re.search(r"\d", rest)):
                    left.append(" ".join(rest.split())[:200])
                    break
                else:
                    break
        if here and len(tests) == before:
            above = here
    return ReadText(tuple(tests), tuple(left), tuple(each for each in dict.fromkeys(dates) if days[each] is None))


def _name(words: list[str]) -> tuple[str, int] | None:
    """The analyte that some words begin with, and how many of them are its name. A sign such as ``<`` ends a name."""
    for count in range(min(len(words), 8), 0, -1):
        name = " ".join(words[:count])
        if not re.search(r"[<>]", name) and re.search(r"[\w)]$", name) and (analyte := analyte_named(name)) is not None:
            return analyte, count
    return None


def _test(part: str, on: date | None) -> tuple[ReadTest | None, str]:
    """The test that a part begins with, and what is left behind it; None and the part where there is none."""
    plain = _CHARGE.sub(r"\1", _LEADING.sub("", part.strip()))
    words = re.sub(r"\s*(?<![<>])[:=]+(?=\s|$)|\s*(?<![<>])=\s*", " ", plain).split()
    begun = _name(words)
    if begun is None:
        head, colon, behind = part.partition(":")
        return _test(behind, on) if colon and _name(behind.split()) and not re.search(r"\d", head) else (None, part)
    analyte, count = begun
    rest = re.sub(rf"^(?:{_FLAG.pattern}\s*)+", "", " ".join(words[count:]), flags=re.I)
    # Some print the unit before the number.
    first, _, after = rest.partition(" ")
    unit = (unit_named(analyte, first) or "") if after and not re.match(r"[<>\d]", first) else ""
    rest = after if unit else rest
    value = _VALUE.match(rest)
    if value is None or _figure(value[0]) is None:
        return None, part
    rest = _without_flags(rest[value.end() :].strip())
    if not unit:
        unit, rest = _unit(analyte, rest)
        rest = _without_flags(rest)
    if not unit and not rest and alike_units(analyte):
        unit = accepted_units(analyte)[0]
    said = " ".join(part.split()).removesuffix(rest).strip() if unit else " ".join(part.split())
    # Behind a unit that is none of this test nothing is looked for: the person looks at the words.
    read = _figure(value[0], analyte, unit)
    assert read is not None
    return ReadTest(analyte, read.value, unit, read.bound, on, said[:200], read.either), rest if unit else ""


def _without_flags(rest: str) -> str:
    """Without marks such as ``H`` and ranges at its beginning."""
    while (more := _FLAG.match(rest) or _RANGE.match(rest)) is not None and more.end():
        rest = rest[more.end() :].strip()
    return rest.strip(" .")


def _unit(analyte: str, rest: str) -> tuple[str, str]:
    """The unit that a rest begins with, of up to three words (``mL/min/1.73 m2``), and what comes behind."""
    words = rest.split()
    for count in range(min(3, len(words)), 0, -1):
        text = " ".join(words[:count])
        if (known := unit_named(analyte, text) or unit_named(analyte, text.strip("()[].,"))) is not None:
            return known, " ".join(words[count:])
    return "", rest


def _figure(text: str, analyte: str = "", unit: str = "") -> Figure | None:
    """The number of a result. ``180 210`` may be 180210, or a result beside the one before it: then both are told."""
    digits = text.strip().rstrip(".,")
    read = figure(digits, analyte, unit)
    first = re.match(r"\D*(\d+) \d", digits)
    return replace(read, either=(read.value, float(first[1]))) if read and first else read
