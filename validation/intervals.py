"""Exact (Clopper-Pearson) intervals of a share, and of the difference of two shares of the same people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence


def exact_interval(hits: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of a share; (0, 1) of nothing.

    Examples
    --------
    >>> [round(end, 3) for end in exact_interval(0, 100)]
    [0.0, 0.036]
    >>> [round(end, 3) for end in exact_interval(8, 10)]
    [0.444, 0.975]
    """
    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else _solved(lambda p: 1.0 - _at_most(hits - 1, count, p), tail)
    high = 1.0 if hits == count else 1.0 - _solved(lambda p: _at_most(hits, count, 1.0 - p), tail)
    return low, high


def _at_most(hits: int, count: int, p: float) -> float:
    if p <= 0.0 or p >= 1.0:
        return 1.0 if p <= 0.0 or hits >= count else 0.0
    log_p, log_q = math.log(p), math.log1p(-p)
    whole = math.lgamma(count + 1)
    return math.fsum(
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * log_p + (count - k) * log_q)
        for k in range(hits + 1)
    )


def _solved(rising: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def share(hits: int, count: int) -> str:
    """A share with its interval, as text.

    Examples
    --------
    >>> share(8, 10)
    '80.0 % (44.4-97.5)'
    """
    if count == 0:
        return "-"
    low, high = exact_interval(hits, count)
    return f"{100 * hits / count:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def paired_gap(first: Sequence[bool], second: Sequence[bool]) -> str:
    """How much oftener the first holds than the second in the same people, in points, with its 95 % interval.

    Agresti and Min 2005: Wald's interval after half a person was added to each way of differing.

    Examples
    --------
    >>> paired_gap([True] * 8 + [False] * 92, [True] * 4 + [False] * 96)
    '+4.0 (-0.3 to 8.2)'
    """
    count = len(first)
    if count == 0:
        return "-"
    more = sum(one and not other for one, other in zip(first, second, strict=True))
    fewer = sum(other and not one for one, other in zip(first, second, strict=True))
    middle = (more - fewer) / (count + 2)
    spread = 1.96 * math.sqrt((more + fewer + 1) / (count + 2) - middle**2) / math.sqrt(count + 2)
    return f"{100 * (more - fewer) / count:+.1f} ({100 * (middle - spread):.1f} to {100 * (middle + spread):.1f})"
