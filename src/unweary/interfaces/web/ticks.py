"""What ``ticks.html`` shows of one proposal: what was said today, and on the plan the last seven days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from unweary.interfaces.web.rendering import weekday
from unweary.interfaces.web.texts import say
from unweary.vocab.history import Tick

_DAYS = 7


def tick_of(remedy: str, name: str, ticks: Iterable[Tick], today: date, *, week: bool = False) -> dict[str, Any]:
    """Today's tick of a remedy, with the row of days where ``week`` is set and anything was said in them.

    Examples
    --------
    >>> today = date(2026, 11, 20)
    >>> tick_of("nap", "A nap", (Tick("nap", today, False),), today)["done"]
    False
    """
    said = {tick.day: tick.done for tick in ticks if tick.remedy == remedy}
    days = [today - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
    words = [
        say("ticks.day_done" if said[day] else "ticks.day_not", weekday=weekday(day)) for day in days if day in said
    ]
    return {
        "remedy": remedy,
        "name": name,
        "day": today,
        "done": said.get(today),
        "week": [said.get(day) for day in days] if week and words else [],
        "words": say("ticks.week", days=", ".join(words)),
    }
