"""Today in quiet mode: the words of the answer without its figures. Warnings are never shortened."""

from __future__ import annotations

import re
from typing import Any

_SENTENCE = re.compile(r"(?<=[.!?]) +")
_FIGURE = re.compile(r"\d")


def without_figures(text: str) -> str:
    """A text without the clauses that hold figures; a text that would lose its sense is left whole.

    Examples
    --------
    >>> without_figures("Move gently, 20 to 40 minutes, at a pace at which you can chat.")
    'Move gently, at a pace at which you can chat.'
    >>> without_figures("Sleep 8 hours.")
    'Sleep 8 hours.'
    """
    kept = []
    for sentence in _SENTENCE.split(text):
        clauses = sentence.rstrip(".").split(", ")
        if _FIGURE.search(clauses[0]):
            continue
        plain = [clause for clause in clauses if not _FIGURE.search(clause)]
        kept.append(", ".join(plain) + sentence[len(sentence.rstrip(".")) :])
    return " ".join(kept) or text


def quiet_today(shown: dict[str, Any]) -> dict[str, Any]:
    """What Today shows, in words. While anything is urgent, nothing is left out of what it says."""
    urgent = bool(shown["alarm"] or shown["see"] or shown["passed"])
    tidy = (lambda text: text) if urgent else without_figures
    return {**shown, "advice": tidy(shown["verdict"].advice), "first": [tidy(line) for line in shown["first"]]}
