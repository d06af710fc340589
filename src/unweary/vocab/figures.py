"""How the result of a blood test is written: bound, figure, flag. One reading for every door that takes one result.

A space or an apostrophe parts thousands and nothing else (``45 000``, ``45'000``). One point or comma before three
digits parts thousands for some people and a fraction for others (``45.000``): there both numbers are told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from unweary.vocab.units import two_readings

Bound = Literal["<", "<=", ">", ">="]

#: No result is longer.
_LONGEST = 60
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2005\u2007\u2008\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
    }
    | {"≤": "<=", "≥": ">="}
)
_RESULT = re.compile(
    r"(?P<bound>[<>]=?)?\s*(?P<figure>(?:\d[\d.,' ]*)?\d|[.,]\d+)\s*(?:[*!+-]{1,2}|\(?(?:HH?|LL?|A)\)?)?", re.ASCII
)
_BEGUN = re.compile(
    r"([<>]?=?\s*(?:[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d[\d.,']*))"
    r"\s*((?:(?:x ?)?10[*^]\d.*|[A-Za-zµμ%/(\[{].*)?)",
    re.ASCII,
)
#: '2+' is a grade of a test strip.
_GRADE = re.compile(r"[1-4]\+", re.ASCII)
_ONE_MARK = re.compile(r"(\d*)([.,])(\d+)", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_THOUSANDS = re.compile(
    r"([1-9]\d{0,2}(?:(?P<part>[ '.,])\d{3})(?:(?P=part)\d{3})*)(?:(?!(?P=part))[.,](\d+))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A result as written. ``either``: both numbers that it can be, the larger first; then ``value`` is the larger."""

    bound: Bound | None
    value: float
    either: tuple[float, float] | None = None


def plain(text: str) -> str:
    """The same with one kind of space, one kind of apostrophe, and ``<=`` for ``≤``."""
    return text.translate(_PLAIN).strip()


def figure(text: str, analyte: str = "", unit: str = "", mark: str = "") -> Figure | None:
    """The result that a text is, and nothing but that; None where it is none.

    Parameters
    ----------
    analyte, unit : str, optional
        Where known: ``4.125`` is clear for potassium, which is never 4125 mmol/L.
    mark : str, optional
        The mark before a fraction, where a whole table shows it.

    Examples
    --------
    >>> [figure(text).value for text in ("45 000", "45'000", "1.234,5", "0,125", "12.3 H", "1,234,567")]
    [45000.0, 45000.0, 1234.5, 0.125, 12.3, 1234567.0]
    >>> figure("<5"), figure("≥ 1,5").bound, figure("negative")
    (Figure(bound='<', value=5.0, either=None), '>=', None)
    >>> figure("45.000", "ck").either, figure("45.000", "ck", mark=",").value, figure("4,125", "potassium").value
    ((45000.0, 45.0), 45000.0, 4.125)
    """
    found = _RESULT.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    if found is None or _GRADE.fullmatch(plain(text)):
        return None
    bound, digits = cast("Bound | None", found["bound"]), found["figure"].strip()
    if _EITHER.fullmatch(digits):
        either = two_readings(digits, analyte, unit)
        if either is not None and not mark:
            return Figure(bound, either[0], either)
        if either is not None and mark not in digits:
            return Figure(bound, either[0])
    value = _value(digits)
    return None if value is None else Figure(bound, value)


def parted(text: str) -> tuple[str, str]:
    """The figure that a text begins with, and what stands behind it; both empty where it begins with none.

    Examples
    --------
    >>> parted("45 000 U/L"), parted("<5mmol/L"), parted("250 10*9/L"), parted("10-20 ng/mL")
    (('45 000', 'U/L'), ('<5', 'mmol/L'), ('250', '10*9/L'), ('', ''))
    """
    found = _BEGUN.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    return (found[1], found[2]) if found else ("", "")


def fraction_mark(text: str) -> str:
    """The mark that can only part a fraction in this result; empty where none does.

    Examples
    --------
    >>> fraction_mark("7,25"), fraction_mark("<1,234.5"), fraction_mark("45.000"), fraction_mark("0.125")
    (',', '.', '', '.')
    """
    found = _RESULT.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    digits = found["figure"] if found else ""
    if _EITHER.fullmatch(digits) or _value(digits) is None:
        return ""
    parted = _THOUSANDS.fullmatch(digits)
    if parted:
        return digits[-len(parted[3]) - 1] if parted[3] else ""
    one = _ONE_MARK.fullmatch(digits)
    return one[2] if one else ""


def _value(digits: str) -> float | None:
    if digits.isdecimal():
        return float(digits)
    if one := _ONE_MARK.fullmatch(digits):
        return float(f"{one[1] or 0}.{one[3]}")
    if parted := _THOUSANDS.fullmatch(digits):
        return float(f"{re.sub(r'[^0-9]', '', parted[1])}.{parted[3] or 0}")
    return None
