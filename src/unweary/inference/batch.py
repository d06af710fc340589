"""Many questions about one person's network, answered in one run of the engine.

A question is what would be other than now: the odds of some causes, or how some present findings count. What is asked
twice is worked out once; and a question that changes the odds of a single cause that the present findings speak of (or
of none) needs no run of its own, because each probability is linear in those odds.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from unweary.inference.network import Network, WhatIf, asked_absent
from unweary.inference.noisy_or import Array, Evidence, posteriors
from unweary.inference.weighing import Seen

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


class Batch:
    """Questions to one network, collected and then answered together.

    Attributes
    ----------
    posterior : array (questions, causes)
    mass : array (questions,)
        P(what is observed) under each question, up to one factor for all.
    if_absent : arrays like the two above
        What is known now, and (if ``signs``) every open finding absent, as
        :func:`unweary.inference.causes.explained` reads them.
    """

    def __init__(self, net: Network, *, signs: bool = True) -> None:
        self.net = net
        self._signs = net.open if signs else ()
        self._many = len(net.causes)
        self._places: dict[tuple[object, ...], int] = {}
        self._on: list[Array] = []
        self._off: list[Array] = []
        self._other: dict[int, tuple[Mapping[int, Seen], Mapping[int, Array]]] = {}
        one = np.ones(self._many)
        self.now = self.add(one, one)

    def add(
        self, on: Array, off: Array, seen: Mapping[int, Seen] | None = None, trigger: Mapping[int, Array] | None = None
    ) -> int:
        """The place of a question: factors (causes,) of 'present' and 'not present', and what is new of open findings.

        ``seen`` and ``trigger`` (causes,) are by the place of the finding in ``net.open``.
        """
        key: tuple[object, ...] = (on.tobytes(), off.tobytes())
        if seen or trigger:
            seen, trigger = seen or {}, trigger or {}
            vectors = ((place, trigger[place].tobytes()) for place in sorted(trigger))
            key = (*key, *sorted(seen.items()), *vectors)
        if key not in self._places:
            self._places[key] = len(self._on)
            if seen or trigger:
                self._other[len(self._on)] = (seen or {}, trigger or {})
            self._on.append(on)
            self._off.append(off)
        return self._places[key]

    def ask(self) -> None:
        """Answer every question."""
        on, off = (np.concatenate(factors).reshape(-1, self._many) for factors in (self._on, self._off))
        base = self.net.evidence([WhatIf(), *asked_absent(self._signs)])
        speaking: Flags = np.asarray((self.net.trigger > 0).any(axis=1))
        moved = ((on != 1.0) | (off != 1.0)) & speaking
        easy = (moved.sum(axis=1) <= 1) & (base.readings == 1)
        easy[list(self._other)] = False
        lone = np.flatnonzero(moved[easy].any(axis=0))
        hard = np.flatnonzero(~easy)
        given = np.ones((len(lone), self._many))
        given[np.arange(len(lone)), lone] = 0.0
        evidence = self._evidence(
            base, np.vstack([np.ones_like(given), on[hard]]), np.vstack([given, off[hard]]), len(lone), hard
        )
        posterior, mass = posteriors(evidence)
        first = 1 + len(self._signs)
        self.if_absent = posterior[:first], mass[:first]
        self.posterior, self.mass = np.empty_like(on), np.empty(len(on))
        self.posterior[hard], self.mass[hard] = posterior[first + len(lone) :], mass[first + len(lone) :]
        if not easy.any():
            return
        each = np.zeros((self._many + 1, self._many)), np.zeros(self._many + 1)
        each[0][lone], each[1][lone] = posterior[first : first + len(lone)], mass[first : first + len(lone)]
        which = np.where(moved[easy].any(axis=1), np.argmax(moved[easy], axis=1), self._many)
        told = _linear(base, speaking, on[easy], off[easy], which, (posterior[0], mass[0]), each)
        self.posterior[easy], self.mass[easy] = told

    def _evidence(self, base: Evidence, on: Array, off: Array, ahead: int, hard: Places) -> Evidence:
        """The rows of ``base``, and one row for each reading of each further question."""
        ways = base.readings
        start, rows = len(base.on), len(on) * ways
        more_seen = np.tile(base.seen[:ways], (len(on), 1, 1))
        trigger = base.trigger
        if any(self._other[place][1] for place in self._other):
            trigger = np.repeat(base.trigger[:, :, None], start + rows, axis=2)
        for row, question in enumerate(hard.tolist(), start=ahead):
            seen, triggers = self._other.get(question, ({}, {}))
            here = slice(row * ways, (row + 1) * ways)
            for place, how in seen.items():
                more_seen[here, place] = how
            for place, vector in triggers.items():
                trigger[:, place, start + here.start : start + here.stop] = vector[:, None]
        return Evidence(
            np.vstack([base.on, (on[:, None] * base.on[:ways]).reshape(rows, self._many)]),
            np.vstack([base.off, (off[:, None] * base.off[:ways]).reshape(rows, self._many)]),
            trigger,
            base.leak,
            np.concatenate([base.seen, more_seen]),
            ways,
        )


def _linear(
    base: Evidence,
    speaking: Flags,
    on: Array,
    off: Array,
    which: Places,
    now: tuple[Array, Array],
    each: tuple[Array, Array],
) -> tuple[Array, Array]:
    """The answers to questions that change one speaking cause each (``which``; past the last: none).

    ``each``: the posteriors and the mass were that cause present for sure and no other changed.
    """
    rows = np.arange(len(which))
    one = np.ones((len(on), 1))
    present, absent = (np.hstack([part, one])[rows, which] for part in (on, off))
    if_there, weight = each[0][which], each[1][which]
    mass = absent * (now[1] - weight) + present * weight
    posterior = now[1] * now[0] - weight[:, None] * if_there
    posterior *= absent[:, None]
    if_there *= (present * weight)[:, None]
    posterior += if_there
    posterior /= mass[:, None]
    quiet = ~speaking
    were = base.on[0, quiet] + base.off[0, quiet]
    there, not_there = on[:, quiet] * base.on[0, quiet], off[:, quiet] * base.off[0, quiet]
    posterior[:, quiet] = there / (there + not_there)
    return posterior, mass * np.prod((there + not_there) / were, axis=1)
