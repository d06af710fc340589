"""The short plan: what fits the causes and the kind of fatigue, is safe for this person, and how well that is known.

Read it in this order. 1. Where a red flag asks for somebody today there is advice and nothing else. 2. A remedy fits
where one of its causes is probable enough; its score is that probability times the weight of its grade, more where it
suits the kind of fatigue. 3. What a test or an answer proves comes first, then foundations, then the rest.
4. Safety decides what is left; what is open is listed with its question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unweary.decisions.safety import LEVELS, Judgement, affects, judge, names_it
from unweary.vocab.assessment import Causes, KindOfFatigue, Plan, PlanItem, Withheld, WithheldRemedy
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import AtLeast, Compare, Condition, Facts, Interval, Is, Truth, evaluate, in_words
from unweary.vocab.remedies import Remedy, SafetyRule

#: Tiers as in remedies.toml: up to 1 a foundation (or the treatment of a proven lack), 6 is shown but never planned.
_FOUNDATION, _NOT_RECOMMENDED = 1, 6

_KIND_WORDS = {
    "peripheral": "that sits in the muscles",
    "central": "that sits in the brain and nerves",
    "damage": "that comes from muscle damage",
    "circulatory": "that comes from the blood flow",
    "systemic": "that comes from the whole body",
}
#: Of two remedies with the same score the cheaper and easier one is offered.
_PRICE = {"free": 0, "low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class _WithUrgency:
    """The facts, with the urgency that the red flags found."""

    facts: Facts
    urgency: Urgency

    def truth(self, name: str) -> Truth:
        return self.facts.truth(name)

    def number(self, name: str) -> Interval | None:
        return (float(self.urgency), float(self.urgency)) if name == "urgency" else self.facts.number(name)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A remedy that suits this person.

    ``cause`` with its ``chance`` is what it is chosen for, ``kind`` the leading kind of fatigue that it suits (or '').
    ``shown``: a test or an answer proves its reason. ``first``: proven, or a foundation that suits the kind.
    """

    remedy: Remedy
    cause: str
    chance: float
    kind: str
    score: float
    shown: bool
    first: bool

    @property
    def order(self) -> tuple[bool, bool, float, int, int, str]:
        price, effort = _PRICE.get(self.remedy.cost, 0), _PRICE.get(self.remedy.effort, 0)
        return (not self.shown, not self.first, -round(self.score, 6), price, effort, self.remedy.id)


def plan(
    knowledge: Knowledge,
    facts: Facts,
    causes: Causes,
    kind: KindOfFatigue | Withheld,
    verdict_action: str,
    urgency: Urgency,
) -> Plan:
    """Choose the plan.

    Parameters
    ----------
    knowledge : Knowledge
        Remedies, safety rules, and the parameters ``plan_*``.
    facts : Facts
        What is known, with the posteriors as ``p_<cause>``.
    causes : Causes
        Only ``posterior`` is used.
    kind : KindOfFatigue or Withheld
        Withheld: every kind counts alike.
    verdict_action : str
        ``pause`` takes every effort out, ``not_known`` all hard effort, ``modify`` what of it treats no cause.
    urgency : Urgency
        From ``SAME_DAY`` on the plan is empty but for its advice.

    Returns
    -------
    Plan
        ``advice`` are the actions of the rules that hold: emergencies and referrals always, the others where they
        decided about a remedy that fits. Warnings stand beside their remedy, not there.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> first = SafetyRule("s48", "BLOCK", parse("urgency >= 3"), ("all",), (), "", "Have it looked at first.", ())
    >>> facts = Some(truth=lambda name: None, number=lambda name: None)
    >>> nothing = Causes((), None, (), "")
    >>> plan(Some(safety_rules=(first,)), facts, nothing, Withheld(""), "see_clinician", Urgency.SAME_DAY)
    Plan(items=(), withheld=(), advice=('Have it looked at first.',))
    """
    known = _WithUrgency(facts, urgency)
    held = [rule for rule in knowledge.safety_rules if rule.level != "WARN" and evaluate(rule.when, known) is True]
    held.sort(key=lambda rule: LEVELS.index(rule.level))
    if urgency >= Urgency.SAME_DAY or any(_stops_everything(rule) for rule in held):
        grave = [rule for rule in held if rule.level == "EMERGENCY" or _stops_everything(rule)]
        return Plan((), (), _actions(grave))

    fits = sorted(_fits(knowledge, known, causes, kind), key=lambda fit: fit.order)
    judged = {remedy.id: judge(remedy, knowledge, known) for remedy in knowledge.remedies.values()}
    usable = [fit for fit in fits if _within_verdict(fit.remedy, verdict_action)]
    usable = [fit for fit in usable if not _before_its_time(fit, knowledge, judged)]
    items = _chosen([fit for fit in usable if judged[fit.remedy.id].state == "offered"], knowledge)
    withheld = _withheld(usable, items, judged, held, knowledge)
    told = [rule for rule in held if _is_told(rule, usable, judged)]
    return Plan(
        items=tuple(_item(fit, judged[fit.remedy.id], knowledge, known) for fit in items),
        withheld=tuple(_withheld_item(fit.remedy, judged[fit.remedy.id]) for fit in withheld),
        advice=_actions(told),
    )


# ---- what fits


def _fits(knowledge: Knowledge, facts: Facts, causes: Causes, kind: KindOfFatigue | Withheld) -> Iterable[_Fit]:
    number = {name: value.mid for name, value in knowledge.parameters.items() if name.startswith("plan_")}
    for remedy in knowledge.remedies.values():
        if remedy.grade == "X" or remedy.tier >= _NOT_RECOMMENDED:
            continue
        fit = _fit(remedy, number, facts, causes, kind)
        if fit is not None:
            yield fit


def _fit(
    remedy: Remedy, number: Mapping[str, float], facts: Facts, causes: Causes, kind: KindOfFatigue | Withheld
) -> _Fit | None:
    chances = {cause: causes.posterior.get(cause, 0.0) for cause in remedy.causes}
    cause = max(chances, key=lambda name: chances[name])
    shares = {name: kind.shares.get(name, 0.0) for name in remedy.kinds} if isinstance(kind, KindOfFatigue) else {}
    leading = max(shares, key=lambda name: shares[name], default="")
    leads = bool(leading) and shares[leading] >= number["plan_kind_share_min"]
    shown = "shown_cause" in remedy.tags and remedy.needs is not None and evaluate(remedy.needs, facts) is True
    least = number["plan_posterior_min_kind"] if leads else number["plan_posterior_min"]
    if not shown and chances[cause] < least:
        return None
    suits = 1.0
    if isinstance(kind, KindOfFatigue) and not shown:
        suits = number["plan_kind_floor"] + (1 - number["plan_kind_floor"]) * min(1.0, sum(shares.values()))
    chance = 1.0 if shown else chances[cause]
    score = chance * number[f"plan_weight_{remedy.grade.lower()}"] * suits
    none_leads = not isinstance(kind, KindOfFatigue) or max(kind.shares.values()) < number["plan_kind_share_min"]
    first = shown or (remedy.tier <= _FOUNDATION and (leads or none_leads))
    return _Fit(remedy, cause, chances[cause], leading if leads else "", score, shown, first)


def _within_verdict(remedy: Remedy, action: str) -> bool:
    """Whether the day's verdict leaves room for the effort.

    On a day to go easier, loading that treats its cause (a tendon, lost fitness) stays; other hard effort waits.
    """
    tags = set(remedy.tags)
    if tags & {"exertion_hard", "progression"}:
        return action == "push" or (action == "modify" and remedy.tier <= _FOUNDATION)
    return "exertion" not in tags or action not in ("pause", "see_clinician")


def _before_its_time(fit: _Fit, knowledge: Knowledge, judged: dict[str, Judgement]) -> bool:
    """Whether a supplement would come before food or behaviour for the same cause.

    Nothing records what was tried before, so every option that is not blocked counts as untried. A lack that a test
    proved (tier 0) is no case for this rule.
    """
    if "supplement" not in fit.remedy.tags or fit.remedy.tier <= _FOUNDATION:
        return False
    return any(
        fit.cause in other.causes
        and "supplement" not in other.tags
        and other.grade != "X"
        and other.tier < _NOT_RECOMMENDED
        and judged[other.id].state in ("offered", "unknown")
        for other in knowledge.remedies.values()
    )


# ---- which of them


def _chosen(offered: list[_Fit], knowledge: Knowledge) -> list[_Fit]:
    """Foundations first, but not only; of the rest at most one with the same tag."""
    most = int(knowledge.parameters["plan_items_max"].mid)
    spread = [fit for fit in _spread(offered, knowledge) if fit.first]
    chosen = spread[: min(most, int(knowledge.parameters["plan_foundations_max"].mid))]
    for fit in offered:
        if not fit.first and len(chosen) < most and not _clashes(fit, chosen):
            chosen.append(fit)
    chosen += [fit for fit in offered if fit.first and fit not in chosen][: most - len(chosen)]
    return sorted(chosen, key=lambda fit: fit.order)


def _spread(fits: list[_Fit], knowledge: Knowledge) -> list[_Fit]:
    """Without the foundations that only repeat the same cause once more."""
    most = int(knowledge.parameters["plan_per_cause_max"].mid)
    seen: Counter[str] = Counter()
    kept = []
    for fit in fits:
        seen[fit.cause] += fit.first
        if not fit.first or seen[fit.cause] <= most:
            kept.append(fit)
    return kept


def _clashes(fit: _Fit, others: Iterable[_Fit]) -> bool:
    return any(set(fit.remedy.tags) & set(other.remedy.tags) for other in others if not other.first)


def _withheld(
    usable: list[_Fit], items: list[_Fit], judged: dict[str, Judgement], held: list[SafetyRule], knowledge: Knowledge
) -> list[_Fit]:
    """What a question could still free, best first; then what is blocked. One of a family is enough to tell."""
    whole = [rule for rule in held if "all" in rule.affects]
    found: list[_Fit] = []
    for state in ("unknown", "blocked"):
        for fit in _spread([fit for fit in usable if judged[fit.remedy.id].state == state], knowledge):
            # What a rule over everything blocks is said once, by the advice.
            silent = state == "blocked" and any(affects(rule, fit.remedy) for rule in whole)
            if not silent and (fit.first or not _clashes(fit, (*items, *found))):
                found.append(fit)
    return found[: int(knowledge.parameters["plan_withheld_max"].mid)]


# ---- what is said


def _stops_everything(rule: SafetyRule) -> bool:
    return "all" in rule.affects and not rule.spares


def _is_told(rule: SafetyRule, usable: list[_Fit], judged: dict[str, Judgement]) -> bool:
    """Emergencies, referrals and rules over everything; the others where they decided about a remedy that fits.

    A rule that spares the remedy still tells how to use it (breathing without breath-holds).
    """
    if rule.level in ("EMERGENCY", "ESCALATE") or "all" in rule.affects:
        return True
    return any(
        judged[fit.remedy.id].rule == rule.id or (names_it(rule.affects, fit.remedy) and not affects(rule, fit.remedy))
        for fit in usable
    )


def _actions(rules: Iterable[SafetyRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.action for rule in rules if rule.action))


def _item(fit: _Fit, judgement: Judgement, knowledge: Knowledge, facts: Facts) -> PlanItem:
    remedy = fit.remedy
    medicines = (f"Medicines that matter: {remedy.interactions}",) if remedy.interactions else ()
    return PlanItem(
        remedy=remedy.id,
        name=remedy.name,
        why=_why(fit, knowledge, facts),
        dose=remedy.dose,
        timing=remedy.timing,
        grade=remedy.grade,
        certainty=remedy.certainty,
        effect=remedy.effect,
        warnings=(*judgement.warnings, *medicines),
        sources=remedy.sources,
    )


def _withheld_item(remedy: Remedy, judgement: Judgement) -> WithheldRemedy:
    return WithheldRemedy(remedy.id, remedy.name, judgement.rule, judgement.reason, judgement.needed)


def _why(fit: _Fit, knowledge: Knowledge, facts: Facts) -> str:
    if fit.shown and fit.remedy.needs is not None:
        seen = {leaf.name: leaf for leaf in reversed(_held_leaves(fit.remedy.needs, facts))}
        said = [leaf for name, leaf in seen.items() if name in knowledge.findings or name in knowledge.quantities]
        if said:
            spoken = [in_words(leaf, {leaf.name: knowledge.label(leaf.name)}) for leaf in reversed(said)]
            return f"Chosen because of {' and '.join(spoken)}."
    name = knowledge.causes[fit.cause].plain_name
    sure = "likely" if fit.chance >= knowledge.parameters["plan_likely_min"].mid else "possible"
    sentence = f"Chosen for: {name}, a {sure} cause."
    return f"{sentence} It suits tiredness {_KIND_WORDS[fit.kind]}." if fit.kind else sentence


def _held_leaves(condition: Condition, facts: Facts) -> list[Is | Compare]:
    """What makes the condition hold, in reading order; of an OR only the first part that does."""
    match condition:
        case Is() | Compare():
            return [condition]
        case AtLeast(count, parts):
            held = [part for part in parts if evaluate(part, facts) is True][:count]
            return [leaf for part in held for leaf in _held_leaves(part, facts)]
        case _:
            return []
