"""The demo person's files: real files, one consistent story, the same every time."""

from __future__ import annotations

import io
import statistics
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fit_tool import FitFile

from unweary.importers import read
from unweary.knowledge import load
from unweary.physiology.hrv import rmssd_ms
from unweary.physiology.load import session_rpe_load_au
from unweary.service.demo_files import demo_check_ins, write_demo_files
from unweary.service.demo_fit import Track, fit_bytes
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Day, Observation, Recording, Session

AS_OF = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
SEED = 7
SCREENED = tuple(finding for screen in load().screens for finding in screen.findings)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> tuple[Path, ...]:
    return write_demo_files(tmp_path_factory.mktemp("home") / "demo" / "files", AS_OF, SEED)


def items_of(path: Path) -> list:
    with path.open("rb") as stream:
        return list(read(stream, path.name, zone=AS_OF.tzinfo))


@pytest.fixture(scope="module")
def items(files) -> list:
    return [item for path in files for item in items_of(path)]


@pytest.fixture(scope="module")
def sessions(items) -> list[Session]:
    return [item.session for item in items if isinstance(item, Recording) and item.session is not None]


def test_every_name_says_that_it_is_a_demo(files):
    assert all(path.name.startswith("demo-") for path in files)
    assert len({path.name for path in files}) == len(files)
    assert [path.suffix for path in files[-4:]] == [".csv", ".txt", ".txt", ".txt"]


def test_the_fit_files_are_sound_and_by_the_maker_development(files):
    fits = [path for path in files if path.suffix == ".fit"]
    assert 28 <= len(fits) <= 34
    for path in fits[:3] + fits[-2:]:
        report = FitFile.from_file(str(path)).validate()
        assert not report.errors, path.name
        assert items_of(path)[0].device == "development"


def test_all_is_written_in_less_than_four_seconds(tmp_path):
    begin = time.process_time()
    write_demo_files(tmp_path, AS_OF, SEED)
    assert time.process_time() - begin < 4


def test_the_same_seed_and_day_give_the_same_bytes_and_another_seed_does_not(files, tmp_path):
    again = write_demo_files(tmp_path / "a", AS_OF, SEED)
    other = write_demo_files(tmp_path / "b", AS_OF, SEED + 1)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
    assert [path.name for path in other] == [path.name for path in files]
    assert sum(a.read_bytes() != b.read_bytes() for a, b in zip(again, other, strict=True)) >= 30


def test_nothing_is_a_problem_and_nothing_is_later_than_now(items):
    assert not [item for item in items if isinstance(item, Problem)]
    for item in items:
        match item:
            case Recording():
                ended_at = item.started_at + timedelta(seconds=item.session.duration_s if item.session else 300)
                assert ended_at <= AS_OF
            case Observation():
                assert item.at <= AS_OF
            case Day():
                assert item.day <= AS_OF.date()


def test_a_written_track_comes_back_as_the_same_session():
    t_s = [5.0 * step for step in range(120)]
    columns = {
        "t_s": t_s,
        "hr_bpm": [140 + step % 9 for step in range(120)],
        "cadence_rpm": [87] * 120,
        "distance_m": [2.75 * second for second in t_s],
        "speed_m_s": [2.75] * 120,
        "altitude_m": [300 - step / 2 for step in range(120)],
    }
    track = Track(datetime(2026, 11, 14, 8, tzinfo=UTC), "run", columns, ascent_m=0, descent_m=60, rpe_cr10=6)
    (recording,) = read(io.BytesIO(fit_bytes(track)), "demo.fit")
    assert recording.session == Session(
        track.started_at, 595.0, "run", rpe_cr10=6.0, distance_m=1636.25, ascent_m=0.0, descent_m=60.0,
        avg_hr_bpm=round(statistics.fmean(columns["hr_bpm"])), max_hr_bpm=148.0, source="demo.fit",
    )  # fmt: skip
    assert list(recording.columns["t_s"]) == t_s
    for name in ("hr_bpm", "cadence_rpm", "speed_m_s"):
        assert list(recording.columns[name]) == pytest.approx(columns[name], abs=1e-3)
    assert list(recording.columns["altitude_m"]) == pytest.approx(columns["altitude_m"], abs=0.2)
    assert list(recording.columns["distance_m"]) == pytest.approx(columns["distance_m"], abs=0.01)


def test_the_long_descent_was_two_days_ago_and_is_by_far_the_steepest(sessions):
    steepest, second = sorted(sessions, key=lambda s: -(s.descent_m or 0))[:2]
    assert steepest.started_at.astimezone(AS_OF.tzinfo).date() == date(2026, 11, 18)
    assert steepest.descent_m == 960
    assert second.descent_m == 180
    assert steepest == max(sessions, key=lambda s: s.started_at)


def test_runs_and_strength_are_told_apart_and_most_are_rated(sessions):
    words = [session.sport for session in sessions]
    assert set(words) == {"run", "strength"}
    assert words.count("strength") == 8
    rated = [session for session in sessions if session.rpe_cr10 is not None]
    assert 0.6 * len(sessions) < len(rated) < len(sessions)
    assert all(session.avg_hr_bpm for session in sessions)


def test_the_last_week_is_a_little_heavier_than_the_four_before(sessions):
    by_day: dict[int, float] = defaultdict(float)
    for session in sessions:
        back = (AS_OF.date() - session.started_at.astimezone(AS_OF.tzinfo).date()).days
        by_day[back] += session_rpe_load_au(session.rpe_cr10 or 4, session.duration_s)
    week = sum(by_day[back] for back in range(7))
    before = [sum(by_day[back] for back in range(start, start + 7)) for start in range(7, 29)]
    assert 1.05 < week / statistics.fmean(before) < 1.5
    assert 0.5 < (week - statistics.fmean(before)) / statistics.pstdev(before) < 3


def test_the_table_and_the_check_ins_tell_of_the_same_nights(items):
    nights = {item.day: item.sleep_h for item in items if isinstance(item, Day)}
    said = {day.day: day.sleep_h for day, _, _ in demo_check_ins(AS_OF, SEED, SCREENED)}
    assert len(nights) >= 50
    assert all(abs(nights[day] - hours) <= 0.13 for day, hours in said.items() if day in nights)
    short = [hours for day, hours in nights.items() if day > date(2026, 11, 17)]
    assert len(short) == 3
    assert (
        max(short) < 6.1 < 6.5 < statistics.fmean(hours for day, hours in nights.items() if day <= date(2026, 11, 17))
    )


def test_three_mornings_of_beats_give_a_value_each(items):
    beats = [item for item in items if isinstance(item, Recording) and item.kind == "rr"]
    assert [item.started_at for item in beats] == [AS_OF - timedelta(days=back, minutes=50) for back in (2, 1, 0)]
    assert all(25 < rmssd_ms(item.columns["rr_ms"]) < 80 for item in beats)


def test_the_check_ins_end_heavy_and_sore_with_every_warning_sign_denied():
    entries = demo_check_ins(AS_OF, SEED, SCREENED)
    assert [day.day for day, _, _ in entries] == [AS_OF.date() - timedelta(days=back) for back in range(20, -1, -1)]
    day, sites, answers = entries[-1]
    quiet_day, quiet_sites, _ = entries[-6]
    assert day.heaviness_0_10 >= 6 > 4 >= quiet_day.heaviness_0_10
    assert {(s.site, s.side): s.soreness_0_10 for s in sites}["quads", "left"] == 7
    assert max(site.soreness_0_10 for site in quiet_sites) <= 2
    assert {answer.finding for answer in answers if answer.state == "absent"} >= set(SCREENED)
    assert {answer.state for answer in answers} == {"present", "absent"}
    assert all(answer.at <= AS_OF for _, _, given in entries for answer in given)
    assert not any(sign for _, rated, _ in entries for site in rated for sign in site.signs)


def test_the_check_ins_are_the_same_every_time_and_can_clear_other_findings():
    assert demo_check_ins(AS_OF, SEED, SCREENED) == demo_check_ins(AS_OF, SEED, SCREENED)
    assert demo_check_ins(AS_OF, SEED, SCREENED) != demo_check_ins(AS_OF, SEED + 1, SCREENED)
    _, _, answers = demo_check_ins(AS_OF, SEED, ("dark_urine",))[-1]
    absent = [answer.finding for answer in answers if answer.state == "absent"]
    assert absent[0] == "dark_urine"
    assert "fever" not in absent


def test_a_time_without_a_zone_is_refused(tmp_path):
    naive = AS_OF.replace(tzinfo=None)
    with pytest.raises(UserError) as refused:
        write_demo_files(tmp_path, naive, SEED)
    assert refused.value.code == "naive_time"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UserError):
        demo_check_ins(naive, SEED, SCREENED)


def test_before_dawn_the_newest_morning_is_yesterdays(tmp_path):
    written = write_demo_files(tmp_path, AS_OF.replace(hour=4), SEED)
    assert written[-1].name == "demo-rr-2026-11-19 06-40-00.txt"


def test_every_screen_is_answered_and_every_answered_finding_is_known():
    knowledge = load()
    _, _, answers = demo_check_ins(AS_OF, SEED, SCREENED)[-1]
    assert {answer.finding for answer in answers} <= set(knowledge.findings)
    asked = {finding for screen in knowledge.screens for finding in screen.findings}
    assert len(asked) >= 40
    assert asked <= {answer.finding for answer in answers if answer.state == "absent"}
