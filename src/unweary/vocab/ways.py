"""What would make a condition hold: the sets of names, not known yet, that would do it together."""

from __future__ import annotations

from collections.abc import Iterator

from unweary.vocab.logic import AtLeast, Condition, Facts, Is, Not, Ways, evaluate

_NOTHING: frozenset[str] = frozenset()
#: More names than any condition has.
_ANY = 1 << 16
#: So many answers of :func:`ways` are kept for each condition.
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


def ways(condition: Condition, facts: Facts, most: int = _ANY) -> Ways:
    """Every set of at most ``most`` unknown names that would make the condition true if all of them held, in order.

    Empty when the condition can no longer hold, or needs more names than that. From one page to the next few truths
    change, so what was worked out for the same truths is kept.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> class Known:
    ...     def truth(self, name): return {"fever": True}.get(name)
    ...     def number(self, name): return None
    >>> ways(parse("rigors OR fever AND confusion"), Known(), 1)
    (('confusion',), ('rigors',))
    """
    if not isinstance(condition, AtLeast):
        return tuple(tuple(way) for way in _ways(condition, facts, most))
    leaves, kept = condition.kept_leaves, condition.kept_ways
    if not leaves:
        leaves.extend(dict.fromkeys(_leaves(condition)))
    now = most, tuple([evaluate(leaf, facts) for leaf in leaves])
    told = kept.get(now)
    if told is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = sorted((len(way), tuple(sorted(way))) for way in _ways(condition, facts, most))
        told = kept[now] = tuple(way for _, way in found)
    return told


def _leaves(condition: Condition) -> Iterator[Condition]:
    """The parts by whose truths all else is decided."""
    if isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _leaves(part)
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
