"""Medicines, supplements and conditions of the profile, read as if they were said in own words: one lexicon for both.

Only what a profile may say is taken from it (a medicine that is taken, an illness that somebody has): 'heart attack'
among the conditions is a heart disease, no chest pain of this minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unweary.inference.own_words import propose
from unweary.vocab.history import History, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Truth

#: The lists that are read, and how each of their entries would be said.
_SAID = {"medicines": "I take {}", "supplements": "I take {}", "conditions": "I have {}"}


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


@dataclass(frozen=True, slots=True)
class ProfileRead:
    """What the words of a profile say: facts for the findings, and the entries that change nothing.

    What is not there is never a 'no'. Supplements that nothing knows are not named: most of them change nothing.
    """

    given: dict[str, tuple[Truth, tuple[str, ...]]]
    not_recognised: tuple[str, ...]


def read_profile(profile: Profile, knowledge: Knowledge) -> ProfileRead:
    """The medicines, supplements and conditions of a profile, each read once.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> read = read_profile(Profile(medicines=("Jardiance 10 mg", "Zzz"), supplements=("Yyy",)), packaged_knowledge())
    >>> list(read.given), read.not_recognised
    (['any_medicine', 'sglt2i'], ('Zzz',))
    """
    found: set[str] = set()
    unknown = []
    for field in _SAID:
        for entry in getattr(profile, field):
            read = read_entry(field, entry, knowledge)
            found.update(read)
            if not read and field != "supplements" and not any(_named(field, entry, knowledge)):
                unknown.append(entry)
    return ProfileRead(dict.fromkeys(sorted(found), (True, ("profile",))), tuple(unknown))


def _says(spoken: str, known: str) -> bool:
    """Whether the words name the thing, whole: nystatin is no statin."""
    # Hundreds of patterns, more than Python keeps compiled: only those that are worth it are made.
    word = known.casefold()
    return word in spoken and re.search(rf"\b{re.escape(word)}s?\b", spoken) is not None


def _named(field: str, entry: str, knowledge: Knowledge) -> Iterator[str]:
    """The findings that the profile's own words make present for one entry."""
    spoken = entry.casefold()
    for known in knowledge.profile_words:
        if known.field == field and any(_says(spoken, word) for word in known.words):
            yield from known.sets


def profile_facts(history: History, knowledge: Knowledge) -> dict[str, tuple[Truth, tuple[str, ...]]]:
    """Findings that the profile's own words make present; a word not listed says nothing about the rest."""
    profile = history.profile
    found: dict[str, tuple[Truth, tuple[str, ...]]] = {}
    for field in dict.fromkeys(each.field for each in knowledge.profile_words):
        for entry in getattr(profile, field):
            found.update(dict.fromkeys(_named(field, entry, knowledge), (True, ("profile",))))
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
