"""The example person: made-up files and check-ins, taken in by the very verbs that take in a real person's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from unweary.service.check_in import CheckIn
from unweary.service.import_report import ImportReport, Progress
from unweary.service.opening import data_folder, open_home
from unweary.vocab.history import Profile

#: One seed, so that everyone sees the same example on the same day.
SEED = 20261120
#: Who the example is: nobody.
PROFILE = Profile(
    birth_year=1989, sex="F", country="NO", height_m=1.71, mass_kg=64.0, pregnant=False, sports=("running",)
)


def build_demo(home: Path, as_of: datetime, on_progress: Callable[[Progress], None] | None = None) -> ImportReport:
    """Make the example person anew, ending at ``as_of``.

    They live in the folder ``demo`` inside ``home``, apart from the real person, whose data are never touched. The
    files lie in ``demo-files`` there and are taken in by ``import_paths``.

    Parameters
    ----------
    home : Path
        The real person's folder.
    as_of : datetime
        The last morning, with its offset.
    on_progress : callable, optional
        As for ``Unweary.import_paths``.

    Returns
    -------
    ImportReport
        What the files brought.
    """
    from unweary.service.demo_files import demo_check_ins, write_demo_files
    from unweary.service.demo_results import demo_labs, demo_self_tests

    folder = data_folder(home) / "demo"
    _clear(folder)
    said = [as_of - timedelta(days=30)]
    with open_home(home, demo=True, clock=lambda: said[-1]) as person:
        files = folder / "demo-files"
        files.mkdir(parents=True, exist_ok=True)
        gates = [finding.id for finding in person.knowledge.findings.values() if finding.gate]
        person.save_profile(PROFILE, {})
        person.add(demo_labs(as_of))
        screened = [finding for screen in person.knowledge.screens for finding in screen.findings]
        for day, sites, answers in demo_check_ins(as_of, SEED, screened):
            # Each check-in is made on its own morning, as a real one would have been.
            moments = [site.at for site in sites] + [answer.at for answer in answers]
            said.append(min(max(moments, default=as_of), as_of))
            person.check_in(CheckIn(day, tuple(sites), tuple(answers)))
        for at, found in demo_self_tests(as_of):
            said.append(max(at, said[-1]))
            person.add(found)
        said.append(as_of)
        person.save_profile(PROFILE, dict.fromkeys(gates, "absent"))
        return person.import_paths(list(write_demo_files(files, as_of, SEED)), on_progress)


def _clear(folder: Path) -> None:
    """Remove an example made before. Only what this module and the store write there; nothing else in the folder."""
    from unweary.store.failures import told

    with told(folder):
        for name in ("unweary.db", "unweary.db-wal", "unweary.db-shm"):
            (folder / name).unlink(missing_ok=True)
        for name in ("demo-files", "raw", "tmp"):
            if (folder / name).is_dir():
                shutil.rmtree(folder / name)
