"""Numbers from training sessions: how much, how unusual for this person, how long since, and which muscles it hit."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from statistics import fmean, median, pstdev

from unweary.inference.diary import Numbers, put
from unweary.physiology import load as load_models
from unweary.vocab.history import History, Session
from unweary.vocab.knowledge import Knowledge

_DAYS_BEFORE = 28
#: A week, and the weeks that it is held against.
_DAYS_COUNTED = 7 + _DAYS_BEFORE


def sessions_of(history: History, as_of: datetime) -> list[Session]:
    """Every session up to ``as_of``, oldest first; of two that overlap by half, the longer stands for both."""
    every = {*history.sessions, *(r.session for r in history.recordings if r.session is not None)}
    past = [session for session in every if session.started_at <= as_of]
    longest = timedelta(seconds=max((session.duration_s for session in past), default=0.0))
    kept: list[Session] = []  # by start, so that only those near in time are looked at
    for session in sorted(past, key=lambda s: (-s.duration_s, s.started_at, s.source)):
        near = kept[_place(kept, session.started_at - longest) : _place(kept, _end(session))]
        if not any(_overlap(session, other) for other in near):
            kept.insert(_place(kept, session.started_at), session)
    return kept


def _place(kept: list[Session], start: datetime) -> int:
    return bisect_right(kept, start, key=lambda session: session.started_at)


def _overlap(short: Session, long: Session) -> bool:
    start = max(short.started_at, long.started_at)
    end = min(_end(short), _end(long))
    return (end - start).total_seconds() > 0.5 * short.duration_s


def _end(session: Session) -> datetime:
    return session.started_at + timedelta(seconds=session.duration_s)


def training_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[Numbers, dict[str, Numbers]]:
    """The whole body's training numbers, and the share of the last 48 h load by muscle group.

    Unknown where nothing was recorded lately: no file is not a rest day.
    """
    numbers: Numbers = {}
    sessions = sessions_of(history, as_of)
    parameter = knowledge.parameters
    silent = timedelta(days=parameter["training_silent_days"].mid)
    if not sessions or as_of - _end(sessions[-1]) > silent:
        return numbers, {}
    by_day: dict[date, float] = {}
    recent: dict[Session, float] = {}
    for session in sessions:
        day = session.started_at.astimezone(as_of.tzinfo).date()
        # How much it was counts for the last weeks only; that there was a session counts for good.
        if day > as_of.date() - timedelta(days=_DAYS_COUNTED):
            recent[session] = session_load_au(session, history, knowledge)
        by_day[day] = by_day.get(day, 0.0) + recent.get(session, 0.0)
    _amounts(numbers, sessions, by_day, knowledge, as_of)
    _recency(numbers, sessions, history, knowledge, as_of)
    return numbers, _group_shares(list(recent), list(recent.values()), knowledge, as_of)


def session_load_au(session: Session, history: History, knowledge: Knowledge) -> float:
    """Load of one session on the session-RPE scale (CR10 x minutes).

    Session-RPE where the person gave it, else TRIMP from mean heart rate brought to that scale, else duration at a
    usual intensity; both conversion numbers are knowledge.
    """
    parameter = knowledge.parameters
    return load_models.load_au(
        session,
        usual_rpe_cr10=parameter["usual_session_rpe"].mid,
        session_rpe_per_trimp=parameter["session_rpe_per_trimp"].mid,
        hr_rest_bpm=_resting_hr_bpm(history, knowledge),
        hr_max_bpm=hr_max_bpm(history, knowledge, session.started_at),
        sex=history.profile.sex,
    ).au


def _resting_hr_bpm(history: History, knowledge: Knowledge) -> float:
    measured = [o.value for o in history.observations if o.signal == "hr_rest_bpm"]
    return median(measured[-_DAYS_BEFORE:]) if measured else knowledge.parameters["resting_hr_assumed"].mid


def hr_max_bpm(history: History, knowledge: Knowledge, at: datetime) -> float:
    """The person's own highest recorded heart rate, or the age formula where it is higher or nothing was recorded."""
    parameter = knowledge.parameters
    born = history.profile.birth_year
    age = at.year - born if born is not None else parameter["age_assumed"].mid
    by_age = parameter["hr_max_intercept"].mid - parameter["hr_max_per_year"].mid * age
    seen = [s.max_hr_bpm for s in (*history.sessions,) if s.max_hr_bpm is not None]
    return max([by_age, *seen])


def _amounts(
    numbers: Numbers, sessions: list[Session], by_day: dict[date, float], knowledge: Knowledge, as_of: datetime
) -> None:
    today = as_of.date()
    files = {
        span: tuple(
            s.source for s in sessions if s.started_at.astimezone(as_of.tzinfo).date() > today - timedelta(span)
        )
        for span in (1, 7, 28)
    }
    daily = [by_day.get(today - timedelta(days=back), 0.0) for back in range(_DAYS_COUNTED)]
    put(numbers, "load_1d_au", daily[0], files[1])
    put(numbers, "load_7d_au", sum(daily[:7]), files[7])
    put(numbers, "rest_days_7d", sum(au == 0.0 for au in daily[:7]), files[7])
    active = [day for day in by_day if day > today - timedelta(days=_DAYS_BEFORE)]
    put(numbers, "session_days_28", len(active), files[28])
    oldest = min(by_day)
    enough = len([day for day in by_day if day <= today - timedelta(days=7)])
    if oldest <= today - timedelta(days=21) and enough >= int(knowledge.parameters["load_least_days"].mid):
        span = min((today - oldest).days + 1, _DAYS_COUNTED)
        weeks = [sum(daily[start : start + 7]) for start in range(7, span - 6)]
        if len(weeks) >= 2 and fmean(weeks) > 0:
            floor = knowledge.parameters["load_sd_floor_share"].mid * fmean(weeks)
            put(numbers, "load_rise_sd", (sum(daily[:7]) - fmean(weeks)) / max(pstdev(weeks), floor), files[7])


def _recency(
    numbers: Numbers, sessions: list[Session], history: History, knowledge: Knowledge, as_of: datetime
) -> None:
    def since(days: float) -> list[Session]:
        return [s for s in sessions if _end(s) >= as_of - timedelta(days=days)]

    def files(chosen: list[Session]) -> tuple[str, ...]:
        return tuple(s.source for s in chosen)

    newest = sessions[-1]
    put(numbers, "hours_since_session", (as_of - _end(newest)).total_seconds() / 3600, (newest.source,))
    last_day = since(1)
    longest = max((s.duration_s for s in last_day), default=0.0)
    put(numbers, "longest_24h_h", longest / 3600, files(last_day))
    week, before = since(7), [s for s in sessions if _end(s) < as_of - timedelta(days=7)]
    before = [s for s in before if s.started_at >= as_of - timedelta(days=49)]
    if week and before:
        ratio = max(s.duration_s for s in week) / max(s.duration_s for s in before)
        put(numbers, "longest_7d_ratio", ratio, files(week))
    down = [s for s in since(5) if s.descent_m is not None]
    if down:
        put(numbers, "descent_5d_m", sum(s.descent_m or 0.0 for s in down), files(down))
    hard = [s for s in since(3) if _hard(s, history, knowledge)]
    put(numbers, "hard_sessions_3d", len(hard), files(hard))


def _hard(session: Session, history: History, knowledge: Knowledge) -> bool:
    if session.rpe_cr10 is not None:
        return session.rpe_cr10 >= knowledge.parameters["hard_session_rpe_from"].mid
    if session.avg_hr_bpm is None:
        return False
    top = hr_max_bpm(history, knowledge, session.started_at)
    return session.avg_hr_bpm >= knowledge.parameters["hard_session_hr_share_from"].mid * top


_SPORTS = (
    ("run", "run_flat"),
    ("jog", "run_flat"),
    ("walk", "walk_flat"),
    ("hik", "walk_flat"),
    ("cycl", "cycle"),
    ("bik", "cycle"),
    ("rid", "cycle"),
    ("soccer", "soccer_match"),
    ("football", "soccer_match"),
)


def _shares(session: Session, knowledge: Knowledge) -> dict[str, float]:
    """How a session's load falls on the muscle groups: as stated, else by sport (a prior, not a measurement)."""
    if session.muscle_groups:
        return dict.fromkeys(session.muscle_groups, 1.0 / len(session.muscle_groups))
    sport = session.sport.casefold()
    activity = next((name for start, name in _SPORTS if start in sport), None)
    steep = knowledge.parameters["downhill_from_m_per_km"].mid
    if activity == "run_flat" and session.descent_m and session.distance_m:
        km = session.distance_m / 1000
        if km > 0 and session.descent_m / km >= steep:
            activity = "run_downhill"
    prefix = f"muscle_share.{activity}."
    return {name.removeprefix(prefix): n.mid for name, n in knowledge.parameters.items() if name.startswith(prefix)}


def _group_shares(
    sessions: list[Session], loads: list[float], knowledge: Knowledge, as_of: datetime
) -> dict[str, Numbers]:
    recent = [(s, au) for s, au in zip(sessions, loads, strict=True) if _end(s) >= as_of - timedelta(hours=48)]
    total = sum(au for _, au in recent)
    result: dict[str, Numbers] = {}
    if total <= 0:
        return result
    shares: dict[str, float] = {}
    for session, au in recent:
        for group, share in _shares(session, knowledge).items():
            shares[group] = shares.get(group, 0.0) + au * share / total
    for group, share in shares.items():
        result[group] = {}
        put(result[group], "group_load_48h", share, tuple(s.source for s, _ in recent))
    return result
