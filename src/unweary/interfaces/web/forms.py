"""From what a page sends to the types of the vocabulary. An empty field is unknown; a wrong one is refused in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Hashable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar, get_args

from fastapi import Depends, Request
from pydantic import ValidationError
from starlette.datastructures import FormData

from unweary.interfaces.web.texts import say
from unweary.service.opened import moment_of
from unweary.service.reading import adapter
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Mark, Sign, SiteRating, State

T = TypeVar("T", bound=Hashable)

STATES: tuple[str, ...] = get_args(State)
SIGNS: tuple[str, ...] = get_args(Sign)
#: In the order of the page.
MARKS: tuple[Mark, ...] = ("sick", "rest_day", "race", "travel", "injury", "menstruation", "alcohol", "late_screen")

#: The scales of a check-in. What each is called, and what 0 and 10 mean, stands in the texts, section ``scales``.
SCALES = ("fatigue_0_10", "heaviness_0_10", "stress_0_10", "mood_0_10")
MORE_SCALES = ("stiffness_0_10", "sleep_quality_0_10", "motivation_0_10", "fog_0_10")
#: What ``none`` holds when a person says 'none of all of these'.
EVERY_SCREEN = "*"


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form; the files in it are closed after the answer."""
    async with request.form(max_fields=2_000) as fields:
        yield fields


Sent = Annotated[FormData, Depends(sent)]


def word(form: FormData, name: str) -> str:
    """One field as text without blanks around it; empty where it was not sent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def words(form: FormData, name: str) -> tuple[str, ...]:
    """All values of one field."""
    return tuple(value.strip() for value in form.getlist(name) if isinstance(value, str) and value.strip())


def number(form: FormData, name: str, called: str) -> float | None:
    """One field as a number; a comma is read as a point; None where it is empty.

    Raises
    ------
    UserError
        Where it is something else.

    Examples
    --------
    >>> number(FormData({"h": "7,5"}), "h", "Hours"), number(FormData({}), "h", "Hours")
    (7.5, None)
    """
    text = word(form, name)
    if not text:
        return None
    try:
        return float(text.replace(",", ".").replace("_", "?"))  # float() alone reads '1_0'
    except ValueError:
        wrong = say("forms.not_number", called=called, given=text)
        raise UserError("form_number", wrong, say("forms.a_number")) from None


def build(kind: type[T], fields: Mapping[str, Any], called: Mapping[str, str]) -> T:
    """One value of the vocabulary from the fields of a page.

    Parameters
    ----------
    called : mapping
        What the page calls a field, for the message.

    Raises
    ------
    UserError
        Naming the field, what stood in it, and what is accepted.

    Examples
    --------
    >>> from unweary.vocab.history import Profile
    >>> build(Profile, {"birth_year": 1650}, {"birth_year": "Year of birth"})
    Traceback (most recent call last):
        ...
    unweary.vocab.errors.UserError: Year of birth: '1650' is not possible
    """
    try:
        made: T = adapter(kind).validate_python(dict(fields))
        return made
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        given = first.get("input")
        key = "forms.not_possible" if isinstance(given, str | int | float) else "forms.this_not_possible"
        wrong = say(key, called=called.get(name, name), given=given)
        accepted = str(first["msg"]).replace("Input should be ", "")
        raise UserError("form_value", wrong, accepted or say("forms.in_range")) from error


def day_of(form: FormData, day: date, base: Day | None = None) -> Day:
    """The check-in of one day. ``base`` is what the page showed: what the page did not ask stays as it is there.

    A page names what it asks in ``asks``, since a scale on which nothing is chosen is not sent at all. The length of
    sleep that came back as the page showed it (``sleep_shown``, in minutes) is nothing that the person said.
    """
    called = {name: say(f"scales.{name}") for name in (*SCALES, *MORE_SCALES)}
    called |= {"sitting_h": say("check_in.sitting"), "standing_h": say("check_in.standing")}
    asked = word(form, "asks").split()
    fields = {name: number(form, name, title) for name, title in called.items() if not asked or name in asked}
    if not asked or "sleep_h" in asked:
        slept = hours(form, "sleep", say("forms.sleep"))
        shown = number(form, "sleep_shown", say("forms.sleep"))
        if shown is None or slept is None or round(slept * 60) != shown:
            fields["sleep_h"] = slept
    given: dict[str, Any] = {**fields, "day": day}
    if not asked or "marks" in asked:
        given["marks"] = words(form, "marks")
    kept = {name: getattr(base, name) for name in Day.__slots__ if base is not None and name != "source"}
    return build(Day, kept | given, called | {"sleep_h": say("forms.sleep"), "marks": say("check_in.special")})


def hours(form: FormData, name: str, called: str) -> float | None:
    """A time span from two fields, hours and minutes."""
    whole = number(form, f"{name}_h", say("forms.hours_of", called=called))
    minutes = number(form, f"{name}_min", say("forms.minutes_of", called=called))
    if whole is None and minutes is None:
        return None
    if minutes is not None and not 0 <= minutes < 60:
        wrong = say("forms.minutes_wrong", called=called, given=f"{minutes:g}")
        raise UserError("form_value", wrong, say("forms.minutes_right"))
    return (whole or 0.0) + (minutes or 0.0) / 60.0


def opened_for(form: Mapping[str, Any], now: datetime) -> datetime:
    """The moment on the day that a page was opened for; today where it does not say.

    Raises
    ------
    UserError
        Where that is no date, or a day that is long over.
    """
    text = str(form.get("day", ""))
    if not text:
        return now
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        wrong = say("forms.not_day", given=text[:20])
        raise UserError("form_value", wrong, say("forms.a_day")) from error
    return moment_of(day, now)


def opened_at(form: FormData, now: datetime) -> datetime:
    """When a page was drawn, as it says itself; now where it does not say."""
    try:
        moment = datetime.fromisoformat(word(form, "opened"))
    except ValueError:
        return now
    return moment if moment.tzinfo is not None else now


def rating_of(form: FormData, at: datetime) -> SiteRating:
    """The soreness of one part."""
    score = number(form, "score", say("forms.sore"))
    if score is None:
        raise UserError("form_value", say("forms.sore_none"), say("forms.between", low=0, high=10))
    return rating(word(form, "part"), word(form, "side"), score=score, at=at, signs=words(form, "signs"))


def rating(part: str, side: str, *, score: float, at: datetime, signs: tuple[str, ...] = ()) -> SiteRating:
    """The same from its pieces."""
    fields = {"site": part, "side": side, "soreness_0_10": score, "signs": signs, "at": at}
    called = {
        "site": say("forms.part"),
        "side": say("forms.side"),
        "soreness_0_10": say("forms.sore"),
        "signs": say("forms.signs"),
    }
    return build(SiteRating, fields, called)


def no_to_the_rest(form: FormData) -> FormData:
    """The form with a 'no' for every question on the page that was left open, where the person chose that button.

    Examples
    --------
    >>> sent = [("asked", "q:fever"), ("asked", "q:cough"), ("q:fever", "present"), ("rest", "absent")]
    >>> no_to_the_rest(FormData(sent)).get("q:cough"), no_to_the_rest(FormData(sent[:3])).get("q:cough")
    ('absent', None)
    """
    if word(form, "rest") != "absent":
        return form
    left = [name for name in words(form, "asked") if not word(form, name)]
    return FormData([*form.multi_items(), *((name, "absent") for name in left)])


def answers_of(form: FormData, at: datetime) -> tuple[Answer, ...]:
    """Ticked signs, 'none of these', and answered questions. What was left open stays unknown and is not stored.

    A screen sends ``shown`` once for each of its signs (as ``screen:finding``), ``sign`` for each ticked one, and
    ``none`` with its own id, or with ``*`` for all screens; then every sign shown there and not ticked is absent. A
    tick counts whatever else was chosen.
    A question sends ``q:finding`` and, where a number is asked, ``v:finding``.
    """
    ticked, closed = frozenset(words(form, "sign")), frozenset(words(form, "none"))
    states: dict[str, str] = {}
    for shown in words(form, "shown"):
        screen, _, finding = shown.partition(":")
        if finding in ticked:
            states[finding] = "present"
        elif screen in closed or EVERY_SCREEN in closed:
            states.setdefault(finding, "absent")
    values: dict[str, float | None] = {}
    for name in form:
        kind, _, finding = name.partition(":")
        if kind == "q" and word(form, name):
            states[finding] = word(form, name)
        if kind == "v" and (value := number(form, name, say("forms.answer"))) is not None:
            values[finding] = value
            states.setdefault(finding, "present")
    called = {"state": say("forms.state"), "value": say("forms.answer")}
    return tuple(
        build(Answer, {"finding": finding, "state": state, "at": at, "value": values.get(finding)}, called)
        for finding, state in states.items()
    )


def lines(text: str) -> tuple[str, ...]:
    """One entry a line; commas part entries as well.

    Examples
    --------
    >>> lines("atorvastatin, ibuprofen")
    ('atorvastatin', 'ibuprofen')
    """
    return tuple(part.strip() for line in text.splitlines() for part in line.split(",") if part.strip())
