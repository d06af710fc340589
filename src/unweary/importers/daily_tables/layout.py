"""What the columns of one maker's table mean, as data. Names are compared without case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from unweary.importers.written import Order
from unweary.vocab.history import Mark

#: Columns in the order in which they are preferred (the first one filled is used), each with the factor to our unit.
Parts = tuple[tuple[str, float], ...]
#: A column, and the pattern that a whole cell (in small letters) must match.
Patterns = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the signal it holds, and the factor that brings it to that signal's unit.

    ``zero_is_none``: the maker writes 0 where nothing was measured; elsewhere a 0 that cannot be is a problem.
    """

    signal: str
    factor: float = 1.0
    zero_is_none: bool = False


@dataclass(frozen=True, slots=True)
class Nights:
    """Columns that tell a sleep with its times.

    ``naps`` says what the words of the column ``nap`` mean, None where they leave it open; a row with another word
    there is no sleep.
    """

    start: str
    end: str
    hours: Mapping[str, Parts]
    nap: str = ""
    naps: Mapping[str, bool | None] = field(default_factory=lambda: {"": None})


@dataclass(frozen=True, slots=True)
class Trainings:
    """Columns that tell a training. ``values`` are fields of a session.

    ``sport`` are columns that name it, ``title`` one in which it may be named. ``at_end``: the row's time is the end.
    ``unitless`` are columns whose unit the maker does not write; ``units`` are names that a person may give them.
    """

    duration: Parts
    sport: tuple[str, ...] = ()
    title: str = ""
    values: Mapping[str, Parts] = field(default_factory=dict)
    at_end: bool = False
    unitless: tuple[str, ...] = ()
    units: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A maker's table.

    ``signature`` are columns that together no other table has; all of them prove the maker. ``source`` names the
    origin: baselines are kept per source, so it never changes with the file's name.

    Time: ``at`` are the columns that may hold it, the first one filled is used; ``clock`` one that holds the hour
    alone, ``zone`` one that names the zone; ``utc`` where times without one are UTC, else they are local; ``epoch``
    where numbers are seconds since 1970. ``order`` is for dates that do not begin with the year (and ``ydm``), None
    where the whole column must tell. ``daily`` values, and dates without an hour, stand at ``hour``. ``days`` are the
    columns that name the person's own day, where it is not that of the time.

    ``only`` are patterns that a row must match for its measurements to count; ``marks`` are patterns of a yes.
    ``long`` are the two columns of a table with one value a row: the name, and the value. ``person`` is the column that
    tells several people apart. ``known`` are columns whose meaning is clear but which bring nothing here.
    """

    source: str
    signature: tuple[str, ...]
    at: tuple[str, ...]
    columns: Mapping[str, Column] = field(default_factory=dict)
    clock: str = ""
    zone: str = ""
    utc: bool = False
    epoch: bool = False
    order: Order | None = None
    daily: bool = False
    hour: time = time(6)
    days: tuple[str, ...] = ()
    sleep: Nights | None = None
    training: Trainings | None = None
    marks: Mapping[str, tuple[Mark, str]] = field(default_factory=dict)
    only: Patterns = field(default_factory=dict)
    long: tuple[str, str] | None = None
    person: str = ""
    known: tuple[str, ...] = ()

    def telling(self) -> tuple[str, ...]:
        """The columns (of a long table the names) that bring something, as the maker writes them.

        Examples
        --------
        >>> ring = Layout("ring", (), ("Day",), {"Pulse": Column("hr_rest_bpm")}, marks={"Ill": ("sick", "yes")})
        >>> ring.telling()
        ('Pulse', 'Ill')
        """
        times = () if self.sleep is None else (self.sleep.start, self.sleep.end)
        spans = () if self.training is None else tuple(name for name, _ in self.training.duration)
        return (*self.columns, *self.marks, *times, *spans)

    def used(self) -> frozenset[str]:
        """Every column that is read, in small letters.

        Examples
        --------
        >>> sorted(Layout("ring", ("Day", "Pulse"), ("Day",), {"Pulse": Column("hr_rest_bpm")}).used())
        ['day', 'pulse']
        """
        names = {*self.at, *self.days, *self.columns, *self.marks, *self.only, *(self.long or ())}
        names |= {self.clock, self.zone, self.person}
        if self.sleep is not None:
            names |= {self.sleep.start, self.sleep.end, self.sleep.nap, *_names(self.sleep.hours)}
        if self.training is not None:
            names |= {*self.training.sport, self.training.title, *self.training.unitless, *_names(self.training.values)}
            names |= {name for name, _ in self.training.duration}
        return frozenset(name.casefold() for name in names if name)


def _names(fields: Mapping[str, Parts]) -> set[str]:
    return {name for parts in fields.values() for name, _ in parts}
