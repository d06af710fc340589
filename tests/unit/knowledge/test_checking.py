"""The checker: a small knowledge that hangs together, and every way of breaking it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from unweary.knowledge import load
from unweary.knowledge.checking import check, never_asked, numbers
from unweary.knowledge.names import conditions, definitions, lowering, misplaced, rests_on
from unweary.vocab.knowledge import Derived, Points
from unweary.vocab.logic import parse

Change = Callable[[str, str, str], None]
Add = Callable[[str, str], None]


def found(folder: Path) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in check(load(folder))]


def test_the_small_knowledge_hangs_together(folder: Path) -> None:
    assert check(load(folder)) == ()


# ---- names in conditions


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "code", "words"),
    [
        (
            "red_flags.toml",
            '"confusion AND NOT any_red"',
            '"confusion AND fevr"',
            "red_flags: rf_alone",
            "unknown_name",
            "did you mean 'fever'?",
        ),
        (
            "findings.toml",
            'ask_if = "fever"',
            'ask_if = "fever >= 1"',
            "findings: confusion: ask_if",
            "not_a_number",
            "present or absent",
        ),
        (
            "derived.toml",
            'when = "fever"',
            'when = "temp_c"',
            "derived: shock_score: items[0]",
            "not_a_truth",
            "temp_c >= 1",
        ),
        (
            "derived.toml",
            "temp_c >= 38",
            "temp_c >= 38 OR p_iron_def > 1",
            "derived: temp_high: present",
            "too_early",
            "",
        ),
        ("derived.toml", "temp_c >= 38", "temp_c >= 38 OR urgency > 1", "derived: temp_high: present", "too_early", ""),
        ("red_flags.toml", "shock_score >= 3", "urgency >= 3", "red_flags: rf_sepsis", "too_early", ""),
        ("red_flags.toml", "shock_score >= 3", "p_iron_def >= 0.5", "red_flags: rf_sepsis", "too_early", ""),
        ("red_flags.toml", "shock_score >= 3", "group_soreness >= 3", "red_flags: rf_sepsis", "too_early", ""),
        ("modifiers.toml", "female AND", "any_red AND", "modifiers: [0] iron_def", "too_early", "urgency >= 2"),
        ("modifiers.toml", "age < 50", "p_iron_def > 0.1", "modifiers: [0] iron_def", "too_early", ""),
        ("kind.toml", "urgency >= 2", "p_iron_def > 0.1", "kind: sign[0] systemic", "too_early", ""),
        ("verdict.toml", "p_iron_def", "p_iron_deff", "verdict: v_tired", "unknown_name", "did you mean 'p_iron_def'?"),
        ("verdict.toml", "fatigue_0_10 >= 5", "group_soreness >= 5", "verdict: v_tired", "too_early", "scope 'group'"),
        ("verdict.toml", "fatigue_0_10 >= 5", "any_red", "verdict: v_tired", "too_early", ""),
        ("remedies.toml", "ferritin_ug_l < 30", "ferritin < 30", "remedies: iron_tablets: needs", "unknown_name", ""),
        ("remedies.toml", 'when = "fever"', 'when = "feve"', "remedies: iron_tablets: gates[0]", "unknown_name", ""),
        ("safety.toml", 'when = "fever"', 'when = "sick"', "safety: s01", "unknown_name", ""),
    ],
)
def test_a_name_that_no_one_fills_in_is_reported(
    folder: Path, change: Change, file: str, old: str, new: str, where: str, code: str, words: str
) -> None:
    change(file, old, new)
    problems = check(load(folder))
    assert [(problem.where, problem.code) for problem in problems] == [(where, code)]
    assert words in problems[0].message


def test_names_set_by_code_are_known(folder: Path, change: Change) -> None:
    change("modifiers.toml", "female AND age < 50", "male OR marked_sick OR under_18 OR unilateral_limb")
    change("safety.toml", 'when = "fever"', 'when = "p_iron_def >= 0.5 AND urgency < 2"')
    assert found(folder) == []


def test_every_condition_is_looked_at(folder: Path) -> None:
    assert [(placed.where, placed.stage) for placed in conditions(load(folder))] == [
        ("findings: confusion: ask_if", "facts"),
        ("derived: temp_high: present", "facts"),
        ("derived: shock_score: items[0]", "facts"),
        ("derived: shock_score: items[1]", "facts"),
        ("red_flags: rf_sepsis", "red_flag"),
        ("red_flags: rf_alone", "red_flag"),
        ("modifiers: [0] iron_def", "belief"),
        ("kind: sign[0] systemic", "belief"),
        ("verdict: v_tired", "body"),
        ("verdict: g_sore", "group"),
        ("remedies: iron_tablets: needs", "remedy"),
        ("remedies: iron_tablets: gates[0]", "remedy"),
        ("safety: s01", "remedy"),
    ]


def test_a_name_is_misplaced_only_before_it_has_a_value() -> None:
    assert misplaced("p_dvt", "remedy") is None
    assert misplaced("urgency", "belief") is None
    assert misplaced("group_soreness", "group") is None
    assert misplaced("any_red", "red_flag") is None
    assert misplaced("p_dvt", "belief") == (
        "too_early",
        "'p_dvt' is known to the verdict, the safety rules and the remedies only",
    )


# ---- red flags can only rise


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("red_flags.toml", "(fever OR temp_high) AND", "NOT heavy_legs AND", "NOT over 'heavy_legs'"),
        ("red_flags.toml", "shock_score >= 3", "shock_score < 3", "'shock_score' must stay low"),
        ("derived.toml", "points = 1 }", "points = -2 }", "'shock_score' has an item of -2 points"),
        ("derived.toml", '"confusion OR', '"NOT confusion OR', "NOT over 'confusion', inside 'shock_score'"),
        ("derived.toml", "temp_c >= 38", "temp_c >= 38 AND NOT male", "NOT over 'male', inside 'temp_high'"),
    ],
)
def test_a_red_flag_that_one_more_sign_could_silence_is_reported(
    folder: Path, change: Change, file: str, old: str, new: str, words: str
) -> None:
    change(file, old, new)
    messages = [problem.message for problem in check(load(folder)) if problem.code == "can_be_lowered"]
    assert messages
    assert all(problem.endswith("one more sign could make this rule silent") for problem in messages)
    assert any(message.startswith(words) for message in messages)


def test_not_over_any_red_is_no_way_down() -> None:
    nothing = SimpleNamespace(derived=(), points=())
    assert list(lowering(parse("a AND NOT any_red"), nothing)) == []
    assert list(lowering(parse("a AND NOT (any_red OR b)"), nothing)) == ["NOT over 'any_red' and 'b'"]


def test_not_over_what_is_settled_is_no_way_down() -> None:
    told = Derived("told", parse("treated"), settled=True)
    assert list(lowering(parse("a AND NOT told"), SimpleNamespace(derived=(told,), points=()))) == []


def test_definitions_in_a_circle_do_not_hang_the_search() -> None:
    some = SimpleNamespace(
        derived=(Derived("a", parse("b OR s >= 1")), Derived("b", parse("a AND NOT c"))),
        points=(Points("s", ((parse("a"), 1.0),)),),
    )
    assert list(lowering(parse("a"), some)) == ["NOT over 'c', inside 'b', inside 'a'"]
    assert rests_on("a", definitions(some)) == {"a", "b", "c", "s"}


def test_a_red_flag_rests_only_on_what_can_be_collected(folder: Path, change: Change) -> None:
    change("findings.toml", 'question = "Is anyone newly confused?"', 'question = " "')
    assert ("red_flags: rf_sepsis", "not_collectable") in found(folder)
    assert ("red_flags: rf_alone", "not_collectable") in found(folder)


@pytest.mark.parametrize("key", ["message", "who", "why"])
def test_a_red_flag_says_what_to_do_whom_to_see_and_why(folder: Path, key: str) -> None:
    path = folder / "red_flags.toml"
    lines = path.read_text().splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[first] = f'{key} = ""'
    path.write_text("\n".join(lines))
    assert found(folder) == [(f"red_flags: rf_sepsis: {key}", "empty")]


# ---- definitions


def test_definitions_that_lead_back_to_themselves_are_reported(folder: Path, change: Change) -> None:
    change("derived.toml", "temp_c >= 38", "temp_c >= 38 OR shock_score >= 5")
    assert found(folder) == [("derived: temp_high", "cycle"), ("derived: shock_score", "cycle")]


def test_a_question_that_waits_for_itself_is_reported(folder: Path, change: Change) -> None:
    change("findings.toml", 'ask_if = "fever"', 'ask_if = "confusion"')
    assert found(folder) == [("findings: confusion: ask_if", "never_asked")]


def test_questions_that_open_each_other_are_fine_while_there_is_another_way_in() -> None:
    gates = {"a": parse("b OR fever"), "b": parse("a"), "c": parse("d AND fever"), "d": parse("c"), "fever": None}
    some = SimpleNamespace(findings={name: SimpleNamespace(id=name, ask_if=gate) for name, gate in gates.items()})
    assert never_asked(some) == ("c", "d")


# ---- references, ids, numbers, sources, sentences


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "code"),
    [
        ("screens.toml", '"confusion"]', '"confuson"]', "screens: unwell", "unknown_finding"),
        ("screens.toml", '"confusion"]', '"fever"]', "screens: unwell", "twice"),
        ("profile_words.toml", '["heavy_legs"]', '["heavy"]', "profile_words: [0] conditions", "unknown_finding"),
        ("profile_words.toml", '["anaemia"]', "[]", "profile_words: [0] conditions", "empty"),
        ("profile_words.toml", '["anaemia"]', '["anaemia", ""]', "profile_words: [0] conditions", "empty"),
        ("likelihoods.csv", "iron_def,fever", "iron,fever", "likelihoods: iron + fever", "unknown_cause"),
        ("likelihoods.csv", "iron_def,fever", "iron_def,cold", "likelihoods: iron_def + cold", "unknown_finding"),
        ("modifiers.toml", 'cause = "iron_def"', 'cause = "iron"', "modifiers: [0]", "unknown_cause"),
        ("groups.toml", '["heavy_legs"]', '["heavy_legs", "legs"]', "groups: legs", "unknown_finding"),
        ("groups.toml", '"temper"', '"composite"', "groups: legs", ""),
        ("remedies.toml", '["iron_def"]', '["iron"]', "remedies: iron_tablets: causes", "unknown_cause"),
        ("remedies.toml", '["systemic"]', '["body"]', "remedies: iron_tablets: kinds", "unknown_kind"),
        ("remedies.toml", '["ng253"]', '["ng999"]', "remedies: iron_tablets: sources", "unknown_source"),
        ("remedies.toml", '["ng253"]', "[]", "remedies: iron_tablets: sources", "no_source"),
        ("safety.toml", '["tag:supplement"]', '["tag:food"]', "safety: s01: affects", "unknown_remedy"),
        ("safety.toml", '["tag:supplement"]', '["iron_pills"]', "safety: s01: affects", "unknown_remedy"),
        ("safety.toml", '["tag:supplement"]', "[]", "safety: s01: affects", "empty"),
        ("safety.toml", '["tag:supplement"]', '["all"]', "", ""),
        ("safety.toml", '["iron_tablets"]', '["food"]', "safety: s01: spares", "unknown_remedy"),
        ("safety.toml", '["ng253"]', '["ng999"]', "safety: s01: sources", "unknown_source"),
        ("red_flags.toml", 'source = "ng253"', 'source = "ng999"', "red_flags: rf_sepsis", "unknown_source"),
        ("red_flags.toml", 'source = "ng253"', 'source = "ng253, own_estimate"', "", ""),
        ("red_flags.toml", 'source = "ng253"', 'source = "ng253, ng999"', "red_flags: rf_sepsis", "unknown_source"),
        ("derived.toml", 'source = "ng253"', 'source = "ng999"', "derived: temp_high", "unknown_source"),
        ("verdict.toml", 'source = "ng253"', 'source = "ng999"', "verdict: v_tired", "unknown_source"),
        ("countries.toml", '"own_estimate"', '"ng999"', "countries: NO", "unknown_source"),
        ("causes.toml", '"own_estimate"', '"ng999"', "causes: iron_def: prior", "unknown_source"),
        ("parameters.toml", '"own_estimate"', '"ng999"', "parameters: sore_from", "unknown_source"),
        ("likelihoods.csv", "V,ng253", "V,ng999", "likelihoods: iron_def + heavy_legs", "unknown_source"),
        ("quantities.toml", '"ug/L"', '"ng/mL"', "quantities: ferritin_ug_l: origin", "unit"),
        ("quantities.toml", "lab:ferritin", "lab:irony", "quantities: ferritin_ug_l: origin", "unknown_signal"),
        ("quantities.toml", "signal:temp_c", "signal:temp", "quantities: temp_c: origin", "unknown_signal"),
        ("quantities.toml", "signal:temp_c", "device:temp_c", "quantities: temp_c: origin", "origin"),
        ("quantities.toml", "signal:temp_c", "computed", "quantities: temp_c: origin", "not_computed"),
        ("quantities.toml", "answer:weakness_days", "answer:days", "quantities: onset_days: origin", "unknown_finding"),
        ("quantities.toml", "answer:weakness_days", "answer:fever", "quantities: onset_days: origin", "not_a_number"),
        ("red_flags.toml", '"rf_alone"', '"RF_ALONE"', "red_flags: RF_ALONE", "id"),
        ("countries.toml", 'code = "NO"', 'code = "no"', "countries: no", "id"),
        ("causes.toml", "mid = 0.1", "mid = 0.3", "causes: iron_def: prior", "order"),
        ("causes.toml", "mid = 0.1, low = 0.05", "mid = 0.0, low = 0.0", "causes: iron_def: prior", "probability"),
        ("causes.toml", "high = 0.2", "high = 1.2", "causes: iron_def: prior", "probability"),
        ("causes.toml", "cap = 0.9", "cap = 1", "causes: iron_def: cap", "probability"),
        ("causes.toml", '"probability"', '" "', "causes: iron_def: prior", "unit"),
        ("findings.toml", "high = 0.2", "high = 2", "findings: fever: leak", "probability"),
        ("findings.toml", "valid_days = 1", "valid_days = 0", "findings: fever: valid_days", "range"),
        ("findings.toml", "alarm = true", "burden = 0", "findings: fever: burden", "range"),
        ("likelihoods.csv", "0.6,0.4,0.8", "0.6,0.7,0.8", "likelihoods: iron_def + heavy_legs", "order"),
        ("likelihoods.csv", "0.6,0.4,0.8", "1,0.4,1", "likelihoods: iron_def + heavy_legs", "probability"),
        ("likelihoods.csv", "0.6,0.4,0.8", "0.6,0.4,1", "", ""),
        ("likelihoods.csv", "0.6,0.4,0.8", "0.09,0.05,0.2", "likelihoods: iron_def + heavy_legs", "below_leak"),
        ("modifiers.toml", "low = 1.2", "low = 0", "modifiers: [0] iron_def: value", "odds"),
        ("kind.toml", "low = 0.5", "low = 1.2", "kind: sign[0] systemic: weight", "order"),
        ("verdict.toml", "{fatigue_0_10} of", "{fatigue} of", "verdict: v_tired: reason", "placeholder"),
        ("verdict.toml", "{fatigue_0_10} of", "{group_soreness} of", "verdict: v_tired: reason", "too_early"),
        ("verdict.toml", "{fatigue_0_10} of", "{} of", "verdict: v_tired: reason", "placeholder"),
        ("verdict.toml", "{fatigue_0_10} of", "{fatigue_0_10 of", "verdict: v_tired: reason", "placeholder"),
        ("verdict.toml", "{fatigue_0_10} of", "{shock_score} of", "", ""),
        ("verdict.toml", '"Tiredness at 4', '"{x} at 4', "verdict: v_tired: eases", "placeholder"),
        ("verdict.toml", '"Move gently."', '""', "verdict: v_tired", "empty"),
    ],
)
def test_what_does_not_fit_is_reported_at_its_place(
    folder: Path, change: Change, file: str, old: str, new: str, where: str, code: str
) -> None:
    change(file, old, new)
    assert found(folder) == ([(where, code)] if code else [])


def test_a_cause_that_nothing_speaks_for_is_reported(folder: Path) -> None:
    path = folder / "likelihoods.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert found(folder) == [("causes: iron_def", "no_likelihood")]


def test_a_composite_whose_head_says_nothing_is_reported(folder: Path, change: Change) -> None:
    change("groups.toml", '"temper"', '"composite"')
    change("groups.toml", '["heavy_legs"]', '["confusion", "heavy_legs"]')
    assert found(folder) == [("groups: legs", "no_likelihood")]


def test_a_finding_in_two_groups_is_reported_at_both(folder: Path, add: Add) -> None:
    add("groups.toml", '[[group]]\nid = "more"\nrule = "temper"\nmembers = ["heavy_legs", "fever"]\nwhy = "x"\n')
    assert found(folder) == [("groups: legs", "two_groups"), ("groups: more", "two_groups")]


def test_one_name_has_one_meaning(folder: Path, add: Add) -> None:
    quantity = '\n[[quantity]]\nid = "{}"\nlabel = "x"\nunit = "bpm"\norigin = "signal:hr_rest_bpm"\n'
    add("quantities.toml", quantity.format("fever") + quantity.format("shock_score"))
    assert found(folder) == [("derived: shock_score", "two_meanings"), ("findings: fever", "two_meanings")]


def test_every_number_is_looked_at(folder: Path) -> None:
    assert [where for where, _ in numbers(load(folder))] == [
        "findings: fever: leak",
        "findings: confusion: leak",
        "findings: heavy_legs: leak",
        "findings: weakness_days: leak",
        "findings: temp_high: leak",
        "causes: iron_def: prior",
        "likelihoods: iron_def + heavy_legs",
        "likelihoods: iron_def + fever",
        "modifiers: [0] iron_def: value",
        "kind: sign[0] systemic: weight",
        "parameters: sore_from",
    ]
