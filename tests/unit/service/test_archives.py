"""Archives: every member is a file of its own, and what may do harm is refused in words."""

from __future__ import annotations

import gzip
import io
import random
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from unweary.service import ImportReport, Unweary
from unweary.service import archives as archives_module
from unweary.service.archives import Archive, Member, kind_of
from unweary.vocab.errors import Problem, UserError

BEATS = b"812\n798\n805\n799\n"
NAME = "2026-11-19 06-40-00.txt"


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def tgz(*members: tuple[str, bytes]) -> bytes:
    return tarred(*members, mode="w:gz")


@pytest.fixture
def walk(tmp_path: Path) -> Callable[[bytes], tuple[dict[str, bytes], list[tuple[str, str]]]]:
    """What comes out of an archive, and where and why something was refused."""

    def walking(data: bytes) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
        kind = kind_of(data[:1024])
        assert kind is not None
        found: dict[str, bytes] = {}
        refused = []
        try:
            for member in Archive("a", len(data), tmp_path, 1024).members(io.BytesIO(data), kind):
                if isinstance(member, Problem):
                    refused.append((member.where, member.code))
                else:
                    found[member.name] = member.stream.read()
                    assert found[member.name].startswith(member.head)
                    assert 0 <= member.done <= 1
        except UserError as error:
            refused.append(("a", error.code))
        return found, refused

    return walking


@pytest.mark.parametrize("pack", [zipped, tarred, tgz])
def test_every_member_comes_with_its_path(walk, pack):
    assert walk(pack(("x/b.txt", b"two"), ("a.txt", b"one" * 999))) == (
        {"a/x/b.txt": b"two", "a/a.txt": b"one" * 999},
        [],
    )


@pytest.mark.parametrize("pack", [zipped, tarred, tgz])
@pytest.mark.parametrize("inner", [zipped, tarred, tgz])
def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_refused(walk, pack, inner):
    found, refused = walk(
        pack(("in.bin", inner(("deep.txt", b"x"), ("deeper.zip", zipped(("y", b"y"))))), ("z.txt", b"z"))
    )
    assert found == {"a/in.bin/deep.txt": b"x", "a/z.txt": b"z"}
    assert refused == [("a/in.bin/deeper.zip", "nested_too_deep")]


def test_a_packed_file_is_no_archive_and_a_packed_tar_is_one():
    assert kind_of(gzip.compress(b"hello" * 500)) is None
    assert kind_of(tgz(("a", b"b"))) == "tar.gz"
    assert kind_of(b"\x1f\x8bbroken") is None
    assert kind_of(zipped()) == "zip"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\..\\b", "C:\\Windows\\b"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_path_that_leads_out_is_refused_and_the_rest_is_read(walk, pack, name):
    found, refused = walk(pack((name, b"bad"), ("ok.txt", b"good")))
    assert found == {"a/ok.txt": b"good"}
    assert [code for _, code in refused] == ["unsafe_path"]


def test_links_are_refused_and_counted(walk):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("one", "two"):
            link = zipfile.ZipInfo(name)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        archive.writestr("ok.txt", b"good")
    assert walk(out.getvalue()) == ({"a/ok.txt": b"good"}, [("a/one", "link")])
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"entry{kind!r}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
    found, refused = walk(out.getvalue())
    assert found == {}
    assert [code for _, code in refused] == ["link"]


def test_a_locked_member_is_refused_and_the_rest_is_read(walk):
    data = bytearray(zipped(("secret.txt", b"x"), ("ok.txt", b"good")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert walk(bytes(data)) == ({"a/ok.txt": b"good"}, [("a/secret.txt", "encrypted")])


def test_what_the_system_hides_in_archives_is_left_out(walk):
    assert walk(zipped(("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("d/", b""), ("a.txt", b"a"))) == (
        {"a/a.txt": b"a"},
        [],
    )


@pytest.mark.parametrize("pack", [zipped, tgz])
def test_a_bomb_is_stopped_on_the_way(walk, pack, monkeypatch):
    monkeypatch.setattr(archives_module, "_ALWAYS_BYTES", 1 << 20)
    data = pack(("ok.txt", b"good"), ("zeros.txt", bytes(40 << 20)))
    found, refused = walk(data)
    assert refused == [("a", "bomb")]
    assert found == {"a/ok.txt": b"good"}


def test_a_bomb_in_an_archive_in_an_archive_is_stopped(walk, monkeypatch):
    monkeypatch.setattr(archives_module, "_ALWAYS_BYTES", 1 << 20)
    assert walk(zipped(("in.zip", zipped(("zeros.txt", bytes(40 << 20))))))[1] == [("a", "bomb")]


def test_too_many_members_are_refused(walk, monkeypatch):
    monkeypatch.setattr(archives_module, "_MOST_MEMBERS", 20)
    found, refused = walk(zipped(*((f"{n}.txt", b"x") for n in range(30))))
    assert len(found) == 20
    assert refused == [("a", "bomb")]


def test_a_damaged_member_ends_the_archive_with_a_word_and_what_came_before_is_kept(walk):
    body = bytes(range(256)) * 40
    data = bytearray(zipped(("ok.txt", b"good"), ("hurt.bin", body), how=zipfile.ZIP_STORED))
    data[data.index(body) + 700] ^= 0xFF
    found, refused = walk(bytes(data))
    assert found == {"a/ok.txt": b"good"}
    assert refused == [("a", "archive_broken")]


@pytest.mark.parametrize("pack", [zipped, tarred, tgz])
def test_changed_bytes_never_raise_anything_else(walk, pack):
    sound = pack(*((f"{n}/beats.txt", BEATS * (20 + n)) for n in range(6)), ("in.zip", zipped(("x.txt", BEATS))))
    rng = random.Random(20261121)
    outcomes = set()
    for _ in range(150):
        data = bytearray(sound[: rng.choice((len(sound), rng.randrange(20, len(sound))))])
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if kind_of(bytes(data[:1024])) is not None:
            outcomes |= {code for _, code in walk(bytes(data))[1]} or {"read"}
    assert "archive_broken" in outcomes


# ---- through the whole import


def codes(report: ImportReport) -> list[str]:
    return [problem.code for problem in report.problems]


@pytest.mark.parametrize("pack", [zipped, tarred, tgz])
def test_an_archive_brings_what_its_files_bring_and_each_is_kept_once(person: Unweary, tmp_path: Path, pack) -> None:
    (tmp_path / "export").write_bytes(
        pack((f"hrv/{NAME}", BEATS), ("photo.jpg", b"\xff\xd8"), (f"again/{NAME}", BEATS))
    )
    report = person.import_paths([tmp_path / "export"])
    assert (report.added, codes(report)) == (1, [])
    assert {file.name: file.state for file in report.files} == {
        f"export/hrv/{NAME}": "imported",
        "export/photo.jpg": "skipped",
        f"export/again/{NAME}": "known",
    }
    assert [path.read_bytes() for path in person._store.raw.all()] == [BEATS]
    (tmp_path / NAME).write_bytes(BEATS)
    assert person.import_paths([tmp_path / NAME]).known == 1
    assert list((person.home / "tmp").iterdir()) == []


def test_an_archive_of_foreign_things_counts_as_one_file(person: Unweary, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "letter.docx").write_bytes(zipped(*((f"word/{n}.xml", b"<w/>") for n in range(40))))
    assert [(file.name, file.state) for file in person.import_paths([folder]).files] == [("letter.docx", "skipped")]
    assert codes(person.import_paths([folder / "letter.docx"])) == ["not_recognised"]


def test_a_broken_archive_in_a_folder_stops_no_other_file(person: Unweary, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped((NAME, BEATS))[:-30])
    (folder / NAME).write_bytes(BEATS + b"801\n")
    report = person.import_paths([folder])
    assert (report.added, codes(report)) == (1, ["archive_broken"])
    assert report.problems[0].where == "a.zip"


def test_crc_of_a_member_is_looked_at(person: Unweary, tmp_path: Path) -> None:
    data = bytearray(zipped((NAME, BEATS), how=zipfile.ZIP_STORED))
    data[data.index(BEATS)] = ord("9")
    assert zlib.crc32(BEATS) != zlib.crc32(bytes(data[data.index(b"912") :][: len(BEATS)]))
    (tmp_path / "a.zip").write_bytes(data)
    assert codes(person.import_paths([tmp_path / "a.zip"])) == ["archive_broken"]
    assert list((person.home / "tmp").iterdir()) == []


def test_a_member_is_asked_for_only_when_it_is_its_turn() -> None:
    members = Archive("a", 100, Path(), 64).members(io.BytesIO(zipped(("a", b"1"), ("b", b"2"))), "zip")
    first = next(members)
    assert isinstance(first, Member)
    assert (first.name, first.stream.read()) == ("a/a", b"1")
