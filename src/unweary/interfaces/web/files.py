"""Files: bring them in, watch how far that is, see what each import brought, and undo it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import whose
from unweary.interfaces.web.rendering import page, size_words
from unweary.interfaces.web.texts import say
from unweary.service import ImportedFile, ImportJob, Progress, Unweary
from unweary.service.columns import WAITING
from unweary.vocab.errors import UserError

router = APIRouter(include_in_schema=False)
Person = Annotated[Unweary, Depends(whose)]

#: Small files are in before the page is drawn; a large one shows how far it is.
_SOON_S = 1.5
_CHUNK = 1 << 20
_UNDER_WAY = ("waiting", "running", "stuck")
_MOST_FILES = 200
_MOST_ASKING = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """One import with the files that it brought."""

    job: ImportJob
    files: Sequence[ImportedFile]
    endings: str


@router.get("/files")
def files_page(request: Request, person: Person, job: str = "", undone: str = "", redone: str = "") -> Response:
    """What is under way, what the last import brought, and all before it."""
    person.importing.wake()
    jobs = person.importing.look(limit=50)
    files = person.imports()
    shown = [Shown(each, _files_of(each, files), _endings(each)) for each in jobs if each.state not in _UNDER_WAY]
    known = {each.id for each in jobs}
    return page(
        request,
        "files.html",
        under_way=_under_way(jobs),
        latest=next((each for each in shown if each.job.id == job), None),
        undone=next((each.title for each in jobs if each.id in (undone, redone)), "") if undone or redone else "",
        returned=bool(redone),
        shown=[each for each in shown if each.files],
        older=[file for file in files if file.job_id not in known],
        asking=[each for each in files if _asks(each)][:_MOST_ASKING],
        keeps=person.importing.keeps_tracks,
        most=_MOST_FILES,
        how_far=how_far,
    )


def _asks(file: ImportedFile) -> bool:
    """Whether a table waits until the person says what its columns are."""
    return file.state != "undone" and any(problem.code == WAITING for problem in file.problems)


@router.get("/files/now")
def now(request: Request, person: Person) -> Response:
    """What is under way, alone: what the page asks for again and again."""
    person.importing.wake()
    return page(request, "files_now.html", under_way=_under_way(person.importing.look()), how_far=how_far)


def _under_way(jobs: Sequence[ImportJob]) -> list[ImportJob]:
    """What is worked on and what waits, in the order in which it is done."""
    return [each for each in reversed(jobs) if each.state in _UNDER_WAY]


async def _sent(request: Request) -> AsyncIterator[FormData]:
    """A folder has more files than a form usually holds."""
    async with request.form(max_files=20_000, max_fields=100) as form:
        yield form


@router.post("/files")
def take_files(person: Person, form: Annotated[FormData, Depends(_sent)]) -> Response:
    """Keep what was sent, begin to read it, and show how far that is."""
    sent = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
    if not sent:
        raise UserError("no_file", say("files.no_file"), say("files.no_file_do"))
    importing = person.importing
    sources = [importing.receive(part.filename or "", iter(lambda p=part: p.file.read(_CHUNK), b"")) for part in sent]  # type: ignore[misc]
    job_id = importing.start(sources)
    importing.wait(job_id, _SOON_S)
    return RedirectResponse(f"/files?job={job_id}", 303)


@router.post("/files/{job_id}/stop")
def stop(person: Person, job_id: str) -> Response:
    """Stop an import; what is read already stays."""
    person.importing.cancel(job_id)
    person.importing.settled(job_id, _SOON_S)
    return RedirectResponse(f"/files?job={job_id}", 303)


@router.post("/files/{job_id}/go-on")
def go_on(person: Person, job_id: str) -> Response:
    """Take up one that was stopped."""
    person.importing.go_on(job_id)
    person.importing.wait(job_id, _SOON_S)
    return RedirectResponse(f"/files?job={job_id}", 303)


@router.post("/files/undo")
def undo(person: Person, form: Sent) -> Response:
    """Undo an import, or one file."""
    person.importing.undo(word(form, "of"))
    return RedirectResponse(f"/files?undone={word(form, 'shown')}", 303)


@router.post("/files/redo")
def redo(person: Person, form: Sent) -> Response:
    """Bring it back."""
    person.importing.redo(word(form, "of"))
    return RedirectResponse(f"/files?redone={word(form, 'shown')}", 303)


@router.post("/files/tracks")
def tracks(person: Person, form: Sent) -> Response:
    """Note whether places are kept, for files to come."""
    person.importing.keep_tracks(word(form, "keep") == "yes")
    return RedirectResponse("/files#place", 303)


def _files_of(job: ImportJob, files: Sequence[ImportedFile]) -> list[ImportedFile]:
    """The files that the import brought, as they stand now; then those that could not be read."""
    brought = [file for file in files if file.job_id == job.id]
    there = {file.sha256 for file in brought}
    failed = [file for file in job.report.files if file.state == "failed"] if job.report else []
    return brought + [file for file in failed if file.sha256 not in there]


def _endings(job: ImportJob) -> str:
    """Which kinds of files were left alone: ``12 jpg, 3 pdf``."""
    skipped = [file.name for file in job.report.files if file.state == "skipped"] if job.report else []
    endings = Counter(name.rpartition(".")[2].lower() if "." in name else "" for name in skipped)
    return ", ".join(f"{count} {ending}".strip() for ending, count in endings.most_common(4) if len(ending) < 8)


def how_far(progress: Progress | None) -> str:
    """Bytes, rate and time left of an import, in words.

    Examples
    --------
    >>> how_far(Progress("a.zip", 0, 1, 412_000_000, 1_000_000_000, bytes_per_s=38e6, left_s=15.5))
    '412.0 MB of 1000.0 MB, 38.0 MB a second, about 20 s left'
    """
    if progress is None or not progress.all_bytes:
        return ""
    words = say("files.bytes", done=size_words(progress.done_bytes), all=size_words(progress.all_bytes))
    if progress.bytes_per_s and progress.left_s is not None:
        words += ", " + say("files.rate", rate=size_words(int(progress.bytes_per_s)), left=_left(progress.left_s))
    return words


def _left(seconds: float) -> str:
    """Rounded up: nobody minds waiting less than they were told.

    Examples
    --------
    >>> _left(2), _left(15.5), _left(200), _left(8000)
    ('5 s', '20 s', '4 min', '3 h')
    """
    if seconds <= 60:
        return f"{max(ceil(seconds / 5), 1) * 5} s"
    return f"{ceil(seconds / 60)} min" if seconds < 5400 else f"{ceil(seconds / 3600)} h"
