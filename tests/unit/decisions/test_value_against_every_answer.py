"""What a question is worth, against answering it both ways and judging the person again, with blood tests known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.decisions.question import _shifts
from unweary.inference.causes import causes
from unweary.inference.findings import Findings, findings
from unweary.inference.network import network
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Lab, Profile
from unweary.vocab.logic import names

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
#: Without groups each answer counts whole, so the network can be judged again without its rules of tempering.
KNOWLEDGE = replace(knowledge_room.load(), groups=())
LABS = (Lab("ferritin", 9.0, "ug/L", NOW), Lab("haemoglobin", 118.0, "g/L", NOW), Lab("tsh", 2.1, "mU/L", NOW))
STORIES = (
    "fatigue_general unrefreshing sleep_lt7 heavy_legs",
    "fatigue_general breathless_exert palpitations restless weight_loss heavy_periods",
    "muscle_ache fever cramps heavy_legs morning_stiff leg_swell_any",
)


def known(*answers: Answer) -> Findings:
    history = History(as_of=NOW, profile=Profile(birth_year=1990, sex="F"), answers=answers, labs=LABS)
    body = state(history, KNOWLEDGE, NOW)
    return findings(history, KNOWLEDGE, NOW, body.numbers, body.given)


def alone(facts: Findings) -> list[str]:
    """Open findings of causes that settle nothing else: neither a risk factor nor part of another finding or number."""
    used = {name for entry in (*KNOWLEDGE.modifiers,) for name in names(entry.when)}
    used |= {name for one in KNOWLEDGE.derived for when in (one.present, one.absent) if when for name in names(when)}
    used |= {name for one in KNOWLEDGE.points for when, _ in one.items for name in names(when)}
    used |= {one.id for one in KNOWLEDGE.derived} | {one.finding for one in KNOWLEDGE.graded}
    used |= {name for rule in KNOWLEDGE.entailed if rule.always for name in (rule.finding, *names(rule.when))}
    linked = {link.finding for link in KNOWLEDGE.likelihoods if not link.positive_only} - {
        link.finding for link in KNOWLEDGE.likelihoods if link.positive_only
    }
    return sorted(name for name in linked - used if facts.truth(name) is None)


@pytest.mark.parametrize("story", STORIES)
def test_the_expected_change_of_the_causes_is_that_of_both_answers(story: str) -> None:
    said = [Answer(name, "present", NOW) for name in story.split() if name in KNOWLEDGE.findings]
    before = known(*said)
    now = causes(KNOWLEDGE, before).posterior
    asked = alone(before)[::2]
    assert len(asked) > 40
    chance, shift, _ = _shifts(
        KNOWLEDGE, before, network(KNOWLEDGE, before), [KNOWLEDGE.findings[name] for name in asked]
    )
    for name in asked:
        yes = causes(KNOWLEDGE, known(*said, Answer(name, "present", NOW))).posterior
        no = causes(KNOWLEDGE, known(*said, Answer(name, "absent", NOW))).posterior
        p = chance[name]
        for cause in now:
            assert p * yes[cause] + (1 - p) * no[cause] == pytest.approx(now[cause], abs=1e-9), (name, cause)
        # Half the summed expected change, were every cause to matter; causes that explain nothing felt count for less.
        whole = sum(p * abs(yes[cause] - now[cause]) + (1 - p) * abs(no[cause] - now[cause]) for cause in now) / 2
        own = {link.cause for link in KNOWLEDGE.likelihoods if link.finding == name}
        least = sum((1 - p) * abs(no[cause] - now[cause]) for cause in own)
        assert shift[name] <= whole + 1e-9, name
        if KNOWLEDGE.findings[name].collected_by == "self":
            assert shift[name] >= least - 1e-9, name
