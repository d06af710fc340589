from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from unweary.reports.recorded import DailySeries, covered, daily_series, gaps, local_day, sessions_of
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


def test_each_session_falls_on_the_day_of_its_own_season():
    """In Oslo 22:30 UTC is past midnight in summer and before it in winter, whenever one looks back."""
    oslo = ZoneInfo("Europe/Oslo")
    summer, winter = datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    sessions = (Session(summer, 600.0), Session(winter, 1200.0))
    training = by_name(History(as_of=NOW.astimezone(oslo), sessions=sessions))["Training"]
    assert dict(zip(training.days, training.values, strict=True))[date(2026, 10, 25)] == 30.0
    assert training.known == 1


def test_the_25_hours_of_the_day_on_which_the_clock_goes_back_are_one_day():
    history = History(as_of=NOW.astimezone(ZoneInfo("Europe/Oslo")))
    day = [local_day(history, datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(hours=hour)) for hour in range(26)]
    assert day == [date(2026, 10, 25)] * 25 + [date(2026, 10, 26)]
