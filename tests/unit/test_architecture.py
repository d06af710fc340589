"""The house rules hold, and a planted violation is caught."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    shutil.copytree(ROOT / "src" / "unweary", folder / "unweary", ignore=shutil.ignore_patterns("__pycache__", "data"))
    return run(folder)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("inference/causes.py", "import sqlalchemy", "The thinking rooms"),
        ("decisions/red_flags.py", "import unweary.inference.causes", "Red flags import no model"),
        ("vocab/signals.py", "import unweary.decisions.verdict", "Imports run down only"),
        ("importers/rr_text.py", "import unweary.importers.fit", "Importers do not know each other"),
    ],
)
def test_a_planted_violation_fails(tmp_path: Path, file: str, line: str, contract: str) -> None:
    clean = lint(tmp_path)
    assert clean.returncode == 0, clean.stdout
    planted = tmp_path / "unweary" / file
    planted.write_text(planted.read_text() + f"\n{line}  # planted\n")
    broken = run(tmp_path)
    assert broken.returncode != 0
    told = " ".join(broken.stdout.split())
    assert re.search(re.escape(contract) + r"(?:(?!KEPT).)*?BROKEN", told), broken.stdout
