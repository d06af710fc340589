"""Numbers from training sessions: how much, how unusual for this person, how long since, and which muscles it hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import fmean, median, pstdev

from unweary.inference.diary import Numbers, put
from unweary.inference.exercises import of_sets, set_words
from unweary.inference.own_level import steadiest
from unweary.inference.same_session import Workout, workouts
from unweary.physiology import load as load_models
from unweary.vocab.history import History, Observation, Session
from unweary.vocab.knowledge import Knowledge

_DAYS_BEFORE = 28
#: A week, and the weeks that it is held against.
_DAYS_COUNTED = 7 + _DAYS_BEFORE


def _end(workout: Workout) -> datetime:
    return workout.session.started_at + timedelta(seconds=workout.session.duration_s)


def training_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[Numbers, dict[str, Numbers]]:
    """The whole body's training numbers, and the share of the last 48 h load by muscle group.

    Unknown where nothing was recorded lately: no file is not a rest day.
    """
    numbers: Numbers = {}
    done = workouts(history, as_of)
    parameter = knowledge.parameters
    silent = timedelta(days=parameter["training_silent_days"].mid)
    if not done or as_of - _end(done[-1]) > silent:
        return numbers, {}
    history = load_level(history)
    by_day: dict[date, float] = {}
    recent: list[tuple[Workout, float]] = []
    for workout in done:
        day = workout.session.started_at.astimezone(as_of.tzinfo).date()
        by_day.setdefault(day, 0.0)
        # How much it was counts for the last weeks only; that there was a session counts for good.
        if day > as_of.date() - timedelta(days=_DAYS_COUNTED):
            load_au = session_load_au(workout.session, history, knowledge)
            recent.append((workout, load_au))
            by_day[day] += load_au
    _amounts(numbers, done, by_day, knowledge, as_of)
    _recency(numbers, done, history, knowledge, as_of)
    last = [(workout, au) for workout, au in recent if _end(workout) >= as_of - timedelta(hours=48)]
    return numbers, _group_shares(last, done, history, knowledge)


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


def load_level(history: History) -> History:
    """The history with no more of it than decides how much a session was: the pulse at rest and the highest pulse.

    Each load asks for both; over years of days that would take as long as all the rest.
    """
    highest = sorted(history.sessions, key=lambda each: each.max_hr_bpm or 0.0)[-1:]
    return replace(history, observations=tuple(resting_hr(history)), sessions=tuple(highest))


def _resting_hr_bpm(history: History, knowledge: Knowledge) -> float:
    measured = resting_hr(history)
    return median(o.value for o in measured) if measured else knowledge.parameters["resting_hr_assumed"].mid


def resting_hr(history: History) -> list[Observation]:
    """The newest values of the pulse at rest, of one device: the one that told it on most of the last days."""
    measured = [o for o in history.observations if o.signal == "hr_rest_bpm"]
    if not measured:
        return []
    newest = max(o.at for o in measured)
    recent = [o for o in measured if o.at > newest - timedelta(days=_DAYS_BEFORE)]
    source = steadiest(recent, newest.tzinfo)
    return sorted((o for o in recent if o.source == source), key=lambda o: o.at)


def hr_max_bpm(history: History, knowledge: Knowledge, at: datetime) -> float:
    """The person's own highest recorded heart rate, or the age formula where it is higher or nothing was recorded."""
    parameter = knowledge.parameters
    born = history.profile.birth_year
    age = at.year - born if born is not None else parameter["age_assumed"].mid
    by_age = parameter["hr_max_intercept"].mid - parameter["hr_max_per_year"].mid * age
    seen = [s.max_hr_bpm for s in (*history.sessions,) if s.max_hr_bpm is not None]
    return max([by_age, *seen])


def _amounts(
    numbers: Numbers, done: Sequence[Workout], by_day: dict[date, float], knowledge: Knowledge, as_of: datetime
) -> None:
    today = as_of.date()
    files = {
        span: tuple(
            w.source for w in done if w.session.started_at.astimezone(as_of.tzinfo).date() > today - timedelta(span)
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
    numbers: Numbers, done: Sequence[Workout], history: History, knowledge: Knowledge, as_of: datetime
) -> None:
    def since(days: float) -> list[Workout]:
        return [w for w in done if _end(w) >= as_of - timedelta(days=days)]

    def files(chosen: list[Workout]) -> tuple[str, ...]:
        return tuple(w.source for w in chosen)

    def longest(chosen: list[Workout]) -> float:
        return max((w.session.duration_s for w in chosen), default=0.0)

    newest = done[-1]
    put(numbers, "hours_since_session", (as_of - _end(newest)).total_seconds() / 3600, (newest.source,))
    put(numbers, "longest_24h_h", longest(since(1)) / 3600, files(since(1)))
    week, before = since(7), [w for w in done if _end(w) < as_of - timedelta(days=7)]
    before = [w for w in before if w.session.started_at >= as_of - timedelta(days=49)]
    if week and before:
        put(numbers, "longest_7d_ratio", longest(week) / longest(before), files(week))
    down = [w for w in since(5) if w.session.descent_m is not None]
    if down:
        put(numbers, "descent_5d_m", sum(w.session.descent_m or 0.0 for w in down), files(down))
    hard = [w for w in since(3) if _hard(w.session, history, knowledge)]
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


def _shares(session: Session, history: History, knowledge: Knowledge) -> dict[str, float]:
    """How a session's load falls on the muscle groups: as stated, else by its sets, else by sport.

    Shares of exercises and sports are a prior, not a measurement. What of the sets is not known falls on no group.
    """
    if session.muscle_groups:
        return dict.fromkeys(session.muscle_groups, 1.0 / len(session.muscle_groups))
    if session.sets:
        return of_sets(session.sets, knowledge, history.profile.mass_kg)
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
    last: list[tuple[Workout, float]], done: Sequence[Workout], history: History, knowledge: Knowledge
) -> dict[str, Numbers]:
    """Of the load of the last 48 h, the share of each group, with what is new or not known among the exercises."""
    total = sum(au for _, au in last)
    if total <= 0:
        return {}
    shares: dict[str, float] = {}
    for workout, au in last:
        for group, share in _shares(workout.session, history, knowledge).items():
            shares[group] = shares.get(group, 0.0) + au * share / total
    sessions = [workout.session for workout in done]
    sources = [f"{w.source}{set_words(w.session, sessions, knowledge)}" for w, _ in last]
    result: dict[str, Numbers] = {group: {} for group in shares}
    for group, share in shares.items():
        put(result[group], "group_load_48h", share, tuple(sources))
    return result
