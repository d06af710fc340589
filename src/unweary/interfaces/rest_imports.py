"""The programs' door to imports: send a file, watch how far it is, stop it, undo what it brought."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from unweary.interfaces.rest import Person
from unweary.interfaces.rest import router as plain
from unweary.service import Source, Unweary
from unweary.service.columns import parted
from unweary.vocab.assessment import as_json

#: With the refusals that every endpoint may answer with.
router = APIRouter(responses=plain.responses)

#: Pieces of an upload that wait for the disk; the sender is held back by it.
_PIECES = 16


def _gives(schema: str, summary: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": summary, "content": content}


#: What is sent to be imported, whatever its kind: the content tells.
_BYTES = {
    "required": True,
    "description": "One file as it lies on the disk: FIT, TCX, GPX, CSV, JSON, XML or text, each also as .gz; "
    "a zip or tar archive of such files; or an export of Unweary as zip",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_JOB: dict[int | str, dict[str, Any]] = {200: _gives("ImportDocument", "The import")}
_FILES: dict[int | str, dict[str, Any]] = {200: _gives("UndoneDocument", "Of how many files")}


def _shown(person: Unweary, import_id: str) -> dict[str, Any]:
    return {"import": as_json(person.importing.look(import_id)[0])}


@router.get(
    "/api/imports",
    summary="The imports and the files brought in so far, newest first",
    responses={200: _gives("ImportsDocument", "Imports and files")},
)
def imports(person: Person) -> JSONResponse:
    """Of each import how far it is and what it brought; of each file hash, size and what could not be read."""
    person.importing.wake()
    return JSONResponse({"imports": as_json(person.importing.look()), "files": as_json(person.imports())})


@router.post(
    "/api/imports",
    status_code=202,
    summary="Send one file, or an archive of files, to be imported; the body is the file",
    openapi_extra={"requestBody": _BYTES},
    responses={202: _gives("ImportDocument", "The import"), 413: _gives("Error", "Too large")},
)
async def begin(
    request: Request,
    person: Person,
    name: Annotated[str, Query(max_length=500)] = "upload",
    tracks: Annotated[bool | None, Query(description="keep where the person was; else as they have set it")] = None,
    column: Annotated[list[str] | None, Query(description="of a table of blood tests: 'Eisen=iron ug/dL'")] = None,
) -> JSONResponse:
    """It is kept before this answers; reading it goes on in the background."""
    source = await received(request, person, name)
    if column:
        await run_in_threadpool(person.columns.say_of, [source.path], parted(column))
    job_id = await run_in_threadpool(person.importing.start, [source], keeps_tracks=tracks)
    return JSONResponse(await run_in_threadpool(_shown, person, job_id), 202)


@router.get("/api/imports/{import_id}", summary="How far one import is", responses=_JOB)
def look(import_id: str, person: Person) -> JSONResponse:
    """Its state, file, bytes, rate, time left and what it brought."""
    person.importing.wake()
    return JSONResponse(_shown(person, import_id))


@router.post("/api/imports/{import_id}/cancel", summary="Stop an import", responses=_JOB)
def cancel(import_id: str, person: Person) -> JSONResponse:
    """Files that are read already stay; of the one it is at, nothing counts."""
    person.importing.cancel(import_id)
    return JSONResponse(_shown(person, import_id))


@router.post("/api/imports/{import_id}/resume", summary="Take up an import that was stopped", responses=_JOB)
def resume(import_id: str, person: Person) -> JSONResponse:
    """It goes on with the first file that was not read."""
    person.importing.go_on(import_id)
    return JSONResponse(_shown(person, import_id))


@router.post("/api/imports/{import_id}/undo", summary="Undo an import, or one file by its hash", responses=_FILES)
def undo(import_id: str, person: Person) -> JSONResponse:
    """Nothing that it brought counts any more, but what another file tells too."""
    return JSONResponse({"files": person.importing.undo(import_id)})


@router.post("/api/imports/{import_id}/redo", summary="Bring back what was undone", responses=_FILES)
def redo(import_id: str, person: Person) -> JSONResponse:
    """All that it brought counts again, with what was put right in it."""
    return JSONResponse({"files": person.importing.redo(import_id)})


async def received(request: Request, person: Unweary, name: str) -> Source:
    """Keep the body of a request while it comes in, piece by piece."""
    pieces: queue.Queue[bytes | None] = queue.Queue(_PIECES)

    def written() -> Iterator[bytes]:
        while (piece := pieces.get()) is not None:
            if not piece:
                raise ConnectionError("the upload broke off")
            yield piece

    keeping = asyncio.create_task(run_in_threadpool(person.importing.receive, name, written()))
    end: bytes | None = b""
    try:
        async for piece in request.stream():
            if piece:
                await _put(pieces, piece, keeping)
        end = None
    finally:
        await _put(pieces, end, keeping)
    return await keeping


async def _put(pieces: queue.Queue[bytes | None], piece: bytes | None, keeping: asyncio.Task[Source]) -> None:
    """Wait for room without holding up other requests; what ended for another reason (a full disk) needs no more."""
    while not keeping.done():
        try:
            pieces.put_nowait(piece)
        except queue.Full:
            await asyncio.sleep(0.01)
        else:
            return
