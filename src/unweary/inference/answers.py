"""What yes and what no to each open finding would make of the posteriors: those that the assessment would then state.

An answer may do more than speak for the causes that it is linked to. It may be a risk factor and change priors, make
other findings so (:mod:`findings`), and change what the other answers of its groups count (:mod:`weighing`). All of
that is followed. Only the work is shared: every answer becomes a few questions about the present network (other odds,
other weights of what is present), each question is asked once, all in one batch (:mod:`batch`).

A finding that would become present is P(all) - P(it absent), so a yes is two questions; each finding more that it makes
so doubles them. Where a hesitant yes of the same group stands beside what would change, or very many findings would
become present, the network of that answer is set up anew: the same posteriors, slower. Very many present findings are
the one exception: those that are set aside now stay aside, and no more are.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from unweary.inference.batch import Batch
from unweary.inference.findings import Findings, supposing
from unweary.inference.network import Network, network, prior_given, seen_as
from unweary.inference.noisy_or import Array, posteriors
from unweary.inference.reach import Heap, Told, reach
from unweary.inference.weighing import Seen
from unweary.vocab.logic import evaluate

#: So many findings that one answer makes present are taken apart; each doubles the questions.
_MOST_NEW = 3
_GONE: Seen = (1.0, 1.0)
_YES: Seen = (0.0, 1.0)

#: What a sum of questions is made of: (weight, place in the batch).
Terms = list[tuple[float, int]]
#: Truths of findings, and how those were seen that were seen with doubt.
_Said = tuple[dict[str, bool | None], dict[str, Seen | None]]


@dataclass(frozen=True, slots=True)
class BothWays:
    """Every open finding answered yes and answered no.

    Attributes
    ----------
    chance : array (findings,)
        P(yes) as things stand.
    now : array (causes,)
    yes, no : array (findings, causes)
        The posteriors after either answer.
    if_absent : the posteriors and masses that :func:`unweary.inference.causes.explained` reads
    """

    chance: Array
    now: Array
    yes: Array
    no: Array
    if_absent: tuple[Array, Array]

    def shift(self) -> Array:
        """The expected absolute change of each posterior (findings, causes), halved: a summed row is a shift."""
        # In place: fresh memory costs more than the arithmetic.
        yes, no = self.yes - self.now, self.no - self.now
        np.abs(yes, out=yes)
        np.abs(no, out=no)
        yes *= self.chance[:, None]
        no *= 1.0 - self.chance[:, None]
        yes += no
        yes *= 0.5
        return yes


def both_ways(net: Network, known: Findings, asked: Sequence[str]) -> BothWays:
    """The posteriors after yes and after no to each of these findings, of which nothing is known yet.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> knowledge = packaged_knowledge()
    >>> known = Findings(knowledge, {}, {}, {})
    >>> told = both_ways(network(knowledge, known), known, ["fever"])
    >>> bool(told.yes[0].sum() > told.now.sum() > told.no[0].sum())
    True
    """
    return _Supposed(net, known).both_ways(asked)


def had_they_been_no(net: Network, known: Findings, findings: Sequence[str]) -> Array:
    """The posteriors (findings, causes) had each of these, which are there, been denied instead; one at a time.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> knowledge = packaged_knowledge()
    >>> nobody = Findings(knowledge, {}, {}, {})
    >>> ill = supposing(nobody, "fever", True, frozenset(("fever",)))
    >>> denied = network(knowledge, supposing(nobody, "fever", False, frozenset(("fever",))))
    >>> told = had_they_been_no(network(knowledge, ill), ill, ["fever"])
    >>> bool(np.allclose(told[0], posteriors(denied.evidence())[0][0]))
    True
    """
    supposed = _Supposed(net, known, signs=False)
    terms = [supposed.answer(finding, False) for finding in findings]
    supposed.batch.ask()
    return supposed.posteriors(terms)


@dataclass(slots=True)
class _Change:
    """What an answer changes: factors of the causes' present and absent, what open findings count, and new ones."""

    on: Array
    off: Array
    seen: dict[int, Seen] = field(default_factory=dict)
    trigger: dict[int, Array] = field(default_factory=dict)
    new: list[tuple[Seen, float, Array]] = field(default_factory=list)


class _Supposed:
    """The questions that answers come to."""

    def __init__(self, net: Network, known: Findings, *, signs: bool = True) -> None:
        self.net, self.known = net, known
        self.newest, self.sure = known.newest(), known.all_sure()
        self.reach = reach(net.knowledge)
        self.batch = Batch(net, signs=signs)
        self.one = np.ones(len(net.causes))
        self.index = {cause.id: row for row, cause in enumerate(net.causes)}
        self.place = {finding: column for column, finding in enumerate(net.open)}
        self.held = [evaluate(modifier.when, known) is True for modifier in net.knowledge.modifiers]
        self.risks: dict[str, list[int]] = {}
        for place, modifier in enumerate(net.knowledge.modifiers):
            self.risks.setdefault(modifier.cause, []).append(place)
        said = (name for name in self.reach.heaps if known.truth(name) is not None or known.leaning(name) is not None)
        self.known_heaps = {id(self.reach.heaps[name]) for name in said}
        self.heaps: dict[int, tuple[_Said, Told]] = {}
        self.absent: dict[str, int] = {}

    # ---- all of them

    def both_ways(self, asked: Sequence[str]) -> BothWays:
        linked = [row for row, finding in enumerate(asked) if finding in self.reach.links]
        plain = [self._absent(asked[row]) for row in linked]
        answers = [[self.answer(finding, truth) for finding in asked] for truth in (True, False)]
        self.batch.ask()
        chance = np.array([self.net.leak(finding) for finding in asked])
        share = (1.0 - chance[linked]) * self.batch.mass[plain] / self.batch.mass[self.batch.now]
        chance[linked] = np.clip(1.0 - share, 0.0, 1.0)
        for row, (finding, *pair) in enumerate(zip(asked, *answers, strict=True)):
            if finding not in self.reach.links and self.reach.links.keys().isdisjoint(self.reach.counting[finding]):
                chance[row] = self._risk(chance[row], *pair)
        yes, no = np.split(self.posteriors([*answers[0], *answers[1]]), 2)
        return BothWays(chance, self.batch.posterior[self.batch.now], yes, no, self.batch.if_absent)

    def _absent(self, finding: str) -> int:
        """The question of a finding that is absent, also where a 'no' would tell nothing."""
        if finding not in self.absent:
            self.absent[finding] = self.batch.add(self.reach.spared[finding], self.one)
        return self.absent[finding]

    def _risk(self, share: float, yes: Terms | Array, no: Terms | Array) -> float:
        """P(yes) of a risk factor that so many have, by Bayes: from how well each answer explains what is known."""
        if not (isinstance(yes, list) and isinstance(no, list)):
            return share
        there, not_there = share * self.batch.mass[yes[0][1]], (1.0 - share) * self.batch.mass[no[0][1]]
        return float(there / (there + not_there))

    def posteriors(self, answers: Sequence[Terms | Array]) -> Array:
        """The posteriors (answers, causes) from the questions that each answer came to."""
        sums = [terms if isinstance(terms, list) else [(1.0, self.batch.now)] for terms in answers]
        shares = np.zeros((len(sums), max(map(len, sums), default=0)))
        told = np.empty((0, len(self.one)))
        # Term by term, because a product of matrices would wake the threads of the linear algebra for so little.
        for term in range(shares.shape[1]):
            rows = [row for row, terms in enumerate(sums) if len(terms) > term]
            weights, places = zip(*(sums[row][term] for row in rows), strict=True)
            share = np.array(weights) * self.batch.mass[[*places]]
            more = self.batch.posterior[[*places]]
            more *= share[:, None]
            shares[rows, term] = share
            if term:
                told[rows] += more
            else:
                told = more
        told /= shares.sum(axis=1, keepdims=True)
        for row, terms in enumerate(answers):
            if not isinstance(terms, list):
                told[row] = terms
        return told

    # ---- one of them

    def answer(self, finding: str, truth: bool) -> Terms | Array:
        """The questions that an answer comes to, or its posteriors where it must be worked out alone."""
        counting = self.reach.counting[finding]
        if not counting:
            return [(1.0, self.batch.now)]
        if counting == (finding,) and self._by_itself(finding):
            if truth:
                return [(1.0, self.batch.now), (self.net.leak(finding) - 1.0, self._absent(finding))]
            return [(1.0, self._denied(finding))]
        reached, entailed = self.reach.names[finding], self.reach.entailed[finding]
        facts = supposing(self.known, finding, truth, reached, entailed, self.newest)
        other = [name for name in counting if name == finding or self._is_other(name, facts)]
        change = _Change(self.one.copy(), self.one.copy())
        self._priors(change, other, facts)
        heaps = (self.reach.heaps[name] for name in other if name in self.reach.heaps)
        for heap in {id(heap): heap for heap in heaps}.values():
            if not self._weigh(change, heap, [name for name in heap.members if name in counting], facts):
                return np.asarray(posteriors(network(self.net.knowledge, facts).evidence())[0][0])
        return self._terms(change)

    def _denied(self, finding: str) -> int:
        """The question of a plain 'no' beside which nothing is weighed."""
        spared, silent = self.reach.spared[finding], self.reach.silent[finding]
        return self._absent(finding) if silent is spared else self.batch.add(silent, self.one)

    def _is_other(self, name: str, facts: Findings) -> bool:
        """Whether an answer makes a name other than it is."""
        known = self.known
        if facts.truth(name) is not known.truth(name):
            return True
        if name in self.reach.heaps:
            return not self.sure and facts.leaning(name) != known.leaning(name)
        return facts.number(name) != known.number(name)

    def _by_itself(self, finding: str) -> bool:
        """Whether it is no risk factor, and neither it nor anything that it would be weighed with is known."""
        return finding not in self.reach.modifiers and id(self.reach.heaps[finding]) not in self.known_heaps

    def _priors(self, change: _Change, other: Collection[str], facts: Findings) -> None:
        places = {place for name in other for place in self.reach.modifiers.get(name, ())}
        if not places:
            return
        modifiers = self.net.knowledge.modifiers
        turned = {place for place in places if (evaluate(modifiers[place].when, facts) is True) != self.held[place]}
        for cause in {modifiers[place].cause for place in turned}:
            held = [modifiers[place] for place in self.risks[cause] if self.held[place] != (place in turned)]
            before, after = self.net.prior[cause], prior_given(self.net.knowledge.causes[cause], held)
            change.on[self.index[cause]] *= after / before
            change.off[self.index[cause]] *= (1.0 - after) / (1.0 - before)

    def _weigh(self, change: _Change, heap: Heap, new: Collection[str], facts: Findings) -> bool:
        """What the groups come to now; False where a hesitant yes stands beside."""
        if id(heap) not in self.heaps:
            said = self._said(heap.members, self.known)
            self.heaps[id(heap)] = said, self.reach.told(heap, *said)
        (truths, doubts), base = self.heaps[id(heap)]
        new_truths, new_doubts = self._said(new, facts)
        now = self.reach.told(heap, {**truths, **new_truths}, {**doubts, **new_doubts})
        before, after = base.weighed, now.weighed
        if before.beside or after.beside:
            return False
        change.on *= now.silence / base.silence
        if not (now.fewer or base.fewer) and (after.present, after.doubted) == (before.present, before.doubted):
            return True
        for finding in {**before.present, **after.present}:
            if finding in self.net.set_aside:
                continue
            there = after.present.get(finding)
            links, was = (told.fewer.get(finding, self.reach.links[finding]) for told in (now, base))
            same = there == before.present.get(finding) and links.keys() == was.keys()
            seen = after.doubted.get(finding, _YES)
            if there is None:
                if finding in self.place:
                    change.seen[self.place[finding]] = _GONE
            elif finding not in self.place:
                if links:
                    change.new.append((seen, self.net.leak(finding), self.reach.trigger(finding, now)))
            else:
                if not same:
                    change.trigger[self.place[finding]] = self.reach.trigger(finding, now)
                if seen != self.net.seen(finding):
                    change.seen[self.place[finding]] = seen
        return len(change.new) <= _MOST_NEW

    def _said(self, findings: Collection[str], facts: Findings) -> _Said:
        """The truths of these, as far as they are evidence, and their doubts."""
        doubts = {name: seen_as(name, self.net.knowledge, facts) for name in findings}
        return {name: facts.evidence(name) for name in findings}, doubts

    def _terms(self, change: _Change) -> Terms:
        """P(what was seen of the new ones) = for each: what a yes says, and what absence says more or less than it."""
        if not change.new:
            return [(1.0, self.batch.add(change.on, change.off, change.seen, change.trigger))]
        terms = []
        for absent in itertools.product((False, True), repeat=len(change.new)):
            weight, on = 1.0, change.on
            for (seen, leak, trigger), gone in zip(change.new, absent, strict=True):
                weight *= (seen[0] - seen[1]) * (1.0 - leak) if gone else seen[1]
                on = on * (1.0 - trigger) if gone else on
            terms.append((weight, self.batch.add(on, change.off, change.seen, change.trigger)))
        return terms
