"""FHIR observations, written by hand after the specification."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from unweary import importers
from unweary.vocab.errors import Problem
from unweary.vocab.history import Lab, Observation


def observation(code: str = "2276-4", value: Any = 12.5, unit: str = "ng/mL", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "subject": {"reference": "Patient/1"},
        "effectiveDateTime": "2026-11-02T07:40:00+01:00",
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": f"test {code}"}]},
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
        **more,
    }


def read(document: object) -> list[Any]:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(importers.read(io.BytesIO(text), "o.json"))


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def test_a_bundle_brings_each_blood_test_with_unit_bound_and_time() -> None:
    bound = observation("1988-5", 5, "mg/L", valueQuantity={"value": 5, "comparator": "<", "code": "mg/L"})
    first, second, third = read(bundle(observation(), bound, observation("6690-2", 6.5, "10*9/L")))
    assert (first.analyte, first.value, first.unit) == ("ferritin", 12.5, "ng/mL")
    assert first.at.isoformat() == "2026-11-02T07:40:00+01:00"
    assert (second.comparator, second.value) == ("<", 5.0)
    assert (third.unit, third.written) == ("10^9/L", "6.5 10*9/L")


def test_a_single_observation_a_report_and_lines_are_read_alike() -> None:
    report = {"resourceType": "DiagnosticReport", "contained": [observation()], "result": [{"reference": "#1"}]}
    lines = b"\n".join(json.dumps(each).encode() for each in (observation(), observation("718-7", 118, "g/L")))
    assert read(observation()) == read(report) == read(json.dumps(observation(), indent=2).encode())
    assert [lab.analyte for lab in read(lines)] == ["ferritin", "haemoglobin"]


def test_a_line_that_is_broken_is_named_and_the_rest_is_kept() -> None:
    lines = (
        json.dumps(observation()).encode()
        + b'\n{"resourceType": \n'
        + json.dumps(observation("718-7", 118, "g/L")).encode()
    )
    first, problem, last = read(lines)
    assert (first.analyte, problem.where, problem.code, last.analyte) == (
        "ferritin",
        "o.json, line 2",
        "json_broken",
        "haemoglobin",
    )


def test_blood_pressure_comes_from_its_components_and_a_day_alone_is_morning() -> None:
    def part(code: str, value: float) -> dict[str, Any]:
        return {
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {"value": value, "code": "mm[Hg]"},
        }

    pressure = observation(
        "85354-9", component=[part("8480-6", 121), part("8462-4", 78)], effectiveDateTime="2026-11-02"
    )
    del pressure["valueQuantity"]
    high, low = read(pressure)
    assert (high.signal, high.value, low.signal, low.value) == ("sbp_mmhg", 121.0, "dbp_mmhg", 78.0)
    assert high.at.hour == 8


@pytest.mark.parametrize(
    ("code", "value", "unit", "signal", "expected"),
    [
        ("29463-7", 150, "[lb_av]", "mass_kg", 68.0388555),
        ("8310-5", 98.6, "[degF]", "temp_c", 37.0),
        ("59408-5", 97, "%", "spo2_pct", 97.0),
        ("40443-4", 52, "/min", "hr_rest_bpm", 52.0),
        ("9279-1", 14, "/min", "rr_per_min", 14.0),
    ],
)
def test_vital_signs_become_observations(code: str, value: float, unit: str, signal: str, expected: float) -> None:
    (item,) = read(observation(code, value, unit))
    assert isinstance(item, Observation)
    assert (item.signal, item.value) == (signal, pytest.approx(expected))


def test_what_was_taken_back_or_is_absent_is_counted_and_left_out() -> None:
    absent = observation(dataAbsentReason={"text": "clotted"})
    del absent["valueQuantity"]
    items = read(bundle(observation(status="entered-in-error"), observation(status="cancelled"), absent))
    assert [(item.code, item.message[0]) for item in items] == [("status", "2"), ("absent", "1")]


def test_kinds_that_are_not_read_are_named_in_one_problem() -> None:
    first, problem = read(bundle(observation(), observation("8867-4", 70, "/min"), observation("99999-9", 1, "g")))
    assert isinstance(first, Lab)
    assert problem.code == "unknown_tests"
    assert "8867-4" in problem.message
    assert "99999-9" in problem.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valueQuantity": {"value": 1, "code": "mmol/L"}}, "unit"),
        ({"valueQuantity": {"value": 1}}, "unit"),
        ({"valueQuantity": {"value": 1, "comparator": "ad", "code": "ng/mL"}}, "not_a_number"),
        ({"valueQuantity": {"value": "x", "code": "ng/mL"}}, "not_a_number"),
        ({"valueQuantity": {"value": True}}, "not_a_number"),
        ({"effectiveDateTime": "2026-11"}, "date"),
        ({"effectiveDateTime": "2985-11-02"}, "date"),
        ({"effectiveDateTime": 7}, "date"),
    ],
)
def test_a_value_that_cannot_be_read_is_a_problem_with_its_place(change: dict[str, Any], code: str) -> None:
    (problem,) = read(observation(id="abc", **change))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == (code, "o.json, abc")


def as_text(text: str, **change: Any) -> list[Any]:
    said = observation(id="abc", valueString=text, **change)
    del said["valueQuantity"]
    return read(said)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.2 ng/mL", (None, 5.2, "ng/mL")),
        ("5,2ng/ml", (None, 5.2, "ng/mL")),
        ("< 5 ug/L", ("<", 5.0, "ug/L")),
        ("1 234 ng/mL H", (None, 1234.0, "ng/mL")),
        ("12 ng/mL (15-150)", (None, 12.0, "ng/mL")),
        ("12 ng/mL *", (None, 12.0, "ng/mL")),
    ],
)
def test_a_result_that_is_a_text_is_read_where_it_is_a_number_with_its_unit(
    text: str, value: tuple[str | None, float, str]
) -> None:
    (lab,) = as_text(text)
    assert isinstance(lab, Lab)
    assert (lab.comparator, lab.value, lab.unit) == value


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("negative", "not_a_number", "ferritin: 'negative' is not a number such as '5.2 ug/L' or '<5 ug/L'."),
        ("see comment", "not_a_number", "'see comment' is not a number"),
        ("10-20 ng/mL", "not_a_number", "'10-20 ng/mL' is not a number"),
        ("2+", "not_a_number", "'2+' is not a number"),
        ("<5", "unit", "ferritin: There is no unit beside <5. Accepted: ug/L, ng/mL"),
        ("5.2 bananas", "unit", "'bananas' is not a unit of ferritin"),
        ("45.000 ng/mL", "unclear_figure", "'45.000 ng/mL' can be 45000 or 45."),
    ],
)
def test_a_text_that_is_no_number_is_told_with_what_stood_there_and_what_is_taken(
    text: str, code: str, told: str
) -> None:
    (problem,) = as_text(text)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == (code, "o.json, abc")
    assert told in problem.message
    assert "the file itself is kept" in problem.message


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"valueCodeableConcept": {"text": "Negative"}}, "'Negative' is not a number"),
        ({"valueCodeableConcept": {"coding": [{"display": "Positive"}]}}, "'Positive' is not a number"),
        ({"valueInteger": 12}, "There is no unit beside 12"),
        ({"valueBoolean": True}, "'valueBoolean' is not a number"),
        ({"valueRange": {"low": {"value": 1}}}, "'valueRange' is not a number"),
        ({"valueQuantity": {"value": "45.000", "unit": "ng/mL"}}, "can be 45000 or 45"),
    ],
)
def test_no_kind_of_value_of_a_known_test_is_passed_over(value: dict[str, Any], told: str) -> None:
    said = {key: part for key, part in observation().items() if key != "valueQuantity"}
    (problem,) = read(said | value)
    assert isinstance(problem, Problem)
    assert told in problem.message


def test_a_text_of_a_kind_that_is_not_read_is_named() -> None:
    said = {key: part for key, part in observation("72166-2").items() if key != "valueQuantity"}
    (problem,) = read(said | {"valueCodeableConcept": {"text": "Never smoker"}})
    assert problem.code == "unknown_tests"
    assert "72166-2" in problem.message


def test_a_pulse_written_as_a_text_is_read() -> None:
    said = {key: part for key, part in observation("40443-4").items() if key != "valueQuantity"}
    (pulse,) = read(said | {"valueString": "52 /min"})
    assert (pulse.signal, pulse.value) == ("hr_rest_bpm", 52.0)


def test_results_of_two_people_are_refused_whole() -> None:
    (problem,) = read(bundle(observation(), observation(subject={"reference": "Patient/2"})))
    assert problem.code == "several_people"


@pytest.mark.parametrize(
    "text",
    [
        b'{"resourceType": "Observation"',
        b'{"resourceType":"Bundle","entry":[[[[]]]]}',
        b"[" * 9_000 + b'"resourceType":"Bundle"',
    ],
)
def test_a_damaged_document_is_a_problem(text: bytes) -> None:
    (problem,) = read(text)
    assert problem.code in ("json_broken", "not_recognised")


def test_another_resource_is_not_claimed() -> None:
    from unweary.importers import fhir

    assert fhir.recognise(b'{"resourceType":"Immunization"}', "i.json") == 0
