"""Exact (Clopper-Pearson) intervals of a share."""

from __future__ import annotations

import math
from collections.abc import Callable


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
