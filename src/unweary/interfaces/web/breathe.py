"""The page that paces slow breathing: a picture, words, or numbers to count by; nothing of it needs a script."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, QueryParams
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import forms
from unweary.interfaces.web.forms import Sent
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.today import alarm
from unweary.reports.phrases import GRADE_WORDS
from unweary.service import Unweary
from unweary.service.self_tests import keep, measured
from unweary.vocab.errors import UserError
from unweary.vocab.history import Observation
from unweary.vocab.knowledge import Knowledge

router = APIRouter(include_in_schema=False)

_REMEDY = "slow_breathing"
_RATES = (4.5, 5.0, 5.5, 6.0, 6.5, 7.0)
_MINUTES = (2, 3, 5, 7, 10)
#: How long in and how long out, and which end of the knowledge's range of inhale shares it is.
_RATIOS = {"even": "breathe.as_long", "longer": "breathe.longer_out", "twice": "breathe.twice_out"}


@router.get("/breathe")
def breathe_page(request: Request, person: Person, now: Now, go: str = "", saved: str = "") -> Response:
    """The guide, with the pace that was asked for. ``go`` moves the picture where there is no script."""
    assessment = person.assess_today(now)
    held = next((item.reason for item in assessment.plan.withheld if item.remedy == _REMEDY and not item.needed), "")
    shown = {
        **pace(request.query_params, person.knowledge),
        **evidence(person.knowledge),
        "held": held,
        "done": _done(person, now),
    }
    return page(request, "breathe.html", b=shown, go=bool(go), saved=bool(saved), alarm=alarm(assessment))


@router.post("/breathe")
def mark_done(person: Person, now: Now, form: Sent) -> Response:
    """Keep that it was done, if the person wants that."""
    keep(person, (measured("paced_breathing_min", minutes_of(form, person.knowledge), now),))
    return RedirectResponse("/breathe?saved=1", 303)


def minutes_of(form: FormData, knowledge: Knowledge) -> float:
    """For how long.

    Raises
    ------
    UserError
        Where it is not a number between the limits of the knowledge.
    """
    return _within("minutes", "breathing_min", say("breathe.minutes"), FormData(form), knowledge)


def _within(name: str, parameter: str, called: str, form: FormData, knowledge: Knowledge) -> float:
    limits = knowledge.parameters[parameter]
    value = forms.number(form, name, called)
    if value is None:
        return limits.mid
    if not limits.low <= value <= limits.high:
        wrong = say("forms.not_offered", called=called, given=f"{value:g}")
        raise UserError("form_value", wrong, say("forms.between", low=f"{limits.low:g}", high=f"{limits.high:g}"))
    return value


def pace(asked: QueryParams, knowledge: Knowledge) -> dict[str, Any]:
    """Seconds in and out, and what can be chosen.

    Raises
    ------
    UserError
        Where a wish is outside the limits of the knowledge.
    """
    fields = FormData(dict(asked))
    rate = _within("rate", "breathing_rate_per_min", say("breathe.rate"), fields, knowledge)
    minutes = _within("minutes", "breathing_min", say("breathe.minutes"), fields, knowledge)
    ratio = forms.word(fields, "ratio") or "longer"
    share = knowledge.parameters["breathing_inhale_share"]
    shares = dict(zip(_RATIOS, (share.high, share.mid, share.low), strict=True))
    if ratio not in shares:
        wrong = say("forms.not_offered", called=say("breathe.ratio"), given=f"'{ratio}'")
        raise UserError("form_value", wrong, ", ".join(shares))
    breath_s = 60.0 / rate
    inhale_s = round(breath_s * shares[ratio], 1)
    return {
        "rate": rate,
        "minutes": minutes,
        "ratio": ratio,
        "inhale_s": inhale_s,
        "exhale_s": round(breath_s - inhale_s, 1),
        "breath_s": round(breath_s, 2),
        "share": round(inhale_s / breath_s, 3),
        "rates": _with(_RATES, rate),
        "ratios": [(name, say(key)) for name, key in _RATIOS.items()],
        "all_minutes": _with(_MINUTES, minutes),
    }


def _with(offered: tuple[float, ...], chosen: float) -> list[float]:
    """What is offered, and the chosen one where it is between two of them.

    Examples
    --------
    >>> _with((4.5, 6.0), 5.2)
    [4.5, 5.2, 6.0]
    """
    return sorted({*offered, chosen})


def evidence(knowledge: Knowledge) -> dict[str, Any]:
    """What is known about slow breathing, as the plan says it."""
    remedy = knowledge.remedies[_REMEDY]
    return {
        "grade": remedy.grade,
        "grade_word": say(f"remedy_grade.{remedy.grade}") if remedy.grade in GRADE_WORDS else "",
        "certainty": remedy.certainty,
        "dose": remedy.dose,
        "effect": remedy.effect,
        "not_for": remedy.contraindications,
        "sources": [knowledge.sources[name].citation for name in remedy.sources if name in knowledge.sources],
    }


def _done(person: Unweary, now: datetime) -> list[Observation]:
    """The days on which it was marked, newest first."""
    found = [each for each in person.history(now).observations if each.signal == "paced_breathing_min"]
    return sorted(found, key=lambda each: each.at, reverse=True)[:5]
