"""The schema of the answer, held against real documents by a small strict checker."""

from dataclasses import replace

import pytest

from unweary.reports.document import as_document
from unweary.reports.document_schema import document_schema
from unweary.vocab.assessment import Withheld

PYTHON = {
    "string": str, "number": (int, float), "integer": int, "boolean": bool, "array": list, "object": dict,
    "null": type(None),
}  # fmt: skip


def faults(value, schema, path="$"):
    if "anyOf" in schema:
        tries = [faults(value, part, path) for part in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    if "const" in schema:
        return [] if value is schema["const"] else [f"{path} is not {schema['const']}"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    allowed = tuple(kind for kind in kinds if kind == "boolean" or not isinstance(value, bool))
    if not any(isinstance(value, PYTHON[kind]) for kind in allowed):
        return [f"{path} is not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path} is not one of {schema['enum']}"]
    if "minimum" in schema and not schema["minimum"] <= value <= schema.get("maximum", value):
        return [f"{path} is out of limits"]
    found = []
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += faults(item, schema["items"], f"{path}[{place}]")
    if isinstance(value, dict):
        properties, rest = schema.get("properties", {}), schema["additionalProperties"]
        found += [f"{path}.{name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, item in value.items():
            inner = properties.get(name, rest)
            found += (
                [f"{path}.{name} is not in the schema"] if inner is False else faults(item, inner, f"{path}.{name}")
            )
    return found


def test_a_full_answer_follows_its_schema(assessment, knowledge):
    assert faults(as_document(assessment, knowledge), document_schema()) == []


def test_an_emergency_follows_the_schema(emergency, knowledge):
    assert faults(as_document(emergency, knowledge), document_schema()) == []


def test_a_withheld_kind_and_unknown_chance_follow_the_schema(assessment, knowledge):
    thin = replace(
        assessment, kind=Withheld("Too few.", ("fever",)), causes=replace(assessment.causes, unexplained=None)
    )
    assert faults(as_document(thin, knowledge), document_schema()) == []


@pytest.mark.parametrize(
    ("key", "value"), [("plan", None), ("unexplained", 1.5), ("kind", {"withheld": "no"}), ("extra", 1)]
)
def test_a_wrong_answer_does_not(assessment, knowledge, key, value):
    assert faults({**as_document(assessment, knowledge), key: value}, document_schema()) != []


def test_keys_stand_in_the_schema_in_the_order_in_which_they_are_written(assessment, knowledge):
    assert document_schema()["required"] == list(as_document(assessment, knowledge))
