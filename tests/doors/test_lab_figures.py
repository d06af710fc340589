"""One result, written in every way that people and laboratories write it: the same number, or the same question,
at every door."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from unweary.importers import fhir, labs_csv
from unweary.service.lab_words import LabWords, lab_proposals
from unweary.vocab.errors import Problem
from unweary.vocab.history import Lab

#: How a result of CK (of TSH where it is below 1) is written, and what it is: bound and number, ``ask``, or ``no``.
WRITTEN: dict[str, str | tuple[str | None, float]] = {
    "45000": (None, 45_000.0),
    "45 000": (None, 45_000.0),
    "45\u00a0000": (None, 45_000.0),
    "45\u2009000": (None, 45_000.0),
    "45\u202f000": (None, 45_000.0),
    "45'000": (None, 45_000.0),
    "45\u2019000": (None, 45_000.0),
    "45.000": "ask",
    "45,000": "ask",
    "<45.000": "ask",
    "1.234,5": (None, 1_234.5),
    "1,234.5": (None, 1_234.5),
    "1 234,5": (None, 1_234.5),
    "1'234.5": (None, 1_234.5),
    "312,5": (None, 312.5),
    "312.5": (None, 312.5),
    "0,125": (None, 0.125),
    "0.125": (None, 0.125),
    "1234,567": (None, 1_234.567),
    "<50": ("<", 50.0),
    "< 50,5": ("<", 50.5),
    "\u226550": (">=", 50.0),
    "<45 000": ("<", 45_000.0),
    "45 00": "no",
    "4 5000": "no",
    "1.234.5": "no",
    "045 000": "no",
    "1e3": "no",
    "45_000": "no",
    "2+": "no",
    "negative": "no",
    "\u0664\u0665": "no",
}
#: In running text a space may also part two results, so it is asked there; a thin one is not.
TEXT_ASKS = ("45 000", "45\u00a0000", "1 234,5", "<45 000")
Read = str | tuple[str | None, float]
DAY = "2026-11-02"


def of(text: str) -> tuple[str, str, str]:
    """The test that is written so, its unit and its code."""
    return ("tsh", "mU/L", "3016-3") if text.startswith("0") else ("ck", "U/L", "2157-6")


def told(items: list[object]) -> Read:
    """What a file gave: its one value, or why it is left out."""
    labs = [item for item in items if isinstance(item, Lab)]
    problems = {item.code for item in items if isinstance(item, Problem)}
    if labs:
        assert (len(labs), problems) == (1, set())
        return labs[0].comparator, labs[0].value
    return {"unclear_figure": "ask", "not_a_number": "no", "unit": "no"}[problems.pop()]


@pytest.mark.parametrize(("text", "is_"), WRITTEN.items())
def test_a_table(text: str, is_: Read) -> None:
    test, unit, _ = of(text)
    wide = f'date;{test} ({unit})\n{DAY};"{text}"\n'
    long = f'date;test;value;unit\n{DAY};{test};"{text}";{unit}\n'
    both = f'date;test;value\n{DAY};{test};"{text} {unit}"\n'
    for table in (wide, long, both):
        assert told(list(labs_csv.read(io.BytesIO(table.encode()), "x.csv"))) == is_


@pytest.mark.parametrize(("text", "is_"), WRITTEN.items())
def test_a_text_of_a_laboratory_as_fhir(text: str, is_: Read) -> None:
    _, unit, code = of(text)
    said = {
        "resourceType": "Observation", "status": "final", "effectiveDateTime": f"{DAY}T07:40:00Z",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueString": f"{text} {unit}",
    }  # fmt: skip
    assert told(list(fhir.read(io.BytesIO(json.dumps(said).encode()), "x.json"))) == is_


@pytest.mark.parametrize(("text", "is_"), WRITTEN.items())
def test_the_command_line(unweary: Callable[..., tuple[int, str, str]], text: str, is_: Read) -> None:
    test, unit, _ = of(text)
    fact = json.loads(unweary("lab", test, "<312", "--unit", unit, "--json")[1])["fact"]["id"]
    for line in (("lab", test, text, "--unit", unit), ("correct", fact, "--value", text)):
        _, out, err = unweary(*line, "--json")
        if isinstance(is_, str):
            assert json.loads(err)["error"]["code"] == {"ask": "unclear_figure", "no": "value"}[is_]
        else:
            kept = json.loads(out)["fact"]["value"]
            assert (kept["comparator"], kept["value"]) == is_


@pytest.mark.parametrize(("text", "is_"), WRITTEN.items())
def test_the_form_and_the_entry_of_the_web(web, person, text: str, is_: Read) -> None:
    test, unit, _ = of(text)
    row = person.add((Lab(test, 312.0, unit, person.now()),))[0]
    answers = [
        web.post("/labs", data={"analyte": test, "value": text, "unit": unit, "day": DAY}),
        web.post(f"/entries/{row.id}", data={"value": text, "unit": unit, "comparator": ""}),
    ]
    kept = [(each.value.comparator, each.value.value) for each in person.facts("lab")]
    if isinstance(is_, str):
        assert [answer.status_code for answer in answers] == [422, 422]
        assert all(("45000 or 45" in answer.text) is (is_ == "ask") for answer in answers)
        assert kept == [(None, 312.0)]
    else:
        assert kept == [is_, is_]


@pytest.mark.parametrize(("text", "is_"), WRITTEN.items())
def test_a_text(person, text: str, is_: Read) -> None:
    test, unit, _ = of(text)
    said = LabWords(f"{test} {text} {unit} {DAY}")
    tests = lab_proposals(said, person.now(), person.knowledge).tests
    if is_ == "no":
        assert all(each.lab is None for each in tests)
    elif is_ == "ask" or text in TEXT_ASKS:
        assert "Write it without a mark between the digits." in tests[0].question
    else:
        assert tests[0].lab is not None
        assert (tests[0].lab.comparator, tests[0].lab.value) == is_


@pytest.mark.parametrize("text", [text for text, is_ in WRITTEN.items() if is_ != "no"])
def test_programs_send_numbers(web, person, text: str) -> None:
    test, unit, _ = of(text)
    lab = {"analyte": test, "value": text, "unit": unit, "at": f"{DAY}T08:00:00+01:00"}
    answer = web.post("/api/labs", content=json.dumps({"labs": [lab]}))
    assert answer.status_code == 422
    assert "number" in answer.json()["error"]["accepted"]
    history = {"as_of": "2026-11-20T07:30:00+01:00", "labs": [lab]}
    assert "number" in web.post("/api/assess", content=json.dumps(history)).json()["error"]["accepted"]
    assert person.facts() == ()


def test_what_can_be_only_one_is_not_asked(web, person) -> None:
    """Potassium is never 4125 mmol/L."""
    web.post("/labs", data={"analyte": "potassium", "value": "4,125", "unit": "mmol/L", "day": DAY})
    (row,) = person.facts("lab")
    assert row.value.value == 4.125
    (lab,) = labs_csv.read(io.BytesIO(f"date;Potassium (mmol/L)\n{DAY};4,125\n".encode()), "x.csv")
    assert isinstance(lab, Lab)
    assert lab.value == 4.125
