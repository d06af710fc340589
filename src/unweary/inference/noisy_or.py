"""Exact posteriors of a two-layer noisy-OR network, by a dynamic programme over sets of explained findings.

Every cause i is present with its own prior, independently; every finding j is present if its leak or at least one
present cause triggers it: P(j absent | causes) = (1 - leak_j) * prod_i (1 - lambda_ij). The causes are added one after
another; the mass that exactly the set S of the open findings has been triggered so far is carried along. A finding is
open from the first to the last cause that can trigger it: one that a single cause can trigger costs nothing. Every term
is positive, so nothing cancels (the signed Quickscore formula loses precision at about 18 present findings).

A finding may be observed with doubt (virtual evidence): ``seen`` then weighs both of its states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Numbers held at once; more questions than fit are worked off in turns.
_MOST_NUMBERS = 1 << 24
#: NumPy copies what is strided through a buffer where the inner run is shorter than this, and needs thrice the time.
_BUFFERED = 512


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the network is asked with. Each row is a question of its own: 'what if this finding were absent'.

    Attributes
    ----------
    on, off : array (rows, causes)
        P(cause) times what a present cause had to keep silent, and P(no cause).
    trigger : array (causes, findings), or (causes, findings, rows) where it is not the same in every row
        lambda of each finding that is not settled as absent.
    leak : array (findings,)
        P(finding without any cause).
    seen : array (rows, findings, 2)
        P(what was observed | finding absent) and P(what was observed | finding present): (0, 1) for a plain yes.
    readings : int
        So many rows in turn are one question: what was said can be read in so many ways, weighed by ``seen``.
    """

    on: Array
    off: Array
    trigger: Array
    leak: Array
    seen: Array
    readings: int = 1

    @classmethod
    def plain(cls, prior: Array, trigger: Array, leak: Array, silence: Array) -> Evidence:
        """Findings that are all present, and one row of silence (rows, causes) for each question.

        Examples
        --------
        >>> Evidence.plain(np.array([0.1]), np.array([[0.75]]), np.array([0.2]), np.ones((1, 1))).seen.tolist()
        [[[0.0, 1.0]]]
        """
        yes = np.broadcast_to(np.array([0.0, 1.0]), (len(silence), len(leak), 2))
        return cls(prior * silence, np.broadcast_to(1.0 - prior, silence.shape), trigger, leak, yes)


def posteriors(evidence: Evidence) -> tuple[Array, Array]:
    """P(cause | evidence) and P(what was observed, and silence), for every question.

    Returns
    -------
    posterior : array (questions, causes)
    likelihood : array (questions,)
        The leaks of findings settled as absent are a constant factor and left out.

    Examples
    --------
    One cause, one present finding: prior 0.1, leak 0.2, lambda 0.75, so P(f | cause) = 0.8 and the odds rise fourfold.

    >>> one = Evidence.plain(np.array([0.1]), np.array([[0.75]]), np.array([0.2]), np.ones((1, 1)))
    >>> posterior, likelihood = posteriors(one)
    >>> round(float(posterior[0, 0]), 4), round(float(likelihood[0]), 4)
    (0.3077, 0.26)
    """
    linked = evidence.trigger > 0
    linked = linked if linked.ndim == 2 else np.asarray(linked.any(axis=2))
    steps = _plan(linked)
    silent = np.flatnonzero(~linked.any(axis=1))
    posterior = np.empty_like(evidence.on)
    # A cause that can trigger none of the findings is decided by its silence alone.
    either = evidence.on[:, silent] + evidence.off[:, silent]
    posterior[:, silent] = evidence.on[:, silent] / either
    likelihood = np.prod(either, axis=1)
    held = sum(1 << step.open for step in steps if step.cause is not None)
    turn = max(1, _MOST_NUMBERS // max(held, 1))
    before = np.setbufsize(_BUFFERED)
    try:
        for start in range(0, len(likelihood), turn):
            rows = slice(start, start + turn)
            likelihood[rows] *= _run(evidence, rows, steps, posterior)
    finally:
        np.setbufsize(before)
    return together(posterior, likelihood, evidence.readings)


def together(posterior: Array, likelihood: Array, readings: int) -> tuple[Array, Array]:
    """One answer a question from its readings, each as likely as it makes what was observed.

    Examples
    --------
    >>> together(np.array([[0.1], [0.4]]), np.array([0.02, 0.01]), 2)
    (array([[0.2]]), array([0.03]))
    """
    if readings == 1:
        return posterior, likelihood
    weight = likelihood.reshape(-1, readings)
    every = posterior.reshape(*weight.shape, -1)
    total = weight.sum(axis=1)
    return np.einsum("qr,qrc->qc", weight / total[:, None], every), total


def width(linked: NDArray[np.bool_]) -> int:
    """The most findings that are open at once: the work doubles with each.

    Examples
    --------
    Three findings, each with a cause of its own, are never open together.

    >>> width(np.eye(3, dtype=bool)), width(np.ones((2, 3), dtype=bool))
    (1, 3)
    """
    return max((step.open for step in _plan(linked)), default=0)


@dataclass(frozen=True, slots=True)
class _Step:
    """Open some findings, add a cause, close some findings (``closed`` are their places among the open ones)."""

    cause: int | None
    opened: tuple[int, ...]
    touched: tuple[tuple[int, int], ...]
    closed: tuple[tuple[int, int], ...]
    open: int


def _plan(linked: NDArray[np.bool_]) -> tuple[_Step, ...]:
    """An order of the causes that keeps few findings open: always the cause that leaves the fewest open next."""
    return _planned(linked.tobytes(), linked.shape)


@lru_cache(maxsize=256)
def _planned(bits: bytes, shape: tuple[int, ...]) -> tuple[_Step, ...]:
    """The same, kept: one assessment asks for one order several times, and so does the next page without a new yes."""
    linked = np.frombuffer(bits, dtype=np.bool_).reshape(shape)
    rows = np.packbits(linked, axis=1, bitorder="little")
    speaking = np.flatnonzero(linked.any(axis=1))
    waiting = {int(cause): int.from_bytes(rows[cause].tobytes(), "little") for cause in speaking}
    alone = [f for f in range(linked.shape[1]) if not linked[:, f].any()]
    steps = [_Step(None, (f,), (), ((f, 0),), 1) for f in alone]
    frontier: list[int] = []
    while waiting:
        cause = _cheapest(waiting, sum(1 << f for f in frontier))
        findings = waiting.pop(cause)
        rest = 0
        for other in waiting.values():
            rest |= other
        opened = tuple(f for f in _bits(findings) if f not in frontier)
        frontier = [*reversed(opened), *frontier]
        touched = tuple((f, frontier.index(f)) for f in _bits(findings))
        width_now = len(frontier)
        closed = []
        for f in [f for f in frontier if not rest >> f & 1]:
            closed.append((f, frontier.index(f)))
            frontier.remove(f)
        steps.append(_Step(cause, opened, touched, tuple(closed), width_now))
    return tuple(steps)


def _cheapest(waiting: dict[int, int], frontier: int) -> int:
    """The cause after which the fewest findings stay open; then the one that opens the fewest."""
    once = twice = 0
    for findings in waiting.values():
        twice |= once & findings
        once |= findings

    def cost(cause: int) -> tuple[int, int, int]:
        findings = waiting[cause]
        opened = frontier | findings
        # Only findings that no other waiting cause can trigger are closed after this one.
        left = opened & ~(findings & ~twice)
        return left.bit_count(), opened.bit_count(), cause

    return min(waiting, key=cost)


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _run(evidence: Evidence, rows: slice, steps: Sequence[_Step], posterior: Array) -> Array:
    """Forwards and backwards over the causes; fills the posteriors of the speaking ones, gives the mass of each row.

    The mass is an array (2 ** open findings, rows): the first open finding is the slowest axis. Its room is asked for
    once, because fresh memory costs as much as what is worked out in it.
    """
    # Rows last and contiguous: the sets are reshaped in place, and a copy would lose what is written.
    on, off = (np.ascontiguousarray(part[rows].T) for part in (evidence.on, evidence.off))
    seen = np.ascontiguousarray(evidence.seen[rows].transpose(1, 2, 0))
    many, trigger = on.shape[1], _chances(evidence.trigger, rows)
    sizes = [1 << step.open for step in steps]
    room = np.empty((4, max(sizes, default=1), many))
    # The mass before each cause, with its findings open; past the last one: that of everything.
    kept = np.empty((sum(sizes) + 1, many))
    before = [kept[start : start + size] for start, size in zip(accumulate(sizes, initial=0), [*sizes, 1], strict=True)]
    before[0][:1] = 1.0
    size = 1
    for step, mass, after in zip(steps, before, before[1:], strict=False):
        for finding in step.opened:
            leak = evidence.leak[finding]
            np.multiply(mass[:size], leak, out=mass[size : 2 * size])
            mass[:size] *= 1.0 - leak
            size *= 2
        if step.cause is not None:
            active = np.multiply(mass, on[step.cause], out=room[0][:size])
            for finding, place in step.touched:
                _trigger(active, place, trigger(step.cause, finding), room[1])
            idle = np.multiply(mass, off[step.cause], out=room[1][:size])
            mass = np.add(idle, active, out=room[0][:size] if step.closed else after[:size])
        for count, (finding, place) in enumerate(step.closed, start=1):
            size //= 2
            pair = mass.reshape(1 << place, 2, -1, many)
            pair *= seen[finding][:, None]
            mass = (after if count == len(step.closed) else room[2 * (count % 2)])[:size]
            np.add(pair[:, 0], pair[:, 1], out=mass.reshape(1 << place, -1, many))
    total: Array = before[-1][0]

    # Backwards: what the causes still to come make of each set.
    rest = room[0][:1]
    rest[:] = 1.0
    turn = 0
    for step, mass in zip(reversed(steps), reversed(before[:-1]), strict=True):
        for finding, place in reversed(step.closed):
            inner, turn = rest.reshape(1 << place, 1, -1, many), 1 - turn
            rest = room[turn][: 2 * len(rest)]
            np.multiply(inner, seen[finding][:, None], out=rest.reshape(1 << place, 2, -1, many))
        if step.cause is not None:
            if_on = np.multiply(rest, on[step.cause], out=room[2][: len(rest)])
            for finding, place in step.touched:
                _awaited(if_on, place, trigger(step.cause, finding), room[3])
            posterior[rows, step.cause] = np.einsum("sr,sr->r", mass, if_on) / total
            rest *= off[step.cause]
            rest += if_on
        for finding in reversed(step.opened):
            leak, half = evidence.leak[finding], len(rest) // 2
            rest[:half] *= 1.0 - leak
            rest[half:] *= leak
            rest[:half] += rest[half:]
            rest = rest[:half]
    return total


def _chances(trigger: Array, rows: slice) -> Callable[[int, int], Array]:
    """Lambda of a cause and a finding: one number, or one for each row where the rows differ."""
    if trigger.ndim == 2:
        return lambda cause, finding: trigger[cause, finding]
    here = trigger[:, :, rows]
    same = (here == here[:, :, :1]).all(axis=2)
    return lambda cause, finding: here[cause, finding, 0] if same[cause, finding] else here[cause, finding]


def _trigger(mass: Array, place: int, chance: Array, room: Array) -> None:
    """In place: an open finding that is not yet in the set joins it with its chance."""
    pair = mass.reshape(1 << place, 2, -1, mass.shape[1])
    joining = np.multiply(pair[:, 0], chance, out=room[: len(mass) // 2].reshape(pair[:, 0].shape))
    pair[:, 1] += joining
    pair[:, 0] *= 1.0 - chance


def _awaited(rest: Array, place: int, chance: Array, room: Array) -> None:
    """In place: the expectation over whether it joins, the transpose of :func:`_trigger`."""
    pair = rest.reshape(1 << place, 2, -1, rest.shape[1])
    joined = np.multiply(pair[:, 1], chance, out=room[: len(rest) // 2].reshape(pair[:, 0].shape))
    pair[:, 0] *= 1.0 - chance
    pair[:, 0] += joined
