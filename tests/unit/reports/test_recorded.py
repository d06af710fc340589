from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from unweary.reports.page_charts import DailySeries, bars, dots
from unweary.reports.recorded import covered, daily_series, gaps, sessions_of
from unweary.vocab.history import Day, History, Recording, Session

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def by_name(history: History) -> dict[str, DailySeries]:
    return {series.name: series for series in daily_series(history)}


def test_a_day_without_a_value_stays_a_gap(history):
    tired = by_name(history)["Tiredness"]
    assert tired.values[-4:] == (5.0, None, 5.0, 5.0)
    assert tired.known == 3


def test_a_series_without_any_value_is_left_out(history):
    assert "Heartbeat variation (RMSSD)" not in by_name(history)


def test_minutes_add_up_by_local_day():
    zone = timezone(timedelta(hours=10))
    sessions = (
        Session(datetime(2026, 11, 18, 22, tzinfo=UTC), 1800.0),
        Session(datetime(2026, 11, 19, 3, tzinfo=UTC), 600.0),
    )
    training = by_name(History(as_of=NOW.astimezone(zone), sessions=sessions))["Training"]
    assert training.values[-2:] == (40.0, None)


def test_a_recording_that_repeats_a_session_counts_once():
    session = Session(NOW - timedelta(days=1), 1800.0, source="run.fit")
    history = History(as_of=NOW, sessions=(session,), recordings=(Recording(session.started_at, session=session),))
    assert sessions_of(history) == (session,)


def test_nothing_after_as_of_is_shown():
    history = History(as_of=NOW, sessions=(Session(NOW + timedelta(hours=1), 1800.0),))
    assert sessions_of(history) == ()
    assert daily_series(history) == ()


def test_what_the_person_said_about_sleep_stands_above_the_device(history):
    assert by_name(history)["Sleep"].source == "check-in"


def test_gaps_count_days_without_a_check_in(history):
    assert gaps(history, days=7) == 4


def test_covered_spans_everything_recorded(history):
    assert covered(history) == (date(2026, 11, 16), date(2026, 11, 20))
    assert covered(replace(history, days=(), observations=(), sessions=())) is None
    early = replace(history, days=(Day(day=date(2026, 10, 1)),))
    assert covered(early)[0] == date(2026, 10, 1)


def test_a_line_is_not_drawn_across_a_gap():
    picture = dots(DailySeries("x", "bpm", date(2026, 11, 1), (50.0, None, 52.0)))
    assert picture.count("<circle") == 2
    path = picture.split('<path d="')[-1].split('"')[0]
    assert path.count("M") == 2
    assert "L" not in path


def test_charts_name_themselves_for_those_who_do_not_see_them():
    picture = bars(DailySeries("Sleep", "h", date(2026, 11, 1), (7.0, None, 6.5)))
    assert 'aria-label="Sleep, h: recorded on 2 of 3 days, from 6.5 to 7 h"' in picture


def test_a_flat_line_and_a_single_day_still_draw():
    assert "<circle" in dots(DailySeries("x", "", date(2026, 11, 1), (50.0,)))
    assert "nan" not in bars(DailySeries("x", "", date(2026, 11, 1), (0.0, 0.0)))
