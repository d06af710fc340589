"""How long something has lasted, as it is said: 'for two weeks', '3 months', 'since Monday', 'over the past year'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unweary.inference.sentences import Sentence, number_of

_UNITS = {
    "hour": 1 / 24, "hours": 1 / 24, "hr": 1 / 24, "hrs": 1 / 24, "day": 1.0, "days": 1.0, "night": 1.0,
    "nights": 1.0, "week": 7.0, "weeks": 7.0, "wk": 7.0, "wks": 7.0, "fortnight": 14.0, "fortnights": 14.0,
    "month": 30.0, "months": 30.0, "mth": 30.0, "mths": 30.0, "year": 365.0, "years": 365.0, "yr": 365.0,
    "yrs": 365.0, "mnth": 30.0, "mnths": 30.0, "mo": 30.0, "mos": 30.0, "d": 1.0, "h": 1 / 24,
}  # fmt: skip
#: As clinicians write: 3/7 is three days, 2/52 two weeks.
_OF = {"7": 1.0, "52": 7.0}
#: The last day of a season, the day of a feast: month and day.
_SEASONS = {"spring": (5, 31), "summer": (8, 31), "autumn": (11, 30), "winter": (2, 28), "christmas": (12, 25),
            "xmas": (12, 25), "easter": (4, 20)}  # fmt: skip
#: 'for weeks' is two of them at least.
_VAGUE = {"days": 2.0, "weeks": 14.0, "months": 60.0, "years": 730.0}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: 'Since this morning' is some hours.
_TODAY = frozenset(("morning", "today", "breakfast", "lunch", "lunchtime", "noon", "midday", "afternoon", "tonight"))
_PART_OF_A_DAY = 0.2
_LOOSE = frozenset(("a", "an", "the", "of", "or", "so", "about", "over", "than", "more", "last", "past", "full",
                    "whole", "good", "at", "least", "nearly", "almost", "around", "and", "half"))  # fmt: skip
#: What may stand between a number and what it counts: 'two and a half weeks', '10 or so days'.
_COUNTED = frozenset(("and", "a", "half", "of", "or", "so", "more", "full", "whole", "good"))
_STILL, _STILL_REACH = frozenset(("still", "not", "isnt", "arent", "hasnt", "havent", "wont")), 7
_TAKEN = frozenset(("take", "takes", "taking", "took", "taken", "need", "needs", "needed"))
#: Before 'than': it is a length of time that is compared, not how somebody is.
_LENGTHS = frozenset(("more", "less", "longer", "fewer", "greater", "rather", "other"))
_FUTURE = frozenset(("in", "every", "each", "next", "within", "per", "twice", "once", "times", "until"))

#: After a length of time: it is an age, a pregnancy, or how far into something.
_NOT_LASTING = frozenset((
    "old", "olds", "pregnant", "gestation", "postpartum", "into", "shift", "shifts", "flight", "journey", "drive",
    "session", "race", "hike", "event", "course",
))  # fmt: skip
#: Before one: how long somebody lay in bed, how old somebody is, or after what it began.
_NOT_BEFORE = frozenset(("bed", "hospital", "baby", "son", "daughter", "aged", "age", "after"))
#: 'For a week' lasts, '60 km a week' is a habit.
_BEFORE_A = frozenset(("for", "about", "over", "nearly", "almost", "than", "past", "last", "least", "around", "or",
                       "roughly", "maybe", "probably", "lasted", "since", "been", "only", "just", "good", "within",
                       "inside", "half", "quite", "like", "took", "takes", "have", "had", "spent",
                       "and"))  # fmt: skip
_PER = frozenset(("a", "per", "each", "every"))
_SLEPT = frozenset(("slept", "sleep", "sleeping", "sleeps", "work", "works", "working", "worked"))


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time with the words that say it; ``days`` is the least that they can mean."""

    days: float
    first: int
    last: int


def durations(sentence: Sentence, today: date | None = None) -> tuple[Duration, ...]:
    """Every length of time that is said, in reading order.

    Parameters
    ----------
    sentence : Sentence
    today : date, optional
        Without it 'since Monday' says nothing.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> [d.days for d in durations(sentences("tired for 2-3 weeks, a dry cough since yesterday")[0])]
    [14.0, 1.0]
    >>> durations(sentences("heavy since Monday")[0], date(2026, 11, 20))[0].days
    4.0
    """
    return tuple(_found(sentence.plain(), today))


def _found(plain: tuple[str, ...], today: date | None) -> Iterator[Duration]:
    for place, word in enumerate(plain):
        if word in _UNITS:
            counted = _counted(plain, place)
            if counted is not None:
                yield counted
        elif word == "/" and place and plain[place + 1 : place + 2] and plain[place + 1] in _OF:
            value = number_of(plain[place - 1])
            if value and value < 20 and plain[place - 1] != "half":
                yield Duration(value * _OF[plain[place + 1]], place - 1, place + 1)
        elif word in _WEEKDAYS or word in _MONTHS or word in _SEASONS or word == "yesterday":
            since = _since(plain, place, today)
            if since is not None:
                yield since
        elif word in _TODAY and not {"since", "started", "began"}.isdisjoint(plain[max(0, place - 3) : place]):
            yield Duration(_PART_OF_A_DAY, place, place)


def _counted(plain: tuple[str, ...], place: int) -> Duration | None:
    """A number and a unit, or a bare unit: 'for weeks', 'the past month', 'since last week'."""
    unit = _UNITS[plain[place]]
    first, number = place, None
    while first > 0 and place - first < 5:
        before = plain[first - 1]
        value = number_of(before)
        if value is not None and before != "half":
            if _counts(plain[first:place]):
                number, first = _lower(plain, value, first - 1)
            break
        if before not in _LOOSE:
            break
        first -= 1
    if first > 0 and plain[first - 1] in _FUTURE:
        return None
    if _of_another(plain, first, place) or _compared(plain, first, place):
        return None
    if number is None and "half" in plain[first:place]:
        number = 0.5
    if number is not None:
        return Duration(number * unit, first, place) if number > 0 else None
    bare = place > 0 and plain[place - 1] in _PER and (place < 2 or plain[place - 2] not in _BEFORE_A)
    if bare and plain[place + 1 : place + 2] not in (("ago",), ("now",), ("later",), ("or",)):
        return None
    lead = plain[max(0, first - 1) : place]
    if plain[place] in _VAGUE and any(word in ("for", "since", "last", "past", "over", "lasted") for word in lead):
        return Duration(_VAGUE[plain[place]], first, place)
    if any(word in ("a", "an", "past", "last", "whole", "full") for word in lead) and unit >= 1:
        return Duration(unit, first, place)
    return None


def _counts(between: tuple[str, ...]) -> bool:
    """Whether a number counts the unit: 'ferritin was 9 a month ago' and 'knee 8 the last day' have other numbers."""
    return _COUNTED.issuperset(between) and ("a" not in between or between[0] == "and")


def _compared(plain: tuple[str, ...], first: int, place: int) -> bool:
    """Whether it is only what today is measured against: 'slower than last month', not 'for more than a month'."""
    than = next((at for at in range(place - 1, max(0, first - 2), -1) if plain[at] == "than"), 0)
    then = "last" in plain[than:place] or plain[place + 1 : place + 2] == ("ago",)
    return than > 0 and then and plain[than - 1] not in _LENGTHS


def _of_another(plain: tuple[str, ...], first: int, place: int) -> bool:
    """Whether it counts an age, a pregnancy, a habit or one night, not how long a trouble has lasted."""
    then = plain[place + 1 : place + 3]
    # 'Still sore after ten days' has lasted them; 'well again after ten days' has not.
    before = plain[max(0, first - 2) : first]
    lasts = "after" in before and not _STILL.isdisjoint(plain[max(0, first - _STILL_REACH) : first])
    if not lasts and not _NOT_BEFORE.isdisjoint(before):
        return True
    if then and then[0] in _NOT_LASTING:
        return True
    # '10 hours a week' is a habit, and so is the week in it.
    habit = len(then) == 2 and then[0] in _PER and then[1] in _UNITS
    rate = place > 1 and plain[place - 1] in _PER and plain[place - 2] in _UNITS
    one_night = _UNITS[plain[place]] < 1 and not _SLEPT.isdisjoint(plain[max(0, first - 2) : first])
    # 'It takes me a week to recover': so long after each time, not since it began.
    taken = then[:1] == ("to",) and not _TAKEN.isdisjoint(plain[max(0, first - 3) : first])
    return habit or rate or one_night or taken


def _lower(plain: tuple[str, ...], value: float, first: int) -> tuple[float, int]:
    """Of '2-3 weeks' and '2 or 3 weeks' the lower number, and where it stands."""
    start = first - 2 if first > 1 and plain[first - 1] in ("-", "or", "to") else first - 1
    other = number_of(plain[start]) if start >= 0 else None
    return (other, start) if other is not None and other < value else (value, first)


def _since(plain: tuple[str, ...], place: int, today: date | None) -> Duration | None:
    lead = plain[max(0, place - 3) : place]
    if not any(word in ("since", "from", "started", "began") for word in lead):
        return None
    word = plain[place]
    if word == "yesterday":
        return Duration(1.0, place, place)
    if today is None:
        return None
    if word in _WEEKDAYS:
        days = (today.weekday() - _WEEKDAYS.index(word)) % 7 or 7
        return Duration(float(days + (7 if "last" in lead and days < 3 else 0)), place, place)
    if word in _SEASONS:
        day = date(today.year, *_SEASONS[word])
        past = day if day < today else day.replace(year=today.year - 1)
        return Duration(float((today - past).days), place, place)
    # 'Since March' began at the latest on its last day.
    month = _MONTHS.index(word) + 1
    year = today.year if month < today.month else today.year - 1
    if month == today.month:
        return Duration(1.0, place, place)
    after = date(year + (month == 12), month % 12 + 1, 1)
    return Duration(float((today - after).days), place, place)
