"""Everything goes out into open files and comes back: the same entries, files, samples, and the same answer today."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from unweary.reports.document import as_document
from unweary.service import CheckIn, Unweary, open_home
from unweary.service.demo_files import write_demo_files
from unweary.service.export import FILES, MANIFEST, RECORDINGS
from unweary.store.rows import FactRow
from unweary.vocab.errors import UserError
from unweary.vocab.history import (
    Answer,
    Day,
    Lab,
    Look,
    Observation,
    Profile,
    Recording,
    Session,
    SiteRating,
    Sleep,
    Tick,
)

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
LOOK = Look("dark_urine", NOW.date(), NOW)


def home(folder: Path, at: datetime = NOW, url: str | None = None) -> Unweary:
    return open_home(folder, clock=lambda: at, database_url=url)


def rows(person: Unweary) -> dict[str, list[str]]:
    """Every row of every table, as it stands in the database; the import that took the export in is left out."""
    with person._store.snapshot() as stood:
        return {
            "facts": [json.dumps(row) for kind in ("answer", "day", "site", "lab", "observation", "session", "sleep",
                                                   "tick", "look", "profile") for row in stood.facts(kind)],
            "files": [json.dumps(row) for row in stood.files()],
            "jobs": [json.dumps(row) for row in stood.jobs()],
            "again": [json.dumps(row) for row in stood.told_again()],
            "recordings": [json.dumps(row) for row in stood.recordings()],
            "samples": [str((row, blob)) for kind in ("activity", "rr", "other") for year in (2025, 2026)
                        for row, blob in stood.samples(kind, year)],
            "tracks": [str(stood.keeps_tracks)],
        }  # fmt: skip


def raw(person: Unweary) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (person.home / "raw").glob("*/*")}


def today(person: Unweary) -> bytes:
    return json.dumps(as_document(person.assess_today(), person.knowledge), sort_keys=False).encode()


def parts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lived(person: Unweary, folder: Path) -> None:
    """A bit of everything: entries put right twice, taken back, files known twice, undone, damaged, of two devices."""
    person.importing.keep_tracks(True)
    person.save_profile(Profile(birth_year=1989, sex="F", country="NO", medicines=("atorvastatin",)), {})
    person.check_in(CheckIn(Day(NOW.date(), fatigue_0_10=6, sleep_h=6.5), (SiteRating("quads", "left", 6, NOW),)))
    fever = person.add((Answer("fever", "present", NOW), Answer("dark_urine", "absent", NOW, sure=False)))[0]
    again = person.correct(fever.id, Answer("fever", "absent", NOW))
    person.correct(again.id, None)
    lab = person.add((Lab("ferritin", 12, "ug/L", NOW, "<"), Tick("nap", NOW.date(), True), LOOK))[0]
    person.correct(lab.id, Lab("ferritin", 13, "ug/L", NOW))
    person.import_paths(list(write_demo_files(folder, NOW, seed=7)[-6:]))
    (folder / "copy.txt").write_text("".join(f"{800 + step % 40}\n" for step in range(400)))
    (folder / "broken.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,48\n2026-99-19,1,900\n")
    (folder / "later.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,25000,51\n")
    (folder / "later copy.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,25000,51\n\n")
    for name in ("copy.txt", "broken.csv", "later.csv", "later copy.csv"):
        person.import_paths([folder / name])
    run = next(row for row in person.facts("session") if row.raw_sha256)
    person.correct(run.id, Session(run.value.started_at, 999.0, "run", 9))  # type: ignore[union-attr]
    undone = next(file for file in person.imports() if file.name == "later.csv")
    person.importing.undo(undone.sha256)


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, closed again; each test has a copy of its own."""
    folder = tmp_path_factory.mktemp("lived")
    with home(folder / "home") as person:
        lived(person, folder / "files")
    return folder / "home"


@pytest.fixture
def full(lived_once: Path, tmp_path: Path) -> Iterator[Unweary]:
    shutil.copytree(lived_once, tmp_path / "first")
    with home(tmp_path / "first") as person:
        yield person


def test_into_an_empty_home_everything_comes_back_and_goes_out_the_same_again(full: Unweary, tmp_path: Path) -> None:
    full.keeping.export_folder(tmp_path / "out")
    told = rows(full)
    assert all(told.values()), "the person was meant to have a bit of everything"
    with home(tmp_path / "second") as second:
        report = second.import_paths([tmp_path / "out"])
        assert (report.problems, report.known) == ((), 0)
        assert report.added == sum(json.loads(row)["origin"] is None for row in told["facts"]) + len(told["samples"])
        assert rows(second) == told
        assert raw(second) == raw(full)
        assert today(second) == today(full)
        assert second.profile() == full.profile()
        assert second.integrity() == ()
        second.keeping.export_folder(tmp_path / "again")
    assert parts(tmp_path / "again") == parts(tmp_path / "out")


def test_what_was_undone_can_be_brought_back_in_the_new_home(full: Unweary, tmp_path: Path) -> None:
    full.keeping.export_folder(tmp_path / "out")
    with home(tmp_path / "second") as second:
        second.import_paths([tmp_path / "out"])
        sha256 = next(file.sha256 for file in second.imports() if file.state == "undone")
        for person in (full, second):
            person.importing.redo(sha256)
        assert rows(second)["facts"] == rows(full)["facts"]
        assert today(second) == today(full)
        for person in (full, second):
            person.importing.undo(person.imports()[-1].sha256)
        assert rows(second)["facts"] == rows(full)["facts"]
        assert [str(row) for row in second.facts(limit=9999)] == [str(row) for row in full.facts(limit=9999)]


def test_twice_adds_nothing_also_as_a_zip_and_from_a_folder_of_other_things(full: Unweary, tmp_path: Path) -> None:
    full.keeping.export_folder(tmp_path / "downloads" / "out")
    (tmp_path / "downloads" / "notes.txt").write_text("Felt fine.")
    (tmp_path / "out.zip").write_bytes(b"".join(full.keeping.export_zip()))
    with home(tmp_path / "second") as second:
        assert second.import_paths([tmp_path / "out.zip"]).added
        told = rows(second)
        assert told == rows(full)
        for path in (tmp_path / "downloads", tmp_path / "out.zip", tmp_path / "downloads" / "out"):
            report = second.import_paths([path])
            assert (report.added, report.known > 0, report.problems) == (0, True, ())
        assert rows(second) == told
    assert full.import_paths([tmp_path / "downloads"]).added == 0
    assert rows(full) == told


def test_a_zip_that_was_unpacked_and_packed_again_is_known_as_well(full: Unweary, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(full.keeping.export_zip()))) as archive:
        archive.extractall(tmp_path / "packed" / "my export")
    shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "packed")
    with home(tmp_path / "second") as second:
        second.import_paths([tmp_path / "again.zip"])
        assert rows(second) == rows(full)


def test_the_zip_holds_the_same_parts_as_the_folder(full: Unweary, tmp_path: Path) -> None:
    full.keeping.export_folder(tmp_path / "out")
    with zipfile.ZipFile(io.BytesIO(b"".join(full.keeping.export_zip()))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == parts(tmp_path / "out")


def test_any_parquet_reader_finds_the_samples(full: Unweary, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    full.keeping.export_folder(tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "series" / "activity-2026.parquet").to_pylist()
    kept = [each for each in full.history().recordings if each.kind == "activity"]
    assert kept
    index = {row["started_at"]: row["id"] for row in json.loads((tmp_path / "out" / RECORDINGS).read_bytes())}
    for recording in kept:
        mine = [row for row in table if row["recording"] == index[recording.started_at.isoformat()]]
        assert [row["t_s"] for row in mine] == list(recording.columns["t_s"])
        assert [row["hr_bpm"] for row in mine] == pytest.approx(list(recording.columns["hr_bpm"]), nan_ok=True)


# ---- into a home that is not empty


def test_two_homes_with_the_same_files_and_entries_of_their_own_become_one(tmp_path: Path) -> None:
    files = tmp_path / "files"
    shared, mine, yours = ([*made[:2], *made[-2:]] for made in (
        write_demo_files(files / name, NOW, seed) for name, seed in (("shared", 7), ("mine", 8), ("yours", 9))
    ))  # fmt: skip
    with home(tmp_path / "a") as a, home(tmp_path / "b") as b:
        a.import_paths([*shared, *mine])
        a.add((Answer("fever", "present", NOW), Lab("ferritin", 12, "ug/L", NOW)))
        b.import_paths([*yours, *shared])
        b.add((Answer("rigors", "absent", NOW),))
        run = next(row for row in b.facts("session") if row.raw_sha256)
        b.correct(run.id, Session(run.value.started_at, 999.0, "run", 9))  # type: ignore[union-attr]
        a.keeping.export_folder(tmp_path / "of-a")
        b.keeping.export_folder(tmp_path / "of-b")
        b.import_paths([tmp_path / "of-a"])
        a.import_paths([tmp_path / "of-b"])

        def held(person: Unweary) -> list[str]:
            return sorted(row.id for row in person._store.ledger())

        assert held(a) == held(b)
        assert {file.sha256 for file in a.imports()} == {file.sha256 for file in b.imports()}
        assert sorted(raw(a)) == sorted(raw(b))
        assert len(rows(a)["recordings"]) == len(rows(b)["recordings"])
        for person in (a, b):
            assert person.integrity() == ()
            assert person.import_paths([tmp_path / "of-a", tmp_path / "of-b"]).added == 0
            assert 999.0 in [row.value.duration_s for row in person.facts("session")]  # type: ignore[union-attr]


def test_a_row_that_both_homes_have_from_different_files_outlives_the_undoing_of_one(tmp_path: Path) -> None:
    table = "date,sleepSecs,restingHR\n2026-11-18,27000,48\n"
    (tmp_path / "a.csv").write_text(table)
    (tmp_path / "b.csv").write_text(table + "\n")
    with home(tmp_path / "a") as a, home(tmp_path / "b") as b:
        a.import_paths([tmp_path / "a.csv"])
        b.import_paths([tmp_path / "b.csv"])
        b.keeping.export_folder(tmp_path / "out")
        a.import_paths([tmp_path / "out"])
        before = a.facts()
        for file in a.imports():
            a.importing.undo(file.sha256)
            assert [row.value for row in a.facts()] in ([row.value for row in before], [])
            a.importing.redo(file.sha256)
        a.importing.undo(a.imports()[0].sha256)
        assert len(a.facts()) == len(before)


@pytest.mark.parametrize(("here_first", "holds"), [(True, 7.0), (False, 5.0)])
def test_put_right_in_both_homes_the_later_word_holds_and_no_chain_forks(
    tmp_path: Path, here_first: bool, holds: float
) -> None:
    early, late = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    with home(tmp_path / "a") as a:
        first = a.add((Day(NOW.date(), fatigue_0_10=3),))[0]
        a.keeping.export_folder(tmp_path / "out")
    here, there = (early, late) if here_first else (late, early)
    with home(tmp_path / "b", there) as b:
        b.import_paths([tmp_path / "out"])
        wrong = b.correct(first.id, Day(NOW.date(), fatigue_0_10=6))
        b.correct(wrong.id, Day(NOW.date(), fatigue_0_10=7))
        b.keeping.export_folder(tmp_path / "out-b")
    with home(tmp_path / "a", here) as a:
        a.correct(first.id, Day(NOW.date(), fatigue_0_10=5))
        report = a.import_paths([tmp_path / "out-b"])
        assert [problem.code for problem in report.problems] == ([] if here_first else ["overruled"])
        (day,) = a.facts("day")
        assert isinstance(day.value, Day)
        assert day.value.fatigue_0_10 == holds
        assert len(a._store.ledger()) == (4 if here_first else 2)
        assert a.import_paths([tmp_path / "out-b"]).added == 0
        assert a.facts("day") == (day,)


# ---- what was changed


@pytest.mark.parametrize(
    "harm",
    ["entries/answers.json", "files", "series", MANIFEST, "gone", "link", "newer", "path", "circle", "names nothing"],
)
def test_an_export_that_was_changed_is_refused_whole_and_says_so(full: Unweary, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    full.keeping.export_folder(out)
    spoil(out, harm)
    with home(tmp_path / "second") as second:
        report = second.import_paths([out])
        assert report.added == 0
        assert [problem.code for problem in report.problems] == ["own_export"]
        assert "Nothing of it was kept" in report.problems[0].message
        assert (second.facts(), second.imports(), raw(second)) == ((), (), {})


def spoil(out: Path, harm: str) -> None:
    manifest = out / MANIFEST
    if harm in ("files", "series"):
        harm = str(next(path for path in (out / harm).iterdir() if path.suffix != ".json").relative_to(out))
    if harm == "gone":
        (out / "entries" / "profile.json").unlink()
    elif harm == "link":
        (out / "entries" / "profile.json").rename(out.parent / "elsewhere.json")
        (out / "entries" / "profile.json").symlink_to(out.parent / "elsewhere.json")
    elif harm == "newer":
        manifest.write_text(manifest.read_text().replace('"unweary_export": 1', '"unweary_export": 2'))
    elif harm == "path":
        manifest.write_text(manifest.read_text().replace('"README.txt"', '"../../etc/passwd"'))
    elif harm in ("circle", "names nothing"):
        answers = out / "entries" / "answers.json"
        told = json.loads(answers.read_bytes())
        chain = [row for row in told if row["corrects"]]
        chain[0]["corrects"] = chain[-1]["id"] if harm == "circle" else "nobody"
        chain[-1]["corrects"] = chain[0]["id"] if harm == "circle" else chain[-1]["corrects"]
        rewrite(out, "entries/answers.json", told)
    else:
        data = bytearray((out / harm).read_bytes())
        data[len(data) // 2] ^= 1
        (out / harm).write_bytes(bytes(data))


def rewrite(out: Path, path: str, told: list[object]) -> None:
    """A part with other rows, and a list of parts that fits it: as somebody would who means to."""
    text = "[\n" + ",\n".join(map(json.dumps, told)) + "\n]\n"
    (out / path).write_text(text)
    manifest = json.loads((out / MANIFEST).read_bytes())
    for part in manifest["parts"]:
        if part["path"] == path:
            part.update(size=len(text.encode()), sha256=sha256(text.encode()).hexdigest())
    (out / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("entries/answers.json", "recorded_at", "yesterday"),
        ("entries/answers.json", "value", {"finding": "fever", "state": "maybe"}),
        ("entries/answers.json", "raw_sha256", "0" * 64),
        ("entries/answers.json", "told", "x"),
        (FILES, "size", "many"),
        (FILES, "undone_at", 5),
        (FILES, "path", "../secret"),
        (RECORDINGS, "device", "another"),
        (RECORDINGS, "columns", {"t_s": 3}),
        ("imports/imports.json", "state", "running"),
        ("imports/told-again.json", "raw_sha256", "1" * 64),
    ],
)
def test_a_row_of_another_shape_is_refused_in_words(
    full: Unweary, tmp_path: Path, path: str, field: str, value: object
) -> None:
    out = tmp_path / "out"
    full.keeping.export_folder(out)
    told = json.loads((out / path).read_bytes())
    told[0][field] = value
    rewrite(out, path, told)
    with home(tmp_path / "second") as second:
        report = second.import_paths([out])
        assert (report.added, [problem.code for problem in report.problems]) == (0, ["own_export"])
        assert second.facts() == ()
        assert second.history().recordings == ()


def test_what_is_there_is_not_written_over(full: Unweary, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(UserError) as caught:
        full.keeping.export_folder(tmp_path / "out")
    assert caught.value.code == "not_empty"
    assert parts(tmp_path / "out") == {"thesis.txt": b"years of work"}


def test_an_export_that_breaks_off_leaves_nothing_behind(
    full: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("unweary.service.series.write_series", full_disk)
    with pytest.raises(UserError) as caught:
        full.keeping.export_folder(tmp_path / "new" / "out")
    assert caught.value.code == "no_space"
    assert list((tmp_path / "new").iterdir()) == []


def test_a_process_that_dies_while_it_takes_an_export_in_ends_as_if_it_had_not(full: Unweary, tmp_path: Path) -> None:
    class PowerCut(BaseException):
        pass

    full.keeping.export_folder(tmp_path / "out")
    wanted = rows(full)
    for step in itertools.count(1, 7):
        calls = itertools.count(1)

        def cut(*_: object, step: int = step, calls: Iterator[int] = calls) -> None:
            if next(calls) == step:
                raise PowerCut

        with home(tmp_path / f"home-{step}") as second:
            try:
                second.importing.run([source(tmp_path / "out")], cut)
            except PowerCut:
                seen = bool(second.facts()), bool(second.history().recordings)
                assert seen in ((False, False), (True, True)), "all of it is seen at once"
            else:
                break
        with home(tmp_path / f"home-{step}") as second:
            assert second._store.jobs(running=True) == ()
            assert rows(second) == wanted
            assert second.integrity() == ()
    assert step > 10


def source(path: Path) -> object:
    from unweary.service import Source

    return Source(path)


def test_an_export_made_while_others_write_is_of_one_moment(full: Unweary, tmp_path: Path) -> None:
    told = rows(full)
    from unweary.service.export import parts as made
    from unweary.service.export import write_folder

    def busy() -> Iterator[tuple[str, Iterator[bytes]]]:
        for path, pieces in made(full, full._store):
            yield path, pieces
            full.add((Answer("fever", "absent", NOW),))

    write_folder(tmp_path / "out", busy())
    assert len(rows(full)["facts"]) > len(told["facts"])
    with home(tmp_path / "second") as second:
        second.import_paths([tmp_path / "out"])
        assert rows(second) == told


def test_an_export_of_before_there_were_looks_still_comes_back(full: Unweary, tmp_path: Path) -> None:
    out = tmp_path / "out"
    full.keeping.export_folder(out)
    (out / "entries" / "looks.json").unlink()
    manifest = json.loads((out / MANIFEST).read_bytes())
    manifest["parts"] = [part for part in manifest["parts"] if part["path"] != "entries/looks.json"]
    (out / MANIFEST).write_text(json.dumps(manifest))
    told = rows(full)["facts"]
    with home(tmp_path / "second") as second:
        second.import_paths([out])
        assert rows(second)["facts"] == [row for row in told if json.loads(row)["kind"] != "look"]
        assert len(rows(second)["facts"]) == len(told) - 1


# ---- any history

times = st.floats(0, 50).map(lambda back: NOW - timedelta(days=back))
days = st.dates(date(2026, 9, 1), date(2026, 11, 20))
score = st.floats(0, 10, allow_nan=False)
words = st.text(st.characters(codec="utf-8"), max_size=12)
sample = st.floats(width=64, allow_nan=True, allow_infinity=True)
typed = st.one_of(
    st.builds(Answer, st.sampled_from(["fever", "dark_urine"]), st.sampled_from(["present", "absent", "unknown"]),
              times, st.none() | st.floats(0, 9), words, st.booleans()),
    st.builds(Day, days, fatigue_0_10=score, sleep_h=st.none() | st.floats(0, 24), source=words),
    st.builds(SiteRating, st.just("quads"), st.sampled_from(["left", "right"]), score, times),
    st.builds(Lab, st.just("ferritin"), st.floats(1, 900), st.just("ug/L"), times, st.sampled_from([None, "<"]), words),
    st.builds(Tick, st.just("nap"), days, st.booleans()),
    st.builds(Look, st.sampled_from(["fever", "dark_urine"]), days, times),
    st.builds(Sleep, times, times, st.none() | st.floats(0, 24)),
    st.builds(Profile, birth_year=st.none() | st.integers(1900, 2100), medicines=st.tuples(st.just("iron"))),
)  # fmt: skip
columns = st.dictionaries(st.sampled_from(["t_s", "hr_bpm", "rr_ms", "own column"]), st.lists(sample, max_size=5))
brought = st.one_of(
    st.builds(Observation, st.just("hr_rest_bpm"), st.floats(30, 200), st.just("bpm"), times, words),
    st.builds(Recording, times, st.sampled_from(["activity", "rr", "other"]), columns,
              st.none() | st.builds(Session, times, st.floats(0, 9999)), words, words),
)  # fmt: skip


@settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(typed, max_size=8),
    st.lists(st.lists(brought, max_size=4), max_size=3),
    st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=5),
    st.booleans(),
    st.integers(0, 9999),
)
def test_any_history_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[object],
    files: list[list[object]],
    corrections: list[tuple[int, bool]],
    undo: bool,
    seed: int,
) -> None:
    from unweary.store.rows import new_row

    folder = tmp_path_factory.mktemp("any")
    with home(folder / "first") as first:
        store = first._store
        for number, items in enumerate(files):
            staged = store.stage(io.BytesIO(b"%d" % number))
            store.begin_import(staged, f"{number}.fit", "test", NOW)
            store.read_import(staged.sha256, f"{number}.fit", "test", items, NOW)  # type: ignore[arg-type]
        names = (sha256(b"%d %d" % (seed, n)).hexdigest() for n in itertools.count())
        store.add([new_row(next(names), value, NOW) for value in said])  # type: ignore[arg-type]
        for place, withdraw in corrections:
            holds = [row for row in store.facts() if row.value is not None]
            if holds:
                old = holds[place % len(holds)]
                value = None if withdraw else old.value
                of = old.raw_sha256, old.origin
                store.add([FactRow(next(names), old.kind, old.at, NOW, value, "test", old.id, *of)])
        if undo and files:
            store.undo_imports([store.imports()[0].sha256], NOW)
        first.keeping.export_folder(folder / "out")
        wanted = rows(first)
    with home(folder / "second") as second:
        report = second.import_paths([folder / "out"])
        assert report.problems == ()
        assert rows(second) == wanted
        second.keeping.export_folder(folder / "again")
    assert parts(folder / "again") == parts(folder / "out")
    shutil.rmtree(folder)
