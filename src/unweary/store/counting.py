"""Which rows count: those that a person typed, and those of files whose import is finished and was not undone."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from unweary.store.tables import fact, import_run, recording, told_again

#: How many rows are named in one statement.
_ROWS = 500


def counts(table: FromClause, person_id: str | BindParameter[str]) -> ColumnElement[bool]:
    """Whether a row of ``fact`` or ``recording`` is there for readers.

    The import of each row is looked up by its key: listing the few that are hidden would read all that there are.
    """
    of_row = and_(import_run.c.person_id == person_id, import_run.c.raw_sha256 == table.c.raw_sha256)
    left_out = or_(import_run.c.state != "done", import_run.c.undone_at.is_not(None))
    return or_(table.c.raw_sha256.is_(None), ~exists().where(of_row, left_out).correlate(table))


@cache
def current() -> Select[Any]:
    """The facts that hold: not withdrawn, not corrected, and not told otherwise by a file that was read later.

    What a person said or corrected is never touched by a file: it has no ``about``. The statement is remembered:
    building it takes longer than what it does for the last weeks. It is executed with ``person``, the id.
    """
    person_id = _person()
    later, newer = fact.alias("later"), fact.alias("newer")
    corrected = exists().where(
        later.c.person_id == fact.c.person_id, later.c.corrects == fact.c.id, counts(later, person_id)
    )
    told_otherwise = exists().where(
        newer.c.person_id == fact.c.person_id,
        newer.c.kind == fact.c.kind,
        newer.c.at == fact.c.at,
        newer.c.source == fact.c.source,
        newer.c.about == fact.c.about,
        newer.c.told > fact.c.told,
        counts(newer, person_id),
    )
    return select(fact).where(
        fact.c.person_id == person_id,
        fact.c.payload.is_not(None),
        counts(fact, person_id),
        ~corrected,
        or_(fact.c.about.is_(None), ~told_otherwise),
    )


def settle(connection: Connection, person_id: str) -> None:
    """Give each row that several files tell to one whose import counts, where there is one."""
    for table in (fact, recording):
        shared = connection.execute(_to_settle(table), {"person": person_id})
        # Of several takers the first one in order of time gets the row: later entries of the dict win.
        moves = {row_id: (old, new, number) for row_id, old, new, number in shared}
        for row_id, (old, new, number) in moves.items():
            _move(connection, person_id, table, row_id, old, new, number)


@cache
def _to_settle(table: Table) -> Select[Any]:
    """The rows of a table that several files tell, whose own import does not count and another one's does."""
    giver, taker, person_id = import_run.alias("giver"), import_run.alias("taker"), _person()
    return (
        select(told_again.c.row_id, table.c.raw_sha256, told_again.c.raw_sha256, taker.c.number)
        .join(table, and_(table.c.person_id == told_again.c.person_id, table.c.id == told_again.c.row_id))
        .join(giver, and_(giver.c.person_id == person_id, giver.c.raw_sha256 == table.c.raw_sha256))
        .join(taker, and_(taker.c.person_id == person_id, taker.c.raw_sha256 == told_again.c.raw_sha256))
        .where(told_again.c.person_id == person_id)
        .where(taker.c.state == "done", taker.c.undone_at.is_(None))
        .where(or_(giver.c.state != "done", giver.c.undone_at.is_not(None)))
        .order_by(taker.c.number.desc())
    )


def _person() -> BindParameter[str]:
    return bindparam("person", type_=fact.c.person_id.type)


def _move(
    connection: Connection, person_id: str, table: Any, row_id: str, old: str, new: str, number: int
) -> None:  # fmt: skip
    values: dict[str, Any] = {"raw_sha256": new}
    mine = table.c.person_id == person_id
    if table is fact:
        told = connection.execute(select(fact.c.told).where(mine, fact.c.id == row_id)).scalar()
        values |= {} if told is None else {"told": number}
    connection.execute(update(table).where(mine, table.c.id == row_id).values(values))
    note = {"person_id": person_id, "row_id": row_id}
    listed = and_(told_again.c.person_id == person_id, told_again.c.row_id == row_id)
    connection.execute(delete(told_again).where(listed, told_again.c.raw_sha256 == new))
    connection.execute(insert(told_again), [{**note, "raw_sha256": old}])
    # What a person put right goes along, and what put that right.
    changed = [row_id] if table is fact else []
    while changed:
        following = and_(mine, fact.c.corrects.in_(changed), fact.c.raw_sha256 == old)
        changed = list(connection.execute(select(fact.c.id).where(following)).scalars())
        connection.execute(update(fact).where(mine, fact.c.id.in_(changed)).values(raw_sha256=new))


def discard_partial(connection: Connection, person_id: str) -> None:
    """Take away the rows of readings that never ended. Nobody ever saw them; the files are read from the start."""
    mine = and_(import_run.c.person_id == person_id, import_run.c.partial)
    for sha256 in connection.execute(select(import_run.c.raw_sha256).where(mine)).scalars().all():
        for table in (fact, recording, told_again):
            connection.execute(delete(table).where(table.c.person_id == person_id, table.c.raw_sha256 == sha256))
    connection.execute(update(import_run).where(mine).values(partial=False))


def brought_by(connection: Connection, table: Any, person_id: str, ids: list[str]) -> dict[str, str | None]:
    """Which of these rows are there already, and which file brought each."""
    found: dict[str, str | None] = {}
    for start in range(0, len(ids), _ROWS):
        wanted = select(table.c.id, table.c.raw_sha256)
        wanted = wanted.where(table.c.person_id == person_id, table.c.id.in_(ids[start : start + _ROWS]))
        found |= {row.id: row.raw_sha256 for row in connection.execute(wanted)}
    return found
