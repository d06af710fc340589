"""The words that every door uses for the same thing: verdicts, urgencies, grades, chances, dates, amounts.

Wording follows three rules. 'Not asked' is never written as 'no'. A chance is written as whole numbers out of 100
with its range, because decimals would promise more than the numbers hold. A grade is a letter with a word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

from unweary.vocab.assessment import KindOfFatigue, QuantityValue, RankedCause
from unweary.vocab.knowledge import Knowledge, Urgency

DISCLAIMER = "Information, not a diagnosis. No doctor has signed this off yet."
NOT_ASKED_IS_NOT_NO = "'Not asked' is not 'no'."

ACTION_WORDS: dict[str, str] = {
    "push": "Push",
    "modify": "Modify",
    "pause": "Pause",
    "see_clinician": "See someone",
    "not_known": "Not known yet",
}

URGENCY_WORDS: dict[Urgency, str] = {
    Urgency.EMERGENCY_NOW: "now (emergency)",
    Urgency.SAME_DAY: "today",
    Urgency.WITHIN_DAYS: "within days",
    Urgency.ROUTINE: "when it suits (routine)",
    Urgency.NONE: "no date set",
}

GRADE_WORDS: dict[str, str] = {
    "A": "strong",
    "B": "good",
    "C": "weak",
    "D": "unclear",
    "X": "does not help",
}

KIND_WORDS: dict[str, str] = {
    "peripheral": "in the muscle itself (peripheral)",
    "central": "drive from brain and nerves (central)",
    "damage": "small muscle damage (soreness)",
    "circulatory": "blood flow (circulatory)",
    "systemic": "the whole body (systemic)",
}

GROUP_WORDS: dict[str, str] = {
    "upper_back": "Neck and upper back",
    "low_back_trunk": "Low back and trunk",
    "glutes_adductors": "Buttocks and inner thighs",
    "hip_flexors": "Front of hips",
    "forearm_grip": "Forearms and hands",
    "quads": "Front of thighs",
    "hamstrings": "Back of thighs",
    "tibialis": "Shins",
}

SIGN_WORDS: dict[str, str] = {
    "swelling": "swollen",
    "warmth": "warm",
    "redness": "red",
    "bruise": "bruised",
    "colour_change": "changed colour",
    "tendon_pain": "tendon pain",
}

_UNIT_WORDS = {"": "", "1": "", "0-10": " of 10", "ratio": " ×"}
_FILE_ENDINGS = (".fit", ".gz", ".csv", ".tcx", ".gpx", ".xml", ".json", ".zip", ".txt", ".hrv", ".rr")

# Bands of the words on the page, not of any disease: they only say how full the bar is.
_LIKELY_FROM = 0.5
_POSSIBLE_FROM = 0.1


def likely_word(posterior: float) -> str:
    """Likely, possible or unlikely.

    Examples
    --------
    >>> [likely_word(p) for p in (0.62, 0.31, 0.04)]
    ['likely', 'possible', 'unlikely']
    """
    if posterior >= _LIKELY_FROM:
        return "likely"
    return "possible" if posterior >= _POSSIBLE_FROM else "unlikely"


def of_100(chance: float) -> str:
    """A chance as a whole number out of 100; the ends are never rounded to certainty.

    Examples
    --------
    >>> of_100(0.384), of_100(0.004), of_100(0.998)
    ('38', 'under 1', 'over 99')
    """
    if chance < 0.01:
        return "under 1"
    if chance > 0.99:
        return "over 99"
    return f"{chance * 100:.0f}"


def chance_words(cause: RankedCause) -> str:
    """The chance of one cause with its range, and the mark 'estimate' where the numbers are not measured ones."""
    text = f"{likely_word(cause.posterior)}, about {of_100(cause.posterior)} of 100"
    text += f" ({of_100(cause.low)} to {of_100(cause.high)})"
    return f"{text}, estimate" if cause.estimate else text


def grade_words(grade: str) -> str:
    """The grade's letter with its word.

    Examples
    --------
    >>> grade_words("B"), grade_words("X")
    ('B good', '× does not help')
    """
    letter = "×" if grade == "X" else grade
    return f"{letter} {GRADE_WORDS.get(grade, '')}".strip()


def kind_head(kind: KindOfFatigue) -> str:
    """Which kind of fatigue, in a sentence that promises no more than the ranges hold.

    Examples
    --------
    >>> one = KindOfFatigue("central", {}, {}, {}, (), 5, 38, "", leaning=True)
    >>> kind_head(one)
    'Leaning to: drive from brain and nerves (central). Other kinds are still possible.'
    """
    if kind.name == "mixed":
        return "Mixed: more than one kind plays a part, and none leads."
    if kind.name not in KIND_WORDS:
        return "Not yet known: the signs so far do not tell the kinds apart."
    if kind.leaning:
        return f"Leaning to: {KIND_WORDS[kind.name]}. Other kinds are still possible."
    return f"Mostly: {KIND_WORDS[kind.name]}."


def group_words(group: str) -> str:
    """The name of a muscle group.

    Examples
    --------
    >>> group_words("quads"), group_words("calves")
    ('Front of thighs', 'Calves')
    """
    return GROUP_WORDS.get(group, group.replace("_", " ").capitalize())


def signs_words(signs: Iterable[str]) -> str:
    """Signs of a sore place, in words.

    Examples
    --------
    >>> signs_words(("swelling", "warmth"))
    'swollen, warm'
    """
    return ", ".join(SIGN_WORDS.get(sign, sign.replace("_", " ")) for sign in signs)


#: A body temperature; elsewhere a number before a C is a likelihood ratio with its grade.
_DEGREES = re.compile(r"(?<![\d.])((?:3[4-9]|4[0-2])(?:\.\d)?) C\b(?!\*)")
_MICRO = re.compile(r"(?<![\w&#])u(?=(?:g|mol|kat|IU)\b)")


def typeset(text: str) -> str:
    """Units as they are printed: knowledge and stored entries keep to plain letters.

    Examples
    --------
    >>> typeset("Ferritin 32 ug/L (3.0 C*), 38 C, 4 uIU/mL, 60 mL/min/1.73m2")
    'Ferritin 32 µg/L (3.0 C*), 38\xa0°C, 4 µIU/mL, 60 mL/min/1.73 m²'
    """
    return _DEGREES.sub("\\1\N{NO-BREAK SPACE}°C", _MICRO.sub("µ", text)).replace("1.73m2", "1.73 m²")


def day_words(day: date) -> str:
    """A date in full, the month as a word: 3/4 is April here and March there.

    Examples
    --------
    >>> day_words(date(2026, 11, 20))
    '20 November 2026'
    """
    return f"{day.day} {day:%B %Y}"


def hours_words(hours: float) -> str:
    """Hours as hours and minutes.

    Examples
    --------
    >>> hours_words(5.84), hours_words(7.0)
    ('5 h 50', '7 h')
    """
    minutes = round(hours * 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes // 60} h {minutes % 60:02d}"


def number_words(value: float) -> str:
    """A number with at most one decimal, and only where it says something.

    Examples
    --------
    >>> number_words(7.0), number_words(6.25), number_words(1420.4), number_words(float("nan"))
    ('7', '6.2', '1420', 'not known')
    """
    if not math.isfinite(value):
        return "not known"
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}".removesuffix(".0")


def amount_words(value: QuantityValue, knowledge: Knowledge) -> str:
    """A quantity with its unit; a bound is written as a range, never as one number."""
    quantity = knowledge.quantities.get(value.quantity)
    unit = _UNIT_WORDS.get(quantity.unit, f" {quantity.unit}") if quantity else ""
    low, high = value.low, value.high
    if low == high == 1.0 and unit in (" days", " points", " hours"):
        unit = unit.removesuffix("s")
    if low == high:
        return f"{number_words(low)}{unit}"
    if not math.isfinite(high):
        return f"{number_words(low)}{unit} or more"
    if not math.isfinite(low):
        return f"{number_words(high)}{unit} or less"
    return f"{number_words(low)} to {number_words(high)}{unit}"


def kinds_of_sources(sources: Iterable[str]) -> str:
    """Where a number comes from in two words: check-ins, files (counted), or the name of the service.

    Examples
    --------
    >>> kinds_of_sources(("check-in of 2026-11-20", "check-in of 2026-11-21", "a.fit", "b.fit", "intervals.icu"))
    'check-ins, 2 files, intervals.icu'
    """
    found: dict[str, int] = {}
    for source in dict.fromkeys(sources):
        name = "check-in" if source.startswith("check-in") else source
        name = "file" if source.lower().endswith(_FILE_ENDINGS) else name
        found[name] = found.get(name, 0) + 1
    words = {"check-in": "check-ins", "file": f"{found.get('file')} file{'s' if found.get('file') != 1 else ''}"}
    return ", ".join(words.get(name, name) for name in found)


def not_recognised_words(entries: Sequence[str]) -> str:
    """The sentence that tells which entries of the details change nothing; empty where all are known.

    Examples
    --------
    >>> not_recognised_words(("Zzz",))
    "In your details, 'Zzz' was not recognised: kept, but it changes nothing that we judge yet."
    """
    if not entries:
        return ""
    named, one = ", ".join(f"'{entry}'" for entry in entries), len(entries) == 1
    changes = "was not recognised: kept, but it changes" if one else "were not recognised: kept, but they change"
    return f"In your details, {named} {changes} nothing that we judge yet."


def some_of(items: Iterable[str], most: int) -> str:
    """The first ``most`` items and a true count of the rest. Where an item holds a comma, semicolons part them.

    Examples
    --------
    >>> some_of(["fever", "rash", "thirst"], 2)
    'fever, rash and 1 more'
    >>> some_of(["a weak arm, or face", "fever"], 2)
    'a weak arm, or face; fever'
    """
    all_items = list(dict.fromkeys(items))
    shown = all_items[:most]
    text = ("; " if any("," in item for item in shown) else ", ").join(shown)
    return text if len(all_items) <= most else f"{text} and {len(all_items) - most} more"


def told_sources(sources: Iterable[str]) -> list[str]:
    """The sources that a person knows: what was worked out here is no place to look at."""
    return [source for source in sources if source != "computed"]


def sources_words(sources: Iterable[str], most: int = 3) -> str:
    """Where something comes from, for the end of a line; empty when no source is named.

    Examples
    --------
    >>> sources_words(("check-in", "run.fit")), sources_words(("computed",))
    (' [check-in, run.fit]', '')
    """
    text = some_of(told_sources(sources), most)
    return f" [{text}]" if text else ""
