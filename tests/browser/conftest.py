"""A real Chromium and a real server on this machine. Both stop by themselves.

Without Chromium these tests are skipped with the reason; with ``UNWEARY_REQUIRE_BROWSER=1`` its absence fails. The
headless shell is taken before the whole browser: the same pages for half the work.
"""

from __future__ import annotations

import itertools
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.interfaces.network import listen
from unweary.interfaces.server import Server, create_app
from unweary.service import Unweary, open_home

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HERE = Path(__file__).parent
#: How long a browser may take: only what fails waits so long, and a machine with other work is slow.
PATIENCE_MS = 30_000
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser under load may miss a moment: each of its tests has a second try, and the run says how many took it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


_LOOKS = itertools.count()


def clock() -> datetime:
    """From that morning on, a millisecond later each time it is looked at."""
    return MORNING + timedelta(milliseconds=next(_LOOKS))


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A browser for one file of tests: its event loop must not outlive them."""
    named = os.environ.get("UNWEARY_CHROMIUM")
    tried = (named,) if named else BROWSERS
    path = next(filter(os.path.exists, tried), None)
    if path is None:
        reason = f"there is no Chromium at {' or '.join(tried)} (UNWEARY_CHROMIUM names another place)"
        if os.environ.get("UNWEARY_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def answering(person: Unweary, *, demo: bool = False, clock: Callable[[], datetime] = clock) -> Iterator[str]:
    """The address of a server that runs beside the test and stops after it."""
    listening = listen("127.0.0.1", 0)
    address = f"127.0.0.1:{listening.getsockname()[1]}"
    server = Server(create_app(person, hosts=[address], demo=demo, clock=clock))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert running.is_alive(), "the server did not start"
            assert time.monotonic() < until
            time.sleep(0.02)
        yield f"http://{address}"
    finally:
        server.should_exit = True
        running.join(timeout=20)
        listening.close()


@pytest.fixture
def served() -> Callable[..., AbstractContextManager[str]]:
    return answering


@pytest.fixture
def morning() -> datetime:
    return MORNING


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=clock) as opened:
        yield opened


@pytest.fixture
def empty(person: Unweary) -> Iterator[str]:
    """The address of a person who has said nothing yet."""
    with answering(person) as address:
        yield address


@pytest.fixture(scope="module")
def example(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example person."""
    home = tmp_path_factory.mktemp("example") / "home"
    shutil.copytree(example_home, home)
    with open_home(home, demo=True, clock=clock) as opened, answering(opened, demo=True) as address:
        yield address


@pytest.fixture
def page(chromium: object) -> Iterator[Callable[..., object]]:
    """Open pages like a phone or a desk would; everything asked for and every complaint is written down."""
    contexts = []

    def opened(*, wide: bool = False, dark: bool = False, script: bool = True) -> object:
        context = chromium.new_context(  # type: ignore[attr-defined]
            viewport={"width": 1280, "height": 900} if wide else {"width": 390, "height": 844},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            has_touch=not wide,
        )
        contexts.append(context)
        made = context.new_page()
        made.asked, made.complaints = [], []
        context.on("request", lambda request: made.asked.append(request.url))
        made.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
        made.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.set_default_timeout(PATIENCE_MS)
        return made

    yield opened
    for context in contexts:
        context.close()
