"""What is read off a large thing (the knowledge) once, and kept while it is one of the last few asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

#: Two versions of the knowledge are held against each other at times.
_MOST = 4


def kept(make: Callable[[Thing], Made]) -> Callable[[Thing], Made]:
    """The function, whose answers for the things asked about last are kept: for those very objects, not for equal ones.

    Examples
    --------
    >>> lengths = kept(lambda words: [len(word) for word in words])
    >>> few, many = ["one"], ["three", "four"]
    >>> lengths(few) is lengths(few), lengths(many), lengths(few), lengths(["one"]) is lengths(few)
    (True, [5, 4], [3], False)
    """
    last: list[tuple[Thing, Made]] = []

    @wraps(make)
    def told(of: Thing) -> Made:
        # A list is never changed once it is seen, so that another thread may put another one there.
        nonlocal last
        for thing, made in last:
            if thing is of:
                return made
        made = make(of)
        last = [(of, made), *last[: _MOST - 1]]
        return made

    return told
