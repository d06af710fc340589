"""``person.json``: one person's history as a document, read strictly, and assessed without any database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from unweary.service.possible import canonical, impossible, impossible_moment, unborn, under_its_id
from unweary.service.reading import Fault, adapter, read_json, refuse
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge

_LISTS = ("answers", "sites", "days", "labs", "observations", "sessions", "recordings", "sleeps", "ticks", "looks")


def read_person(text: str | bytes, where: str = "person.json", knowledge: Knowledge | None = None) -> History:
    """Read a person's history from JSON.

    Blood tests come out in their canonical unit, unrounded.

    Parameters
    ----------
    text : str or bytes
        JSON as the schema of :func:`person_schema` says.
    where : str
        What to call the input in messages.
    knowledge : Knowledge, optional
        Whose ids of findings and body parts are known; the packaged one by default.

    Raises
    ------
    UserError
        With the path of the first fault, what was wrong there and what is accepted.

    Examples
    --------
    >>> history = read_person('{"as_of": "2026-11-20T07:30:00+01:00", "profile": {"birth_year": 1989}}')
    >>> history.profile.birth_year
    1989
    >>> read_person('{"as_of": "2026-11-20T07:30:00"}')
    Traceback (most recent call last):
        ...
    unweary.vocab.errors.UserError: person.json: as_of: '2026-11-20T07:30:00' does not say its time zone
    """
    history = _named(read_json(History, text, where))
    refuse(_faults(history, knowledge or packaged_knowledge()), where)
    return replace(history, labs=tuple(canonical(lab) for lab in history.labs))


def _named(history: History) -> History:
    return replace(history, labs=tuple(under_its_id(lab) for lab in history.labs))


def _faults(history: History, knowledge: Knowledge) -> list[Fault]:
    found = [
        fault.at(f"{name}[{place}]")
        for name in _LISTS
        for place, value in enumerate(getattr(history, name))
        for fault in impossible(value, knowledge)
    ]
    about = [*unborn(history.profile, history.as_of, knowledge), *impossible(history.profile, knowledge)]
    return [*impossible_moment(history.as_of), *(fault.at("profile") for fault in about), *found]


def packaged_knowledge() -> Knowledge:
    """The reviewed knowledge that comes with this version."""
    from unweary.knowledge import load

    return load()


def assess(history: History, as_of: datetime | None = None, knowledge: Knowledge | None = None) -> Assessment:
    """What is dangerous, what explains it, what to do today, and what to ask next. Pure: no clock, no file, no network.

    Parameters
    ----------
    history : History
        Everything known about one person. Blood tests may be in any unit that is read.
    as_of : datetime, optional
        The moment to judge, with its offset; ``history.as_of`` by default. Nothing after it is looked at.
    knowledge : Knowledge, optional
        The packaged one by default.

    Raises
    ------
    UserError
        Where a value in ``history`` cannot be, or an id is unknown.
    """
    from unweary.assessment import assess as think

    known, history = knowledge or packaged_knowledge(), _named(history)
    refuse(_faults(history if as_of is None else replace(history, as_of=as_of), known), "history")
    answer = think(replace(history, labs=tuple(canonical(lab) for lab in history.labs)), known, as_of)
    left_out = not_looked_at(history, answer.as_of)
    return replace(answer, scope_notes=(*answer.scope_notes, left_out)) if left_out else answer


def not_looked_at(history: History, as_of: datetime) -> str:
    """That entries are dated after the moment that is looked at, so that none is lost unseen; empty where none is.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.vocab.history import Day
    >>> now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> not_looked_at(History(now, days=(Day(now.date().replace(year=2027)),)), now)
    '1 entry is dated after this moment and was not looked at. Please check its date.'
    """
    times = [answer.at for answer in history.answers]
    times += [rating.at for rating in history.sites]
    times += [lab.at for lab in history.labs]
    times += [observation.at for observation in history.observations]
    times += [session.started_at for session in history.sessions]
    times += [look.at for look in history.looks]
    times += [recording.started_at for recording in history.recordings]
    days = [*(day.day for day in history.days), *(tick.day for tick in history.ticks)]
    later = sum(time > as_of for time in times) + sum(day > as_of.date() for day in days)
    if not later:
        return ""
    if later == 1:
        return "1 entry is dated after this moment and was not looked at. Please check its date."
    return f"{later} entries are dated after this moment and were not looked at. Please check their dates."


def person_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``person.json``.

    Examples
    --------
    >>> person_schema()["required"]
    ['as_of']
    """
    schema = adapter(History).json_schema(mode="validation")
    # A missing sample is null in JSON, which has no NaN.
    samples = schema["$defs"]["Recording"]["properties"]["columns"]["additionalProperties"]
    samples["items"] = {"type": ["number", "null"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "person.json"}
