"""Imports as jobs: noted before anything is done, resumed after a crash, watched, stopped and undone.

A job is a row in the database before its first byte is read. Whoever has the turn (:mod:`unweary.service.turn`) does
every job that waits, oldest first, also those that a killed process left behind.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from unweary.service.clock import ticking
from unweary.service.import_progress import Meter, forget, read, write
from unweary.service.import_report import (
    ImportedFile,
    ImportJob,
    ImportReport,
    Progress,
    as_row,
    from_row,
    imported_files,
    meant,
    seen_as,
    unknown_import,
)
from unweary.service.importing import TRIES, Cancelled, Importer
from unweary.service.inbox import Source, as_told, files_of, receive, sources_of, sweep
from unweary.service.turn import Turn
from unweary.service.walk import find
from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import ImportRow, JobRow
    from unweary.store.store import Store

#: What is left over of an import that is at most this large is finished before anything else; more of it is left to
#: the next import or to the server.
QUICK_BYTES = 32 << 20
#: Progress is written down, and the wish to stop is looked for, this often [s].
_OFTEN_S = 0.3
_WAIT_S = 0.1


class _Stopped(BaseException):
    """The server ends; the job goes on at the next start."""


class Jobs:
    """The imports of one home. Reach it as ``person.importing``; threads may share it."""

    def __init__(self, home: Unweary, store: Store, clock: Callable[[], datetime]) -> None:
        self._home = home
        self._store = store
        self._clock = clock
        self._told_at = ticking(clock)
        self._worker: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stop = threading.Event()

    # ---- beginning

    def start(self, sources: Sequence[Source], *, keeps_tracks: bool | None = None) -> str:
        """Note an import and begin it in the background. The id under which :meth:`look` tells how far it is.

        Raises
        ------
        UserError
            ``no_such_file`` where a path names nothing; then nothing was noted.
        """
        job_id = self._note(sources, keeps_tracks)
        self.wake()
        return job_id

    def run(
        self,
        sources: Sequence[Source],
        on_progress: Callable[[Progress], None] | None = None,
        *,
        keeps_tracks: bool | None = None,
        on_begin: Callable[[str], None] | None = None,
    ) -> ImportReport:
        """The same, but wait for the end. ``on_begin`` is told the id.

        Raises
        ------
        UserError
            ``no_such_file``; ``no_space`` or ``busy`` (files done before it stay, the rest goes on another time);
            ``cancelled`` where somebody else stopped it.
        """
        job_id = self._note(sources, keeps_tracks)
        if on_begin is not None:
            on_begin(job_id)
        turn = Turn(self._store.home)
        while not turn.take():
            # Whoever has the turn may do this job as well.
            row = self._row(job_id)
            if row.state != "running":
                break
            progress = read(self._store.home)[1]
            if on_progress is not None and progress is not None:
                on_progress(progress)
            time.sleep(_WAIT_S)
        else:
            try:
                report = self._work(job_id, on_progress)
            finally:
                turn.give_back()
            if report is not None and self._row(job_id).state == "done":
                return report
        row = self._row(job_id)
        if row.state == "cancelled" or row.report is None:
            raise UserError("cancelled", "this import was stopped", "the same import again")
        return from_row(row.report)

    def receive(self, name: str, chunks: Iterable[bytes]) -> Source:
        """Keep what is being sent until its import is over.

        Raises
        ------
        UserError
            ``no_space``.
        """
        return receive(self._store.home, name, chunks)

    def _note(self, sources: Sequence[Source], keeps_tracks: bool | None) -> str:
        from unweary.store.ids import uuid7

        find([each.path for each in sources if not each.ours], self._store.home)
        keep = self._store.keeps_tracks if keeps_tracks is None else keeps_tracks
        now = self._told_at()
        job_id = uuid7(now, os.urandom(8))
        self._store.add_job(job_id, [as_told(each) for each in sources], keep, now)
        return job_id

    # ---- doing

    def wake(self) -> None:
        """Do in the background what waits to be imported, if anything does and nothing keeps it from going on."""
        if self._fresh():
            self._begin()

    def resume(self) -> None:
        """The same for all that was cut short, whatever kept it from going on; for the start of a server."""
        if self._store.jobs(running=True, limit=1) or self._unread():
            self._begin()

    def _begin(self) -> None:
        with self._starting:
            if not self._stop.is_set() and (self._worker is None or not self._worker.is_alive()):
                self._worker = threading.Thread(target=self._background, name="unweary import", daemon=True)
                self._worker.start()

    def close(self) -> None:
        """Break off what runs in the background; it goes on at the next start."""
        self._stop.set()
        worker = self._worker
        if worker is not None:
            worker.join()

    def stop_all(self) -> None:
        """Stop every import, and wait until none is worked on here."""
        for job in self._store.jobs(running=True, limit=10_000):
            self.cancel(job.id)
        worker = self._worker
        if worker is not None:
            worker.join()

    def finish_quick(self) -> None:
        """Finish what was cut short, where that is little and nobody else is at it."""
        running = self._store.jobs(running=True)
        if not (running or self._unread()) or self._left_bytes() > QUICK_BYTES:
            return
        turn = Turn(self._store.home)
        if turn.take():
            try:
                self._work()
            finally:
                turn.give_back()

    def _unread(self) -> list[ImportRow]:
        """Files that are kept but were not read, and that nobody stopped."""
        pending = [run for run in self._store.imports() if run.state == "pending" and run.attempts < TRIES]
        stopped = {job.id for job in self._store.jobs(limit=10_000) if job.state == "cancelled"} if pending else set()
        return [run for run in pending if run.job_id not in stopped and self._store.raw.has(run.sha256, run.size)]

    def _left_bytes(self) -> int:
        waiting = sum(run.size for run in self._unread())
        return waiting + sum(
            file.size for job in self._store.jobs(running=True) for file in files_of(job, self._store.home)[0]
        )

    def _background(self) -> None:
        turn = Turn(self._store.home)
        while True:
            while not turn.take():
                if self._stop.wait(_WAIT_S):
                    return
            try:
                self._work()
            except (_Stopped, UserError):
                # A full disk is told on the page of its job; the next start tries again.
                return
            finally:
                turn.give_back()
            with self._starting:
                # One that was noted at the last moment found this thread still alive.
                if self._stop.is_set() or not self._fresh():
                    self._worker = None
                    return

    def _fresh(self) -> bool:
        return any(job.error is None for job in self._store.jobs(running=True))

    def _work(
        self, job_id: str | None = None, on_progress: Callable[[Progress], None] | None = None
    ) -> ImportReport | None:
        """Everything that waits, oldest first, up to the job with this id; what that one brought."""
        self._store.discard_partial()
        now = self._clock()
        self._store.raw.sweep(now)
        wanted = {source.path for job in self._store.jobs(running=True, limit=10_000) for source in sources_of(job)}
        sweep(self._store.home, wanted, now)
        if job_id is None:
            for run in self._unread():
                self._read_kept(run)
        tried: set[str] = set()
        while waiting := [row for row in self._store.jobs(running=True, limit=10_000) if row.id not in tried]:
            # What is stuck is tried again last: often the same files were asked for once more.
            row = min(waiting, key=lambda each: (each.error is not None, each.created_at))
            tried.add(row.id)
            try:
                report = self._do(row, on_progress)
            except UserError as error:
                # What keeps one job from going on need not keep the others.
                if row.id == job_id or error.code not in ("no_space", "busy"):
                    raise
                continue
            if row.id == job_id:
                return report
        return None

    def _read_kept(self, run: ImportRow) -> None:
        """Read a file that was kept before a crash, whether or not it can still be found where it came from."""
        row = self._row(run.job_id) if run.job_id else None
        keeps = self._store.keeps_tracks if row is None else row.keeps_tracks
        watch = self._watch(row, None)
        with suppress(Cancelled):
            Importer(self._store, self._home.knowledge, self._clock, watch, run.job_id, keeps).waiting(run)

    def _do(self, job: JobRow, on_progress: Callable[[Progress], None] | None) -> ImportReport:
        watch = self._watch(job, on_progress)
        importer = Importer(self._store, self._home.knowledge, self._clock, watch, job.id, job.keeps_tracks)
        try:
            try:
                for run in self._unread():
                    if run.job_id == job.id:
                        self._read_kept(run)
                importer.take(*files_of(job, self._store.home))
                importer.rest()
            except Cancelled:
                self._store.discard_partial()
            except UserError as error:
                self._store.change_job(job.id, "running", error=error.as_dict()["error"])
                raise
            return self._over(job, importer.report())
        finally:
            forget(self._store.home)

    def _over(self, job: JobRow, report: ImportReport) -> ImportReport:
        end = {"report": as_row(report), "finished_at": self._clock(), "error": None}
        if self._store.change_job(job.id, "running", state="done", **end):
            for source in sources_of(job):
                if source.ours:
                    source.path.unlink(missing_ok=True)
        else:
            self._store.change_job(job.id, "cancelled", **end)
        return report

    # ---- watching

    def _watch(self, job: JobRow | None, on_progress: Callable[[Progress], None] | None) -> Callable[[Progress], None]:
        """What the importer calls: it tells how far it is, and stops where somebody wishes so."""
        meter = Meter()
        last = [0.0]

        def watch(told: Progress) -> None:
            progress = meter(told, time.monotonic())
            if on_progress is not None:
                on_progress(progress)
            if self._stop.is_set():
                raise _Stopped
            if job is not None and time.monotonic() - last[0] >= _OFTEN_S:
                last[0] = time.monotonic()
                if self._row(job.id).state == "cancelled":
                    raise Cancelled
                write(self._store.home, job.id, progress)

        return watch

    def look(self, job_id: str | None = None, limit: int = 20) -> tuple[ImportJob, ...]:
        """The imports, newest first, or the one with this id.

        Raises
        ------
        UserError
            ``unknown_import`` where there is none with this id.
        """
        active, progress = read(self._store.home)
        rows = self._store.jobs(job_id, limit)
        if job_id is not None and not rows:
            raise unknown_import(job_id)
        undone: dict[str | None, list[bool]] = {}
        for run in self._store.imports():
            if run.state == "done" and run.added:
                undone.setdefault(run.job_id, []).append(run.undone_at is not None)
        # A job is noted as done a moment before its last progress is taken away.
        going = {row.id: progress for row in rows if row.id == active and row.state != "done"}
        return tuple(seen_as(row, going.get(row.id), undone.get(row.id, [])) for row in rows)

    def _row(self, job_id: str) -> JobRow:
        rows = self._store.jobs(job_id)
        if not rows:
            raise unknown_import(job_id)
        return rows[0]

    def wait(self, job_id: str, seconds: float) -> bool:
        """Whether it is over within this time."""
        end = time.monotonic() + seconds
        while self._row(job_id).state == "running":
            if time.monotonic() > end or self._stop.wait(_WAIT_S / 4):
                return False
        return True

    def settled(self, job_id: str, seconds: float) -> None:
        """Wait until whoever worked on a job that was stopped has put it down."""
        end = time.monotonic() + seconds
        while read(self._store.home)[0] == job_id and time.monotonic() < end:
            self._stop.wait(_WAIT_S / 4)

    # ---- stopping and undoing

    def cancel(self, job_id: str) -> None:
        """Stop it: what it brought stays, of the file it is at nothing is kept but its bytes."""
        self._row(job_id)
        self._store.change_job(job_id, "running", state="cancelled", finished_at=self._clock())

    def go_on(self, job_id: str) -> None:
        """Take up one that was stopped, or that waits for room on the disk."""
        row = self._row(job_id)
        self._store.change_job(job_id, row.state, state="running", error=None, finished_at=None)
        self.wake()

    def undo(self, of: str) -> int:
        """Let nothing count that an import, or one file (by its SHA-256), brought. How many files that were.

        What another file tells too stays. What the person put right in it goes along, and is back with :meth:`redo`.

        Raises
        ------
        UserError
            ``unknown_import`` where there is neither.
        """
        which = [run.sha256 for run in meant(self._store, of) if run.undone_at is None]
        self._store.undo_imports(which, self._clock())
        return len(which)

    def redo(self, of: str) -> int:
        """Bring back what :meth:`undo` took away."""
        which = [run.sha256 for run in meant(self._store, of) if run.undone_at is not None]
        self._store.redo_imports(which)
        return len(which)

    def files(self) -> tuple[ImportedFile, ...]:
        """The files that were taken in, newest first."""
        return imported_files(self._store)

    def kinds(self) -> tuple[str, ...]:
        """What we read, in the words of a person."""
        from unweary.importers import FORMATS

        return tuple(each.TITLE for each in FORMATS)

    # ---- where the person was

    @property
    def keeps_tracks(self) -> bool:
        """Whether the person wants to keep where they trained. Not unless they said so."""
        return self._store.keeps_tracks

    def keep_tracks(self, keep: bool) -> None:
        """For files to come; those that are here already stay as they are."""
        self._store.keep_tracks(keep)
