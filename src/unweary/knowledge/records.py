"""From a table of a data file to a frozen dataclass, driven by the type hints: nothing is guessed, nothing ignored."""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import Condition, parse

Record = TypeVar("Record")
_SPOKEN = {str: "a text", float: "a number", int: "a whole number", bool: "true or false", Mapping: "a table"}


def refuse(where: str, what: str, accepted: str = "") -> NoReturn:
    """Raise the error that every unreadable entry ends in.

    Raises
    ------
    UserError
        Always, with code ``knowledge``.

    Examples
    --------
    >>> try:
    ...     refuse("causes.toml: cause[0] 'dvt': prior", "is missing")
    ... except UserError as error:
    ...     print(error)
    causes.toml: cause[0] 'dvt': prior: is missing
    """
    raise UserError("knowledge", f"{where}: {what}", accepted)


def record(kind: type[Record], table: object, where: str) -> Record:
    """Read one dataclass from a table whose keys are its fields.

    Parameters
    ----------
    kind : type
        A dataclass. A condition is read from its text, an ``Urgency`` from its word, a pair (condition, number) from
        ``{when, points}``, any other dataclass from a table of its own. A key with a default may be left out.
    table : mapping
        As read from TOML.
    where : str
        File and entry, for messages.

    Raises
    ------
    UserError
        Code ``knowledge``, for an unknown key, a missing key, a wrong type, a word that is not in the list, a
        condition that cannot be read.

    Examples
    --------
    >>> from unweary.vocab.remedies import Gate
    >>> record(Gate, {"when": "fever", "words": "you have a fever"}, "here").when
    Is(name='fever')
    """
    if not isinstance(table, Mapping):
        refuse(where, f"expected a table, found {_shown(table)}", ", ".join(_fields(kind)))
    known = _fields(kind)
    for key in table:
        if key not in known:
            refuse(f"{where}: {key}", _unknown_key(str(key), known), ", ".join(known))
    values = {}
    for name, (hint, required) in known.items():
        if name in table:
            values[name] = _value(hint, table[name], f"{where}: {name}")
        elif required:
            refuse(f"{where}: {name}", "is missing", _accepted(hint))
    return kind(**values)


def from_text(kind: type, row: Mapping[str, str], where: str) -> dict[str, object]:
    """The cells of a row of text as the types of ``kind``'s fields; an empty cell with a default is left out.

    Raises
    ------
    UserError
        Code ``knowledge``, for a cell that is not a number or not true/false.

    Examples
    --------
    >>> from unweary.vocab.knowledge import Screen
    >>> from_text(Screen, {"id": "chest", "text": ""}, "here")
    {'id': 'chest', 'text': ''}
    """
    known = _fields(kind)
    values: dict[str, object] = {}
    for name, cell in row.items():
        if name not in known:
            refuse(f"{where}: {name}", _unknown_key(name, known), ", ".join(known))
        hint, required = known[name]
        plain, _ = _apart(hint)
        if not cell and not required:
            continue
        values[name] = _cell(plain, cell, f"{where}: {name}") if plain in (float, int, bool) else cell
    return values


def _cell(hint: Any, cell: str, where: str) -> object:
    if hint is bool:
        if cell not in ("true", "false"):
            refuse(where, f"expected true or false, found '{cell}'", "true, false, or nothing")
        return cell == "true"
    try:
        return hint(cell)
    except ValueError:
        refuse(where, f"expected {_SPOKEN[hint]}, found '{cell}'", _SPOKEN[hint])


def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Name to (type hint, whether it must be given)."""
    return _cached_fields(kind)


@cache
def _cached_fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    # Resolving type hints takes longer than reading an entry, and there are thousands of entries.
    hints = get_type_hints(kind)
    missing = dataclasses.MISSING
    return {
        field.name: (hints[field.name], field.default is missing and field.default_factory is missing)
        for field in dataclasses.fields(kind)
    }


def _unknown_key(key: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"is not a key here; did you mean '{near[0]}'?" if near else "is not a key here"


def _without_none(hint: Any) -> Any:
    # A condition is itself a union of dataclasses, so a union is only taken apart to lose its None.
    if get_origin(hint) not in (Union, UnionType):
        return hint
    return Union[tuple(arg for arg in get_args(hint) if arg is not NoneType)]  # noqa: UP007


@cache
def _apart(hint: Any) -> tuple[Any, Any]:
    """The hint without its None, and what kind it is; looked at once, since there are fifty thousand values."""
    hint = _without_none(hint)
    if hint == Condition:
        return hint, Condition
    return hint, record if dataclasses.is_dataclass(hint) else get_origin(hint)


def _value(hint: Any, value: object, where: str) -> object:
    hint, kind = _apart(hint)
    if kind is Condition:
        return _condition(value, where)
    if hint is Urgency:
        return Urgency[_word(tuple(level.word for level in Urgency), value, where).upper()]
    if kind is Literal:
        return _word(get_args(hint), value, where)
    if kind is tuple:
        return _tuple(hint, value, where)
    if kind is Mapping:
        if not isinstance(value, Mapping):
            _wrong_type(Mapping, value, where)
        return {key: _value(get_args(hint)[1], entry, f"{where}: {key}") for key, entry in value.items()}
    if kind is record:
        return record(hint, value, where)
    return _scalar(hint, value, where)


def _condition(value: object, where: str) -> Condition:
    try:
        return parse(str(_scalar(str, value, where)))
    except UserError as error:
        if error.code != "condition":
            raise
        refuse(where, error.message, error.accepted)


def _word(words: tuple[str, ...], value: object, where: str) -> str:
    if not isinstance(value, str) or value not in words:
        refuse(where, f"{_shown(value)} is not one of the words", ", ".join(words))
    return value


def _tuple(hint: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        refuse(where, f"expected a list, found {_shown(value)}", "[...]")
    part = get_args(hint)[0]
    if get_origin(part) is tuple:  # a pair (condition, points) is written {when, points}
        read = (record(_Item, entry, f"{where}[{index}]") for index, entry in enumerate(value))
        return tuple((item.when, item.points) for item in read)
    return tuple(_value(part, entry, f"{where}[{index}]") for index, entry in enumerate(value))


def _scalar(hint: Any, value: object, where: str) -> object:
    # TOML has true and 1 as different types, Python has True == 1: a bool is never a number here.
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        _wrong_type(hint, value, where)
    if isinstance(value, float) and not math.isfinite(value):
        refuse(where, f"{value} is not a number that can be reviewed", "a finite number")
    return value


def _wrong_type(hint: Any, value: object, where: str) -> NoReturn:
    refuse(where, f"expected {_SPOKEN[hint]}, found {_shown(value)}", _SPOKEN[hint])


def _shown(value: object) -> str:
    return (
        f"'{value}'"
        if isinstance(value, str)
        else f"{value!r}"
        if isinstance(value, (int, float))
        else "a table or list"
    )


def _accepted(hint: Any) -> str:
    hint = _without_none(hint)
    if hint == Condition:
        return "a condition"
    if get_origin(hint) is Literal:
        return ", ".join(get_args(hint))
    if dataclasses.is_dataclass(hint):
        return ", ".join(_fields(hint))
    return _SPOKEN.get(get_origin(hint) or hint, "a list" if get_origin(hint) is tuple else "a word")


@dataclasses.dataclass(frozen=True, slots=True)
class _Item:
    when: Condition
    points: float
