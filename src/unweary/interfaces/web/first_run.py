"""The first run: three short screens that lead somebody new to a first verdict.

Each screen is stored when it is sent, so leaving half way loses nothing. Where somebody is follows from what is stored;
a small cookie remembers only which screens were passed by, so that none is shown twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from unweary.interfaces.web import about, forms
from unweary.interfaces.web.interview import heard
from unweary.interfaces.web.rendering import page, shows_example
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.view import view_of
from unweary.service import Unweary
from unweary.service.opened import entry_of, save_answers, save_day
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, History, Profile

#: The cookie that holds the next screen, and the value that stands for 'all three were passed'.
COOKIE = "unweary-start"
DONE = 4
_KEPT_S = 30 * 24 * 3600
_LAST = 3
_NEWEST = 1_000
#: What people who are tired complain of most; nothing on this list is a warning sign.
COMPLAINTS = (
    "fatigue_general",
    "heavy_legs",
    "muscle_ache",
    "prox_weak",
    "cramps",
    "sleep_trouble",
    "unrefreshing",
    "brain_fog",
)


def is_empty(history: History) -> bool:
    """Whether nothing was said, typed or brought in yet; the details about oneself do not count."""
    return not (
        history.days
        or history.sites
        or history.answers
        or history.sessions
        or history.labs
        or history.observations
        or history.recordings
    )


def waiting(request: Request, person: Unweary, history: History) -> int:
    """Which screen comes before Today: 1 to 3, or 0 for none."""
    if shows_example(request):
        return 0
    passed = request.cookies.get(COOKIE, "")
    step = int(passed) if passed in ("2", "3", str(DONE)) else 0
    if is_empty(history):
        return 0 if step == DONE else step or (2 if _said_who(person.profile()) else 1)
    # Somebody may have gone through the warning signs in a check-in meanwhile; a word on one of them is not that.
    screened = {finding for each in person.knowledge.screens for finding in each.findings}
    asked = screened & {answer.finding for answer in history.answers}
    return _LAST if step == _LAST and 2 * len(asked) < len(screened) else 0


def _said_who(profile: Profile) -> bool:
    return bool(profile.birth_year or profile.sex or profile.country)


def remember(answer: Response, step: int) -> Response:
    """Let the browser know which screen comes next."""
    answer.set_cookie(COOKIE, str(step), max_age=_KEPT_S, httponly=True, samesite="lax")
    return answer


def screen(
    request: Request,
    person: Unweary,
    now: datetime,
    step: int,
    *,
    wrong: UserError | None = None,
    sent: FormData | None = None,
    understood: Mapping[str, Any] | None = None,
) -> Response:
    """One of the three screens, with what is known already filled in.

    Parameters
    ----------
    wrong : UserError, optional
        Why what was ``sent`` could not be kept; then the fields hold it as it was typed.
    understood : mapping, optional
        What was read from the person's own words, to be confirmed on the same screen.
    """
    shown: dict[str, Any] = {"step": step, "wrong": wrong, "understood": understood}
    if step == 1:
        fields = about.shown(person.profile()) if sent is None else about.typed(sent)
        shown["about"] = about.page(fields, person.knowledge, view_of(request).units)
    elif step == _LAST:
        shown["screens"] = _screens(person, now)
    else:
        shown |= _felt(person, now)
    return page(request, "first_run.html", f=shown, status=200 if wrong is None else 422)


def _felt(person: Unweary, now: datetime) -> dict[str, Any]:
    entry = entry_of(person, now.date())
    known = _complaints(person, now)
    return {
        "fatigue": entry.value.fatigue_0_10 if entry is not None and isinstance(entry.value, Day) else None,
        "marked": len(person.assess_today(now).soreness),
        "complaints": [{"id": name, "label": person.knowledge.label(name), "on": name in known} for name in COMPLAINTS],
    }


def _complaints(person: Unweary, now: datetime) -> frozenset[str]:
    """The complaints that the person ticked or told, not those that follow from something else."""
    newest = {answer.finding: answer.state for answer in sorted(person.history(now).answers, key=lambda each: each.at)}
    return frozenset(name for name in COMPLAINTS if newest.get(name) == "present")


def _screens(person: Unweary, now: datetime) -> list[dict[str, Any]]:
    """The warning signs that are not known yet, by screen; what was said in other words is not asked again."""
    known = {state.finding: state.state for state in person.assess_today(now).findings}
    rows = []
    for each in person.check_in_form(now).screens:
        title, _, rest = each.text.partition(": ")
        signs = [
            {"id": name, "label": person.knowledge.label(name), "ticked": known.get(name) is True}
            for name in each.findings
            if name in person.knowledge.findings and known.get(name) is not False
        ]
        when = rest.removeprefix("any of these").strip(" ?")
        if signs:
            rows.append({"id": each.id, "title": title, "when": f"{when[:1].upper()}{when[1:]}", "signs": signs})
    return rows


# ---- what was sent


def keep(person: Unweary, form: FormData, now: datetime, step: int) -> Mapping[str, Any] | None:
    """Store what one screen sent. Own words come back as they were understood, to be confirmed.

    Raises
    ------
    UserError
        Where a field cannot be.
    """
    if step == 1:
        _keep_who(person, form)
    elif step == _LAST:
        keep_answers(person, forms.answers_of(form, now), now)
    else:
        return _keep_felt(person, form, now)
    return None


def _keep_who(person: Unweary, form: FormData) -> None:
    """Store who the person is; what this screen does not ask stays as it was."""
    before = person.profile()
    fields = {field.name: getattr(before, field.name) for field in dataclasses.fields(before)}
    fields |= {name: forms.word(form, name) or None for name in ("birth_year", "sex", "country")}
    person.save_profile(forms.build(Profile, fields, about.called()), {})


def _keep_felt(person: Unweary, form: FormData, now: datetime) -> Mapping[str, Any] | None:
    """Store what was ticked; what was written is read and comes back to be confirmed."""
    fatigue = forms.number(form, "fatigue_0_10", say("forms.tired"))
    if fatigue is not None:
        save_day(person, forms.build(Day, {"day": now.date(), "fatigue_0_10": fatigue}, {}), None)
    ticked, known = frozenset(forms.words(form, "complaint")), _complaints(person, now)
    said = [Answer(name, "present", now) for name in COMPLAINTS if name in ticked]
    if "shown" in form:
        _take_away(person, known - ticked)
    keep_answers(person, said, now)
    text = forms.word(form, "text")
    if not text:
        return None
    read = person.ask(text)
    if not forms.word(form, "read"):
        return heard(read, text, person.profile().country, person.knowledge)
    chosen = frozenset(forms.words(form, "heard"))
    places = frozenset(forms.words(form, "place"))
    person.confirm(
        [each for each in read.findings if each.finding in chosen],
        [site for number, site in enumerate(read.sites) if str(number) in places],
    )
    return None


def _take_away(person: Unweary, complaints: frozenset[str]) -> None:
    """A tick that was taken away is not a 'no': its entries go."""
    for row in person.facts("answer", _NEWEST):
        if isinstance(row.value, Answer) and row.value.finding in complaints and row.value.state == "present":
            person.correct(row.id, None)


def keep_answers(person: Unweary, answers: Sequence[Answer], now: datetime) -> None:
    """Sent twice, an answer counts once: what was said today already is not stored again."""
    save_answers(person, answers, datetime.combine(now.date(), time(), now.tzinfo))
