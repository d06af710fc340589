"""The store of one person: about eight verbs, plain values in and out, no SQL above this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, Select, and_, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from unweary.store.batch import Batch, insert_new
from unweary.store.checks import check
from unweary.store.columns import read_columns, unpack
from unweary.store.database import open_database
from unweary.store.documents import from_document, session_of, to_document
from unweary.store.erasing import erase
from unweary.store.failures import told
from unweary.store.raw import RawFolder, Staged, private_folder
from unweary.store.rows import FactRow, ImportRow, Item, Kind, Outcome
from unweary.store.tables import fact, import_run, person, raw_file, recording
from unweary.store.text import storable
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Recording


class Store:
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
            self._engine.dispose()

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
        self, kinds: Sequence[Kind] = (), until: datetime | None = None, limit: int | None = None
    ) -> tuple[FactRow, ...]:
        """What holds now, newest first: nothing that was corrected or withdrawn.

        Parameters
        ----------
        kinds : sequence
            Only these; empty for all.
        until : datetime, optional
            Only what was so by then. A day counts by its date where ``until`` was, so today's check-in is in.
        """
        wanted = self._current().order_by(fact.c.at.desc(), fact.c.recorded_at.desc(), fact.c.id.desc())
        if kinds:
            wanted = wanted.where(fact.c.kind.in_(kinds))
        if until is not None:
            today = until.replace(tzinfo=UTC)
            wanted = wanted.where(
                or_(and_(fact.c.kind == "day", fact.c.at <= today), and_(fact.c.kind != "day", fact.c.at <= until))
            )
        with self._reading() as connection:
            return tuple(_fact_row(row) for row in connection.execute(wanted.limit(limit)).mappings())

    def fact(self, fact_id: str) -> FactRow | None:
        """One fact by its id, also one that no longer holds."""
        wanted = select(fact).where(fact.c.person_id == self.person_id, fact.c.id == fact_id)
        with self._reading() as connection:
            found = connection.execute(wanted).mappings().first()
        return None if found is None else _fact_row(found)

    def ledger(self) -> tuple[FactRow, ...]:
        """Every fact ever kept, oldest first, also what was corrected or taken back since."""
        wanted = select(fact).where(fact.c.person_id == self.person_id).order_by(fact.c.recorded_at, fact.c.id)
        with self._reading() as connection:
            return tuple(_fact_row(row) for row in connection.execute(wanted).mappings())

    def erase(self) -> None:
        """Take away everything about this person; see :func:`unweary.store.erasing.erase`."""
        with told(self.home):
            erase(self._engine, self.raw, self.person_id)

    def _current(self) -> Select[Any]:
        later = fact.alias("later")
        corrected = exists().where(later.c.person_id == fact.c.person_id, later.c.corrects == fact.c.id)
        return select(fact).where(fact.c.person_id == self.person_id, fact.c.payload.is_not(None), ~corrected)

    # ---- files

    def stage(self, stream: BinaryIO) -> Staged:
        """Copy a stream into the home under a temporary name and hash it.

        Raises
        ------
        UserError
            ``not_readable`` for the stream, ``no_space`` or ``home`` for the copy.
        """
        with told(self.home):
            return self.raw.stage(stream)

    def begin_import(self, staged: Staged, name: str, reader: str, now: datetime) -> None:
        """Keep staged bytes and note that they wait to be read. After this a crash loses nothing."""
        with told(self.home):
            self.raw.keep(staged)
        name = storable(name)
        mine = {"person_id": self.person_id}
        run = {"reader": reader, "state": "pending", "attempts": 0, "recordings": 0, "added": 0, "known": 0}
        with self._writing() as connection:
            file = {**mine, "sha256": staged.sha256, "size": staged.size, "name": name, "added_at": now}
            insert_new(connection, raw_file, [file])
            insert_new(connection, import_run, [{**mine, "raw_sha256": staged.sha256, "problems": [], **run}])

    def read_import(self, sha256: str, name: str, reader: str, items: Iterable[Item], now: datetime) -> Outcome:
        """Write everything that one file says, in one transaction, and mark the file as read.

        ``items`` is drawn lazily; the database is locked only once there is something to write. ``name`` is what the
        file is called this time: in some formats the name tells the date.
        """
        run = and_(import_run.c.person_id == self.person_id, import_run.c.raw_sha256 == sha256)
        file = and_(raw_file.c.person_id == self.person_id, raw_file.c.sha256 == sha256)
        with self._writing() as connection:
            connection.execute(update(import_run).where(run).values(attempts=import_run.c.attempts + 1, reader=reader))
            connection.execute(update(raw_file).where(file).values(name=storable(name)))
        with told(self.home), self._engine.connect() as connection:
            batch = Batch(connection, self.person_id, sha256, now)
            for item in items:
                batch.take(item)
            outcome = batch.finish()
            done = {**asdict(outcome), "problems": [asdict(problem) for problem in outcome.problems], "state": "done"}
            connection.execute(update(import_run).where(run).values(done))
            connection.commit()
        return outcome

    def imports(self, sha256: str | None = None) -> tuple[ImportRow, ...]:
        """The files that were taken in, newest first; or the one with this hash."""
        wanted = (
            select(import_run, raw_file.c.name, raw_file.c.size, raw_file.c.added_at)
            .join(raw_file)
            .where(import_run.c.person_id == self.person_id)
            .order_by(raw_file.c.added_at.desc(), raw_file.c.name)
        )
        if sha256 is not None:
            wanted = wanted.where(import_run.c.raw_sha256 == sha256)
        with self._reading() as connection:
            return tuple(_import_row(row) for row in connection.execute(wanted).mappings())

    def recordings(self, since: datetime, until: datetime) -> tuple[Recording, ...]:
        """The time series that began in ``(since, until]``, oldest first.

        One whose summary was withdrawn is left out; one whose summary was corrected carries the corrected summary.
        """
        wanted = (
            select(recording)
            .where(recording.c.person_id == self.person_id)
            .where(recording.c.started_at > since, recording.c.started_at <= until)
            .order_by(recording.c.started_at, recording.c.id)
        )
        with self._reading() as connection:
            rows = list(connection.execute(wanted).mappings())
            ours = fact.c.origin.in_([row["id"] for row in rows])
            summaries = select(fact.c.origin).where(fact.c.person_id == self.person_id, ours)
            had = set(connection.execute(summaries).scalars())
            current = connection.execute(self._current().where(ours)).mappings()
            holds = {row["origin"]: row["payload"] for row in current}
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


def _import_row(row: Any) -> ImportRow:
    values = {name: row[name] for name in ImportRow.__slots__ if name not in ("sha256", "problems")}
    return ImportRow(
        sha256=row["raw_sha256"], problems=tuple(Problem(**problem) for problem in row["problems"]), **values
    )
