"""Errors as a person or a program reads them: what was wrong, where, and what is accepted. Never a stack of code."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from unweary.interfaces.guard import HEADERS
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.vocab.errors import UserError

_LOG = logging.getLogger("unweary")
#: The texts of the errors that have a page of their own, by the first part of their keys.
_KNOWN = {404: "error.lost", 405: "error.method", 413: "error.large"}


def install(app: FastAPI) -> None:
    """Answer every error of this application as a page, or as JSON below ``/api``."""
    app.add_exception_handler(UserError, _user_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


def in_words(error: ValidationError | RequestValidationError, where: str) -> UserError:
    """What a checker found, as one error that names the first place and counts the rest.

    Examples
    --------
    >>> from pydantic import TypeAdapter
    >>> try:
    ...     TypeAdapter(list[int]).validate_python(["x"])
    ... except ValidationError as error:
    ...     in_words(error, "body").message
    "body[0]: 'x': input should be a valid integer, unable to parse string as an integer"
    """
    found = error.errors()
    first = found[0]
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"] if part != "body"]
    given = first.get("input")
    shown = f" '{given}':" if isinstance(given, str | int | float) else ""
    message = str(first["msg"])
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    return UserError(
        str(first["type"]),
        f"{where}{''.join(parts)}:{shown} {message[:1].lower()}{message[1:]}{more}",
        "see /api/schema",
    )


def for_a_program(request: Request) -> bool:
    """Whether JSON is expected, not a page."""
    return request.url.path.startswith(("/api/", "/openapi"))


def answer(request: Request, error: UserError, status: int, title: str) -> Response:
    """The error as JSON where a program asks, else as a page."""
    if for_a_program(request):
        return JSONResponse(error.as_dict(), status)
    back = request.url.path if request.method == "POST" else "/"
    return page(request, "error.html", status=status, title=title, error=error, back=back)


async def _user_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, UserError):
        raise error
    return answer(request, error, 422, say("error.refused"))


async def _bad_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return answer(request, in_words(error, "request"), 422, say("error.refused"))


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    title, said, accepted = say("error.refused"), str(error.detail), ""
    if key := _KNOWN.get(error.status_code):
        title, said, accepted = say(key), say(f"{key}_why"), say(f"{key}_do")
    headers = dict(error.headers or {})
    endpoint = request.app.openapi()["paths"].get(request.url.path)
    if error.status_code == 405 and endpoint:
        # The framework names the methods of one route only, where two have the same address.
        headers["Allow"] = ", ".join(sorted(method.upper() for method in endpoint))
    told = UserError(f"http_{error.status_code}", said, headers.get("Allow", accepted))
    response = answer(request, told, error.status_code, title)
    response.headers.update(headers)
    return response


async def _bug(request: Request, error: Exception) -> Response:
    # The server writes the error itself to its log; the page must not show paths or data.
    _LOG.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    fault = UserError("bug", say("error.bug_why"), say("error.bug_do"))
    told = answer(request, fault, 500, say("error.bug"))
    # The outermost layer sends this answer, so the guard does not add its headers.
    told.headers.update(HEADERS)
    return told
