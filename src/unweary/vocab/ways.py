"""What would make a condition hold: the sets of names, not known yet, that would do it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from unweary.vocab.logic import AtLeast, Condition, Facts, Is, Not, Truth, evaluate, missing

Ways = tuple[tuple[str, ...], ...]

_NOTHING: frozenset[str] = frozenset()
#: More names than any condition has.
_ANY = 1 << 16
#: So many answers of :func:`standing` are kept for each condition.
_MOST_KEPT = 200


def nearest(condition: Condition, facts: Facts) -> frozenset[str] | None:
    """The smallest set of unknown names that would make the condition true if all held; None if it cannot be.

    An empty set means that the condition already holds.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> class Known:
    ...     def truth(self, name): return {"fever": True}.get(name)
    ...     def number(self, name): return None
    >>> sorted(nearest(parse("rigors AND cough OR fever AND confusion"), Known()))
    ['confusion']
    """
    found: set[frozenset[str]] = set()
    for most in (1, 2, _ANY):
        # Most have a short way, and short ways are quickly found.
        found = found or _ways(condition, facts, most)
    return min(found, key=lambda way: (len(way), sorted(way)), default=None)


@dataclass(slots=True)
class Standing:
    """All that follows for a condition from the truths of its leaves.

    Attributes
    ----------
    truth : as :func:`unweary.vocab.logic.evaluate` tells it
    held : the names that make it hold (or hold so far), in reading order
    missing : as :func:`unweary.vocab.logic.missing` tells them
    """

    condition: Condition
    truth: Truth
    held: tuple[str, ...]
    missing: tuple[str, ...]
    _ways: dict[int, Ways] = field(default_factory=dict)

    def ways(self, facts: Facts, most: int = _ANY) -> Ways:
        """As :func:`ways`; of the same facts that the rest came from."""
        if most not in self._ways:
            found = sorted((len(way), tuple(sorted(way))) for way in _ways(self.condition, facts, most))
            self._ways[most] = tuple(way for _, way in found)
        return self._ways[most]


def standing(condition: Condition, facts: Facts) -> Standing:
    """How a condition stands. From one page to the next few truths change: what was worked out for the same is kept.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> class Known:
    ...     def truth(self, name): return {"fever": True}.get(name)
    ...     def number(self, name): return None
    >>> told = standing(parse("rigors OR fever AND confusion"), Known())
    >>> told.truth, told.held, told.missing
    (None, ('fever',), ('rigors', 'confusion'))
    """
    if not isinstance(condition, AtLeast):
        return _stands(condition, facts)
    leaves, kept = condition.kept_leaves, condition.kept
    if not leaves:
        leaves.extend(dict.fromkeys(_leaves(condition)))
    now = tuple([facts.truth(one.name) if isinstance(one, Is) else evaluate(one, facts) for one in leaves])
    told: Standing | None = kept.get(now)
    if told is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        told = kept[now] = _stands(condition, facts)
    return told


def _stands(condition: Condition, facts: Facts) -> Standing:
    return Standing(condition, evaluate(condition, facts), tuple(_held(condition, facts)), missing(condition, facts))


def _held(condition: Condition, facts: Facts) -> list[str]:
    if isinstance(condition, AtLeast):
        return [name for part in condition.parts for name in _held(part, facts)]
    if isinstance(condition, Not):
        return []
    return [condition.name] if evaluate(condition, facts) else []


def ways(condition: Condition, facts: Facts, most: int = _ANY) -> Ways:
    """Every set of at most ``most`` unknown names that would make the condition true if all of them held, in order.

    Empty when the condition can no longer hold, or needs more names than that.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> class Known:
    ...     def truth(self, name): return {"fever": True}.get(name)
    ...     def number(self, name): return None
    >>> ways(parse("rigors OR fever AND confusion"), Known(), 1)
    (('confusion',), ('rigors',))
    """
    return standing(condition, facts).ways(facts, most)


def _leaves(condition: Condition) -> Iterator[Condition]:
    """The parts by whose truths all else is decided."""
    if isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    else:
        yield condition


def _ways(condition: Condition, facts: Facts, most: int) -> set[frozenset[str]]:
    """Every such set that would do; all are kept, because in (a OR b) AND (b OR c) b alone is enough."""
    if not isinstance(condition, AtLeast):
        truth = facts.truth(condition.name) if isinstance(condition, Is) else evaluate(condition, facts)
        if truth is not None:
            return {_NOTHING} if truth else set()
        # That something is absent cannot be reached by more signs.
        return set() if isinstance(condition, Not) or most < 1 else {frozenset((condition.name,))}
    wanted, spare, open_ = condition.count, len(condition.parts) - condition.count, []
    for part in condition.parts:
        ways = _ways(part, facts, most)
        if _NOTHING in ways:
            wanted -= 1
        elif ways:
            open_.append(ways)
        else:
            spare -= 1
        if wanted == 0 or spare < 0:
            return {_NOTHING} if wanted == 0 else set()
    # held[k]: the sets with which k of the open parts looked at so far hold; a set only grows
    held: list[set[frozenset[str]]] = [{_NOTHING}, *(set() for _ in range(wanted))]
    for ways in open_:
        for k in range(wanted, 1, -1):
            held[k].update(both for before in held[k - 1] for way in ways if len(both := before | way) <= most)
        held[1] |= ways
    return held[-1]
