"""The same input gives the same bytes: twice in one process, and in a fresh one that hashes differently."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.reports.document import as_document
from unweary.service.person import read_person
from unweary.vocab.assessment import as_json

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = (
    "own02_short_nights_heavy_week",
    "own05_fog_and_crashes",
    "saf28_influenza",
    "saf04_squat_challenge",
    "tri06_apixaban_kicked_calf",
)
FRESH = """
import json, pathlib, sys
from unweary import knowledge
from unweary.assessment import assess
from unweary.reports.document import as_document
from unweary.service.person import read_person
from unweary.vocab.assessment import as_json
reviewed = knowledge.load()
for path in sys.argv[1:]:
    result = assess(read_person(pathlib.Path(path).read_bytes()), reviewed)
    print(json.dumps([as_document(result, reviewed), as_json(result)], ensure_ascii=True))
"""


def path_of(name: str) -> Path:
    return SCENARIOS / f"{name}_person.json"


def written(name: str) -> bytes:
    """The result document and every intermediate behind it, in the order in which they were built."""
    reviewed = knowledge_room.load()
    result = assess(read_person(path_of(name).read_bytes()), reviewed)
    return json.dumps([as_document(result, reviewed), as_json(result)], ensure_ascii=True).encode()


@cache
def in_a_fresh_process(hash_seed: str) -> list[bytes]:
    done = subprocess.run(
        [sys.executable, "-c", FRESH, *(str(path_of(name)) for name in NAMES)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_person_twice_gives_the_same_bytes(name: str) -> None:
    assert written(name) == written(name)


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_a_fresh_process_with_another_hash_seed_gives_the_same_bytes(hash_seed: str) -> None:
    fresh = in_a_fresh_process(hash_seed)
    assert len(fresh) == len(NAMES)
    for name, line in zip(NAMES, fresh, strict=True):
        assert line == written(name), name


def test_reading_the_answers_in_another_order_changes_nothing() -> None:
    reviewed = knowledge_room.load()
    for name in NAMES:
        person = json.loads(path_of(name).read_text("utf-8"))
        turned = {key: value[::-1] if isinstance(value, list) else value for key, value in person.items()}
        straight, back = (as_document(assess(read_person(json.dumps(p)), reviewed), reviewed) for p in (person, turned))
        assert json.dumps(back) == json.dumps(straight), name
