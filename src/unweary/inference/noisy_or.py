"""Exact posteriors of a two-layer noisy-OR network, by a dynamic programme over sets of explained findings.

Every cause i is present with its own prior, independently; every finding j is present if its leak or at least one
present cause triggers it: P(j absent | causes) = (1 - leak_j) * prod_i (1 - lambda_ij). With n present findings the
mass that exactly the set S of them has been triggered so far is carried over all 2^n sets, one cause after another.
Every term is positive, so nothing cancels (the signed Quickscore formula loses precision at about 18 present findings).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the network is asked with.

    Attributes
    ----------
    prior : array (causes,)
        P(cause), each strictly between 0 and 1.
    trigger : array (causes, present)
        lambda of each present finding.
    leak : array (present,)
        P(present finding without any cause).
    silence : array (questions, causes)
        prod over absent findings of (1 - lambda): what an active cause had to keep silent. One row a question, so that
        many 'what if this finding were absent' questions run at once.
    """

    prior: Array
    trigger: Array
    leak: Array
    silence: Array


def posteriors(evidence: Evidence) -> tuple[Array, Array]:
    """P(cause | evidence) and P(present findings and silence), for every row of ``silence``.

    Returns
    -------
    posterior : array (questions, causes)
    likelihood : array (questions,)
        The leaks of absent findings are a constant factor and left out.

    Examples
    --------
    One cause, one present finding: prior 0.1, leak 0.2, lambda 0.75, so P(f | cause) = 0.8 and the odds rise fourfold.

    >>> one = Evidence(np.array([0.1]), np.array([[0.75]]), np.array([0.2]), np.ones((1, 1)))
    >>> posterior, likelihood = posteriors(one)
    >>> round(float(posterior[0, 0]), 4), round(float(likelihood[0]), 4)
    (0.3077, 0.26)
    """
    questions = evidence.silence.shape[0]
    present = evidence.leak.shape[0]
    on = evidence.prior * evidence.silence
    off = 1.0 - evidence.prior
    silent = ~np.any(evidence.trigger > 0, axis=1)
    posterior = np.empty_like(on)
    # A cause that can trigger none of the present findings is decided by its silence alone.
    posterior[:, silent] = on[:, silent] / (on[:, silent] + off[silent])
    constant = np.prod(on[:, silent] + off[silent], axis=1)

    speaking = np.flatnonzero(~silent)
    mass = np.zeros((questions, *(2,) * present))
    mass[(slice(None), *(0,) * present)] = 1.0
    _trigger(mass, evidence.leak)
    forward = [mass]
    for cause in speaking:
        active = forward[-1] * _column(on[:, cause], present)
        _trigger(active, evidence.trigger[cause])
        forward.append(active + forward[-1] * off[cause])

    everything = (slice(None), *(1,) * present)
    likelihood = forward[-1][everything]

    # Backwards: the chance that the causes still to come trigger all that is not yet triggered.
    rest = np.zeros_like(mass)
    rest[everything] = 1.0
    axes = tuple(range(1, present + 1))
    for cause, before in zip(speaking[::-1], forward[-2::-1], strict=True):
        if_on = rest * _column(on[:, cause], present)
        _awaited(if_on, evidence.trigger[cause])
        rest = if_on + rest * off[cause]
        posterior[:, cause] = np.sum(before * if_on, axis=axes) / likelihood
    return posterior, likelihood * constant


def _column(values: Array, present: int) -> Array:
    return values.reshape(-1, *(1,) * present)


def _trigger(mass: Array, chance: Array) -> None:
    """In place: each finding not yet in the set joins it with its chance."""
    for finding, p in enumerate(chance):
        if p > 0:
            view = np.moveaxis(mass, finding + 1, 0)
            view[1] += p * view[0]
            view[0] *= 1.0 - p


def _awaited(rest: Array, chance: Array) -> None:
    """In place: the expectation over which findings join, the transpose of :func:`_trigger`."""
    for finding, p in enumerate(chance):
        if p > 0:
            view = np.moveaxis(rest, finding + 1, 0)
            view[0] = (1.0 - p) * view[0] + p * view[1]
