"""How people and apps write numbers, dates and tables. No format: what several formats read with."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import BinaryIO, Literal, TypeVar, cast

from unweary.vocab.errors import Problem

T = TypeVar("T")

#: In which order day, month and year stand. ``ydm`` is never guessed: a reader that knows its maker asks for it.
Order = Literal["ymd", "dmy", "mdy", "ydm"]

#: A date outside is a slip of the pen, a clock that was never set, or a spreadsheet's day zero.
YEARS = (1990, 2100)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_THREE = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?!\d)", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_CLOCK = re.compile(
    r"[T ,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?\s?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NAMED = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)"
    r"(?:[T _-]+(\d\d)[-_.:h]?(\d\d)(?:[-_.:m]?(\d\d))?(Z)?)?(?!\d)",
    re.ASCII,
)
_BLANK = re.compile(rb"(?:[ \t]*[\r\n]+)*")
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_LINE = 1 << 21


def number(text: str, decimal: str = ".") -> float | None:
    """A number as written; None where it is none. ``nan``, ``inf`` and ``1_0`` are none.

    ``decimal`` is the mark before the fraction; the other one, spaces and apostrophes may part thousands.

    Examples
    --------
    >>> number("1,234.5"), number("1.234,5", ","), number("72,5", ","), number("1 234"), number("n/a")
    (1234.5, 1234.5, 72.5, 1234.0, None)
    >>> number("1,2"), number("0,125")
    (None, None)
    """
    text = text.strip()
    if len(text) > 60:
        return None
    if decimal == "." and _NUMBER.fullmatch(text):
        return float(text)
    parted = "," if decimal == "." else "."
    whole, mark, rest = text.partition(decimal)
    if re.search(r"[  ,.']", whole):
        if not re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}([  '{parted}]\d{{3}})+", whole, re.ASCII):
            return None
        whole = re.sub(r"[^\d+-]", "", whole)
    plain = f"{whole}.{rest}" if mark else whole
    return float(plain) if _NUMBER.fullmatch(plain) else None


def decimal_mark(cells: Iterable[str]) -> str:
    """The mark before the fraction in a column: a comma where a comma can be nothing else, else a point.

    Examples
    --------
    >>> decimal_mark(["7,25", "8"]), decimal_mark(["1,234", "2,345.5"]), decimal_mark(["7.25"])
    (',', '.', '.')
    """
    for cell in cells:
        text = cell.strip()
        if "," in text and number(text) is None and number(text, ",") is not None:
            return ","
    return "."


def order_of(cells: Iterable[str]) -> Order | None:
    """The order of day, month and year that fits every date of a column; None where more than one does, or none.

    Dates with dots begin with the day wherever they are written; with a slash or a dash they may not.

    Examples
    --------
    >>> order_of(["2026-11-20"]), order_of(["03/04/25", "25/04/25"]), order_of(["03/04/25"])
    ('ymd', 'dmy', None)
    >>> order_of(["03.04.2025"])
    'dmy'
    >>> order_of(["2017-25-11"]) is None  # year, day, month: some apps write it; their readers say so themselves
    True
    """
    dates = Dates()
    for cell in cells:
        dates.see(cell)
    return dates.order


@dataclass(slots=True)
class Dates:
    """How a column writes its dates, from one cell after the other; no cell is kept.

    ``unclear``: not one order alone fits all, and a date is one day in one order, another day in another.
    """

    _fitting: list[Order] = field(default_factory=lambda: ["ymd", "dmy", "mdy"])
    _seen: bool = False
    _dots: bool = True
    _both: bool = False

    def see(self, cell: str) -> None:
        """Take one more cell into account; one that is no date changes nothing."""
        found = _THREE.match(cell.strip())
        if found is None:
            return
        parts = found.groups()
        self._seen = True
        self._dots = self._dots and cell.count(".") >= 2
        self._fitting = [order for order in self._fitting if _of_parts(parts, order) is not None]
        self._both = self._both or (_of_parts(parts, "dmy") is not None and _of_parts(parts, "mdy") is not None)

    @property
    def order(self) -> Order | None:
        """The order that fits all; see :func:`order_of`."""
        if self._seen and self._dots and "dmy" in self._fitting:
            return "dmy"
        return self._fitting[0] if self._seen and len(self._fitting) == 1 else None

    @property
    def unclear(self) -> bool:
        """Whether a date may be two days, and nothing tells which."""
        return self.order is None and self._both


def day(text: str, order: Order | None = None) -> date | None:
    """The date that a text begins with; None where it is none, or where only a whole column could tell the order.

    Examples
    --------
    >>> day("2026-11-20"), day("30 Jun 2025, 19:56"), day("Nov 20, 2026, 6:40:00 AM")
    (datetime.date(2026, 11, 20), datetime.date(2025, 6, 30), datetime.date(2026, 11, 20))
    >>> day("03/04/25"), day("03/04/25", "dmy"), day("25.04.2025")
    (None, datetime.date(2025, 4, 3), datetime.date(2025, 4, 25))
    >>> day("2017-02-10", "ydm")
    datetime.date(2017, 10, 2)
    """
    found = _dated(text.strip(), order)
    return None if found is None else found[0]


def instant(text: str, zone: tzinfo = UTC, order: Order | None = None) -> datetime | None:
    """Date and clock as written; where the text names no zone, ``zone`` holds. None without an hour.

    Examples
    --------
    >>> instant("2026-11-20T06:40:00.250Z").isoformat(), instant("2026-11-20 06:40:00 +0100").isoformat()
    ('2026-11-20T06:40:00.250000+00:00', '2026-11-20T06:40:00+01:00')
    >>> instant("Nov 20, 2026, 6:40:00 PM").isoformat(), instant("2026-11-20")
    ('2026-11-20T18:40:00+00:00', None)
    >>> instant("2026-11-20 6:40:00 p. m. +0000").isoformat()
    '2026-11-20T18:40:00+00:00'
    """
    text = text.strip()
    found = _dated(text, order)
    if found is None:
        return None
    clock = _CLOCK.fullmatch(text[found[1] :].replace(" ", " ").replace(" ", " "))
    if clock is None:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock[5].lower().startswith("p") else 0)
    micros = int((clock[4] or "0").ljust(6, "0")[:6])
    try:
        return datetime.combine(found[0], time(hour, minute, second, micros), _zone(clock[6], zone))
    except ValueError:
        return None


def named(name: str, zone: tzinfo = UTC) -> datetime | None:
    """The date and hour that a file's name tells; 06:00 where it tells no hour, since such files are made on waking.

    Examples
    --------
    >>> named("2026-11-20 07-40-00.txt").isoformat(), named("rr_20261120.csv").isoformat(), named("rest.txt")
    ('2026-11-20T07:40:00+00:00', '2026-11-20T06:00:00+00:00', None)
    """
    found = _NAMED.search(name)
    if found is None:
        return None
    clock = (int(found[4]), int(found[5]), int(found[6] or 0)) if found[4] else (6, 0, 0)
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), *clock, tzinfo=UTC if found[7] else zone)
    except ValueError:
        return None


def _zone(written: str | None, zone: tzinfo) -> tzinfo:
    if written is None:
        return zone
    if written in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))


def _dated(text: str, order: Order | None) -> tuple[date, int] | None:
    """The date at the beginning and where it ends."""
    text = text[:100]
    if found := _THREE.match(text):
        orders: tuple[Order, ...] = ("ymd", "dmy", "mdy") if order is None else (order,)
        days = {made for each in orders if (made := _of_parts(found.groups(), each)) is not None}
        return (days.pop(), found.end()) if len(days) == 1 else None
    if found := _DAY_MONTH.match(text):
        made = _of_words(found[3], found[2], found[1])
    elif found := _MONTH_DAY.match(text):
        made = _of_words(found[3], found[1], found[2])
    else:
        return None
    return None if made is None else (made, found.end())


def _of_words(year: str, month: str, of_month: str) -> date | None:
    at = month[:3].casefold()
    return _made(int(year), _MONTHS.index(at) + 1, int(of_month)) if at in _MONTHS else None


def _of_parts(parts: Sequence[str], order: Order) -> date | None:
    said = dict(zip(order, parts, strict=True))
    if len(said["y"]) not in (2, 4) or len(said["d"]) > 2 or (order[0] == "y" and len(said["y"]) == 2):
        return None
    year = int(said["y"]) + (2000 if len(said["y"]) == 2 else 0)
    return _made(year, int(said["m"]), int(said["d"]))


def _made(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month) if YEARS[0] <= year <= YEARS[1] else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it ends on, and its cells by column; what is not there is empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@lru_cache(maxsize=2)  # half of the formats look at it
def heading(head: bytes) -> tuple[str, ...]:
    """The column names of a table that begins like this, as :func:`rows` names them.

    Examples
    --------
    >>> heading(b"Date;Time;Time\\r\\n1;2;3\\r\\n")
    ('Date', 'Time', 'Time (2)')
    >>> heading(b"date,HR\\r2026-11-20,48\\r")
    ('date', 'HR')
    """
    line = re.split(rb"[\r\n]", _BLANK.sub(b"", head, count=1), maxsplit=1)[0].decode("utf-8", "replace")
    try:
        return _names(next(csv.reader([line], delimiter=_delimiter(line)), []))
    except csv.Error:
        return ()


def rows(stream: BinaryIO, name: str) -> Iterator[Row | Problem]:
    """The rows of a table with a heading, one at a time, whatever parts its columns (comma, semicolon, tab or bar).

    Columns with one name get a number: ``Distance``, ``Distance (2)``. Empty rows are passed over, also before the
    heading. Where the table breaks, a ``Problem`` ``csv_broken`` ends it.

    Examples
    --------
    >>> [row.cells for row in rows(io.BytesIO(b"a;b\\n1;2,5\\n"), "x.csv")]
    [{'a': '1', 'b': '2,5'}]
    """
    text = io.TextIOWrapper(cast(io.BufferedReader, stream), "utf-8", "replace", newline="")
    first, before = text.readline(_LONGEST_LINE), 0
    while first and not first.strip():
        first, before = text.readline(_LONGEST_LINE), before + 1
    reader = csv.reader(_lines(first, text), delimiter=_delimiter(first))
    try:
        names = _names(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(
                    before + reader.line_num, {key: cell.strip() for key, cell in zip(names, cells, strict=False)}
                )
    except csv.Error as error:
        words = f"The table cannot be read from here on ({error}). The rest was left out."
        yield Problem(f"{name}, line {before + reader.line_num}", "csv_broken", words)
    finally:
        text.detach()


def lines(stream: BinaryIO) -> Iterator[str]:
    """Line by line, without what ends them; a line of millions of letters comes in pieces.

    Examples
    --------
    >>> list(lines(io.BytesIO(b"812\\r\\n798")))
    ['812', '798']
    """
    text = io.TextIOWrapper(cast(io.BufferedReader, stream), "utf-8", "replace")
    try:
        while line := text.readline(_LONGEST_LINE):
            yield line.rstrip("\n")
    finally:
        text.detach()


def _lines(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    """Line by line; a line without end would be held whole."""
    line = first
    while line:
        if len(line) >= _LONGEST_LINE:
            raise csv.Error(f"a line of more than {_LONGEST_LINE} characters")
        yield line
        line = text.readline(_LONGEST_LINE)


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    made: list[str] = []
    for cell in cells:
        plain = cell.strip()
        seen[plain] = count = seen.get(plain, 0) + 1
        made.append(plain if count == 1 else f"{plain} ({count})")
    return tuple(made)


def few(items: Iterable[T], name: str, most: int = 20) -> Iterator[T | Problem]:
    """The same items, but of each kind of problem only the first, and at the end how many more there were.

    Examples
    --------
    >>> [p.message for p in few([Problem("a", "row", "No.")] * 3, "a", most=2)]
    ['No.', 'No.', '1 more of this kind.']
    """
    counts: dict[str, int] = {}
    for item in items:
        if isinstance(item, Problem):
            counts[item.code] = counts.get(item.code, 0) + 1
            if counts[item.code] > most:
                continue
        yield item
    for code, count in counts.items():
        if count > most:
            yield Problem(name, code, f"{count - most} more of this kind.")
