"""The exact posterior for many people: the programme of :mod:`noisy_or`, compiled.

NumPy takes hundreds of small calls for one posterior, and hardly more for hundreds of rows: right for one person and
all open questions. Here each row costs its arithmetic alone: right for thousands of people with a question each. Both
add the same positive terms, so they agree to rounding; ``noisy_or`` is the reference that this one is tested against.

This module imports Numba and compiles once for each machine (seconds), so nothing that one person waits for imports it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unweary.inference.noisy_or import Array, Evidence, together
from unweary.vocab.compiling import compiled

Ints = NDArray[np.int64]
#: on, off, trigger, leak, seen
_Parts = tuple[Array, Array, Array, Array, Array]
#: the findings that each cause can trigger, and how many
_Links = tuple[Ints, Ints]
#: see :func:`_plan`
_Plan = tuple[Ints, Ints, Ints, Ints, Ints]


def posteriors(evidence: Evidence) -> tuple[Array, Array]:
    """P(cause | evidence) and P(what was observed, and silence), for every question, as :func:`noisy_or.posteriors`.

    Examples
    --------
    >>> one = Evidence.plain(np.array([0.1]), np.array([[0.75]]), np.array([0.2]), np.ones((1, 1)))
    >>> posterior, likelihood = posteriors(one)
    >>> round(float(posterior[0, 0]), 4), round(float(likelihood[0]), 4)
    (0.3077, 0.26)
    """
    posterior, likelihood = np.empty(evidence.on.shape), np.empty(len(evidence.on))
    # Copied into one layout: each other one would be compiled anew.
    on, off, trigger, leak, seen = (
        np.array(part, order="C")
        for part in (evidence.on, evidence.off, evidence.trigger, evidence.leak, evidence.seen)
    )
    _fill(on, off, trigger, leak, seen, posterior, likelihood)
    return together(posterior, likelihood, evidence.readings)


@compiled
def _links(trigger: Array) -> tuple[Ints, Ints, Ints]:
    """The findings that each cause can trigger, and how many; how many causes can trigger each finding."""
    causes, findings = trigger.shape
    touched = np.empty((causes, findings), np.int64)
    count, left = np.zeros(causes, np.int64), np.zeros(findings, np.int64)
    for cause in range(causes):
        for finding in range(findings):
            if trigger[cause, finding] > 0:
                touched[cause, count[cause]] = finding
                count[cause] += 1
                left[finding] += 1
    return touched, count, left


@compiled
def _cheapest(waiting: Ints, touched: Ints, count: Ints, left: Ints, bit: Ints) -> int:
    """The place of the cause after which the fewest findings stay open; then the one that opens the fewest."""
    best, least, most = 0, len(left) + 1, 0
    for place, cause in enumerate(waiting):
        opened = closed = 0
        for finding in touched[cause, : count[cause]]:
            opened += bit[finding] < 0
            closed += left[finding] == 1
        if opened - closed < least or (opened - closed == least and (opened, cause) < (most, waiting[best])):
            best, least, most = place, opened - closed, opened
    return best


@compiled
def _plan(touched: Ints, count: Ints, left: Ints) -> _Plan:
    """An order of the causes, and for each: the bits of its findings; how many are open, opened and closed so far.

    A finding opens as the highest bit of the sets; closing one moves the bits above it down. ``left`` is used up.
    """
    order = np.flatnonzero(count)
    findings = len(left)
    bits, steps = np.empty((len(order), findings), np.int64), np.empty((len(order) + 1, 3), np.int64)
    opened, closed = np.empty(findings, np.int64), np.empty((findings, 2), np.int64)
    bit = np.full(findings, -1)
    width = began = ended = 0
    for step in range(len(order)):
        place = step + _cheapest(order[step:], touched, count, left, bit)
        order[step], order[place] = order[place], order[step]
        mine = touched[order[step], : count[order[step]]]
        before = began, ended
        for finding in mine:
            if bit[finding] < 0:
                bit[finding], opened[began] = width, finding
                width, began = width + 1, began + 1
        for k, finding in enumerate(mine):
            bits[step, k] = bit[finding]
        steps[step] = width, *before
        for finding in mine:
            left[finding] -= 1
            if left[finding] == 0:  # no cause that is still to come can trigger it
                closed[ended] = finding, bit[finding]
                bit -= bit > bit[finding]
                width, ended = width - 1, ended + 1
    steps[-1] = 0, began, ended
    return order, bits, opened, closed, steps


@compiled
def _forwards(row: int, evidence: _Parts, links: _Links, plan: _Plan, held: Array, start: Ints) -> float:
    """The mass of each set before every cause, kept in ``held`` from ``start`` of each step; gives the total."""
    on, off, trigger, leak, seen = evidence
    touched, count = links
    order, bits, opened, closed, steps = plan
    mass = np.ones(1 << steps[:, 0].max())
    size = 1
    for step, cause in enumerate(order):
        for finding in opened[steps[step, 1] : steps[step + 1, 1]]:
            for s in range(size):
                mass[size + s] = leak[finding] * mass[s]
                mass[s] *= 1.0 - leak[finding]
            size *= 2
        before = held[start[step] : start[step] + size]
        for s in range(size):
            before[s] = mass[s]
            mass[s] *= on[row, cause]
        for k in range(count[cause]):
            chance, bit = trigger[cause, touched[cause, k]], 1 << bits[step, k]
            for high in range(0, size, 2 * bit):
                for s in range(high, high + bit):
                    mass[s + bit] += chance * mass[s]
                    mass[s] *= 1.0 - chance
        for s in range(size):
            mass[s] += before[s] * off[row, cause]
        for finding, place in closed[steps[step, 2] : steps[step + 1, 2]]:
            size //= 2
            for s in range(size):
                at = 2 * s - (s & ((1 << place) - 1))  # the same set with a place for the closed finding
                mass[s] = mass[at] * seen[row, finding, 0] + mass[at + (1 << place)] * seen[row, finding, 1]
    return mass[0]  # type: ignore[no-any-return]


@compiled
def _backwards(
    row: int, evidence: _Parts, links: _Links, plan: _Plan, held: Array, start: Ints, posterior: Array
) -> None:
    """What the causes still to come make of each set; fills the mass in which each cause is there."""
    on, off, trigger, leak, seen = evidence
    touched, count = links
    order, bits, opened, closed, steps = plan
    rest = np.ones(1 << steps[:, 0].max())
    active = np.empty(len(rest))
    size = 1
    for step in range(len(order) - 1, -1, -1):
        cause = order[step]
        for finding, place in closed[steps[step, 2] : steps[step + 1, 2]][::-1]:
            for s in range(size - 1, -1, -1):
                at = 2 * s - (s & ((1 << place) - 1))
                then = rest[s]
                rest[at] = then * seen[row, finding, 0]
                rest[at + (1 << place)] = then * seen[row, finding, 1]
            size *= 2
        for s in range(size):
            active[s] = rest[s] * on[row, cause]
        for k in range(count[cause]):
            chance, bit = trigger[cause, touched[cause, k]], 1 << bits[step, k]
            for high in range(0, size, 2 * bit):
                for s in range(high, high + bit):
                    active[s] = (1.0 - chance) * active[s] + chance * active[s + bit]
        there = 0.0
        for s in range(size):
            there += held[start[step] + s] * active[s]
            rest[s] = active[s] + rest[s] * off[row, cause]
        posterior[row, cause] = there
        for finding in opened[steps[step, 1] : steps[step + 1, 1]][::-1]:
            size //= 2
            for s in range(size):
                rest[s] = (1.0 - leak[finding]) * rest[s] + leak[finding] * rest[s + size]


@compiled
def _fill(on: Array, off: Array, trigger: Array, leak: Array, seen: Array, posterior: Array, likelihood: Array) -> None:
    """Plan once, then each row forwards and backwards; fills what was observed of every row and every cause."""
    touched, count, left = _links(trigger)
    idle = np.flatnonzero(left == 0)
    plan = _plan(touched, count, left)
    start = np.zeros(len(plan[0]) + 1, np.int64)
    for step in range(len(plan[0])):
        start[step + 1] = start[step] + (1 << plan[4][step, 0])
    held = np.empty(start[-1])
    for row in range(len(on)):
        likelihood[row] = 1.0
        for finding in idle:
            likelihood[row] *= (1.0 - leak[finding]) * seen[row, finding, 0] + leak[finding] * seen[row, finding, 1]
        evidence, links = (on, off, trigger, leak, seen), (touched, count)
        total = _forwards(row, evidence, links, plan, held, start)
        _backwards(row, evidence, links, plan, held, start, posterior)
        for cause in range(on.shape[1]):
            if count[cause]:
                posterior[row, cause] /= total
            else:
                # A cause that can trigger none of the findings is decided by its silence alone.
                either = on[row, cause] + off[row, cause]
                posterior[row, cause] = on[row, cause] / either
                likelihood[row] *= either
        likelihood[row] *= total
