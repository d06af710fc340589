"""Pages that were drawn a moment ago and are still true, given again without drawing them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unweary.service import Unweary
from unweary.vocab.errors import UserError

#: Pages that follow from the person's entries, the moment, the address and the cookies, and from nothing else.
PATHS = frozenset({"/", "/causes", "/plan", "/timeline", "/report", "/api/today"})
_MOST_PAGES = 24
_MOST_BYTES = 400_000


class KeptPages:
    """ASGI middleware for one person. It stands inside of what decides who may see a page.

    Parameters
    ----------
    app : ASGI application
    person : Unweary
        Whose pages these are.
    clock : callable
        The moment now.
    other : str
        The name of the cookie of a browser that looks at another person: such pages are not kept.
    """

    def __init__(self, app: ASGIApp, person: Unweary, clock: Callable[[], datetime], other: str) -> None:
        self.app = app
        self.person = person
        self.clock = clock
        self.other = other
        self._pages: dict[Hashable, list[Message]] = {}
        self._stamp: Hashable = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in PATHS:
            await self._shown(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            # The stamp alone would do for entries; what else a page comes to show, a change through it counts as well.
            # A new dict, not an emptied one: a page that is being drawn just now lands in the old one.
            if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
                self._pages = {}

    async def _shown(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = Headers(scope=scope).get("cookie", "")
        # Taken before the page is drawn: what is written meanwhile is in the page, and the next stamp is another one.
        stamp = None if self.other in cookies else self._stamp_now()
        if stamp is None:
            await self.app(scope, receive, send)
            return
        if stamp != self._stamp:
            self._pages, self._stamp = {}, stamp
        pages, key = self._pages, (scope["path"], scope["query_string"], cookies)
        if key in pages:
            for message in pages[key]:
                await send(_copy(message))
            return
        drawn: list[Message] = []

        async def copying(message: Message) -> None:
            drawn.append(_copy(message))
            await send(message)

        await self.app(scope, receive, copying)
        if len(pages) < _MOST_PAGES and _may_be_kept(drawn):
            pages[key] = drawn

    def _stamp_now(self) -> Hashable | None:
        try:
            return self.person.stamp(self.clock())
        except UserError:
            # The database cannot be read: the page says so, in words.
            return None


def _copy(message: Message) -> Message:
    """What stands outside adds its headers to the message that it is given."""
    return {**message, "headers": list(message["headers"])} if "headers" in message else message


def _may_be_kept(messages: list[Message]) -> bool:
    """Only what went well, is whole, is not large, and changes nothing in the browser."""
    if not messages or messages[0]["status"] != 200 or "set-cookie" in Headers(raw=messages[0]["headers"]):
        return False
    size = sum(len(message.get("body", b"")) for message in messages)
    return size <= _MOST_BYTES and not messages[-1].get("more_body", False)
