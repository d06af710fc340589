"""From 'left inner calf 6, swollen' to a place, a side, a score and signs.

The words are matched to the names of the body parts. Where several parts fit, the person is asked. In a script, where
nobody can be asked, a word that names one muscle group (calf, hamstring, shin) is kept as the whole group; one that
fits several groups is refused with what to write instead: a guess would put the soreness in the wrong place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from unweary.vocab.body import BodyPart
from unweary.vocab.errors import UserError
from unweary.vocab.history import Side, Sign

_SIDES: dict[str, tuple[Side, ...]] = {
    "left": ("left",), "l": ("left",), "right": ("right",), "r": ("right",), "both": ("left", "right"),
    "mid": ("mid",), "middle": ("mid",),
}  # fmt: skip
_SIGNS: dict[str, Sign] = {
    "swollen": "swelling", "swelling": "swelling", "warm": "warmth", "warmth": "warmth", "hot": "warmth",
    "red": "redness", "redness": "redness", "bruise": "bruise", "bruised": "bruise",
}  # fmt: skip
_SMALL_WORDS = frozenset((
    "a", "an", "and", "at", "in", "is", "it", "my", "of", "on", "the", "to", "very", "bit", "sore", "soreness", "pain",
    "painful", "hurts", "ache", "aches", "aching", "tired", "heavy",
))  # fmt: skip
_OTHER_NAMES = {
    "calve": "calf", "gastroc": "calf", "bum": "buttock", "butt": "buttock", "hammie": "hamstring", "ham": "hamstring",
    "lower": "low", "trap": "trapezius", "traps": "trapezius", "delt": "deltoid", "pec": "chest", "belly": "ab",
    "stomach": "ab", "tummy": "ab", "abs": "ab", "quadricep": "quad", "quadriceps": "quad", "bicep": "biceps",
    "tricep": "triceps", "loin": "flank",
}  # fmt: skip
_SCORE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?:\s*(?:/|of|out of)\s*10)?(?![\w.])")
_KIND_WORDS = frozenset(("muscle", "joint"))


@dataclass(frozen=True, slots=True)
class SoreWords:
    """One sore place as it was said."""

    site: str
    side: Side
    soreness_0_10: float
    signs: tuple[Sign, ...] = ()


#: Asked when several parts fit: the words, the parts that fit; returns those meant.
ChooseParts = Callable[[str, Sequence[BodyPart]], Sequence[BodyPart]]
#: Asked when a part has two sides and none was said.
ChooseSide = Callable[[BodyPart], str]


def read_sore(
    text: str,
    parts: Sequence[BodyPart],
    choose_parts: ChooseParts | None = None,
    choose_side: ChooseSide | None = None,
) -> tuple[SoreWords, ...]:
    """Read one sore place from words, or from ``part:side:score`` with perhaps ``:sign,sign``.

    Raises
    ------
    UserError
        When no part or several parts fit and there is nobody to ask, when a side or a score is missing, or when the
        score is not within 0 to 10. The message says what would be accepted.

    Examples
    --------
    >>> calf = BodyPart("soleus", "muscle", "back", "LR", "Lower calf", "soleus", "calves")
    >>> read_sore("lower calf left 6, swollen", [calf])
    (SoreWords(site='soleus', side='left', soreness_0_10=6.0, signs=('swelling',)),)
    >>> read_sore("soleus:right:4", [calf])[0].side
    'right'
    """
    if ":" in text:
        return _by_id(text, parts)
    score, rest = _score(text)
    words = re.findall(r"[a-z]+", rest.lower())
    signs = tuple(dict.fromkeys(_SIGNS[word] for word in words if word in _SIGNS))
    sides = tuple(dict.fromkeys(side for word in words if word in _SIDES for side in _SIDES[word]))
    wanted = [word for word in words if word not in _SIGNS and word not in _SIDES and word not in _SMALL_WORDS]
    found = match_parts(wanted, parts)
    if len(found) > 1:
        found = list(choose_parts(" ".join(wanted), found)) if choose_parts is not None else _one_group(text, found)
    if not found:
        raise UserError("body_part", f"no body part is called '{' '.join(wanted)}'", _near(wanted, parts))
    return tuple(
        SoreWords(part.id, side, score, signs) for part in found for side in _sides_of(part, sides, choose_side)
    )


def _one_group(text: str, found: Sequence[BodyPart]) -> list[BodyPart]:
    """All muscles and bones that fit, where they are of one group; its joints and tendons have names of their own."""
    if len({part.group for part in found}) > 1:
        raise UserError("body_part", f"'{text}' fits several places", _names(found))
    return [part for part in found if part.kind in ("muscle", "bone")] or list(found)


def _by_id(text: str, parts: Sequence[BodyPart]) -> tuple[SoreWords, ...]:
    fields = [field.strip() for field in text.split(":")]
    by_id = {part.id: part for part in parts}
    shape = "part:side:score or part:side:score:sign,sign, for example quads:left:6"
    if not 3 <= len(fields) <= 4:
        raise UserError("sore", f"'{text}' is not a sore place", shape)
    site, side_text, score_text = fields[:3]
    part = by_id.get(site)
    if part is None:
        raise UserError("body_part", f"'{site}' is not a body part", _near([site.replace("_", " ")], parts))
    sides = _sides_of(part, _SIDES.get(side_text.lower(), ()), None)
    if not sides:
        raise UserError("side", f"'{side_text}' is not a side of '{site}'", "left, right, both or mid")
    signs: list[Sign] = []
    for word in (field.strip() for field in fields[3].split(",")) if len(fields) == 4 else ():
        known = next((sign for sign in get_args(Sign) if sign == word), _SIGNS.get(word))
        if known is None:
            raise UserError("sign", f"'{word}' is not a sign", ", ".join(get_args(Sign)))
        signs.append(known)
    score = _in_range(score_text, text)
    return tuple(SoreWords(site, side, score, tuple(signs)) for side in sides)


def _score(text: str) -> tuple[float, str]:
    found = list(_SCORE.finditer(text))
    if len(found) != 1:
        raise UserError("score", f"'{text}' needs one score", "a number from 0 to 10, for example: left inner calf 6")
    return _in_range(found[0].group(1), text), text[: found[0].start()] + " " + text[found[0].end() :]


def _in_range(score_text: str, text: str) -> float:
    try:
        score = float(score_text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 10:
        raise UserError("score", f"'{text}': soreness '{score_text}' is not on the scale", "0 (not sore) to 10")
    return score


def _sides_of(part: BodyPart, sides: tuple[Side, ...], choose: ChooseSide | None) -> tuple[Side, ...]:
    if part.sides == "mid":
        return ("mid",)
    kept = tuple(side for side in sides if side != "mid")
    if not kept and choose is not None:
        kept = tuple(side for side in _SIDES.get(choose(part).strip().lower(), ()) if side != "mid")
    if not kept:
        raise UserError("side", f"which side of '{part.lay_name}'?", "left, right or both")
    return kept


def match_parts(wanted: Sequence[str], parts: Sequence[BodyPart]) -> list[BodyPart]:
    """The parts whose names hold all the words; one part where its everyday name is exactly that.

    Examples
    --------
    >>> inner = BodyPart("gastroc_medial", "muscle", "back", "LR", "Inner calf", "gastrocnemius", "calves")
    >>> outer = BodyPart("gastroc_lateral", "muscle", "back", "LR", "Outer calf", "gastrocnemius", "calves")
    >>> [part.id for part in match_parts(["calves"], [inner, outer])]
    ['gastroc_medial', 'gastroc_lateral']
    """
    query = {_plain(word) for word in wanted if word not in _KIND_WORDS} or {_plain(word) for word in wanted}
    if not query:
        return []
    found = [part for part in parts if query <= _tokens(f"{part.lay_name} {part.anatomical} {part.id}")]
    exact = [part for part in found if _tokens(part.lay_name) - _KIND_WORDS == query or _tokens(part.id) == query]
    muscles = [part for part in found if part.kind == "muscle"]
    # 'Shoulder' is more often a muscle than the joint, so a joint is taken without asking only where no muscle fits.
    if len(exact) == 1 and (exact[0].kind == "muscle" or not muscles):
        return exact
    named = [part for part in found if query <= _tokens(part.lay_name)]
    return named or found


def _plain(word: str) -> str:
    word = word.lower()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ps")):
        word = word[:-1]
    return _OTHER_NAMES.get(word, word)


def _tokens(text: str) -> set[str]:
    return {_plain(word) for word in re.findall(r"[A-Za-z]+", text) if word.lower() not in _SMALL_WORDS}


def _names(parts: Sequence[BodyPart]) -> str:
    return ", ".join(f"{part.id} ({part.lay_name})" for part in parts)


def _near(wanted: Sequence[str], parts: Sequence[BodyPart]) -> str:
    """The parts whose names look most alike, for the error message."""
    names = {part.lay_name.lower(): part for part in parts} | {part.id.replace("_", " "): part for part in parts}
    close = difflib.get_close_matches(" ".join(wanted).lower(), list(names), n=4, cutoff=0.4)
    found = list(dict.fromkeys(names[name].id for name in close))
    return _names([part for part in parts if part.id in found]) or "a part from: unweary knowledge show body"
