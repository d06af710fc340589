"""The knowledge that ships: complete, coherent, readable, and every number of it in use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import unweary
from unweary.knowledge import load
from unweary.knowledge.checking import check, numbers
from unweary.knowledge.names import COMPUTED, TRUTHS, Placed, conditions, leaves
from unweary.reports.knowledge_words import condition_words, counts, show
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import NEVER, AtLeast, Compare, Condition, Is, Not, parse


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


# ---- whole


def test_the_checker_finds_nothing(knowledge: Knowledge) -> None:
    assert [f"{problem.where}: {problem.message}" for problem in check(knowledge)] == []


def test_it_is_read_once(knowledge: Knowledge) -> None:
    assert load() is knowledge
    assert re.fullmatch("[0-9a-f]{64}", knowledge.digest)


def test_nothing_of_the_evidence_was_lost(knowledge: Knowledge) -> None:
    found = counts(knowledge)
    assert found["causes"] == 79
    assert found["red_flags"] == 252
    assert found["findings"] >= 336
    assert found["remedies"] == 48
    assert found["likelihoods"] >= 600
    assert len(knowledge.body) == 72
    assert len({part.group for part in knowledge.body.values()}) == 12


def test_every_red_flag_keeps_its_number(knowledge: Knowledge) -> None:
    found = sorted(int(re.match(r"rf(\d+)_[a-z]", flag.id)[1]) for flag in knowledge.red_flags)
    assert found == [*range(1, 253)]


def test_every_urgency_is_in_use(knowledge: Knowledge) -> None:
    assert {flag.urgency for flag in knowledge.red_flags} == set(Urgency) - {Urgency.NONE}


# ---- conditions


def grammar(condition: Condition) -> str:
    """The condition as text again."""
    match condition:
        case Is(name):
            return name
        case Compare(name, relation, limit):
            return f"{name} {relation} {limit:.12g}"
        case Not(part):
            return f"NOT {grammar(part)}"
        case AtLeast(_, ()):
            return "never"
        case AtLeast(count, parts):
            return f"atleast({count}, {', '.join(grammar(part) for part in parts)})"


def test_every_condition_can_be_written_down_and_read_again(knowledge: Knowledge) -> None:
    for placed in conditions(knowledge):
        assert parse(grammar(placed.condition)) == placed.condition, placed.where


def test_every_condition_reads_as_words(knowledge: Knowledge) -> None:
    for placed in conditions(knowledge):
        words = condition_words(placed.condition, knowledge)
        assert "_" not in words, f"{placed.where}: {words}"
        assert not re.search(r"\b(AND|OR|NOT|atleast)\b|[<>]", words), f"{placed.where}: {words}"
        if placed.condition != NEVER:
            assert all(spoken(leaf, knowledge) in words for leaf in leaves(placed.condition)), (
                f"{placed.where}: {words}"
            )


def spoken(leaf: Is | Compare, knowledge: Knowledge) -> str:
    """The words that must stand for a leaf wherever it is."""
    label = knowledge.label(leaf.name)
    special = {"any_red": "any other red flag", "marked_sick": "marked 'sick'", "under_18": "age under 18"}
    if leaf.name.startswith("p_"):
        return f"'{knowledge.causes[leaf.name[2:]].plain_name}'"
    return label if leaf.name in knowledge.findings else special.get(leaf.name, label)


def test_every_name_in_a_condition_has_a_label_of_its_own(knowledge: Knowledge) -> None:
    labelled = {*knowledge.findings, *knowledge.quantities, *TRUTHS}
    labelled |= {entry.id for entry in (*knowledge.derived, *knowledge.points) if entry.label}
    labelled |= {instrument.score for instrument in knowledge.instruments if instrument.name}
    used = {leaf.name for placed in conditions(knowledge) for leaf in leaves(placed.condition)}
    assert {name for name in used - labelled if not name.startswith("p_")} == set()


def test_every_entry_can_be_shown(knowledge: Knowledge) -> None:
    listing = show(knowledge)
    for flag in knowledge.red_flags:
        assert f"{flag.id}\nIf " in listing
        assert flag.message.rstrip(".") in show(knowledge, flag.id)
    for name in (*knowledge.causes, *knowledge.remedies, *knowledge.findings, *(r.id for r in knowledge.safety_rules)):
        assert show(knowledge, name).startswith(f"{name}\n")


def test_only_rules_that_wait_for_the_others_look_at_any_red(knowledge: Knowledge) -> None:
    waiting = [flag for flag in knowledge.red_flags if any(leaf.name == "any_red" for leaf in leaves(flag.when))]
    assert waiting
    # Were such a rule above routine, 'another rule fired' would depend on the order of the rules.
    assert {flag.urgency for flag in waiting} == {Urgency.ROUTINE}


# ---- numbers


def test_probabilities_cohere(knowledge: Knowledge) -> None:
    for link in knowledge.likelihoods:
        leak = knowledge.findings[link.finding].leak.mid
        trigger = (link.sensitivity.mid - leak) / (1 - leak)
        assert 0 <= trigger < 1, f"{link.cause} + {link.finding}"
    for where, number in numbers(knowledge):
        assert number.low <= number.mid <= number.high, where


def test_a_tempered_prior_stays_a_probability(knowledge: Knowledge) -> None:
    for modifier in knowledge.modifiers:
        prior = knowledge.causes[modifier.cause].prior.mid
        odds = modifier.value.mid * (prior / (1 - prior) if modifier.effect == "multiply" else 1)
        assert 0 < odds / (1 + odds) < 1, modifier.cause


def test_no_number_claims_more_than_its_origin(knowledge: Knowledge) -> None:
    for where, number in numbers(knowledge):
        if number.check == "E":
            assert number.grade == "D", f"{where}: an expert estimate is grade D"


def test_muscle_shares_are_of_groups_on_the_body_map_and_add_up_to_one_at_most(knowledge: Knowledge) -> None:
    groups = {part.group for part in knowledge.body.values()}
    shares: dict[str, float] = {}
    for name, number in knowledge.parameters.items():
        if name.startswith("muscle_share."):
            _, activity, group = name.split(".")
            assert group in groups
            shares[activity] = shares.get(activity, 0.0) + number.mid
    assert shares
    assert all(0.5 < total <= 1.0001 for total in shares.values()), shares


# ---- in use


@cache
def _trees() -> tuple[ast.Module, ...]:
    """The code of every room but this one, which only lists and reads."""
    package = Path(unweary.__file__).parent
    paths = [path for path in sorted(package.rglob("*.py")) if path.parent != package / "knowledge"]
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def _texts() -> Iterator[re.Pattern[str]]:
    """Every text in the code, with the holes of an f-string left open."""
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
                ]
                # Longer than a hole with a letter or two, which would match anything.
                if sum(len(part) for part in parts if part != r"\w+") >= 5:
                    yield re.compile("".join(parts) + (r".*" if parts[-1].endswith(r"\.") else ""))


def test_every_parameter_is_used_by_the_code(knowledge: Knowledge) -> None:
    texts = set(_texts())

    def unused(names: Iterable[str]) -> list[str]:
        return [name for name in names if not any(text.fullmatch(name) for text in texts)]

    assert unused(knowledge.parameters) == []
    assert unused(["no_such_parameter", "plan_no_such"]) == ["no_such_parameter", "plan_no_such"]


def test_every_parameter_that_the_code_asks_for_exists(knowledge: Knowledge) -> None:
    asked = {
        node.slice.value
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
        and ast.unparse(node.value).split(".")[-1] in ("parameter", "parameters")
    }
    assert asked
    assert asked - set(knowledge.parameters) == set()


def test_every_computed_number_of_the_list_is_computed_somewhere() -> None:
    texts = {
        node.value
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # Some modules list their names in one text, separated by blanks.
    assert COMPUTED - set(" ".join(texts).split()) == set()


def test_no_finding_is_without_use(knowledge: Knowledge) -> None:
    used = {leaf.name for placed in conditions(knowledge) for leaf in leaves(placed.condition)}
    used |= {link.finding for link in knowledge.likelihoods}
    used |= {quantity.origin.partition(":")[2] for quantity in knowledge.quantities.values()}
    # Kept under their ids although nothing weighs them: the evidence says so for each.
    kept = {"alt_dx_likely", "tsh_mild"}
    assert set(knowledge.findings) - used - kept == set()


def test_every_stage_of_conditions_is_in_use(knowledge: Knowledge) -> None:
    placed: list[Placed] = list(conditions(knowledge))
    assert {entry.stage for entry in placed} == {
        "facts",
        "red_flag",
        "belief",
        "body",
        "told",
        "group",
        "site",
        "remedy",
    }


def test_the_review_names_only_rules_and_papers_that_exist(knowledge: Knowledge) -> None:
    root = Path(__file__).parents[2]
    text = (root / "src" / "unweary" / "knowledge" / "review.md").read_text(encoding="utf-8")
    known = {flag.id.split("_")[0].upper() for flag in knowledge.red_flags}
    assert set(re.findall(r"RF\d+", text)) <= known
    papers = re.findall(r"docs/decisions/[\w-]+\.md", text)
    assert papers
    assert all((root / paper).is_file() for paper in papers)
