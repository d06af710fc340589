"""``unweary test``: keep the result of a test that a person did alone, and what it shows."""

from __future__ import annotations

from unweary.interfaces.terminal.records import fact_document, value_words
from unweary.interfaces.terminal.show import console, print_json
from unweary.service import Unweary
from unweary.service.self_tests import TESTS, holding, keep, measured
from unweary.vocab.errors import UserError

_NAMES = {signal: test for test in TESTS.values() for signal in test.signals}


def add_result(person: Unweary, name: str, value: float, *, as_json_: bool) -> None:
    """Keep one number of one test.

    Raises
    ------
    UserError
        When no test measures that, or the number cannot be.
    """
    if name not in _NAMES:
        raise UserError("unknown_test", f"no test measures '{name}'", ", ".join(_NAMES))
    rows = keep(person, (measured(name, value, person.now()),))
    found = holding(_NAMES[name], person.history(), person.knowledge)
    if as_json_:
        print_json({"facts": [fact_document(row) for row in rows], "shows": [entry.id for entry in found]})
        return
    out = console()
    for row in rows:
        out.print(f"Kept: {value_words(row.value)}")
    for entry in found:
        out.print(f"It shows {entry.label}. {entry.note}")
    out.print("A home test never shows that all is well.")
