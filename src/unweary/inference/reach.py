"""What an answer reaches: the findings, risk factors and groups that can be other once it is known.

Read off the knowledge once, for every person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unweary.inference.network import by_finding, trigger_of
from unweary.inference.noisy_or import Array
from unweary.inference.weighing import in_turn
from unweary.vocab.knowledge import CorrelationGroup, Knowledge, Likelihood
from unweary.vocab.lexicon import Entailed
from unweary.vocab.logic import Condition, names


@dataclass(frozen=True, slots=True, eq=False)
class Heap:
    """Groups that share members: what is known of any member can change what each of the others counts."""

    groups: tuple[CorrelationGroup, ...]
    members: tuple[str, ...]


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
    """

    names: Mapping[str, frozenset[str]]
    counting: Mapping[str, tuple[str, ...]]
    entailed: Mapping[str, tuple[Entailed, ...]]
    modifiers: Mapping[str, tuple[int, ...]]
    links: Mapping[str, Mapping[str, Likelihood]]
    heaps: Mapping[str, Heap]
    spared: Mapping[str, Array]
    silent: Mapping[str, Array]


_LAST: list[tuple[Knowledge, Reach]] = []


def reach(knowledge: Knowledge) -> Reach:
    """What each answer can reach; the knowledge used last is kept.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> sorted(reach(packaged_knowledge()).names["vomited"] - {"vomited"})
    ['nausea_vomit']
    """
    if not _LAST or _LAST[0][0] is not knowledge:
        _LAST[:] = [(knowledge, _reach(knowledge))]
    return _LAST[0][1]


def _reach(knowledge: Knowledge) -> Reach:
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
        {finding: tuple(rule for rule in always if rule.finding in found) for finding, found in reached.items()},
        modifiers,
        links,
        _heaps(knowledge, links),
        spared,
        {finding: _silent(knowledge, row, spared[finding]) for finding, row in links.items()},
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
