"""Rows of an export on their way into a home: each is there once, whatever the home held before.

Files and samples come first, out of sight; one last transaction writes the facts and shows everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from unweary.store.batch import insert_new
from unweary.store.columns import pack
from unweary.store.counting import brought_by, settle
from unweary.store.failures import told
from unweary.store.raw import RawFolder, Staged
from unweary.store.snapshot import Row
from unweary.store.tables import fact, import_job, import_run, person, raw_file, recording, told_again

#: So often tried means: never to be read by itself. The export that brings it is taken in again instead.
_NOT_BY_ITSELF = 1_000
_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """Rows that are new, rows that were there, and corrections that a later one in this home had overruled."""

    added: int
    known: int
    overruled: int


class Arrival:
    """One export that is taken in. ``begin`` opens a transaction; ``job_id`` is the import that does it."""

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[Connection]],
        raw: RawFolder,
        person_id: str,
        job_id: str | None,
    ) -> None:
        self._begin = begin
        self._raw = raw
        self._person_id = person_id
        self._job_id = job_id
        self._files: dict[str, Row] = {}
        self._new: set[str] = set()
        self._added = self._known = 0

    def keep(self, row: Row, staged: Staged | None) -> None:
        """A file: its bytes (None where they are lost). Where this home had not read it, it waits for its rows."""
        sha256 = row["sha256"]
        self._files[sha256] = row
        if staged is not None:
            with told(self._raw.home):
                self._raw.keep(staged)
        mine = self._mine(import_run) & (import_run.c.raw_sha256 == sha256)
        with self._begin() as connection:
            file = {name: _value(raw_file, name, row[name]) for name in ("sha256", "size", "name", "added_at")}
            insert_new(connection, raw_file, [{"person_id": self._person_id, **file}])
            if connection.execute(select(import_run.c.state).where(mine)).scalar() == "done":
                return
            self._new.add(sha256)
            waiting = {"state": "pending", "attempts": _NOT_BY_ITSELF, "partial": True, "job_id": self._job_id}
            counts = {"recordings": 0, "added": 0, "known": 0, "problems": [], "reader": row["reader"]}
            insert_new(
                connection,
                import_run,
                [{"person_id": self._person_id, "raw_sha256": sha256, **waiting, **counts, "number": None}],
            )
            connection.execute(update(import_run).where(mine).values(**waiting, number=None))

    def series(self, row: Row, samples: bytes) -> None:
        """A time series; nobody sees it before :meth:`finish`."""
        values = {name: _value(recording, name, value) for name, value in row.items() if name != "columns"}
        with self._begin() as connection:
            self._insert(connection, recording, [{"person_id": self._person_id, **values, "samples": pack(samples)}])

    def finish(
        self, facts: Iterable[Row], again: Iterable[Row], jobs: Iterable[Row], keeps_tracks: bool
    ) -> Arrived:  # fmt: skip
        """Write the rest and show everything, all at once."""
        with self._begin() as connection:
            highest = select(func.coalesce(func.max(import_run.c.number), 0)).where(self._mine(import_run))
            after = connection.execute(highest).scalar_one()
            if not after and not connection.execute(select(fact.c.id).where(self._mine(fact)).limit(1)).first():
                here = update(person).where(person.c.id == self._person_id)
                connection.execute(here.values(keeps_tracks=keeps_tracks))
            numbers = dict(self._numbers(connection)) | {
                sha256: after + self._files[sha256]["number"]
                for sha256 in self._new
                if self._files[sha256]["number"] is not None
            }
            corrections: list[Row] = []
            for rows in _batches(self._facts(facts, after, numbers, corrections)):
                self._insert(connection, fact, rows)
            overruled = self._correct(connection, corrections)
            for rows in _batches(again):
                self._tell_again(connection, rows)
            for sha256 in self._new:
                self._show(connection, self._files[sha256], numbers.get(sha256))
            done = [{name: _value(import_job, name, value) for name, value in job.items()} for job in jobs]
            insert_new(connection, import_job, [{"person_id": self._person_id, **job} for job in done])
            settle(connection, self._person_id)
        return Arrived(self._added, self._known, overruled)

    def _mine(self, table: Table) -> Any:
        return table.c.person_id == self._person_id

    def _numbers(self, connection: Connection) -> Iterator[tuple[str, int]]:
        wanted = select(import_run.c.raw_sha256, import_run.c.number).where(self._mine(import_run))
        for sha256, number in connection.execute(wanted):
            if sha256 not in self._new and number is not None:
                yield sha256, number

    def _facts(
        self, facts: Iterable[Row], after: int, numbers: Mapping[str, int], corrections: list[Row]
    ) -> Iterator[Row]:  # fmt: skip
        """As rows of this home; what corrects something is put aside, since that has to be there first."""
        for entry in facts:
            row = {"person_id": self._person_id, **{name: _value(fact, name, value) for name, value in entry.items()}}
            if row["told"] is not None:
                row["told"] = after + row["told"] if row["raw_sha256"] in self._new else numbers.get(row["raw_sha256"])
            if row["corrects"] is None:
                yield row
            else:
                corrections.append(row)

    def _insert(self, connection: Connection, table: Table, rows: list[Row]) -> None:
        there = brought_by(connection, table, self._person_id, [row["id"] for row in rows])
        insert_new(connection, table, [row for row in rows if row["id"] not in there])
        # The summary of a recording is no entry of its own.
        self._added += sum(row["id"] not in there and row.get("origin") is None for row in rows)
        self._known += sum(row["id"] in there and row.get("origin") is None for row in rows)
        shared = [
            (row["id"], row["raw_sha256"])
            for row in rows
            if there.get(row["id"]) is not None and row["raw_sha256"] not in (None, there[row["id"]])
        ]
        self._note_again(connection, shared)

    def _tell_again(self, connection: Connection, rows: list[Row]) -> None:
        ids = [row["row_id"] for row in rows]
        owners = brought_by(connection, fact, self._person_id, ids)
        owners |= brought_by(connection, recording, self._person_id, ids)
        shared = [(row["row_id"], row["raw_sha256"]) for row in rows if owners.get(row["row_id"]) != row["raw_sha256"]]
        self._note_again(connection, shared)

    def _note_again(self, connection: Connection, shared: Iterable[tuple[str, str]]) -> None:
        rows = [{"person_id": self._person_id, "row_id": row_id, "raw_sha256": sha256} for row_id, sha256 in shared]
        insert_new(connection, told_again, rows)

    def _correct(self, connection: Connection, corrections: list[Row]) -> int:
        """Write what corrects something. Where this home corrected the same in another way, the later one holds."""
        wanted = select(fact.c.corrects, fact.c.id, fact.c.recorded_at)
        by = {row.corrects: row for row in connection.execute(wanted.where(self._mine(fact))) if row.corrects}
        there = {row.id for row in by.values()}
        taken = {corrects: (row.id, row.recorded_at) for corrects, row in by.items()}
        left_out: dict[str, str] = {}
        for row in _in_order(corrections):
            if row["id"] in there:
                self._known += 1
                continue
            target, told_at = row["corrects"], None
            while target in left_out or target in taken:
                if target in left_out:
                    target = left_out[target]
                else:
                    target, told_at = taken[target]
            if told_at is not None and target != row["corrects"] and row["recorded_at"] <= told_at:
                left_out[row["id"]] = row["corrects"]
                continue
            taken[target] = (row["id"], row["recorded_at"])
            whose = select(fact.c.raw_sha256).where(self._mine(fact), fact.c.id == target)
            owner = connection.execute(whose).scalar_one_or_none()
            insert_new(connection, fact, [{**row, "corrects": target, "raw_sha256": owner}])
            self._added += row["origin"] is None
        return len(left_out)

    def _show(self, connection: Connection, row: Row, number: int | None) -> None:
        names = ("reader", "state", "attempts", "recordings", "added", "known", "problems", "job_id", "undone_at")
        values = {name: _value(import_run, name, row[name]) for name in names}
        mine = self._mine(import_run) & (import_run.c.raw_sha256 == row["sha256"])
        connection.execute(update(import_run).where(mine).values(**values, number=number, partial=False))


def _in_order(corrections: Sequence[Row]) -> Iterator[Row]:
    """What is corrected before what corrects it."""
    rows = {row["id"]: row for row in corrections}
    by_time = sorted(corrections, key=lambda row: (row["recorded_at"], row["id"]))
    before = {row["id"]: {row["corrects"]} for row in by_time}
    return (rows[row_id] for row_id in TopologicalSorter(before).static_order() if row_id in rows)


def _value(table: Table, name: str, value: Any) -> Any:
    """The value of a column; times stand as text in an export."""
    return datetime.fromisoformat(value) if value is not None and name in _TIMES[table.name] else value


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, _ROWS)):
        yield batch


_TIMES = {
    "raw_file": {"added_at"},
    "import_run": {"undone_at"},
    "import_job": {"created_at", "finished_at"},
    "recording": {"started_at"},
    "fact": {"at", "recorded_at"},
}
