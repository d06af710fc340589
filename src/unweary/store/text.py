"""Text that every database can hold."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def storable(value: T) -> T:
    """The same text or JSON value without NUL and without half characters.

    Devices pad their names with NUL, which PostgreSQL refuses; names of files may hold bytes that are no text, which
    Python carries as lone surrogates and no database can write.

    Examples
    --------
    >>> storable("HRM\\x00\\x00")
    'HRM'
    >>> storable({"name": ["run\\udce9.fit"]})
    {'name': ['run\\\\udce9.fit']}
    """
    return _clean(value)  # type: ignore[return-value]


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
