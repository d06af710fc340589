"""Published cases: what Unweary says of the encoded answers, beside the published label. One line a run in ledger.csv.

    UNWEARY_DATA=... .venv/bin/python validation/score.py [--wider] [--note WORDS] [--cases] [--diagnoses]

The answers stand in ``encodings``; texts and labels stay in UNWEARY_DATA and are read here only. ``--wider`` adds the
readings that the README of the encodings lists as probable. ``--diagnoses`` prints the diagnoses that have no row in
``diagnoses.csv`` (diagnosis, the causes it would be right to name, or none: then it counts as a miss and as uncovered).

Triage. Semigran: emergency = emergency_now, non-emergency = same_day to routine, self-care = none. KTAS (the expert's):
1-2 emergency, 3 same day, 4-5 below. ``lenient`` counts same_day as an emergency found. Nothing is asked: these are
single looks at what a text happens to say, without the interview that would follow.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from intervals import share

from unweary.assessment import assess
from unweary.service.person import packaged_knowledge, read_person
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Answer, Observation, Profile
from unweary.vocab.knowledge import Urgency

HERE = Path(__file__).parent
SETS = ("semigran", "published_emergencies", "avey_in_domain", "ktas")
LEDGER = HERE / "ledger.csv"
_VITALS = (
    ("SBP", "sbp_mmhg", "mmHg"),
    ("HR", "hr_rest_bpm", "bpm"),
    ("RR", "rr_per_min", "1/min"),
    ("BT", "temp_c", "degC"),
)


@dataclass(frozen=True)
class Case:
    """One case: what was said of it, what is published about it, and what Unweary makes of it."""

    id: str
    gold_level: int | None
    gold_diagnosis: str
    found: Assessment

    @property
    def level(self) -> int:
        """0 below same day, 1 same day, 2 emergency; Semigran has self-care below and everything between above it."""
        urgency = self.found.verdict.urgency
        if self.id.startswith("semigran"):
            return 2 if urgency is Urgency.EMERGENCY_NOW else 1 if urgency > Urgency.NONE else 0
        return 2 if urgency is Urgency.EMERGENCY_NOW else 1 if urgency is Urgency.SAME_DAY else 0

    @property
    def named(self) -> list[str]:
        """The causes listed, first to last."""
        return [cause.cause for cause in self.found.causes.ranked]


def data() -> Path:
    """The folder of published data."""
    folder = os.environ.get("UNWEARY_DATA")
    if not folder or not (Path(folder) / "vignettes").is_dir():
        sys.exit("UNWEARY_DATA must name the data folder (it holds vignettes and ktas_moon2019)")
    return Path(folder)


def cases(name: str, wider: bool) -> Iterator[Case]:
    """Every case of a set, assessed."""
    knowledge = packaged_knowledge()
    more = wider_reading() if wider else {}
    labels = ktas_labels() if name == "ktas" else vignette_labels()
    for entry in json.loads((HERE / "encodings" / f"{name}.json").read_text(encoding="utf-8")):
        history = read_person(json.dumps(entry["person"]), entry["id"], knowledge)
        level, diagnosis, profile, observations = labels[entry["id"]]
        if profile is not None:
            history = replace(history, profile=profile, observations=(*history.observations, *observations))
        known = {answer.finding for answer in history.answers}
        added = (Answer(f, "present", history.as_of) for f in more.get(entry["id"], ()) if f not in known)
        history = replace(history, answers=(*history.answers, *added))
        yield Case(entry["id"], level, diagnosis, assess(history, knowledge))


def wider_reading() -> dict[str, list[str]]:
    """The table 'Wider reading' of the encodings' README."""
    text = (HERE / "encodings" / "README.md").read_text(encoding="utf-8")
    table = text.partition("## Wider reading")[2].partition("\n## ")[0]
    found: dict[str, list[str]] = {}
    for names, findings in re.findall(r"^\| ([a-z]+-\d[\d, ]*) \| ([a-z0-9_, ]+) \|$", table, re.MULTILINE):
        stem, _, numbers = names.partition("-")
        for number in numbers.split(","):
            found.setdefault(f"{stem}-{number.strip()}", []).extend(f.strip() for f in findings.split(","))
    return found


Label = tuple[int | None, str, Profile | None, tuple[Observation, ...]]


def vignette_labels() -> dict[str, Label]:
    """Label of every vignette by id."""
    levels = {"emergency": 2, "non-emergency": 1, "self-care": 0}
    found: dict[str, Label] = {}
    for line in (data() / "vignettes" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        triage = (gold["gold_triage"] or "").strip().lower()
        level = levels.get(triage, 2 if triage.startswith("emergency") else None)
        found[gold["id"]] = (level, gold["gold_diagnosis"] or "", None, ())
    return found


def ktas_labels() -> dict[str, Label]:
    """Label of every visit, with age, sex and vital signs, which are not kept in the encodings."""
    text = gzip.decompress((data() / "ktas_moon2019" / "ktas.csv.gz").read_bytes()).decode("utf-8-sig")
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    found: dict[str, Label] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=1):
        profile = Profile(birth_year=at.year - int(row["Age"]), sex="F" if row["Sex"] == "1" else "M")
        measured = tuple(
            Observation(signal, float(row[column]), unit, at)
            for column, signal, unit in _VITALS
            if re.fullmatch(r"[\d.]+", row[column].strip())
        )
        level = {1: 2, 2: 2, 3: 1}.get(int(row["KTAS_expert"]), 0)
        found[f"ktas-{number:03d}"] = (level, "", profile, measured)
    return found


def mapping() -> dict[str, tuple[str, ...]]:
    """Diagnosis to the causes that it would be right to name."""
    path = HERE / "diagnoses.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["diagnosis"].casefold(): tuple(row["causes"].split()) for row in csv.DictReader(file)}


def score(name: str, found: list[Case]) -> dict[str, str]:
    """The figures of one set; a share has its exact 95 % interval."""
    judged = [case for case in found if case.gold_level is not None]
    ill = [case for case in judged if case.gold_level == 2]
    causes = mapping()
    asked = [case for case in found if case.gold_diagnosis]
    right = {case.id: causes.get(case.gold_diagnosis.casefold(), ()) for case in asked}

    def top(most: int) -> int:
        return sum(bool(set(right[case.id]) & set(case.named[:most])) for case in asked)

    covered = [case for case in asked if right[case.id]]
    return {
        "set": name,
        "cases": str(len(found)),
        "triage_right": share(sum(c.level == c.gold_level for c in judged), len(judged)),
        "never_too_low": share(sum(c.level >= (c.gold_level or 0) for c in judged), len(judged)),
        "emergency_strict": share(sum(c.level == 2 for c in ill), len(ill)),
        "emergency_lenient": share(sum(c.found.verdict.urgency >= Urgency.SAME_DAY for c in ill), len(ill)),
        "top1": share(top(1), len(asked)),
        "top3": share(top(3), len(asked)),
        "covered": share(len(covered), len(asked)),
        "top1_covered": share(sum(bool(set(right[c.id]) & set(c.named[:1])) for c in covered), len(covered)),
        "top3_covered": share(sum(bool(set(right[c.id]) & set(c.named[:3])) for c in covered), len(covered)),
    }


def commit() -> str:
    """The commit, with + where files differ from it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "src", "validation/encodings")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def record(rows: list[dict[str, str]], reading: str, note: str) -> None:
    """Append to the ledger; nothing in it is ever rewritten."""
    digest = packaged_knowledge().digest[:16]
    head = {"scored_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}", "commit": commit(), "knowledge": digest}
    new = not LEDGER.exists()
    with LEDGER.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*head, "reading", *rows[0], "note"], lineterminator="\n")
        if new:
            writer.writeheader()
        for row in rows:
            writer.writerow({**head, "reading": reading, **row, "note": note})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--wider", action="store_true", help="add the probable readings of the README")
    parser.add_argument("--note", default="", help="what this run is about, for the ledger")
    parser.add_argument("--cases", action="store_true", help="print what was said of each case (no labels)")
    parser.add_argument("--diagnoses", action="store_true", help="print diagnoses without a mapping, and stop")
    given = parser.parse_args()
    found: dict[str, list[Case]] = {name: list(cases(name, given.wider)) for name in SETS}
    if given.diagnoses:
        known = mapping()
        named = {case.gold_diagnosis for each in found.values() for case in each if case.gold_diagnosis}
        print("\n".join(sorted(name for name in named if name.casefold() not in known)))
        return
    if given.cases:
        for each in found.values():
            for case in each:
                verdict: Any = case.found.verdict
                print(case.id, verdict.urgency.word, verdict.action, ",".join(case.named[:3]), sep="\t")
    rows = [score(name, each) for name, each in found.items()]
    for row in rows:
        print("\n".join(f"{key:18} {value}" for key, value in row.items()), end="\n\n")
    record(rows, "wider" if given.wider else "strict", given.note)


if __name__ == "__main__":
    main()
