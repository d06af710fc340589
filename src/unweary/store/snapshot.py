"""Everything about one person as plain rows in a fixed order, as it stood at one moment while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, select

from unweary.store.columns import columns_told
from unweary.store.rows import Kind
from unweary.store.tables import fact, import_job, import_run, person, raw_file, recording, told_again

Row = dict[str, Any]
#: Blobs that are held at one time.
_BLOBS = 8


@contextmanager
def snapshot(engine: Engine, person_id: str) -> Iterator[Snapshot]:
    """Read inside it as long as you like: nothing changes, and nobody who writes has to wait."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # The driver begins no transaction for a SELECT by itself.
            connection.exec_driver_sql("BEGIN")
            yield Snapshot(connection, person_id)
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield Snapshot(connection, person_id)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept about one person. Rows are JSON values, times in UTC; what nobody has seen yet is left out."""

    connection: Connection
    person_id: str

    def _rows(self, table: Table, *order: str, where: ColumnElement[bool] | None = None) -> Iterator[Row]:
        mine = table.c.person_id == self.person_id
        columns = [column for column in table.c if column.name not in ("person_id", "samples", "partial")]
        wanted = select(*columns).where(mine if where is None else and_(mine, where))
        wanted = wanted.order_by(*(self._by(table.c[name]) for name in order))
        for row in self.connection.execution_options(yield_per=1_000).execute(wanted).mappings():
            yield {name: _plain(value) for name, value in row.items()}

    def _by(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """In the same order on every database: letter by letter, not as a language sorts."""
        textual = self.connection.dialect.name != "sqlite" and hasattr(column.type, "collation")
        return column.collate("C") if textual else column

    @property
    def keeps_tracks(self) -> bool:
        """Whether the person wants to keep where they trained."""
        wanted = select(person.c.keeps_tracks).where(person.c.id == self.person_id)
        return bool(self.connection.execute(wanted).scalar_one())

    def facts(self, kind: Kind) -> Iterator[Row]:
        """Every fact ever kept, also what was put right, taken back or undone since."""
        unread = select(import_run.c.raw_sha256).where(
            import_run.c.person_id == self.person_id, import_run.c.state != "done"
        )
        seen = fact.c.raw_sha256.is_(None) | fact.c.raw_sha256.not_in(unread)
        return self._rows(fact, "recorded_at", "id", where=and_(fact.c.kind == kind, seen))

    def files(self) -> list[Row]:
        """Every file with what became of it, in the order in which they came."""
        runs = {row["raw_sha256"]: row for row in self._rows(import_run, "raw_sha256")}
        files = self._rows(raw_file, "added_at", "sha256")
        return [{**file, **{k: v for k, v in runs[file["sha256"]].items() if k != "raw_sha256"}} for file in files]

    def jobs(self) -> Iterator[Row]:
        """The imports that are over and brought a file."""
        brought = select(import_run.c.job_id).where(
            import_run.c.person_id == self.person_id, import_run.c.job_id.is_not(None)
        )
        return self._rows(
            import_job, "created_at", "id", where=and_(import_job.c.state != "running", import_job.c.id.in_(brought))
        )

    def told_again(self) -> Iterator[Row]:
        """Which rows a second file told too."""
        return self._rows(told_again, "row_id", "raw_sha256", where=self._read(told_again))

    def recordings(self) -> Iterator[Row]:
        """The time series without their samples; ``columns`` names each column with its length."""
        for row, blob in self._series():
            yield {**row, "columns": columns_told(blob)}

    def samples(self, kind: str, year: int) -> Iterator[tuple[str, bytes]]:
        """Id and packed samples of the time series of one kind and year, in the order of :meth:`recordings`."""
        first, last = datetime.fromisoformat(f"{year}-01-01T00:00Z"), datetime.fromisoformat(f"{year + 1}-01-01T00:00Z")
        of_year = and_(recording.c.kind == kind, recording.c.started_at >= first, recording.c.started_at < last)
        for row, blob in self._series(of_year):
            yield row["id"], blob

    def _series(self, where: ColumnElement[bool] | None = None) -> Iterator[tuple[Row, bytes]]:
        read = self._read(recording)
        wanted = select(recording).where(recording.c.person_id == self.person_id, read)
        if where is not None:
            wanted = wanted.where(where)
        wanted = wanted.order_by(recording.c.started_at, self._by(recording.c.id))
        for found in self.connection.execution_options(yield_per=_BLOBS).execute(wanted).mappings():
            row = {name: _plain(value) for name, value in found.items() if name not in ("person_id", "samples")}
            yield row, found["samples"]

    def _read(self, table: Table) -> ColumnElement[bool]:
        done = select(import_run.c.raw_sha256).where(
            import_run.c.person_id == self.person_id, import_run.c.state == "done"
        )
        return table.c.raw_sha256.in_(done)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
