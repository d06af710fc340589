"""What the OpenAPI description promises holds for whatever is sent: no bug, the schemas, one shape of error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from unweary.interfaces.server import create_app
from unweary.service import open_home

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def addresses() -> dict[str, dict[str, bool]]:
    """Every address below ``/api``, with its methods, and whether each takes JSON."""
    with TemporaryDirectory() as folder, open_home(Path(folder)) as person:
        paths = create_app(person).openapi()["paths"]
    return {
        path: {
            name: "application/json" in verb.get("requestBody", {}).get("content", {}) for name, verb in verbs.items()
        }
        for path, verbs in paths.items()
    }


PATHS = addresses()
CASES = [
    pytest.param(method, path, mode, id=f"{mode.value} {method} {path}")
    for path, methods in PATHS.items()
    for method, takes_json in methods.items()
    for mode in (list(GenerationMode) if takes_json else [GenerationMode.POSITIVE])
]
#: About a minute in all on two cores: an assessment is most of what a case costs.
FEW = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The application of a home of its own, by its description. What one case stores, the next ones find."""
    looks = itertools.count()
    morning = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))

    def clock() -> datetime:
        return morning + timedelta(milliseconds=next(looks))

    with open_home(tmp_path_factory.mktemp("home"), clock=clock) as person:
        yield schemathesis.openapi.from_asgi(
            "/openapi.json", create_app(person, hosts=["localhost", "testserver"], clock=clock)
        )


def checked(case: schemathesis.Case) -> int:
    answer = case.call()
    case.validate_response(answer, checks=CHECKS)
    if answer.status_code >= 400:
        assert set(answer.json()) == {"error"}
        assert set(answer.json()["error"]) == {"code", "message", "accepted"}
    return answer.status_code


def test_there_are_endpoints_to_try() -> None:
    assert {"/api/today", "/api/assess", "/api/check-in", "/api/imports"} <= set(PATHS)
    assert sum(takes_json for methods in PATHS.values() for takes_json in methods.values()) >= 6


@pytest.mark.parametrize(("method", "path", "mode"), CASES)
def test_whatever_is_sent_the_answer_is_as_described(
    described: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    @FEW
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def one(case: schemathesis.Case) -> None:
        status = checked(case)
        if mode is GenerationMode.NEGATIVE:
            assert status >= 400, f"taken, though not of the right form: {case.body!r}"

    one()


@pytest.mark.parametrize("path", [path for path, methods in PATHS.items() if "get" in methods and "{" not in path])
def test_after_all_that_everything_can_still_be_read(described: schemathesis.BaseSchema, path: str) -> None:
    assert checked(described[path]["get"].Case()) == 200


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path])
def test_what_an_address_can_be_asked_stands_in_the_refusal(described: schemathesis.BaseSchema, path: str) -> None:
    answer = described[path][next(iter(PATHS[path]))].Case(method="DELETE").call()
    told = ", ".join(sorted(method.upper() for method in PATHS[path]))
    assert answer.status_code == 405
    assert answer.headers["allow"] == [told]
    assert answer.json()["error"]["accepted"] == told
