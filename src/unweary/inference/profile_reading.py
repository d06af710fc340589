"""Medicines, supplements and conditions of the profile, read as if they were said in own words: one lexicon for both.

Only what a profile may say is taken from it (a medicine that is taken, an illness that somebody has): 'heart attack'
among the conditions is a heart disease, no chest pain of this minute.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from unweary.inference.own_words import propose
from unweary.vocab.history import History, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Truth

#: The lists that are read, and how each of their entries would be said.
_SAID = {"medicines": "I take {}", "supplements": "I take {}", "conditions": "I have {}"}
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_WORDS = "In your details, {} {} not recognised: kept, but it changes nothing that we judge yet."


def read_entry(field: str, entry: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The findings that one entry of the profile makes present.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> [read_entry("medicines", name, packaged_knowledge())[-1:] for name in ("Jardiance 10 mg", "unheard-of")]
    [('sglt2i',), ()]
    """
    may_say = {name for known in knowledge.profile_words for name in known.sets if known.field != "sports"}
    said = propose(_SAID[field].format(entry), knowledge).findings
    return tuple(sorted({each.finding for each in said if each.state == "present"} & may_say))


def told_in_profile(profile: Profile, knowledge: Knowledge) -> dict[str, tuple[Truth, tuple[str, ...]]]:
    """What the words of the profile make present, as facts for the findings. What is not there is never a 'no'."""
    found = {name for field, entry in _entries(profile) for name in read_entry(field, entry, knowledge)}
    return dict.fromkeys(sorted(found), (True, ("profile",)))


def not_recognised(profile: Profile, knowledge: Knowledge) -> tuple[str, ...]:
    """The medicines and conditions that change nothing: neither the lexicon nor the words of the profile know them."""

    def known(field: str, entry: str) -> bool:
        listed = Profile(medicines=(entry,)) if field == "medicines" else Profile(conditions=(entry,))
        alone = History(_ANY_DAY, profile=listed)
        return bool(read_entry(field, entry, knowledge) or profile_facts(alone, knowledge))

    return tuple(entry for field, entry in _entries(profile) if field != "supplements" and not known(field, entry))


def in_words(words: tuple[str, ...]) -> str:
    """The sentence that tells which entries were not recognised; empty where all were.

    Examples
    --------
    >>> in_words(("Zzz",))
    "In your details, 'Zzz' was not recognised: kept, but it changes nothing that we judge yet."
    """
    if not words:
        return ""
    return _WORDS.format(", ".join(f"'{word}'" for word in words), "was" if len(words) == 1 else "were")


def _entries(profile: Profile) -> list[tuple[str, str]]:
    return [(field, entry) for field in _SAID for entry in getattr(profile, field)]


def _says(spoken: str, known: str) -> bool:
    """Whether the words name the thing, whole: nystatin is no statin."""
    return re.search(rf"\b{re.escape(known.casefold())}s?\b", spoken) is not None


def profile_facts(history: History, knowledge: Knowledge) -> dict[str, tuple[Truth, tuple[str, ...]]]:
    """Findings that the profile's own words make present; a word not listed says nothing about the rest."""
    profile = history.profile
    found: dict[str, tuple[Truth, tuple[str, ...]]] = {}
    for entry in knowledge.profile_words:
        spoken = [word.casefold() for word in getattr(profile, entry.field)]
        if any(_says(word, known) for known in entry.words for word in spoken):
            found.update(dict.fromkeys(entry.sets, (True, ("profile",))))
    if profile.sex is not None:
        found["female"] = (profile.sex == "F", ("profile",))
        found["male"] = (profile.sex == "M", ("profile",))
    for name in ("pregnant", "postpartum"):
        said = getattr(profile, name)
        if said is not None:
            found[name] = (said, ("profile",))
    if profile.pregnant:  # the tick says 'pregnant', where the question says 'or could be'
        found["pregnancy_sure"] = (True, ("profile",))
    return found
