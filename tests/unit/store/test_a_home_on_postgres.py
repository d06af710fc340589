"""A home whose rows lie in PostgreSQL: the service's verbs are the same, raw files stay in the folder."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import CheckIn, open_home
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Lab, SiteRating

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))

pytestmark = pytest.mark.postgres


def test_what_is_said_and_imported_is_there_after_opening_again(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, folder = tmp_path / "home", tmp_path / "exports"
    folder.mkdir()
    (folder / "wellness.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,48\n2026-11-19,25200,50\n")
    (folder / "2026-11-19 06-40-00.txt").write_text("812\n798\n805\n799\n")
    with open_home(home, clock=lambda: NOW, database_url=postgres_url) as person:
        assert person.import_paths([folder]).added == 5
        person.check_in(CheckIn(Day(NOW.date(), fatigue_0_10=6), (SiteRating("quads", "left", 4, NOW),)))
        slip = person.answer("fever", "present")
        person.correct(slip.id, Answer("fever", "absent", NOW))
        person.add([Lab("haemoglobin", 13.5, "g/dL", NOW)])
    assert not (home / "unweary.db").exists()
    monkeypatch.setenv("UNWEARY_DATABASE_URL", postgres_url)
    with open_home(home, clock=lambda: NOW) as person:
        history = person.history()
        assert [answer.state for answer in history.answers] == ["absent"]
        assert history.labs[0].value == 135.0
        assert [list(recording.columns["rr_ms"]) for recording in history.recordings] == [[812.0, 798.0, 805.0, 799.0]]
        assert (person.import_paths([folder]).added, person.import_paths([folder]).known) == (0, 5)
        assert person.assess_today().verdict.action in ("push", "modify", "pause", "see_clinician", "not_known")
        assert person.integrity() == ()
    with open_home(home, demo=True, clock=lambda: NOW) as demo:
        assert demo.facts() == ()
        assert (home / "demo" / "unweary.db").exists()


def test_an_export_goes_from_one_database_into_the_other_and_back(tmp_path: Path, postgres_url: str) -> None:
    (tmp_path / "a.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,48\n2026-11-19,25200,50\n")
    (tmp_path / "2026-11-19 06-40-00.txt").write_text("812\n798\n805\n799\n")

    def parts(name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    with open_home(tmp_path / "sqlite", clock=lambda: NOW) as first:
        first.import_paths([tmp_path / "a.csv", tmp_path / "2026-11-19 06-40-00.txt"])
        slip = first.answer("fever", "present")
        first.correct(slip.id, Answer("fever", "absent", NOW))
        first.importing.undo(first.imports()[0].sha256)
        first.keeping.export_folder(tmp_path / "one")
    with open_home(tmp_path / "postgres", clock=lambda: NOW, database_url=postgres_url) as second:
        assert second.import_paths([tmp_path / "one"]).problems == ()
        assert second.import_paths([tmp_path / "one"]).added == 0
        assert second.integrity() == ()
        second.keeping.export_folder(tmp_path / "two")
        with pytest.raises(UserError, match="PostgreSQL"):
            second.keeping.backup(tmp_path / "b.zip")
    with open_home(tmp_path / "third", clock=lambda: NOW) as third:
        third.import_paths([tmp_path / "two"])
        third.keeping.export_folder(tmp_path / "three")
    assert parts("one") == parts("two") == parts("three")
