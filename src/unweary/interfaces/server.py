"""The server on this machine: one application that carries the pages and the programs' door (REST).

It listens on the loopback address, and on a private address of the home network only where that was asked for; there
nobody passes unpaired (:mod:`unweary.interfaces.pairing`). No page asks another machine for anything.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from unweary.interfaces import errors, pairing, rest, rest_imports
from unweary.interfaces.guard import Guard
from unweary.interfaces.kept_pages import KeptPages
from unweary.interfaces.network import home_place, listen, this_machine
from unweary.interfaces.web import (
    assets,
    breathe,
    check_in_routes,
    columns,
    files,
    front,
    interview,
    labs,
    labs_paste,
    learn,
    models,
    pages,
    plan,
    selftests,
    settings,
    timeline,
)
from unweary.interfaces.web.rendering import EXAMPLE
from unweary.interfaces.web.view import Speaking
from unweary.service import Unweary, data_folder, open_home
from unweary.service.clock import local_now

PORT = 8421
_STATIC = Path(__file__).parent / "web" / "static"


def _every_route() -> APIRouter:
    """All addresses. FastAPI works out each at its first call: once a process this way, not once an application."""
    every = APIRouter()
    for part in (
        rest.router,
        rest_imports.router,
        pages.router,
        check_in_routes.router,
        plan.router,
        front.router,
        assets.router,
        interview.router,
        selftests.router,
        breathe.router,
        labs_paste.router,
        labs.router,
        columns.router,
        timeline.router,
        files.router,
        models.router,
        learn.router,
        settings.router,
        pairing.router,
    ):
        every.include_router(part)
    return every


_ROUTES = _every_route()


def create_app(
    person: Unweary,
    *,
    hosts: Sequence[str] = ("127.0.0.1", "localhost"),
    demo: bool = False,
    example: Callable[[], Unweary] | None = None,
    clock: Callable[[], datetime] = local_now,
    lan: str = "",
    open_at: Sequence[str] = (),
) -> FastAPI:
    """The whole application for one opened home.

    Parameters
    ----------
    person : Unweary
        The opened home; whoever opened it closes it.
    hosts : sequence of str
        Values of the ``Host`` header that are answered, with the port.
    demo : bool
        Whether every page says that this is the example person.
    example : callable, optional
        Opens the example person for a look from the pages; programs (REST) never get them.
    clock : callable
        The moment now, with its offset; the clock that ``person`` was opened with.
    lan : str
        Where phones of the home network find the server, such as ``http://192.168.1.7:8421``; then only paired ones
        get anything. Empty where the server listens on this machine alone.
    open_at : sequence of str
        With ``lan``: the addresses of this machine at which nothing has to be paired.
    """
    app = FastAPI(
        title="Unweary",
        summary="The programs' door of Unweary on this machine.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # What people say here must not leave this machine, whatever the environment sets.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.person = person
    app.state.demo = demo
    app.state.example = example
    app.state.clock = clock
    app.state.lan = lan
    app.state.tries = pairing.Tries(clock)
    # The last one added stands outermost: name and origin are looked at first, then who asks, then what was drawn.
    app.add_middleware(KeptPages, person=person, clock=clock, other=EXAMPLE)
    if lan:
        app.add_middleware(pairing.Door, devices=person.devices, open_at=open_at)
    app.add_middleware(Speaking)
    app.add_middleware(Guard, hosts=hosts)
    errors.install(app)
    app.router.routes.extend(_ROUTES.routes)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    person.importing.resume()
    return app


@dataclass(frozen=True, slots=True)
class HomeNetwork:
    """That phones may reach the server, and how.

    Parameters
    ----------
    on_ready : callable
        Called once with the address at which the first phone pairs.
    address : str, optional
        As for :func:`unweary.interfaces.network.home_place`.
    certfile, keyfile : Path, optional
        A certificate for that address and its key. Without them everyone in the network can read what is sent.
    """

    on_ready: Callable[[str], None]
    address: str | None = None
    certfile: Path | None = None
    keyfile: Path | None = None


def serve(
    home: Path | None = None,
    host: str = "127.0.0.1",
    port: int = PORT,
    open_browser: bool = False,
    *,
    demo: bool = False,
    on_ready: Callable[[str], None] = print,
    lan: HomeNetwork | None = None,
) -> None:
    """Serve until Ctrl+C or a request to stop (SIGINT, SIGTERM), then close the home.

    Parameters
    ----------
    home : Path, optional
        As for :func:`unweary.service.open_home`.
    host : str
        A loopback address or ``localhost``; anything else is refused.
    port : int
        0 takes a free one.
    on_ready : callable
        Called once with the address, when pages are answered.
    lan : HomeNetwork, optional
        Listen in the home network too.

    Raises
    ------
    UserError
        ``host`` is not on this machine, the port is taken, or there is no home network to listen in.
    """
    near = this_machine(host)
    far = None if lan is None else home_place(lan.address)
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(contextlib.closing(listen(near.address, port)))]
        taken = sockets[0].getsockname()[1]
        if far is not None:
            sockets.append(stack.enter_context(contextlib.closing(listen(far.address, taken))))
        scheme = "https" if lan and lan.certfile else "http"
        places = ["127.0.0.1", "localhost", "[::1]", *([far.in_url] if far else [])]
        hosts = [f"{place}:{taken}" for place in places]
        if taken == (443 if scheme == "https" else 80):
            hosts += places  # browsers leave the usual port out
        address = f"{scheme}://{'localhost' if host == '::1' else host}:{taken}/"
        person = stack.enter_context(_opened(home, demo=demo))
        example = stack.enter_context(contextlib.closing(Example(home)))
        app = create_app(
            person,
            hosts=hosts,
            demo=demo,
            example=None if demo else example,
            lan=f"{scheme}://{far.in_url}:{taken}" if far else "",
            open_at=[near.address],
        )

        def ready() -> None:
            on_ready(address)
            if lan is not None:
                lan.on_ready(pairing.pairing_address(app.state))
            if open_browser:
                webbrowser.open(address)

        Server(app, ready, lan).run(sockets=sockets)


def _opened(home: Path | None, *, demo: bool) -> Unweary:
    """The home; the example person is made anew where they have no entry of today."""
    person = open_home(home, demo=demo)
    if not demo or any(day.day == local_now().date() for day in person.history().days):
        return person
    person.close()
    from unweary.service.demo import build_demo

    build_demo(data_folder(home), local_now())
    return open_home(home, demo=True)


class Example:
    """The example person, opened when somebody first looks at them and kept open until the server ends."""

    def __init__(self, home: Path | None) -> None:
        self.home = home
        self._person: Unweary | None = None
        self._opening = threading.Lock()

    def __call__(self) -> Unweary:
        """The opened example person."""
        with self._opening:
            if self._person is None:
                self._person = _opened(self.home, demo=True)
            return self._person

    def close(self) -> None:
        """Close them, where they were opened."""
        if self._person is not None:
            self._person.close()


class Server(uvicorn.Server):
    """Uvicorn that says when it is ready and that ends quietly, so that the home is closed after it."""

    def __init__(
        self, app: FastAPI, on_ready: Callable[[], None] = lambda: None, lan: HomeNetwork | None = None
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=3,
                ssl_certfile=lan.certfile if lan else None,
                ssl_keyfile=lan.keyfile if lan else None,
            )
        )
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM, without raising them again once the server has stopped."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)
