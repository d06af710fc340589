"""The short ways by which questions are valued, against the plain ones: the same for many people, to the last bit.

What an answer makes of the causes is held against giving it in ``test_value_of_every_answer``, which can only be so
exact as two sums in another order are. Here nothing is summed in another order.
"""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.decisions import question
from unweary.decisions.question import questions
from unweary.decisions.red_flags import Asking, check
from unweary.inference import noisy_or
from unweary.inference.answers import both_ways
from unweary.inference.findings import Findings, findings, supposing
from unweary.inference.network import network
from unweary.inference.reach import reach
from unweary.inference.state import state
from unweary.vocab.assessment import Question
from unweary.vocab.history import Answer, History, Lab, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.ways import ways

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWLEDGE = knowledge_room.load()
REACH = reach(KNOWLEDGE)
ASKED = [kind.id for kind in KNOWLEDGE.findings.values() if kind.kind == "binary" and kind.collected_by == "self"]
#: What the network reads.
READ = sorted(REACH.links.keys() | REACH.modifiers.keys())
#: One in three has doubts.
PEOPLE = 15


def _said(number: int) -> tuple[Answer, ...]:
    dice = random.Random(number)
    return tuple(
        Answer(name, dice.choice(("present", "absent")), NOW, sure=number % 3 > 0 or dice.random() > 0.3)  # type: ignore[arg-type]
        for name in dice.sample(ASKED, dice.randint(2, 20))
    )


def _known(number: int, *more: Answer) -> Findings:
    labs = (Lab("ferritin", 20.0, "ug/L", NOW),) if number % 4 == 0 else ()
    profile = Profile(birth_year=1985, sex="FM"[number % 2])  # type: ignore[arg-type]
    history = History(as_of=NOW, profile=profile, answers=(*_said(number), *more), labs=labs)
    body = state(history, KNOWLEDGE, NOW)
    return findings(history, KNOWLEDGE, NOW, body.numbers, body.given)


@pytest.mark.parametrize("number", range(PEOPLE))
def test_who_is_supposed_to_answer_is_who_has_answered(number: int) -> None:
    known = _known(number)
    open_ = [name for name in ASKED if known.truth(name) is None and name not in known.answers]
    for finding in random.Random(number).sample(open_, 20):
        for truth in (True, False):
            rules = REACH.entailed[finding]
            supposed = supposing(known, finding, truth, REACH.names[finding], rules, NOW)
            answered = _known(number, Answer(finding, "present" if truth else "absent", NOW))
            for name in READ:
                told = [
                    (one.truth(name), one.evidence(name), one.leaning(name), one.number(name))
                    for one in (supposed, answered)
                ]
                assert told[0] == told[1], (finding, truth, name)


def _questions(number: int) -> tuple[tuple[Question, ...], bytes]:
    known = _known(number)
    net = network(KNOWLEDGE, known)
    open_ = [name for name in ASKED if known.truth(name) is None and name not in known.answers]
    told = both_ways(net, known, open_)
    every = questions(KNOWLEDGE, known, check(KNOWLEDGE, known), net, "modify")
    return every, b"".join(part.tobytes() for part in (told.chance, told.yes, told.no, *told.if_absent))


def test_what_was_kept_of_other_people_changes_nothing() -> None:
    fresh = []
    for number in range(PEOPLE):
        noisy_or._planned.cache_clear()
        for heap in REACH.heaps.values():
            heap.kept.clear()
        fresh.append(_questions(number))
    assert [_questions(number) for number in range(PEOPLE)] == fresh


@pytest.mark.parametrize("number", range(PEOPLE))
def test_every_way_of_every_rule_counts_by_the_chances_of_its_partners(number: int) -> None:
    known = _known(number)
    flags = check(KNOWLEDGE, known)
    chance = {kind.id: kind.leak.mid for kind in KNOWLEDGE.findings.values()}
    asking = Asking(KNOWLEDGE, known)
    worth = {urgency: KNOWLEDGE.parameters[f"question_worth_{urgency.word}"].mid for urgency in Urgency}
    rules = {rule.id: rule.when for rule in KNOWLEDGE.red_flags}
    plain: dict[str, float] = {}
    for flag in flags.not_ruled_out:
        gain = worth[flag.urgency] - worth[flags.urgency]
        for way in ways(rules[flag.rule], known, 3):
            for name in way:
                partners = math.prod(question._chance(one, asking, chance) for one in way if one != name)
                for root in asking.roots(name):
                    plain[root] = max(plain.get(root, 0.0), gain * partners)
    told = question._urgency_gains(KNOWLEDGE, known, flags, chance)
    assert {name: gain for name, (gain, _) in told.items()} == {name: gain for name, gain in plain.items() if gain > 0}
