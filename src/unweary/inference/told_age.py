"""How old somebody says they are. Under 18, much here does not hold: it is made for adults only."""

from __future__ import annotations

import re

_ADULT = 18
_OLDEST = 120
_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen",
)  # fmt: skip
_NUMBER = rf"(?P<age>\d{{1,3}}|{'|'.join(_WORDS)})"
_OLD = r"(?:\W*(?:years?|yrs?)[\s-]*old\b|\s*(?:yo|y\.?/?o\.?)\b)"
_PERSON = "boy|girl|man|woman|lady|guy|male|female|m|f|teen|cyclist|swimmer|rower|student|runner|here"
_I = r"\b(?:i\s?['\u2019]?m|i am|iam)\s+(?:(?:a|an|only|just|now|nearly|almost|still)\s+)*"
_SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_I}{_NUMBER}{_OLD}",
        # 'I'm 15 and my legs hurt', not 'I'm 15 weeks pregnant' or 'I'm 5 and a half months in'
        rf"{_I}{_NUMBER}(?=\s*(?:[,.;!?]|$|now\b|and (?!a half)|with|but))(?![.,]\d)",
        rf"\b(?:aged|age:?|i turned|i just turned)\s+{_NUMBER}\b(?!\W*(?:weeks?|months?|days?))",
        rf"^\W*{_NUMBER}{_OLD}(?:\W*(?:{_PERSON})\b|\s*[,.;])",
        rf"\bmy\s+{_NUMBER}{_OLD}\s+(?:\w+\s+){{0,2}}?(?:has|had|is|was|can|cannot|feels?|keeps?|gets?|complains?|says?)\b",
        # A parent who writes in short: '13 year old son limps'.
        rf"^\W*{_NUMBER}{_OLD}\W+(?:son|daughter|child|kid)\b(?!\s+(?:keeps?|wakes?|woke)\s+(?:me|us)\b)",
    )
)


#: 'My 70 year old mother has' speaks of her; a child is asked for by a parent.
_OWN = _SAID[:4]
#: 'Since age 30', 'when I was 25 years old': not the age of today.
_THEN = re.compile(r"\b(?:since|at|from|when|until|before|till|was)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)


def told_age(text: str) -> int | None:
    """The age in years that a text tells of the person who writes, from 18 on; None where none is told.

    Examples
    --------
    >>> told_age("I'm 72, my jaw aches when I chew"), told_age("72 year old man, heavy legs")
    (72, 72)
    >>> [told_age(text) for text in ("I'm 15", "since age 30", "I'm 45 kg", "my 70 year old mother has a cough")]
    [None, None, None, None]
    """
    found = (match for pattern in _OWN for match in pattern.finditer(text) if not _THEN.search(text[: match.start()]))
    ages = [int(match["age"]) for match in found if match["age"].isdigit()]
    # 'It began when I turned 40, I'm 52 now': the age of today is the highest.
    return max((age for age in ages if _ADULT <= age <= _OLDEST), default=None)


def told_under_18(text: str) -> int | None:
    """The age that a text tells of the person it is about, where that is under 18; None otherwise.

    Examples
    --------
    >>> told_under_18("I'm 15 and my legs ache"), told_under_18("my twelve year old son is always tired")
    (15, 12)
    >>> told_under_18("13 year old son limps"), told_under_18("3 year old son wakes me up, so tired")
    (13, None)
    >>> [told_under_18(text) for text in ("I'm 15 weeks pregnant", "I'm 45", "I have a 3 year old son and heavy legs")]
    [None, None, None]
    """
    told = [found["age"].casefold() for pattern in _SAID for found in pattern.finditer(text)]
    ages = [int(age) if age.isdigit() else _WORDS.index(age) + 1 for age in told]
    # 'It began when I turned 15, I'm 40 years old now': an adult.
    return ages[0] if ages and 0 < min(ages) <= max(ages) < _ADULT else None
