"""One smallest case that fires a rule, and one that does not, worked out from its condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from unweary.reports.knowledge_words import condition_words
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import AtLeast, Compare, Condition, Interval, Is, Not, Truth, evaluate
from unweary.vocab.ways import ways

#: A rule that waits for the others is shown as it stands when none of them fired.
_ALONE = {"any_red": False}


@dataclass(frozen=True, slots=True)
class Case:
    """Exactly what an example says; everything else is unknown."""

    truths: Mapping[str, bool]
    numbers: Mapping[str, float]

    def truth(self, name: str) -> Truth:
        """Present, absent or unknown."""
        return self.truths.get(name)

    def number(self, name: str) -> Interval | None:
        """The value, as an interval of one point."""
        return (self.numbers[name], self.numbers[name]) if name in self.numbers else None


def firing_and_quiet(condition: Condition, knowledge: Knowledge) -> tuple[str, str]:
    """A smallest case in which the condition holds and one in which it does not, in words; empty where none exists.

    Both are evaluated before they are shown.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> some = Some(findings={}, causes={}, quantities={"age": Some(unit="years")}, label=str)
    >>> firing_and_quiet(parse("fever AND (confusion OR age >= 75)"), some)
    ('age in years at least 75; fever', 'age in years at least 75; not fever; nothing else of this rule')
    """
    every = ways(condition, Case(_ALONE, {}), 99)
    for way in every:
        case = _case(way, condition)
        if evaluate(condition, case) is True:
            return _words(way, condition, knowledge), _quiet(way, case, condition, knowledge)
    return "", ""


def _case(way: Iterable[str], condition: Condition) -> Case:
    compared = _comparisons(condition)
    numbers = {name: _value(compared[name], True) for name in way if name in compared}
    return Case({**_ALONE, **{name: True for name in way if name not in compared}}, numbers)


def _quiet(way: tuple[str, ...], case: Case, condition: Condition, knowledge: Knowledge) -> str:
    compared = _comparisons(condition)
    others = {leaf.name: False for leaf in _leaves(condition) if isinstance(leaf, Is) and leaf.name not in way}
    for denied in reversed(way):
        kept = {name: value for name, value in case.truths.items() if name != denied}
        numbers = {name: value for name, value in case.numbers.items() if name != denied}
        if denied in compared:
            numbers[denied] = _value(compared[denied], False)
        else:
            kept[denied] = False
        if evaluate(condition, Case({**others, **kept}, numbers)) is not True:
            rest = [_words((name,), condition, knowledge) for name in way if name != denied]
            return "; ".join((*rest, f"not {_words((denied,), condition, knowledge)}", "nothing else of this rule"))
    return ""


def _words(way: Iterable[str], condition: Condition, knowledge: Knowledge) -> str:
    compared = _comparisons(condition)
    said = []
    for name in way:
        held = [limit for limit in compared.get(name, ()) if _holds(limit, _value(compared[name], True))]
        said.append(condition_words(held[0] if held else Is(name), knowledge))
    return "; ".join(said)


def _value(limits: list[Compare], wanted: bool) -> float:
    """A number for which the first comparison of a name holds or, when not wanted, none of them does."""
    tried = [limit.limit + step for limit in limits for step in (0.0, 1.0, -1.0)]
    if wanted:
        return next(value for value in tried if _holds(limits[0], value))
    return next((value for value in tried if not any(_holds(limit, value) for limit in limits)), tried[0])


def _holds(limit: Compare, value: float) -> bool:
    return evaluate(limit, Case({}, {limit.name: value})) is True


def _comparisons(condition: Condition) -> dict[str, list[Compare]]:
    found: dict[str, list[Compare]] = {}
    for leaf in _leaves(condition):
        if isinstance(leaf, Compare):
            found.setdefault(leaf.name, []).append(leaf)
    return found


def _leaves(condition: Condition) -> Iterator[Is | Compare]:
    match condition:
        case Is() | Compare():
            yield condition
        case Not(part):
            yield from _leaves(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from _leaves(part)
