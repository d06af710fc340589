"""Writing what one file says, in batches, so that neither memory nor the time for which the database is locked grows.

What was written stays out of sight until the import is marked as done (:mod:`unweary.store.counting`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, update
from sqlalchemy.dialects import postgresql, sqlite

from unweary.store.columns import flat, pack
from unweary.store.counting import brought_by
from unweary.store.documents import to_document
from unweary.store.ids import content_id, recording_id
from unweary.store.rows import KINDS, Fact, Item, Outcome, instant_of, source_of
from unweary.store.tables import fact, import_run, recording, told_again
from unweary.store.text import storable
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording

#: Rows are held back until they are this many bytes; most files are smaller and are written in one go.
_HELD_BYTES = 8 << 20
_FACT_BYTES = 1_000
#: A file with more problems than this is wrong as a whole; the first ones say how.
_MOST_PROBLEMS = 200


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those whose key is already there stay as they are."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _about(kind: str, payload: dict[str, Any]) -> str | None:
    """What a measured value is a value of, beside its time and source: the signal, or the fields of a day."""
    if kind == "observation":
        return str(payload["signal"])
    if kind == "day":
        return ",".join(sorted(name for name, value in payload.items() if value not in (None, [])))
    return "sleep" if kind == "sleep" else None


class Batch:
    """The rows of one file on their way into the database. ``begin`` opens a transaction for a batch."""

    def __init__(
        self, begin: Callable[[], AbstractContextManager[Connection]], person_id: str, raw_sha256: str, number: int,
        now: datetime,
    ) -> None:  # fmt: skip
        self._begin = begin
        self._person_id = person_id
        self._raw_sha256 = raw_sha256
        self._number = number
        self._now = now
        self._facts: dict[str, dict[str, Any]] = {}
        self._recordings: dict[str, dict[str, Any]] = {}
        self._held = 0
        self._added = self._known = self._series = 0
        self._problems: list[Problem] = []
        self._more_problems = 0

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
            with self._begin() as connection:
                mine = (import_run.c.person_id == self._person_id) & (import_run.c.raw_sha256 == self._raw_sha256)
                connection.execute(update(import_run).where(mine).values(partial=True))
                self._flush(connection)

    def _take_problem(self, problem: Problem) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Problem(storable(problem.where), storable(problem.code), storable(problem.message)))
        else:
            self._more_problems += 1

    def _take_fact(self, value: Fact, document: dict[str, Any], row_id: str, origin: str | None) -> None:
        about = _about(KINDS[type(value)], document)
        self._facts[row_id] = {
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
            "about": about,
            "told": None if about is None else self._number,
        }
        self._held += _FACT_BYTES

    def _take_recording(self, item: Recording) -> None:
        document = None if item.session is None else storable(to_document(item.session))
        samples = flat(item.columns)
        # Named by what is kept: some devices pad their name with bytes that no database holds.
        item = replace(item, device=storable(item.device))
        row_id = recording_id(item, document, samples)
        blob = pack(samples)
        self._recordings[row_id] = {
            "person_id": self._person_id,
            "id": row_id,
            "raw_sha256": self._raw_sha256,
            "started_at": item.started_at,
            "kind": item.kind,
            "device": item.device,
            "source": storable(item.source),
            "session": document,
            "samples": blob,
        }
        self._held += len(blob)
        if item.session is not None and document is not None:
            # The summary is a fact of its own, so that it can be corrected and withdrawn like any other.
            self._take_fact(item.session, document, content_id("session", document, ("source",)), row_id)

    def _flush(self, connection: Connection) -> None:
        for table, rows in ((recording, self._recordings), (fact, self._facts)):
            there = brought_by(connection, table, self._person_id, list(rows))
            new = [row for row_id, row in rows.items() if row_id not in there]
            insert_new(connection, table, new)
            self._added += sum(row.get("origin") is None for row in new)
            elsewhere = [row_id for row_id, sha256 in there.items() if sha256 != self._raw_sha256]
            self._known += sum(rows[row_id].get("origin") is None for row_id in elsewhere)
            shared = {"person_id": self._person_id, "raw_sha256": self._raw_sha256}
            insert_new(connection, told_again, [{**shared, "row_id": row_id} for row_id in elsewhere])
        self._series += len(self._recordings)
        self._recordings, self._facts, self._held = {}, {}, 0

    def finish(self, connection: Connection) -> Outcome:
        """Write the rest and count. Rows that were there before belong to the file that brought them first."""
        self._flush(connection)
        if self._more_problems:
            where = self._problems[0].where
            self._problems.append(Problem(where, "more", f"{self._more_problems} more problems like these"))
        return Outcome(self._added, self._known, self._series, tuple(self._problems))
