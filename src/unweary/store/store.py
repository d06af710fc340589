"""The store of one person: about eight verbs, plain values in and out, no SQL above this room."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from unweary.store.arrival import Arrival
from unweary.store.batch import insert_new
from unweary.store.checks import check
from unweary.store.columns import read_columns, unpack
from unweary.store.counting import counts, current
from unweary.store.current_facts import newest_first, rows_of
from unweary.store.database import open_database
from unweary.store.documents import from_document, session_of, to_document
from unweary.store.erasing import erase
from unweary.store.failures import told
from unweary.store.imports import Imports
from unweary.store.raw import RawFolder, private_folder
from unweary.store.rows import FactRow, Kind
from unweary.store.snapshot import Snapshot, snapshot
from unweary.store.tables import fact, import_run, person, recording
from unweary.store.text import storable
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Recording


class Store(Imports):
    """Everything kept about one person.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from unweary.vocab.history import Answer
    >>> from unweary.store.rows import new_row
    >>> now = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    >>> with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), "a-person", now) as store:
    ...     row = new_row("a-row", Answer("fever", "absent", now), now)
    ...     store.add((row,)), store.facts() == (row,)
    (1, True)
    """

    def __init__(self, home: Path, engine: Engine, person_id: str) -> None:
        self.home = home
        self.raw = RawFolder(home)
        self.person_id = person_id
        self._engine = engine
        self._watch: Connection | None = None

    @classmethod
    def open(cls, home: Path, new_person_id: str, now: datetime, url: str | None = None, name: str = "me") -> Store:
        """Open the home of the person called ``name``; make both if they are not there.

        Parameters
        ----------
        new_person_id : str
            Used only where the person is new.
        url : str, optional
            A PostgreSQL URL; SQLite in ``home`` without it. Raw files lie in ``home`` either way.

        Raises
        ------
        UserError
            ``home`` where nothing can be written, ``database`` where the database cannot be used, ``no_space``.
        """
        with told(home):
            private_folder(home)
            engine = open_database(home, url)
            try:
                with engine.begin() as connection:
                    row = {"id": new_person_id, "name": name, "created_at": now}
                    known = select(person.c.id).where(person.c.name == name)
                    person_id = connection.execute(known).scalar()
                    if person_id is None:
                        insert_new(connection, person, [row])
                        person_id = connection.execute(known).scalar_one()
            except BaseException:
                engine.dispose()
                raise
        return cls(home, engine, person_id)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        with told(self.home):
            if self._watch is not None:
                self._watch.close()
            self._engine.dispose()

    def version(self) -> Hashable:
        """Another value after each commit, by this program or another one. One thread at a time may ask.

        SQLite counts the commits of all other connections; so one connection is kept that never writes. PostgreSQL
        has no such count: there the rows are counted, since facts and recordings are only ever added, and the imports
        that count, since those can be undone.
        """
        if self._engine.dialect.name != "sqlite":
            newest = select(func.count(), func.max(fact.c.recorded_at)).where(fact.c.person_id == self.person_id)
            samples = select(func.count()).select_from(recording).where(recording.c.person_id == self.person_id)
            ours = import_run.c.person_id == self.person_id
            imports = select(func.count(), func.sum(import_run.c.number)).where(
                ours, import_run.c.state == "done", import_run.c.undone_at.is_(None)
            )
            with self._reading() as connection:
                counted = connection.execute(newest).one(), connection.execute(imports).one()
                return (*map(tuple, counted), connection.execute(samples).scalar_one())
        with told(self.home):
            if self._watch is None:
                self._watch = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            return int(self._watch.exec_driver_sql("PRAGMA data_version").scalar_one())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.home), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.home), self._engine.begin() as connection:
            yield connection

    # ---- facts

    def add(self, rows: Sequence[FactRow]) -> int:
        """Write facts, all or none, and say how many were new.

        Raises
        ------
        UserError
            ``already_corrected`` where a row corrects one that something else has corrected in the meantime.
        """
        values = [self._fact_values(row) for row in rows]
        try:
            with self._writing() as connection:
                found = select(fact.c.id).where(fact.c.person_id == self.person_id)
                known = set(connection.execute(found.where(fact.c.id.in_([row.id for row in rows]))).scalars())
                new = [value for value in values if value["id"] not in known]
                if new:
                    connection.execute(insert(fact), new)
        except IntegrityError as error:
            raise UserError(
                "already_corrected",
                "this entry was corrected in the meantime",
                "the newest entry, which `facts` lists",
            ) from error
        return len(new)

    def _fact_values(self, row: FactRow) -> dict[str, Any]:
        return {
            "person_id": self.person_id,
            "id": row.id,
            "kind": row.kind,
            "at": row.at,
            "recorded_at": row.recorded_at,
            "payload": None if row.value is None else storable(to_document(row.value)),
            "source": storable(row.source),
            "raw_sha256": row.raw_sha256,
            "origin": row.origin,
            "corrects": row.corrects,
        }

    def facts(
        self,
        kinds: Sequence[Kind] = (),
        until: datetime | None = None,
        limit: int | None = None,
        since: datetime | None = None,
    ) -> tuple[FactRow, ...]:
        """What holds now, newest first: nothing that was corrected or withdrawn.

        Parameters
        ----------
        kinds : sequence
            Only these; empty for all.
        until : datetime, optional
            Only what was so by then. A day counts by its date where ``until`` was, so today's check-in is in.
        since : datetime, optional
            Only what was so from then on.
        """
        asked = {"since": since, "until": until, "today": until and until.replace(tzinfo=UTC), "most": limit}
        asked = {name: value for name, value in asked.items() if value is not None}
        wanted = newest_first(tuple(kinds), frozenset(asked))
        with self._reading() as connection:
            return tuple(rows_of(connection.execute(wanted, {"person": self.person_id, **asked}).all()))

    def fact(self, fact_id: str) -> FactRow | None:
        """One fact by its id, also one that no longer holds."""
        wanted = select(fact).where(fact.c.person_id == self.person_id, fact.c.id == fact_id)
        wanted = wanted.where(counts(fact, self.person_id))
        with self._reading() as connection:
            found = connection.execute(wanted).mappings().first()
        return None if found is None else _fact_row(found)

    def ledger(self) -> tuple[FactRow, ...]:
        """Every fact ever kept, oldest first, also what was corrected, taken back or undone since."""
        unread = select(import_run.c.raw_sha256).where(
            import_run.c.person_id == self.person_id, import_run.c.state != "done"
        )
        whole = or_(fact.c.raw_sha256.is_(None), fact.c.raw_sha256.not_in(unread))
        wanted = select(fact).where(fact.c.person_id == self.person_id, whole)
        wanted = wanted.order_by(fact.c.recorded_at, fact.c.id)
        with self._reading() as connection:
            return tuple(_fact_row(row) for row in connection.execute(wanted).mappings())

    def erase(self) -> None:
        """Take away everything about this person; see :func:`unweary.store.erasing.erase`."""
        with told(self.home):
            erase(self._engine, self.raw, self.person_id)

    # ---- recordings

    def recordings(self, since: datetime, until: datetime) -> tuple[Recording, ...]:
        """The time series that began in ``(since, until]``, oldest first.

        One whose summary was withdrawn is left out; one whose summary was corrected carries the corrected summary.
        """
        wanted = (
            select(recording)
            .where(recording.c.person_id == self.person_id, counts(recording, self.person_id))
            .where(recording.c.started_at > since, recording.c.started_at <= until)
            .order_by(recording.c.started_at, recording.c.id)
        )
        with self._reading() as connection:
            rows = list(connection.execute(wanted).mappings())
            ours = fact.c.origin.in_([row["id"] for row in rows])
            summaries = select(fact.c.origin).where(fact.c.person_id == self.person_id, ours)
            had = set(connection.execute(summaries).scalars())
            summary = connection.execute(current().where(ours), {"person": self.person_id}).mappings()
            holds = {row["origin"]: row["payload"] for row in summary}
        return tuple(
            Recording(
                started_at=row["started_at"],
                kind=row["kind"],
                columns=read_columns(unpack(row["samples"])),
                session=session_of(holds.get(row["id"], row["session"])),
                device=row["device"],
                source=row["source"],
            )
            for row in rows
            if row["id"] in holds or row["id"] not in had
        )

    # ---- everything at once

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Everything as it stands now, however long reading it takes."""
        with told(self.home), snapshot(self._engine, self.person_id) as stood:
            yield stood

    def arrival(self, job_id: str | None) -> Arrival:
        """A way in for the rows of an export."""
        return Arrival(self._writing, self.raw, self.person_id, job_id)

    @property
    def engine_name(self) -> str:
        """The kind of database: ``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def newest(self) -> datetime | None:
        """When the last entry was made."""
        wanted = select(func.max(fact.c.recorded_at)).where(fact.c.person_id == self.person_id)
        with self._reading() as connection:
            found: datetime | None = connection.execute(wanted).scalar()
        return found

    def integrity(self) -> tuple[Problem, ...]:
        """Everything that is damaged, missing or left over; empty when all is well."""
        with self._reading() as connection:
            return tuple(check(connection, self.raw, self.person_id))


def _fact_row(row: Any) -> FactRow:
    payload = row["payload"]
    return FactRow(
        id=row["id"],
        kind=row["kind"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        value=None if payload is None else from_document(row["kind"], payload),
        source=row["source"],
        corrects=row["corrects"],
        raw_sha256=row["raw_sha256"],
        origin=row["origin"],
    )
