"""A complaint that Unweary does not judge: general red flags stay, and nothing else is said.

No verdict, no cause, no remedy, and no sentence that could be read as an all-clear.
"""

from __future__ import annotations

from dataclasses import replace

from unweary.vocab.assessment import Assessment, Causes, GroupVerdict, Plan, Verdict, Withheld
from unweary.vocab.knowledge import Urgency

HEADLINE = "This is not what Unweary judges."
REASON = "Unweary judges tired, sore, heavy, weak or cramping muscles. It knows nothing about this complaint."
WHOM = (
    "For teeth ask a dentist, for eyes an optician or eye doctor, for ears, skin, belly and all else a pharmacist or "
    "GP. If it is severe, came suddenly or gets worse fast, call your doctor or the medical helpline today. "
    "A testicle that suddenly hurts: go to the emergency department now."
)
_UNSURE = "We looked for general warning signs only, and only in what you told us. This is no all-clear."
_OURS = "If muscles are tired, sore, heavy, weak or cramping too, tell us: that we can judge."


def outside(assessment: Assessment) -> Assessment:
    """The same assessment without anything that only holds for our own complaints.

    Red flags, whom to see, what was found and the safety advice stay. From same-day urgency up the verdict stays too.
    """
    verdict = assessment.verdict
    return replace(
        assessment,
        verdict=verdict if verdict.urgency >= Urgency.SAME_DAY else _not_judged(verdict),
        causes=Causes((), None, assessment.causes.findings_used, REASON),
        kind=Withheld(REASON),
        plan=Plan((), (), assessment.plan.advice),
        scope_notes=tuple(dict.fromkeys((f"{HEADLINE} {REASON}", WHOM, *assessment.scope_notes))),
        tests=(),
        instruments=(),
        overreaching=None,
    )


def _not_judged(verdict: Verdict) -> Verdict:
    """No verdict; what asks for caution (an illness, a sore part) still stands, since it is no less true."""
    kept = tuple(reason for reason in verdict.reasons if reason.action != "push")
    rest = " Until then do not train hard." if verdict.action in ("modify", "pause") else ""
    return replace(
        verdict,
        action="not_known",
        headline=HEADLINE,
        advice=f"{WHOM}{rest}",
        sure=_UNSURE,
        reasons=kept,
        would_change=(_OURS,),
        by_group={name: _group(group) for name, group in verdict.by_group.items()},
    )


def _group(group: GroupVerdict) -> GroupVerdict:
    if group.action != "push":
        return group
    return replace(group, action="not_known", reasons=())
