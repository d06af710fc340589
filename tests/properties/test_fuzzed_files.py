"""2,000 damaged files in all, a few hundred of each format: no exception, no hang, no more memory than a bound.

The work is done by tools/fuzz_importers.py, which tries 20,000 of each format (``make fuzz``).
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from unweary import importers

TOOLS = Path(__file__).parents[2] / "tools"
CASES = -(-2_000 // len(importers.FORMATS))


@pytest.mark.skipif(sys.platform != "linux", reason="the limits on memory and time are those of Linux")
def test_two_thousand_damaged_files_are_read_or_refused_in_words(tmp_path):
    command = [sys.executable, str(TOOLS / "fuzz_importers.py"), f"--cases={CASES}", "--seed=20261121", "--jobs=2"]
    command += ["--longest=24000", f"--out={tmp_path}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    why = "".join(path.read_text("utf-8")[-2_000:] for path in sorted(tmp_path.glob("*.txt"))[:3])
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}\n{why}"
    assert run.stdout.endswith(" cases, 0 failed\n")
    assert int(re.findall(r"(\d+) cases, 0 failed", run.stdout)[-1]) >= 2_000


def test_the_fuzzer_finds_what_it_looks_for(tmp_path):
    """A reader that raises, one that hangs, one that eats memory and one that tells a value without a sentence."""
    script = f"""
import sys; sys.path.insert(0, {str(TOOLS)!r})
import fuzz_importers as fuzz
from types import SimpleNamespace
from unweary.vocab.errors import Problem
fuzz.MOST_CPU_S = 1
def raising(stream, name):
    raise KeyError("x"); yield
def hanging(stream, name):
    while True: pass
    yield
def eating(stream, name):
    list(range(1 << 40)); yield
def muttering(stream, name):
    yield Problem("elsewhere", "x", "no sentence")
for read in (raising, hanging, eating, muttering):
    cases = SimpleNamespace(files=(), case=lambda number, read=read: (b"", "a", SimpleNamespace(read=read)))
    run = fuzz.Run(cases, 2)
    fuzz.run_all([run], 1)
    print(read.__name__, sorted(run.failed), run.failed[0].strip().splitlines()[-1])
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    raised, hung, ate, muttered = run.stdout.splitlines()
    assert raised == "raising [0, 1] KeyError: 'x'"
    assert hung == "hanging [0, 1] More than 1 seconds of processor time."
    assert ate == "eating [0, 1] MemoryError"
    assert muttered.startswith("muttering [0, 1] fuzz_importers.Wrong: a problem without a place or a sentence")
