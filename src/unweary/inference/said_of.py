"""Whether a word is said of one part of the body: 'my hands get tired', 'tired legs', not 'tired, and my legs ache'."""

from __future__ import annotations

from collections.abc import Sequence

from unweary.inference.cue_places import cues
from unweary.inference.sentences import FILLERS
from unweary.inference.wordings import Found, Reader

#: Who is meant by these is the whole person.
_SELF = frozenset(("i", "im", "ive", "am", "me", "myself", "body"))
#: 'Ten hours on my feet' and 'leg day' name a part, but are not about it.
_NOT_ABOUT = frozenset(("on", "for", "with", "from", "after", "brushing", "washing"))
_POSSESSIVE = frozenset(("my", "the", "both", "his", "her"))
#: 'Back' is a part of the body only behind one of these.
_OWN = frozenset(("my", "low", "lower", "upper"))
#: 'Fatigue and heavy legs' are two things, 'tired and heavy legs' is one.
_NAMES = frozenset(("fatigue", "tiredness", "exhaustion", "lethargy", "weariness"))
#: A subject stands at most so many words before what is said of it.
_FARTHEST = 7


def said_of(reader: Reader, found: Found, parts: frozenset[str], describing: frozenset[str]) -> bool:
    """Whether what was found is said of a part of the body.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> from unweary.inference.wordings import ready
    >>> def tired(text):
    ...     reader = ready(sentences(text)[0], frozenset(("tired",)), (), frozenset())
    ...     at = reader.plain.index("tired")
    ...     return said_of(reader, Found(at, at, frozenset()), frozenset(("legs", "hands")), frozenset(("heavy",)))
    >>> [tired(text) for text in ("my hands get tired", "tired and heavy legs", "tired in my legs")]
    [True, True, True]
    >>> [tired(text) for text in ("I am tired", "tired and my legs ache", "my legs ache when I am tired")]
    [False, False, False]
    """
    inside = any(_part(reader, at, parts) for at in range(found.first, found.last + 1))
    return inside or _ahead(reader, found.last, parts, describing) or _before(reader, found.first, parts, describing)


def _ahead(reader: Reader, last: int, parts: frozenset[str], describing: frozenset[str]) -> bool:
    plain, piece = reader.plain, reader.sentence.piece
    of = False
    for at in range(last + 1, len(plain)):
        # 'So tired my eyes hurt' and 'tired with weak legs' begin something new.
        if piece[at] != piece[last] or plain[at] == "with" or (plain[at] == "my" and not of):
            return False
        if _part(reader, at, parts):
            return not _beside(plain, at)
        of = of or plain[at] in ("in", "of")
        joined = plain[at] == "and" and plain[last] not in _NAMES and not describing.isdisjoint(plain[at + 1 : at + 2])
        if not joined and plain[at] not in FILLERS and plain[at] not in describing:
            return False
    return False


def _before(reader: Reader, first: int, parts: frozenset[str], describing: frozenset[str]) -> bool:
    plain, piece = reader.plain, reader.sentence.piece
    for at in range(first - 1, max(-1, first - _FARTHEST), -1):
        if piece[at] != piece[first] or plain[at] in _SELF:
            return False
        # 'Legs heavy and tired' is one list; 'my legs hurt and tired all over' is not.
        if plain[at] == "and" and not (at and (plain[at - 1] in describing or plain[at - 1] in parts)):
            return False
        if _part(reader, at, parts) and not _beside(plain, at):
            return True
    return False


def _part(reader: Reader, at: int, parts: frozenset[str]) -> bool:
    word, like = reader.plain[at], reader.like[at]
    if word == "back":
        return at > 0 and reader.plain[at - 1] in _OWN
    return word in parts or (word not in like and not like.isdisjoint(parts))


def _beside(plain: Sequence[str], at: int) -> bool:
    """Whether a part of the body is only where or when something is: 'on my feet', 'leg day'."""
    if plain[at + 1 : at + 2] == ("day",):
        return True
    before = [word for word in plain[max(0, at - 2) : at] if word not in _POSSESSIVE]
    return bool(before) and before[-1] in _NOT_ABOUT


def cued_here(reader: Reader, found: Found) -> set[str]:
    """The denials and doubts in the stretch of a phrase: in 'no headache, jaw fine' the jaw is fine."""
    here = reader.sentence.piece[found.first]
    near = (cue for cue in cues(reader.plain) if reader.sentence.piece[cue.first] == here)
    return {cue.kind for cue in near if cue.kind in ("no", "doubt")}


def one_side(reader: Reader, found: Found) -> bool:
    """Whether only one side is denied: the other one is open."""
    near = range(max(0, found.first - 2), min(len(reader.plain), found.last + 4))
    here = reader.sentence.piece[found.last]
    return any(reader.plain[at] in ("left", "right") and reader.sentence.piece[at] == here for at in near)
