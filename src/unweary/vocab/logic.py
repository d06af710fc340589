"""The closed condition grammar of the knowledge, in three-valued logic.

A condition is read from text such as ``fever AND (confusion OR hr_rest_bpm >= 130)``:

* a bare name is a finding or a derived truth: present, absent or unknown;
* ``name < 15`` compares a number; an interval that straddles the limit is unknown;
* ``AND`` binds tighter than ``OR``; ``NOT`` is unary; ``atleast(n, a, b, ...)`` counts;
* ``never`` is a condition that does not hold (an OR of nothing).

Unknown is a value (``None``), never 'no': ``unknown OR present`` is present, ``unknown AND present`` is unknown
(Kleene's strong logic).
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from unweary.vocab.errors import UserError

Truth = bool | None
Interval = tuple[float, float]


class Facts(Protocol):
    """What a condition is evaluated against."""

    def truth(self, name: str) -> Truth:
        """Present, absent or (None) unknown."""
        ...

    def number(self, name: str) -> Interval | None:
        """The value as a closed interval ``(low, high)``; None when unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Is:
    """The named finding is present."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The named number stands in this relation to the limit."""

    name: str
    relation: str
    limit: float


@dataclass(frozen=True, slots=True)
class Not:
    """The part is absent."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the parts hold. AND is all of them, OR is one of them.

    It keeps how it stood (:func:`unweary.vocab.ways.standing`) for the truths of its leaves that were seen before.
    """

    count: int
    parts: tuple[Condition, ...]
    kept_leaves: list[Condition] = field(init=False, repr=False, compare=False, default_factory=list)
    kept: dict[tuple[Truth, ...], Any] = field(init=False, repr=False, compare=False, default_factory=dict)


Condition = Is | Compare | Not | AtLeast

#: An OR of nothing.
NEVER = AtLeast(1, ())

_TOKEN = re.compile(r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|[<>(),]))")
_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def parse(text: str) -> Condition:
    """Read a condition from its text.

    Raises
    ------
    UserError
        With the place in the text, when it does not follow the grammar.

    Examples
    --------
    >>> parse("fever AND (confusion OR hr_bpm >= 130)")
    AtLeast(count=2, parts=(Is(name='fever'), AtLeast(count=1, parts=(Is(name='confusion'), \
Compare(name='hr_bpm', relation='>=', limit=130.0)))))
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        end = 0
        stripped = text.rstrip()
        while end < len(stripped):
            match = _TOKEN.match(stripped, end)
            if match is None:
                raise self.wrong(f"cannot read '{stripped[end:]}'")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind)))
            end = match.end()
        self.at = 0

    def wrong(self, what: str) -> UserError:
        return UserError(
            "condition", f"condition '{self.text}': {what}", "names, AND, OR, NOT, atleast(n, ...), never, <, <=, >, >="
        )

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        value = self.peek()
        if not value or (expected and value != expected):
            raise self.wrong(f"expected '{expected or 'a name'}', found '{value or 'the end'}'")
        self.at += 1
        return value

    def whole(self) -> Condition:
        condition = self.any_of()
        if self.peek():
            raise self.wrong(f"'{self.peek()}' is left over")
        return condition

    def _joined(self, word: str, part: Callable[[], Condition]) -> list[Condition]:
        parts = [part()]
        while self.peek() == word:
            self.take(word)
            parts.append(part())
        return parts

    def any_of(self) -> Condition:
        parts = self._joined("OR", self.all_of)
        return parts[0] if len(parts) == 1 else AtLeast(1, tuple(parts))

    def all_of(self) -> Condition:
        parts = self._joined("AND", self.atom)
        return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))

    def atom(self) -> Condition:
        if self.peek() == "(":
            self.take("(")
            inner = self.any_of()
            self.take(")")
            return inner
        if self.at < len(self.tokens) and self.tokens[self.at][0] != "name":
            raise self.wrong(f"expected a name, found '{self.peek()}'")
        name = self.take()
        if name == "NOT":
            return Not(self.atom())
        if name == "atleast" and self.peek() == "(":
            return self.counted()
        if name == "never":
            return NEVER
        if name in ("AND", "OR"):
            raise self.wrong(f"'{name}' needs something on both sides")
        if self.peek() in _RELATIONS:
            relation = self.take()
            if self.at >= len(self.tokens) or self.tokens[self.at][0] != "number":
                raise self.wrong(f"'{name} {relation}' needs a number")
            return Compare(name, relation, float(self.take()))
        return Is(name)

    def counted(self) -> Condition:
        self.take("(")
        count = self.take()
        if not count.isdigit():
            raise self.wrong("atleast needs a whole number first")
        parts: list[Condition] = []
        while self.peek() == ",":
            self.take(",")
            parts.append(self.any_of())
        self.take(")")
        if not 1 <= int(count) <= len(parts):
            raise self.wrong(f"atleast({count}, ...) of {len(parts)} parts can never be decided")
        return AtLeast(int(count), tuple(parts))


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Whether the condition holds: True, False, or None when what is known does not decide it.

    Examples
    --------
    >>> class Known:
    ...     def truth(self, name): return {"fever": True}.get(name)
    ...     def number(self, name): return {"ferritin_ug_l": (0.0, 5.0)}.get(name)
    >>> evaluate(parse("fever AND confusion"), Known()) is None
    True
    >>> evaluate(parse("fever OR confusion"), Known())
    True
    >>> evaluate(parse("ferritin_ug_l < 15"), Known())
    True
    """
    # By type, the most frequent ones first: an assessment asks this ten thousand times, and ``match`` is half as fast.
    if isinstance(condition, Is):
        return facts.truth(condition.name)
    if isinstance(condition, AtLeast):
        held, spare = 0, len(condition.parts) - condition.count
        for part in condition.parts:
            truth = facts.truth(part.name) if isinstance(part, Is) else evaluate(part, facts)
            if truth is True:
                held += 1
                if held == condition.count:
                    return True
            elif truth is False:
                spare -= 1
                if spare < 0:
                    return False
        return None if spare >= 0 else False
    if isinstance(condition, Not):
        truth = evaluate(condition.part, facts)
        return None if truth is None else not truth
    interval = facts.number(condition.name)
    if interval is None or math.isnan(interval[0]) or math.isnan(interval[1]):
        return None
    compare = _RELATIONS[condition.relation]
    low, high = compare(interval[0], condition.limit), compare(interval[1], condition.limit)
    return low if low == high else None


def names(condition: Condition) -> Iterator[str]:
    """Every name in the condition, in reading order, with repeats.

    Examples
    --------
    >>> list(names(parse("a AND b < 2")))
    ['a', 'b']
    """
    match condition:
        case Is(name) | Compare(name, _, _):
            yield name
        case Not(part):
            yield from names(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from names(part)


def negated(condition: Condition) -> Iterator[Condition]:
    """Every part that stands under a NOT.

    Examples
    --------
    >>> list(negated(parse("a AND NOT b")))
    [Is(name='b')]
    """
    match condition:
        case Not(part):
            yield part
            yield from negated(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from negated(part)


def missing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The unknown names that could still make an undecided condition true, each once, in reading order.

    Examples
    --------
    >>> class Known:
    ...     def truth(self, name): return {"fever": True, "cough": False}.get(name)
    ...     def number(self, name): return None
    >>> missing(parse("fever AND confusion OR cough AND rigors"), Known())
    ('confusion',)
    """
    return tuple(dict.fromkeys(_missing(condition, facts)))


def _missing(condition: Condition, facts: Facts) -> list[str]:
    if isinstance(condition, Is):
        return [condition.name] if facts.truth(condition.name) is None else []
    if evaluate(condition, facts) is not None:
        return []
    if isinstance(condition, AtLeast):
        return [name for part in condition.parts for name in _missing(part, facts)]
    return _missing(condition.part, facts) if isinstance(condition, Not) else [condition.name]


def in_words(condition: Condition, label: Mapping[str, str]) -> str:
    """The condition in plain English, for the person and the clinician who reviews it.

    Parameters
    ----------
    label : mapping
        Name to a short noun phrase; a name without one is shown as it stands.

    Examples
    --------
    >>> in_words(parse("fever AND (confusion OR age >= 75)"), {"confusion": "new confusion"})
    'fever and (new confusion or age at least 75)'
    """
    return _words(condition, label, top=True)


_SPOKEN = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


def _words(condition: Condition, label: Mapping[str, str], *, top: bool) -> str:
    match condition:
        case Is(name):
            return label.get(name, name.replace("_", " "))
        case Compare(name, relation, limit):
            return f"{label.get(name, name.replace('_', ' '))} {_SPOKEN[relation]} {limit:g}"
        case Not(part):
            return f"not {_words(part, label, top=False)}"
        case AtLeast(_, ()):
            return "never"
        case AtLeast(count, parts):
            spoken = [_words(part, label, top=False) for part in parts]
            if count == len(parts):
                text = " and ".join(spoken)
            elif count == 1:
                text = " or ".join(spoken)
            else:
                text = f"at least {count} of: {', '.join(spoken)}"
            return text if top else f"({text})"
