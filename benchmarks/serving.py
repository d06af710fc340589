"""How quickly the web app answers a person with three years of data, and how much memory it takes.

    python benchmarks/serving.py [FOLDER]      # needs wrk; FOLDER keeps the made-up home for the next time

The server is the real one (`unweary serve`), in a process of its own, on the loopback address. Prints the table of
docs/benchmarks.md. Nothing here is a test.
"""

from __future__ import annotations

import http.client
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import three_years

from unweary.service.clock import local_now

SECONDS = 8
PAGES = ("/", "/causes", "/plan", "/timeline", "/report", "/api/today", "/check-in", "/interview", "/labs", "/settings")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def served(home: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that ends with the block."""
    start = "import sys; from unweary.interfaces.cli import run_line; run_line(sys.argv[1:])"
    command = [sys.executable, "-c", start, "--home", str(home), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout is not None
            told = re.search(r":(\d+)/", running.stdout.readline())
            assert told is not None, "the server did not start"
            yield int(told[1]), running.pid
        finally:
            running.terminate()


def asked(port: int, path: str, method: str = "GET", body: str | None = None) -> tuple[float, int, int]:
    """Milliseconds until the whole answer was here, status and bytes, on a new connection."""
    start = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request(method, path, body, _FORM if body else {})
    answer = line.getresponse()
    size = len(answer.read())
    line.close()
    return (time.perf_counter() - start) * 1e3, answer.status, size


def one_connection(port: int, path: str, times: int = 200) -> list[float]:
    """Milliseconds for each of many requests, one after the other on one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    for _ in range(times):
        start = time.perf_counter()
        line.request("GET", path)
        line.getresponse().read()
        took.append((time.perf_counter() - start) * 1e3)
    line.close()
    return took


def after_a_change(port: int) -> float:
    """Milliseconds for Today where something was said just before, so that everything is thought anew."""
    asked(port, "/answer", "POST", "finding=fever&state=absent")
    return asked(port, "/")[0]


def wrk(port: int, path: str, connections: int) -> tuple[float, str]:
    """Requests a second, and the latency at the 50th and 99th percentile as wrk prints it."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in told, told
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    middle, most = (re.search(rf"^ +{share}% +(\S+)$", told, re.M)[1] for share in (50, 99))  # type: ignore[index]
    return rate, f"{middle} / {most}"


def memory_mb(process: int, name: str) -> float:
    """``VmRSS`` now or ``VmHWM`` at most, of one process, in megabytes of a million bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024 / 1e6  # type: ignore[index]


def main(home: Path) -> None:
    if not (home / "unweary.db").exists():
        home.mkdir(parents=True, exist_ok=True)
        print(f"{three_years.build(home, local_now())} entries made\n", file=sys.stderr)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with served(home) as (port, process):
        empty = memory_mb(process, "VmRSS")
        first, _, size = asked(port, "/")
        print("| what | measured | asked for |\n|---|---|---|")
        print(f"| Today, first request after the start | {first:.0f} ms | |")
        anew = statistics.median(after_a_change(port) for _ in range(9))
        print(f"| Today, after something new was said (all thought anew) | {anew:.0f} ms | |")
        asked(port, "/")
        took = sorted(one_connection(port, "/"))
        middle, most = statistics.median(took), took[int(len(took) * 0.99)]
        print(f"| Today, one connection, p50 / p99 of {len(took)} | {middle:.1f} / {most:.1f} ms | p50 15 ms |")
        for connections in (1, 8):
            rate, latency = wrk(port, "/", connections)
            goal = "300 requests/s" if connections == 8 else ""
            print(f"| Today, wrk, connections: {connections} | {rate:.0f} requests/s, p50 / p99 {latency} | {goal} |")
        print(f"| Today, size of the page | {size / 1e3:.1f} kB | 40 kB |")
        for path in PAGES[1:]:
            asked(port, path)
            print(f"| `{path}`, one connection, p50 | {statistics.median(one_connection(port, path, 30)):.1f} ms | |")
        print(f"| memory before the first request / now / at most | {empty:.0f} / {memory_mb(process, 'VmRSS'):.0f}"
              f" / {memory_mb(process, 'VmHWM'):.0f} MB | 150 MB |")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder))
