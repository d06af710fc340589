"""What every request passes before any page: whom we answer, who may change things, how much may be sent.

The server listens on this machine only, but any web page the person has open can send requests there. So: the name
that was asked for must be ours (a foreign name that points here is refused), a change must come from our own pages,
and a page may load nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not 'no-referrer': with it browsers send 'Origin: null' from our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    # what stands here is about health: no copy in the browser's or a proxy's cache
    "Cache-Control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MEGABYTE = 1_000_000
#: The most that may be sent, in bytes, by the start of the path.
BODY_LIMITS: Mapping[str, int] = {
    "/files": 4_000 * _MEGABYTE,
    "/api/imports": 4_000 * _MEGABYTE,
    "/api/assess": 200 * _MEGABYTE,
    "/": 2 * _MEGABYTE,
}


class Guard:
    """ASGI middleware; refuses in the shape of every other error, ``{"error": {code, message, accepted}}``.

    Parameters
    ----------
    app : ASGI application
    hosts : collection of str
        Values of the ``Host`` header that we answer to, with port where it is not 80.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = body_limit(scope["path"])
        refusal = self._refuse(scope["method"], headers, limit)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent.setdefault(name, value)
            await send(message)

        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
        else:
            await self.app(scope, _counted(receive, limit), send_with_headers)

    def _refuse(self, method: str, headers: Headers, limit: int) -> JSONResponse | None:
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            return refused(421, "host", f"'{host}' is not a name of this server", ", ".join(sorted(self.hosts)))
        if method not in _SAFE and not self.own_page(headers):
            return refused(403, "cross_site", "this request came from another web page", "requests from our own pages")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > limit:
            return refused(413, "too_large", f"{int(length):,} bytes are more than we take", f"up to {limit:,} bytes")
        return None

    def own_page(self, headers: Headers) -> bool:
        """Whether a change was asked for by our own page, or by a program on this machine.

        Browsers say where a request comes from in ``Sec-Fetch-Site``, older ones in ``Origin``. A program such as
        curl sends neither; no web page can leave both out.
        """
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc.lower() in self.hosts


def body_limit(path: str) -> int:
    """The most bytes that may be sent to this path.

    Examples
    --------
    >>> body_limit("/files") > body_limit("/check-in/day")
    True
    """
    return next(limit for start, limit in BODY_LIMITS.items() if path.startswith(start))


def refused(status: int, code: str, message: str, accepted: str) -> JSONResponse:
    """A refusal in the shape of every error."""
    return JSONResponse({"error": {"code": code, "message": message, "accepted": accepted}}, status)


def _counted(receive: Receive, limit: int) -> Receive:
    """The same stream, which ends in a refusal where more comes than was announced or allowed."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, f"more than {limit:,} bytes were sent")
        return message

    return counted
