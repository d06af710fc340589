"""``unweary load``: the loads of a training file, and what the missing ones would take."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

from rich.text import Text

from unweary.interfaces.terminal.show import console, print_json, print_line
from unweary.service.load_of_file import FileLoads, SessionLoads, Trainee, load_of_file

_NO_SCALE = (
    "These numbers are not on one scale, and none of them measures tiredness. The ratio of a week to a month (ACWR) is "
    "left out: it links to injury just as well with random numbers in it."
)


def show_load(path: Path, person: Trainee, *, as_json_: bool) -> None:
    """Print every number that the file allows."""
    found = load_of_file(path, person)
    if as_json_:
        print_json(_document(found))
        return
    out = console()
    for session in found.sessions:
        when = f"{session.started_at:%Y-%m-%d %H:%M} UTC"
        out.print(Text(f"{when}, {session.sport}, {session.duration_s / 60:.0f} min", "bold"))
        for number in session.numbers:
            if isfinite(number.value):
                out.print(Text(f"  {number.label}: {_short(number.value)} {number.unit}"))
                if shares := session.groups.get(number.id):
                    out.print(Text(f"    {_by_group(shares)}"))
        for note in session.notes:
            print_line(out, f"! {note}")
        lacking: dict[tuple[str, ...], list[str]] = {}
        for number in session.numbers:
            if number.missing:
                lacking.setdefault(number.missing, []).append(number.label)
        for needs, labels in lacking.items():
            print_line(out, f"? Needs {', '.join(needs)}: {'; '.join(labels)}")
        out.print()
    for problem in found.problems:
        print_line(out, f"! {problem.where}: {problem.message}")
    out.print(Text(_NO_SCALE, "bright_black"))


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def _by_group(shares: Any) -> str:
    largest = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{group.replace('_', ' ')} {_short(value)}" for group, value in largest if value > 0)


def _document(found: FileLoads) -> dict[str, Any]:
    return {
        "file": found.file,
        "sessions": [_session(each) for each in found.sessions],
        "problems": [{"where": each.where, "code": each.code, "message": each.message} for each in found.problems],
    }


def _session(session: SessionLoads) -> dict[str, Any]:
    return {
        "started_at": session.started_at.isoformat(),
        "sport": session.sport,
        "duration_s": session.duration_s,
        "numbers": {each.id: each.value if isfinite(each.value) else None for each in session.numbers},
        "missing": {each.id: list(each.missing) for each in session.numbers if each.missing},
        "by_muscle_group": {
            name: {group: value if isfinite(value) else None for group, value in shares.items()}
            for name, shares in session.groups.items()
        },
        "notes": list(session.notes),
    }
