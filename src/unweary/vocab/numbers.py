"""Numbers that come in as arrays: as floats, and what cannot be is refused by its name and place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError

FloatArray = NDArray[np.float64]
_FLOAT = np.dtype(np.float64)


def floats(name: str, values: ArrayLike, accepted: str = "numbers") -> FloatArray:
    """As floats; a word among them is refused, saying what would be ``accepted``.

    Examples
    --------
    >>> floats("power_w", ["fast"])
    Traceback (most recent call last):
    unweary.vocab.errors.UserError: power_w is not made of numbers
    """
    try:
        given = np.asarray(values)
        if given.dtype is _FLOAT:  # most often: nothing to do
            return given
        if given.dtype.kind == "c":
            raise TypeError
        return given.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UserError("impossible_value", f"{name} is not made of numbers", accepted) from None


def row(name: str, values: ArrayLike, accepted: str = "one row of numbers") -> FloatArray:
    """As floats in one row; another shape is refused.

    Examples
    --------
    >>> row("power_w", 250)
    Traceback (most recent call last):
    unweary.vocab.errors.UserError: power_w has 0 dimensions
    """
    given = floats(name, values, accepted)
    if given.ndim != 1:
        raise UserError("impossible_value", f"{name} has {given.ndim} dimensions", accepted)
    return given


def refuse(name: str, given: FloatArray, wrong: NDArray[np.bool_], accepted: str) -> None:
    """Refuses the first value that is ``wrong``, if there is one, by its place."""
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise UserError("impossible_value", f"{name}{list(at) if at else ''} is {given[at]}", accepted)


def within(name: str, values: ArrayLike, least: float, most: float, unknown: bool = False) -> FloatArray:
    """As floats from ``least`` to ``most``; with ``unknown`` NaN passes too.

    Examples
    --------
    >>> within("sleep_h", [7.5, float("nan")], 0, 24, unknown=True).tolist()
    [7.5, nan]
    >>> within("sleep_h", [7.5, -1], 0, 24)
    Traceback (most recent call last):
    unweary.vocab.errors.UserError: sleep_h[1] is -1.0
    """
    accepted = f"numbers from {least:g} to {most:g}" + (", or NaN where it is not known" if unknown else "")
    given = floats(name, values, accepted)
    wrong = ~((given >= least) & (given <= most))
    refuse(name, given, wrong & ~np.isnan(given) if unknown else wrong, accepted)
    return given


def together(**parts: FloatArray) -> tuple[FloatArray, ...]:
    """Broadcast against each other, or refused with the shapes that were given.

    Examples
    --------
    >>> [part.tolist() for part in together(load=np.ones(2), hours=np.array(3.0))]
    [[1.0, 1.0], [3.0, 3.0]]
    """
    try:
        return tuple(np.broadcast_arrays(*parts.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {part.shape}" for name, part in parts.items())
        raise UserError("shapes_differ", f"the shapes are {shapes}", "shapes that broadcast") from None
