"""The manual names every command, option, REST endpoint and environment variable that the code has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from unweary.interfaces.cli import app
from unweary.service import open_home

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
CODE_SPANS = re.findall(r"`([^`\n]+)`", MANUAL)


def commands(command, path: str = "") -> Iterator[tuple[str, object]]:
    for name, child in getattr(command, "commands", {}).items():
        whole = f"{path} {name}".strip()
        yield whole, child
        yield from commands(child, whole)


COMMANDS = dict(commands(typer.main.get_command(app)))


def named(text: str) -> bool:
    """Whether a code span of the manual is this, or begins with it as a word."""
    return any(re.search(rf"(?:^|[\s/]){re.escape(text)}(?:$|[\s/,\[])", span) for span in CODE_SPANS)


def test_there_are_commands_to_look_for():
    assert {"today", "check-in", "knowledge show"} <= set(COMMANDS)
    assert not named("no-such-command")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_manual(command):
    assert named(command)


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_every_option_stands_in_the_manual(command):
    params = (COMMANDS[command] if command else typer.main.get_command(app)).params
    options = [
        name for param in params if param.param_type_name == "option" for name in (*param.opts, *param.secondary_opts)
    ]
    missing = [option for option in options if not named(option)]
    assert missing == []


def test_every_rest_endpoint_stands_in_the_manual(tmp_path):
    from unweary.interfaces.server import create_app

    with open_home(tmp_path) as person:
        paths = create_app(person).openapi()["paths"]
    endpoints = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert endpoints
    assert [endpoint for endpoint in endpoints if endpoint not in CODE_SPANS] == []


def test_every_environment_variable_stands_in_the_manual():
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    used = {name for file in files for name in re.findall(r"UNWEARY_[A-Z][A-Z_]*[A-Z]", file.read_text("utf-8"))}
    assert {"UNWEARY_HOME", "UNWEARY_DEBUG"} <= used
    assert sorted(name for name in used if not named(name)) == []


def test_the_manual_names_no_option_that_does_not_exist():
    every = {name for command in (*COMMANDS.values(), typer.main.get_command(app)) for param in command.params
             for name in (*param.opts, *param.secondary_opts)}  # fmt: skip
    written = {word for span in CODE_SPANS for word in re.findall(r"--[a-z][a-z0-9-]*", span)}
    assert written - every - {"--help"} == set()
