"""Imports through every door: the command line, the pages, the programs' door."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from unweary.interfaces.cli import run_line
from unweary.service import Unweary, open_home
from unweary.vocab.history import Recording

TABLE = b"date,restingHR,sleepSecs\n2026-11-18,48,27000\n2026-11-19,900,25200\n"
BEATS = b"812\n798\n805\n799\n"


def export() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hrv/2026-11-19 06-40-00.txt", BEATS)
        archive.writestr("wellness.csv", TABLE)
        archive.writestr("a.jpg", b"\xff\xd8")
        archive.writestr("../../etc/passwd", b"x")
    return out.getvalue()


@pytest.fixture
def unweary(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)

    def call(*args: object, code: int = 0) -> str:
        capsys.readouterr()
        assert run_line(["--home", str(tmp_path / "home"), *map(str, args)]) == code
        out, err = capsys.readouterr()
        return out + err

    return call


# ---- the command line


def test_a_mixed_folder_is_read_and_what_is_foreign_is_counted_by_kind(unweary, tmp_path):
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "export.zip").write_bytes(export())
    for name in ("a.pdf", "b.pdf", "c.mp4"):
        (folder / name).write_bytes(b"%PDF-1.4 nothing of ours")
    (folder / "elsewhere").symlink_to(tmp_path)
    said = " ".join(unweary("import", folder).split())
    assert "New entries: 4." in said
    assert "Left alone: 4 (not of a kind that we read, 2 pdf, 1 mp4, 1 jpg)." in said
    assert "leads out of the archive" in said
    assert "This is a link to another place." in said
    assert "900 cannot be" in said
    assert " ".join(unweary("import", folder).split()).count("Known from before: 4.") == 1


def test_what_was_imported_is_listed_undone_and_brought_back(unweary, tmp_path):
    (tmp_path / "export.zip").write_bytes(export())
    unweary("import", tmp_path / "export.zip")
    listed = unweary("imports")
    assert "export.zip/wellness.csv" in listed
    job = re.search(r"^\s*([0-9a-f]{12})\b.*export\.zip\b(?!/)", listed, re.MULTILINE)
    assert job is not None
    assert "what 2 files told" in unweary("undo-import", job[1])
    assert "Nothing is kept yet" in unweary("facts")
    assert "undone" in unweary("imports")
    assert "nothing left to take back" in unweary("undo-import", job[1])
    assert "It is back" in unweary("undo-import", job[1], "--back")
    document = json.loads(unweary("imports", "--json"))
    assert [each["state"] for each in document["imports"]] == ["done"]
    table = next(each for each in document["files"] if each["name"].endswith("wellness.csv"))
    assert json.loads(unweary("undo-import", table["sha256"], "--json")) == {"files": 1}
    assert "there is no import" in unweary("undo-import", "x", code=2).lower()


def test_ctrl_c_stops_an_import_and_what_was_read_stays(unweary, tmp_path, monkeypatch):
    import unweary.importers as importers

    real = importers.read

    def read(stream, name, **named):
        if "b.csv" in name:
            raise KeyboardInterrupt
        yield from real(stream, name, **named)

    (tmp_path / "a.csv").write_bytes(TABLE)
    (tmp_path / "b.csv").write_bytes(b"date,restingHR\n2026-10-18,48\n")
    with monkeypatch.context() as stopping:
        stopping.setattr(importers, "read", read)
        unweary("import", tmp_path / "a.csv", tmp_path / "b.csv", code=130)
    assert json.loads(unweary("imports", "--json"))["imports"][0]["state"] == "cancelled"
    assert len(json.loads(unweary("facts", "--json"))["facts"]) == 3
    unweary("import", tmp_path / "a.csv", tmp_path / "b.csv")
    assert len(json.loads(unweary("facts", "--json"))["facts"]) == 4


@pytest.mark.parametrize(("flags", "kept"), [((), False), (("--tracks",), True), (("--no-tracks",), False)])
def test_where_somebody_trained_is_kept_only_with_the_flag(unweary, tmp_path, monkeypatch, flags, kept):
    import unweary.importers as importers

    with open_home(tmp_path / "home") as person:
        now = person.now()
    columns = {"t_s": [0.0], "lat_deg": [59.9], "lon_deg": [10.7]}
    monkeypatch.setattr(importers, "read", lambda *_, **__: iter([Recording(now, "activity", columns, None, "W", "x")]))
    (tmp_path / "a.csv").write_bytes(TABLE)
    unweary("import", tmp_path / "a.csv", *flags)
    with open_home(tmp_path / "home") as person:
        (recording,) = person.history().recordings
    assert ("lat_deg" in recording.columns) is kept


def test_the_bar_is_drawn_only_for_people(unweary, tmp_path):
    (tmp_path / "a.csv").write_bytes(TABLE)
    assert "\x1b[" not in unweary("import", tmp_path / "a.csv")
    assert not sys.stderr.isatty()


# ---- the pages


def send(web, *files):
    answer = web.post("/files", files=[("files", (name, data, "application/octet-stream")) for name, data in files])
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_several_files_and_an_archive_come_in_at_once_and_stand_on_the_page(web, person: Unweary):
    page = web.get(send(web, ("export.zip", export()), ("beats 2026-11-17 06-00-00.txt", b"901\n899\n900\n"))).text
    assert "5 new entries" in page
    assert "1 file was left alone" in page
    assert "etc/passwd" in page
    assert [file.name for file in person.imports() if "/" not in file.name] == ["beats 2026-11-17 06-00-00.txt"]
    assert list((person.home / "inbox").iterdir()) == []


def test_an_import_is_undone_and_brought_back_on_the_page(web, person: Unweary):
    job_id = send(web, ("wellness.csv", TABLE)).partition("job=")[2]
    assert "Undo" in web.get("/files").text
    undone = web.post("/files/undo", data={"of": job_id, "shown": job_id})
    assert person.facts() == ()
    page = web.get(undone.headers["location"]).text
    assert "Taken back: wellness.csv." in page
    assert "Bring it back" in page
    redone = web.post("/files/redo", data={"of": job_id, "shown": job_id})
    assert "It is back: wellness.csv." in web.get(redone.headers["location"]).text
    assert len(person.facts()) == 3


def test_keeping_tracks_is_off_until_it_is_switched_on(web, person: Unweary):
    assert "We leave out where you trained." in web.get("/files").text
    web.post("/files/tracks", data={"keep": "yes"})
    assert person.importing.keeps_tracks
    assert "We keep where you trained" in web.get("/files").text
    web.post("/files/tracks", data={"keep": "no"})
    assert not person.importing.keeps_tracks


def test_an_import_that_is_not_there_is_said(web):
    for path in ("/files/x/stop", "/files/x/go-on"):
        assert web.post(path).status_code == 422
    assert web.post("/files/undo", data={"of": "x", "shown": "x"}).status_code == 422
    assert web.get("/files?job=nothing&undone=nothing").status_code == 200


# ---- programs


def test_a_program_sends_a_file_watches_it_undoes_it_and_brings_it_back(web, person: Unweary):
    begun = web.post("/api/imports?name=export.zip", content=export())
    assert begun.status_code == 202
    job = begun.json()["import"]
    assert job["title"] == "export.zip"
    assert person.importing.wait(job["id"], 20)
    done = web.get(f"/api/imports/{job['id']}").json()["import"]
    assert (done["state"], done["report"]["added"], done["undoable"]) == ("done", 4, 2)
    assert web.post(f"/api/imports/{job['id']}/undo").json() == {"files": 2}
    assert person.facts() == ()
    assert web.post(f"/api/imports/{job['id']}/redo").json() == {"files": 2}
    assert len(person.facts()) == 3
    assert web.post(f"/api/imports/{job['id']}/cancel").json()["import"]["state"] == "done"
    assert web.post(f"/api/imports/{job['id']}/resume").status_code == 200
    assert person.importing.wait(job["id"], 20)
    listed = web.get("/api/imports").json()
    assert [each["id"] for each in listed["imports"]] == [job["id"]]
    assert {each["state"] for each in listed["files"]} == {"imported"}


@pytest.mark.parametrize("verb", ["", "/cancel", "/resume", "/undo", "/redo"])
def test_an_unknown_import_is_refused_with_the_shape_of_every_error(web, verb):
    answer = web.request("POST" if verb else "GET", f"/api/imports/nothing{verb}")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "unknown_import"


def test_an_upload_that_breaks_off_leaves_nothing(web, person: Unweary):
    def pieces():
        yield b"date,restingHR\n"
        raise RuntimeError("the phone went away")

    with pytest.raises(RuntimeError):
        web.post("/api/imports?name=a.csv", content=pieces())
    assert person.importing.look() == ()
    assert not list((person.home / "inbox").glob("*"))
