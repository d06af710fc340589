"""The one read that every page waits for: the facts of a time that hold, as the values of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, Text, and_, bindparam, cast, or_, type_coerce

from unweary.store.counting import current
from unweary.store.documents import from_texts
from unweary.store.rows import DATED, FactRow, Kind
from unweary.store.tables import Instant, fact

#: The columns of a fact in the order of the fields of a FactRow, the value as text and times as the driver gives them.
_FACT = tuple(
    cast(fact.c.payload, Text) if field.name == "value" else
    type_coerce(fact.c[field.name], String) if isinstance(fact.c[field.name].type, Instant) else
    fact.c[field.name]
    for field in fields(FactRow)
)  # fmt: skip


@lru_cache(maxsize=256)
def newest_first(kinds: Sequence[Kind], asked: frozenset[str]) -> Select[Any]:
    """The statement; it is remembered, since building it takes as long as parsing what it brings.

    It is executed with ``person``, the id, and with what was ``asked``.

    Parameters
    ----------
    kinds : tuple
        Only these; empty for all.
    asked : frozenset
        Which values the statement will be given: ``since``, ``until`` with ``today`` (its date, midnight UTC after
        which no day counts), and ``most``, the number of rows.
    """
    wanted = current().order_by(fact.c.at.desc(), fact.c.recorded_at.desc(), fact.c.id.desc())
    if kinds:
        wanted = wanted.where(fact.c.kind.in_(kinds))
    if "since" in asked:
        wanted = wanted.where(fact.c.at >= bindparam("since", type_=Instant()))
    if "until" in asked:
        dated, (today, until) = (
            fact.c.kind.in_(DATED),
            (bindparam(name, type_=Instant()) for name in ("today", "until")),
        )
        wanted = wanted.where(or_(and_(dated, fact.c.at <= today), and_(~dated, fact.c.at <= until)))
    if "most" in asked:
        wanted = wanted.limit(bindparam("most"))
    return wanted.with_only_columns(*_FACT)


def rows_of(rows: Sequence[Sequence[Any]]) -> Iterator[FactRow]:
    """What the statement brought. All values of a kind are parsed at once, and each instant as often as it differs."""
    texts: dict[Kind, list[str]] = {}
    for row in rows:
        texts.setdefault(row[1], []).append(row[4])
    values = {kind: iter(from_texts(kind, of_kind)) for kind, of_kind in texts.items()}
    instants: dict[str | datetime, datetime] = {}
    for row_id, kind, at, told_at, _, *rest in rows:
        for moment in (at, told_at):
            if moment not in instants:
                instants[moment] = _instant(moment)
        yield FactRow(row_id, kind, instants[at], instants[told_at], next(values[kind]), *rest)


def _instant(written: str | datetime) -> datetime:
    """SQLite has bare UTC times as text; the driver of PostgreSQL brings aware ones."""
    if isinstance(written, str):
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    return written.astimezone(UTC)
