"""No score that sends somebody to a clinician stands beside 'push', or beside a lower urgency than its own words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from unweary import knowledge as knowledge_room
from unweary.decisions.red_flags import check
from unweary.decisions.verdict import verdict
from unweary.inference.findings import findings
from unweary.inference.instruments import instruments
from unweary.inference.state import state
from unweary.service.profile_facts import SHARED
from unweary.vocab.assessment import QuantityValue, Verdict
from unweary.vocab.history import Answer, Day, History, Lab, Observation, Profile
from unweary.vocab.instruments import Instrument, InstrumentResult
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import AtLeast, Compare, Condition, Not, names
from unweary.vocab.signals import ANALYTES, SIGNALS

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
NONE, ROUTINE, DAYS, TODAY, NOW_ = Urgency
#: What the words of each level ask for at the least, and whether they leave training as planned ('worth asking').
ASKED: dict[tuple[str, str], tuple[Urgency, bool]] = {
    ("wells_dvt", "clot likely"): (TODAY, False),
    ("wells_dvt", "clot less likely"): (ROUTINE, False),
    ("wells_pe", "lung clot likely"): (NOW_, False),
    ("wells_pe", "cannot rule it out"): (NONE, False),
    ("news2", "high"): (NOW_, False),
    ("news2", "moderate"): (TODAY, False),
    ("news2", "one value scores 3"): (TODAY, False),
    ("news2", "raised by a slow pulse"): (NONE, True),
    ("news2", "low"): (NONE, True),
    ("news2", "very low"): (NONE, True),
    ("iom2015_mecfs", "fits the published criteria"): (ROUTINE, False),
    ("iom2015_mecfs", "does not fit"): (NONE, True),
    ("nice_ng206_suspect", "fits what NICE calls suspected"): (ROUTINE, False),
    ("nice_ng206_suspect", "does not fit"): (NONE, True),
    ("acr2016_fm", "fits the published criteria"): (ROUTINE, True),
    ("acr2016_fm", "does not fit"): (NONE, True),
    **{("acr2016_wpi", word): (NONE, True) for word in ("7 or more", "4 to 6", "under 4")},
    **{("acr2016_sss", word): (NONE, True) for word in ("9 or more", "5 to 8", "under 5")},
    ("eular_pmr2012", "fits the published criteria"): (DAYS, False),
    ("eular_pmr2012", "does not fit"): (NONE, True),
    ("irlssg_rls", "fits the published criteria"): (ROUTINE, True),
    ("irlssg_rls", "does not fit"): (NONE, True),
    ("edinburgh_claudication", "definite, grade 2"): (ROUTINE, False),
    ("edinburgh_claudication", "definite, grade 1"): (ROUTINE, False),
    ("edinburgh_claudication", "atypical"): (ROUTINE, False),
    ("edinburgh_claudication", "does not fit"): (NONE, True),
    ("ceap_c", "C6"): (DAYS, False),
    ("ceap_c", "C5"): (ROUTINE, True),
    ("ceap_c", "C4"): (ROUTINE, True),
    **{("ceap_c", word): (NONE, True) for word in ("C3", "C2", "C1", "C0")},
    ("who_anaemia2024", "severe anaemia"): (TODAY, False),
    ("who_anaemia2024", "anaemia"): (DAYS, False),
    ("who_anaemia2024", "no anaemia"): (NONE, True),
    ("stop_bang", "high"): (ROUTINE, True),
    ("stop_bang", "intermediate; high with tiredness"): (ROUTINE, True),
    ("stop_bang", "intermediate"): (ROUTINE, True),
    ("stop_bang", "low; intermediate with tiredness"): (NONE, True),
    ("stop_bang", "low"): (NONE, True),
    ("isi", "severe"): (ROUTINE, True),
    ("isi", "moderate"): (ROUTINE, True),
    ("isi", "below the threshold"): (NONE, True),
    ("isi", "none"): (NONE, True),
    ("phq2", "3 or more"): (ROUTINE, True),
    ("phq2", "2"): (NONE, True),
    ("phq2", "under 2"): (NONE, True),
    ("reds_cat2", "one or more"): (ROUTINE, False),
    ("reds_cat2", "none"): (NONE, True),
    ("reds_cat2_colour", "red"): (DAYS, False),
    ("reds_cat2_colour", "between yellow and red"): (ROUTINE, False),
    ("reds_cat2_colour", "yellow"): (ROUTINE, False),
    ("reds_cat2_colour", "green"): (NONE, True),
}
PEOPLE = 240
#: Values of somebody well, so that one value alone can be far off.
CALM = {"rr_per_min": 16.0, "spo2_pct": 98.0, "sbp_mmhg": 122.0, "hr_rest_bpm": 60.0, "temp_c": 36.8}
_DENIED = "fever rigors chest_pain_now chest_pain_exert syncope_any syncope_exert pem_12_48h coryza_cough sore_throat"
_PROFILES = (
    Profile(birth_year=1990, sex="M", height_m=1.8, mass_kg=75),
    Profile(birth_year=1996, sex="F", height_m=1.7, mass_kg=60, pregnant=False, postpartum=False),
    Profile(birth_year=1962, sex="F", height_m=1.6, mass_kg=95),
    Profile(birth_year=1955, sex="M", height_m=1.8, mass_kg=120),
)


def fresh(answers: dict[str, Answer], numbers: dict[str, float], profile: Profile) -> History:
    """Somebody who feels fit and has denied the guards, with these answers and numbers on top."""
    denied = {name: Answer(name, "absent", NOW) for name in _DENIED.split()}
    usual = {"fatigue_0_10": 1.0, "sleep_h": 8.0, "stress_0_10": 1.0}
    days = tuple(Day(NOW.date() - timedelta(days=back), **usual) for back in range(15))  # type: ignore[arg-type]
    origins = {name: KNOWLEDGE.quantities[name].origin.partition(":") for name in numbers}
    labs = tuple(
        Lab(what, numbers[name], ANALYTES[what].unit, NOW) for name, (kind, _, what) in origins.items() if kind == "lab"
    )
    seen = tuple(
        Observation(what, numbers[name], SIGNALS[what].unit, NOW, "ward")
        for name, (kind, _, what) in origins.items()
        if kind == "signal"
    )
    typed = {
        what: Answer(what, "present", NOW, numbers[name])
        for name, (kind, _, what) in origins.items()
        if kind == "answer"
    }
    given = tuple({**denied, **answers, **typed}.values())
    return History(as_of=NOW, profile=profile, answers=given, labs=labs, observations=seen, days=days)


def judged(history: History) -> tuple[tuple[InstrumentResult, ...], Verdict]:
    now = state(history, KNOWLEDGE, NOW)
    known = findings(history, KNOWLEDGE, NOW, now.numbers, now.given)
    flags = check(KNOWLEDGE, known)
    known = known.with_numbers([QuantityValue("urgency", float(flags.urgency), float(flags.urgency), ("computed",))])
    return instruments(KNOWLEDGE, known), verdict(KNOWLEDGE, known, now.groups, flags)


def asked_about(instrument: Instrument) -> tuple[list[str], dict[str, list[float]]]:
    """The findings that an instrument looks at, and each number with the values at and around its limits."""
    whens = [when for item in instrument.items for when, _ in item.choices] + [band.when for band in instrument.bands]
    whens += [when for when in (instrument.relevant, instrument.applies) if when]
    sums = {sum_.id: sum_ for sum_ in KNOWLEDGE.points}
    whens += [when for name in {n for when in whens for n in names(when)} & set(sums) for when, _ in sums[name].items]
    found = sorted({name for when in whens for name in names(when)})
    limits: dict[str, list[float]] = {}
    for compare in (leaf for when in whens for leaf in leaves(when)):
        if compare.name in KNOWLEDGE.quantities:
            limits.setdefault(compare.name, []).extend((compare.limit - 1, compare.limit, compare.limit + 1))
    return [name for name in found if name in KNOWLEDGE.findings and name not in SHARED], limits


def leaves(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    below = (
        condition.parts if isinstance(condition, AtLeast) else (condition.part,) if isinstance(condition, Not) else ()
    )
    for part in below:
        yield from leaves(part)


def people(instrument: Instrument) -> Iterator[History]:
    draw = random.Random(instrument.id)
    told, limits = asked_about(instrument)
    for number in range(PEOPLE):
        share = draw.choice((0.1, 0.3, 0.6, 0.95))
        answers = {
            name: Answer(name, "present" if draw.random() < share else "absent", NOW)
            for name in told
            if draw.random() < 0.9
        }
        well = draw.choice((0.0, 0.8))
        numbers = {
            name: CALM[name] if name in CALM and draw.random() < well else max(0.0, draw.choice(values))
            for name, values in limits.items()
            if KNOWLEDGE.quantities[name].origin.partition(":")[0] in ("lab", "signal", "answer")
            and draw.random() < 0.9
        }
        yield fresh(answers, numbers, _PROFILES[number % len(_PROFILES)])


def test_every_level_of_every_score_is_decided_on() -> None:
    assert {(one.id, band.word) for one in KNOWLEDGE.instruments for band in one.bands} == set(ASKED)


@pytest.mark.parametrize("instrument", KNOWLEDGE.instruments, ids=lambda one: one.id)
def test_no_score_asks_for_more_than_the_verdict_does(instrument: Instrument) -> None:
    faults, met = [], set()
    for history in people(instrument):
        results, decided = judged(history)
        for result in results:
            # Of several levels that are still possible the mildest is certain.
            levels = [ASKED[result.instrument, word] for word in ((result.word,) if result.word else result.possible)]
            if not levels:
                continue
            met.add((result.instrument, result.word))
            least, may_push = min(level for level, _ in levels), any(free for _, free in levels)
            if decided.urgency < least or (decided.action == "push" and not may_push):
                yes = sorted(a.finding for a in history.answers if a.state == "present")
                faults.append((result.instrument, result.word, decided.urgency.word, decided.action, yes))
    assert not faults, (len(faults), sorted({fault[:4] for fault in faults}), faults[:3])
    asking = {(one, word) for (one, word), (least, _) in ASKED.items() if least and one == instrument.id}
    assert asking <= met


def test_the_sum_for_the_rules_is_news2_unless_the_pulse_is_slow() -> None:
    news2 = next(one for one in KNOWLEDGE.instruments if one.id == "news2")
    draw = random.Random(7)
    _, limits = asked_about(news2)
    for _ in range(400):
        numbers = {name: draw.choice(values) for name, values in limits.items() if name in CALM}
        ill = draw.random() < 0.5
        answers = {name: Answer(name, draw.choice(("present", "absent")), NOW) for name in ("confusion", "on_oxygen")}
        answers["very_unwell"] = Answer("very_unwell", "present" if ill else "absent", NOW)
        history = fresh(answers, numbers, _PROFILES[0])
        now = state(history, KNOWLEDGE, NOW)
        known = findings(history, KNOWLEDGE, NOW, now.numbers, now.given)
        result = next(one for one in instruments(KNOWLEDGE, known) if one.instrument == "news2")
        slow = numbers["hr_rest_bpm"] <= 50 and not ill and answers["confusion"].state == "absent"
        points = 0 if not slow else 3 if numbers["hr_rest_bpm"] <= 40 else 1
        low, high = known.number("news2_ill")
        assert low == result.low - points
        assert (low == high) or slow  # whether a slow pulse comes with dizziness was not asked


def test_a_trained_heart_asleep_sends_nobody() -> None:
    night = {"hr_rest_bpm": 38.0, "rr_per_min": 11.0, "spo2_pct": 95.0}
    _, decided = judged(fresh({}, night, _PROFILES[0]))
    assert decided.urgency is NONE
    _, ill = judged(fresh({"very_unwell": Answer("very_unwell", "present", NOW)}, night, _PROFILES[0]))
    assert ill.urgency >= TODAY


@pytest.mark.parametrize(
    ("analyte", "value", "quiet", "rule", "urgency"),
    [
        ("sodium", 165, 146, "rf189_sodium_high", TODAY),
        ("egfr", 8, 22, "rf190_kidneys_failing", TODAY),
        ("creatinine", 900, 240, "rf190_kidneys_failing", TODAY),
        ("platelets", 8, 120, "rf191_blood_count", TODAY),
        ("neutrophils", 0.2, 1.4, "rf191_blood_count", TODAY),
        ("leucocytes", 120, 14, "rf191_blood_count", TODAY),
        ("glucose", 30, 8, "rf165_sugar_high", DAYS),
        ("leucocytes", 0.8, 2.4, "rf224_white_cells_few", TODAY),
        ("urea", 40, 9, "rf190_kidneys_failing", TODAY),
        ("calcium", 1.6, 2.1, "rf210_salts_low", TODAY),
        ("calcium_adjusted", 1.85, 2.1, "rf210_salts_low", TODAY),
        ("magnesium", 0.3, 0.6, "rf210_salts_low", TODAY),
        ("phosphate", 0.2, 0.7, "rf210_salts_low", TODAY),
        ("alt", 900, 90, "rf212_liver_test", TODAY),
        ("ast", 900, 90, "rf212_liver_test", TODAY),
        ("bilirubin", 80, 30, "rf212_liver_test", TODAY),
        ("albumin", 15, 34, "rf212_liver_test", TODAY),
        ("crp", 250, 40, "rf213_crp_high", TODAY),
        ("glucose", 2.2, 3.9, "rf214_sugar_low", TODAY),
        ("glucose", 35, 20, "rf215_sugar_extreme", TODAY),
        ("haemoglobin", 210, 170, "rf216_blood_thick", TODAY),
        ("haematocrit", 65, 48, "rf216_blood_thick", TODAY),
        ("platelets", 1200, 600, "rf216_blood_thick", TODAY),
        ("crp", 120, 40, "rf218_blood_test_days", DAYS),
        ("esr", 100, 40, "rf218_blood_test_days", DAYS),
        ("alt", 250, 90, "rf218_blood_test_days", DAYS),
        ("hba1c", 130, 60, "rf218_blood_test_days", DAYS),
        ("b12", 110, 200, "rf218_blood_test_days", DAYS),
        ("free_t4", 60, 20, "rf218_blood_test_days", DAYS),
        ("ferritin", 1500, 400, "rf218_blood_test_days", DAYS),
        ("potassium", 5.6, 5.3, "rf218_blood_test_days", DAYS),
        ("creatinine", 160, 110, "rf218_blood_test_days", DAYS),
        ("bicarbonate", 8, 20, "rf227_bicarbonate_low", TODAY),
        ("bicarbonate", 12, 20, "rf218_blood_test_days", DAYS),
        ("calcium", 3.6, 2.4, "rf123_ddimer_ca", TODAY),
        ("vitamin_d", 400, 300, "rf208_vitamin_d_toxic", DAYS),
        ("vitamin_d", 300, 120, "rf209_iron_saturated", ROUTINE),
        ("tsat", 75, 35, "rf209_iron_saturated", ROUTINE),
    ],
)
def test_a_blood_test_far_off_is_looked_at(
    analyte: str, value: float, quiet: float, rule: str, urgency: Urgency
) -> None:
    fired = {}
    for result in (value, quiet):
        history = History(NOW, labs=(Lab(analyte, result, ANALYTES[analyte].unit, NOW),))
        now = state(history, KNOWLEDGE, NOW)
        flags = check(KNOWLEDGE, findings(history, KNOWLEDGE, NOW, now.numbers, now.given))
        fired[result] = ({flag.rule for flag in flags.fired}, flags.urgency)
    assert rule in fired[value][0]
    assert fired[value][1] >= urgency
    assert rule not in fired[quiet][0]


@pytest.mark.parametrize(
    ("labs", "told", "rule", "urgency"),
    [
        ({"calcium_adjusted": 1.8}, "cramps", "rf211_salts_low_signs", NOW_),
        ({"magnesium": 0.3}, "palpitations", "rf211_salts_low_signs", NOW_),
        ({"crp": 130}, "fever", "rf213_crp_high", TODAY),
        ({"hba1c": 110}, "polyuria_thirst", "rf215_sugar_extreme", TODAY),
        ({"glucose": 30}, "nausea_vomit", "rf163_ketones", NOW_),
        ({"esr": 80}, "headache_new", "rf217_headache_esr", TODAY),
        ({"b12": 160}, "numb_feet", "rf218_blood_test_days", DAYS),
        ({"leucocytes": 0.8}, "fever", "rf192_neutropenia_fever", NOW_),
    ],
)
def test_a_blood_test_and_a_sign_of_it_are_read_together(
    labs: dict[str, float], told: str, rule: str, urgency: Urgency
) -> None:
    drawn = tuple(Lab(name, value, ANALYTES[name].unit, NOW - timedelta(days=2)) for name, value in labs.items())
    for answers in ((Answer(told, "present", NOW),), ()):
        history = History(NOW, profile=Profile(birth_year=1950), answers=answers, labs=drawn)
        now = state(history, KNOWLEDGE, NOW)
        flags = check(KNOWLEDGE, findings(history, KNOWLEDGE, NOW, now.numbers, now.given))
        assert (rule in {flag.rule for flag in flags.fired}) is bool(answers)
        assert not answers or flags.urgency >= urgency


@pytest.mark.parametrize(
    ("days", "again", "urgency"), [(2, None, TODAY), (6, None, TODAY), (9, None, NONE), (6, 6.0, NONE)]
)
def test_an_extreme_sugar_stays_a_danger_until_it_is_repeated(days: int, again: float | None, urgency: Urgency) -> None:
    labs = (Lab("glucose", 35, "mmol/L", NOW - timedelta(days=days)),)
    if again is not None:
        labs += (Lab("glucose", again, "mmol/L", NOW),)
    now = state(History(NOW, labs=labs), KNOWLEDGE, NOW)
    history = History(NOW, labs=labs)
    assert check(KNOWLEDGE, findings(history, KNOWLEDGE, NOW, now.numbers, now.given)).urgency is urgency


@pytest.mark.parametrize(("sign", "least"), [("fever", NOW_), ("heavy_legs", TODAY)])
def test_fever_with_few_neutrophils_is_an_emergency(sign: str, least: Urgency) -> None:
    history = History(NOW, answers=(Answer(sign, "present", NOW),), labs=(Lab("neutrophils", 0.2, "10^9/L", NOW),))
    now = state(history, KNOWLEDGE, NOW)
    assert check(KNOWLEDGE, findings(history, KNOWLEDGE, NOW, now.numbers, now.given)).urgency is least


@pytest.mark.parametrize(("value", "least"), [(34.0, TODAY), (34.9, TODAY), (35.0, NONE), (35.9, NONE), (36.6, NONE)])
def test_a_temperature_under_35_is_measured_once_more_and_looked_at_today(value: float, least: Urgency) -> None:
    _, decided = judged(fresh({}, {"temp_c": value}, _PROFILES[0]))
    assert decided.urgency is least
    assert ("Measure once more" in decided.advice) is (least is TODAY)


def test_a_cold_reading_that_was_wrong_sends_nobody_once_it_is_measured_again() -> None:
    history = fresh({}, {"temp_c": 34.0}, _PROFILES[0])
    first = replace(history.observations[0], at=NOW - timedelta(minutes=10))
    again = replace(first, value=36.6, at=NOW)
    assert judged(replace(history, observations=(first,)))[1].urgency is TODAY
    assert judged(replace(history, observations=(first, again)))[1].urgency is NONE
