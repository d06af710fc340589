"""Many people at once are judged exactly as one person is."""

from __future__ import annotations

import numpy as np
from crowd import People
from people import people
from truths import PRESENT, UNKNOWN, Truths, judged, urgency
from world import World

from unweary.decisions.red_flags import RedFlags, check
from unweary.inference.findings import findings
from unweary.inference.state import state


def half_told(drawn: People, seed: int) -> dict[str, Truths]:
    """True answers, each left out in its own share of the people; follow-ups are told even where nobody would ask."""
    rng = np.random.default_rng(seed)
    kinds = drawn.world.knowledge.findings.values()
    said = {}
    for kind in kinds:
        if kind.collected_by == "self":
            left_out = rng.random(drawn.count) < rng.random()
            said[kind.id] = np.where(left_out, UNKNOWN, drawn.answer(kind.id)).astype(np.int8)
    return said


def one_by_one(drawn: People, row: int, answers: dict[str, Truths]) -> RedFlags:
    knowledge = drawn.world.knowledge
    history = drawn.history(row, answers)
    body = state(history, knowledge, history.as_of)
    return check(knowledge, findings(history, knowledge, history.as_of, body.numbers, body.given))


def assert_same(drawn: People, answers: dict[str, Truths]) -> None:
    knowledge = drawn.world.knowledge
    said = judged(knowledge, drawn.facts(answers))
    held = {rule: truth == PRESENT for rule, truth in said.items()}
    highest = urgency(knowledge, held, drawn.count)
    for row in range(drawn.count):
        flags = one_by_one(drawn, row, answers)
        assert {flag.rule for flag in flags.fired} == {rule for rule in held if held[rule][row]}
        assert {flag.rule for flag in flags.not_ruled_out} == {rule for rule in said if said[rule][row] == UNKNOWN}
        assert flags.urgency == highest[row]


def test_every_red_flag_says_the_same_of_a_random_person_who_left_questions_open(world: World) -> None:
    drawn = people(world, 60, seed=11)
    assert_same(drawn, half_told(drawn, seed=12))


def test_every_red_flag_says_the_same_of_a_random_person_who_answered_all(world: World) -> None:
    drawn = people(world, 120, seed=13)
    assert_same(drawn, drawn.answers())


def test_every_red_flag_says_the_same_of_people_with_an_emergency(world: World) -> None:
    rules = set()
    for number, cause in enumerate(world.emergencies):
        drawn = people(world, 8, seed=14 + number, cause=cause)
        assert_same(drawn, drawn.answers())
        rules |= {
            rule for rule, said in judged(world.knowledge, drawn.facts(drawn.answers())).items() if said.max() == 1
        }
    assert len(rules) > 40  # else the comparison says little
