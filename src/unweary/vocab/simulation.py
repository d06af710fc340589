"""What a simulation is, for whoever shows one: knobs to turn, a few numbers, and pictures as plain lines.

Its words (labels, what it shows, where it stops being true) are knowledge and stand in
``knowledge/data/simulations/<id>.toml``; how its numbers come about stands in ``service/simulations/<id>.py``, which
calls ``physiology``; pages, command line and charts know only the types here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import nan

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Knob:
    """Something the reader can turn: a number within limits, or one of some choices.

    ``name`` : in small letters with underscores, the same in Python, in the address of the page and (with dashes) on
    the command line. ``label``, ``unit`` : words for the reader; a share is shown in the unit it is given in.
    ``least``, ``most``, ``step`` : of a number, in its unit; NaN for a choice.
    ``choices`` : value -> words for the reader, in order; empty for a number.
    """

    name: str
    label: str
    unit: str
    default: float | str
    least: float = nan
    most: float = nan
    step: float = nan
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a number is told: its label, its unit, how many digits after the point are worth showing, and what is said
    where there is no number."""

    label: str
    unit: str
    digits: int
    none: str = "none"


@dataclass(frozen=True, slots=True)
class PanelWords:
    """What stands at a picture: its title, its two axes with units, and the name of each line."""

    title: str
    x_label: str
    y_label: str
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SimulationWords:
    """All that is said about one simulation.

    ``shows`` : two sentences. ``stops`` : where it stops being true. ``grade`` : how far to trust it (A to D, or E for
    experimental). ``sources`` : keys of ``sources*.toml``. ``numbers``, ``panels`` : id -> words, in the order in which
    they are shown.
    """

    id: str
    title: str
    summary: str
    shows: str
    stops: str
    grade: str
    sources: tuple[str, ...]
    knobs: tuple[Knob, ...]
    numbers: Mapping[str, NumberWords]
    panels: Mapping[str, PanelWords]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of a picture; NaN is a gap.

    ``kind`` : 'main', 'second', 'third', 'reference' (thin), 'points' (no line).
    """

    id: str
    x: FloatArray
    y: FloatArray
    kind: str = "main"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One picture: lines over one horizontal axis."""

    id: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """What came out: id -> number (NaN: there is none), and the pictures."""

    numbers: Mapping[str, float]
    panels: tuple[Panel, ...]


#: From one value for each knob (checked already) to the outcome.
Run = Callable[[Mapping[str, float | str]], Simulated]
