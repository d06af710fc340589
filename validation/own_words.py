"""How much of complaints in people's own words is read right, and what would follow if they said yes to it.

Reads TOML: each ``[[text]]`` with what it ``says``, what to ``expect`` (finding = state), whether it is ``dangerous``.

    python validation/own_words.py texts.toml --misses
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.service.own_words import proposals
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge, Urgency

#: A Friday, for 'since Monday'.
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """A complaint with what should be read from it (finding to state)."""

    says: str
    expect: dict[str, str]
    dangerous: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the expectations that do not hold with what came instead, findings present without being expected.

    ``urgent``: whether a rule for the same day or sooner fires once everything is confirmed.
    """

    text: Text
    wrong: dict[str, str]
    more: tuple[str, ...]
    left_over: tuple[str, ...]
    urgent: bool
    seconds: float


def texts(path: Path) -> list[Text]:
    """The texts of a file."""
    return [
        Text(entry["says"], dict(entry["expect"]), bool(entry["dangerous"]))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    ]


def read(text: Text, knowledge: Knowledge) -> Read:
    """Read one text."""
    begun = time.perf_counter()
    said = propose(text.says, knowledge, NOW.date())
    seconds = time.perf_counter() - begun
    states = {found.finding: found.state for found in said.findings}
    wrong = {
        finding: states.get(finding, "nothing")
        for finding, state in text.expect.items()
        if states.get(finding, "nothing") != state
    }
    more = tuple(f"{p.finding} ({p.words})" for p in said.findings if p.finding not in text.expect)
    sent = proposals(text.says, History(as_of=NOW), knowledge).if_confirmed.verdict.urgency >= Urgency.SAME_DAY
    return Read(text, wrong, more, said.left_over, sent, seconds)


def summary(every: Sequence[Read]) -> str:
    """The rates of some texts, a line each."""
    wishes = sum(len(one.text.expect) for one in every)
    bad = sum(len(one.wrong) for one in every)
    whole = sum(not one.wrong for one in every)
    denied = [
        finding
        for one in every
        for finding, state in one.wrong.items()
        if state == "present" and one.text.expect[finding] == "absent"
    ]
    dangerous = [one for one in every if one.text.dangerous]
    harmless = [one for one in every if not one.text.dangerous]
    return "\n".join((
        f"single expectations met  {wishes - bad} of {wishes} ({1 - bad / max(1, wishes):.1%})",
        f"texts wholly met         {whole} of {len(every)} ({whole / max(1, len(every)):.1%})",
        f"present though denied    {len(denied)} {' '.join(denied)}",
        f"dangerous, not sent      {sum(not one.urgent for one in dangerous)} of {len(dangerous)}",
        f"not dangerous, sent      {sum(one.urgent for one in harmless)} of {len(harmless)}",
        f"slowest                  {1000 * max((one.seconds for one in every), default=0):.0f} ms",
    ))  # fmt: skip


def main() -> None:
    """Score the texts of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--first", type=int, default=1, help="number of the first text")
    parser.add_argument("--last", type=int, default=10**6, help="number of the last text")
    parser.add_argument("--misses", action="store_true", help="print each text that is not read wholly right")
    asked = parser.parse_args()
    knowledge = knowledge_room.load()
    propose("warm up", knowledge)
    every = [read(text, knowledge) for text in texts(asked.path)[asked.first - 1 : asked.last]]
    for number, one in enumerate(every, start=asked.first):
        if asked.misses and (one.wrong or one.urgent != one.text.dangerous):
            print(f"{number}. {one.text.says}")
            print(
                *(f"   {finding}: {one.text.expect[finding]}, read {how}" for finding, how in one.wrong.items()),
                sep="\n",
            )
            print(f"   more: {', '.join(one.more)}\n   not understood: {one.left_over}")
            if one.urgent != one.text.dangerous:
                print("   SENT" if one.urgent else "   NOT SENT")
    print(summary(every))


if __name__ == "__main__":
    main()
