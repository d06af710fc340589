"""Wrong beats in five minutes of heartbeats, and what the repair makes of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.hrv import corrected, time_domain
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Five minutes at about 60 beats a minute.
_BEATS = 300
#: A slow wave of ten seconds, as blood pressure has one [ms].
_SLOW_MS = 15.0
_MOST = 10
#: What is drawn [s].
_SHOWN_S = 90.0


def run(values: Mapping[str, float | str]) -> Simulated:
    """Variation without wrong beats, with them, and after the repair [ms]."""
    artefact, times = str(values["artefact"]), round(float(values["times"]))
    true_ms = _heart(float(values["breathing_ms"]), float(values["breaths_per_min"]))
    raw_ms = _spoiled(true_ms, artefact, times)
    repaired_ms = corrected(raw_ms).nn_ms
    counts = range(_MOST + 1)
    each = [_spoiled(true_ms, artefact, count) for count in counts]
    raw = np.array([time_domain(row).rmssd_ms for row in each])
    repaired = np.array([time_domain(corrected(row).nn_ms).rmssd_ms for row in each])
    true, at = time_domain(true_ms).rmssd_ms, np.arange(_MOST + 1.0)
    return Simulated(
        numbers={"true_rmssd_ms": true, "raw_rmssd_ms": raw[times], "corrected_rmssd_ms": repaired[times]},
        panels=(
            Panel("beats", (_shown("raw", raw_ms, "second"), _shown("corrected", repaired_ms, "main"))),
            Panel(
                "sums",
                (
                    Line("raw", at, raw, "second"),
                    Line("corrected", at, repaired),
                    Line("true", np.array([0.0, _MOST]), np.array([true, true]), "reference"),
                ),
            ),
        ),
    )


def _heart(breathing_ms: float, breaths_per_min: float) -> FloatArray:
    """A row of intervals that swing with each breath and with a slow wave."""
    beat: FloatArray = np.arange(float(_BEATS))
    breath = breathing_ms / 2 * np.sin(2 * np.pi * breaths_per_min / 60 * beat)
    swing: FloatArray = breath + _SLOW_MS * np.sin(2 * np.pi * 0.1 * beat + 1.0)
    return 1000.0 + swing


def _spoiled(true_ms: FloatArray, artefact: str, times: int) -> FloatArray:
    """The same with wrong beats, spread evenly; the first is near the start so that it can be seen."""
    intervals = true_ms.tolist()
    for place in sorted((40 + round(at * (_BEATS - 60) / _MOST) for at in range(times)), reverse=True):
        first, second = intervals[place : place + 2]
        match artefact:
            case "missed":
                intervals[place : place + 2] = [first + second]
            case "extra":
                intervals[place : place + 1] = [0.45 * first, 0.55 * first]
            case _:  # early by 30 %, and the pause after it makes up for that
                intervals[place : place + 2] = [0.7 * first, second + 0.3 * first]
    return np.array(intervals)


def _shown(name: str, intervals_ms: FloatArray, kind: str) -> Line:
    t_s = np.cumsum(intervals_ms) / 1000
    shown = t_s <= _SHOWN_S
    return Line(name, t_s[shown], intervals_ms[shown], kind)
