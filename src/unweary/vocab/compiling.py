"""Loops compiled by Numba, which is loaded only where one is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., object])


def compiled(function: _F) -> _F:
    """Compiled at its first call and kept on disk beside its file.

    The arithmetic stays as it is written: no ``fastmath``.

    Raises
    ------
    ImportError
        Where Numba is not installed.
    """
    from numba import njit

    return cast(_F, njit(cache=True, nogil=True)(function))
