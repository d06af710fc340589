"""``unweary va``: voluntary activation from a table of contractions."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from unweary.interfaces.terminal.show import console, print_json
from unweary.service.va_of_file import LEAST_R2, VaOfFile, va_of_file

_METHODS = {
    "twitch": "Interpolated twitch: (1 - superimposed / resting) x 100.",
    "cortex": "Over the cortex: the resting twitch is where the line from half of the force on meets no force.",
    "given": "The table has the activation itself; nothing is worked out here, only put together.",
}
_NOTES = {
    "few": "too few contractions from half of the force on",
    "constant": "all twitches are the same size",
    "not_falling": "the twitch does not fall with force",
    "not_straight": "the line is not straight enough",
    "no_strongest": "the strongest contraction has no twitch",
}
#: More rows than this are only for programs.
_MOST_SHOWN = 40


def show_va(path: Path, least_r2: float | None, *, as_json_: bool) -> None:
    """Print what the table tells.

    Raises
    ------
    UserError
        Where the table cannot be read, or has none of the columns that are needed.
    """
    told = va_of_file(path, LEAST_R2 if least_r2 is None else least_r2)
    if as_json_:
        print_json(_plain(asdict(told)))
        return
    out = console()
    out.print(Text(_METHODS[told.method]))
    out.print(_table(told))
    hidden = len(told.contractions) - _MOST_SHOWN
    if hidden > 0 and not told.levels:
        out.print(Text(f"{hidden} more rows; --json has them all."))
    for problem in told.problems:
        out.print(Text(f"! {problem.where}: {problem.message}"))


def _table(told: VaOfFile) -> Table:
    if told.sets:
        return _rows(
            ("set", "activation %", "resting twitch", "r2", "contractions", "note"),
            [
                (name, _told(line.activation_pct), _told(line.resting_twitch, 3), _told(line.r2, 3),
                 str(line.contractions), _NOTES.get(line.note, ""))
                for name, line in told.sets.items()
            ],
        )  # fmt: skip
    if told.levels:
        return _rows(
            ("level", "contractions", "mean %", "SD %"),
            [(each.level, str(each.contractions), _told(each.mean_pct), _told(each.sd_pct)) for each in told.levels],
        )
    shown = told.contractions[:_MOST_SHOWN]
    return _rows(
        ("line", "set", "activation %"), [(str(each.line), each.set, _told(each.activation_pct)) for each in shown]
    )


def _rows(heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in heading:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _told(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}" if isfinite(value) else "-"


def _plain(document: Any) -> Any:
    """The same with null for what is not known, since JSON has no NaN."""
    if isinstance(document, dict):
        return {key: _plain(value) for key, value in document.items()}
    if isinstance(document, (list, tuple)):
        return [_plain(value) for value in document]
    return None if isinstance(document, float) and not isfinite(document) else document
