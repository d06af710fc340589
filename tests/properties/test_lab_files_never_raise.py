"""Tables and FHIR documents of blood tests with damage anywhere: never an exception, and what comes out is sound."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.importers import fhir, labs_csv
from unweary.vocab.errors import Problem
from unweary.vocab.history import Lab
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units

TABLES = (
    b"date,test,value,unit\n2026-11-02,Ferritin,<12,ng/mL\n2026-11-02,Hb,11.8,g/dL\n",
    b"Datum;Ferritin (ng/ml);Hb [g/dl]\n02.11.2026;12,5;11,8\n",
)
DOCUMENT = json.dumps(
    {
        "resourceType": "Bundle",
        "entry": [
            {
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "effectiveDateTime": "2026-11-02",
                    "code": {"coding": [{"system": "http://loinc.org", "code": "2276-4"}], "text": "Ferritin"},
                    "valueQuantity": {"value": 12.5, "unit": "ng/mL", "code": "ng/mL"},
                    "component": [{"code": {"coding": []}, "valueString": "<5 mg/L"}],
                }
            }
        ],
    }
).encode()

edits = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=10)


def sound(items: list[object]) -> None:
    for item in items:
        if isinstance(item, Problem):
            assert item.where.startswith("f")
            assert item.message.endswith(".")
        elif isinstance(item, Lab):
            assert item.unit in accepted_units(item.analyte)
            assert item.analyte in ANALYTES
            assert item.at.tzinfo is not None


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(changes=edits, cut=st.integers(1, 200))
def test_a_damaged_table_never_raises(table: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(table)
    for place, value in changes:
        data[place % len(data)] = value
    labs_csv.recognise(bytes(data[:cut]), "f")
    labs_csv.asked(bytes(data))
    sound(list(labs_csv.read(io.BytesIO(bytes(data[:cut])), "f")))
    sound(list(labs_csv.read(io.BytesIO(bytes(data)), "f", columns={"Hb": "ignore"})))


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(edits, st.integers(1, 600))
def test_a_damaged_document_never_raises(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(DOCUMENT)
    for place, value in changes:
        data[place % len(data)] = value
    for text in (bytes(data), bytes(data[:cut])):
        fhir.recognise(text, "f")
        sound(list(fhir.read(io.BytesIO(text), "f")))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["2276-4", "ng/mL", "2026-11-02", "<"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["coding", "code", "system", "value", "unit", "comparator", "start", "reference", "text"]),
            inner,
        )
    ),
    max_leaves=8,
)
names = [
    "status",
    "effectiveDateTime",
    "effectivePeriod",
    "code",
    "valueQuantity",
    "valueString",
    "component",
    "subject",
    "id",
    "contained",
]


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.dictionaries(st.sampled_from(names), values))
def test_an_observation_with_anything_in_its_fields_never_raises(fields: dict[str, object]) -> None:
    text = json.dumps({"resourceType": "Observation", **fields}).encode("utf-8", "surrogatepass")
    sound(list(fhir.read(io.BytesIO(text), "f")))
