"""Simulated interviews are the product's own, answered truthfully, and counted right."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import interviews
import pytest
from interview_report import Ended, Group, below, report, threshold
from interviews import answer, hurry, interview, run, truths
from odds import Weighed
from people import people
from world import World

from unweary.vocab.knowledge import Urgency


def ended(urgency: Urgency = Urgency.NONE, log_odds: float = 0.0, screens: int = 5) -> Ended:
    return Ended(screens, screens - 1, int(urgency), (), "nothing_would_change", 20, Weighed(log_odds, 0))


def test_an_emergency_ends_the_interview_and_an_ordinary_one_ends_too(world: World) -> None:
    stroke = truths(people(world, 1, seed=3, cause="stroke"))[0]
    shorter = interview(stroke, world.knowledge, world)
    assert shorter.urgency == Urgency.EMERGENCY_NOW
    assert shorter.why == "emergency"
    well = truths(people(world, 1, seed=8))[0]
    longer = interview(well, world.knowledge, world)
    assert longer.why in ("nothing_would_change", "all_known", "emergency")
    assert longer.screens == longer.pages + 1
    assert longer.answered > shorter.screens


def test_leaving_out_what_no_page_looks_at_changes_no_interview(world: World) -> None:
    everyone = truths(people(world, 2, seed=21))
    whole = [interview(truth, world.knowledge, world) for truth in everyone]
    with ProcessPoolExecutor(1, initializer=hurry) as pool:
        assert list(pool.map(interviews._one, everyone)) == whole


def test_answers_are_true_and_what_needs_a_device_is_unknown(world: World) -> None:
    truth = truths(people(world, 1, seed=4, cause="rhabdo"))[0]
    knowledge = world.knowledge
    for finding, kind in knowledge.findings.items():
        said = answer(truth, finding, knowledge)
        if kind.collected_by != "self":
            assert said.state == "unknown", finding
        elif kind.kind == "number":
            assert said.value == truth.values[finding], finding
        else:
            assert said.state == ("present" if finding in truth.present else "absent"), finding


def test_people_come_back_in_their_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = truths(people(world, 5, seed=5))
    monkeypatch.setattr(interviews, "_one", lambda truth: ended(screens=len(truth.present)))
    seen: list[int] = []
    found = run(everyone, 1, lambda done, _: seen.append(done))
    assert [one.screens for one in found] == [len(truth.present) for truth in everyone]
    assert seen == [1, 2, 3, 4, 5]


def test_the_best_rule_is_cut_where_it_sends_as_many_healthy_people_as_the_product() -> None:
    healthy = [ended(Urgency.SAME_DAY, -3.0), ended(Urgency.NONE, -1.0), ended(log_odds=-2.0), ended(log_odds=-4.0)]
    cut = threshold(healthy)
    assert sum(one.weighed.log_odds > cut for one in healthy) == len(healthy) - below(healthy) == 1


def test_the_report_sets_our_misses_beside_the_best_possible(world: World) -> None:
    healthy = [ended(Urgency.SAME_DAY, 1.0), *(ended(log_odds=-float(n)) for n in range(9))]
    clots = [ended(Urgency.EMERGENCY_NOW, 5.0), ended(Urgency.NONE, 3.0), ended(Urgency.NONE, -8.0), ended()]
    found = [
        Group("", healthy, [()] * 10),
        Group("pe", clots, [("rf84_breathless_emergency",), ("rf06_pe_possible",), (), ("rf02_chest_pain",)]),
    ]
    text = "\n".join(report(found, world.knowledge))
    row = next(line for line in text.splitlines() if line.startswith("| pe |"))
    assert "75.0 %" in row  # ours: three of four end below same day
    assert "| 25% |" in row  # the rules, had everything been answered
    assert "50.0 %" in row  # the best rule, at one healthy person in ten, would miss two
    assert "+25" in row
    assert "complete in 2 sampled people; 50.0 %" in text
    assert "not reached: pe: rf02_chest_pain" in text
    assert "with an emergency cause: 1 rf06_pe_possible, 1 rf02_chest_pain" in text
