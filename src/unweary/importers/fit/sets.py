"""Strength sets of a watch. The exercise is a category of the profile, or the title that its workout gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

import numpy as np

from unweary.importers.fit.clock import at
from unweary.importers.fit.messages import Message, number
from unweary.importers.fit.opened import File
from unweary.vocab.history import StrengthSet


def sets_of(file: File, starts: Sequence[float]) -> Iterator[tuple[StrengthSet, ...]]:
    """The sets of each session, the sessions being told by their starts in order [Unix s].

    Rests are no sets. A watch also writes 'sets' of yoga and intervals, with nothing but their length: left out.
    """
    titles = _titles(file)
    found: list[list[StrengthSet]] = [[] for _ in starts]
    for row in file.messages.rows("set") if starts else ():
        moment = float(file.clock.read(at(row, "start_time")))
        made = _set(row, titles)
        if made is not None:
            place = int(np.searchsorted(starts, moment, side="right")) if isfinite(moment) else 1
            found[max(place - 1, 0)].append(made)
    yield from map(tuple, found)


def _titles(file: File) -> dict[tuple[object, object], str]:
    """What a workout calls its exercises, by category and number within it."""
    return {
        (row.get("exercise_category"), row.get("exercise_name")): title.strip()
        for row in file.messages.rows("exercise_title")
        if isinstance(title := row.get("wkt_step_name"), str)
    }


def _set(row: Message, titles: Mapping[tuple[object, object], str]) -> StrengthSet | None:
    category, kind = _likeliest(row.get("category")), _likeliest(row.get("category_subtype"))
    reps, weight_kg, duration_s = (number(row.get(name)) for name in ("repetitions", "weight", "duration"))
    if row.get("set_type") == "rest" or (category is None and not isfinite(reps) and not isfinite(weight_kg)):
        return None
    name = titles.get((category, kind)) or (category.replace("_", " ") if isinstance(category, str) else "unknown")
    return StrengthSet(
        exercise=name[:200],
        reps=int(reps) if 0 <= reps <= 10_000 else None,
        weight_kg=weight_kg if 0 <= weight_kg <= 2_000 else None,
        duration_s=duration_s if 0 <= duration_s <= 400_000 else None,
    )


def _likeliest(value: object) -> object:
    """A watch that guesses the exercise lists its guesses, the likeliest first."""
    return next(iter(value), None) if isinstance(value, list) else value
