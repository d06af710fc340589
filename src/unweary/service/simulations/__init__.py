"""The simulations: which there are, what is said about each, and one verb that turns knobs into numbers and pictures.

Each has its words in ``knowledge/data/simulations/<id>.toml``, and its ``run`` in the module of the same name here,
which is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from math import isfinite
from typing import cast

from unweary import knowledge
from unweary.reports.simulation import dashed
from unweary.vocab.errors import UserError
from unweary.vocab.simulation import Knob, Run, Simulated, SimulationWords

#: From the nerve that calls a muscle to what the blood carries, then days and nights. One not named here comes last.
_ORDER = (
    "motor_units", "muscle", "activation",
    "pcr", "lactate", "wbal", "glycogen",
    "fitness", "load", "slope", "damage",
    "sleep", "sleep_regularity", "hrv",
    "venous", "iron", "fluid", "magnesium",
)  # fmt: skip


def simulations() -> tuple[SimulationWords, ...]:
    """The words of every simulation, in an order of meaning.

    Examples
    --------
    >>> [words.id for words in simulations()][:2]
    ['motor_units', 'muscle']
    """
    place = {name: index for index, name in enumerate(_ORDER)}
    return tuple(sorted(knowledge.simulations(), key=lambda words: (place.get(words.id, len(place)), words.id)))


def words(name: str) -> SimulationWords:
    """What is said about one. Dashes, as on the command line and in addresses, are read as underscores.

    Raises
    ------
    UserError
        ``unknown_simulation``, with those there are.

    Examples
    --------
    >>> words("motor-units").id
    'motor_units'
    """
    every = {told.id: told for told in simulations()}
    wanted = name.replace("-", "_")
    if wanted not in every:
        shown = ", ".join(dashed(key) for key in every)
        near = get_close_matches(wanted, every, n=1)
        meant = f"; did you mean '{dashed(near[0])}'?" if near else ""
        raise UserError("unknown_simulation", f"there is no simulation '{name[:60]}'{meant}", shown)
    return every[wanted]


def simulate(name: str, values: Mapping[str, float | str]) -> Simulated:
    """Run a simulation.

    Parameters
    ----------
    name : str
        As for :func:`words`.
    values : mapping
        Knob -> value, as a number or as text. A knob that is left out stands at its default.

    Raises
    ------
    UserError
        ``unknown_simulation``, ``unknown_knob``, ``impossible_value``; each names the knob and what is accepted.

    Examples
    --------
    >>> float(simulate("motor-units", {"mvc": "0.5"}).numbers["endurance_time_s"])
    95.5
    """
    told = words(name)
    return _simulated(told.id, tuple(turned(told, values).items()))


# Turning one knob back and forth asks for the same again; the slowest takes a second where Numba is not installed.
@lru_cache(maxsize=64)
def _simulated(name: str, values: tuple[tuple[str, float | str], ...]) -> Simulated:
    run = cast(Run, import_module(f"{__name__}.{name}").run)
    return run(dict(values))


def turned(told: SimulationWords, values: Mapping[str, float | str]) -> dict[str, float | str]:
    """A value for every knob, in order: what was given, checked and converted, else its default.

    Raises
    ------
    UserError
        ``unknown_knob``, ``impossible_value``.

    Examples
    --------
    >>> turned(words("motor-units"), {"mvc": "0,3"})
    {'mvc': 0.3}
    """
    known = {knob.name: knob for knob in told.knobs}
    for name in values:
        if name not in known:
            raise UserError("unknown_knob", f"'{name[:60]}' is not a knob of '{dashed(told.id)}'", ", ".join(known))
    return {name: _checked(knob, values[name]) if name in values else knob.default for name, knob in known.items()}


def accepted(knob: Knob) -> str:
    """In words, what a knob can be turned to.

    Examples
    --------
    >>> accepted(words("motor-units").knobs[0])
    'a number from 0.2 to 0.95 (share of full force)'
    """
    if knob.choices:
        return ", ".join(knob.choices)
    return f"a number from {knob.least:g} to {knob.most:g}" + (f" ({knob.unit})" if knob.unit else "")


def _checked(knob: Knob, value: float | str) -> float | str:
    shown = str(value).strip()
    if knob.choices:
        if shown not in knob.choices:
            raise UserError("impossible_value", f"{knob.label} ({knob.name}) is '{shown[:60]}'", accepted(knob))
        return shown
    try:
        number = float(shown.replace(",", "."))
    except ValueError:
        raise UserError("impossible_value", f"{knob.label} ({knob.name}) is '{shown[:60]}'", accepted(knob)) from None
    if not (isfinite(number) and knob.least <= number <= knob.most):
        raise UserError("impossible_value", f"{knob.label} ({knob.name}) is {shown[:60]}", accepted(knob))
    return number
