"""Speed of the loads beside the package sweat, and the impulse response of many people.

    python -m venv v; v/bin/pip install sweat==0.25.0 'numpy<2'
    python benchmarks/load.py v/bin/python [rounds]

Normalized power of three hours at 1 Hz. sweat (``weighted_average_power``) begins with windows that are not full, so
on the same power its value differs a little; the table prints both. Its ``xPower`` does not smooth at all in 0.25.0
(it asks for 'emwa', the smoothing is called 'ewma'), so there is nothing to compare. Rounds are interleaved; the peer
runs in a process of its own that has loaded it before.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import numpy as np

from unweary.physiology.load import Response, normalized_power_w, performance, xpower_w

POWER = np.random.default_rng(1).gamma(4.0, 50.0, 3 * 3600)
PEER = """
import sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from sweat.metrics.core import weighted_average_power
power = np.random.default_rng(1).gamma(4.0, 50.0, 3 * 3600)
weighted_average_power(power)
for line in sys.stdin:
    start = time.process_time()
    for _ in range(20):
        value = weighted_average_power(power)
    print((time.process_time() - start) / 20, value, flush=True)
"""


def timed(work) -> tuple[float, float]:
    """CPU time of a call [s], of twenty, and its answer."""
    start = time.process_time()
    for _ in range(20):
        value = work()
    return (time.process_time() - start) / 20, value


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    rows: dict[str, list[float]] = {"normalized power, sweat": [], "normalized power": [], "xPower": []}
    with subprocess.Popen([sys.argv[1], "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        for _ in range(rounds):
            peer.stdin.write("go\n")
            peer.stdin.flush()
            theirs_s, theirs_w = (float(word) for word in peer.stdout.readline().split())
            ours_s, ours_w = timed(lambda: normalized_power_w(POWER))
            x_s, _ = timed(lambda: xpower_w(POWER))
            for name, seconds in zip(rows, (theirs_s, ours_s, x_s), strict=True):
                rows[name].append(seconds * 1000)
        peer.stdin.close()
    for name, values in rows.items():
        print(f"{name}: {min(values):.3f} / {statistics.median(values):.3f} / {max(values):.3f} ms CPU")
    theirs, ours = (statistics.median(rows[name]) for name in ("normalized power, sweat", "normalized power"))
    print(f"ratio {theirs / ours:.1f}x; sweat {theirs_w:.3f} W, ours {ours_w:.3f} W")
    loads = np.random.default_rng(1).gamma(2.0, 40.0, (100_000, 365))
    person, spent = Response(250.0, 0.1, 0.2, 45.0, 15.0, "reference"), []
    for _ in range(rounds):
        start = time.process_time()
        performance(loads, person)
        spent.append(time.process_time() - start)
    print(f"impulse response, 100 000 people, 365 days: {min(spent):.2f} / {statistics.median(spent):.2f} s CPU")


if __name__ == "__main__":
    main()
