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
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from unweary.inference.batch import Batch
from unweary.inference.findings import Findings, supposing
from unweary.inference.network import Network, log_lr, network, once, prior_given, seen_as, trigger_of
from unweary.inference.noisy_or import Array, posteriors
from unweary.inference.reach import Heap, reach
from unweary.inference.weighing import Seen, Weighed, weigh_in
from unweary.vocab.knowledge import Likelihood
from unweary.vocab.logic import evaluate

#: So many findings that one answer makes present are taken apart; each doubles the questions.
_MOST_NEW = 3
_GONE: Seen = (1.0, 1.0)
_YES: Seen = (0.0, 1.0)

#: What a sum of questions is made of: (weight, place in the batch).
Terms = list[tuple[float, int]]


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
        yes, no = (np.abs(told - self.now) for told in (self.yes, self.no))
        return np.asarray(0.5 * (self.chance[:, None] * yes + (1.0 - self.chance[:, None]) * no))


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


@dataclass(frozen=True, slots=True)
class _Told:
    """A heap as it is known: its members' truths and doubts, what they weigh, their links, what the absent ones say."""

    truths: dict[str, bool | None]
    doubted: dict[str, Seen]
    weighed: Weighed
    links: Mapping[str, Mapping[str, Likelihood]]
    silence: Array


class _Supposed:
    """The questions that answers come to."""

    def __init__(self, net: Network, known: Findings, *, signs: bool = True) -> None:
        self.net, self.known = net, known
        self.newest = known.newest()
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
        self.heaps: dict[int, _Told] = {}

    # ---- all of them

    def both_ways(self, asked: Sequence[str]) -> BothWays:
        plain = [self._absent(finding) if finding in self.reach.links else None for finding in asked]
        answers = [(self.answer(finding, True), self.answer(finding, False)) for finding in asked]
        self.batch.ask()
        yes, no = (self.posteriors([pair[which] for pair in answers]) for which in (0, 1))
        chance = [self._chance(*each) for each in zip(asked, plain, answers, strict=True)]
        return BothWays(np.array(chance), self.batch.posterior[self.batch.now], yes, no, self.batch.if_absent)

    def _absent(self, finding: str) -> int:
        """The question of a finding that is absent, also where a 'no' would tell nothing."""
        return self.batch.add(self.reach.spared[finding], self.one)

    def _chance(self, finding: str, plain: int | None, pair: tuple[Terms | Array, Terms | Array]) -> float:
        """P(yes): by the network; of a risk factor by Bayes, from how well each answer explains what is known."""
        leak, mass = self.net.leak(finding), self.batch.mass
        if plain is not None:
            return float(min(max(1.0 - (1.0 - leak) * mass[plain] / mass[self.batch.now], 0.0), 1.0))
        yes, no = pair
        if self.reach.counting[finding].isdisjoint(self.reach.links) and isinstance(yes, list) and isinstance(no, list):
            there, not_there = leak * mass[yes[0][1]], (1.0 - leak) * mass[no[0][1]]
            return float(there / (there + not_there))
        return leak

    def posteriors(self, answers: Sequence[Terms | Array]) -> Array:
        """The posteriors (answers, causes) from the questions that each answer came to."""
        sums = [terms if isinstance(terms, list) else [(1.0, self.batch.now)] for terms in answers]
        longest = max(map(len, sums), default=0)
        padded = np.array([[*terms, *[(0.0, 0)] * (longest - len(terms))] for terms in sums]).reshape(
            len(sums), longest, 2
        )
        places = padded[:, :, 1].astype(int)
        share = padded[:, :, 0] * self.batch.mass[places]
        # Term by term, because a product of matrices would wake the threads of the linear algebra for so little.
        parts = (share[:, term, None] * self.batch.posterior[places[:, term]] for term in range(longest))
        told = sum(parts, start=np.zeros((len(answers), len(self.one)))) / share.sum(axis=1, keepdims=True)
        for row, terms in enumerate(answers):
            if not isinstance(terms, list):
                told[row] = terms
        return np.asarray(told)

    # ---- one of them

    def answer(self, finding: str, truth: bool) -> Terms | Array:
        """The questions that an answer comes to, or its posteriors where it must be worked out alone."""
        reached = self.reach.counting[finding]
        if not reached:
            return [(1.0, self.batch.now)]
        if reached == {finding} and self._by_itself(finding):
            if truth:
                return [(1.0, self.batch.now), (self.net.leak(finding) - 1.0, self._absent(finding))]
            return [(1.0, self.batch.add(self.reach.silent[finding], self.one))]
        reached = self.reach.names[finding]
        facts = supposing(self.known, finding, truth, reached, self.reach.entailed[finding], self.newest)
        change = _Change(self.one.copy(), self.one.copy())
        self._priors(change, reached, facts)
        touched = {id(heap): heap for heap in self._touched(reached, facts)}
        for heap in touched.values():
            if not self._weigh(change, heap, reached, facts):
                return np.asarray(posteriors(network(self.net.knowledge, facts).evidence())[0][0])
        return self._terms(change)

    def _by_itself(self, finding: str) -> bool:
        """Whether it is no risk factor, and neither it nor anything that it would be weighed with is known."""
        return finding not in self.reach.modifiers and id(self.reach.heaps[finding]) not in self.known_heaps

    def _priors(self, change: _Change, reached: frozenset[str], facts: Findings) -> None:
        modifiers = self.net.knowledge.modifiers
        places = {place for name in reached for place in self.reach.modifiers.get(name, ())}
        other = {place for place in places if (evaluate(modifiers[place].when, facts) is True) != self.held[place]}
        for cause in {modifiers[place].cause for place in other}:
            held = [modifiers[place] for place in self.risks[cause] if self.held[place] != (place in other)]
            before, after = self.net.prior[cause], prior_given(self.net.knowledge.causes[cause], held)
            change.on[self.index[cause]] *= after / before
            change.off[self.index[cause]] *= (1.0 - after) / (1.0 - before)

    def _touched(self, reached: frozenset[str], facts: Findings) -> Iterator[Heap]:
        """The groups of which an answer makes a member other than it is."""
        # In an order of their own: that of a set is another in each run, and so would be the last bit of a product.
        for name in sorted(reached & self.reach.heaps.keys()):
            heap = self.reach.heaps[name]
            if facts.truth(name) is not self.known.truth(name) or facts.leaning(name) != self.known.leaning(name):
                yield heap

    def _weigh(self, change: _Change, heap: Heap, reached: frozenset[str], facts: Findings) -> bool:
        """What the groups come to now; False where a hesitant yes stands beside."""
        if id(heap) not in self.heaps:
            self.heaps[id(heap)] = self._told(heap, heap.members, {}, {}, self.known)
        base = self.heaps[id(heap)]
        now = self._told(heap, reached.intersection(heap.members), base.truths, base.doubted, facts)
        before, was, after, links = base.weighed, base.links, now.weighed, now.links
        if before.beside or after.beside:
            return False
        change.on *= now.silence / base.silence
        for finding in {**before.present, **after.present}:
            if finding in self.net.set_aside:
                continue
            there = after.present.get(finding)
            same = there == before.present.get(finding) and links[finding].keys() == was[finding].keys()
            seen = after.doubted.get(finding, _YES)
            if there is None:
                if finding in self.place:
                    change.seen[self.place[finding]] = _GONE
            elif finding not in self.place:
                if links[finding]:
                    change.new.append((seen, self.net.leak(finding), self._trigger(finding, links, there)))
            else:
                if not same:
                    change.trigger[self.place[finding]] = self._trigger(finding, links, there)
                if seen != self.net.seen(finding):
                    change.seen[self.place[finding]] = seen
        return len(change.new) <= _MOST_NEW

    def _trigger(self, finding: str, links: Mapping[str, Mapping[str, Likelihood]], power: float) -> Array:
        if power == 1.0 and links[finding] is self.reach.links[finding]:
            return 1.0 - self.reach.spared[finding]
        vector = np.zeros(len(self.one))
        for cause, link in links[finding].items():
            vector[self.index[cause]] = trigger_of(link, self.net.leak(finding), power)
        return vector

    def _told(
        self,
        heap: Heap,
        new: Collection[str],
        truths: Mapping[str, bool | None],
        doubted: Mapping[str, Seen],
        facts: Findings,
    ) -> _Told:
        """The members weighed; those that are not ``new`` have these truths and doubts."""
        truths = {**truths, **{name: facts.evidence(name) for name in new}}
        seen = {name: seen_as(name, self.net.knowledge, facts) for name in new}
        doubted = {name: how for name, how in {**doubted, **seen}.items() if how is not None}
        weighed = weigh_in(heap.groups, truths, doubted)
        links = {name: self.reach.links[name] for name in heap.members}
        silence = self.one.copy()
        fewer = once(links, weighed) if weighed.said_by else {}
        for finding, power in weighed.absent.items():
            if finding not in fewer:
                silence *= self.reach.silent[finding] ** power
                continue
            for cause, link in fewer[finding].items():
                silence[self.index[cause]] *= math.exp(power * log_lr(link, self.net.leak(finding), False))
        return _Told(truths, doubted, weighed, links | fewer, silence)

    def _terms(self, change: _Change) -> Terms:
        """P(what was seen of the new ones) = for each: what a yes says, and what absence says more or less than it."""
        terms = []
        for absent in itertools.product((False, True), repeat=len(change.new)):
            weight, on = 1.0, change.on
            for (seen, leak, trigger), gone in zip(change.new, absent, strict=True):
                weight *= (seen[0] - seen[1]) * (1.0 - leak) if gone else seen[1]
                on = on * (1.0 - trigger) if gone else on
            terms.append((weight, self.batch.add(on, change.off, change.seen, change.trigger)))
        return terms
