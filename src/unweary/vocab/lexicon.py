"""The types of the lexicon: which plain words speak of which finding. The data stand in ``unweary.knowledge``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unweary.vocab.logic import Condition


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that may stand for each other in the phrases of the lexicon, written ``{id}`` there."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearly:
    """Words that bring a finding near without saying it, as rows of words in any order (see ``inference.nearby``).

    ``unless``: with one of these in the same sentence they do not.
    """

    finding: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What people say for one finding, as patterns of plain words (the language of ``lexicon.toml``).

    ``state`` is what a match that nothing denies proposes; ``nothing``: only the denial of the words says something
    ('no swelling' denies swollen ankles, 'swelling' does not tell where). ``holds``: ``now`` must be true now;
    ``recent`` counts even if it has passed since this trouble began; ``ever`` counts from the whole past. ``near``: one
    of these words must
    stand in the same sentence; ``unless``: none of these may; ``nowhere``: nor anywhere in this sentence or the one
    before, past commas and brackets ('bench_press' is two words); ``not_of``: the group of parts of the body of which
    the words may not be said ('my hands are tired'). ``number_from`` and ``number_below`` limit a
    ``{number}`` in the patterns. ``denied``: what a 'no' before it says. Where the words name only one of several ways
    ('not vomiting' leaves feeling sick open) it says ``nothing``.
    """

    finding: str
    words: tuple[str, ...]
    state: Literal["present", "absent", "uncertain", "nothing"] = "present"
    holds: Literal["now", "recent", "ever"] = "now"
    denied: Literal["absent", "nothing"] = "absent"
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    not_of: str = ""
    number_from: float | None = None
    number_below: float | None = None


@dataclass(frozen=True, slots=True)
class Lasting:
    """A finding that holds when one of ``of`` is said to last ``from_days`` or more (and less than ``below_days``).

    For a finding asked as a number of days, the days said are its value. ``short``: what a counted length of time
    under ``from_days`` says, where it is the only one in its sentence: 'tired for two weeks' is not yet six.
    """

    finding: str
    of: tuple[str, ...]
    from_days: float
    below_days: float | None = None
    short: Literal["absent", "nothing"] = "nothing"


@dataclass(frozen=True, slots=True)
class LongSince:
    """Findings of which only what is new counts: said to be so for ``from_days`` or more, they are asked about."""

    findings: tuple[str, ...]
    from_days: float


@dataclass(frozen=True, slots=True)
class Entailed:
    """A finding that follows from others: a calf that hurts is a leg that hurts.

    ``always``: it follows from the meaning of the words, so an answer brings it at every door; otherwise it is likely,
    and own words propose it. ``unless`` names what else the answer may rest on (bone pain on pressing, or at night):
    then a plain 'no' to the finding stands. ``past``: the question asks for what was so before as well, so a later
    plain 'no' does not stand for as long as the yes holds.
    """

    finding: str
    when: Condition
    always: bool = False
    unless: Condition | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What it says when a number has become another: 'weight from 80 to 72 kg'.

    ``words`` lead to the older number. ``up``: whether the newer one must be the greater. ``least`` is the least share
    of the older number by which it has changed, ``most`` the most that is believed; ``low`` and ``high`` are what both
    numbers can be.
    """

    finding: str
    words: tuple[str, ...]
    up: bool
    least: float
    low: float
    high: float
    most: float = 1.0
    state: Literal["present", "uncertain"] = "present"
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a number of a quantity is said. ``value * times + plus`` is in the quantity's unit.

    ``low`` and ``high`` are what the said number can be; outside, it was something else.
    """

    quantity: str
    words: tuple[str, ...]
    low: float
    high: float
    times: float = 1.0
    plus: float = 0.0
    unless: tuple[str, ...] = ()
