"""Asking for help must be instant: nothing heavy may be loaded before a command needs it."""

import subprocess
import sys

HEAVY = ("numpy", "fastapi", "starlette", "sqlalchemy", "pydantic", "jinja2", "alembic", "fitdecode", "uvicorn")
SCRIPT = """
import sys
from unweary.interfaces.cli import run_line
code = run_line({args!r})
print("loaded:", *sorted({{name.split(".")[0] for name in sys.modules}} & set({heavy!r})))
sys.exit(code)
"""


def loaded_by(*args: str) -> tuple[list[str], str]:
    script = SCRIPT.format(args=list(args), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    text, _, names = done.stdout.rpartition("loaded:")
    return names.split(), text


def test_help_loads_nothing_heavy_and_names_every_command():
    heavy, text = loaded_by("--help")
    assert heavy == []
    for command in ("import", "check-in", "today", "report", "serve", "doctor"):
        assert command in text


def test_the_help_of_a_command_loads_neither_database_nor_numbers_nor_server():
    heavy, text = loaded_by("check-in", "--help")
    # The parser of options itself uses pydantic for limits such as 0 to 10.
    assert set(heavy) <= {"pydantic"}
    assert "--none-of-the-warnings" in text


def test_the_version_loads_nothing_heavy():
    heavy, text = loaded_by("--version")
    assert heavy == []
    assert text.startswith("unweary ")
