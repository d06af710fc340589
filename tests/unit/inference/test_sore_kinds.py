from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from unweary.assessment import assess
from unweary.inference.findings import Findings
from unweary.inference.sore_facts import AtSite, site_facts
from unweary.inference.sore_kinds import UNTOLD, sore_kinds
from unweary.vocab.assessment import SoreSite
from unweary.vocab.history import Day, History, Sign, SiteRating
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import Compare, Is, names
from unweary.vocab.muscle import SoreReading

People = Callable[..., History]
DANGEROUS = ("clot", "rhabdomyolysis", "compartment")
WHERE_ONLY = {"site_is_joint", "site_is_tendon", "site_is_bone", "site_both_sides"}
NO_DANGER = (
    "dark_urine severe_muscle_pain urine_less muscle_swollen leg_swell_any leg_warm_red calf_pain_unexplained "
    "pain_disproportionate tense_hard_limb"
)


def rated(
    now: datetime, site: str, side: str, score: float, signs: tuple[Sign, ...] = (), days_ago: float = 0
) -> SiteRating:
    return SiteRating(site, side, score, now - timedelta(days=days_ago, minutes=20), signs)  # type: ignore[arg-type]


def both(now: datetime, site: str = "quads", score: float = 6) -> tuple[SiteRating, ...]:
    return rated(now, site, "left", score), rated(now, site, "right", score)


@pytest.fixture
def places(knowledge: Knowledge) -> Callable[[History], dict[tuple[str, str], SoreSite]]:
    def look(history: History) -> dict[tuple[str, str], SoreSite]:
        return {(site.site, site.side): site for site in assess(history, knowledge).soreness}

    return look


@pytest.fixture
def facts(
    knowledge: Knowledge, known: Callable[[History], Findings]
) -> Callable[[History], dict[tuple[str, str], AtSite]]:
    def look(history: History) -> dict[tuple[str, str], AtSite]:
        return site_facts(history, knowledge, known(history), history.as_of)

    return look


def share(place: SoreSite, kind: str) -> float:
    return next((reading.share for reading in place.readings if reading.kind == kind), 0.0)


def reading(place: SoreSite, kind: str) -> SoreReading:
    return next(found for found in place.readings if found.kind == kind)


# ---- what is known of one place


def test_both_sides_sore_is_known_and_one_rated_side_beside_a_clear_one_is_one_side(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    alike = facts(person(sites=both(now)))["quads", "left"]
    assert (alike.truth("site_both_sides"), alike.truth("site_one_sided")) == (True, False)
    one = facts(person(sites=(rated(now, "quads", "left", 6), rated(now, "quads", "right", 0))))["quads", "left"]
    assert (one.truth("site_both_sides"), one.truth("site_one_sided")) == (False, True)
    low = facts(person(sites=both(now, score=2)))["quads", "left"]
    assert low.truth("site_both_sides") is True


def test_a_side_that_was_not_rated_is_unknown_until_the_map_was_gone_over_that_day(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    # A joint of the trunk: no limb, so that nothing else says 'one side'.
    alone = (rated(now, "lats", "left", 6),)
    lonely = facts(person(sites=alone))["lats", "left"]
    assert (lonely.truth("site_both_sides"), lonely.truth("site_one_sided")) == (None, None)
    mapped = facts(person(sites=(*alone, rated(now, "quads", "right", 3))))["lats", "left"]
    assert (mapped.truth("site_both_sides"), mapped.truth("site_one_sided")) == (False, True)
    checked = facts(person(sites=alone, days=(Day(now.date(), fatigue_0_10=3),)))["lats", "left"]
    assert checked.truth("site_one_sided") is True


def test_one_limb_only_rules_both_sides_out_and_the_other_way_round(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    alone = (rated(now, "gastroc_medial", "left", 5),)
    one = facts(person(yes="unilateral_limb", sites=alone))["gastroc_medial", "left"]
    assert (one.truth("site_one_sided"), one.truth("site_both_sides")) == (True, False)
    trunk = (rated(now, "lats", "left", 6),)
    alike = facts(person(yes="bilateral_symm", sites=trunk))["lats", "left"]
    assert (alike.truth("site_one_sided"), alike.truth("site_both_sides")) == (False, True)
    torn = facts(person(yes="bilateral_symm unilateral_limb", sites=trunk))["lats", "left"]
    assert (torn.truth("site_one_sided"), torn.truth("site_both_sides")) == (None, None)


def test_a_part_in_the_middle_is_on_neither_side(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    back = facts(person(sites=(rated(now, "low_back_joint", "mid", 5),)))["low_back_joint", "mid"]
    assert (back.truth("site_both_sides"), back.truth("site_one_sided")) == (False, False)


def test_a_sign_that_nobody_ticked_is_unknown_until_it_is_denied_for_the_whole_body(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    assert facts(person(sites=both(now)))["quads", "left"].truth("site_swollen") is None
    denied = person(no="muscle_swollen leg_swell_any", sites=both(now))
    assert facts(denied)["quads", "left"].truth("site_swollen") is False
    ticked = person(no="muscle_swollen leg_swell_any", sites=(rated(now, "quads", "left", 6, ("swelling",)),))
    assert facts(ticked)["quads", "left"].truth("site_swollen") is True


def test_a_follow_up_whose_parent_was_denied_is_closed(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    open_ = facts(person(sites=both(now)))["quads", "left"]
    assert open_.truth("tendon_tender") is None
    closed = facts(person(no="tendon_site focal_point", sites=both(now)))["quads", "left"]
    assert closed.truth("tendon_tender") is False


def test_days_and_change_are_those_of_the_place(
    person: People, facts: Callable[..., dict[tuple[str, str], AtSite]], now: datetime
) -> None:
    course = tuple(rated(now, "soleus", "left", score, days_ago=back) for back, score in ((0, 7), (1, 5), (2, 4)))
    here = facts(person(sites=course))["soleus", "left"]
    assert (here.number("site_days_sore"), here.number("site_change")) == ((3, 3), (2, 2))


# ---- readings


def test_shares_add_up_and_stay_inside_their_range(
    person: People, knowledge: Knowledge, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    everything = {**knowledge.parameters}
    everything["sore_shown_from"] = replace(everything["sore_shown_from"], mid=0.0, low=0.0)
    place = assess(person(sites=both(now)), replace(knowledge, parameters=everything)).soreness[0]
    assert len(place.readings) == 8
    assert sum(found.share for found in place.readings) == pytest.approx(1.0)
    for found in place.readings:
        assert 0 <= found.low <= found.share <= found.high <= 1
        assert found.settles


def test_the_more_is_answered_the_narrower_the_range(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    asked = "onset_12_72h eccentric_recent sore_move_touch"
    little = places(person(yes=asked, sites=both(now)))["quads", "left"].readings[0]
    much = places(
        person(yes=asked, no=f"{NO_DANGER} sudden_pop focal_point novel_extreme_ex tendon_site", sites=both(now))
    )["quads", "left"].readings[0]
    assert (little.kind, much.kind) == ("soreness", "soreness")
    assert much.high - much.low < little.high - little.low


def test_with_nothing_answered_the_place_is_not_told(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    assert places(person(sites=both(now)))["quads", "left"].words.startswith(UNTOLD)


def test_ordinary_soreness_is_named_once_the_dangers_are_denied(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    yes = "onset_12_72h eccentric_recent sore_move_touch"
    no = f"{NO_DANGER} sudden_pop focal_point novel_extreme_ex tendon_site"
    place = places(person(yes=yes, no=no, sites=both(now)))["quads", "left"]
    assert place.words == "fits soreness after training"
    open_ = places(person(yes=yes, no=no.replace("dark_urine", ""), sites=both(now)))["quads", "left"]
    assert "still to check" in open_.words
    assert "dark_urine" in reading(open_, "rhabdomyolysis").open


@pytest.mark.parametrize(
    ("yes", "less"),
    [
        ("onset_12_72h eccentric_recent", "sore for more than a week"),
        ("onset_12_72h eccentric_recent", "rising after day 3"),
    ],
)
def test_soreness_that_lasts_or_rises_is_less_likely_to_be_soreness(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime, yes: str, less: str
) -> None:
    fresh = places(person(yes=yes, sites=(rated(now, "quads", "left", 5),)))["quads", "left"]
    span = 9 if "week" in less else 4
    course = tuple(
        rated(now, "quads", "left", 5 if back or "week" in less else 7, days_ago=back) for back in range(span)
    )
    late = places(person(yes=yes, sites=course))["quads", "left"]
    assert share(late, "soreness") < share(fresh, "soreness")


def test_a_pop_belongs_to_the_place_on_one_side_and_not_to_thighs_that_are_sore_alike(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    here = places(person(yes="sudden_pop", sites=(*both(now), rated(now, "hamstring_lateral", "right", 7))))
    assert here["hamstring_lateral", "right"].readings[0].kind == "strain"
    assert here["quads", "left"].readings[0].kind == "soreness"


def test_a_pop_and_a_bruise_on_one_side_are_a_strain_without_a_look_at_the_whole_map(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    story = person(yes="sudden_pop pain_resisted bruise_gap", sites=(rated(now, "hamstring_medial", "right", 7),))
    assert places(story)["hamstring_medial", "right"].readings[0].kind == "strain"


# ---- danger


def test_a_swollen_calf_after_a_flight_is_read_as_a_clot_first(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    calf = (rated(now, "gastroc_medial", "left", 5, ("swelling", "warmth")),)
    story = person(yes="leg_swell_any immobility calf_pain_unexplained", no="sudden_pop onset_12_72h", sites=calf)
    assert places(story)["gastroc_medial", "left"].readings[0].kind == "clot"


def test_one_leg_more_swollen_speaks_for_a_clot_though_both_calves_are_sore(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    sore = both(now, "gastroc_medial")
    without, swollen = places(person(sites=sore)), places(person(yes="leg_swell_any", sites=sore))
    for side in ("left", "right"):
        assert share(swollen["gastroc_medial", side], "clot") > 2 * share(without["gastroc_medial", side], "clot")


def test_no_answer_speaks_against_a_dangerous_reading(knowledge: Knowledge) -> None:
    against = [sign for sign in knowledge.sore_signs if sign.kind in DANGEROUS and sign.weight < 0]
    assert against
    for sign in against:
        assert set(names(sign.when)) <= WHERE_ONLY, sign.id


def test_every_dangerous_reading_has_a_watch_whose_rules_exist(knowledge: Knowledge) -> None:
    rules = {flag.id for flag in knowledge.red_flags}
    for kind in DANGEROUS:
        watched = [watch for watch in knowledge.sore_watch if watch.kind == kind]
        assert watched
        assert all(set(watch.rules) <= rules and watch.check for watch in watched)


@pytest.mark.parametrize(
    ("yes", "site", "words", "urgency"),
    [
        ("leg_swell_any", "gastroc_medial", "a blood clot", Urgency.SAME_DAY),
        ("dark_urine muscle_ache", "quads", "muscle breakdown", Urgency.EMERGENCY_NOW),
        ("tense_hard_limb pain_passive_stretch", "soleus", "dangerous pressure", Urgency.EMERGENCY_NOW),
    ],
)
def test_while_a_red_flag_fires_nothing_harmless_is_said_however_much_speaks_for_it(
    person: People, knowledge: Knowledge, now: datetime, yes: str, site: str, words: str, urgency: Urgency
) -> None:
    harmless = "onset_12_72h eccentric_recent sore_move_touch clears_7d"
    found = assess(person(yes=f"{yes} {harmless}", sites=both(now, site)), knowledge)
    assert found.verdict.urgency >= urgency
    for place in found.soreness:
        assert place.words.startswith("first rule out")
        assert words in place.words
        assert "fits" not in place.words
        assert any(one.warned for one in place.readings)


def test_a_dangerous_reading_with_an_open_red_flag_stays_listed_and_says_what_to_check(
    person: People, places: Callable[..., dict[tuple[str, str], SoreSite]], now: datetime
) -> None:
    place = places(person(yes="onset_12_72h eccentric_recent", sites=both(now)))["quads", "left"]
    assert share(place, "rhabdomyolysis") < 0.05
    assert reading(place, "rhabdomyolysis").open[0] == "dark_urine"
    assert reading(place, "clot").open[0] == "leg_swell_any"
    assert reading(place, "compartment").open[0] == "pain_disproportionate"


def test_the_verdict_is_the_same_with_and_without_the_readings(
    person: People, knowledge: Knowledge, now: datetime
) -> None:
    history = person(yes="onset_12_72h dark_urine", sites=both(now))
    without = replace(knowledge, sore_signs=(), sore_kinds=(), sore_watch=())
    assert assess(history, knowledge).verdict == assess(history, without).verdict
    assert sore_kinds(history, without, AtSite(without, None, {}, {}, {}), (), (), (), now) == ()  # type: ignore[arg-type]


def test_under_18_no_reading_is_given(person: People, knowledge: Knowledge, now: datetime) -> None:
    history = person(sites=both(now))
    child = replace(history, profile=replace(history.profile, birth_year=2012))
    found = assess(child, knowledge)
    assert all(place.readings == () for place in found.soreness)
    assert found.overreaching is None


def test_site_names_are_refused_outside_the_signs_of_a_place(knowledge: Knowledge) -> None:
    from unweary.knowledge.names import conditions, leaves, misplaced

    assert misplaced("site_swollen", "red_flag") is not None
    assert misplaced("site_swollen", "site") is None
    used = [placed for placed in conditions(knowledge) for leaf in leaves(placed.condition) if _of_site(leaf)]
    assert used
    assert {placed.stage for placed in used} == {"site"}


def _of_site(leaf: Is | Compare) -> bool:
    return leaf.name.startswith("site_")


@pytest.mark.parametrize("part", ["signs", "starts", "temper"])
def test_the_doubt_of_every_number_widens_the_range(
    person: People, knowledge: Knowledge, now: datetime, part: str
) -> None:
    story = person(yes="onset_12_72h sore_move_touch clears_7d eccentric_recent", sites=both(now))
    parameters, signs = dict(knowledge.parameters), knowledge.sore_signs
    if part == "signs":
        signs = tuple(replace(sign, low=sign.weight, high=sign.weight) for sign in signs)
    else:
        for name in [name for name in parameters if name.startswith(f"sore_{part[:5]}")]:
            parameters[name] = replace(parameters[name], low=parameters[name].mid, high=parameters[name].mid)
    surer = replace(knowledge, parameters=parameters, sore_signs=signs)

    def first(known: Knowledge) -> SoreReading:
        return assess(story, known).soreness[0].readings[0]

    wide, narrow = first(knowledge), first(surer)
    assert wide.kind == narrow.kind == "soreness"
    assert wide.share == pytest.approx(narrow.share)
    assert wide.low < narrow.low
