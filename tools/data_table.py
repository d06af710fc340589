"""Write docs/data-files.md: what became of every file in the folder of real data that UNWEARY_DATA names.

    UNWEARY_DATA=../shared/data python tools/data_table.py

The whole folder is imported as a person would import it, into a fresh home. Only counts are written: no value, no date.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fuzz_seeds as seeding

from unweary import importers
from unweary.service import ImportReport, Unweary, open_home

PAGE = Path(__file__).parents[1] / "docs" / "data-files.md"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_HEADING = """# Every file of the test data

What became of each file when the whole folder of real data was imported at once into an empty home. Files of a kind in
a folder share a row. A number in front of a word says how many were kept; what an earlier file of the folder had told
already is not counted again. A problem of a file is a short name and how often it came; the
[manual](manual.md) and the message itself say what it means. Made by `python tools/data_table.py`, and held to by
`tests/realdata/test_every_file.py`.

| folder | files | read as | kept | problems | why nothing was read |
|---|---|---|---|---|---|
"""
#: Why a file that is no export of a person is left alone: by the beginning of its name, the longest that fits.
_WHY = {
    "MANIFEST.csv": "list of the files",
    "README.md": "text",
    "biosppy_emg": "signals of a laboratory (EMG, ECG)",
    "cpet_spiro": "breath by breath tables of laboratory carts",
    "cycleRtools_rides": "a kind that is not read (SRM)",
    "dorem_banister": "tables of a teaching package",
    "fit_muktihari/reference_csv": "decoded messages, to compare with",
    "fit_python-fitparse/reference_csv": "decoded messages, to compare with",
    "fitbit_furberg": "many people in one table",
    "garmin_garth/api_bodies": "answers of the service without a value that is used",
    "gupta_rst": "tables of a trial with many people",
    "hrv_app_exports_goldencheetah": "a kind that is not read",
    "hrv_hrvanalysis": "no date; expected values of a package",
    "hrv_physionet_nsr2db": "heartbeats without a date, headers, reference values",
    "hrv_pyhrv": "arrays and reports of a package",
    "intervals_icu_samir": "notes of a program, no measurements",
    "intervals_icu_samir/activities.json.gz": "a list with names of its owner (its table is read)",
    "ktas_moon2019": "hospital visits of many people",
    "labs_hcv": "blood tests of many people",
    "labs_nhanes_anemia": "blood tests of many people",
    "labs_thyroid0387": "blood tests of many people",
    "mecfs_rabaey": "tables of a study without dates",
    "nof1_melatonin": "tables of a trial",
    "nof1_single_case_scdhlm": "tables of published trials",
    "phenopackets_fatigue": "published patients, not a person's export",
    "pmdata": "reports and answers of a study with columns that are not read",
    "pypermod_cp_wprime": "tables, pictures and settings of a laboratory",
    "soccermon": "many people in one table",
    "stmr_strength": "data of the R language",
    "strava_bulk_TheNewThinkTank": "no column that is read",
    "vignettes": "published cases, not a person's export",
    "voluntary_activation_diong": "tables of a study with many people",
}
_BY_SUFFIX = {".md": "text", ".npy": "array of a program", ".rda": "data of the R language", ".png.gz": "picture"}


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: where it lies, as what it was read, what was kept of it and what was wrong."""

    name: str
    format: str
    kept: Counter[str]
    problems: Counter[str]
    known: int = 0

    @property
    def folder(self) -> str:
        """Its folder; those of single people are one."""
        return re.sub(r"/p\d\d\b", "/p*", self.name.rpartition("/")[0]) or "."

    @property
    def suffix(self) -> str:
        """The end of its name that tells the kind."""
        found = re.search(r"\.(?:tar\.gz|[A-Za-z]+\.gz|[A-Za-z]+)$", self.name)
        return found[0] if found else ""


def taken_in(person: Unweary, folder: Path, report: ImportReport) -> list[Taken]:
    """What became of every file, in the order of their names."""
    kept = _kept(person.home)
    made = []
    for file in report.files:
        head = _head(person, folder, file.name, file.sha256)
        found, _ = importers.recognise(head, file.name) if head else (None, 0)
        problems = Counter(problem.code for problem in file.problems)
        if file.state == "skipped":
            why = importers.unknown(head, file.name) if head else None
            problems, found = Counter([why.code if why else "not_recognised"]), None
        name = "" if found is None else found.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
        made.append(Taken(file.name, name, kept.get(file.sha256, Counter()), problems, file.known))
    listed = {problem for file in report.files for problem in file.problems}
    alone = Counter((problem.where, problem.code) for problem in report.problems if problem not in listed)
    made.extend(Taken(where, "", Counter(), Counter({code: count})) for (where, code), count in alone.items())
    return sorted(made, key=lambda each: each.name)


def _kept(home: Path) -> Mapping[str, Counter[str]]:
    made: dict[str, Counter[str]] = {}
    with sqlite3.connect(f"file:{home / 'unweary.db'}?mode=ro", uri=True) as rows:
        counts = "select raw_sha256, kind, count(*) from fact where raw_sha256 is not null group by 1, 2"
        for sha256, kind, count in rows.execute(counts):
            made.setdefault(sha256, Counter())[kind] += count
        for sha256, count in rows.execute("select raw_sha256, count(*) from recording group by 1"):
            made.setdefault(sha256, Counter())["recording"] += count
    rows.close()
    return made


def _head(person: Unweary, folder: Path, name: str, sha256: str) -> bytes:
    """The beginning of a file, unpacked."""
    path = person.home / "raw" / sha256[:2] / sha256 if sha256 else folder / name
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return seeding.as_read(file.read(importers.HEAD_BYTES))


def table(files: list[Taken]) -> str:
    """The page."""
    groups: dict[tuple[str, ...], list[Taken]] = {}
    for each in files:
        own = each.name if each.format == "fit" and each.problems else ""
        what = "kept" if each.kept else "known" if each.known else "none"
        groups.setdefault((each.folder, each.suffix, each.format, own, what), []).append(each)
    count = len(files)
    lines = [_row(group) for _, group in sorted(groups.items())]
    read = sum(bool(each.kept) for each in files)
    return f"{_HEADING}{''.join(lines)}\n{count} files, {read} of which told something new.\n"


def _row(group: list[Taken]) -> str:
    first = group[0]
    kept: Counter[str] = sum((each.kept for each in group), Counter())
    problems: Counter[str] = sum((each.problems for each in group), Counter())
    what = first.name.rpartition("/")[2] if len(group) == 1 else f"{len(group)} × {first.suffix or 'other'}"
    why = "" if kept else "told already by an earlier file" if first.known else _why(first)
    cells = (first.folder, what, first.format or "nothing", ", ".join(_counts(kept)), ", ".join(_counts(problems)), why)
    return f"| {' | '.join(cells)} |\n"


def _counts(counter: Counter[str]) -> Iterator[str]:
    for key, count in sorted(counter.items()):
        yield f"{count:,} {key}"


def _why(file: Taken) -> str:
    if file.suffix in _BY_SUFFIX:
        return _BY_SUFFIX[file.suffix]
    if file.format:
        return "the problem says why"
    fitting = [start for start in _WHY if file.name.startswith(start)]
    return _WHY[max(fitting, key=len)] if fitting else "of no known kind"


def main() -> None:
    """Import, and write the page."""
    folder = Path(os.environ["UNWEARY_DATA"])
    with tempfile.TemporaryDirectory() as home, open_home(Path(home) / "home", clock=lambda: NOW) as person:
        files = taken_in(person, folder, person.import_paths([folder]))
    PAGE.write_text(table(files), "utf-8")
    print(f"{len(files)} files, {PAGE}")


if __name__ == "__main__":
    main()
