"""What the pictures of the gallery's second part are built from."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.simulation import Line, Panel, PanelWords

FloatArray = NDArray[np.float64]
#: x, y and kind of a line, by the name that stands in the legend.
Lines = Mapping[str, tuple[ArrayLike, ArrayLike, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of real files: pictures, and the numbers that the words of ``gallery_real.toml`` ask for."""

    panels: tuple[tuple[Panel, PanelWords], ...]
    numbers: Mapping[str, Any]


def panel(title: str, x_label: str, y_label: str, lines: Lines) -> tuple[Panel, PanelWords]:
    """A panel whose lines go by their names."""
    drawn = tuple(
        Line(name, np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), kind)
        for name, (x, y, kind) in lines.items()
    )
    return Panel(title, drawn), PanelWords(title, x_label, y_label, {name: name for name in lines})


def level(x: ArrayLike, at: float) -> tuple[FloatArray, FloatArray, str]:
    """A thin flat line, as long as what is shown."""
    return np.array([np.min(x), np.max(x)], dtype=np.float64), np.full(2, at), "reference"


def same(low: float, high: float) -> tuple[FloatArray, FloatArray, str]:
    """The thin line on which two numbers are the same."""
    ends = np.array([low, high], dtype=np.float64)
    return ends, ends, "reference"


def edges(x: ArrayLike, low: ArrayLike, high: ArrayLike, kind: str) -> tuple[FloatArray, FloatArray, str]:
    """Both edges of a band as one line with a gap, so that they have one name."""
    at = np.asarray(x, dtype=np.float64)
    return np.concatenate((at, at[-1:], at)), np.concatenate((low, [np.nan], high)), kind


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV, packed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def column(rows: Iterable[Mapping[str, str]], name: str) -> FloatArray:
    """A column as numbers; NaN where nothing stands."""
    return np.array([float(row[name]) if row[name] not in ("", "NA") else np.nan for row in rows])
