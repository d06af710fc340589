"""The command line beside the web app: each is a process of its own, and what both say at once is kept, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.turn import Turn
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Tick

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
DAYS = [NOW.date() - timedelta(days=n) for n in range(25)]

#: Waits until the other process is there too, then says one thing of each day, a tick, and an answer of the interview.
PROGRAM = """
import sys, time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unweary.service import CheckIn, open_home
from unweary.service.interviewing import Reply
from unweary.vocab.history import Day

folder, mine, other, field = Path(sys.argv[1]), *sys.argv[2:5]
now = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
with open_home(folder / "home", clock=lambda: now) as person:
    remedy = next(iter(person.knowledge.remedies))
    (folder / mine).touch()
    while not (folder / other).exists():
        time.sleep(0.001)
    for back in range(25):
        day = now.date() - timedelta(days=back)
        person.check_in(CheckIn(day=Day(day, **{field: 4.0}, marks=("sick",) if mine == "web" else ("travel",))))
        person.doing.say(remedy, True, day)
    person.interview.reply([Reply("fever", "absent")])
"""


def both_at_once(folder: Path) -> None:
    homes = {**os.environ, "UNWEARY_HOME": str(folder / "home")}
    with open_home(folder / "home", clock=lambda: NOW):
        pass
    said = (("web", "terminal", "fatigue_0_10"), ("terminal", "web", "mood_0_10"))
    running = [subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder), *each], env=homes) for each in said]
    assert [each.wait(120) for each in running] == [0, 0]


def days_of(person: Unweary) -> dict[date, list[Day]]:
    found: dict[date, list[Day]] = {}
    for row in person.facts("day"):
        assert isinstance(row.value, Day)
        found.setdefault(row.value.day, []).append(row.value)
    return found


def test_what_two_programs_say_of_a_day_at_once_is_one_entry_with_both(tmp_path: Path) -> None:
    both_at_once(tmp_path)
    with open_home(tmp_path / "home", clock=lambda: NOW) as person:
        found = days_of(person)
        assert sorted(found) == sorted(DAYS)
        for entries in found.values():
            (day,) = entries
            assert (day.fatigue_0_10, day.mood_0_10, set(day.marks)) == (4.0, 4.0, {"sick", "travel"})
        ticks = Counter(row.value.day for row in person.facts("tick") if isinstance(row.value, Tick))
        assert ticks == dict.fromkeys(DAYS, 1)
        fever = [row.value for row in person.facts("answer") if isinstance(row.value, Answer)]
        assert [answer.finding for answer in fever] == ["fever"]


def test_a_command_waits_until_the_other_program_has_kept_what_it_looked_at(tmp_path: Path) -> None:
    with open_home(tmp_path / "home") as person:
        other = Turn(tmp_path / "home", "entries.lock")
        assert other.take()
        command = [
            sys.executable,
            "-c",
            "from unweary.interfaces.cli import main; main()",
            "check-in",
            "--fatigue",
            "4",
        ]
        homes = {**os.environ, "UNWEARY_HOME": str(tmp_path / "home")}
        waiting = subprocess.Popen([*command, "--json"], env=homes, stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(6)
        assert person.facts() == ()
        other.give_back()
        said = json.loads(waiting.communicate(timeout=60)[0])
        assert [fact["kind"] for fact in said["facts"]] == [row.kind for row in person.facts()] == ["day"]


def test_whoever_waits_too_long_is_told_and_may_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unweary.service.turn._PATIENCE_S", 0.05)
    with open_home(tmp_path / "home", clock=lambda: NOW) as person:
        other = Turn(tmp_path / "home", "entries.lock")
        assert other.take()
        with pytest.raises(UserError) as refused:
            person.answer("fever", "absent")
        assert refused.value.code == "busy"
        other.give_back()
        person.answer("fever", "absent")
        assert len(person.facts()) == 1
