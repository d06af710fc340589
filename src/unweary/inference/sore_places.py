"""Sore places in a person's own words: the part of the body, the side, a score, signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from unweary.inference.cues import standing
from unweary.inference.sentences import number_of, sentences
from unweary.inference.wordings import Reader
from unweary.vocab.body import BodyPart
from unweary.vocab.history import Side, Sign

_SIDES: dict[str, tuple[Side, ...]] = {
    "left": ("left",), "right": ("right",), "both": ("left", "right"), "bilateral": ("left", "right"),
}  # fmt: skip
_SIGNS: dict[str, Sign] = {
    "swollen": "swelling", "swelling": "swelling", "puffy": "swelling", "warm": "warmth", "hot": "warmth",
    "red": "redness", "bruise": "bruise", "bruised": "bruise", "bruising": "bruise",
}  # fmt: skip
_SORE = ("sore", "pain", "ach", "hurt", "tender", "throb", "stiff")
#: Words in the names of body parts that name none by themselves.
_NO_PART = frozenset((
    "back", "front", "top", "side", "inner", "outer", "lower", "upper", "deep", "bone", "muscle", "joint", "low", "mid",
    "below", "above", "band", "under", "outside", "inside", "between", "medial", "lateral", "spine", "tendon", "blade",
    "max", "med", "ball", "middle", "breathing", "rear", "leg", "big", "sit",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteProposal:
    """A sore place read from the text. Several ``sites`` where the words fit several; what was not said is empty."""

    sites: tuple[str, ...]
    sides: tuple[Side, ...]
    soreness_0_10: float | None
    signs: tuple[Sign, ...]
    words: str
    start: int
    end: int


def sore_places(
    body: Mapping[str, BodyPart], reader: Reader, after: Sequence[str], text: str
) -> Iterator[SiteProposal]:
    """Every part of the body that is said to be sore, with what is said about side, score and signs.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> from unweary.inference.wordings import ready
    >>> calf = BodyPart("soleus", "muscle", "back", "LR", "Lower calf", "soleus", "calves")
    >>> reader = ready(sentences("left calf sore 6/10")[0], frozenset(), (), frozenset())
    >>> [(s.sites, s.sides, s.soreness_0_10) for s in sore_places({"soleus": calf}, reader, (), "left calf sore 6/10")]
    [(('soleus',), ('left',), 6.0)]
    """
    sentence, plain = reader.sentence, reader.plain
    for place, word in enumerate(plain):
        parts = _parts_called(_one(word), body)
        here = [at for at in range(len(plain)) if sentence.piece[at] == sentence.piece[place]]
        sore = [at for at in here if plain[at].startswith(_SORE)]
        if not parts or not sore:
            continue
        first, last = min(place, *sore), max(place, *sore)
        how = standing(sentence, first, last, frozenset({place, *sore}), (), after)
        if how.denied or how.doubted or how.other or how.supposed or how.past or how.over:
            continue
        sides = tuple(dict.fromkeys(side for at in here for side in _SIDES.get(plain[at], ())))
        signs = tuple(dict.fromkeys(_SIGNS[plain[at]] for at in here if plain[at] in _SIGNS))
        start, end = sentence.words[first].start, sentence.words[last].end
        yield SiteProposal(parts, sides, _score(plain, here), signs, text[start:end], start, end)


def _one(word: str) -> str:
    if word == "calves":
        return "calf"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def _parts_called(word: str, body: Mapping[str, BodyPart]) -> tuple[str, ...]:
    """The body parts whose everyday name has this word; joints only where no muscle has it."""
    if len(word) < 3 or word in _NO_PART:
        return ()
    fit = [part for part in body.values() if word in _names(part.lay_name, part.id)]
    muscles = [part for part in fit if part.kind == "muscle"]
    return tuple(part.id for part in muscles or fit)


@lru_cache(maxsize=256)
def _names(lay_name: str, part: str) -> frozenset[str]:
    named = f"{lay_name} {part.replace('_', ' ')}"
    return frozenset(_one(name) for sentence in sentences(named) for name in sentence.plain())


def _score(plain: Sequence[str], here: Sequence[int]) -> float | None:
    """A score out of ten in the same stretch: '6/10', '6 out of 10'."""
    for at in here:
        value = number_of(plain[at])
        tail = tuple(plain[at + 1 : at + 4])
        if value is not None and value <= 10 and (tail[:2] == ("/", "10") or tail == ("out", "of", "10")):
            return value
    return None
