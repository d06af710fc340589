"""Every rule stands in the table of what it looks for."""

from __future__ import annotations

import pytest
import rule_dangers
from rule_dangers import lifts, main, other_dangers, others, table
from world import World

from unweary.vocab.knowledge import Urgency


def test_every_rule_stands_there_once_and_no_other(world: World) -> None:
    listed = [rule for rules in table().values() for rule in rules]
    assert sorted(listed) == sorted(rule.id for rule in world.knowledge.red_flags), "add new rules to rule_dangers.toml"


def test_the_causes_named_are_the_emergency_causes_and_each_has_a_rule_from_same_day_up(world: World) -> None:
    causes = table()["emergency_causes"]
    urgent = [rule.id for rule in world.knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY]
    assert {cause for rule in causes for cause in causes[rule]} <= set(world.emergencies)
    assert {cause for rule in urgent for cause in causes.get(rule, ())} == set(world.emergencies)
    assert all(causes.values())
    assert all(others().values())


def test_only_rules_from_same_day_up_must_be_kept(world: World) -> None:
    kept = other_dangers(world.knowledge)
    urgency = {rule.id: rule.urgency for rule in world.knowledge.red_flags}
    assert kept == {rule for rule in others() if urgency[rule] >= Urgency.SAME_DAY}
    assert {"rf50_suicide", "rf40_dka", "rf58_stress_fx_high"} <= kept
    assert not {"rf47_cancer", "rf14_rhabdo"} & kept


def test_a_rule_for_another_danger_fires_about_as_often_in_an_emergency_cause(world: World) -> None:
    found = {one.rule: one for one in lifts(world, 4000, 60, seed=7)}
    assert 0.3 < found["rf50_suicide"].over_all < 3
    assert found.keys() <= other_dangers(world.knowledge)
    assert all(one.without > 0 and one.most >= one.over_all >= 0 for one in found.values())


def test_a_high_lift_without_a_reason_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [rule_dangers.Lift(lift, "pe", 2.0, 0.001, rule)
            for lift, rule in ((9.0, "rf50_suicide"), (8.0, "rf40_dka"), (4.0, "rf10_clti"))]  # fmt: skip
    monkeypatch.setattr(rule_dangers, "lifts", lambda *_: rows)
    assert main([]) == 0
    assert [line.endswith("(NO REASON GIVEN)") for line in capsys.readouterr().out.splitlines()] == [True, False, False]
