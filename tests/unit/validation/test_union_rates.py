"""The union rates are counted right, and a rise fails."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import union_rates
from people import people
from truths import Facts
from union_rates import as_toml, branches, carried, drivers, main, marginal, measure, mind_rules, risen, sent, words
from world import World

from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import parse


def test_the_suicide_screen_is_reported_apart_and_only_lowers_the_rates(world: World) -> None:
    assert mind_rules(world.knowledge) == {"rf50_suicide", "rf136_self_harm"}
    table, _, _ = measure(people(world, 2000, seed=1))
    for group in ("no_emergency_cause", "benign_or_treatable_only"):
        beside = table[f"{group}_beside_suicide_screen"]
        assert all(beside[level] <= share for level, share in table[group].items())
        assert table[group]["emergency_now"] <= table[group]["same_day"] <= table[group]["within_days"]


def test_a_rule_that_stands_alone_counts_and_a_rule_beside_another_does_not(world: World) -> None:
    rules = [rule.id for rule in world.knowledge.red_flags if rule.urgency is Urgency.EMERGENCY_NOW][:2]
    held = {rule.id: np.zeros(4, dtype=bool) for rule in world.knowledge.red_flags}
    held[rules[0]][:2] = True
    held[rules[1]][1] = True
    everybody = np.ones(4, dtype=bool)
    shares = {rule: share for share, rule in marginal(world.knowledge, held, everybody, Urgency.EMERGENCY_NOW)}
    assert shares[rules[0]] == 0.25
    assert shares.get(rules[1], 0.0) == 0.0


def test_the_finding_that_alone_fires_a_rule_is_its_driver(world: World) -> None:
    drawn = people(world, 1500, seed=2)
    _, levels = sent(drawn)
    shown = drivers(drawn, levels, ~drawn.has("emergency"), Urgency.EMERGENCY_NOW)
    shares = {finding: share for share, finding in shown}
    assert shares
    assert all(0 <= share <= drawn.present[finding].mean() * 1.2 for finding, share in shares.items())


def test_only_a_rise_of_more_than_a_point_fails() -> None:
    before = {"no_emergency_cause": {"emergency_now": 0.03, "same_day": 0.15}}
    assert risen({"no_emergency_cause": {"emergency_now": 0.0399, "same_day": 0.10}}, before) == []
    worse = risen({"no_emergency_cause": {"emergency_now": 0.03, "same_day": 0.161}}, before)
    assert len(worse) == 1
    assert "same_day" in worse[0]


def test_the_check_fails_when_the_accepted_rates_were_lower(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limit = tmp_path / "union_rates.toml"
    run = ["--people", "800", "--limit", str(limit)]
    assert main([*run, "--check", "--accept"]) == 0
    accepted = limit.read_text(encoding="utf-8")
    table = {"no_emergency_cause": {"emergency_now": 0.0, "same_day": 0.0}}
    limit.write_text(as_toml(table, 800, 1), encoding="utf-8")
    assert main([*run, "--check"]) == 1
    assert "rose by more than" in capsys.readouterr().err
    limit.write_text(accepted, encoding="utf-8")
    assert main([*run, "--check"]) == 0


def test_the_accepted_rates_are_committed() -> None:
    assert union_rates.ACCEPTED.is_file()


def test_the_fair_row_pools_its_seeds_and_leaves_the_accepted_rates_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limit = tmp_path / "union_rates.toml"
    assert main(["--people", "600", "--fair", "3", "4", "--accept", "--limit", str(limit)]) == 0
    assert not limit.exists()
    line = next(line for line in capsys.readouterr().out.splitlines() if "same_day" in line)
    pooled, low, high, first, second = (float(share) for share in re.findall(r"([\d.]+)%", line))
    assert low < pooled < high
    assert min(first, second) <= pooled <= max(first, second)


def test_a_condition_is_parted_into_all_that_is_enough() -> None:
    condition = parse("a AND (b OR c AND (d OR e)) OR (f OR g) AND (h OR i) OR atleast(2, j, k, l) AND age >= 50")
    assert [words(branch) for branch in branches(condition)] == [
        "a AND b", "a AND c AND d", "a AND c AND e",
        "f AND h", "f AND i", "g AND h", "g AND i",
        "at least 2 of: j, k, l AND age at least 50",
    ]  # fmt: skip


def test_a_branch_carries_whom_no_other_branch_and_no_other_rule_sends() -> None:
    table = {"a": [1, 1, 1, 1, 1, 0], "b": [1, 1, 0, 1, 0, 1], "c": [0, 0, 1, 1, -1, 1]}
    answers = {name: np.array(column, dtype=np.int8) for name, column in table.items()}
    facts = Facts(SimpleNamespace(derived=(), points=(), entailed=()), 6, answers, {}, {})  # type: ignore[arg-type]
    alone = np.array([True, False, True, True, False, False])  # another rule sends the second too
    # The fourth holds by both branches; of the fifth the third answer is not known; the last lacks the first.
    assert carried(facts, parse("a AND (b OR c)"), alone) == [(1 / 6, "a AND c"), (1 / 6, "a AND b")]


def test_the_clauses_of_the_real_rules_never_carry_more_than_their_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--people", "3000", "--clauses"]) == 0
    rule, seen = 0.0, 0
    for line in capsys.readouterr().out.splitlines():
        share = re.match(r"( +)([\d.]+)%  ", line)
        if share and len(share[1]) < 6:
            rule = float(share[2])
        elif share:
            seen += 1
            assert float(share[2]) <= rule + 0.001
    assert seen > 20
