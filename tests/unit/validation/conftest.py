from __future__ import annotations

import sys
from pathlib import Path

import pytest

from unweary.vocab.knowledge import Knowledge

# The scripts of validation/ import each other by name, as they do when they are run.
sys.path.insert(0, str(Path(__file__).parents[3] / "validation"))

from world import World


@pytest.fixture(scope="session")
def world(knowledge: Knowledge) -> World:
    return World(knowledge)
