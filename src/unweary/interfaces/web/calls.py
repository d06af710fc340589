"""Whom to call, and with which signs not to wait for the appointment. Numbers come from the person's country alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from unweary.interfaces.web.texts import say
from unweary.reports.words import CRISIS_FINDINGS
from unweary.service.check_in import Known
from unweary.vocab.assessment import Assessment, Flag
from unweary.vocab.history import History
from unweary.vocab.knowledge import Country, Knowledge, Urgency
from unweary.vocab.logic import names
from unweary.vocab.ways import ways

#: How many signs a line names; all of them stand under the warning signs.
_MOST_SIGNS = 4


def calls(country: Country, *, crisis: bool) -> list[dict[str, str]]:
    """The numbers of a country, as buttons: the crisis line first where that is what it is about."""
    found = [{"dial": _dial(country.emergency), "words": say("emergency.call", number=country.emergency)}]
    if crisis and country.crisis:
        words = say("emergency.crisis", number=country.crisis)
        found.insert(0, {"dial": _dial(country.crisis), "words": words})
    return found


def _dial(number: str) -> str:
    """The number as a phone takes it: the first one where several are named."""
    first = number.replace("/", ",").split(" or ")[0].split(",")[0]
    return "".join(sign for sign in first if sign.isdigit() or sign == "+")


def calls_for(assessment: Assessment, country: str | None, knowledge: Knowledge) -> list[dict[str, str]]:
    """The numbers to call in the emergency that was found; none where there is none, or no country is known."""
    flags = [flag for flag in assessment.red_flags_fired if flag.urgency is Urgency.EMERGENCY_NOW]
    known = knowledge.countries.get(country or "")
    if not flags or known is None:
        return []
    return calls(known, crisis=any(about_self_harm(flag, knowledge) for flag in flags))


def about_self_harm(flag: Flag, knowledge: Knowledge) -> bool:
    """Whether a warning sign is about ending one's life or harming oneself."""
    return bool(used_by({flag.rule}, knowledge) & CRISIS_FINDINGS)


def used_by(rules: Collection[str], knowledge: Knowledge) -> set[str]:
    """The names that these red-flag rules look at."""
    return {name for rule in knowledge.red_flags if rule.id in rules for name in names(rule.when)}


def sooner(assessment: Assessment, history: History, knowledge: Knowledge) -> dict[str, Any] | None:
    """What would make it an emergency where somebody should look within days or today, and the number to call then.

    The signs are those of which one alone would fulfil an emergency rule that looks at the same signs as the rule
    that fired. None where there is nothing to look at, or where it is an emergency already.
    """
    fired = [flag for flag in assessment.red_flags_fired if flag.urgency >= Urgency.WITHIN_DAYS]
    if not fired or assessment.verdict.urgency is Urgency.EMERGENCY_NOW:
        return None
    rules = {rule.id: rule.when for rule in knowledge.red_flags}
    present = {state.finding for state in assessment.findings if state.state}
    holding = {name for flag in fired for name in names(rules[flag.rule])} & present
    facts = Known(assessment)
    signs = [
        name
        for flag in assessment.red_flags_not_ruled_out
        if flag.urgency is Urgency.EMERGENCY_NOW and holding.intersection(names(rules[flag.rule]))
        for way in ways(rules[flag.rule], facts, 1)
        for name in way
        if name in knowledge.findings and knowledge.findings[name].collected_by == "self"
    ]
    labels = [knowledge.label(name) for name in dict.fromkeys(signs)][:_MOST_SIGNS]
    country = knowledge.countries.get(history.profile.country or "")
    return {
        "words": say("emergency.sooner_signs", signs="; ".join(labels)) if labels else say("emergency.sooner"),
        "calls": calls(country, crisis=False) if country else [],
    }
