"""Speed of W' balance for an hour of power, beside the package sweat.

    python -m venv v; v/bin/pip install 'sweat==0.25.0' 'numpy<2' 'scipy<1.15' numba annotated-types
    PYTHONPATH=src v/bin/python benchmarks/energy.py [rounds]

sweat needs pandas below 2 and so NumPy below 2, hence an environment of its own. It has three forms: the integral of
Skiba 2012 summed over all pairs of seconds (quadratic, left out of the timing), the same in one sum (Waterworth, its
default), and the differential form of Skiba 2015 (Froncioni, Skiba & Clarke). Parity comes first: the integral must be
the same to a millijoule; the differential form is stepped there (Euler, a second at a time) and exact here, so the
largest difference is printed, and that it shrinks to nothing where sweat's step is put in place of ours.

sweat takes a pandas Series; its differential form also takes a list, which is faster, so it is timed with both. Ours is
timed four ways: the form on arrays, which answers the public call until there was a row of more than a day; the public
call after that, when the compiler is there and answers every row; many hours in one public call; and the compiled loop
itself, without checks of what comes in. The hour is in whole watts, as power meters tell it; the compiled loop works
out each watt's recovery once, so one row has parts of a watt. Times are CPU time, so that other work on the machine
counts less.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pandas as pd
from sweat.pdm.w_prime_balance import (
    w_prime_balance_froncioni_skiba_clarke,
    w_prime_balance_skiba,
    w_prime_balance_waterworth,
)

from unweary.physiology.energy import compiled
from unweary.physiology.energy.balance import SampleRule, balance_on_arrays, w_balance, w_balance_skiba2012
from unweary.physiology.energy.capacity import Capacity
from unweary.physiology.energy.recovery import LAWS

RIDER = Capacity(250.0, 20_000.0)
CP, W = RIDER.critical_power_w, RIDER.w_prime_j
SKIBA, DEPTH = LAWS["skiba2015"], LAWS["by_depth"]
#: Each form is called in a row for so long [s], so that none is timed with the other's cold caches.
IN_A_ROW_S = 0.03
#: So many hours at once are more than a day, so the public call answers them compiled.
HOURS = 100


def an_hour() -> np.ndarray:
    """A minute hard, a minute easy, with the scatter of a power meter, in whole watts."""
    rng = np.random.default_rng(20261121)
    return np.where((np.arange(3600) // 60) % 2 == 0, 350.0, 120.0) + np.round(rng.normal(0, 15, 3600))


def stepped(power_w: np.ndarray) -> np.ndarray:
    """Skiba 2015 in steps of a second, as sweat has it, written anew."""
    left, told = W, []
    for power in power_w:
        left += (CP - power) * (W - left) / W if power < CP else CP - power
        told.append(left)
    return np.array(told)


def parity(power_w: np.ndarray) -> None:
    short, series = power_w[:600], pd.Series(power_w)
    waterworth = w_prime_balance_waterworth(series, CP, W).to_numpy()
    integral = w_balance_skiba2012(power_w, 1.0, RIDER).balance_j
    pairs = w_prime_balance_skiba(pd.Series(short), CP, W).to_numpy()
    froncioni = w_prime_balance_froncioni_skiba_clarke(series, CP, W).to_numpy()
    exact = w_balance(power_w, 1.0, RIDER, SKIBA).balance_j
    rows = {
        "integral 2012: ours beside sweat's one sum": np.abs(integral - waterworth).max(),
        "integral 2012: ours beside sweat's sum over pairs, 10 min": np.abs(
            w_balance_skiba2012(short, 1.0, RIDER).balance_j - pairs
        ).max(),
        "differential 2015: exact (ours) beside steps of a second (sweat)": np.abs(exact - froncioni).max(),
        "differential 2015: the same steps written anew beside sweat": np.abs(stepped(power_w) - froncioni).max(),
    }
    print("| parity, an hour, CP 250 W, W' 20 kJ | largest difference (J) |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value:.2g} |")
    if rows["integral 2012: ours beside sweat's one sum"] > 1e-3:
        raise SystemExit("the integrals differ")


def timed(work: Callable[[], object], calls: int) -> float:
    """CPU time of one call, the mean of so many in a row [s]."""
    start = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - start) / calls


def unchecked(form: Callable[..., float], power_w: np.ndarray, law_name: str) -> Callable[[], object]:
    pools, left, step = LAWS[law_name].pools(RIDER), np.empty(len(power_w)), np.ones(1)
    most_w = SampleRule().most_w
    return lambda: form(power_w, step, most_w, CP, W, pools, left)


def main(rounds: int) -> None:
    power_w = an_hour()
    series, as_list = pd.Series(power_w), power_w.tolist()
    parity(power_w)
    many = np.tile(power_w, HOURS)
    forms: dict[str, Callable[[], object]] = {
        "sweat, integral (its default), Series": lambda: w_prime_balance_waterworth(series, CP, W),
        "sweat, differential, Series": lambda: w_prime_balance_froncioni_skiba_clarke(series, CP, W),
        "sweat, differential, list": lambda: w_prime_balance_froncioni_skiba_clarke(as_list, CP, W),
        "integral 2012, NumPy": lambda: w_balance_skiba2012(power_w, 1.0, RIDER),
        "differential 2015, NumPy": unchecked(balance_on_arrays, power_w, "skiba2015"),
        "differential 2015, Numba, public call": lambda: w_balance(power_w, 1.0, RIDER, SKIBA),
        "differential 2015, Numba, the loop alone": unchecked(compiled.balance, power_w, "skiba2015"),
        "the same, public call, parts of a watt": lambda: w_balance(power_w + 0.1, 1.0, RIDER, SKIBA),
        f"{HOURS} hours in one public call, each": lambda: w_balance(many, 1.0, RIDER, SKIBA),
        "two pools by depth, NumPy": unchecked(balance_on_arrays, power_w, "by_depth"),
        "two pools by depth, Numba, public call": lambda: w_balance(power_w, 1.0, RIDER, DEPTH),
    }
    for work in forms.values():  # the long row among them brings the compiler
        work()
    calls = {name: max(1, round(IN_A_ROW_S / timed(work, 3))) for name, work in forms.items()}
    spent: dict[str, list[float]] = {name: [] for name in forms}
    for _ in range(rounds):
        for name, work in forms.items():
            spent[name].append(timed(work, calls[name]) * 1e6 / (HOURS if name.startswith(str(HOURS)) else 1))
    names = "sweat", "numpy", "pandas", "numba"
    print(f"\nPython {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names), end="")
    print(f"; {rounds} interleaved rounds of {IN_A_ROW_S:g} s each\n")
    print("| an hour at 1 Hz | CPU time (us), min / median / max | sweat's default takes | sweat's fastest takes |")
    print("|---|---|---|---|")
    default = statistics.median(spent["sweat, integral (its default), Series"])
    fastest = min(statistics.median(spent[name]) for name in forms if name.startswith("sweat"))
    for name, times in spent.items():
        cell = " / ".join(f"{value:.0f}" for value in (min(times), statistics.median(times), max(times)))
        median = statistics.median(times)
        print(f"| {name} | {cell} | {default / median:.0f}x | {fastest / median:.1f}x |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
