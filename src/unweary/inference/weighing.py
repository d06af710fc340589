"""What enters the network: answers that are not independent evidence are counted once.

The groups of the knowledge (``CorrelationGroup``) say which answers go together. What a hesitant answer leaves open is
not settled here but kept beside it (:class:`Beside`), and the network weighs both readings of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unweary.vocab.knowledge import CorrelationGroup, Knowledge

#: P(what was observed | finding absent), P(what was observed | finding present)
Seen = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Beside:
    """What counts where a hesitant yes is taken as not given, and is dropped where it is taken as a plain yes.

    ``noes``: absent finding to the power of its likelihood ratio. ``yes``: present findings.
    """

    noes: Mapping[str, float] = field(default_factory=dict)
    yes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence after grouping: finding to the power that its likelihood ratios are raised to.

    Attributes
    ----------
    doubted : findings that were not seen plainly, with how they were seen
    beside : hesitant yes to what counts as far as it does not
    said_by : finding to those that say the same: it is silent about the causes that they speak of
    """

    present: Mapping[str, float]
    absent: Mapping[str, float]
    doubted: Mapping[str, Seen]
    beside: Mapping[str, Beside]
    said_by: Mapping[str, tuple[str, ...]]


def weigh(
    knowledge: Knowledge, truths: Mapping[str, bool | None], doubted: Mapping[str, Seen] | None = None
) -> Weighed:
    """Count once what is not independent; see ``CorrelationGroup`` for the four ways."""
    return weigh_in(in_turn(knowledge.groups), truths, doubted or {})


def in_turn(groups: Sequence[CorrelationGroup]) -> list[CorrelationGroup]:
    """Before a group counts its members: what says the same as another is none of them."""
    return sorted(groups, key=lambda group: group.rule != "whole")


def weigh_in(
    groups: Sequence[CorrelationGroup], truths: Mapping[str, bool | None], doubted: Mapping[str, Seen]
) -> Weighed:
    """As :func:`weigh`, by these groups alone, in the order of :func:`in_turn`."""
    scales = _Scales(truths, doubted)
    for group in groups:
        members = [finding for finding in group.members if finding in truths]
        match group.rule:
            case "whole":
                scales.whole(group.members[0], [finding for finding in members if finding != group.members[0]])
            case "composite" if members and (members[0] in scales.present or members[0] in scales.absent):
                scales.drop(members[1:])
            case "strongest":
                scales.strongest(members)
            case _:
                scales.temper(members)
    return scales.weighed()


class _Scales:
    """What is still to be weighed; each rule takes away what does not count."""

    def __init__(self, truths: Mapping[str, bool | None], doubted: Mapping[str, Seen]) -> None:
        self.doubted = doubted
        self.present = {f: 1.0 for f, truth in truths.items() if truth is True or f in doubted}
        self.absent = {f: 1.0 for f, truth in truths.items() if truth is False and f not in doubted}
        self.beside: dict[str, Beside] = {}
        self.said_by: dict[str, tuple[str, ...]] = {}

    def drop(self, findings: Sequence[str]) -> None:
        for finding in findings:
            self.present.pop(finding, None)
            self.absent.pop(finding, None)

    def likely(self, findings: Sequence[str]) -> list[str]:
        """Those that are more likely there than not, as far as they were seen."""
        there = [finding for finding in findings if finding in self.present]
        return [f for f in there if f not in self.doubted or self.doubted[f][1] > self.doubted[f][0]]

    def temper(self, members: Sequence[str]) -> None:
        for known in (self.present, self.absent):
            told = [finding for finding in members if finding in known]
            count = sum(finding not in self.said_by for finding in told)
            known.update(dict.fromkeys(told, 1.0 / math.sqrt(count or 1)))

    def strongest(self, members: Sequence[str]) -> None:
        """The first yes counts; a hesitant one as far as it is a yes, and for the rest what would count without it.

        Without it: the first sure yes, or else the noes. Other hesitant ones do not count.
        """
        yes = self.likely(members)
        noes, hesitant_noes = self._noes(members)
        sure = next((place for place, finding in enumerate(yes) if finding not in self.doubted), len(yes))
        first, counting = yes[:1] if sure else [], yes[sure : sure + 1]
        if first:
            self.beside[first[0]] = Beside({} if counting else noes, tuple(counting))
        if yes:
            self.drop([finding for finding in members if finding not in (*first, *counting)])
        else:
            self.present.update(hesitant_noes)
            self.absent.update(noes)

    def _noes(self, members: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
        """The absent members and the hesitant noes, tempered; a hesitant no counts as one as far as it is sure."""
        noes = [finding for finding in members if finding in self.absent]
        hesitant = [finding for finding in members if finding in self.present and finding in self.doubted]
        hesitant = [finding for finding in hesitant if not self.likely([finding])]
        count = sum(finding not in self.said_by for finding in noes) + math.fsum(
            1.0 - self.doubted[f][1] / self.doubted[f][0] for f in hesitant
        )
        power = 1.0 / math.sqrt(max(count, 1.0))
        return dict.fromkeys(noes, power), dict.fromkeys(hesitant, power)

    def whole(self, whole: str, parts: Sequence[str]) -> None:
        """A part that is there says that the whole is there; a whole that is absent says that its parts are.

        A hesitant part beside a sure whole is weak evidence, and both count.
        """
        there = self.likely(parts)
        if whole in self.present or whole in self.absent:
            self._say_less(whole, [part for part in there if part not in self.doubted or whole in self.doubted])
        if whole in self.absent:
            for part in parts:
                if part in self.absent:
                    self._say_less(part, [whole])

    def _say_less(self, finding: str, others: Sequence[str]) -> None:
        if others:
            self.said_by[finding] = (*self.said_by.get(finding, ()), *others)

    def weighed(self) -> Weighed:
        doubted = {finding: seen for finding, seen in self.doubted.items() if finding in self.present}
        beside = {finding: one for finding, one in self.beside.items() if one.noes or one.yes}
        return Weighed(self.present, self.absent, doubted, beside, self.said_by)
