"""A home of its own, always the same morning, and a client that asks the application directly, without a network."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from unweary.interfaces.cli import run_line
from unweary.interfaces.server import create_app
from unweary.service import Unweary, open_home

ADDRESS = "127.0.0.1:8421"


class Client:
    """Asks one application, each time in a loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(self, path: str, **more: object) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: object) -> httpx.Response:
        return self.request("POST", path, **more)

    def request(self, method: str, path: str, **more: object) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{ADDRESS}") as client:
                return await client.request(method, path, **more)  # type: ignore[arg-type]

        return asyncio.run(ask())


@pytest.fixture
def morning() -> datetime:
    return datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def clock(morning: datetime) -> Callable[[], datetime]:
    """From that morning on, a millisecond later each time it is looked at."""
    looks = itertools.count()
    return lambda: morning + timedelta(milliseconds=next(looks))


@pytest.fixture
def person(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Unweary]:
    """An empty home, opened on that morning."""
    with open_home(tmp_path / "home", clock=clock) as opened:
        yield opened


@pytest.fixture
def serve_person(clock: Callable[[], datetime]) -> Callable[..., Client]:
    def made(person: Unweary, *, demo: bool = False) -> Client:
        return Client(create_app(person, hosts=[ADDRESS], demo=demo, clock=clock))

    return made


@pytest.fixture
def web(person: Unweary, serve_person: Callable[..., Client]) -> Client:
    return serve_person(person)


@pytest.fixture
def unweary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs one command line in this process: exit code, output, errors."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)

    def call(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run_line(["--home", str(tmp_path / "cli"), *args])
        return code, *capsys.readouterr()

    return call
