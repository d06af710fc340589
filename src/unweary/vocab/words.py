"""Words of a name without case, marks and plural, so that 'Push-Ups' and 'push up' are the same."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words of a name.

    Examples
    --------
    >>> sorted(stems("Bicep Curls (EZ-Bar)")), sorted(stems("leg_press")), sorted(stems("Presses, abs"))
    (['bar', 'bicep', 'curl', 'ez'], ['leg', 'press'], ['ab', 'press'])
    """
    return frozenset(_single(word) for word in _WORD.findall(text.casefold()))


def _single(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word
