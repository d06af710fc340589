"""The page Files in a real browser: sent from a phone, watched, stopped, undone; with and without a script."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import unweary.importers
from unweary.service import Source, Unweary, open_home
from unweary.service import jobs as jobs_module

from .test_every_page import OPEN_ALL
from .test_every_page import faults as faults_of_access

pytestmark = pytest.mark.browser

TABLE = b"date,restingHR,sleepSecs\n2026-11-18,48,27000\n2026-11-19,900,25200\n"


def faults(page):
    page.evaluate(OPEN_ALL)
    return faults_of_access(page)


def leave(page) -> None:
    """Off a page that looks again by itself: when an import ends it goes on to the result, and any other way there is
    given up."""
    page.goto("about:blank")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("out/2026-11-19 06-40-00.txt", b"812\n798\n805\n799\n")
        made.writestr("out/wellness.csv", TABLE)
        made.writestr("photo.jpg", b"\xff\xd8")
    return out.getvalue()


def upload(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Files called 'slow' are read to the middle and then wait for the test."""
    monkeypatch.setattr(jobs_module, "_OFTEN_S", 0.0)
    go, real = threading.Event(), unweary.importers.read

    def read(stream, name, **named):
        if "slow" in name:
            for step in range(8):
                stream.read(1 << 20)
                if step > 4:
                    go.wait(30)
        yield from (
            real(io.BytesIO(b"812\n798\n805\n"), name, **named) if "slow" in name else real(stream, name, **named)
        )

    monkeypatch.setattr(unweary.importers, "read", read)
    yield go
    go.set()


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    path = tmp_path / "slow 2026-11-01.txt"
    path.write_bytes(b"812\n" * (2 << 20))
    return path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_every_state_of_the_page_is_free_of_faults(page, empty, person: Unweary, held, slow, wide, dark):
    screen = page(wide=wide, dark=dark)
    screen.goto(f"{empty}/files")
    screen.set_input_files("input[name=files]:not([webkitdirectory])", [upload("export.zip", archive())])
    screen.get_by_role("button", name="Bring them in").click()
    screen.get_by_role("heading", name="4 new entries").wait_for()
    assert faults(screen) == []
    running = person.importing.start([Source(slow)])
    person.importing.start([Source(slow)])
    screen.goto(f"{empty}/files")
    screen.get_by_text(re.compile("MB of 8.4 MB")).wait_for()
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(screen) == []
    leave(screen)
    for job in person.importing.look():
        person.importing.cancel(job.id)
    held.set()
    person.importing.settled(running, 30)
    screen.goto(f"{empty}/files?job={running}")
    screen.get_by_role("heading", name="Stopped").wait_for()
    assert faults(screen) == []
    assert screen.complaints == []


def test_a_running_import_moves_on_the_page_and_its_end_shows_the_result(page, empty, person, held, slow):
    screen = page()
    person.importing.start([Source(slow)])
    screen.goto(f"{empty}/files")
    bar = screen.get_by_role("progressbar", name=slow.name)
    bar.wait_for()
    first = screen.inner_text("#now")
    while screen.inner_text("#now") == first and "MB of" not in first:
        screen.wait_for_timeout(50)
    screen.get_by_role("button", name="Stop").focus()
    screen.wait_for_timeout(1_600)
    assert screen.evaluate("document.activeElement.id").startswith("stop-"), (
        "looking again does not take the focus away"
    )
    held.set()
    bar.wait_for(state="detached")
    screen.get_by_text("slow 2026-11-01.txt").first.wait_for()
    assert screen.complaints == []


def test_stopping_on_the_page_and_going_on(page, empty, person, held, slow):
    screen = page()
    person.importing.start([Source(slow)])
    screen.goto(f"{empty}/files")
    screen.get_by_role("button", name="Stop").click()
    held.set()
    # Where it had not stopped yet when the page was drawn, the page moves on by itself.
    screen.get_by_role("heading", name="Stopped").wait_for()
    assert person.facts() == ()
    screen.get_by_role("button", name="Go on").click()
    screen.get_by_role("heading", name="1 new entry").wait_for()


def test_two_uploads_at_once_from_two_phones_are_both_there(page, empty, person):
    first, second = page(), page()
    sent = [
        ("beats 2026-11-17 06-00-00.txt", b"901\n899\n902\n"),
        ("beats 2026-11-18 06-00-00.txt", b"911\n909\n912\n"),
    ]
    for screen, (name, data) in zip((first, second), sent, strict=True):
        screen.goto(f"{empty}/files")
        screen.set_input_files("input[name=files]:not([webkitdirectory])", [upload(name, data)])
    for screen in (first, second):
        screen.get_by_role("button", name="Bring them in").click(no_wait_after=True)
    for screen in (first, second):
        screen.get_by_role("heading", name="1 new entry").wait_for()
    assert {file.name for file in person.imports()} == {name for name, _ in sent}


def test_a_whole_folder_is_sent_and_what_is_foreign_is_left_alone(page, empty, person, tmp_path):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "wellness.csv").write_bytes(TABLE)
    (tmp_path / "watch" / "photo.jpg").write_bytes(b"\xff\xd8")
    screen = page()
    screen.goto(f"{empty}/files")
    screen.get_by_text("Or a whole folder").click()
    screen.set_input_files("input[webkitdirectory]", tmp_path / "watch")
    screen.get_by_role("button", name="Bring them in").click()
    screen.get_by_role("heading", name="3 new entries").wait_for()
    assert screen.get_by_text("1 file was left alone").is_visible()
    assert [file.name for file in person.imports()] == ["watch/wellness.csv"]


def test_without_a_script_files_come_in_move_on_by_reload_and_are_undone(page, empty, person, held, slow):
    screen = page(script=False)
    screen.goto(f"{empty}/files")
    screen.set_input_files("input[name=files]:not([webkitdirectory])", [upload("wellness.csv", TABLE)])
    screen.get_by_role("button", name="Bring them in").click()
    screen.get_by_role("heading", name="3 new entries").wait_for()
    screen.get_by_role("button", name="Undo").click()
    screen.get_by_text("Taken back: wellness.csv.").wait_for()
    assert person.facts() == ()
    screen.get_by_role("button", name="Bring it back").click()
    screen.get_by_role("button", name="Undo").wait_for()
    assert len(person.facts()) == 3
    person.importing.start([Source(slow)])
    screen.goto(f"{empty}/files")
    assert screen.get_by_role("progressbar").is_visible()
    held.set()
    # The page asks again by itself.
    screen.get_by_role("progressbar").wait_for(state="detached")


def test_after_a_restart_the_page_shows_the_import_going_on(page, served, tmp_path, held, slow, monkeypatch):
    monkeypatch.setattr(jobs_module, "QUICK_BYTES", 1 << 20)
    with open_home(tmp_path / "again") as before:
        before.importing.start([Source(slow)])
        until = threading.Event()
        while not before.importing.look()[0].progress:
            until.wait(0.02)
        before.importing._stop.set()
        held.set()
    held.clear()
    with open_home(tmp_path / "again") as after, served(after) as address:
        screen = page()
        screen.goto(f"{address}/files")
        screen.get_by_role("progressbar", name=slow.name).wait_for()
        held.set()
        screen.get_by_role("progressbar").wait_for(state="detached")
        assert [file.state for file in after.imports()] == ["imported"]
