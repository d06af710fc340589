"""From JSON to the types of the vocabulary. Every refusal names the path, what was wrong, and what is accepted."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen

from unweary.vocab.errors import UserError
from unweary.vocab.units import meant_instead

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

T = TypeVar("T")

A_TIME = "a time with its offset from UTC, such as 2026-11-20T07:30:00+01:00"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong at one place (``observations[0].value``)."""

    path: str
    code: str
    message: str
    accepted: str = ""

    def at(self, prefix: str) -> Fault:
        """The same, seen from further out."""
        return dataclasses.replace(self, path=f"{prefix}.{self.path}" if self.path else prefix)


def refuse(faults: list[Fault], where: str) -> None:
    """Raise a ``UserError`` that tells the first fault and how many more there are; nothing if there are none."""
    if not faults:
        return
    first = faults[0]
    place = f"{first.path}: " if first.path else ""
    more = f" ({len(faults) - 1} more problems in this input)" if len(faults) > 1 else ""
    raise UserError(first.code, f"{where}: {place}{first.message}{more}", first.accepted)


def read_json(kind: type[T], text: str | bytes, where: str) -> T:
    """Read one value of a vocabulary type, strictly: no field unknown, no number as text, no time without offset.

    Raises
    ------
    UserError
        ``json_syntax`` with line and column, ``json_field`` or ``json_value`` with the path.
    """
    plain, document = _parsed(text, where)
    faults = [] if isinstance(document, dict) else [Fault("", "json_value", "this is not a JSON object", "{...}")]
    refuse(faults, where)
    value, faults = _validated(kind, plain)
    refuse(faults, where)
    assert value is not None
    refuse(list(without_zone(value)), where)
    return value


def faults_of(kind: type[T], document: dict[str, Any]) -> list[Fault]:
    """What is wrong with a document of JSON values."""
    value, faults = _validated(kind, json.dumps(document))
    return faults if value is None else list(without_zone(value))


def _parsed(text: str | bytes, where: str) -> tuple[str, object]:
    """The text to validate and its value. ``null`` among samples means missing and becomes NaN."""
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        document = json.loads(plain, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise UserError(
            "json_syntax", f"{where}: line {error.lineno}, column {error.colno}: {error.msg}", "JSON (RFC 8259)"
        ) from error
    except UnicodeDecodeError as error:
        raise UserError("json_syntax", f"{where}: byte {error.start} is not UTF-8", "JSON in UTF-8") from error
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UserError("json_syntax", f"{where}: {said}", "JSON (RFC 8259), each field once") from error
    return (json.dumps(document) if _fill_gaps(document) else plain), document


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON; leave out what is not known")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a field given twice: of 'absent' and 'present' nobody could say which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field '{twice}' is given twice in one object")
    return found


def _fill_gaps(document: object) -> bool:
    """Replace ``null`` among samples by NaN, in place; whether there was one."""
    recordings = document.get("recordings") if isinstance(document, dict) else None
    filled = False
    for recording in recordings if isinstance(recordings, list) else ():
        columns = recording.get("columns") if isinstance(recording, dict) else None
        for column in columns.values() if isinstance(columns, dict) else ():
            if isinstance(column, list) and None in column:
                column[:] = [float("nan") if sample is None else sample for sample in column]
                filled = True
    return filled


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """The reader of one vocabulary type, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _validated(kind: type[T], text: str) -> tuple[T | None, list[Fault]]:
    from pydantic import ValidationError

    reader: TypeAdapter[T] = adapter(cast("Hashable", kind))
    try:
        return reader.validate_json(text, strict=True), []
    except ValidationError as error:
        return None, [_fault(kind, details) for details in error.errors(include_url=False)]


def without_zone(value: object, path: str = "") -> Iterator[Fault]:
    """Every time in a value that does not say its offset from UTC: such a time names no instant."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            yield Fault(path, "naive_time", f"'{value.isoformat()}' does not say its time zone", A_TIME)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name != "columns":
                yield from without_zone(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from without_zone(item, f"{path}[{place}]")


# ---- what the validator says, in words


def _fault(kind: type[Any], details: ErrorDetails) -> Fault:
    place = details["loc"]
    code, given = details["type"], details.get("input")
    if code == "unexpected_keyword_argument":
        names = _fields(_annotation(kind, place[:-1]))
        near = get_close_matches(str(place[-1]), names, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        return Fault(_path(place), "json_field", f"unknown field{hint}", ", ".join(names))
    if code in ("missing", "missing_argument"):
        return Fault(_path(place), "json_field", "missing field", _accepted(_annotation(kind, place)))
    accepted = _accepted(_annotation(kind, place))
    shown = json.dumps(given) if isinstance(given, str | int | float | bool | None) else "this"
    if code in ("greater_than_equal", "less_than_equal"):
        hint = _meant(str(place[-1]) if place else "", given, _annotation(kind, place))
        return Fault(_path(place), "json_value", f"{shown} is outside what is possible ({accepted}){hint}", accepted)
    return Fault(_path(place), "json_value", f"{shown[:80]} is not accepted here", accepted or details["msg"])


def _meant(name: str, given: object, kind: object) -> str:
    """A unit that may have been meant: 171 as a height in metres."""
    low, high = _limits(kind)
    if low is None or high is None or not isinstance(given, int | float):
        return ""
    meant = meant_instead(name, given, low, high, name.rpartition("_")[2])
    return f"; {meant}" if meant else ""


def _limits(kind: object) -> tuple[float | None, float | None]:
    """The lowest and the highest number that a place accepts."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    found = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    low = next((limit.ge for limit in found if isinstance(limit, Ge)), None)
    high = next((limit.le for limit in found if isinstance(limit, Le)), None)
    return cast("tuple[float | None, float | None]", (low, high))


def _path(place: tuple[int | str, ...]) -> str:
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _annotation(kind: object, place: tuple[int | str, ...]) -> object:
    """The type that belongs to a place, with its limits."""
    for step in place:
        kind = _bare(kind)
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            kind = get_type_hints(kind, include_extras=True).get(str(step), object)
        else:
            inner = [part for part in get_args(kind) if part is not Ellipsis]
            kind = inner[-1] if inner else object
    return kind


def _bare(kind: object) -> object:
    """Without ``None`` and without limits."""
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(part for part in get_args(kind) if part is not type(None)))
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _fields(kind: object) -> list[str]:
    bare = _bare(kind)
    return [field.name for field in dataclasses.fields(bare)] if dataclasses.is_dataclass(bare) else []


def _accepted(kind: object) -> str:
    """What a place accepts, in words."""
    if get_origin(kind) in (Union, UnionType):
        parts = [part for part in get_args(kind) if part is not type(None)]
        return f"{_accepted(parts[0])} or null"
    limits = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    bare = _bare(kind)
    if get_origin(bare) is Literal:
        return ", ".join(json.dumps(word) for word in get_args(bare))
    if get_origin(bare) is tuple:
        return f"a list of: {_accepted(get_args(bare)[0])}"
    if isinstance(get_origin(bare), type) and issubclass(get_origin(bare), Mapping):  # type: ignore[arg-type]
        return "an object that maps a name to a list of numbers (null where one is missing)"
    if dataclasses.is_dataclass(bare):
        return f"an object with {', '.join(_fields(bare))}"
    low, high = _limits(kind)
    if low is not None or high is not None:
        return f"{low} to {high}"
    short = next((limit.min_length for limit in limits if isinstance(limit, MinLen)), None)
    long = next((limit.max_length for limit in limits if isinstance(limit, MaxLen)), None)
    if long is not None:
        return f"text of {long} characters" if short == long else f"text of {short or 0} to {long} characters"
    words = {datetime: A_TIME, str: "text", float: "a number", int: "a whole number", bool: "true or false"}
    return words.get(bare, "a date, such as 2026-11-20" if getattr(bare, "__name__", "") == "date" else "")  # type: ignore[call-overload,no-any-return]
