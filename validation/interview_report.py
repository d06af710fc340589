"""What is reported of simulated interviews: their length, who is sent how far, what is missed and what could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from intervals import paired_gap, share
from odds import Weighed
from rule_dangers import other_dangers
from union_rates import mind_rules

from unweary.vocab.knowledge import Knowledge, Urgency


@dataclass(frozen=True, slots=True)
class Ended:
    """How one interview went. ``log_odds`` of any emergency cause from the same answers, exact."""

    screens: int
    pages: int
    urgency: int
    fired: tuple[str, ...]
    why: str
    answered: int
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Group:
    """Some people, how their interviews went, and the rules from 'same day' up that hold when all is answered."""

    name: str
    ended: list[Ended]
    holding: list[tuple[str, ...]]


def below(ended: Iterable[Ended]) -> int:
    """How many end below 'same day'."""
    return sum(one.urgency < Urgency.SAME_DAY for one in ended)


def dutiful(one: Ended, others: frozenset[str]) -> bool:
    """Whether the product's own interview found a rule for another danger: such a rule sends whatever the odds are."""
    return not others.isdisjoint(one.fired)


def threshold(healthy: Sequence[Ended], others: frozenset[str] = frozenset()) -> float:
    """The log odds above which the best possible policy sends, beside everybody for whom a rule of ``others`` holds.

    It sends as many people without an emergency cause as the product sends to 'same day', and finds the most people
    with one among all policies that do so and keep the rules of ``others``:

    Whether such a rule holds is a function of the answers, so it parts them into those of which every such policy sends
    all, and the rest. In the first part nothing is left to choose: it costs each policy as many people without an
    emergency cause, and finds as many with one. In the rest each has the same number of people left to spend, and by
    Neyman and Pearson the most are found where P(answers | an emergency cause, rest) / P(answers | none, rest) is
    highest. The rest being settled by the answers, that is P(answers | an emergency cause) / P(answers | none) times a
    constant: the same odds, in the same order. Without ``others`` the rest is everybody.

    Best means: people with any emergency cause, as frequent as the network has them; for one cause alone, or each cause
    as often, it is a yardstick and no bound. It is exact as far as the odds weigh all that a rule reads: typed numbers
    reach them through the priors alone (odds.py). Of people with the same odds at the cut none is sent, so it may send
    fewer people than the product, never more. When the rules of ``others`` use up all, the odds send nobody.
    """
    free = sorted((one.weighed.log_odds for one in healthy if not dutiful(one, others)), reverse=True)
    left = max(0, len(free) - below(healthy))
    return free[left] if left < len(free) else -np.inf


def best_misses(ended: Iterable[Ended], cut: float, others: frozenset[str] = frozenset()) -> list[bool]:
    """Whom the best possible policy leaves below 'same day'."""
    return [one.weighed.log_odds <= cut and not dutiful(one, others) for one in ended]


def report(found: Sequence[Group], knowledge: Knowledge) -> list[str]:
    """The tables."""
    lines = [
        "",
        *_lengths(found),
        "",
        *_sent(found[0], knowledge),
        "",
        *missed(found, knowledge),
        "",
        *_unasked(found),
        "",
        *_signs(found, knowledge),
    ]
    left_out = sum(one.weighed.left_out > 0 for group in found for one in group.ended)
    if left_out:
        lines += ["", f"odds without the commonest of very many present findings in {left_out} people"]
    return lines


def _lengths(found: Sequence[Group]) -> list[str]:
    lines = ["| screens, the complaint counted as one | people | median | 95th | most | answers, median |"]
    lines += ["|---|---|---|---|---|---|"]
    emergencies = [one for group in found[1:] for one in group.ended]
    for name, ended in (("without an emergency cause", found[0].ended), ("with an emergency cause", emergencies)):
        if ended:
            screens = np.array([one.screens for one in ended])
            answered = np.median([one.answered for one in ended])
            middle, high = np.percentile(screens, (50, 95))
            lines.append(f"| {name} | {len(ended)} | {middle:.0f} | {high:.0f} | {screens.max()} | {answered:.0f} |")
    ends = [one.why for one in found[0].ended]
    shares = ", ".join(f"{why} {ends.count(why) / len(ends):.0%}" for why in dict.fromkeys(ends))
    return [*lines, f"Why it ended, people without an emergency cause: {shares}."]


def _sent(healthy: Group, knowledge: Knowledge) -> list[str]:
    mind = mind_rules(knowledge)
    levels = {rule.id: int(rule.urgency) for rule in knowledge.red_flags}

    def beside(rules: Iterable[str]) -> int:
        return max((levels[rule] for rule in rules if rule not in mind), default=0)

    count = len(healthy.ended)
    lines = ["| people without an emergency cause | all rules | beside the suicide screen | "
             "beside it, everything answered |"]  # fmt: skip
    lines += ["|---|---|---|---|"]
    for level in (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY, Urgency.WITHIN_DAYS):
        every = sum(one.urgency >= level for one in healthy.ended)
        other = sum(beside(one.fired) >= level for one in healthy.ended)
        # Only the rules from 'same day' up are worked out for everything answered.
        full = share(sum(beside(held) >= level for held in healthy.holding), count)
        asked = full if level >= Urgency.SAME_DAY else "-"
        lines.append(f"| {level.word} or higher | {share(every, count)} | {share(other, count)} | {asked} |")
    return lines


def missed(found: Sequence[Group], knowledge: Knowledge) -> list[str]:
    """Our misses beside those of the best possible, once with the whole budget, once keeping the other rules."""
    healthy, others = found[0].ended, other_dangers(knowledge)
    bounds = [(threshold(healthy, rules), rules) for rules in (frozenset[str](), others)]
    sent = [len(healthy) - sum(best_misses(healthy, *bound)) for bound in bounds]
    ours, kept = len(healthy) - below(healthy), sum(dutiful(one, others) for one in healthy)
    lines = [
        f"Sent to same day or higher, of {len(healthy)} people without an emergency cause: {ours} by us, {sent[0]} by "
        f"the best possible with the whole budget, {sent[1]} by the best that keeps the rules for other dangers "
        f"({kept} by these rules).",
        "",
        "| emergency cause | ends below same day | all answered | best possible with the whole budget | gap, points | "
        "keeping the rules for other dangers | gap, points |",
        "|---|---|---|---|---|---|---|",
    ]
    everyone = Group("all, each cause as often", [], [])
    for group in found[1:]:
        everyone.ended.extend(group.ended)
        everyone.holding.extend(group.holding)
    for group in (*found[1:], everyone):
        count = len(group.ended)
        ours_missed = [one.urgency < Urgency.SAME_DAY for one in group.ended]
        full = sum(not rules for rules in group.holding)
        line = f"| {group.name} | {share(sum(ours_missed), count)} | {full / max(count, 1):.0%} |"
        for bound in bounds:
            best = best_misses(group.ended, *bound)
            line += f" {share(sum(best), count)} | {paired_gap(ours_missed, best)} |"
        lines.append(line)
    return lines


def _unasked(found: Sequence[Group]) -> list[str]:
    """What the interview left unasked: the rules that would have sent people to 'same day', had all been answered."""
    lines = ["Ended below same day although a rule holds when all is answered (people, rule):"]
    for name, some in (("without an emergency cause", found[:1]), ("with an emergency cause", found[1:])):
        rules = [
            rule
            for group in some
            for one, held in zip(group.ended, group.holding, strict=True)
            for rule in held
            if one.urgency < Urgency.SAME_DAY
        ]
        worst = sorted(((rules.count(rule), rule) for rule in set(rules)), reverse=True)[:10]
        lines.append(f"- {name}: {', '.join(f'{count} {rule}' for count, rule in worst) or 'nobody'}")
    return lines


def _signs(found: Sequence[Group], knowledge: Knowledge) -> list[str]:
    now = {rule.id for rule in knowledge.red_flags if rule.urgency is Urgency.EMERGENCY_NOW}
    signs = [(group.name, one, now & set(held)) for group in found
             for one, held in zip(group.ended, group.holding, strict=True) if now & set(held)]  # fmt: skip
    missed = [f"{name or 'no emergency cause'}: {', '.join(sorted(rules))}"
              for name, one, rules in signs if one.urgency < Urgency.SAME_DAY]  # fmt: skip
    reached = len(signs) - len(missed)
    return [
        f"A cited emergency sign is complete in {len(signs)} sampled people; "
        f"{share(reached, len(signs))} of them end at same day or higher.",
        *(f"- not reached: {words}" for words in missed),
    ]
