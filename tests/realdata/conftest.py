"""The folder of real files, named by ``UNWEARY_DATA``; without it these tests are skipped, never silently passed."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data_folder() -> Path:
    folder = os.environ.get("UNWEARY_DATA", "")
    if folder and Path(folder).is_dir():
        return Path(folder)
    if os.environ.get("UNWEARY_REQUIRE_DATA") == "1":
        pytest.fail("UNWEARY_REQUIRE_DATA is 1, but UNWEARY_DATA names no folder")
    pytest.skip("UNWEARY_DATA is not set")
