"""Speed of the body's models: the motor-unit pool and the three-compartment controller.

    pip install numba; python benchmarks/physiology.py [rounds]

The motor-unit pool holds 50 % of its maximal force for 100 s (1000 samples, 120 units) in three forms. ``compiled`` is
what answers where Numba is installed. ``arrays`` is the reference in the package: NumPy over the units, and the least
drive is found by halving, as in the compiled form. ``plain`` is the equations as they are written down, in NumPy: the
force at every drive of the grid, all at once, and the first that is enough. It does so for every 20th sample, with the
fatigue of ``compiled``, and its time is scaled to all of them. All three must find the same drive.

The controller answers for many muscles at once, each with 250 stretches (two of five are pauses): compiled, and NumPy
over the muscles. All are compiled before, the rounds are interleaved, and times are CPU time of one thread, so that
other work on the machine does not count; the clock's time stands beside it.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from unweary.physiology import muscle
from unweary.physiology.motor_units import arrays, compiled, simulate
from unweary.physiology.motor_units.pool import LENIENT, fused_share, units

TARGET = np.full(1000, 0.5)
EVERY = 20


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU time and the clock's time of one call [s]."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def pool(form: Callable[..., int]) -> np.ndarray:
    """Drive of every sample."""
    sums, each = np.empty((len(TARGET), 4)), np.empty((len(TARGET), 3, 120))
    form(TARGET, sums, each, False, units())
    return sums[:, 0]


def plain(capacity_au: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Drive of every 20th sample, from the force at every drive of the grid."""
    unit, found = units(), []
    drive = np.arange(unit.full_step + 1)[:, None] / unit.steps_per_unit
    for sample in range(0, len(TARGET), EVERY):
        adapted = unit.adaptation * unit.grown[np.maximum(sample - first, 0)]
        twitch_s = unit.contraction_s * (1 + unit.slowing * (1 - capacity_au[sample] / unit.force_au))
        rested = np.minimum(unit.rate_least + drive - unit.threshold, unit.rate_most)
        rate = np.where(drive >= unit.threshold, rested - adapted * (rested - unit.adaptation_rate), 0)
        force_au = (fused_share(twitch_s * rate) * capacity_au[sample]).sum(axis=1)
        enough = force_au >= TARGET[sample] * unit.full_force_au * LENIENT
        enough[-1] = True  # full drive is all there is
        found.append(drive[np.argmax(enough), 0])
    return np.array(found)


def controller(form: Callable[..., None], load: np.ndarray) -> None:
    rows = len(load)
    rates = muscle.RATES_LOOFT2018["knee"]
    seconds, tired, unmet = np.full(load.shape, 20.0), np.empty(load.shape), np.empty(load.shape)
    speeds = rates.fatigue_per_s, rates.recovery_per_s, rates.rest_multiplier
    form(load, seconds, tired, unmet, np.zeros(rows), np.full(rows, np.inf), *speeds)


def cell(times: list[float], scale: float = 1e3, digits: int = 1) -> str:
    kept = sorted(times)
    return " / ".join(f"{value * scale:.{digits}f}" for value in (kept[0], statistics.median(kept), kept[-1]))


def main(rounds: int) -> None:
    hold = simulate(TARGET)
    capacity_au = hold.capacity_pct / 100 * units().force_au
    fires = hold.rate_imp_s > 0
    first = np.where(fires.any(axis=0), fires.argmax(axis=0), len(TARGET))
    same = (pool(arrays.hold) == pool(compiled.hold)).all() and (
        plain(capacity_au, first) == pool(compiled.hold)[::EVERY]
    ).all()
    if not same:
        raise SystemExit("the three forms do not find the same drive")

    rng = np.random.default_rng(20261121)
    load = rng.random((8_000, 250)) * (rng.random((8_000, 250)) < 0.6)
    forms: dict[str, Callable[[], object]] = {
        "pool, compiled": lambda: pool(compiled.hold),
        "pool, arrays": lambda: pool(arrays.hold),
        "pool, plain": lambda: plain(capacity_au, first),
        "controller, compiled": lambda: controller(muscle._rows(), load),
        "controller, arrays": lambda: controller(muscle._rows_on_arrays, load),
    }
    forms["controller, compiled"]()
    cpu: dict[str, list[float]] = {name: [] for name in forms}
    clock: dict[str, list[float]] = {name: [] for name in forms}
    for _ in range(rounds):
        for name, work in forms.items():
            times = timed(work)
            factor = EVERY if name == "pool, plain" else 1
            cpu[name].append(times[0] * factor)
            clock[name].append(times[1] * factor)
    print(f"Python {platform.python_version()}, {rounds} interleaved rounds, minimum / median / maximum\n")
    print("| what | CPU time (ms) | by the clock (ms) | times as long as compiled (medians of CPU time) |")
    print("|---|---|---|---|")
    for name in forms:
        base = statistics.median(cpu[name.split(",")[0] + ", compiled"])
        ratio = statistics.median(cpu[name]) / base
        print(f"| {name} | {cell(cpu[name])} | {cell(clock[name])} | {ratio:.0f}x |")
    for name in ("controller, compiled", "controller, arrays"):
        median = load.size / statistics.median(cpu[name]) / 1e6
        print(f"\n{name}: {median:.1f} million stretches a second on one core (CPU time), ", end="")
        print(f"{load.size / statistics.median(clock[name]) / 1e6:.1f} by the clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
