"""What is reported of simulated interviews: their length, who is sent how far, what is missed and what could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from intervals import paired_gap, share
from odds import Weighed
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


def threshold(healthy: Sequence[Ended]) -> float:
    """The log odds above which as many people without an emergency cause lie as the product sends to 'same day'."""
    sent = len(healthy) - below(healthy)
    scores = sorted((one.weighed.log_odds for one in healthy), reverse=True)
    return scores[sent] if sent < len(scores) else -np.inf


def report(found: Sequence[Group], knowledge: Knowledge) -> list[str]:
    """The tables."""
    lines = [
        "",
        *_lengths(found),
        "",
        *_sent(found[0], knowledge),
        "",
        *_missed(found),
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


def _missed(found: Sequence[Group]) -> list[str]:
    cut = threshold(found[0].ended)
    sent = 1.0 - below(found[0].ended) / len(found[0].ended)
    lines = [
        f"Both send {sent:.1%} of the people without an emergency cause to same day or higher.",
        "",
        "| emergency cause | ends below same day | all answered | best possible, same answers | gap, points |",
        "|---|---|---|---|---|",
    ]
    everyone = Group("all, each cause as often", [], [])
    for group in found[1:]:
        everyone.ended.extend(group.ended)
        everyone.holding.extend(group.holding)
    for group in (*found[1:], everyone):
        count = len(group.ended)
        ours = [one.urgency < Urgency.SAME_DAY for one in group.ended]
        best = [one.weighed.log_odds <= cut for one in group.ended]
        full = sum(not rules for rules in group.holding)
        lines.append(
            f"| {group.name} | {share(sum(ours), count)} | {full / max(count, 1):.0%} | {share(sum(best), count)} | "
            f"{paired_gap(ours, best)} |"
        )
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
