"""A JSON file value by value, so that a gigabyte of them needs no gigabyte.

A list at the top is entered and its elements come one at a time. Commas before a closing bracket are forgiven: real
exports have them. Of two equal keys in an object the last one counts. ``NaN`` and ``Infinity`` are nothing.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

#: The longest value that is held in memory [characters]; a longer list or object is entered instead.
MOST_CHARS = 32 << 20
#: How deep long or cut values are entered.
_DEEPEST = 4
_PIECE = 1 << 16

_BETWEEN = re.compile(r"[\s,:]*")
#: A string (whole or not), a bracket, or anything else that stands together. Possessive: it never goes back.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|[^\s,:\[\]{}"]++', re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\]++|\\.)*+"?)|,(?=\s*+[\]}])', re.DOTALL)
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, and at which character of the file."""

    at: int
    code: str
    words: str


def values(stream: BinaryIO, most: int = MOST_CHARS) -> Iterator[object | Fault]:
    """The values of a file, each one whole.

    Parameters
    ----------
    stream : BinaryIO
        UTF-8.
    most : int
        The longest value that comes whole [characters].

    Yields
    ------
    object
        What stands in the list at the top, or one after the other in the file. Of an object longer than ``most``, or
        cut off by the end of the file, what it holds: keys come as values too.
    Fault
        ``json_broken`` (one value, the rest is read), ``json_cut``, ``too_deep``, ``too_large`` (nothing more is read).

    Examples
    --------
    >>> from io import BytesIO
    >>> list(values(BytesIO(b'[{"a": 1,}, 2, NaN]')))
    [{'a': 1}, 2, None]
    >>> [fault.code for fault in values(BytesIO(b'{"a": nothing}'))]
    ['json_broken']
    """
    return _Values(stream, most).each()


class _Values:
    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text, self._at, self._gone = "", 0, 0
        self._ended = self._cut = False
        self._open = 0

    def each(self) -> Iterator[object | Fault]:
        while self._next_token():
            sign = self._text[self._at]
            if sign in "]}":
                self._open = max(0, self._open - 1)
                self._at += 1
            elif sign == "[" and self._open == 0:
                self._enter()
            else:
                try:
                    yield from self._value()
                except RecursionError:
                    yield self._fault("too_deep", "The file is nested too deeply. The rest was left out.")
                    return
                except _StopHereError as stop:
                    yield stop.fault
                    return
        if self._open and not self._cut:
            yield self._breaks_off()

    def _value(self) -> Iterator[object | Fault]:
        """The value here; nothing where it was entered or more text is needed."""
        try:
            value, end = _DECODER.raw_decode(self._text, self._at)
        except (ValueError, RecursionError) as error:  # a ValueError too: a number of more than 4300 digits
            whole = self._end()
            if whole is None:
                yield from self._longer()
                return
            if isinstance(error, RecursionError):
                raise
            end = whole
            try:
                value = _DECODER.decode(_TRAILING.sub(lambda found: found[1] or "", self._text[self._at : end]))
            except ValueError:
                value = self._fault("json_broken", "This value cannot be read. It was left out.")
        else:
            if end == len(self._text) and not self._ended and not isinstance(value, list | dict):
                self._more()  # a number may go on
                return
        self._at = end
        yield value

    def _longer(self) -> Iterator[Fault]:
        """The value does not end in what was read so far: read more, or enter it."""
        if not self._ended and len(self._text) - self._at <= self._most:
            self._more()
            return
        if self._ended and not self._cut:
            self._cut = True
            yield self._breaks_off()
        if self._text[self._at] not in "[{":
            self._at = len(self._text)
        elif self._open >= _DEEPEST:
            words = f"A value of more than {self._most} characters was left out, and what follows it."
            raise _StopHereError(self._fault("json_cut" if self._cut else "too_large", words))
        else:
            self._enter()

    def _end(self) -> int | None:
        """Where the value here ends; None where it does not."""
        depth = 0
        for token in _TOKEN.finditer(self._text, self._at):
            sign = token[0][0]
            if sign in "[{":
                depth += 1
                continue
            if sign in "]}":
                depth -= 1
            elif not _closed(token[0]) if sign == '"' else token.end() == len(self._text) and not self._ended:
                return None
            if depth <= 0:
                return token.end()
        return None

    def _next_token(self) -> bool:
        while True:
            found = _BETWEEN.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return True
            if self._ended:
                return False
            self._more()

    def _more(self) -> None:
        """Twice as much text as is open, so that a long value is looked at a few times only."""
        self._gone += self._at
        self._text, self._at = self._text[self._at :], 0
        piece = self._stream.read(max(_PIECE, len(self._text)))
        self._ended = not piece
        self._text += self._decoder.decode(piece, self._ended)

    def _enter(self) -> None:
        self._open += 1
        self._at += 1

    def _breaks_off(self) -> Fault:
        return self._fault("json_cut", "The file breaks off before its end. What stood before it was kept.")

    def _fault(self, code: str, words: str) -> Fault:
        return Fault(self._gone + self._at, code, words)


class _StopHereError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def _closed(text: str) -> bool:
    """Whether a string token has its closing mark, and not an escaped one."""
    return len(text) > 1 and text.endswith('"') and (len(text) - 1 - len(text[:-1].rstrip("\\"))) % 2 == 0
