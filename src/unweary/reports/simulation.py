"""A simulation as a document for programs, and its words as every door tells them."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from unweary.reports import charts
from unweary.vocab.assessment import as_json
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.simulation import Knob, NumberWords, Simulated, SimulationWords


def as_document(told: SimulationWords, values: Mapping[str, float | str], result: Simulated) -> dict[str, Any]:
    """What came out: each number by its id, and the lines of the pictures. NaN is null.

    Examples
    --------
    >>> told = SimulationWords("leg_day", "", "", "", "", "D", (), (), {}, {})
    >>> as_document(told, {"days": 2.0}, Simulated({"left_pct": 80.0}, ()))
    {'simulation': 'leg-day', 'knobs': {'days': 2.0}, 'left_pct': 80.0, 'panels': []}
    """
    panels = [
        {
            "id": panel.id,
            "lines": [{"id": line.id, "x": line.x.tolist(), "y": line.y.tolist()} for line in panel.lines],
        }
        for panel in result.panels
    ]
    document = {"simulation": dashed(told.id), "knobs": dict(values), **result.numbers, "panels": panels}
    return {key: as_json(value) for key, value in document.items()}


def as_described(told: SimulationWords, knowledge: Knowledge) -> dict[str, Any]:
    """What is said about a simulation, for programs: knobs with their limits, and the words of all that comes out."""
    words = as_json(told)
    assert isinstance(words, dict)
    words["name"] = dashed(words.pop("id"))
    words["knobs"] = [{key: value for key, value in knob.items() if value not in (None, {})} for knob in words["knobs"]]
    words["sources"] = [knowledge.sources[name].citation for name in told.sources]
    return words


def dashed(name: str) -> str:
    """An id or a knob as it is written on the command line and in addresses."""
    return name.replace("_", "-")


def number_said(words: NumberWords, value: float) -> str:
    """A number with its unit, or the words for where there is none.

    Examples
    --------
    >>> words = NumberWords("It lasts", "s", 1, "for ever")
    >>> number_said(words, 95.5), number_said(words, float("nan"))
    ('95.5 s', 'for ever')
    """
    return f"{digits_of(words, value)} {words.unit}".rstrip() if isfinite(value) else words.none


def digits_of(words: NumberWords, value: float) -> str:
    """A number with as many digits as are worth showing; 0 has no sign."""
    return f"{round(value, words.digits) + 0.0:.{words.digits}f}"


def knob_said(knob: Knob, value: float | str) -> str:
    """How a knob stands.

    Examples
    --------
    >>> knob_said(Knob("mvc", "Force", "share of full force", 0.5, 0.1, 1.0, 0.05), 0.3)
    'Force: 0.3 share of full force'
    """
    shown = knob.choices[str(value)] if knob.choices else f"{value:g}"
    return f"{knob.label}: {shown} {knob.unit}".rstrip()


def picture_file(told: SimulationWords, values: Mapping[str, float | str], result: Simulated) -> str:
    """All pictures as one SVG file that stands alone, with how the knobs stood."""
    panels = [(panel, told.panels[panel.id]) for panel in result.panels]
    below = [knob_said(knob, values[knob.name]) for knob in told.knobs]
    numbers = [f"{words.label}: {number_said(words, result.numbers[name])}" for name, words in told.numbers.items()]
    return charts.file_of(told.title, panels, [*numbers, "; ".join(below)])
