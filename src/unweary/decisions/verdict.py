"""The day's verdict: push, modify, pause or see someone, for the whole body and for each muscle group.

Read it in this order. 1. Red flags: at same-day and above the verdict is 'see a clinician' and nothing else is said.
2. The decision table of the knowledge: every row that holds is a reason, and the most cautious action wins.
3. What was told and no row or red flag speaks for yet, but with which nobody is told to go: it is named.
4. 'Push' needs enough to be known; otherwise the answer is 'not known yet'. Unknown is never a 'no'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from string import Formatter

from unweary.decisions.red_flags import RedFlags
from unweary.inference.findings import Findings
from unweary.vocab.assessment import Action, Causes, GroupVerdict, QuantityValue, Reason, See, Verdict
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import evaluate, missing, names
from unweary.vocab.verdict import VerdictRule

_CAUTION: dict[str, int] = {"push": 0, "modify": 1, "pause": 2}

_HEADLINES: dict[Action, str] = {
    "push": "You are good to go.",
    "modify": "Go easier today.",
    "pause": "Rest today.",
    "see_clinician": "Have this looked at today.",
    "not_known": "We do not know yet.",
}
_EMERGENCY = "Call for help now."


def verdict(
    knowledge: Knowledge,
    known: Findings,
    groups: Mapping[str, Mapping[str, QuantityValue]],
    flags: RedFlags,
) -> Verdict:
    """Decide. ``groups`` maps each muscle group to its own numbers (soreness, days, change, signs, load).

    How sure it is: the share of the table's rows that what is known can decide, one way or the other. Where too little
    is known to say anything, what was told is asked about first.
    """
    body = [rule for rule in knowledge.verdict if rule.scope == "body"]
    held = [rule for rule in body if evaluate(rule.when, known) is True]
    known_signs = sum(evaluate(rule.when, known) is not None for rule in body)
    told = _told(held, knowledge, known, flags) if _action(held, known, known_signs, knowledge) != "not_known" else []
    held += told
    reasons = tuple(_reason(rule, known) for rule in sorted(held, key=lambda r: (-_CAUTION[r.action], -r.weight, r.id)))
    action = _action(held, known, known_signs, knowledge)
    limits = [rule for rule in held if rule.systemic or rule.action == "push"]
    floor = _action(limits, known, known_signs, knowledge)
    by_group: dict[str, GroupVerdict] = {
        group: _group_verdict(group, knowledge, known, groups.get(group, {}), floor)
        for group in dict.fromkeys(part.group for part in knowledge.body.values())
    }
    if flags.urgency >= Urgency.SAME_DAY:
        action = "see_clinician"
        by_group = {group: replace(entry, action=action) for group, entry in by_group.items()}
    return Verdict(
        action=action,
        urgency=flags.urgency,
        headline=_EMERGENCY if flags.urgency is Urgency.EMERGENCY_NOW else _HEADLINES[action],
        advice=_advice(action, held, flags, known, knowledge),
        sure=_sure(known_signs, len(body), action),
        reasons=reasons,
        would_change=_would_change(action, [*body, *told], held, known, knowledge),
        see=tuple(See(flag.urgency, flag.who, flag.message, flag.rule) for flag in flags.fired),
        by_group=by_group,
        known_signs=known_signs,
        all_signs=len(body),
    )


def _told(held: list[VerdictRule], knowledge: Knowledge, known: Findings, flags: RedFlags) -> list[VerdictRule]:
    """The rows of single answers that hold, each naming what was told that nothing else holds the day back for."""
    fired = {flag.rule for flag in flags.fired if flag.urgency >= Urgency.WITHIN_DAYS}
    said = [rule.when for rule in held if rule.action != "push"]
    said += [rule.when for rule in knowledge.red_flags if rule.id in fired]
    spoken = {name for when in said for name in names(when)}
    alarms = [kind.id for kind in knowledge.findings.values() if kind.alarm and known.truth(kind.id) is True]
    found = []
    for rule in knowledge.verdict:
        if rule.scope != "told" or not (evaluate(rule.when, known) is True or (rule.alarms and alarms)):
            continue
        of_row = [name for name in names(rule.when) if known.truth(name) is True]
        told = [name for name in dict.fromkeys([*of_row, *(alarms if rule.alarms else ())]) if name not in spoken]
        if told:
            spoken.update(told)
            shown = told[: int(knowledge.parameters["needed_shown"].mid)]
            words = rule.reason.format(told="; ".join(map(knowledge.label, shown)))
            found.append(replace(rule, reason=words))
    return found


def without_push(decision: Verdict, words: str) -> Verdict:
    """The same day in which nobody is told to go, for the whole body or a muscle group; ``words`` say why."""
    groups = {
        name: replace(group, action="not_known") if group.action == "push" else group
        for name, group in decision.by_group.items()
    }
    decision = replace(decision, by_group=groups)
    if decision.action != "push":
        return decision
    kept = tuple(reason for reason in decision.reasons if reason.action != "push")
    return replace(
        decision,
        action="not_known",
        headline=_HEADLINES["not_known"],
        advice=words,
        sure="Not sure.",
        reasons=kept,
    )


def with_cause(decision: Verdict, believed: Causes, known: Findings) -> Verdict:
    """The same day; where it is not known but a harmless or treatable cause is all but certain, this is said first.

    Not before every warning sign of the screens is answered, and not beside one for which somebody should look.
    """
    first = believed.ranked[0] if believed.ranked else None
    if decision.action != "not_known" or decision.urgency >= Urgency.WITHIN_DAYS or first is None:
        return decision
    certain = first.posterior >= known.knowledge.parameters["cause_said_first"].mid
    asked = all(known.truth(sign) is not None for screen in known.knowledge.screens for sign in screen.findings)
    if not (certain and asked and first.tier in ("benign", "treatable")):
        return decision
    words = f"Why it is there is clear enough; whether to train today is not. {decision.advice}"
    return replace(decision, headline=f"Most likely: {first.name}.", advice=words)


def _action(held: list[VerdictRule], known: Findings, known_signs: int, knowledge: Knowledge) -> Action:
    worst = max(held, key=lambda rule: _CAUTION[rule.action], default=None)
    if worst is not None and worst.action != "push":
        return worst.action
    enough = known_signs >= knowledge.parameters["verdict_least_signs"].mid
    child = known.truth("under_18") is True
    return "push" if enough and not child and not _needed_for_push(known, knowledge) else "not_known"


def _needed_for_push(known: Findings, knowledge: Knowledge) -> tuple[str, ...]:
    """What must be said before anyone is told to go, as short labels: how it feels, and the guards of the table."""
    felt = any(known.number(name) is not None for name in ("fatigue_0_10", "heaviness_0_10"))
    guards = [rule for rule in knowledge.verdict if rule.must_be_known and evaluate(rule.when, known) is None]
    open_ = [knowledge.label(name) for rule in guards for name in missing(rule.when, known)]
    return tuple(dict.fromkeys([*(() if felt else ("how tired you feel",)), *open_]))


def _group_verdict(
    group: str, knowledge: Knowledge, known: Findings, numbers: Mapping[str, QuantityValue], floor: Action
) -> GroupVerdict:
    """A sore group limits itself; ``floor`` is what the systemic rows ask of every group."""
    here = known.with_numbers(numbers.values())
    held = [rule for rule in knowledge.verdict if rule.scope == "group" and evaluate(rule.when, here) is True]
    held.sort(key=lambda rule: (-_CAUTION[rule.action], -rule.weight, rule.id))
    action: Action = held[0].action if held else floor
    if _CAUTION.get(floor, 0) > _CAUTION.get(action, 0):
        action = floor
    soreness = numbers.get("group_soreness")
    return GroupVerdict(group, action, soreness.low if soreness else None, tuple(_reason(r, here) for r in held))


def _reason(rule: VerdictRule, known: Findings) -> Reason:
    return Reason(rule.id, rule.action, _filled(rule.reason, known), rule.weight, known.sources(rule.when))


def _filled(sentence: str, known: Findings) -> str:
    """The sentence with each ``{name}`` replaced by the value of that number."""
    values = {}
    for _, name, _, _ in Formatter().parse(sentence):
        if name:
            interval = known.number(name)
            values[name] = "?" if interval is None else f"{interval[0]:.1f}".removesuffix(".0")
    return sentence.format(**values)


def _advice(action: Action, held: list[VerdictRule], flags: RedFlags, known: Findings, knowledge: Knowledge) -> str:
    if action == "see_clinician":
        return flags.fired[0].message
    if action == "not_known":
        needed = _needed_for_push(known, knowledge)
        if not needed:
            return "Too little is known yet. Until then, take it easy."
        shown = "; ".join(needed[: int(knowledge.parameters["needed_shown"].mid)])
        return f"A short check-in asks what is missing: {shown}. Until then, take it easy."
    decisive = [rule for rule in held if rule.action == action]
    if not decisive:
        return "Nothing that we know speaks against your usual training."
    return _filled(max(decisive, key=lambda rule: rule.weight).advice, known)


def _sure(known_signs: int, all_signs: int, action: Action) -> str:
    if action == "see_clinician":
        return "Sure enough that someone should look."
    words = "Fairly sure" if known_signs * 2 >= all_signs and action != "not_known" else "Not very sure"
    return f"{words}. Of the {all_signs} signs we look at, we know {known_signs}."


def _would_change(
    action: Action, rows: list[VerdictRule], held: list[VerdictRule], known: Findings, knowledge: Knowledge
) -> tuple[str, ...]:
    """What would free the day (the rows that hold end) and what would make it more cautious (an open row holds)."""
    if action == "see_clinician":
        return ("A clinician has looked at this and cleared it.",)
    now = _CAUTION.get(action, 0)
    heaviest = sorted(rows, key=lambda rule: (-rule.weight, rule.id))
    holds = {rule.id for rule in held}
    eased = [rule.eases for rule in heaviest if rule.action == action != "push" and rule.id in holds]
    worse = [rule.change for rule in heaviest if _CAUTION[rule.action] > now and rule.id not in holds]
    shown = int(knowledge.parameters["changes_shown"].mid)
    sentences = [_filled(sentence, known) for sentence in (*eased[:2], *worse) if sentence]
    return tuple(dict.fromkeys(sentences))[:shown]
