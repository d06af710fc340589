"""A simulation on the terminal: its numbers, its pictures in letters, and what it says and does not say."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from unweary.interfaces.terminal.show import console, print_json
from unweary.reports.charts import in_letters
from unweary.reports.simulation import as_described, as_document, dashed, knob_said, number_said, picture_file
from unweary.service.person import packaged_knowledge
from unweary.service.simulations import simulate, simulations, turned
from unweary.vocab.simulation import SimulationWords

#: A picture wider than this says no more.
_WIDEST = 80


def list_simulations(*, as_json_: bool) -> None:
    """Each with its summary; for programs with all that is said about it."""
    every = simulations()
    if as_json_:
        print_json({"simulations": [as_described(told, packaged_knowledge()) for told in every]})
        return
    out = console()
    for told in every:
        out.print(Text(dashed(told.id), style="bold"))
        out.print(Padding(Text(told.summary), (0, 0, 0, 2)))
    out.print(Text("\nunweary simulate NAME shows one; with --help, its knobs."))


def show_simulation(told: SimulationWords, given: Mapping[str, str], svg: Path | None, *, as_json_: bool) -> None:
    """Run it and tell what came out.

    Raises
    ------
    UserError
        ``impossible_value`` where a knob cannot stand there.
    """
    values = turned(told, given)
    result = simulate(told.id, values)
    if svg is not None:
        svg.write_text(picture_file(told, values, result), encoding="utf-8")
    if as_json_:
        # A key a line: the long lines of the pictures stay out of the way of who reads the numbers.
        document = as_document(told, values, result)
        rows = (f"  {json.dumps(key)}: {json.dumps(value, allow_nan=False)}" for key, value in document.items())
        sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")
        return
    out = console()
    out.print(Text(told.title, style="bold"))
    out.print(Text(told.shows))
    out.print(Text("\n" + "; ".join(knob_said(knob, values[knob.name]) for knob in told.knobs) + "\n"))
    for name, words in told.numbers.items():
        out.print(Text(f"{words.label}: ").append(number_said(words, result.numbers[name]), style="bold"))
    for panel in result.panels:
        drawn = in_letters(panel, told.panels[panel.id], min(out.width, _WIDEST))
        out.print(Text("\n" + drawn), soft_wrap=True)
    out.print(Text("\nWhere it stops being true: ", style="bold").append(told.stops, style="not bold"))
    sources = packaged_knowledge().sources
    out.print(Text(f"Grade {told.grade}. " + ". ".join(sources[name].citation for name in told.sources) + "."))
    if svg is not None:
        out.print(Text(f"The picture is in {svg}."), soft_wrap=True)
