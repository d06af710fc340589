"""Phones in the home network: the pairing page, and the door that nobody passes unpaired.

Where the server listens in the home network too, a request is let in for one of three reasons: it reached the address
of this machine alone, its browser was paired, or it asks for what a phone needs to be paired. Everything else, also
what is added later, is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import State
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from unweary.interfaces import errors
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.service.devices import CODE_HOLDS, DEVICE_HOLDS, Devices
from unweary.vocab.errors import UserError

router = APIRouter(include_in_schema=False)

#: The cookie of a paired browser. What it holds is a secret; the home keeps its hash.
COOKIE = "unweary-device"
#: What is answered without pairing: nothing in it is about a person.
_ANYONE = frozenset({"/pair", "/settings/gone"})
_ANYONE_BELOW = "/static/"

#: Wrong codes from one address, and from all of them, before we listen to no more for a while.
MOST_WRONG, MOST_WRONG_ALL = 5, 40
WAIT = timedelta(minutes=5)

#: What a browser says of itself, and what to call such a device in the list until it has a better name.
_KINDS: Mapping[str, str] = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android phone",
    "Macintosh": "Mac",
    "Windows": "Windows computer",
    "Linux": "Linux computer",
}


class Door:
    """ASGI middleware; refuses whoever is not paired.

    Parameters
    ----------
    app : ASGI application
    devices : Devices
        Who is paired.
    open_at : collection of str
        Addresses of this machine that other machines cannot reach: what comes in there needs no pairing.
    """

    def __init__(self, app: ASGIApp, devices: Devices, open_at: Collection[str]) -> None:
        self.app = app
        self.devices = devices
        self.open_at = frozenset(open_at)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._let_in(scope):
            await self.app(scope, receive, send)
            return
        answer = _refused(Request(scope))
        await answer(scope, receive, send)

    def _let_in(self, scope: Scope) -> bool:
        server = scope.get("server")
        if server is not None and server[0] in self.open_at:
            return True
        path = scope["path"]
        if path in _ANYONE or (path.startswith(_ANYONE_BELOW) and scope["method"] in ("GET", "HEAD")):
            return True
        secret = Request(scope).cookies.get(COOKIE)
        return secret is not None and self.devices.known(secret) is not None


class Tries:
    """Wrong codes of the last minutes, by the address that they came from."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._wrong: list[tuple[datetime, str]] = []

    def too_many(self, address: str) -> bool:
        """Whether no more codes are taken from there for now."""
        since = self._clock() - WAIT
        # A new list each time: requests run in several threads.
        recent = self._wrong = [(at, each) for at, each in self._wrong if at > since]
        return len(recent) >= MOST_WRONG_ALL or sum(each == address for _, each in recent) >= MOST_WRONG

    def wrong(self, address: str) -> None:
        """A wrong code came."""
        self._wrong = [*self._wrong, (self._clock(), address)]


def pairing_address(state: State) -> str:
    """Where the next phone pairs, with a new code in it; empty where the home network is not served."""
    return f"{state.lan}/pair?code={state.person.devices.offer()}" if state.lan else ""


def devices_of(request: Request) -> Devices:
    """The paired devices of the home that is served, also while the browser looks at the example person."""
    devices: Devices = request.app.state.person.devices
    return devices


def qr_svg(address: str) -> str:
    """The address as a picture for a phone's camera: black on white in either theme, or it is not read.

    Examples
    --------
    >>> "style=" in qr_svg("http://192.168.1.7:8421/pair?code=x")
    False
    """
    import segno

    return str(segno.make(address, error="m", micro=False).svg_inline(omitsize=True, light="#fff", border=4))


def qr_text(address: str) -> str:
    """The address as a picture for a phone's camera, made of letters; a bright foreground on black is meant."""
    import segno

    picture = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(picture, border=2, compact=True)
    return picture.getvalue()


def kind_of(browser: str) -> str:
    """What to call a device, from what its browser says of itself.

    Examples
    --------
    >>> kind_of("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36")
    'Android phone'
    >>> kind_of("curl/8.5.0")
    ''
    """
    return next((name for sign, name in _KINDS.items() if re.search(rf"\b{sign}\b", browser)), "")


def shown(devices: Devices, request: Request) -> list[dict[str, Any]]:
    """The paired devices for a page; the one that asks is marked."""
    mine = devices.known(request.cookies.get(COOKIE, ""))
    zone = request.app.state.clock().tzinfo
    return [
        {
            "id": each.id,
            "name": each.name,
            "this": mine is not None and each.id == mine.id,
            "seen": _day(each.seen_at.astimezone(zone)),
            "until": _day(each.until.astimezone(zone)),
        }
        for each in devices.listed()
    ]


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _pair_page(request: Request, code: str, name: str, *, wrong: str = "", status: int = 200) -> Response:
    return page(request, "pair.html", status=status, p={"code": code, "name": name, "wrong": wrong, **_honest(request)})


def _refused(request: Request) -> Response:
    if errors.for_a_program(request):
        return errors.answer(request, UserError("not_paired", say("pair.refused"), say("pair.how")), 401, "")
    return _pair_page(request, "", "", wrong=say("pair.refused"), status=401)


def _honest(request: Request) -> dict[str, bool]:
    """Whether others in the network can read what is sent."""
    return {"readable": not request.app.state.lan.startswith("https:")}


@router.get("/pair")
def pair_page(request: Request, code: str = "") -> Response:
    """Ask before pairing: a camera that looks at an address ahead of the person must not use the code up."""
    return _pair_page(request, code, kind_of(request.headers.get("user-agent", "")))


@router.post("/pair")
def pair(request: Request, form: Sent) -> Response:
    """Trade the code for the cookie of a paired browser."""
    tries: Tries = request.app.state.tries
    address = request.client.host if request.client else ""
    code, name = word(form, "code"), word(form, "name")
    if tries.too_many(address):
        answer = _pair_page(request, "", name, wrong=say("pair.wait", minutes=WAIT.seconds // 60), status=429)
        answer.headers["Retry-After"] = str(WAIT.seconds)
        return answer
    try:
        secret = devices_of(request).pair(code, name)
    except UserError as error:
        if error.code != "pairing_code":
            raise
        tries.wrong(address)
        return _pair_page(request, "", name, wrong=say("pair.wrong"), status=403)
    answer = RedirectResponse("/", 303)
    secure, holds = request.url.scheme == "https", int(DEVICE_HOLDS.total_seconds())
    answer.set_cookie(COOKIE, secret, max_age=holds, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/settings/devices/new")
def new_device(request: Request) -> Response:
    """A code for one more phone, as a picture."""
    address = pairing_address(request.app.state)
    if not address:
        raise UserError("not_lan", say("pair.not_lan"), "unweary serve --lan")
    given = {"address": address, "picture": qr_svg(address), "minutes": CODE_HOLDS.seconds // 60, **_honest(request)}
    return page(request, "pair_new.html", p=given)


@router.post("/settings/devices/remove")
def remove_device(request: Request, form: Sent) -> Response:
    """Let a device in no longer."""
    devices_of(request).remove(word(form, "id"))
    return RedirectResponse("/settings?saved=devices#devices", 303)
