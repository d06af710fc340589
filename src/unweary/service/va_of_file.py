"""Voluntary activation from a table: one row for each contraction, whatever the columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from unweary.importers.written import Row, decimal_mark, number, rows
from unweary.physiology.activation import Extrapolated, activation_over_cortex, voluntary_activation_pct
from unweary.vocab.errors import Problem, UserError

#: So straight must the line of a set be. Own choice (grade D): the number goes round, but no published source of it was
#: found.
LEAST_R2 = 0.8
#: What a column may be called, in small letters, without unit and marks.
NAMES: dict[str, tuple[str, ...]] = {
    "force": (
        "force", "forces", "torque", "torques", "force share", "torque share", "mvc", "force mvc", "mvc share",
        "share of mvc",
    ),
    "superimposed": (
        "superimposed", "superimposed twitch", "superimposed doublet", "sit", "sit ptp", "interpolated twitch",
        "added twitch",
    ),
    "resting": (
        "resting", "resting twitch", "resting doublet", "rest", "rest ptp", "rt", "pt", "potentiated twitch",
        "control twitch",
    ),
    "activation": ("activation", "activations", "voluntary activation", "va"),
    "set": ("set", "subject", "participant", "person", "id", "session"),
    "level": ("level", "target", "trial", "trials", "time", "condition"),
}  # fmt: skip
#: What a table must have, in words.
ACCEPTED = (
    "superimposed twitch and resting twitch (over the nerve); or force and superimposed twitch (over the cortex, three "
    "contractions or more from half of the force on); or activation"
)
_LIMITS = {"force": (0, 1e9), "superimposed": (0, 1e9), "resting": (0, 1e9), "activation": (-1000, 100)}
_ACCEPTED_NUMBERS = {
    "force": "0 or more", "superimposed": "0 or more", "resting": "more than 0", "activation": "percent, 100 at most",
}  # fmt: skip
_NOTHING = ("", "nan", "na", "n/a", "-")
_UNITS = {"n", "nm", "m", "kg", "v", "mv", "au", "percent"}
_MOST_ROWS = 100_000

FloatArray = NDArray[np.float64]
_Columns = dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Contraction:
    """One row. ``activation_pct`` is NaN where it cannot be told [%]; ``set`` and ``level`` are as written."""

    line: int
    set: str
    level: str
    activation_pct: float


@dataclass(frozen=True, slots=True)
class Level:
    """The contractions of one level that have an activation: mean and standard deviation (of a sample) [%].

    ``mean_pct`` is NaN for none, ``sd_pct`` for fewer than two.
    """

    level: str
    contractions: int
    mean_pct: float
    sd_pct: float


@dataclass(frozen=True, slots=True)
class VaOfFile:
    """What a table tells.

    ``method`` : ``twitch`` (over the nerve), ``cortex`` (extrapolated), ``given`` (the table has the activation).
    ``contractions`` : each row; empty for ``cortex``, which has one activation for a set.
    ``sets`` : set -> its line and activation; empty but for ``cortex``.
    ``levels`` : in the order of the table; empty where it has none.
    ``problems`` : the cells that are no number, or one that cannot be.
    """

    method: str
    contractions: tuple[Contraction, ...]
    sets: dict[str, Extrapolated]
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]


def va_of_file(path: Path, least_r2: float = LEAST_R2) -> VaOfFile:
    """Read a table of contractions and work out the voluntary activation.

    Parameters
    ----------
    path : Path
        Comma, semicolon, tab or bar between the columns; their names as in ``NAMES``, with or without a unit.
    least_r2 : float
        A less straight line gives no activation [1].

    Raises
    ------
    UserError
        ``no_file``, ``too_large``, ``unknown_columns``, ``no_rows``, ``impossible_value``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "twitches.csv"
    ...     _ = path.write_text("SIT (N);Resting twitch (N)\\n2,3;23\\n11,5;23\\n")
    ...     told = va_of_file(path)
    >>> told.method, [round(each.activation_pct, 1) for each in told.contractions]
    ('twitch', [90.0, 50.0])
    """
    problems: list[Problem] = []
    table = _table(path, problems)
    roles = _roles(tuple(table[0].cells), path.name)
    labels = {role: [row[roles[role]] if role in roles else "" for row in table] for role in ("set", "level")}
    wanted = _wanted(roles, path.name)
    columns = {role: _numbers(table, role, roles[role], path.name, problems) for role in wanted}
    if "force" in wanted:
        sets = {name: _of_set(name, labels["set"], columns, least_r2) for name in dict.fromkeys(labels["set"])}
        return VaOfFile("cortex", (), sets, (), tuple(problems))
    if "resting" in wanted:
        method, values = "twitch", voluntary_activation_pct(columns["superimposed"], columns["resting"])
    else:
        method, values = "given", columns["activation"]
    if not np.isfinite(values).any():
        raise UserError("no_rows", f"{path.name}: no row has a number in each of: {', '.join(wanted)}", ACCEPTED)
    contractions = tuple(
        Contraction(row.line, set_, level, value)
        for row, set_, level, value in zip(table, labels["set"], labels["level"], values.tolist(), strict=True)
    )
    return VaOfFile(method, contractions, {}, _levels(contractions) if "level" in roles else (), tuple(problems))


def _table(path: Path, problems: list[Problem]) -> list[Row]:
    table: list[Row] = []
    try:
        with path.open("rb") as stream:
            for row in rows(stream, path.name):
                if isinstance(row, Problem):
                    problems.append(row)
                elif len(table) == _MOST_ROWS:
                    raise UserError("too_large", f"{path.name} has more than {_MOST_ROWS} rows", "a smaller table")
                else:
                    table.append(row)
    except OSError as error:
        raise UserError("no_file", f"{path} cannot be read: {error.strerror}", "a CSV file") from None
    if not table:
        raise UserError("no_rows", f"{path.name} has no row below its heading", ACCEPTED)
    return table


def _roles(heading: Sequence[str], name: str) -> dict[str, str]:
    """Role -> column."""
    roles: dict[str, str] = {}
    for column in heading:
        plain = " ".join(word for word in re.split(r"[\W_]+", column.casefold()) if word and word not in _UNITS)
        role = next((role for role, names in NAMES.items() if plain in names), None)
        if role in roles and role not in ("set", "level"):
            said = f"{name}: '{roles[role]}' and '{column}' could both be the {role}"
            raise UserError("unknown_columns", said, "one column of each kind")
        if role is not None:
            roles.setdefault(role, column)
    return roles


def _wanted(roles: dict[str, str], name: str) -> tuple[str, ...]:
    """The columns that are worked with: twitches before force, both before what the table says itself."""
    for wanted in (("superimposed", "resting"), ("force", "superimposed"), ("activation",)):
        if all(role in roles for role in wanted):
            return wanted
    found = f"only {', '.join(roles)}" if roles else "none of the columns"
    raise UserError("unknown_columns", f"{name}: {found} could be told by name", ACCEPTED)


def _numbers(table: Sequence[Row], role: str, column: str, name: str, problems: list[Problem]) -> FloatArray:
    """A column; NaN where a cell is empty, no number, or a number that it cannot be."""
    mark = decimal_mark(row[column] for row in table)
    values = np.full(len(table), np.nan)
    for index, row in enumerate(table):
        cell = row[column].removesuffix("%").strip()
        if cell.casefold() in _NOTHING:
            continue
        value = number(cell, mark)
        least, most = _LIMITS[role]
        if value is not None and least <= value <= most and not (role == "resting" and value == 0):
            values[index] = value
        else:
            said = f"'{cell[:40]}' in '{column}' cannot be; accepted: {_ACCEPTED_NUMBERS[role]}."
            problems.append(Problem(f"{name}, line {row.line}", "impossible_value", said))
    if role == "activation" and np.nanmax(np.abs(values), initial=0.0) <= 1:
        said = f"{name}: the largest number in '{column}' is {np.nanmax(values, initial=0.0):g}"
        raise UserError("impossible_value", said, "activation in percent, such as 95, not a share, such as 0.95")
    return values


def _of_set(name: str, sets: Sequence[str], columns: _Columns, least_r2: float) -> Extrapolated:
    here = np.array([each == name for each in sets])
    return activation_over_cortex(columns["force"][here], columns["superimposed"][here], least_r2)


def _levels(contractions: Sequence[Contraction]) -> tuple[Level, ...]:
    told = []
    for level in dict.fromkeys(each.level for each in contractions):
        values = np.array([each.activation_pct for each in contractions if each.level == level])
        values = values[np.isfinite(values)]
        mean = float(values.mean()) if len(values) else nan
        told.append(Level(level, len(values), mean, float(values.std(ddof=1)) if len(values) > 1 else nan))
    return tuple(told)
