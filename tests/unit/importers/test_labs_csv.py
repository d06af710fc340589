"""Tables of blood tests: any names, two layouts, and nothing guessed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest

from unweary import importers
from unweary.importers import labs_csv
from unweary.vocab.errors import Problem
from unweary.vocab.history import Lab

LONG = """date,test,value,unit,range
2026-11-02 07:40,Ferritin,<15,ng/mL,15-150
2026-11-02 07:40,Hämoglobin,11.8 L,g/dL,12-16
2026-11-02 07:40,718-7,118,g/L,
"""
WIDE = "Datum;Ferritin (ng/ml);Hb [g/dl];Leukozyten\n;;;10*9/L\n02.11.2026;12,5;11,8;6,5\n13.11.2025;<15;;7,1\n"


def read(text: str, name: str = "labs.csv", **more: object) -> list[object]:
    return list(importers.read(io.BytesIO(text.encode()), name, **more))  # type: ignore[arg-type]


def told(items: list[object]) -> list[tuple[str, str | None, float, str]]:
    return [(lab.analyte, lab.comparator, lab.value, lab.unit) for lab in items if isinstance(lab, Lab)]


def codes(items: list[object]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


def test_a_long_table_is_read_row_by_row_with_bounds_and_codes() -> None:
    items = read(LONG)
    assert told(items) == [
        ("ferritin", "<", 15.0, "ng/mL"), ("haemoglobin", None, 11.8, "g/dL"), ("haemoglobin", None, 118.0, "g/L"),
    ]  # fmt: skip
    assert items[0].at == datetime(2026, 11, 2, 7, 40, tzinfo=UTC)
    assert items[1].written == "11.8 L g/dL"


def test_a_wide_table_takes_units_from_the_heading_or_the_row_below() -> None:
    items = read(WIDE, zone=timezone(timedelta(hours=1)))
    assert told(items) == [
        ("ferritin", None, 12.5, "ng/mL"), ("haemoglobin", None, 11.8, "g/dL"), ("leucocytes", None, 6.5, "10^9/L"),
        ("ferritin", "<", 15.0, "ng/mL"), ("leucocytes", None, 7.1, "10^9/L"),
    ]  # fmt: skip
    assert items[0].at.isoformat() == "2026-11-02T08:00:00+01:00"
    assert codes(items) == []


def test_a_column_or_test_that_is_not_known_is_asked_and_read_once_it_is_said() -> None:
    text = "Datum;Ferritin (ng/ml);Rostmittel\n2026-11-02;12;60\n"
    items = read(text)
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert (problem.code, "Rostmittel" in problem.message) == ("columns_unknown", True)
    said = {importers.table_key(text.encode()): {"Rostmittel": "iron ug/dL"}}
    assert told(read(text, columns=said))[1] == ("iron", None, 60.0, "ug/dL")
    long = "date,test,value,unit\n2026-11-02,Ferritin,12,ng/mL\n2026-11-02,Mystery,3,g/L\n"
    assert codes(read(long)) == ["columns_unknown"]
    named = {importers.table_key(long.encode()): {"mystery": "ignore"}}
    assert codes(read(long, columns=named)) == []


def test_a_table_of_unknown_names_is_read_once_the_person_says_all_of_it() -> None:
    text = "wann,rot\n2026-11-02,12\n"
    assert codes(read(text)) != []
    said = {importers.table_key(text.encode()): {"wann": "date", "rot": "haemoglobin g/dL"}}
    assert told(read(text, columns=said)) == [("haemoglobin", None, 12.0, "g/dL")]


def test_a_value_without_a_unit_is_never_read() -> None:
    items = read("date,Ferritin,Hb,TSH\n2026-11-02,12,11.8,2\n")
    assert told(items) == []
    assert set(codes(items)) == {"columns_unknown"}
    assert "ug/L, ng/mL" in items[0].message


def test_a_unit_that_cannot_be_is_refused_with_what_is_accepted() -> None:
    (problem,) = read("date,test,value,unit\n2026-11-02,Ferritin,12,mmol/L\n")
    assert (problem.code, problem.where) == ("unit", "labs.csv, line 2, Ferritin")
    assert "ug/L, ng/mL" in problem.message


def test_people_are_not_mixed() -> None:
    by_person = "PatientID,date,Ferritin (ng/mL)\n1,2026-11-02,12\n2,2026-11-02,90\n"
    by_sex = "Sex,Age,date,Ferritin (ng/mL)\nm,30,2026-11-02,12\nf,31,2026-11-03,90\n"
    for text in (by_person, by_sex):
        assert codes(read(text)) == ["several_people"]
        assert told(read(text)) == []
    assert told(read("id,date,Ferritin (ng/mL)\n1,2026-11-02,12\n2,2026-11-03,90\n")) != []


@pytest.mark.parametrize(
    ("text", "code"), [("03/04/25", "ambiguous_date"), ("yesterday", "date"), ("2089-13-40", "date")]
)
def test_a_day_that_cannot_be_told_is_a_problem_and_the_row_is_left_out(text: str, code: str) -> None:
    assert codes(read(f"date,test,value,unit\n{text},Ferritin,12,ng/mL\n")) == [code]


def test_the_whole_column_decides_the_order_of_a_date() -> None:
    items = read("date,test,value,unit\n03/04/25,Ferritin,12,ng/mL\n25/04/25,Ferritin,13,ng/mL\n")
    assert [item.at.date().isoformat() for item in items] == ["2025-04-03", "2025-04-25"]


@pytest.mark.parametrize(
    "head",
    [b"date,amount\n", b"date,restingHR,hrv\n2026-11-02,48,60\n", b"Date,Meal,Calories,Iron,Sodium (mg)\n", b"",
     b"date,name,value,unit\n2026-11-02,steps,900,count\n", b"a,b\n1,2\n", b"812\n798\n"],
)  # fmt: skip
def test_a_file_of_something_else_is_not_claimed(head: bytes) -> None:
    assert labs_csv.recognise(head, "x.csv") == 0


def test_a_table_that_breaks_off_says_so_once_and_keeps_what_stood_before() -> None:
    items = read(LONG + '2026-11-02,"' + "x" * 200_000 + '",1,ng/mL,\n')
    assert codes(items)[-1] == "csv_broken"
    assert codes(items).count("csv_broken") == 1
    assert [item.analyte for item in items if isinstance(item, Lab)] == [
        item.analyte for item in read(LONG) if isinstance(item, Lab)
    ]


def test_what_is_asked_are_the_names_that_say_too_little() -> None:
    asked = labs_csv.asked(b"Datum;Ferritin (ng/ml);Hb;Rost\n2026-11-02;12;11,8;60\n")
    assert asked.known == {"Datum": "date", "Ferritin (ng/ml)": "ferritin ng/mL", "Hb": "", "Rost": ""}
    assert asked.samples["Hb"] == "11,8"
    assert labs_csv.asked(LONG.encode()).known["Ferritin"] == "ferritin"


@pytest.mark.parametrize("line", [b"A" * 70_000, b"[" * 70_000, b"(a" * 30_000 + b",b"])
def test_a_first_line_without_end_is_no_blood_test(line):
    assert labs_csv.recognise(line + b"\n1,2\n", "x.csv") == 0


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["45.000"], []),
        (["45,000"], []),
        (["45.000", "312"], [312.0]),
        (["45.000", "312,5"], [45000.0, 312.5]),
        (["45.000", "312.5"], [45.0, 312.5]),
        (["45 000"], [45000.0]),
        (["45'000"], [45000.0]),
    ],
)
def test_three_digits_behind_a_mark_are_read_only_where_the_table_shows_what_the_mark_is_for(
    cells: list[str], kept: list[float]
) -> None:
    rows = "".join(f'2026-11-{day:02d};"{cell}"\n' for day, cell in enumerate(cells, 1))
    items = read(f"date;CK (U/L)\n{rows}")
    assert [item.value for item in items if isinstance(item, Lab)] == kept
    assert codes(items) == ["unclear_figure"] * (len(cells) - len(kept))
