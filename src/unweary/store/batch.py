"""Writing what one file says: gathered first, so that the database is locked for as short a time as can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite

from unweary.store.columns import flat, pack
from unweary.store.documents import to_document
from unweary.store.ids import content_id, recording_id
from unweary.store.rows import KINDS, Fact, Item, Outcome, instant_of, source_of
from unweary.store.tables import fact, recording
from unweary.store.text import storable
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording

#: Rows are held back until they are this many bytes; only a very large file is written while it is being read.
_HELD_BYTES = 64 << 20
_FACT_BYTES = 500
#: A file with more problems than this is wrong as a whole; the first ones say how.
_MOST_PROBLEMS = 200


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those whose key is already there stay as they are."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _same_thing(row: Mapping[Any, Any]) -> tuple[object, ...] | None:
    """What a measured value is a value of: the signal, or the fields of a day, at one time from one source."""
    if row["kind"] == "observation":
        return row["kind"], row["at"], row["source"], row["payload"]["signal"]
    if row["kind"] == "day":
        given = tuple(sorted(name for name, value in row["payload"].items() if value not in (None, [])))
        return row["kind"], row["at"], row["source"], given
    return None


class Batch:
    """The rows of one file on their way into one transaction."""

    def __init__(self, connection: Connection, person_id: str, raw_sha256: str, now: datetime) -> None:
        self._connection = connection
        self._person_id = person_id
        self._raw_sha256 = raw_sha256
        self._now = now
        self._facts: list[dict[str, Any]] = []
        self._recordings: list[dict[str, Any]] = []
        self._held = 0
        self._ids: set[str] = set()
        self._problems: list[Problem] = []
        self._more_problems = 0
        self._recording_ids: set[str] = set()

    def take(self, item: Item) -> None:
        """One thing that the reader yielded."""
        if isinstance(item, Problem):
            self._take_problem(item)
        elif isinstance(item, Recording):
            self._take_recording(item)
        else:
            # The name of the file is no part of a session: the same session may come in two files. For a
            # measurement it names the device, and two devices may truly measure the same.
            leave = () if isinstance(item, Observation) else ("source",)
            document = storable(to_document(item))
            self._take_fact(item, document, content_id(KINDS[type(item)], document, leave), None)
        if self._held > _HELD_BYTES:
            self._flush()

    def _take_problem(self, problem: Problem) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Problem(storable(problem.where), storable(problem.code), storable(problem.message)))
        else:
            self._more_problems += 1

    def _take_fact(self, value: Fact, document: dict[str, Any], row_id: str, origin: str | None) -> None:
        self._facts.append(
            {
                "person_id": self._person_id,
                "id": row_id,
                "kind": KINDS[type(value)],
                "at": instant_of(value, self._now),
                "recorded_at": self._now,
                "payload": document,
                "source": storable(source_of(value)),
                "raw_sha256": self._raw_sha256,
                "origin": origin,
                "corrects": None,
            }
        )
        self._held += _FACT_BYTES
        if origin is None:
            self._ids.add(row_id)

    def _take_recording(self, item: Recording) -> None:
        document = None if item.session is None else storable(to_document(item.session))
        samples = flat(item.columns)
        row_id = recording_id(item, document, samples)
        blob = pack(samples)
        self._recordings.append(
            {
                "person_id": self._person_id,
                "id": row_id,
                "raw_sha256": self._raw_sha256,
                "started_at": item.started_at,
                "kind": item.kind,
                "device": storable(item.device),
                "source": storable(item.source),
                "session": document,
                "samples": blob,
            }
        )
        self._held += len(blob)
        self._recording_ids.add(row_id)
        if item.session is not None and document is not None:
            # The summary is a fact of its own, so that it can be corrected and withdrawn like any other.
            self._take_fact(item.session, document, content_id("session", document, ("source",)), row_id)

    def _flush(self) -> None:
        insert_new(self._connection, recording, self._recordings)
        self._supersede()
        insert_new(self._connection, fact, self._facts)
        self._recordings, self._facts, self._held = [], [], 0

    def _supersede(self) -> None:
        """A table exported again may tell another value for the same thing (the night was still going on): it counts.

        What a person said or corrected is never touched by a file.
        """
        told = {key: row for row in self._facts if (key := _same_thing(row)) is not None}
        if not told:
            return
        times = [row["at"] for row in told.values()]
        later = fact.alias("later")
        corrected = exists().where(later.c.person_id == fact.c.person_id, later.c.corrects == fact.c.id)
        before = select(fact.c.id, fact.c.kind, fact.c.at, fact.c.source, fact.c.payload).where(
            fact.c.person_id == self._person_id,
            fact.c.kind.in_(("observation", "day")),
            fact.c.at.between(min(times), max(times)),
            fact.c.raw_sha256.is_not(None),
            fact.c.raw_sha256 != self._raw_sha256,
            ~corrected,
        )
        for old in self._connection.execute(before).mappings():
            new = told.pop(_same_thing(old) or (), None)
            if new is not None and new["id"] != old["id"]:
                new["corrects"] = old["id"]

    def finish(self) -> Outcome:
        """Write the rest and count. Rows that were there before belong to the file that brought them first."""
        self._flush()
        added = 0
        for table, clause in ((recording, True), (fact, fact.c.origin.is_(None))):
            mine = select(func.count()).select_from(table).where(clause)  # type: ignore[arg-type]
            mine = mine.where(table.c.person_id == self._person_id, table.c.raw_sha256 == self._raw_sha256)
            added += self._connection.execute(mine).scalar_one()
        if self._more_problems:
            where = self._problems[0].where
            self._problems.append(Problem(where, "more", f"{self._more_problems} more problems like these"))
        return Outcome(
            added=added,
            known=len(self._ids) + len(self._recording_ids) - added,
            recordings=len(self._recording_ids),
            problems=tuple(self._problems),
        )
