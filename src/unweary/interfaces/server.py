"""The server on this machine: one application that carries the pages and the programs' door (REST).

It listens on the loopback address only. Nothing here is reached from another machine, and no page asks another one
for anything.
"""

from __future__ import annotations

import contextlib
import ipaddress
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from unweary.interfaces import errors, rest
from unweary.interfaces.guard import Guard
from unweary.interfaces.web import breathe, interview, labs, learn, pages, selftests, settings
from unweary.service import Unweary, data_folder, open_home
from unweary.service.clock import local_now
from unweary.vocab.errors import UserError

PORT = 8421
_STATIC = Path(__file__).parent / "web" / "static"


def create_app(
    person: Unweary,
    *,
    hosts: Sequence[str] = ("127.0.0.1", "localhost"),
    demo: bool = False,
    example: Callable[[], Unweary] | None = None,
    clock: Callable[[], datetime] = local_now,
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
    app.add_middleware(Guard, hosts=hosts)
    errors.install(app)
    app.include_router(rest.router)
    app.include_router(pages.router)
    app.include_router(interview.router)
    app.include_router(selftests.router)
    app.include_router(breathe.router)
    app.include_router(labs.router)
    app.include_router(learn.router)
    app.include_router(settings.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


def serve(
    home: Path | None = None,
    host: str = "127.0.0.1",
    port: int = PORT,
    open_browser: bool = False,
    *,
    demo: bool = False,
    on_ready: Callable[[str], None] = print,
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

    Raises
    ------
    UserError
        ``host`` is not on this machine, or the port is taken.
    """
    with contextlib.closing(_listen(host, port)) as listening, _opened(home, demo=demo) as person:
        taken = listening.getsockname()[1]
        names = [f"{name}:{taken}" for name in ("127.0.0.1", "localhost", "[::1]")]
        address = f"http://{'localhost' if host == '::1' else host}:{taken}/"

        def ready() -> None:
            on_ready(address)
            if open_browser:
                webbrowser.open(address)

        with contextlib.closing(Example(home)) as example:
            app = create_app(person, hosts=names, demo=demo, example=None if demo else example)
            Server(app, ready).run(sockets=[listening])


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


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket on the loopback interface."""
    name = "127.0.0.1" if host == "localhost" else host
    try:
        local = ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    if not local:
        raise UserError("host", f"'{host}' is not on this machine", "127.0.0.1, ::1 or localhost")
    listening = socket.socket(socket.AF_INET6 if ":" in name else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((name, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise UserError("port", f"port {port} cannot be used: {error}", "a free port from 1024 to 65535") from error
    return listening


class Server(uvicorn.Server):
    """Uvicorn that says when it is ready and that ends quietly, so that the home is closed after it."""

    def __init__(self, app: FastAPI, on_ready: Callable[[], None] = lambda: None) -> None:
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
