"""What the fields of one maker's objects mean, as data. A path such as ``levels.summary.deep.minutes`` goes inwards."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from unweary.importers.written import Order

Record = Mapping[str, Any]
#: Fields in the order in which they are preferred (the first one filled is used), each with the factor to our unit.
#: Fields joined by ``+`` are added.
Parts = tuple[tuple[str, float], ...]
#: Samples of an activity by column, ``t_s`` among them [s after the given start].
Track = Callable[[Record, datetime], Mapping[str, "array[float]"]]


@dataclass(frozen=True, slots=True)
class When:
    """Which fields tell an instant; of several the first one filled is used.

    ``utc`` and ``local`` are clocks in ISO form or in seconds or milliseconds since 1970; both together tell the zone.
    ``minutes`` tells the zone as minutes from UTC. A clock that names its zone itself may stand in either.
    """

    utc: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The signal that a field holds, and the factor to its unit."""

    signal: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Nights:
    """A sleep with its times. ``naps`` says what the values of the field ``nap`` mean; with another it is no sleep."""

    start: When
    end: When
    hours: Mapping[str, Parts] = field(default_factory=dict)
    nap: str = ""
    naps: Mapping[object, bool | None] = field(default_factory=lambda: {None: None})


@dataclass(frozen=True, slots=True)
class Trainings:
    """A training. ``values`` are fields of a session; ``units`` says which factor a named unit of a value means.

    ``legs`` is a list of the parts of one training, each of which counts as a training of its own.
    """

    start: When
    duration: Parts = ()
    end: When = When()
    sport: tuple[str, ...] = ()
    device: tuple[str, ...] = ()
    values: Mapping[str, Parts] = field(default_factory=dict)
    units: Mapping[str, tuple[str, Mapping[str, float]]] = field(default_factory=dict)
    legs: str = ""
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of a maker: ``keys`` it has that together no other has, and ``inside``, paths that are filled.

    ``source`` is the origin of a measurement; it never changes with the file's name. Signals stand at ``at``, or on the
    day ``day`` in the morning; ``only`` is a field and the values with which they count. ``pulse`` is one heart rate of
    a day at ``at``, ``pulses`` a list of pairs: milliseconds since 1970 and a heart rate. ``inner``: objects within are
    looked at too. ``unused`` names what is known and not read.
    """

    source: str
    keys: tuple[str, ...]
    inside: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    at: When = When()
    order: Order | None = None
    signals: Mapping[str, Column] = field(default_factory=dict)
    only: tuple[str, tuple[object, ...]] = ("", ())
    sleep: Nights | None = None
    training: Trainings | None = None
    pulse: str = ""
    pulses: str = ""
    inner: bool = False
    unused: str = ""

    def written_in(self, head: bytes) -> bool:
        """Whether a file that begins like this has the names of all its fields.

        Examples
        --------
        >>> Shape("ring", ("day", "pulse")).written_in(b'{"day": "2026-11-20", "pulse": 48}')
        True
        """
        names = (*self.keys, *(path.rpartition(".")[2] for path in self.inside))
        return all(f'"{name}"'.encode() in head for name in names)


def found(record: Record, path: str) -> Any:
    """What stands at a path; None where nothing does.

    Examples
    --------
    >>> found({"a": {"b": 3}}, "a.b"), found({"a": {"b": 3}}, "a.c"), found({"a": 3}, "a.b")
    (3, None, None)
    """
    value: Any = record
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def first(record: Record, paths: tuple[str, ...]) -> Any:
    """What stands at the first path that is filled.

    Examples
    --------
    >>> first({"a": None, "b": 2}, ("a", "b"))
    2
    """
    return next((value for path in paths if (value := found(record, path)) is not None), None)
