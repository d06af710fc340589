"""The store's side of imports: bytes kept, files read, imports undone, and the jobs that all of it is done in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, and_, func, insert, select, update

from unweary.store.batch import Batch, insert_new
from unweary.store.counting import discard_partial, settle
from unweary.store.failures import told
from unweary.store.raw import RawFolder, Staged
from unweary.store.rows import ImportRow, Item, JobRow, Outcome
from unweary.store.tables import import_job, import_run, person, raw_file
from unweary.store.text import storable
from unweary.vocab.errors import Problem


class Imports:
    """What :class:`unweary.store.store.Store` can do with files."""

    home: Path
    raw: RawFolder
    person_id: str
    _engine: Engine
    _reading: Callable[[], AbstractContextManager[Connection]]
    _writing: Callable[[], AbstractContextManager[Connection]]

    def _run(self, sha256: str) -> Any:
        return and_(import_run.c.person_id == self.person_id, import_run.c.raw_sha256 == sha256)

    # ---- files

    def stage(self, stream: BinaryIO, on_bytes: Callable[[int], None] | None = None) -> Staged:
        """Copy a stream into the home under a temporary name and hash it.

        Raises
        ------
        UserError
            ``not_readable`` for the stream, ``no_space`` or ``home`` for the copy.
        """
        with told(self.home):
            return self.raw.stage(stream, on_bytes)

    def begin_import(
        self, staged: Staged, name: str, reader: str, now: datetime, job_id: str | None = None
    ) -> None:  # fmt: skip
        """Keep staged bytes and note that they wait to be read. After this a crash loses nothing."""
        with told(self.home):
            self.raw.keep(staged)
        name = storable(name)
        mine = {"person_id": self.person_id}
        run = {"reader": reader, "state": "pending", "attempts": 0, "recordings": 0, "added": 0, "known": 0}
        with self._writing() as connection:
            file = {**mine, "sha256": staged.sha256, "size": staged.size, "name": name, "added_at": now}
            insert_new(connection, raw_file, [file])
            waiting = {**mine, "raw_sha256": staged.sha256, "problems": [], "job_id": job_id, **run}
            insert_new(connection, import_run, [waiting])

    def read_import(
        self, sha256: str, name: str, reader: str, items: Iterable[Item], now: datetime, job_id: str | None = None
    ) -> Outcome:  # fmt: skip
        """Write everything that one file says, and then show it, all at once.

        ``items`` is drawn lazily and written in batches that nobody sees before the last one. One reading at a time:
        the service sees to that. ``name`` is what the file is called this time: in some formats the name tells the
        date.
        """
        run, file = self._run(sha256), and_(raw_file.c.person_id == self.person_id, raw_file.c.sha256 == sha256)
        begun = {"attempts": import_run.c.attempts + 1, "reader": reader, "state": "pending", "undone_at": None}
        with self._writing() as connection:
            discard_partial(connection, self.person_id)
            highest = select(func.coalesce(func.max(import_run.c.number), 0))
            number = connection.execute(highest.where(import_run.c.person_id == self.person_id)).scalar_one() + 1
            connection.execute(update(import_run).where(run).values(**begun, number=number, job_id=job_id))
            connection.execute(update(raw_file).where(file).values(name=storable(name)))
        batch = Batch(self._writing, self.person_id, sha256, number, now)
        for item in items:
            batch.take(item)
        with self._writing() as connection:
            outcome = batch.finish(connection)
            problems = [asdict(problem) for problem in outcome.problems]
            done = {**asdict(outcome), "problems": problems, "state": "done", "partial": False}
            connection.execute(update(import_run).where(run).values(done))
            settle(connection, self.person_id)
        return outcome

    def discard_partial(self) -> None:
        """Take away what a reading that broke off has written; nobody ever saw it."""
        with self._writing() as connection:
            discard_partial(connection, self.person_id)

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

    def undo_imports(self, sha256s: Sequence[str], now: datetime) -> None:
        """Let nothing count that these files told, except what another file tells too. All of them or none."""
        self._set_undone(sha256s, now)

    def redo_imports(self, sha256s: Sequence[str]) -> None:
        """Let what these files told count again, as it was, with what the person put right in it."""
        self._set_undone(sha256s, None)

    def _set_undone(self, sha256s: Sequence[str], moment: datetime | None) -> None:
        with self._writing() as connection:
            for sha256 in sha256s:
                connection.execute(update(import_run).where(self._run(sha256)).values(undone_at=moment))
            settle(connection, self.person_id)

    # ---- jobs

    def add_job(self, job_id: str, sources: Sequence[Mapping[str, Any]], keeps_tracks: bool, now: datetime) -> None:
        """Note what is to be imported. From now on it is done, whatever happens to this process."""
        with self._writing() as connection:
            job = {"person_id": self.person_id, "id": job_id, "created_at": now, "state": "running"}
            told_of = storable([dict(source) for source in sources])
            connection.execute(insert(import_job), [{**job, "sources": told_of, "keeps_tracks": keeps_tracks}])

    def jobs(self, job_id: str | None = None, limit: int = 100, *, running: bool = False) -> tuple[JobRow, ...]:
        """The jobs, newest first; the one with this id; or those that are not done."""
        wanted = select(import_job).where(import_job.c.person_id == self.person_id)
        wanted = wanted.order_by(import_job.c.created_at.desc(), import_job.c.id.desc()).limit(limit)
        if job_id is not None:
            wanted = wanted.where(import_job.c.id == job_id)
        if running:
            wanted = wanted.where(import_job.c.state == "running")
        with self._reading() as connection:
            return tuple(_job_row(row) for row in connection.execute(wanted).mappings())

    def change_job(self, job_id: str, only_from: str, **values: Any) -> bool:
        """Write another state, error or report of a job that is in the state ``only_from``; whether it was."""
        mine = and_(import_job.c.person_id == self.person_id, import_job.c.id == job_id)
        change = update(import_job).where(mine, import_job.c.state == only_from).values(**storable(values))
        with self._writing() as connection:
            return connection.execute(change).rowcount > 0

    # ---- where the person was

    @property
    def keeps_tracks(self) -> bool:
        """Whether the person wants to keep where they trained."""
        with self._reading() as connection:
            wanted = select(person.c.keeps_tracks).where(person.c.id == self.person_id)
            return bool(connection.execute(wanted).scalar_one())

    def keep_tracks(self, keep: bool) -> None:
        """Note what the person wants, for files to come."""
        with self._writing() as connection:
            connection.execute(update(person).where(person.c.id == self.person_id).values(keeps_tracks=keep))


def _import_row(row: Mapping[Any, Any]) -> ImportRow:
    values = {name: row[name] for name in ImportRow.__slots__ if name not in ("sha256", "problems")}
    return ImportRow(
        sha256=row["raw_sha256"], problems=tuple(Problem(**problem) for problem in row["problems"]), **values
    )


def _job_row(row: Mapping[Any, Any]) -> JobRow:
    values = {name: row[name] for name in JobRow.__slots__ if name != "sources"}
    return JobRow(sources=tuple(row["sources"]), **values)
