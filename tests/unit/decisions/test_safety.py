from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from unweary.decisions.safety import LEVELS, affects, clearing, judge
from unweary.inference.findings import Findings
from unweary.vocab.history import History, Lab, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Interval, Truth, evaluate, parse
from unweary.vocab.remedies import SafetyRule

MAN = Profile(birth_year=1988, sex="M", height_m=1.8, mass_kg=75.0)


@dataclass(frozen=True)
class Known:
    """A person of 35 about whom every question was answered with no, but for what is said here."""

    present: frozenset[str] = frozenset()
    numbers: Mapping[str, float] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    otherwise: Truth = False

    def truth(self, name: str) -> Truth:
        if name in self.unknown:
            return None
        return True if name in self.present else self.otherwise

    def number(self, name: str) -> Interval | None:
        if name in self.unknown:
            return None
        if name in self.numbers:
            return self.numbers[name], self.numbers[name]
        if self.otherwise is None:
            return None
        usual = {"age": 35.0, "urgency": 0.0, "longest_24h_h": 1.0, "soreness_max": 2.0, "fatigue_rise": 0.0}
        if name in usual or name.startswith("p_"):
            return usual.get(name, 0.0), usual.get(name, 0.0)
        return None


def who(present: str = "", unknown: str = "", **numbers: float) -> Known:
    return Known(frozenset(present.split()), numbers, frozenset(unknown.split()))


@dataclass(frozen=True)
class Case:
    """What makes a rule hold, and remedies that show it."""

    fires: Known
    shown_by: tuple[str, ...]


def case(remedies: str, present: str = "", unknown: str = "", **numbers: float) -> Case:
    return Case(who(present, unknown, **numbers), tuple(remedies.split()))


CASES = {
    "s01": case("massage heat_sauna active_recovery nsaid creatine", "muscle_swollen urine_less"),
    "s02": case("massage compression_stocking calf_pump_breaks", "arm_swollen_blue"),
    "s03": case("active_recovery cold_water heat_sauna caffeine", "chest_pain_exert"),
    "s04": case("nap fluid pacing", "saddle_numb"),
    "s05": case("mg_oral mg_topical epsom active_recovery", "ptosis_diplopia"),
    "s06": case("physio_loading heat_sauna cold_water", "marked_sick"),
    "s07": case("active_recovery heat_sauna", p_myocarditis=0.2),
    "s08": case("active_recovery physio_loading deload heat_sauna cold_water yoga", "pem_12_48h"),
    "s09": case("physio_loading repeated_bout", "infection_6wk pem_12_48h"),
    "s10": case("mg_oral mg_topical epsom potassium_foods nsaid creatine", "kidney_disease", egfr=22),
    "s11": case("mg_oral protein creatine potassium_foods", "kidney_disease", egfr=45),
    "s12": case("potassium_foods electrolyte_mix", "bp_kidney_drugs"),
    "s13": case("iron", unknown="ferritin_ug_l"),
    "s14": case("iron", ferritin_ug_l=150, crp_mg_l=2),
    "s15": case("iron", "female gi_bleed", ferritin_ug_l=12),
    "s16": case("iron mg_oral", "chelate_drugs", ferritin_ug_l=12),
    "s17": case("nsaid", "ulcer_gibleed"),
    "s18": case("nsaid", "bp_kidney_drugs"),
    "s19": case("nsaid", longest_24h_h=3.0),
    "s20": case("cold_water contrast", "cold_risk"),
    "s21": case("cold_water contrast", age=35),
    "s22": case("cold_water", "strength_block"),
    "s23": case("compression_garment compression_stocking leg_elevation", "leg_arteries"),
    "s24": case("compression_stocking heat_sauna cold_water", "diabetes_known"),
    "s25": case("leg_elevation fluid sodium heat_sauna", "orthopnoea"),
    "s26": case("heat_sauna contrast epsom", "syncope_any"),
    "s27": case("heat_sauna ashwagandha curcumin omega3 mg_oral iron nsaid", "pregnant", ferritin_ug_l=12),
    "s28": case("heat_sauna", "med_patch"),
    "s29": case("ashwagandha", "immunosup"),
    "s30": case("ashwagandha l_theanine", "alcohol_high"),
    "s31": case("massage percussion curcumin omega3", "anticoag"),
    "s32": case("omega3 caffeine", "palpitations"),
    "s33": case("caffeine", "insomnia_nights"),
    "s35": case("slow_breathing meditation", "bipolar_psychosis"),
    "s36": case("physio_loading repeated_bout", p_reds=0.4),
    "s37": case("fluid sodium", "headache_new", longest_24h_h=4.0),
    "s38": case("sodium", "lithium_mtx heavy_sweat"),
    "s39": case("physio_loading deload", "statin_any prox_weak"),
    "s40": case("mg_oral ashwagandha", "night_sweats"),
    "s41": case("nap iron", "polyuria_thirst fatigue_general"),
    "s42": case("nap slow_breathing", "suicidal"),
    "s43": case("physio_loading heat_sauna repeated_bout", "muscle_risk"),
    "s44": case("cbti", "shift_or_safety_job insomnia_nights"),
    "s45": case("mg_oral curcumin", "new_supplement"),
    "s46": case("mg_oral l_theanine", "tested_athlete"),
    "s47": case("mg_oral", "melaena"),
    "s48": case("nap rest_day pacing", urgency=3),
    "s49": case("nap rest_day", age=16),
    "s50": case("iron heat_sauna meditation protein physio_loading", "postpartum"),
    "s51": case("heat_sauna physio_loading", "insulin_su"),
    "s52": case("heat_sauna", "sglt2i"),
    "s53": case("massage physio_loading stretching yoga", "fluoroquinolone tendon_site"),
    "s54": case("active_recovery heat_sauna", p_heat_illness=0.5),
    "s55": case("physio_loading repeated_bout", "not_cleared"),
    "s56": case("iron mg_oral", "chelate_drugs", ferritin_ug_l=12),
    "s57": case("nsaid", "liver_disease"),
    "s58": case("curcumin ashwagandha", "herb_risk"),
    "s59": case("carbohydrate energy_availability", "eating_risk"),
    "s60": case("nap rest_day iron", unknown="age"),
    "s61": case("mg_oral iron", "tested_athlete", ferritin_ug_l=12),
    "s62": case("massage foam_rolling leg_elevation compression_garment stretching nsaid", "pain_disproportionate"),
    "s63": case("nsaid heat_sauna contrast creatine", "diarrhoea"),
    "s64": case("nsaid massage omega3 curcumin", "bruise_bleed"),
    "s65": case("physio_loading", "prox_weak"),
}
#: What makes each of the other rules silent where 'no to everything' is not enough.
QUIET = {
    "s06": who(temp_c=36.8),
    "s13": who(ferritin_ug_l=12),
    "s14": who(ferritin_ug_l=20),
    "s15": who("female", ferritin_ug_l=12),
    "s21": who(age=17),
    "s64": who(platelets_e9_l=250),
}


def rule_of(knowledge: Knowledge, name: str) -> SafetyRule:
    return next(rule for rule in knowledge.safety_rules if rule.id == name)


def alone(knowledge: Knowledge, name: str) -> Knowledge:
    """Knowledge in which this rule is the only reason against anything."""
    bare = {key: replace(remedy, needs=None, gates=()) for key, remedy in knowledge.remedies.items()}
    return replace(knowledge, safety_rules=(rule_of(knowledge, name),), remedies=bare)


def test_all_65_rules_have_a_case(knowledge: Knowledge) -> None:
    assert {rule.id for rule in knowledge.safety_rules} == {*CASES, "s34"}
    assert len(knowledge.safety_rules) == 65


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("s13", "s60")])
def test_a_rule_that_holds_acts_on_all_that_it_affects_and_on_nothing_else(knowledge: Knowledge, name: str) -> None:
    only, rule, fires = alone(knowledge, name), rule_of(knowledge, name), CASES[name].fires
    assert evaluate(rule.when, fires) is True
    for remedy in only.remedies.values():
        judgement = judge(remedy, only, fires)
        if not affects(rule, remedy):
            assert (judgement.state, judgement.warnings) == ("offered", ())
        elif rule.level == "WARN":
            assert (judgement.state, judgement.warnings) == ("offered", (rule.words,))
        else:
            assert (judgement.state, judgement.rule, judgement.reason) == ("blocked", name, rule.words)
            assert judgement.level == rule.level


@pytest.mark.parametrize("name", list(CASES))
def test_a_rule_that_does_not_hold_is_silent(knowledge: Knowledge, name: str) -> None:
    only, quiet = alone(knowledge, name), QUIET.get(name, who())
    assert evaluate(rule_of(knowledge, name).when, quiet) is False
    for remedy in only.remedies.values():
        assert (judge(remedy, only, quiet).state, judge(remedy, only, quiet).warnings) == ("offered", ())


@pytest.mark.parametrize("name", list(CASES))
def test_with_all_rules_together_the_remedy_is_out_or_carries_the_warning(knowledge: Knowledge, name: str) -> None:
    rule, shown_by = rule_of(knowledge, name), CASES[name]
    for key in shown_by.shown_by:
        remedy = knowledge.remedies[key]
        assert affects(rule, remedy), f"{name} does not speak about {key}"
        needed = replace(remedy, needs=None)
        judgement = judge(needed, knowledge, shown_by.fires)
        if rule.level == "WARN" and judgement.state == "offered":
            assert rule.words in judgement.warnings
        elif rule.level == "WARN":
            assert judgement.state == "blocked", "only a graver reason may hide a warning"
        else:
            assert judgement.state in ("blocked", "unknown")
            assert LEVELS.index(judgement.level) <= LEVELS.index(rule.level)


@pytest.mark.parametrize(("name", "asks"), [("s13", "ferritin_ug_l"), ("s60", "age")])
def test_a_rule_against_not_knowing_withholds_and_asks(knowledge: Knowledge, name: str, asks: str) -> None:
    only, rule = alone(knowledge, name), rule_of(knowledge, name)
    for remedy in only.remedies.values():
        judgement = judge(remedy, only, CASES[name].fires)
        wanted = ("unknown", name, (asks,)) if affects(rule, remedy) else ("offered", "", ())
        assert (judgement.state, judgement.rule, judgement.needed) == wanted


def test_breath_holds_are_ruled_out_while_slow_breathing_stays(knowledge: Knowledge) -> None:
    rule = rule_of(knowledge, "s34")
    assert evaluate(rule.when, who("epilepsy")) is True
    assert evaluate(rule.when, who()) is False
    assert not affects(rule, knowledge.remedies["slow_breathing"])
    holding = replace(knowledge.remedies["slow_breathing"], id="breath_holds", needs=None, gates=())
    assert judge(holding, alone(knowledge, "s34"), who("epilepsy")).state == "blocked"


def test_the_worst_level_is_the_one_that_is_told(knowledge: Knowledge) -> None:
    massage = knowledge.remedies["massage"]
    assert judge(massage, knowledge, who("anticoag leg_swell_any")).rule == "s02"
    assert judge(massage, knowledge, who("anticoag")).rule == "s31"
    stocking = knowledge.remedies["compression_stocking"]
    assert judge(stocking, knowledge, who("diabetes_known leg_arteries")).level == "BLOCK"
    assert judge(stocking, knowledge, who("diabetes_known")).level == "ASK"
    # Known bad news is told before what is still open.
    assert judge(massage, knowledge, who("anticoag", unknown="skin_open age")).state == "blocked"


def test_a_gate_of_the_remedy_itself_speaks_in_its_own_words(knowledge: Knowledge) -> None:
    judgement = judge(knowledge.remedies["nap"], knowledge, who("insomnia_nights"))
    assert (judgement.state, judgement.rule) == ("blocked", "nap")
    assert "insomnia" in judgement.reason


def test_unknown_is_not_safe_and_names_the_questions(knowledge: Knowledge) -> None:
    judgement = judge(knowledge.remedies["massage"], knowledge, who(unknown="anticoag fragile"))
    assert judgement.state == "unknown"
    assert judgement.needed == ("anticoag", "fragile")
    assert knowledge.findings["anticoag"].label in judgement.reason


def test_a_rule_for_acute_signs_withholds_nothing_while_it_is_open(knowledge: Knowledge) -> None:
    assert judge(knowledge.remedies["rest_day"], knowledge, who(unknown="suicidal saddle_numb")).state == "offered"


def test_posteriors_and_facts_set_by_code_are_never_asked_for(knowledge: Knowledge) -> None:
    judgement = judge(knowledge.remedies["curcumin"], knowledge, who(unknown="p_iron_def under_18"))
    assert judgement.state == "unknown"
    assert judgement.needed == ()
    assert judgement.reason


def test_a_warning_that_is_not_ruled_out_is_shown(knowledge: Knowledge) -> None:
    words = rule_of(knowledge, "s61").words
    theanine = replace(knowledge, safety_rules=(rule_of(knowledge, "s61"),))
    assert words in judge(knowledge.remedies["l_theanine"], theanine, who(unknown="tested_athlete")).warnings
    assert words not in judge(knowledge.remedies["l_theanine"], theanine, who()).warnings


def test_what_is_not_needed_is_not_withheld_either(knowledge: Knowledge) -> None:
    assert judge(knowledge.remedies["iron"], knowledge, who(ferritin_ug_l=60, crp_mg_l=1, tsat_pct=30)).state == (
        "not_needed"
    )
    low = who("female", ferritin_ug_l=60, crp_mg_l=1, tsat_pct=12)
    assert judge(knowledge.remedies["iron"], knowledge, low).state == "offered"


def test_low_iron_in_a_man_or_with_gut_signs_is_sent_to_a_doctor_first(knowledge: Knowledge) -> None:
    iron = knowledge.remedies["iron"]
    assert judge(iron, knowledge, who(ferritin_ug_l=12)).rule == "s15"
    assert judge(iron, knowledge, who("female weight_loss", ferritin_ug_l=12)).level == "ESCALATE"
    assert judge(iron, knowledge, who("female", ferritin_ug_l=12)).state == "offered"
    assert judge(iron, knowledge, who(unknown="female", ferritin_ug_l=12)).needed == ("female",)


def test_iron_for_restless_legs_has_its_own_limit(knowledge: Knowledge) -> None:
    numbers = {"ferritin_ug_l": 60.0, "crp_mg_l": 1.0, "tsat_pct": 30.0}
    assert judge(knowledge.remedies["iron"], knowledge, who("rls_4of4", **numbers)).state == "offered"
    assert judge(knowledge.remedies["iron"], knowledge, who(**numbers)).state == "not_needed"


@pytest.mark.parametrize(
    ("condition", "unknown", "wanted"),
    [
        ("kidney_disease AND egfr < 30", "kidney_disease egfr", ("kidney_disease",)),
        ("heart_disease OR epilepsy", "heart_disease epilepsy", ("heart_disease", "epilepsy")),
        ("heart_disease OR epilepsy", "epilepsy", ("epilepsy",)),
        ("NOT ferritin_ug_l >= 0", "ferritin_ug_l", ("ferritin_ug_l",)),
        ("heart_disease", "", ()),
        ("atleast(2, fever, rigors, cramps)", "fever rigors cramps", ("fever", "rigors")),
    ],
)
def test_the_cheapest_answers_that_clear_a_condition_are_named(
    knowledge: Knowledge, condition: str, unknown: str, wanted: tuple[str, ...]
) -> None:
    assert clearing(parse(condition), knowledge, who(unknown=unknown)) == wanted


def test_a_condition_that_holds_cannot_be_cleared(knowledge: Knowledge) -> None:
    assert clearing(parse("fever OR rigors"), knowledge, who("fever", unknown="rigors")) is None


def test_a_condition_that_must_keep_one_true_part_cannot_be_cleared(knowledge: Knowledge) -> None:
    never_false = parse("NOT fever AND fever OR rigors")
    assert clearing(never_false, knowledge, who("rigors")) is None


def test_answering_the_named_questions_with_no_leads_to_an_offer(knowledge: Knowledge) -> None:
    """One round of questions is enough, but for iron, where a low ferritin opens the question why it is low."""
    told = {"urgency": 0.0, **no_causes(knowledge)}
    for remedy in knowledge.remedies.values():
        bare = replace(remedy, needs=None)
        asked: frozenset[str] = frozenset()
        rounds = 0
        while (judgement := judge(bare, knowledge, Answered(asked, told))).state == "unknown":
            assert set(judgement.needed) - asked, f"{remedy.id} asks again: {judgement}"
            asked |= set(judgement.needed)
            told |= {name: 12.0 if name == "ferritin_ug_l" else 35.0 for name in judgement.needed}
            rounds += 1
        assert judgement.state == "offered", f"{remedy.id}: {judgement}"
        assert rounds == (2 if remedy.id == "iron" else 1), remedy.id
        told = {name: value for name, value in told.items() if name.startswith("p_") or name == "urgency"}


def no_causes(knowledge: Knowledge) -> dict[str, float]:
    return {f"p_{cause}": 0.0 for cause in knowledge.causes}


@dataclass(frozen=True)
class Answered:
    """A woman who answered only these questions, with no; of the numbers only these are known."""

    asked: frozenset[str]
    numbers: Mapping[str, float]

    def truth(self, name: str) -> Truth:
        if name == "female":
            return True if name in self.asked else None
        return False if name in self.asked or name == "under_18" else None

    def number(self, name: str) -> Interval | None:
        return (self.numbers[name], self.numbers[name]) if name in self.numbers else None


# ---- with the facts of a real history


def lab(now: object, analyte: str, value: float, unit: str) -> Lab:
    return Lab(analyte, value, unit, now)  # type: ignore[arg-type]


def test_a_blood_test_outweighs_a_no_about_the_kidneys(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings], now: object
) -> None:
    history = person(no="kidney_disease", labs=(lab(now, "egfr", 24, "mL/min/1.73m2"),))
    judgement = judge(knowledge.remedies["mg_topical"], knowledge, known(history))
    assert (judgement.state, judgement.rule) == ("blocked", "s10")


def test_a_high_transferrin_saturation_blocks_iron(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings], now: object
) -> None:
    history = person(no="iron_overload", labs=(lab(now, "tsat", 52, "%"), lab(now, "ferritin", 20, "ug/L")))
    assert judge(knowledge.remedies["iron"], knowledge, known(history)).rule == "s14"


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("osteoporosis", "massage"),
        ("gallstones", "curcumin"),
        ("glaucoma", "yoga"),
        ("kidney stones", "vit_d"),
        ("PTSD", "meditation"),
        ("anorexia nervosa", "carbohydrate"),
        ("peripheral arterial disease", "compression_stocking"),
        ("fish allergy", "omega3"),
    ],
)
def test_a_condition_in_the_profile_closes_its_gate(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings], word: str, remedy: str
) -> None:
    history = person(profile=replace(MAN, conditions=(word,)))
    needed = replace(knowledge.remedies[remedy], needs=None)
    assert judge(needed, knowledge, known(history)).state == "blocked"


def test_a_man_is_not_asked_about_pregnancy(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings]
) -> None:
    man = known(person(profile=MAN))
    assert "pregnant" not in judge(knowledge.remedies["massage"], knowledge, man).needed
    woman = known(person(profile=replace(MAN, sex="F")))
    assert "pregnant" in judge(knowledge.remedies["massage"], knowledge, woman).needed


@pytest.mark.parametrize(
    ("remedies", "present"),
    [
        ("massage leg_elevation stretching cold_water nsaid", "tense_hard_limb"),
        ("nsaid heat_sauna creatine", "vomited"),
        ("nsaid heat_sauna", "urine_less"),
        ("nsaid massage", "gi_bleed"),
        ("nsaid", "steroid_long"),
        ("heat_sauna contrast epsom", "near_faint"),
        ("heat_sauna contrast epsom", "postural_dizzy_sev"),
        ("compression_stocking leg_elevation heat_sauna fluid", "ankle_swelling breathless_exert"),
        ("compression_stocking leg_elevation heat_sauna fluid", "pnd"),
        ("massage compression_stocking calf_pump_breaks", "leg_pain unilateral_limb cast_paralysis"),
        ("physio_loading", "prox_weak"),
        ("physio_loading", "night_bone_pain"),
        ("physio_loading", "spine_pain_red"),
    ],
)
def test_what_could_do_harm_beside_a_sign_of_illness_is_held_back(
    knowledge: Knowledge, remedies: str, present: str
) -> None:
    for remedy in remedies.split():
        assert judge(knowledge.remedies[remedy], knowledge, who()).state == "offered"
        assert judge(knowledge.remedies[remedy], knowledge, who(present)).state == "blocked"


def test_few_platelets_forbid_painkillers_and_pressure(knowledge: Knowledge) -> None:
    for remedy in ("nsaid", "massage"):
        assert judge(knowledge.remedies[remedy], knowledge, who(platelets_e9_l=80)).state == "blocked"


@pytest.mark.parametrize("name", ["s01", "s05", "s41"])
def test_advice_for_what_may_wait_some_days_does_not_say_today_alone(knowledge: Knowledge, name: str) -> None:
    """Their signs alone are for days in the rules: advice of 'today' beside that verdict contradicted it."""
    assert "Otherwise be seen today" not in rule_of(knowledge, name).action
    assert name == "s05" or "within days" in rule_of(knowledge, name).action
