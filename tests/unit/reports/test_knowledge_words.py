"""Knowledge in plain English: what a clinician reads when reviewing a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unweary.reports.knowledge_words import condition_words, counts, show
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import (
    Cause,
    Derived,
    FindingType,
    Knowledge,
    Likelihood,
    Modifier,
    Number,
    Points,
    Quantity,
    RedFlag,
    Source,
    Urgency,
)
from unweary.vocab.logic import NEVER, parse
from unweary.vocab.remedies import Gate, Remedy, SafetyRule
from unweary.vocab.verdict import VerdictRule


def number(mid: float, unit: str = "probability") -> Number:
    return Number(mid, mid / 2, mid * 1.5, unit, "B", "V", "wells2003", "table 2")


def finding(name: str, label: str, **more: object) -> FindingType:
    asked = FindingType(name, f"Do you have {label}?", label, "binary", number(0.1), "self")
    return replace(asked, **more)  # type: ignore[arg-type]


def red_flag(name: str, when: str, urgency: Urgency, source: str = "ng158") -> RedFlag:
    return RedFlag(name, parse(when), urgency, "Call for help.", "emergency number", "It may be a clot.", source, "V")


@pytest.fixture
def small() -> Knowledge:
    findings = [
        finding("calf_swell", "one swollen calf", valid_days=7.0),
        finding("cancer", "cancer"),
        finding("fever", "fever", ask_if=parse("cancer")),
    ]
    cause = Cause(
        "dvt", "Leg clot", "Deep vein thrombosis", "vascular", "emergency", number(0.001), "rare", "ultrasound",
        "same day", "circulatory", cap=0.85, cap_note="by criteria only",
    )  # fmt: skip
    remedy = Remedy(
        "iron", "Iron", ("dvt",), ("systemic",), ("supplement",), "one tablet", "mornings", "less tired", "B", "low", 0,
        "low", "low", ("wells2003",), needs=parse("ferritin_ug_l < 30"), gates=(Gate(parse("fever"), "Not now."),),
        interactions="tea",
    )  # fmt: skip
    rules = (
        SafetyRule("s1", "BLOCK", parse("fever"), ("tag:supplement",), (), "Not with a fever.", "Wait.", ("ng158",)),
        SafetyRule("s2", "WARN", parse("cancer"), ("all",), ("iron",), "Ask first.", "", ("ng158",), False),
        SafetyRule("s3", "ASK", parse("NOT ferritin_ug_l >= 0"), ("iron",), (), "A guess.", "Test first.", ("ng158",)),
    )
    row = VerdictRule(
        "g_sore", "group", parse("soreness >= 4"), "pause", "Sore.", "Leave it out.", "", "", 1, "ng158", "V"
    )
    sources = [Source("ng158", "NICE NG158", "V"), Source("wells2003", "Wells 2003", "R")]
    return Knowledge(
        digest="",
        findings={entry.id: entry for entry in findings},
        quantities={
            "age": Quantity("age", "age", "years", "computed"),
            "ferritin_ug_l": Quantity("ferritin_ug_l", "ferritin", "ug/L", "lab:ferritin"),
            "soreness": Quantity("soreness", "soreness (0 to 10)", "0-10", "computed"),
        },
        derived=(
            Derived("old_fever", parse("fever AND age >= 65"), NEVER, "fever at 65 or over", "as in NEWS2", "ng158"),
            Derived("calf_swell", parse("wells >= 3"), NEVER),
        ),
        points=(Points("wells", ((parse("cancer"), 1.0), (parse("old_fever"), 2.0)), "Wells score", "", "wells2003"),),
        profile_words=(),
        screens=(),
        red_flags=(
            red_flag("rf_dvt", "calf_swell AND (cancer OR wells >= 2)", Urgency.SAME_DAY, "ng158, wells2003"),
            red_flag("rf_rest", "fever AND NOT any_red", Urgency.ROUTINE),
        ),
        causes={"dvt": cause},
        likelihoods=(
            Likelihood("dvt", "cancer", number(0.2), positive_only=True),
            Likelihood("dvt", "calf_swell", number(0.6)),
        ),
        modifiers=(Modifier("dvt", parse("age >= 60"), "multiply", number(2.0, "odds ratio")),),
        groups=(),
        kind_signs=(),
        verdict=(row,),
        remedies={"iron": remedy},
        safety_rules=rules,
        body={},
        countries={},
        parameters={},
        sources={source.id: source for source in sources},
    )


def test_counts_are_those_of_the_contract(small: Knowledge) -> None:
    assert counts(small) == {"causes": 1, "findings": 3, "likelihoods": 2, "red_flags": 2, "remedies": 1}


def test_a_red_flag_reads_as_one_rule_and_explains_its_terms(small: Knowledge) -> None:
    assert show(small, "rf_dvt").splitlines() == [
        "rf_dvt",
        "If one swollen calf and (cancer or Wells score at least 2): see someone today. Call for help. "
        "Whom to see: emergency number. Why: It may be a clot. Source: NICE NG158; Wells 2003 (seen in the source).",
        "- one swollen calf: Present when Wells score at least 3. Absent only when the person says so.",
        "- Wells score: The sum of: +1 for cancer; +2 for fever at 65 or over. "
        "Source: Wells 2003 (recalled, to be checked).",
        "- fever at 65 or over: Present when fever and age in years at least 65. Absent only when the person says so. "
        "As in NEWS2. Source: NICE NG158 (seen in the source).",
    ]


def test_without_an_id_every_red_flag_is_listed_and_each_term_explained_once(small: Knowledge) -> None:
    text = show(small)
    assert [block.splitlines()[0] for block in text.split("\n\n")] == ["rf_dvt", "rf_rest", "What these terms mean"]
    assert text.count("The sum of") == 1
    assert "If fever and not any other red flag above routine: see someone when it suits (routine)." in text


def test_a_cause_shows_its_prior_its_risk_factors_and_its_findings_strongest_first(small: Knowledge) -> None:
    lines = show(small, "dvt").splitlines()
    assert lines[1] == "Leg clot (Deep vein thrombosis; vascular, emergency, circulatory)"
    assert lines[2] == (
        "Chance before any answer: 0.001 (0.0005 to 0.0015), grade B good, seen in the source: Wells 2003, table 2. "
        "Rare."
    )
    assert lines[3] == "Never said to be more likely than 0.85. By criteria only."
    assert lines[4] == "Tests: ultrasound. Whom to see: same day."
    assert lines[5].startswith("- If age in years at least 60: odds times 2 (1 to 3)")
    assert lines[6].startswith("- one swollen calf: 0.6 (0.3 to 0.9)")
    assert lines[6].endswith(", 0.1 without any cause")
    assert lines[7].endswith("; its absence says nothing")


def test_a_remedy_shows_what_holds_it_back(small: Knowledge) -> None:
    lines = show(small, "iron").splitlines()
    assert "Dose: one tablet. When: mornings." in lines
    assert "Effect: less tired. Grade B good, certainty low." in lines
    assert "For: Leg clot" in lines
    assert "Offered only if ferritin in ug/L below 30." in lines
    assert "- Held back if fever: Not now." in lines
    assert "- s1: if fever: not allowed. Not with a fever." in lines
    assert not any(line.startswith("- s2") for line in lines), "a rule that spares the remedy does not hold it back"
    assert "Mixes badly with: tea." in lines
    assert lines[-1] == "Source: Wells 2003 (recalled, to be checked)."


def test_a_finding_shows_its_question_its_validity_and_who_looks_at_it(small: Knowledge) -> None:
    text = show(small, "calf_swell")
    assert "Question: Do you have one swollen calf?" in text
    assert "An answer holds for 7 days." in text
    assert "Present when Wells score at least 3." in text
    assert "Red flags that look at it: rf_dvt" in text
    assert "- in 'Leg clot': 0.6" in text
    assert "Asked only if cancer." in show(small, "fever")
    assert "An answer holds until changed." in show(small, "fever")


def test_a_safety_rule_says_whom_it_concerns_and_what_unknown_does(small: Knowledge) -> None:
    assert show(small, "s1").splitlines()[1] == (
        "If fever: not allowed. Not with a fever. Wait. Concerns: everything marked 'supplement'. "
        "While this is not known, they are held back. Source: NICE NG158 (seen in the source)."
    )
    spared = show(small, "s2")
    assert "Concerns: every remedy. But not: Iron." in spared
    assert "not known" not in spared


def test_a_rule_about_a_number_that_is_not_known_says_so(small: Knowledge) -> None:
    assert show(small, "s3").splitlines()[1].startswith("If ferritin is not known: ask first.")


def test_a_verdict_row_and_a_score_can_be_shown(small: Knowledge) -> None:
    assert (
        show(small, "g_sore").splitlines()[1].startswith("If soreness (0 to 10) at least 4: pause this muscle group.")
    )
    assert show(small, "wells").splitlines()[1].startswith("The sum of: +1 for cancer; +2 for fever at 65 or over.")


def test_a_derived_finding_without_a_question_can_be_shown(small: Knowledge) -> None:
    assert show(small, "old_fever").splitlines()[1].startswith("Present when fever and age in years at least 65.")


def test_an_id_that_two_things_share_shows_both(small: Knowledge) -> None:
    both = replace(small, remedies={"dvt": replace(small.remedies["iron"], id="dvt")})
    text = show(both, "dvt")
    assert "Leg clot (Deep vein thrombosis" in text
    assert "Dose: one tablet." in text


def test_an_unknown_id_is_refused_with_the_nearest_ones(small: Knowledge) -> None:
    with pytest.raises(UserError) as caught:
        show(small, "RF_DTV")
    assert caught.value.code == "knowledge_id"
    assert caught.value.message == "there is no cause, finding, red flag, remedy or rule 'RF_DTV'"
    assert caught.value.accepted.startswith("rf_dvt")


def test_chances_and_truths_set_by_code_are_spoken(small: Knowledge) -> None:
    words = condition_words(parse("p_dvt >= 0.2 AND (marked_sick OR under_18 OR dark_urine)"), small)
    assert words == (
        "the chance (0 to 1) of 'Leg clot' at least 0.2 and "
        "(a check-in marked 'sick' today or yesterday or age under 18 or dark urine)"
    )
