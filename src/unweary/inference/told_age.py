"""How old somebody says they are, where that is under 18: much here is made for adults only."""

from __future__ import annotations

import re

_ADULT = 18
_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen",
)  # fmt: skip
_NUMBER = rf"(?P<age>\d{{1,3}}|{'|'.join(_WORDS)})"
_OLD = r"(?:\W*(?:years?|yrs?)[\s-]*old\b|\s*(?:yo|y\.?/?o\.?)\b)"
_I = r"\b(?:i\s?['\u2019]?m|i am|iam)\s+(?:(?:a|an|only|just|now|nearly|almost|still)\s+)*"
_SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_I}{_NUMBER}{_OLD}",
        # 'I'm 15 and my legs hurt', not 'I'm 15 weeks pregnant' or 'I'm 5 and a half months in'
        rf"{_I}{_NUMBER}(?=\s*(?:[,.;!?]|$|and (?!a half)|with|but))(?![.,]\d)",
        rf"\b(?:aged|age:?|i turned|i just turned)\s+{_NUMBER}\b(?!\W*(?:weeks?|months?|days?))",
        rf"^\W*{_NUMBER}{_OLD}(?:\W*(?:boy|girl|male|female|m|f|teen|student|runner|here)\b|\s*[,.;])",
        rf"\bmy\s+{_NUMBER}{_OLD}\s+(?:\w+\s+){{0,2}}?(?:has|had|is|was|can|cannot|feels?|keeps?|gets?|complains?|says?)\b",
    )
)


def told_under_18(text: str) -> int | None:
    """The age that a text tells of the person it is about, where that is under 18; None otherwise.

    Examples
    --------
    >>> told_under_18("I'm 15 and my legs ache"), told_under_18("my twelve year old son is always tired")
    (15, 12)
    >>> [told_under_18(text) for text in ("I'm 15 weeks pregnant", "I'm 45", "I have a 3 year old son and heavy legs")]
    [None, None, None]
    """
    told = [found["age"].casefold() for pattern in _SAID for found in pattern.finditer(text)]
    ages = [int(age) if age.isdigit() else _WORDS.index(age) + 1 for age in told]
    # 'It began when I turned 15, I'm 40 years old now': an adult.
    return ages[0] if ages and 0 < min(ages) <= max(ages) < _ADULT else None
