"""Which muscles the sets of a strength workout hit, and which of its exercises are new or not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from unweary.vocab.history import Session, StrengthSet
from unweary.vocab.knowledge import Exercise, Knowledge
from unweary.vocab.words import stems


def exercise_of(name: str, knowledge: Knowledge) -> Exercise | None:
    """The exercise that a name means; None where no one, or not only one, fits: nothing is guessed.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> found = [exercise_of(name, packaged_knowledge()) for name in ("Squats (Barbell)", "leg_press", "Kneebo")]
    >>> [None if exercise is None else exercise.id for exercise in found]
    ['squat', 'leg_press', None]
    """
    said = stems(name)
    most = 0
    found: dict[str, Exercise] = {}
    for exercise in knowledge.exercises:
        for words in exercise.words:
            wanted = stems(words)
            if len(wanted) >= most and wanted <= said:
                found = {exercise.id: exercise} if len(wanted) > most else {**found, exercise.id: exercise}
                most = len(wanted)
    return next(iter(found.values())) if len(found) == 1 else None


def of_sets(sets: Sequence[StrengthSet], knowledge: Knowledge, mass_kg: float | None) -> dict[str, float]:
    """The part of a workout's load that fell on each muscle group; what of it is not known falls on none.

    A set counts by its work (repetitions times weight) beside the hardest set of the same exercise, so that a warm-up
    counts little and no exercise more because its weights are heavy. Where the work is not known each set counts one.
    """
    by_name: dict[str, list[StrengthSet]] = {}
    for each in sets:
        by_name.setdefault(each.exercise, []).append(each)
    amounts: dict[str, float] = {}
    total = 0.0
    for name, done in by_name.items():
        exercise = exercise_of(name, knowledge)
        amount = _hard_sets(done, exercise.body_share if exercise else 0.0, mass_kg)
        total += amount
        for group, share in (exercise.shares if exercise else {}).items():
            amounts[group] = amounts.get(group, 0.0) + amount * share
    return {group: amount / total for group, amount in amounts.items()} if total > 0 else {}


def _hard_sets(done: Sequence[StrengthSet], body_share: float, mass_kg: float | None) -> float:
    body_kg = body_share * (mass_kg or 0.0)
    work = [(each.reps or 0) * ((each.weight_kg or 0.0) + body_kg) for each in done]
    return sum(work) / max(work) if min(work) > 0 and (mass_kg or not body_share) else float(len(done))


def not_known(session: Session, knowledge: Knowledge) -> list[str]:
    """The exercises of a workout of which no muscles are known, as the app names them."""
    return [name for name in _names([session]) if exercise_of(name, knowledge) is None]


def new_exercises(session: Session, sessions: Iterable[Session], knowledge: Knowledge) -> list[str]:
    """What of a workout was not done in the weeks before. Nothing is said where no sets of that time are known."""
    from_then = session.started_at - timedelta(days=knowledge.parameters["exercise_new_after_days"].mid)
    earlier = [each for each in sessions if each.sets and each.started_at < session.started_at]
    if not any(each.started_at <= from_then for each in earlier):
        return []
    done = {_key(name, knowledge) for name in _names(each for each in earlier if each.started_at > from_then)}
    return [name for name in _names([session]) if _key(name, knowledge) not in done]


def set_words(session: Session, sessions: Iterable[Session], knowledge: Knowledge) -> str:
    """What a reason adds to the name of a file with sets: what was new in it, and what is not known."""
    words = ""
    if new := new_exercises(session, sessions, knowledge):
        weeks = knowledge.parameters["exercise_new_after_days"].mid / 7
        brakes = [name for name in new if (found := exercise_of(name, knowledge)) is not None and found.eccentric]
        words += f"; first time in {weeks:g} weeks: {', '.join(new)}"
        words += f"; {', '.join(brakes)} makes a muscle brake a load, which can make it sore" if brakes else ""
    if unknown := not_known(session, knowledge):
        words += f"; exercises not known, so left out: {len(unknown)} ({', '.join(unknown)})"
    return words


def _names(sessions: Iterable[Session]) -> list[str]:
    return list(dict.fromkeys(each.exercise for session in sessions for each in session.sets))


def _key(name: str, knowledge: Knowledge) -> str:
    found = exercise_of(name, knowledge)
    return name.casefold() if found is None else found.id
