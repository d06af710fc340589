"""Whether the exercises hang together: shares of known muscle groups that add to 1, and each way to name one once."""

from __future__ import annotations

from collections.abc import Iterator

from unweary.vocab.errors import Problem
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.words import stems

_OFF = 1e-6


def exercise_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Everything in the exercises that would spread a load wrongly.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.knowledge import Exercise
    >>> squat = Exercise("squat", ("squat", "squats"), {"thighs": 0.9}, "D", "E", "own_estimate")
    >>> some = Some(exercises=(squat,), body={"quads": Some(group="quads")}, sources={"own_estimate": 1})
    >>> [problem.code for problem in exercise_problems(some)]
    ['unknown_group', 'sum', 'twice']
    """
    groups = {part.group for part in knowledge.body.values()}
    named: dict[frozenset[str], str] = {}
    for exercise in knowledge.exercises:
        where = f"exercises: {exercise.id}"
        for group in exercise.shares:
            if group not in groups:
                yield Problem(where, "unknown_group", f"there is no muscle group '{group}'")
        total = sum(exercise.shares.values())
        if abs(total - 1) > _OFF or any(not 0 < share <= 1 for share in exercise.shares.values()):
            yield Problem(where, "sum", f"its shares add to {total:g}, not to 1")
        if not 0 <= exercise.body_share <= 1:
            yield Problem(where, "body_share", f"{exercise.body_share:g} is no share of the body")
        for words in exercise.words:
            key = stems(words)
            if not key:
                yield Problem(where, "empty", "a way to name it without a word would fit every name")
            elif key in named:
                yield Problem(where, "twice", f"'{words}' is named by {named[key]} too")
            named.setdefault(key, exercise.id)
        for source in exercise.source.split(","):
            if source.strip() not in knowledge.sources:
                yield Problem(where, "unknown_source", f"there is no source '{source.strip()}'")
