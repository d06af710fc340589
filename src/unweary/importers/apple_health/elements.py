"""The elements of an export one after the other, from a file that fits into no memory.

Two ways lead through the same bytes. Expat knows XML. Nine of ten bytes, however, are records that Apple wrote on one
line in one order of attributes; those a regular expression takes, strictly: what it matches is well-formed for certain.
It is tried only where expat stands between two elements of the root, and expat reads everything else, so both ways
together tell what expat alone would tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol
from xml.parsers import expat

_PIECE = 1 << 19
#: A real export is five deep.
_DEEPEST = 32
#: One tag with its attributes, or one comment; real ones have some hundred bytes.
_LONGEST_BYTES = 1 << 20
_MOST_CHILDREN = 10_000
#: The document type of a real export has some 10 kB.
_DOCTYPE_BYTES = 1 << 18
_PROLOGUE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(?=<!DOCTYPE)")
_DOCTYPE_END = re.compile(rb"\]\s*>")

#: Control characters, which no XML may hold and some exports do (vertical tabs in names of foods): read as spaces.
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r")
_SPACED = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))

#: What is kept of the inside of an element of the root, by depth and name. Positions of routes are not.
_INNER = {
    (3, "MetadataEntry"),
    (3, "WorkoutStatistics"),
    (3, "Record"),
    (4, "InstantaneousBeatsPerMinute"),
}

_PLAIN = r'[^"<&\t\n\r]*+'
_TEXT = rf"{_PLAIN}(?:&(?:lt|gt|amp|quot|apos);{_PLAIN})*+"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_NEXT = re.compile(r"\n *<Record ")

Child = tuple[str, dict[str, str]]


class StopReadingError(Exception):
    """What stands here is not for us: the code and the words of the problem."""


class Place(Protocol):
    """Where the element stands that is being told, and what is rarely asked of it."""

    def line(self) -> int:
        """The line on which it begins."""

    def device(self) -> str:
        """Its attribute ``device``."""


class Taker(Protocol):
    """What elements are told to."""

    def record(self, kind: str, source: str, unit: str, start: str, end: str, value: str) -> None:
        """One of the plain records that :class:`Walk` was asked for."""

    def element(self, tag: str, attributes: dict[str, str], children: list[Child]) -> None:
        """Any other element of the root, at its end."""


class Walk:
    """Where the reading is, and what it has read.

    Parameters
    ----------
    plain : iterable of str
        Types of records of which nothing but the attributes is wanted.
    whole : iterable of str
        Types of records that are wanted with what they hold. All other types may be passed over.
    """

    def __init__(self, taker: Taker, plain: Iterable[str], whole: Iterable[str]) -> None:
        self.taker = taker
        self.plain = frozenset(plain)
        self.fast = _pattern(sorted(self.plain), sorted(whole))
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartCdataSectionHandler = lambda: self._cdata(True)
        self.parser.EndCdataSectionHandler = lambda: self._cdata(False)
        self.depth = self.fed = self.seen = self.passed_lines = self.element_line = 0
        self.between = self.in_cdata = self.has_control = False
        self.tag = ""
        self.attributes: dict[str, str] = {}
        self.children: list[Child] = []
        self.text, self.run_from = "", 0
        self.found: re.Match[str] | None = None

    def line(self) -> int:
        """The line of the element that is being told."""
        if self.found is None:
            return self.element_line
        return (
            self.parser.CurrentLineNumber
            + self.passed_lines
            + self.text.count("\n", self.run_from, self.found.start(1))
        )

    def device(self) -> str:
        """Its attribute ``device``, which is long and rarely wanted."""
        return self.attributes.get("device", "") if self.found is None else _unescaped(self.found[3] or "")

    def here(self) -> int:
        """The line at which reading broke off."""
        return self.parser.CurrentLineNumber + self.passed_lines

    def read(self, stream: BinaryIO) -> Iterator[None]:
        """Read all of it; what comes between may be asked of the taker after every step.

        Raises
        ------
        StopReadingError, expat.ExpatError
            The rest cannot be read.
        """
        piece = _without_doctype(stream.read(_PIECE))
        rest = b""
        while piece:
            clean = piece.translate(_SPACED)
            self.has_control = self.has_control or clean != piece
            whole, end, rest = (rest + clean).rpartition(b"\n")
            # A line that is longer than a piece is not kept until it ends.
            self.take(whole + end + rest if len(rest) > _PIECE else whole + end)
            rest = b"" if len(rest) > _PIECE else rest
            yield
            piece = stream.read(_PIECE)
        self._feed(rest)
        self.parser.Parse(b"", True)
        yield

    def take(self, piece: bytes) -> None:
        """Read a piece that ends with a line, where it has lines."""
        try:
            text = piece.decode()
        except UnicodeDecodeError:
            text = ""  # expat says where
        if not text or (not text.isascii() and ("\ufffe" in text or "\uffff" in text)):
            self._feed(piece)
            return
        at = 0
        while at < len(text):
            if self.between:
                at = self._run(text, at)
            # At least as much as waits for its end: expat begins such a token anew each time.
            after = _NEXT.search(text, at + max(1, self.fed - self.seen))
            stop = len(text) if after is None else after.start()
            if at < stop:
                self._feed(text[at:stop].encode())
            at = stop

    def _run(self, text: str, at: int) -> int:
        """Take plain records as long as one follows the other; where it ends."""
        self.text, self.run_from = text, at
        take, match = self.taker.record, self.fast.match
        while True:
            self.found = found = match(text, at)
            if found is None or found[1] is None:
                break
            kind, source, _, unit, start, end, value = found.groups("")
            take(kind, _unescaped(source) if "&" in source else source, unit, start, end, value)
            at = found.end()
        if found is not None:
            at = found.end()
        self.found = None
        self.passed_lines += text.count("\n", self.run_from, at)
        return at

    def _feed(self, piece: bytes) -> None:
        self.parser.Parse(piece, False)
        self.fed += len(piece)
        # Where the first token begins that is not complete; -1 where expat does not say.
        self.seen = max(self.seen, self.parser.CurrentByteIndex)
        self.between = self.depth == 1 and not self.in_cdata and self.seen == self.fed
        if self.fed - self.seen > _LONGEST_BYTES:
            raise StopReadingError("too_large", "One tag is longer than a megabyte. The rest was left out.")

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            words = f"The file is nested more than {_DEEPEST} deep. The rest was left out."
            raise StopReadingError("xml_broken", words)
        if self.depth == 2:
            self.tag, self.attributes, self.children = tag, attributes, []
            self.element_line = self.here()
        elif (self.depth, tag) in _INNER and len(self.children) < _MOST_CHILDREN:
            self.children.append((tag, attributes))

    def _close(self, _: str) -> None:
        self.depth -= 1
        if self.depth != 1:
            return
        told = self.attributes
        if self.tag == "Record" and told.get("type") in self.plain:
            words = ("type", "sourceName", "unit", "startDate", "endDate", "value")
            self.taker.record(*(told.get(word, "") for word in words))
        else:
            self.taker.element(self.tag, told, self.children)

    def _cdata(self, inside: bool) -> None:
        self.in_cdata = inside

    def _doctype(self, *_: object) -> None:
        raise StopReadingError("xml_doctype", "There is a document type where none may be. The rest was left out.")


def _pattern(plain: list[str], whole: list[str]) -> re.Pattern[str]:
    """Any number of records that nobody wants, then one that is wanted; its parts are the groups.

    Nothing is tried twice (all is possessive), so it takes time in proportion to what it reads.
    """

    def rest(text: str, short: str) -> str:
        return (
            rf' sourceName="{text}"(?: sourceVersion="{_TEXT}")?+(?: device="{text}")?+(?: unit="{short}")?+'
            rf'(?: creationDate="{_PLAIN}")?+ startDate="{short}" endDate="{short}"(?: value="{short}")?+'
            rf'(?:/>|>(?:[ \n]*+<MetadataEntry key="{_TEXT}" value="{_TEXT}"/>)*+[ \n]*+</Record>)'
        )

    wanted, other = _any_of(plain), _any_of([*plain, *whole])
    return re.compile(
        rf'(?:[ \n]*+<Record type="(?!(?:{other})"){_PLAIN}"{rest(_TEXT, _PLAIN)})*+'
        rf'(?:[ \n]*+<Record type="({wanted})"{rest(f"({_TEXT})", f"({_PLAIN})")})?+'
    )


def _any_of(kinds: list[str]) -> str:
    """The types, each beginning ('HKQuantityTypeIdentifier') once: the expression tries one after the other."""
    ends: dict[str, list[str]] = {}
    for kind in kinds:
        start, word, end = kind.rpartition("Identifier")
        ends.setdefault(start + word, []).append(end)
    return "|".join(f"{start}(?:{'|'.join(each)})" for start, each in ends.items())


def _unescaped(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _without_doctype(head: bytes) -> bytes:
    """The beginning of a file with its document type blanked out, lines kept.

    It tells nothing that is needed, and that of export version 12 (iOS 16) is no XML: a bracket is missing. Without it
    there can be no entities but the five of XML itself, so none can grow; a file that declares one is refused.
    """
    before = _PROLOGUE.match(head)
    if before is None:
        return head
    start = before.end()
    bracket, close = head.find(b"[", start), head.find(b">", start)
    if 0 <= bracket < close:
        found = _DOCTYPE_END.search(head, bracket, start + _DOCTYPE_BYTES)
        close = found.end() - 1 if found else -1
    if close < 0:
        raise StopReadingError("xml_doctype", "The document type at the beginning has no end. The file was left out.")
    if b"<!ENTITY" in head[start:close]:
        words = "The file declares entities, which no export of Apple Health does. It was left out."
        raise StopReadingError("xml_doctype", words)
    return head[:start] + b"\n" * head.count(b"\n", start, close) + head[close + 1 :]
