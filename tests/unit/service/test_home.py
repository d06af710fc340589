"""The home folder and its verbs: where it lies, what is kept, what holds."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import unweary
from unweary.service import CheckIn, Unweary, data_folder, open_home
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Lab, Observation, Profile, Session, SiteRating

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


# ---- where it lies


def test_the_folder_is_the_one_given_then_the_environments_then_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNWEARY_HOME", str(tmp_path / "env"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder() == tmp_path / "env"
    with open_home() as person:
        assert person.home == tmp_path / "env"
    monkeypatch.delenv("UNWEARY_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_folder().name == "unweary"


def test_the_example_person_lives_apart(tmp_path: Path) -> None:
    with open_home(tmp_path, demo=True) as demo, open_home(tmp_path) as person:
        demo.answer("fever", "present")
        assert demo.home == tmp_path / "demo"
        assert person.facts() == ()


def test_the_doors_can_load_it_without_database_numpy_or_validator() -> None:
    code = "import sys, unweary.service; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["numpy", "sqlalchemy", "alembic", "pydantic", "fastapi", "platformdirs", "fitdecode"]
    ran = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_package_offers_assess_and_its_version_and_loads_them_late() -> None:
    code = "import sys, unweary; print(len([m for m in sys.modules if m.startswith('unweary')]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "1"
    from unweary.service.person import assess

    assert unweary.assess is assess
    assert unweary.__version__.count(".") == 2
    assert {"assess", "__version__"} <= set(dir(unweary))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = unweary.nothing


# ---- what is said, and what holds


def test_an_answer_is_kept_with_its_time(person: Unweary) -> None:
    row = person.answer("weakness_days", "present", 3)
    assert row.value == Answer("weakness_days", "present", NOW, 3)
    assert person.facts("answer") == (row,)


def test_an_unknown_finding_is_refused_with_the_nearest(person: Unweary) -> None:
    with pytest.raises(UserError) as refused:
        person.answer("dark_urin", "absent")
    assert refused.value.code == "unknown_id"
    assert refused.value.message.startswith("answer: finding: 'dark_urin' is not a finding")
    assert "dark_urine" in refused.value.accepted


def test_facts_come_newest_first_of_one_kind_or_all(person: Unweary) -> None:
    person.add([Answer("fever", "absent", NOW - timedelta(hours=step)) for step in (3, 1, 2)])
    person.add([SiteRating("quads", "left", 3, NOW - timedelta(hours=1.5))])
    assert [(NOW - row.at) // timedelta(minutes=30) for row in person.facts()] == [2, 3, 4, 6]
    assert [row.kind for row in person.facts("site")] == ["site"]
    assert len(person.facts(limit=2)) == 2
    with pytest.raises(UserError) as refused:
        person.facts("answers")
    assert "answer, site, day" in refused.value.accepted


def test_a_blood_test_is_kept_as_reported_and_thought_about_in_its_canonical_unit(person: Unweary) -> None:
    reported = Lab("haemoglobin", 13.5, "g/dL", NOW)
    (row,) = person.add([reported])
    assert row.value == reported
    assert person.history().labs == (Lab("haemoglobin", 135.0, "g/L", NOW),)


@pytest.mark.parametrize(
    "wrong",
    [
        Lab("haemoglobin", 135, "g/dL", NOW),
        Lab("haemoglobin", 13.5, "mg", NOW),
        Lab("hemo", 13.5, "g/dL", NOW),
        Observation("hr_rest_bpm", 900, "bpm", NOW),
        Observation("hr_rest_bpm", 48, "ms", NOW),
        Session(NOW, 60, muscle_groups=("legs",)),
    ],
)
def test_what_cannot_be_is_refused(person: Unweary, wrong: Any) -> None:
    with pytest.raises(UserError):
        person.add([wrong])
    assert person.facts() == ()


def test_a_correction_of_another_kind_or_of_nothing_is_refused(person: Unweary) -> None:
    row = person.answer("fever", "present")
    with pytest.raises(UserError, match="of the kind 'answer'") as refused:
        person.correct(row.id, Day(date(2026, 11, 20)))
    assert refused.value.code == "kind"
    with pytest.raises(UserError) as refused:
        person.correct("nothing", None)
    assert refused.value.code == "unknown_fact"
    with pytest.raises(UserError) as refused:
        person.correct(row.id, Answer("fevr", "absent", NOW))
    assert refused.value.code == "unknown_id"
    assert person.facts() == (row,)


def test_what_was_corrected_or_taken_back_cannot_be_corrected_again(person: Unweary) -> None:
    row = person.answer("fever", "present")
    taken = person.correct(row.id, None)
    for fact in (row.id, taken.id):
        with pytest.raises(UserError) as refused:
            person.correct(fact, Answer("fever", "absent", NOW))
        assert refused.value.code == "already_corrected"


def test_withdrawing_the_summary_of_a_recording_takes_the_training_out(person: Unweary, tmp_path: Path) -> None:
    from unweary.service.demo_fit import Track, fit_bytes

    track = Track(NOW - timedelta(hours=3), "run", {"t_s": [5.0 * n for n in range(200)], "hr_bpm": [140] * 200})
    (tmp_path / "run.fit").write_bytes(fit_bytes(track))
    person.import_paths([tmp_path / "run.fit"])
    (row,) = person.facts("session")
    assert isinstance(row.value, Session)
    harder = Session(row.value.started_at, row.value.duration_s, row.value.sport, rpe_cr10=8, source="run.fit")
    better = person.correct(row.id, harder)
    assert person.history().sessions == (harder,)
    assert [recording.session for recording in person.history().recordings] == [harder]
    person.correct(better.id, None)
    assert (person.history().sessions, person.history().recordings) == ((), ())
    assert person.import_paths([tmp_path / "run.fit"]).added == 0
    assert person.history().sessions == ()


# ---- the profile


def test_the_profile_is_the_newest_and_is_written_only_when_it_changed(person: Unweary, clock: Any) -> None:
    assert person.profile() == Profile()
    first = Profile(1989, "F", medicines=("atorvastatin",))
    person.save_profile(first, {"pregnant": "absent", "statin_any": "unknown"})
    person.save_profile(first, {"pregnant": "absent"})
    assert len(person.facts("profile")) == 1
    assert [row.value for row in person.facts("answer")] == [Answer("pregnant", "absent", NOW, source="profile")]
    clock.now = NOW + timedelta(days=3)
    person.save_profile(Profile(1989, "F"), {"pregnant": "present"})
    assert person.profile() == person.history().profile == Profile(1989, "F")
    assert person.gate_answers() == {"pregnant": "present"}
    assert person.history(NOW).profile == first


def test_an_old_answer_to_a_gate_counts_no_longer_and_saying_it_again_renews_it(person: Unweary, clock: Any) -> None:
    days = person.knowledge.findings["chemo_6wk"].valid_days
    assert days is not None
    person.save_profile(Profile(), {"chemo_6wk": "absent"})
    clock.now = NOW + timedelta(days=days + 1)
    assert person.gate_answers() == {}
    person.save_profile(Profile(), {"chemo_6wk": "absent"})
    assert person.gate_answers() == {"chemo_6wk": "absent"}
    assert len(person.facts("answer")) == 2


def test_gate_answers_leave_out_what_is_asked_every_day(person: Unweary) -> None:
    person.answer("fever", "absent")
    person.answer("prior_vte", "present")
    assert person.gate_answers() == {"prior_vte": "present"}


def test_a_profile_that_cannot_be_is_refused_and_nothing_is_kept(person: Unweary) -> None:
    with pytest.raises(UserError, match="height_m"):
        person.save_profile(Profile(height_m=171), {"pregnant": "absent"})
    with pytest.raises(UserError, match="pregnan"):
        person.save_profile(Profile(height_m=1.71), {"pregnan": "absent"})
    assert person.facts() == ()


# ---- the history


def test_nothing_after_the_moment_is_in_the_history(person: Unweary) -> None:
    person.add([Answer("fever", "absent", NOW - timedelta(hours=2)), Answer("fever", "present", NOW)])
    person.add([Day(NOW.date()), Day(NOW.date() - timedelta(days=1))])
    before = person.history(NOW - timedelta(hours=1))
    assert [answer.state for answer in before.answers] == ["absent"]
    assert len(before.days) == 2  # this morning's check-in belongs to today, whatever the hour
    assert [day.day.day for day in person.history(NOW - timedelta(days=1)).days] == [19]
    assert before.as_of == NOW - timedelta(hours=1)


def test_samples_are_there_for_42_days_and_sessions_for_good(person: Unweary, tmp_path: Path) -> None:
    from unweary.service.demo_fit import Track, fit_bytes

    for back in (100, 43, 41, 1):
        track = Track(NOW - timedelta(days=back), "run", {"t_s": [5.0 * n for n in range(50)], "hr_bpm": [140] * 50})
        (tmp_path / f"{back}.fit").write_bytes(fit_bytes(track))
    person.import_paths([tmp_path / f"{back}.fit" for back in (1, 41, 43, 100)])
    history = person.history()
    assert [(NOW - session.started_at).days for session in history.sessions] == [100, 43, 41, 1]
    assert [(NOW - recording.started_at).days for recording in history.recordings] == [41, 1]


def test_a_moment_without_zone_is_refused(person: Unweary) -> None:
    with pytest.raises(UserError) as refused:
        person.history(NOW.replace(tzinfo=None))
    assert refused.value.code == "naive_time"


def test_today_is_assessed_with_what_was_said(person: Unweary) -> None:
    person.check_in(CheckIn(answers=(Answer("chest_pain_now", "present", NOW), Answer("cold_sweat", "present", NOW))))
    assessment = person.assess_today()
    assert assessment.verdict.action == "see_clinician"
    assert assessment.knowledge_digest == person.knowledge.digest
    assert person.assess_today(NOW - timedelta(days=2)).red_flags_fired == ()


def test_yesterday_is_looked_at_at_the_same_hour_with_all_that_is_known_of_it_now(person: Unweary, clock: Any) -> None:
    back = clock.now - timedelta(days=1)
    late = back + timedelta(minutes=20)  # the same hour, after the minute of now
    person.check_in(CheckIn(Day(back.date(), fatigue_0_10=2), (SiteRating("quads", "left", 3, late),)))
    person.check_in(CheckIn(Day(clock.now.date(), fatigue_0_10=8), (SiteRating("quads", "left", 7, clock.now),)))
    before = person.assess_yesterday()
    assert before.as_of == datetime(2026, 11, 19, 7, 59, 59, 999_999, tzinfo=OSLO)
    assert [site.soreness_0_10 for site in before.soreness] == [3]
    assert [value.low for value in before.quantities if value.quantity == "fatigue_0_10"] == [2]
    assert person.assess_yesterday() is before, "worked out once"
    rating = SiteRating("hamstring_medial", "left", 5, back)
    person.add((rating,))
    assert len(person.assess_yesterday().soreness) == 2, "what is said later of yesterday counts"


def test_a_yesterday_without_zone_is_refused(person: Unweary) -> None:
    with pytest.raises(UserError, match="zone"):
        person.assess_yesterday(datetime(2026, 11, 20, 7, 30))  # noqa: DTZ001


def test_all_is_well_in_a_new_home(person: Unweary) -> None:
    assert person.integrity() == ()


def test_a_closed_home_leaves_no_open_files_beside_the_database(tmp_path: Path) -> None:
    open_home(tmp_path).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp", "unweary.db"]
