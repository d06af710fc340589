"""The example person goes through the same verbs as a real one, and never touches the real one's data."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import ImportReport, Progress, open_home
from unweary.service.demo import PROFILE, build_demo

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ImportReport, list[Progress]]:
    home = tmp_path_factory.mktemp("home")
    with open_home(home, clock=lambda: NOW) as person:
        person.answer("fever", "absent")
    told: list[Progress] = []
    return home, build_demo(home, NOW, told.append), told


def test_every_file_is_imported_without_a_problem(made: tuple[Path, ImportReport, list[Progress]]) -> None:
    home, report, told = made
    assert {file.state for file in report.files} == {"imported"}
    assert report.problems == ()
    assert report.added > 100
    assert told[-1].done_bytes == told[-1].all_bytes > 100_000
    assert all(path.name.startswith("demo-") for path in (home / "demo" / "demo-files").iterdir())


def test_the_example_has_training_check_ins_and_a_verdict_that_can_be_explained(
    made: tuple[Path, ImportReport, list[Progress]],
) -> None:
    with open_home(made[0], demo=True, clock=lambda: NOW) as demo:
        history = demo.history()
        assert len({day.day for day in history.days if day.source == "check-in"}) == 21
        assert len(history.sessions) >= 30
        assert {recording.kind for recording in history.recordings} == {"activity", "rr"}
        assert history.profile == PROFILE
        assessment = demo.assess_today()
        assert assessment.verdict.action == "modify"
        assert assessment.red_flags_fired == ()
        assert any("demo-2026-11-18-downhill-run.fit" in reason.sources for reason in assessment.verdict.reasons)
        assert demo.integrity() == ()


def test_the_real_person_is_not_touched(made: tuple[Path, ImportReport, list[Progress]]) -> None:
    with open_home(made[0], clock=lambda: NOW) as person:
        assert [row.kind for row in person.facts()] == ["answer"]
        assert person.imports() == ()


def test_making_it_again_replaces_it_and_leaves_other_files_in_the_folder(
    made: tuple[Path, ImportReport, list[Progress]],
) -> None:
    home, report, _ = made
    (home / "demo" / "report.html").write_text("mine")
    again = build_demo(home, NOW)
    assert (again.added, again.known) == (report.added, report.known)
    assert (home / "demo" / "report.html").read_text() == "mine"
    with open_home(home, demo=True, clock=lambda: NOW) as demo:
        assert len([row for row in demo.facts("day") if row.source == "check-in"]) == 21


def test_the_example_has_blood_tests_with_a_falling_iron_store_and_self_tests(
    made: tuple[Path, ImportReport, list[Progress]],
) -> None:
    with open_home(made[0], demo=True, clock=lambda: NOW) as demo:
        history = demo.history()
        ferritin = [lab.value for lab in history.labs if lab.analyte == "ferritin"]
        assert len(ferritin) >= 3
        assert ferritin == sorted(ferritin, reverse=True)
        reaction = [seen for seen in history.observations if seen.signal == "reaction_ms"]
        assert len(reaction) >= 3
        assert reaction[-1].at.date() == NOW.date()
        assessment = demo.assess_today()
        assert {reading.flag for reading in assessment.labs} == {"usual"}
        assert assessment.red_flags_fired == ()
        assert [site.words for site in assessment.soreness] == ["fits soreness after training"] * 4


def test_blood_tests_and_self_tests_are_dated_before_they_were_said(
    made: tuple[Path, ImportReport, list[Progress]],
) -> None:
    with open_home(made[0], demo=True, clock=lambda: NOW) as demo:
        rows = [*demo.facts("lab"), *demo.facts("observation")]
        assert rows
        assert all(row.at <= row.recorded_at <= NOW + timedelta(seconds=1) for row in rows)
