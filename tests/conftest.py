"""The longest files first: two processes take one file after the other, and neither should wait for the other."""

from __future__ import annotations

import gc
import os
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service.demo import build_demo

#: Where files live in memory. Each database waits for the disk at every commit, and the suite makes thousands.
MEMORY = Path("/dev/shm")
#: Several times what the whole suite writes.
ROOM = 4 << 30

#: By processor time, each ten seconds and more. A file that is not here, or is gone, only starts in its own place.
LONGEST = (
    "unit/validation/test_reach.py",
    "browser/test_models_pages.py",
    "realdata/test_fit_files.py",
    "spec/test_a_crash_loses_nothing.py",
    "realdata/test_every_file.py",
    "browser/test_every_page.py",
    "unit/service/test_interview.py",
    "browser/test_today.py",
    "unit/validation/test_interviews.py",
    "browser/test_interview.py",
    "doors/test_interview.py",
    "doors/test_cli.py",
    "properties/test_fuzzed_files.py",
    "spec/test_an_export_brings_everything_back.py",
    "spec/test_a_killed_import_goes_on_by_itself.py",
    "browser/test_check_in_survives.py",
    "doors/test_bad_input_of_text_and_numbers.py",
    "doors/test_fuzzed_rest.py",
    "doors/test_every_state.py",
    "browser/test_selftests.py",
    "knowledge/test_scores_and_verdict.py",
    "doors/test_bad_input.py",
    "browser/test_learn_labs_settings.py",
    "doors/test_web.py",
    "browser/test_body_map.py",
    "doors/test_serve.py",
    "browser/test_timeline.py",
    "doors/test_simulations.py",
    "unit/importers/test_odd_files.py",
    "browser/test_files.py",
    "properties/test_unknown_is_not_no.py",
    "browser/test_check_in.py",
    "realdata/test_gallery.py",
    "unit/validation/test_truths.py",
    "unit/validation/test_people.py",
    "unit/validation/test_calibration.py",
    "realdata/test_load_files.py",
    "unit/service/test_knowledge_review.py",
    "knowledge/test_never_push.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {f"tests/{name}": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


def pytest_collection_finish() -> None:
    """Thirteen thousand tests and the knowledge stay to the end: a tenth of the time went into looking at them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_configure() -> None:
    """The tests' folders in memory where there is plenty of it, unless somebody said where they shall lie."""
    if "PYTEST_DEBUG_TEMPROOT" not in os.environ and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        if min(free, shutil.disk_usage(MEMORY).free) >= ROOM:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example person's home, closed again: copy it."""
    home = tmp_path_factory.mktemp("example")
    build_demo(home, datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1))))
    return home
