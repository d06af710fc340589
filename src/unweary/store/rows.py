"""What leaves the store: plain frozen values, and how a fact of the vocabulary is named and dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Literal

from unweary.vocab.errors import Problem
from unweary.vocab.history import (
    Answer,
    Day,
    Lab,
    Look,
    Observation,
    Profile,
    Recording,
    Session,
    SiteRating,
    Sleep,
    Tick,
)

Fact = Answer | SiteRating | Day | Lab | Observation | Session | Sleep | Profile | Tick | Look
Kind = Literal["answer", "site", "day", "lab", "observation", "session", "sleep", "profile", "tick", "look"]
#: What one file can bring.
Item = Fact | Recording | Problem

KINDS: dict[type[Fact], Kind] = {
    Answer: "answer",
    SiteRating: "site",
    Day: "day",
    Lab: "lab",
    Observation: "observation",
    Session: "session",
    Sleep: "sleep",
    Profile: "profile",
    Tick: "tick",
    Look: "look",
}
#: Kinds that belong to a date and have no hour.
DATED: tuple[Kind, ...] = ("day", "tick")


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing that was said or measured, as it stands in the store.

    ``at`` is when it was so, ``recorded_at`` when we were told. ``value`` None means that ``corrects`` is withdrawn.
    ``raw_sha256`` names the file it came from; ``origin`` the recording whose summary it is.
    """

    id: str
    kind: Kind
    at: datetime
    recorded_at: datetime
    value: Fact | None
    source: str
    corrects: str | None = None
    raw_sha256: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file that was taken in. ``attempts`` counts how often reading it was begun."""

    sha256: str
    name: str
    size: int
    added_at: datetime
    reader: str
    state: Literal["pending", "done"]
    attempts: int
    recordings: int
    added: int
    known: int
    problems: tuple[Problem, ...]
    job_id: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """Files that were asked to be imported at one time, and how far that came.

    ``sources`` are the files and folders; ``error`` is what the job waits for, as ``UserError.as_dict`` has it;
    ``report`` what it brought, once it is over.
    """

    id: str
    created_at: datetime
    finished_at: datetime | None
    state: Literal["running", "done", "cancelled"]
    sources: tuple[dict[str, Any], ...]
    keeps_tracks: bool
    error: dict[str, Any] | None
    report: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one file brought: new rows, rows that were there before, and what could not be read."""

    added: int
    known: int
    recordings: int
    problems: tuple[Problem, ...]


def instant_of(value: Fact, recorded_at: datetime) -> datetime:
    """When a fact was so. A day has no hour: midnight UTC of its date stands for it.

    Examples
    --------
    >>> from datetime import date
    >>> instant_of(Day(date(2026, 11, 20)), datetime(2026, 11, 21, tzinfo=UTC)).isoformat()
    '2026-11-20T00:00:00+00:00'
    """
    match value:
        case Day() | Tick():
            return datetime.combine(value.day, time(), UTC)
        case Session() | Sleep():
            return value.started_at
        case Profile():
            return recorded_at
        case _:
            return value.at


def source_of(value: Fact) -> str:
    """Who said it: the file, the check-in, or the page it was typed on."""
    match value:
        case SiteRating():
            return "body map"
        case Profile():
            return "profile"
        case _:
            return value.source


def new_row(
    row_id: str, value: Fact, recorded_at: datetime, *, corrects: str | None = None, raw_sha256: str | None = None,
    origin: str | None = None,
) -> FactRow:  # fmt: skip
    """A row for a fact that is to be written."""
    return FactRow(
        id=row_id,
        kind=KINDS[type(value)],
        at=instant_of(value, recorded_at),
        recorded_at=recorded_at,
        value=value,
        source=source_of(value),
        corrects=corrects,
        raw_sha256=raw_sha256,
        origin=origin,
    )
