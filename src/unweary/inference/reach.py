"""What an answer reaches: the findings, risk factors and groups that can be other once it is known.

Read off the knowledge once, for every person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from unweary.inference.network import by_finding, log_lr, once, trigger_of
from unweary.inference.noisy_or import Array
from unweary.inference.weighing import Seen, Weighed, in_turn, weigh_in
from unweary.vocab.kept import kept
from unweary.vocab.knowledge import CorrelationGroup, Knowledge, Likelihood
from unweary.vocab.lexicon import Entailed
from unweary.vocab.logic import Condition, Truth, names

#: So many ways to know the members of a heap are kept.
_MOST_KEPT = 200


@dataclass(frozen=True, slots=True, eq=False)
class Heap:
    """Groups that share members: what is known of any member can change what each of the others counts."""

    groups: tuple[CorrelationGroup, ...]
    members: tuple[str, ...]
    kept: dict[tuple[object, ...], Told] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a heap comes to by what is known of its members.

    Attributes
    ----------
    fewer : mapping of finding to its likelihoods, where others say some of the same
    silence : array (causes,): what the absent ones say
    triggers : mapping of present finding to its lambdas (causes,), as far as they were asked for
    """

    weighed: Weighed
    fewer: Mapping[str, Mapping[str, Likelihood]]
    silence: Array
    triggers: dict[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """What follows from what, by the knowledge alone.

    Attributes
    ----------
    names : mapping of finding to every name whose truth can depend on it, itself among them; itself alone where none of
        the others has a likelihood or changes a prior
    counting : those of them that have a likelihood or change a prior, in order
    entailed : mapping of finding to the rules about the meaning of words that can make one of these names so
    modifiers : mapping of name to the places of the modifiers that read it
    links : mapping of finding to its likelihoods
    heaps : mapping of linked finding to the groups that it is weighed in
    spared : mapping of linked finding to the chances that each cause does not trigger it (causes,)
    silent : mapping of linked finding to what a 'no' says of each cause (causes,): as above, or 1 where it says nothing
    leak : mapping of linked finding to P(finding | no cause)
    index : mapping of cause to its place
    """

    names: Mapping[str, frozenset[str]]
    counting: Mapping[str, tuple[str, ...]]
    entailed: Mapping[str, tuple[Entailed, ...]]
    modifiers: Mapping[str, tuple[int, ...]]
    links: Mapping[str, Mapping[str, Likelihood]]
    heaps: Mapping[str, Heap]
    spared: Mapping[str, Array]
    silent: Mapping[str, Array]
    leak: Mapping[str, float]
    index: Mapping[str, int]

    def told(self, heap: Heap, truths: Mapping[str, Truth], doubts: Mapping[str, Seen | None]) -> Told:
        """The members weighed. From one answer to the next few heaps change, so what was weighed before is kept."""
        doubted = {name: seen for name, seen in doubts.items() if seen is not None}
        key = (*truths.items(), *doubted.items())
        told = heap.kept.get(key)
        if told is None:
            if len(heap.kept) >= _MOST_KEPT:
                heap.kept.clear()
            told = heap.kept[key] = self._told(weigh_in(heap.groups, truths, doubted))
        return told

    def _told(self, weighed: Weighed) -> Told:
        fewer = once(self.links, weighed) if weighed.said_by else {}
        silence = np.ones(len(self.index))
        for finding, power in weighed.absent.items():
            if finding not in fewer:
                silence *= self.silent[finding] ** power
                continue
            for cause, link in fewer[finding].items():
                silence[self.index[cause]] *= math.exp(power * log_lr(link, self.leak[finding], False))
        return Told(weighed, fewer, silence)

    def trigger(self, finding: str, told: Told) -> Array:
        """The chances (causes,) that each triggers a present finding, as far as it counts."""
        if finding not in told.triggers:
            told.triggers[finding] = self._trigger(finding, told)
        return told.triggers[finding]

    def _trigger(self, finding: str, told: Told) -> Array:
        power = told.weighed.present[finding]
        if finding not in told.fewer and power == 1.0:
            return 1.0 - self.spared[finding]
        chances = np.zeros(len(self.index))
        for cause, link in told.fewer.get(finding, self.links[finding]).items():
            chances[self.index[cause]] = trigger_of(link, self.leak[finding], power)
        return chances


@kept
def reach(knowledge: Knowledge) -> Reach:
    """What each answer can reach.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> sorted(reach(packaged_knowledge()).names["vomited"] - {"vomited"})
    ['nausea_vomit']
    """
    follows: dict[str, set[str]] = {}

    def read(when: Condition | None, made: str) -> None:
        for name in names(when) if when is not None else ():
            follows.setdefault(name, set()).add(made)

    for entry in knowledge.derived:
        read(entry.present, entry.id)
        read(entry.absent, entry.id)
    for score in knowledge.points:
        for when, _ in score.items:
            read(when, score.id)
    always = [rule for rule in knowledge.entailed if rule.always]
    for rule in always:
        read(rule.when, rule.finding)
    modifiers: dict[str, tuple[int, ...]] = {}
    for place, modifier in enumerate(knowledge.modifiers):
        for name in dict.fromkeys(names(modifier.when)):
            modifiers[name] = (*modifiers.get(name, ()), place)
    links = by_finding(knowledge).links
    counts = links.keys() | modifiers.keys()
    reached = {finding: _closed(finding, follows) for finding in knowledge.findings}
    reached = {name: found if found & counts - {name} else frozenset((name,)) for name, found in reached.items()}
    spared = {finding: _spared(knowledge, finding, row) for finding, row in links.items()}
    return Reach(
        reached,
        {finding: tuple(sorted(found & counts)) for finding, found in reached.items()},
        {
            finding: tuple(rule for rule in always if rule.finding in found - {finding})
            for finding, found in reached.items()
        },
        modifiers,
        links,
        _heaps(knowledge, links),
        spared,
        {finding: _silent(knowledge, row, spared[finding]) for finding, row in links.items()},
        {finding: knowledge.findings[finding].leak.mid for finding in links},
        {cause: place for place, cause in enumerate(knowledge.causes)},
    )


def _closed(start: str, follows: Mapping[str, set[str]]) -> frozenset[str]:
    seen, left = {start}, [start]
    while left:
        fresh = follows.get(left.pop(), set()) - seen
        seen |= fresh
        left += fresh
    return frozenset(seen)


def _heaps(knowledge: Knowledge, links: Mapping[str, Mapping[str, Likelihood]]) -> dict[str, Heap]:
    """Groups joined where they share a member; a finding of no group is weighed alone."""
    apart: list[set[str]] = []
    for group in knowledge.groups:
        members = {name for name in group.members if name in links}
        touching = [other for other in apart if other & members]
        apart = [*(other for other in apart if not other & members), members.union(*touching)]
    found: dict[str, Heap] = {}
    for members in apart:
        groups = tuple(group for group in in_turn(knowledge.groups) if members.intersection(group.members))
        found.update(dict.fromkeys(members, Heap(groups, tuple(name for name in links if name in members))))
    return {finding: found.get(finding) or Heap((), (finding,)) for finding in links}


def _spared(knowledge: Knowledge, finding: str, row: Mapping[str, Likelihood]) -> Array:
    leak = knowledge.findings[finding].leak.mid
    return np.array([1.0 - trigger_of(row.get(cause), leak, 1.0) for cause in knowledge.causes])


def _silent(knowledge: Knowledge, row: Mapping[str, Likelihood], spared: Array) -> Array:
    quiet = [cause in row and row[cause].positive_only for cause in knowledge.causes]
    return np.where(quiet, 1.0, spared) if any(quiet) else spared
