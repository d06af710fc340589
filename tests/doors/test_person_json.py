"""``person.json``: what is read, how every mistake is told, and the schemas that describe it."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import unweary
from unweary.reports.document_schema import document_schema
from unweary.service.person import packaged_knowledge, person_schema, read_person
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, History, Lab, Observation

OSLO = timezone(timedelta(hours=1))
AT = "2026-11-20T07:30:00+01:00"
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*_person.json"))

#: The document of the contract, in full.
CONTRACT: dict[str, Any] = {
    "schema": 1,
    "as_of": AT,
    "profile": {
        "birth_year": 1989,
        "sex": "F",
        "country": "NO",
        "height_m": 1.71,
        "mass_kg": 64.0,
        "pregnant": False,
        "postpartum": False,
        "medicines": ["atorvastatin"],
        "supplements": [],
        "conditions": ["hypothyroidism"],
        "sports": ["running"],
    },
    "answers": [{"finding": "dark_urine", "state": "absent", "at": AT}],
    "sites": [
        {"site": "gastroc_medial", "side": "left", "soreness_0_10": 6, "signs": ["swelling", "warmth"], "at": AT}
    ],
    "days": [
        {
            "day": "2026-11-19",
            "fatigue_0_10": 6,
            "sleep_h": 6.2,
            "stress_0_10": 4,
            "marks": ["sick"],
            "source": "check-in",
        }
    ],
    "labs": [{"analyte": "ferritin", "value": 12, "comparator": None, "unit": "ug/L", "at": AT}],
    "observations": [{"signal": "rmssd_ms", "value": 41.0, "unit": "ms", "at": AT, "source": "polar-h10"}],
    "sessions": [
        {"started_at": AT, "duration_s": 4200, "sport": "run", "rpe_cr10": 7, "descent_m": 640, "muscle_groups": None}
    ],
    "recordings": [],
}


def with_(**more: Any) -> str:
    return json.dumps({"as_of": AT, **more})


def refused(text: str | bytes) -> UserError:
    with pytest.raises(UserError) as error:
        read_person(text)
    return error.value


# ---- what is read


def test_the_document_of_the_contract_is_read_in_full() -> None:
    history = read_person(json.dumps(CONTRACT))
    assert history.as_of == NOW
    assert history.profile.medicines == ("atorvastatin",)
    assert history.profile.pregnant is False
    assert history.answers == (Answer("dark_urine", "absent", NOW),)
    assert history.sites[0].signs == ("swelling", "warmth")
    assert history.days[0].marks == ("sick",)
    assert history.days[0].heaviness_0_10 is None
    assert history.labs == (Lab("ferritin", 12.0, "ug/L", NOW),)
    assert history.observations == (Observation("rmssd_ms", 41.0, "ms", NOW, "polar-h10"),)
    assert history.sessions[0].muscle_groups is None


def test_only_the_moment_is_needed_and_all_else_stays_unknown() -> None:
    assert read_person(with_()) == History(as_of=NOW)


def test_bytes_with_a_byte_order_mark_are_read() -> None:
    assert read_person(b"\xef\xbb\xbf" + with_().encode()) == History(as_of=NOW)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_is_read(path: Path) -> None:
    assert read_person(path.read_bytes(), path.name).as_of.utcoffset() is not None


def test_blood_tests_come_out_in_their_canonical_unit_and_a_bound_stays_a_bound() -> None:
    labs = [
        {"analyte": "haemoglobin", "value": 13.5, "unit": "g/dL", "at": AT},
        {"analyte": "hba1c", "value": 6.5, "unit": "%", "at": AT},
        {"analyte": "crp", "value": 0.5, "unit": "mg/dL", "at": AT, "comparator": "<"},
    ]
    read = read_person(with_(labs=labs)).labs
    assert [(lab.value, lab.unit, lab.comparator) for lab in read] == [
        (135.0, "g/L", None),
        (10.929 * (6.5 - 2.15), "mmol/mol", None),
        (5.0, "mg/L", "<"),
    ]


def test_null_among_samples_is_missing() -> None:
    recording = {"started_at": AT, "kind": "rr", "columns": {"rr_ms": [812, None, 798.5]}}
    document = with_(recordings=[recording])
    assert faults(json.loads(document), person_schema(), person_schema()) == []
    (read,) = read_person(document).recordings
    samples = list(read.columns["rr_ms"])
    assert (samples[0], samples[2]) == (812.0, 798.5)
    assert math.isnan(samples[1])


# ---- how mistakes are told


@pytest.mark.parametrize(
    ("text", "code", "said", "accepted"),
    [
        ('{"as_of": "x",\n "days": [}', "json_syntax", "person.json: line 2, column 11:", "JSON"),
        ("", "json_syntax", "line 1, column 1", "JSON"),
        (b"\xff\xfe{}", "json_syntax", "byte 0 is not UTF-8", "UTF-8"),
        ("[" * 100_000, "json_syntax", "nested too deeply", "JSON"),
        ('{"as_of": NaN}', "json_syntax", "NaN is not JSON", "JSON"),
        ("[]", "json_value", "not a JSON object", "{"),
        ("{}", "json_field", "as_of: missing field", "2026-11-20T07:30:00+01:00"),
        (with_(profile={"hart": 1}), "json_field", "profile.hart: unknown field", "birth_year, sex, country"),
        (with_(profile={"sexx": "F"}), "json_field", "did you mean 'sex'?", "birth_year, sex"),
        (with_(weight=64), "json_field", "weight: unknown field", "as_of, schema, profile"),
        (with_(schema=2), "json_value", "schema: 2", "1"),
        (with_(profile={"birth_year": "1989"}), "json_value", 'profile.birth_year: "1989"', "1900 to 2100"),
        (with_(profile={"birth_year": 1889}), "json_value", "profile.birth_year: 1889 is outside", "1900 to 2100"),
        (with_(profile={"birth_year": 2030}), "impossible_value", "2030 is after 2026", "1906 to 2026"),
        (with_(profile={"birth_year": 1900}), "impossible_value", "1900 would be an age of 126", "1906 to 2026"),
        (with_(profile={"height_m": 171}), "json_value", "height_m: 171 is outside what is possible", "0.5 to 2.6"),
        (with_(profile={"pregnant": "no"}), "json_value", 'profile.pregnant: "no"', "true or false"),
        (with_(answers={"fever": "no"}), "json_value", "answers: this is not", "a list of: an object with finding"),
        (
            with_(answers=[{"finding": "fever", "state": "no", "at": AT}]),
            "json_value",
            'answers[0].state: "no"',
            '"absent"',
        ),
        (with_(answers=[{"finding": "fever", "state": "absent"}]), "json_field", "answers[0].at: missing", "offset"),
        (
            with_(answers=[{"finding": "fever", "state": "absent", "at": 17}]),
            "json_value",
            "answers[0].at: 17",
            "offset",
        ),
        (
            with_(answers=[{"finding": "fever", "state": "absent", "at": "2026-11-20T07:30:00"}]),
            "naive_time",
            "answers[0].at: '2026-11-20T07:30:00' does not say its time zone",
            "+01:00",
        ),
        (with_(answers=[{"finding": "fevr", "state": "absent", "at": AT}]), "unknown_id", "'fevr' is not", "fever"),
        (
            with_(sites=[{"site": "gastroc", "side": "left", "soreness_0_10": 3, "at": AT}]),
            "unknown_id",
            "sites[0].site: 'gastroc' is not a part of the body map",
            "gastroc_",
        ),
        (
            with_(sites=[{"site": "quads", "side": "mid", "soreness_0_10": 3, "at": AT}]),
            "json_value",
            "sites[0].side: 'mid' is not a side of quads",
            "left, right",
        ),
        (with_(days=[{"day": "2026-02-30"}]), "json_value", 'days[0].day: "2026-02-30"', "a date"),
        (with_(days=[{"day": "2026-11-19", "fatigue_0_10": 11}]), "json_value", "days[0].fatigue_0_10: 11", "0 to 10"),
        (with_(days=[{"day": "2026-11-19", "marks": ["ill"]}]), "json_value", 'days[0].marks[0]: "ill"', '"sick"'),
        (
            with_(labs=[{"analyte": "feritin", "value": 12, "unit": "ug/L", "at": AT}]),
            "unknown_id",
            "labs[0].analyte: 'feritin' is not a blood test known here; did you mean 'ferritin'?",
            "ferritin",
        ),
        (
            with_(labs=[{"analyte": "ferritin", "value": 12, "unit": "mmol/L", "at": AT}]),
            "unit",
            "labs[0].unit: 'mmol/L' is not a unit that ferritin is read in",
            "ug/L, ng/mL",
        ),
        (
            with_(labs=[{"analyte": "haemoglobin", "value": 135, "unit": "g/dL", "at": AT}]),
            "impossible_value",
            "labs[0].value: 135 g/dL is outside what haemoglobin can be (10 to 300 g/L)",
            "10 to 300",
        ),
        (
            with_(observations=[{"signal": "hr_rest_bpm", "value": 900, "unit": "bpm", "at": AT}]),
            "impossible_value",
            "observations[0].value: 900 bpm is outside what hr_rest_bpm can be (20 to 220)",
            "20 to 220",
        ),
        (
            with_(observations=[{"signal": "hr_rest", "value": 48, "unit": "bpm", "at": AT}]),
            "unknown_id",
            "observations[0].signal: 'hr_rest'",
            "hr_rest_bpm",
        ),
        (
            with_(observations=[{"signal": "spo2_pct", "value": 0.97, "unit": "1", "at": AT}]),
            "unit",
            "observations[0].unit: '1' is not the unit of spo2_pct",
            "%",
        ),
        (
            with_(sessions=[{"started_at": AT, "duration_s": -5}]),
            "json_value",
            "sessions[0].duration_s: -5",
            "0 to 400000",
        ),
        (
            with_(sessions=[{"started_at": AT, "duration_s": 5, "muscle_groups": ["quad"]}]),
            "unknown_id",
            "sessions[0].muscle_groups: 'quad'",
            "quads",
        ),
        (
            with_(recordings=[{"started_at": AT, "columns": {"a": [1, 2], "b": [1]}}]),
            "json_value",
            "recordings[0].columns: the columns differ in length (a 2, b 1)",
            "one length",
        ),
        (
            with_(recordings=[{"started_at": AT, "columns": {"a": [1, "x"]}}]),
            "json_value",
            'recordings[0].columns.a[1]: "x"',
            "a number",
        ),
        (
            with_(recordings=[{"started_at": AT, "session": {"started_at": AT, "duration_s": 1, "sort": "run"}}]),
            "json_field",
            "recordings[0].session.sort: unknown field; did you mean 'sport'?",
            "started_at, duration_s",
        ),
        (
            f'{{"as_of": "{AT}", "answers": [{{"finding": "fever", "state": "present", "state": "absent"}}]}}',
            "json_syntax",
            "the field 'state' is given twice",
            "each field once",
        ),
        (f'{{"as_of": "{AT}", "profile": {{"mass_kg": 1e999}}}}', "json_value", "profile.mass_kg", "15 to 400"),
        (f'{{"as_of": "{AT}", "days": {"1" * 5000}}}', "json_syntax", "4300 digits", "JSON"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_is_accepted(
    text: str | bytes, code: str, said: str, accepted: str
) -> None:
    error = refused(text)
    assert (error.code, error.message.startswith("person.json: ")) == (code, True)
    assert said in error.message
    assert accepted in error.accepted


def test_several_mistakes_are_counted_and_the_first_is_told() -> None:
    pulses = [{"signal": "hr_rest_bpm", "value": value, "unit": "bpm", "at": AT} for value in (48, 900, 901)]
    error = refused(with_(observations=pulses))
    assert "observations[1].value" in error.message
    assert "1 more problem" in error.message


def test_the_name_of_the_input_stands_first() -> None:
    with pytest.raises(UserError, match=r"^body: as_of: missing field$"):
        read_person("{}", "body")


@pytest.mark.parametrize(
    "kind", ["answers", "sites", "days", "labs", "observations", "sessions", "recordings", "profile"]
)
@pytest.mark.parametrize("wrong", [None, 3, "x", [None], [3], [[]], [{}], {"x": 1}])
def test_whatever_stands_there_is_refused_in_words_and_never_with_a_stack(kind: str, wrong: Any) -> None:
    error = refused(with_(**{kind: wrong}))
    assert error.code in ("json_value", "json_field")
    assert kind in error.message
    assert error.accepted


# ---- assess


def test_assess_reads_no_clock_and_gives_the_same_answer_to_the_last_bit() -> None:
    history = read_person(json.dumps(CONTRACT))
    first, second = (json.dumps(as_json(unweary.assess(history))) for _ in range(2))
    assert first == second
    assert unweary.assess(history).as_of == NOW


def test_assess_takes_blood_tests_in_any_unit_that_is_read() -> None:
    def haemoglobin(value: float, unit: str) -> float:
        history = History(as_of=NOW, labs=(Lab("haemoglobin", value, unit, NOW),))
        return {number.quantity: number.low for number in unweary.assess(history).quantities}["hb_g_l"]

    assert haemoglobin(8.5, "g/dL") == haemoglobin(85.0, "g/L") == 85.0


def test_assess_refuses_a_history_that_cannot_be() -> None:
    with pytest.raises(UserError, match=r"history: observations\[0\].value: 900 bpm"):
        unweary.assess(History(as_of=NOW, observations=(Observation("hr_rest_bpm", 900, "bpm", NOW),)))


def test_assess_judges_another_moment_when_asked() -> None:
    history = History(as_of=NOW, answers=(Answer("chest_pain_now", "present", NOW),))
    assert unweary.assess(history).red_flags_fired
    assert not unweary.assess(history, NOW - timedelta(hours=1)).red_flags_fired


# ---- the schemas


def faults(value: Any, schema: Any, root: Any, path: str = "$") -> list[str]:
    """A small checker of the part of JSON Schema that ours use; an unknown keyword fails the test."""
    known = {
        "$schema",
        "$defs",
        "$ref",
        "title",
        "description",
        "default",
        "type",
        "properties",
        "required",
        "items",
        "enum",
        "additionalProperties",
        "anyOf",
        "const",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "format",
        "prefixItems",
        "minItems",
        "maxItems",
        "discriminator",
    }
    assert set(schema) <= known, set(schema) - known
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    if "anyOf" in schema:
        tried = [faults(value, option, root, path) for option in schema["anyOf"]]
        return [] if any(not found for found in tried) else min(tried, key=len)
    found: list[str] = []
    types = {
        "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
        "number": (int, float),
    }  # fmt: skip
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    fits = [
        name for name in wanted if isinstance(value, types[name]) and (name == "boolean") == isinstance(value, bool)
    ]  # type: ignore[arg-type]
    if wanted and not fits:
        return [f"{path}: {value!r} is no {wanted}"]
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        found.append(f"{path}: {value!r}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        found += [f"{path}: {value}"] * (
            not schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf)
        )
    if isinstance(value, dict):
        for name in schema.get("required", []):
            found += [] if name in value else [f"{path}.{name} is missing"]
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            found += (
                [f"{path}.{name} is unknown"] if inner is False else faults(item, inner or {}, root, f"{path}.{name}")
            )
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += faults(item, schema.get("items", {}), root, f"{path}[{place}]")
    return found


def test_the_schema_accepts_what_is_read_and_refuses_unknown_fields() -> None:
    schema = person_schema()
    assert faults(CONTRACT, schema, schema) == []
    for path in SCENARIOS:
        assert faults(json.loads(path.read_bytes()), schema, schema) == []
    assert faults({**CONTRACT, "weight": 64}, schema, schema) == ["$.weight is unknown"]
    assert faults({**CONTRACT, "profile": {"hart": 1}}, schema, schema) == ["$.profile.hart is unknown"]
    assert faults({"schema": 1}, schema, schema) == ["$.as_of is missing"]


def test_the_schemas_are_plain_json_and_the_same_each_time() -> None:
    assert json.dumps(person_schema()) == json.dumps(person_schema())
    assert json.dumps(document_schema()) == json.dumps(document_schema())


def test_the_knowledge_can_be_another_one() -> None:
    from dataclasses import replace

    known = packaged_knowledge()
    fewer = replace(known, findings={name: finding for name, finding in known.findings.items() if name != "dark_urine"})
    with pytest.raises(UserError, match="'dark_urine' is not a finding known here"):
        read_person(json.dumps(CONTRACT), knowledge=fewer)


@pytest.mark.parametrize(("name", "meant"), [("hb", "haemoglobin"), ("FT4", "free_t4"), ("Vitamin B12", "b12")])
def test_a_blood_test_may_be_called_as_on_the_command_line(name: str, meant: str) -> None:
    unit = {"haemoglobin": "g/L", "free_t4": "pmol/L", "b12": "ng/L"}[meant]
    value = {"haemoglobin": 140, "free_t4": 15, "b12": 300}[meant]
    history = read_person(with_(labs=[{"analyte": name, "value": value, "unit": unit, "at": AT}]))
    assert [lab.analyte for lab in history.labs] == [meant]


@pytest.mark.parametrize("name", ["troponin", "inr", "lactate"])
def test_a_blood_test_that_is_not_known_is_not_taken_for_another(name: str) -> None:
    with pytest.raises(UserError, match="is not a blood test") as error:
        read_person(with_(labs=[{"analyte": name, "value": 5, "unit": "ng/L", "at": AT}]))
    assert "did you mean" not in str(error.value)
