"""A small, complete knowledge and one full assessment, built by hand: what the reports are tested on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from unweary.vocab.assessment import (
    Assessment,
    Causes,
    Contribution,
    FindingState,
    Flag,
    GroupVerdict,
    KindOfFatigue,
    Plan,
    PlanItem,
    QuantityValue,
    Question,
    RankedCause,
    Reason,
    See,
    SoreSite,
    Verdict,
    WithheldRemedy,
)
from unweary.vocab.history import Day, History, Lab, Observation, Profile, Session
from unweary.vocab.instruments import InstrumentResult, ItemResult, LabReading
from unweary.vocab.knowledge import (
    Cause,
    Country,
    FindingType,
    Knowledge,
    Number,
    Quantity,
    RedFlag,
    Screen,
    Urgency,
)
from unweary.vocab.logic import parse

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
FERRITIN = LabReading(
    "ferritin", "ferritin", 5.0, "<", "ug/L", NOW - timedelta(days=9), 30.0, 200.0, "low", "Read it beside CRP.", "roy"
)
SCORES = (
    InstrumentResult(
        "wells_dvt", "Wells score for a leg clot", 1.0, 3.0, "", "", ("clot likely", "clot less likely"),
        (ItemResult("a clot before", True, 1.0, 1.0), ItemResult("the calf bigger", None, 0.0, 1.0)),
        ("calf_swell_one",), "A low score does not rule out a clot.", "ng158", 9.0,
    ),
    InstrumentResult(
        "stop_bang", "Sleep apnoea score", None, None, "", "Only for adults who are not pregnant.", (), (),
        ("pregnant",), "", "stopbang",
    ),
)  # fmt: skip


def number(mid: float) -> Number:
    return Number(mid, mid, mid, "1", "D", "E", "own_estimate")


def finding(name: str, label: str, *, alarm: bool = False) -> FindingType:
    return FindingType(name, f"Do you have {label}?", label, "binary", number(0.1), "self", valid_days=7.0, alarm=alarm)


@pytest.fixture
def knowledge() -> Knowledge:
    findings = [
        finding("dark_urine", "dark urine", alarm=True),
        finding("fever", "fever", alarm=True),
        finding("suicidal", "thoughts of ending your life", alarm=True),
        finding("calf_swell_one", "one swollen calf", alarm=True),
        finding("heavy_periods", "heavy periods"),
        finding("pallor", "pale skin"),
    ]
    rules = [
        RedFlag("rf14", parse("dark_urine"), Urgency.EMERGENCY_NOW, "Go to hospital now.", "hospital",
                "Muscle may be breaking down.", "cited", "V"),
        RedFlag("rf50", parse("suicidal"), Urgency.EMERGENCY_NOW, "Please talk to someone now.", "crisis line",
                "You matter.", "cited", "V"),
        RedFlag("rf08", parse("calf_swell_one"), Urgency.SAME_DAY, "See a doctor today.", "doctor", "Clot.", "cited",
                "V"),
    ]  # fmt: skip
    quantities = [
        Quantity("fatigue_0_10", "tiredness now", "of 10", "computed"),
        Quantity("sleep_h_mean7", "sleep, mean of 7 nights", "h", "computed"),
        Quantity("ferritin_ug_l", "ferritin", "ug/L", "lab:ferritin"),
    ]
    iron = Cause("iron_deficiency", "Low iron", "Iron deficiency without anaemia", "blood", "treatable", number(0.1),
                 "", "ferritin, full blood count", "family doctor", "systemic")  # fmt: skip
    return Knowledge(
        digest="ab" * 32,
        findings={entry.id: entry for entry in findings},
        quantities={entry.id: entry for entry in quantities},
        derived=(),
        points=(),
        profile_words=(),
        screens=(Screen("s1", "Any of these now?", ("dark_urine", "fever", "calf_swell_one")),),
        red_flags=tuple(rules),
        causes={iron.id: iron},
        likelihoods=(),
        modifiers=(),
        groups=(),
        kind_signs=(),
        verdict=(),
        remedies={},
        safety_rules=(),
        body={},
        countries={"NO": Country("NO", "Norway", "113", "116 123", "cited", "V")},
        parameters={},
        sources={},
    )


@pytest.fixture
def assessment() -> Assessment:
    reason = Reason("v1", "modify", "Thighs are sore: 6 of 10.", 3.0, ("check-in",))
    iron = RankedCause(
        cause="iron_deficiency",
        name="Low iron",
        tier="treatable",
        kind="systemic",
        prior=0.1,
        posterior=0.384,
        low=0.17,
        high=0.65,
        lift=0.284,
        estimate=True,
        speaks_for=(Contribution("heavy_periods", "heavy periods", 1.1, "C", True, ("check-in",)),),
        speaks_against=(Contribution("pallor", "no pale skin", -0.3, "B", False),),
        unknown=("fever",),
        tests="ferritin, full blood count",
        who="family doctor",
    )
    kind = KindOfFatigue(
        "mixed",
        {"peripheral": 0.45, "central": 0.55},
        {"peripheral": 0.2, "central": 0.3},
        {"peripheral": 0.7, "central": 0.8},
        ("Short nights.",),
        3,
        9,
        "At home these can only be told apart roughly.",
    )
    item = PlanItem("sleep", "In bed by 22:30", "Short nights.", "7 nights", "evening", "B", "moderate",
                    "40 minutes more sleep", ("Not with night shifts.",), ("s1",))  # fmt: skip
    held = WithheldRemedy("sauna", "Sauna", "s7", "Not while it is unknown whether you are pregnant.", ("fever",))
    return Assessment(
        as_of=NOW,
        knowledge_digest="ab" * 32,
        verdict=Verdict(
            action="modify",
            urgency=Urgency.NONE,
            headline="Go easier today.",
            advice="Ride or walk gently.",
            sure="Fairly sure. 7 of the 9 signs we look at are known.",
            reasons=(reason,),
            would_change=("Thighs at 3 or less.",),
            see=(),
            by_group={
                "quads": GroupVerdict("quads", "pause", 6.0, (reason,)),
                "chest": GroupVerdict("chest", "modify", None, ()),
            },
            known_signs=7,
            all_signs=9,
        ),
        red_flags_fired=(),
        red_flags_not_ruled_out=(
            Flag("rf08", Urgency.SAME_DAY, "See a doctor today.", "doctor", "Clot.", (), ("calf_swell_one",)),
            Flag("rf14", Urgency.EMERGENCY_NOW, "Go now.", "hospital", "Muscle.", (), ("dark_urine",)),
        ),
        red_flags_checked=150,
        causes=Causes((iron,), 0.22, ("heavy_periods", "pallor"), "Chances rest mostly on estimates."),
        kind=kind,
        question=Question("fever", "Do you have a fever?", "It would change the advice most.", 0.4),
        plan=Plan((item,), (held,), ("Keep the salt in your food.",)),
        instruments=SCORES,
        labs=(FERRITIN,),
        soreness=(SoreSite("quads", "left", "Front of thigh", "quads", 6.0, 2.0, 2, ("swelling",), "Usual so far."),),
        findings=(
            FindingState("heavy_periods", True, NOW, ("check-in",)),
            FindingState("fever", None),
            FindingState("dark_urine", False, NOW, ("check-in",)),
        ),
        quantities=(
            QuantityValue("fatigue_0_10", 6.0, 6.0, ("check-in",)),
            QuantityValue("ferritin_ug_l", float("-inf"), 5.0, ("blood test",)),
            QuantityValue("sleep_h_mean7", 5.84, 5.84, ("check-in",)),
        ),
        scope_notes=("No blood test is known.",),
    )


@pytest.fixture
def emergency(assessment: Assessment) -> Assessment:
    flag = Flag("rf14", Urgency.EMERGENCY_NOW, "Go to hospital now.", "hospital", "Muscle may be breaking down.",
                ("dark urine",))  # fmt: skip
    verdict = replace(
        assessment.verdict,
        action="see_clinician",
        urgency=Urgency.EMERGENCY_NOW,
        headline="Call for help now.",
        advice="Go to hospital now.",
        see=(See(Urgency.EMERGENCY_NOW, "hospital", "Go to hospital now.", "rf14"),),
    )
    return replace(assessment, verdict=verdict, red_flags_fired=(flag,), question=None)


@pytest.fixture
def history() -> History:
    days = tuple(
        Day(day=date(2026, 11, 20) - timedelta(days=place), fatigue_0_10=5.0, sleep_h=6.5) for place in (0, 1, 3)
    )
    hearts = tuple(
        Observation("hr_rest_bpm", 50.0 + place, "bpm", NOW - timedelta(days=place), "watch.csv") for place in range(5)
    )
    other = Observation("hr_rest_bpm", 71.0, "bpm", NOW - timedelta(days=2, hours=1), "strap.csv")
    return History(
        as_of=NOW,
        profile=Profile(
            birth_year=1989, sex="F", country="NO", height_m=1.71, mass_kg=64.0, medicines=("atorvastatin",)
        ),
        days=days,
        observations=(*hearts, other),
        sessions=(Session(NOW - timedelta(days=2), 3600.0, "run", source="run.fit"),),
        labs=(Lab("ferritin", 5.0, "ug/L", NOW - timedelta(days=9), "<"),),
    )
