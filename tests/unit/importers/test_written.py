"""Numbers, dates and tables as people and apps write them."""

import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unweary.importers import written
from unweary.vocab.errors import Problem


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12", ".", 12.0), ("-3.5", ".", -3.5), ("+.5", ".", 0.5), ("1e3", ".", 1000.0),
        ("1,234,567.5", ".", 1234567.5),
        ("1'234.5", ".", 1234.5), ("12,5", ",", 12.5), ("1.234.567,5", ",", 1234567.5), ("12,5", ".", None),
        ("1,23,4", ".", None), ("nan", ".", None), ("inf", ".", None), ("1_0", ".", None), ("", ".", None),
        ("--", ".", None), ("12 kg", ".", None), ("٣", ".", None), ("1" * 61, ".", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_written_or_not_at_all(text, decimal, value):
    assert written.number(text, decimal) == value


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026/1/5", None, date(2026, 1, 5)), ("25/04/2025", None, date(2025, 4, 25)),
        ("04/25/2025", None, date(2025, 4, 25)), ("03/04/2025", None, None), ("03/04/2025", "mdy", date(2025, 3, 4)),
        ("5. Mai 2025", None, None), ("5. March 2025", None, date(2025, 3, 5)), ("31/02/2025", "dmy", None),
        ("1989-12-31", None, None), ("2101-01-01", None, None), ("20261120", None, None),
        ("04/04/2025", None, date(2025, 4, 4)),
    ],
)  # fmt: skip
def test_a_date_is_read_only_where_it_can_mean_one_day(text, order, expected):
    assert written.day(text, order) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20 06:40", datetime(2026, 11, 20, 6, 40, tzinfo=UTC)),
        ("2026-11-20T06:40:00-0330", datetime(2026, 11, 20, 6, 40, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        ("30 Jun 2025, 19:56", datetime(2025, 6, 30, 19, 56, tzinfo=UTC)),
        ("Jun 30, 2025, 12:05:01 AM", datetime(2025, 6, 30, 0, 5, 1, tzinfo=UTC)),
        ("25.04.2025 7:05", datetime(2025, 4, 25, 7, 5, tzinfo=UTC)),
        ("2026-11-20 25:00", None), ("2026-11-20 06:61", None), ("2026-11-20 13:00 PM", None),
        ("2026-11-20 06:40 or so", None),
    ],
)  # fmt: skip
def test_an_instant_is_read_with_its_zone_or_that_of_the_person(text, expected):
    assert written.instant(text) == expected


def test_the_order_of_a_whole_column_decides_and_nothing_is_guessed():
    assert written.order_of(["01/02/25", "13/02/25"]) == "dmy"
    assert written.order_of(["01/02/25", "02/13/25"]) == "mdy"
    assert written.order_of(["01/02/25", "13/02/25", "02/13/25"]) is None
    assert written.order_of(["01/02/25"]) is None
    assert written.order_of([]) is None


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_parts_its_columns(mark):
    table = (
        mark.join(("a", "b", "a")) + "\r\n" + mark.join(("1", '"x\ny"', "3")) + "\r\n\r\n" + mark.join(("4",)) + "\n"
    )
    rows = list(written.rows(io.BytesIO(table.encode()), "t.csv"))
    assert [(row.line, row.cells) for row in rows] == [
        (3, {"a": "1", "b": "x\ny", "a (2)": "3"}),
        (5, {"a": "4"}),
    ]
    assert rows[1]["b"] == ""


def test_a_cell_too_long_for_a_table_ends_it_with_a_problem():
    rows = list(written.rows(io.BytesIO(b"a,b\n1,2\n" + b"x" * 200_000 + b",3\n4,5\n"), "t.csv"))
    assert isinstance(rows[-1], Problem)
    assert rows[-1].code == "csv_broken"
    assert rows[0].cells == {"a": "1", "b": "2"}


@given(st.text())
def test_no_text_breaks_a_reader_of_cells(text):
    for read in (written.number, written.instant, written.decimal_mark):
        read(text)
    written.order_of([text])
    made = written.day(text)
    assert made is None or written.YEARS[0] <= made.year <= written.YEARS[1]


@given(st.binary())
def test_no_bytes_break_the_table_reader(data):
    assert all(isinstance(row, written.Row | Problem) for row in written.rows(io.BytesIO(data), "t.csv"))
    assert all(isinstance(name, str) for name in written.heading(data))
