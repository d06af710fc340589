"""Scores with unknown items: intervals, settled and open bands, who is not scored, and what is not mentioned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.inference.findings import Findings, findings
from unweary.inference.instruments import instruments
from unweary.inference.state import state
from unweary.knowledge import load
from unweary.service.person import assess
from unweary.vocab.history import Answer, History, Observation, Profile
from unweary.vocab.instruments import InstrumentResult
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Compare, Is, Not, names

People = Callable[..., History]
Known = Callable[[History], Findings]
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MAN = Profile(birth_year=1970, sex="M", height_m=1.8, mass_kg=80.0)
LEG = "leg_swell_any"


def one(results: tuple[InstrumentResult, ...], name: str) -> InstrumentResult | None:
    return next((result for result in results if result.instrument == name), None)


@pytest.fixture
def scored(knowledge: Knowledge, person: People, known: Known) -> Callable[..., InstrumentResult | None]:
    def look(name: str, yes: str = "", no: str = "", profile: Profile = MAN, **rest: object) -> InstrumentResult | None:
        return one(instruments(knowledge, known(person(yes=yes, no=no, profile=profile, **rest))), name)

    return look


Look = Callable[..., InstrumentResult]


# ---- intervals and bands


def test_what_was_not_asked_widens_the_score_and_leaves_the_band_open(scored: Look) -> None:
    result = scored("wells_dvt", f"{LEG} calf_swell_one", "prior_vte active_cancer")
    assert (result.low, result.high, result.most) == (1.0, 7.0, 9.0)
    assert (result.word, result.meaning, result.possible) == ("", "", ("clot likely", "clot less likely"))
    assert result.needed[0] == "cast_paralysis"
    assert "prior_vte" not in result.needed
    assert [item.truth for item in result.items].count(True) == 1


def test_a_band_is_settled_as_soon_as_no_open_item_can_change_it(scored: Look) -> None:
    result = scored("wells_dvt", f"{LEG} calf_swell_one pitting_one")
    assert (result.low, result.high, result.word, result.possible) == (2.0, 9.0, "clot likely", ())
    assert "active_cancer" in result.needed


def test_sums_that_no_item_can_make_leave_no_band_open(scored: Look) -> None:
    """Of NEWS2 only the oxygen item (2 points) is open: 5 or 7, never 6; both bands and no third are possible."""
    measured = tuple(
        Observation(signal, value, unit, NOW, "ward")
        for signal, value, unit in (
            ("rr_per_min", 22, "1/min"), ("spo2_pct", 97, "%"), ("sbp_mmhg", 120, "mmHg"), ("hr_rest_bpm", 95, "bpm"),
            ("temp_c", 39.5, "degC"),
        )
    )  # fmt: skip
    result = scored("news2", no="confusion", observations=measured)
    assert (result.low, result.high, result.possible) == (5.0, 7.0, ("high", "moderate"))
    assert result.needed == ("on_oxygen",)


def test_choices_exclude_one_another(scored: Look) -> None:
    open_ = scored("ceap_c", "skin_change_ankle varicose")
    assert (open_.low, open_.high, open_.possible) == (4.0, 6.0, ("C6", "C5", "C4"))
    assert open_.needed == ("leg_ulcer_open", "leg_ulcer_healed")
    assert scored("ceap_c", "skin_change_ankle varicose", "leg_ulcer_open leg_ulcer_healed").word == "C4"


def test_a_no_to_the_parent_question_settles_its_follow_up(scored: Look) -> None:
    result = scored("wells_pe", "breathless_sudden prior_vte", "immobility surgery_12wk")
    assert "bed_rest_3d" not in result.needed
    assert "surgery_4wk" not in result.needed


# ---- what is mentioned


def test_nobody_gets_a_list_of_blank_scores(knowledge: Knowledge, person: People, known: Known) -> None:
    assert instruments(knowledge, known(person())) == ()
    assert instruments(knowledge, known(person(profile=MAN))) == ()


def test_risk_factors_alone_are_no_suspected_clot(scored: Look) -> None:
    assert scored("wells_dvt", "active_cancer prior_vte immobility") is None
    assert scored("wells_pe", "active_cancer prior_vte") is None
    assert scored("wells_dvt", f"active_cancer prior_vte {LEG}") is not None


def test_a_man_over_50_is_not_told_about_sleep_apnoea_for_that(scored: Look) -> None:
    assert scored("stop_bang") is None
    assert scored("stop_bang", "snoring").low == 3.0


def test_news2_needs_three_vital_signs(scored: Look) -> None:
    pulse = Observation("hr_rest_bpm", 38, "bpm", NOW, "watch")
    assert scored("news2", observations=(pulse,)) is None
    assert scored("news2", "confusion", observations=(pulse,)) is None


# ---- who is not scored


@pytest.mark.parametrize(
    "profile",
    [
        Profile(birth_year=1995, sex="F", pregnant=True),
        Profile(birth_year=1995, sex="F", pregnant=False, postpartum=True),
        Profile(birth_year=2010, sex="M"),
    ],
)
def test_a_clot_is_not_scored_in_pregnancy_after_birth_or_under_18(scored: Look, profile: Profile) -> None:
    for name, yes in (("wells_dvt", "calf_swell_one whole_leg_swollen"), ("wells_pe", "haemoptysis")):
        result = scored(name, yes, profile=profile)
        assert (result.low, result.high, result.word, result.possible, result.items) == (None, None, "", (), ())
        assert "adults who are not pregnant" in result.meaning


def test_while_pregnancy_age_or_sex_is_not_known_nothing_is_scored_and_that_is_asked(scored: Look) -> None:
    woman = scored("wells_dvt", "calf_swell_one", profile=Profile(birth_year=1995, sex="F"))
    assert (woman.word, woman.low) == ("", None)
    assert woman.needed == ("pregnant", "postpartum")
    nobody = scored("wells_dvt", "calf_swell_one", profile=Profile())
    assert nobody.needed == ("age", "female", "pregnant", "postpartum")


def test_past_56_nobody_is_asked_about_pregnancy(scored: Look) -> None:
    result = scored("wells_dvt", "calf_swell_one pitting_one", profile=Profile(birth_year=1960, sex="F"))
    assert result.word == "clot likely"


def test_a_child_with_nothing_to_score_is_told_nothing(knowledge: Knowledge, person: People, known: Known) -> None:
    child = Profile(birth_year=2012, sex="F")
    assert instruments(knowledge, known(person(yes="fever", profile=child))) == ()


# ---- laws


_FINDINGS = sorted(
    {
        name
        for instrument in load().instruments
        for item in instrument.items
        for condition, _ in item.choices
        for name in names(condition)
        if name in load().findings
    }
)
_ANSWERS = st.dictionaries(st.sampled_from(_FINDINGS), st.sampled_from(("present", "absent", "unknown")), max_size=30)


def facts(answers: dict[str, str], wpi: float | None = None) -> Findings:
    said = [Answer(name, state_, NOW) for name, state_ in answers.items()]  # type: ignore[arg-type]
    said += [] if wpi is None else [Answer("phq2_interest", "present", NOW, value=wpi)]
    history = History(as_of=NOW, profile=MAN, answers=tuple(said))
    body = state(history, load(), NOW)
    return findings(history, load(), NOW, body.numbers, body.given)


def inverted(name: str) -> bool:
    """Whether an instrument counts the absence of something, so that one more sign may lower it."""
    entry = next(entry for entry in load().instruments if entry.id == name)
    return any(isinstance(condition, Not) or " NOT " in repr(condition) or "Not(" in repr(condition)
               for item in entry.items for condition, _ in item.choices)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_ANSWERS, st.sampled_from(_FINDINGS))
def test_one_more_sign_never_lowers_the_least_score(answers: dict[str, str], sign: str) -> None:
    before = {entry.instrument: entry for entry in instruments(load(), facts(answers))}
    after = {entry.instrument: entry for entry in instruments(load(), facts({**answers, sign: "present"}))}
    for name, entry in before.items():
        if entry.low is not None and not inverted(name):
            assert after[name].low is not None
            assert after[name].low >= entry.low, name


@settings(max_examples=60, deadline=None)
@given(_ANSWERS, st.sampled_from(_FINDINGS), st.sampled_from(("present", "absent")))
def test_an_answer_to_an_open_item_only_narrows(answers: dict[str, str], name: str, said: str) -> None:
    known = {key: value for key, value in answers.items() if key != name}
    wide = {entry.instrument: entry for entry in instruments(load(), facts(known))}
    narrow = {entry.instrument: entry for entry in instruments(load(), facts({**known, name: said}))}
    for key in wide.keys() & narrow.keys():
        before, after = wide[key], narrow[key]
        if before.low is not None and after.low is not None and before.high is not None and after.high is not None:
            assert before.low <= after.low <= after.high <= before.high
        if before.word:
            assert after.word == before.word


@settings(max_examples=60, deadline=None)
@given(_ANSWERS, st.sampled_from((None, 0.0, 1.0, 2.0, 3.0)))
def test_a_sum_that_rules_use_too_is_the_same_sum(answers: dict[str, str], typed: float | None) -> None:
    shared = {score.id for score in load().points} & {entry.score for entry in load().instruments}
    from_items = {"isi": "isi_points", "acr2016_wpi": "wpi_points", "acr2016_sss": "sss_points"}
    assert shared == {"wells_dvt", "stop_bang", "phq2_points", "reds_primary", *from_items.values()}
    # What makes each worth mentioning, so that the sums can be compared at all.
    mentioned = {LEG: "present", "snoring": "present", "phq2_ge3": "present", "t3_low_quarter": "present"}
    mentioned |= {"pain_many": "present", "widespread_pain": "present"}
    known = facts({**answers, **mentioned}, typed)
    found = {entry.instrument: entry for entry in instruments(load(), known)}
    other = {"phq2": "phq2_points", "reds_cat2": "reds_primary", **from_items}
    for name, score in {"wells_dvt": "wells_dvt", "stop_bang": "stop_bang", **other}.items():
        if name in found:
            assert (found[name].low, found[name].high) == known.number(score), name
    assert {"stop_bang", "phq2", "reds_cat2"} <= found.keys()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from((None, 0.0, 3.0, 4.0, 6.0, 7.0, 12.0, 19.0)), st.sampled_from((None, 4.0, 5.0, 8.0, 9.0, 12.0)))
def test_the_fibromyalgia_criteria_agree_with_the_finding_that_causes_use(wpi: float | None, sss: float | None) -> None:
    said = [Answer("widespread_pain", "present", NOW)]
    said += [Answer("wpi", "present", NOW, value=wpi)] if wpi is not None else []
    said += [Answer("sss", "present", NOW, value=sss)] if sss is not None else []
    history = History(as_of=NOW, profile=MAN, answers=tuple(said))
    body = state(history, load(), NOW)
    known = findings(history, load(), NOW, body.numbers, body.given)
    word = {True: "fits the published criteria", False: "does not fit", None: ""}[known.truth("acr2016_met")]
    result = one(instruments(load(), known), "acr2016_fm")
    assert result is not None
    assert result.word == word


def test_no_item_takes_points_off_and_no_wells_item_asks_for_a_judgement() -> None:
    for entry in load().instruments:
        for item in entry.items:
            assert all(points >= 0 for _, points in item.choices), entry.id
    used = {name for entry in load().instruments if entry.id.startswith("wells") for item in entry.items
            for condition, _ in item.choices for name in names(condition)}  # fmt: skip
    assert "alt_dx_likely" not in used
    assert all(isinstance(leaf, str) for leaf in used)


def test_conditions_of_items_are_read_from_knowledge_alone() -> None:
    """The limits stand in the data: every comparison of an item names a number of the knowledge."""
    for entry in load().instruments:
        for item in entry.items:
            for condition, _ in item.choices:
                if isinstance(condition, Compare):
                    assert condition.name in load().quantities
                if isinstance(condition, Is):
                    assert condition.name in {*load().findings, "male", "female"}


@pytest.mark.parametrize("cause", ["dvt", "pe"])
def test_a_long_journey_raises_the_chance_of_a_clot_though_it_is_no_point_of_the_score(cause: str) -> None:
    at = {state: Answer("immobility", state, NOW) for state in ("present", "absent")}
    rest = (Answer("leg_swell_any", "present", NOW), Answer("bed_rest_3d", "absent", NOW))
    chance = {
        state: assess(History(as_of=NOW, profile=MAN, answers=(*rest, said))).causes.posterior[cause]
        for state, said in at.items()
    }
    assert chance["present"] > chance["absent"]


def test_bed_rest_is_a_long_time_without_moving_for_every_rule() -> None:
    rules = assess(History(as_of=NOW, profile=MAN, answers=(Answer("bed_rest_3d", "present", NOW),)))
    assert {f.finding: f.state for f in rules.findings}["immobility"] is True
