"""Published scores against their published points, cut-offs and examples; each block names its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations

import pytest

from unweary.inference.contradictions import contradictions
from unweary.inference.findings import Findings, findings
from unweary.inference.instruments import instruments
from unweary.inference.own_words import propose
from unweary.inference.state import state
from unweary.knowledge import load
from unweary.vocab.history import Answer, History, Lab, Observation, Profile, SiteRating
from unweary.vocab.instruments import InstrumentResult
from unweary.vocab.signals import SIGNALS

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MAN = Profile(birth_year=1980, sex="M")
WOMAN = Profile(birth_year=1985, sex="F", pregnant=False, postpartum=False)
PREGNANT = Profile(birth_year=1994, sex="F", pregnant=True)


def scored(
    name: str,
    yes: str = "",
    no: str = "",
    *,
    profile: Profile = MAN,
    typed: Mapping[str, float] | None = None,
    measured: Mapping[str, float] | None = None,
    labs: Mapping[str, float] | None = None,
) -> InstrumentResult | None:
    """The instrument of that id for somebody with these answers; None where it is not mentioned."""
    facts = known(yes, no, profile=profile, typed=typed, measured=measured, labs=labs)
    return next((result for result in instruments(load(), facts) if result.instrument == name), None)


def known(
    yes: str = "",
    no: str = "",
    *,
    profile: Profile = MAN,
    typed: Mapping[str, float] | None = None,
    measured: Mapping[str, float] | None = None,
    labs: Mapping[str, float] | None = None,
    sites: tuple[SiteRating, ...] = (),
) -> Findings:
    """What is known of somebody with these answers."""
    said = [Answer(finding, "present", NOW) for finding in yes.split()]
    said += [Answer(finding, "absent", NOW) for finding in no.split()]
    said += [Answer(finding, "present", NOW, value=value) for finding, value in (typed or {}).items()]
    seen = tuple(Observation(s, value, SIGNALS[s].unit, NOW, "device") for s, value in (measured or {}).items())
    tested = tuple(Lab(analyte, value, "g/L", NOW) for analyte, value in (labs or {}).items())
    history = History(as_of=NOW, profile=profile, answers=tuple(said), observations=seen, labs=tested, sites=sites)
    body = state(history, load(), NOW)
    return findings(history, load(), NOW, body.numbers, body.given)


def whole(name: str, yes: str = "", no: str = "", **more: object) -> tuple[float | None, str]:
    """Score and band where both are settled."""
    result = scored(name, yes, no, **more)  # type: ignore[arg-type]
    assert result is not None
    assert result.low == result.high
    assert result.word
    return result.low, result.word


# ---- Wells DVT. NICE NG158 (2020, updated 2023), Table 1: nine items of 1 point; likely 2 or more, unlikely 1 or less.

_DVT = ["active_cancer", "cast_paralysis", "bed_rest_3d", "deep_vein_tender", "whole_leg_swollen", "calf_swell_one",
        "pitting_one", "collateral_veins", "prior_vte"]  # fmt: skip


def dvt(present: list[str]) -> tuple[float | None, str]:
    rest = [name for name in (*_DVT, "surgery_12wk") if name not in present]
    return whole("wells_dvt", " ".join([*present, "leg_swell_any"]), " ".join(rest))


@pytest.mark.parametrize("item", _DVT)
def test_each_item_of_wells_dvt_gives_one_point(item: str) -> None:
    assert dvt([item]) == (1.0, "clot less likely")


def test_all_nine_items_of_wells_dvt_give_nine_points() -> None:
    assert dvt(_DVT) == (9.0, "clot likely")


def test_wells_dvt_is_likely_from_two_points() -> None:
    assert dvt(["calf_swell_one", "prior_vte"]) == (2.0, "clot likely")


def test_bed_rest_and_an_operation_share_one_point_of_wells_dvt() -> None:
    assert dvt(["bed_rest_3d", "surgery_12wk"]) == (1.0, "clot less likely")


_DVT_REST = " ".join(name for name in (*_DVT, "surgery_12wk") if name != "bed_rest_3d")


def test_a_long_journey_is_no_point_of_wells_dvt() -> None:
    assert whole("wells_dvt", "leg_swell_any immobility", f"{_DVT_REST} bed_rest_3d")[0] == 0.0


def test_bed_rest_or_a_journey_without_saying_which_leaves_the_point_open() -> None:
    result = scored("wells_dvt", "leg_swell_any immobility", _DVT_REST)
    assert result is not None
    assert (result.low, result.high, result.needed) == (0.0, 1.0, ("bed_rest_3d",))


def test_who_neither_lay_nor_sat_long_is_not_asked_about_bed_rest() -> None:
    assert whole("wells_dvt", "leg_swell_any", f"{_DVT_REST} immobility")[0] == 0.0


def test_the_two_points_for_another_explanation_are_never_taken_off() -> None:
    assert dvt(["calf_swell_one", "prior_vte", "alt_dx_likely"])[0] == 2.0


# ---- Wells PE. NICE NG158, Table 2 (Wells 2000): 3, 3, 1.5, 1.5, 1.5, 1, 1; likely above 4.

_PE_NO = "leg_swell_any deep_vein_tender bed_rest_3d surgery_4wk prior_vte haemoptysis active_cancer"


@pytest.mark.parametrize(
    ("present", "pulse", "points", "word"),
    [
        ("leg_swell_any deep_vein_tender", 80, 3.0, "cannot rule it out"),
        ("leg_swell_any", 80, 0.0, "cannot rule it out"),
        ("", 101, 1.5, "cannot rule it out"),
        ("", 100, 0.0, "cannot rule it out"),
        ("bed_rest_3d", 80, 1.5, "cannot rule it out"),
        ("surgery_4wk", 80, 1.5, "cannot rule it out"),
        ("bed_rest_3d surgery_4wk", 80, 1.5, "cannot rule it out"),
        ("prior_vte", 80, 1.5, "cannot rule it out"),
        ("haemoptysis", 80, 1.0, "cannot rule it out"),
        ("active_cancer", 80, 1.0, "cannot rule it out"),
        ("leg_swell_any deep_vein_tender haemoptysis", 80, 4.0, "cannot rule it out"),
        ("leg_swell_any deep_vein_tender prior_vte", 80, 4.5, "lung clot likely"),
        (
            "leg_swell_any deep_vein_tender bed_rest_3d prior_vte haemoptysis active_cancer",
            120,
            9.5,
            "lung clot likely",
        ),
    ],
)
def test_wells_pe_adds_up_as_published(present: str, pulse: float, points: float, word: str) -> None:
    rest = " ".join(name for name in _PE_NO.split() if name not in present.split())
    result = scored("wells_pe", f"breathless_sudden {present}", rest, measured={"hr_rest_bpm": pulse})
    assert result is not None
    assert (result.low, result.high, result.word) == (points, points, word)


def test_wells_pe_never_says_that_a_clot_is_unlikely() -> None:
    words = {band.word for entry in load().instruments if entry.id == "wells_pe" for band in entry.bands}
    assert words == {"lung clot likely", "cannot rule it out"}


# ---- NEWS2. Royal College of Physicians 2017, Chart 1 (the scoring system) and Chart 2 (thresholds and triggers).

_NOT_ILL = (
    "dizzy near_faint syncope_any syncope_exert breathless_any breathless_exert chest_pain_now chest_pain_exert "
    "very_unwell"
)
_WELL = {"rr_per_min": 16.0, "spo2_pct": 98.0, "sbp_mmhg": 120.0, "hr_rest_bpm": 70.0, "temp_c": 37.0}


@pytest.mark.parametrize(
    ("signal", "rows"),
    [
        ("rr_per_min", {8: 3, 9: 1, 11: 1, 12: 0, 20: 0, 21: 2, 24: 2, 25: 3}),
        ("spo2_pct", {91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0}),
        ("sbp_mmhg", {90: 3, 91: 2, 100: 2, 101: 1, 110: 1, 111: 0, 219: 0, 220: 3}),
        ("hr_rest_bpm", {40: 3, 41: 1, 50: 1, 51: 0, 90: 0, 91: 1, 110: 1, 111: 2, 130: 2, 131: 3}),
        ("temp_c", {35.0: 3, 35.1: 1, 36.0: 1, 36.1: 0, 38.0: 0, 38.1: 1, 39.0: 1, 39.1: 2}),
    ],
)
def test_every_edge_of_the_news2_chart(signal: str, rows: dict[float, int]) -> None:
    for value, points in rows.items():
        # Only in somebody ill does a slow pulse alone reach the level of 'one value scores 3': here nobody is.
        no = f"confusion on_oxygen {_NOT_ILL}"
        assert whole("news2", "", no, measured={**_WELL, signal: value})[0] == points, value


@pytest.mark.parametrize(
    ("yes", "measured", "points", "word"),
    [
        ("", {}, 0, "very low"),
        ("", {"temp_c": 38.5}, 1, "low"),
        ("", {"temp_c": 38.5, "rr_per_min": 22, "hr_rest_bpm": 95}, 4, "low"),
        ("", {"rr_per_min": 25}, 3, "one value scores 3"),
        ("confusion", {}, 3, "one value scores 3"),
        ("on_oxygen", {}, 2, "low"),
        ("", {"temp_c": 39.5, "rr_per_min": 22, "hr_rest_bpm": 95}, 5, "moderate"),
        ("on_oxygen", {"temp_c": 39.5, "rr_per_min": 22}, 6, "moderate"),
        ("confusion", {"temp_c": 39.5, "rr_per_min": 22}, 7, "high"),
        ("confusion on_oxygen",
         {"rr_per_min": 30, "spo2_pct": 90, "sbp_mmhg": 80, "hr_rest_bpm": 140, "temp_c": 34}, 20, "high"),
    ],
)  # fmt: skip
def test_the_thresholds_of_news2(yes: str, measured: dict[str, float], points: int, word: str) -> None:
    no = " ".join(name for name in ("confusion", "on_oxygen") if name not in yes.split())
    assert whole("news2", yes, no, measured={**_WELL, **measured}) == (points, word)


def test_news2_holds_neither_in_pregnancy_nor_for_the_young() -> None:
    for profile in (PREGNANT, Profile(birth_year=2011, sex="M")):
        result = scored("news2", "confusion", profile=profile, measured=_WELL)
        assert result is not None
        assert (result.low, result.word, result.possible) == (None, "", ())
        assert "pregnancy" in result.meaning


# ---- ME/CFS. IOM 2015, box of proposed criteria: three lines and one of two. NICE NG206 (2021), 1.2.2 to 1.2.4.

_ME = ("activity_halved", "fatigue_gt6mo", "pem_12_48h", "unrefreshing", "brain_fog")


def test_iom_asks_for_all_lines_and_one_of_fog_and_upright_trouble() -> None:
    assert whole("iom2015_mecfs", " ".join(_ME), "orthostatic") == (4.0, "fits the published criteria")
    assert whole("iom2015_mecfs", " ".join((*_ME[:4], "orthostatic")), "brain_fog")[1] == "fits the published criteria"
    assert whole("iom2015_mecfs", " ".join(_ME[:4]), "brain_fog orthostatic") == (3.0, "does not fit")


@pytest.mark.parametrize("missing", ["activity_halved", "pem_12_48h", "unrefreshing"])
def test_without_any_one_line_iom_does_not_fit(missing: str) -> None:
    yes = " ".join(name for name in _ME if name != missing)
    assert whole("iom2015_mecfs", yes, f"{missing} orthostatic")[1] == "does not fit"


def test_nice_suspects_from_six_weeks_with_all_four_signs() -> None:
    four = "activity_halved fatigue_ge6wk pem_12_48h unrefreshing brain_fog"
    assert whole("nice_ng206_suspect", four)[1] == "fits what NICE calls suspected"
    without = "activity_halved fatigue_ge6wk pem_12_48h unrefreshing"
    assert whole("nice_ng206_suspect", without, "brain_fog")[1] == "does not fit"


# ---- Fibromyalgia. Wolfe 2016, Semin Arthritis Rheum 46:319: WPI >= 7 and SSS >= 5, or WPI 4 to 6 and SSS >= 9.


@pytest.mark.parametrize(
    ("wpi", "sss", "fits"),
    [
        (7, 5, True), (7, 4, False), (6, 8, False), (6, 9, True), (4, 9, True), (4, 12, True), (19, 12, True),
        (3, 9, False), (3, 12, False),  # the survey criteria of 2011 took 3; those of 2016 do not
    ],
)  # fmt: skip
def test_the_limits_of_the_fibromyalgia_criteria(wpi: float, sss: float, fits: bool) -> None:
    word = "fits the published criteria" if fits else "does not fit"
    assert whole("acr2016_fm", "widespread_pain", typed={"wpi": wpi, "sss": sss})[1] == word


# WPI 2016: 19 areas. Regions: left and right upper (shoulder, upper arm, lower arm), left and right lower (hip, upper
# leg, lower leg), axial (neck, upper and lower back). Jaw, chest and abdomen are areas, but count in no region.

_TRUNK = ("area_neck", "area_upper_back", "area_lower_back")
_IN_NONE = ("area_chest", "area_belly", "area_jaw_left", "area_jaw_right")
_LIMBS = {
    f"{half} {side}": tuple(f"area_{part}_{side}" for part in parts)
    for half, parts in (("upper", ("shoulder", "upper_arm", "lower_arm")), ("lower", ("hip", "upper_leg", "lower_leg")))
    for side in ("left", "right")
}
_AREAS = (*_TRUNK, *_IN_NONE, *(area for limb in _LIMBS.values() for area in limb))


def test_there_are_nineteen_areas() -> None:
    items = next(one for one in load().instruments if one.id == "acr2016_wpi").items
    assert len(items) == 19
    assert sorted(choice[0].name for item in items for choice in item.choices) == sorted(_AREAS)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, "under 4"), (3, "under 4"), (4, "4 to 6"), (6, "4 to 6"), (7, "7 or more"), (19, "7 or more")],
)
def test_the_pain_index_is_the_number_of_areas(count: int, word: str) -> None:
    yes, no = " ".join(_AREAS[:count]), " ".join(_AREAS[count:])
    assert whole("acr2016_wpi", f"pain_many {yes}", no) == (count, word)


def test_areas_that_nobody_was_asked_about_are_not_counted_as_painless() -> None:
    result = scored("acr2016_wpi", "pain_many area_neck area_hip_left area_hip_right")
    assert result is not None
    assert (result.low, result.high, result.possible) == (3.0, 19.0, ("7 or more", "4 to 6", "under 4"))
    assert len(result.needed) == 16


def test_what_the_body_map_shows_is_counted_and_what_it_does_not_show_stays_open() -> None:
    sore = (("neck_back", "left"), ("neck_back", "right"), ("trapezius_upper", "left"), ("quads", "right"),
            ("erectors", "left"), ("knee_joint", "left"), ("calf", "left"))  # fmt: skip
    sites = tuple(SiteRating(site, side, 5.0, NOW) for site, side in sore if site in load().body)  # type: ignore[arg-type]
    mapped = known(sites=sites)
    assert {area for area in _AREAS if mapped.truth(area)} == {
        "area_neck", "area_shoulder_left", "area_upper_leg_right", "area_lower_back"}  # fmt: skip
    assert [area for area in _AREAS if mapped.truth(area) is False] == []
    assert mapped.number("wpi_points") == (4.0, 19.0)
    faint = known(sites=(SiteRating("quads", "left", 1.0, NOW),))
    assert faint.truth("area_upper_leg_left") is None


@pytest.mark.parametrize(
    ("yes", "regions"),
    [
        (" ".join(_IN_NONE), 0),
        (" ".join(_TRUNK), 1),
        (" ".join((*_LIMBS["upper left"], *_LIMBS["lower left"])), 2),
        ("area_neck area_shoulder_left area_lower_arm_right area_hip_left", 4),
        (" ".join(_AREAS), 5),
    ],
)
@pytest.mark.parametrize("months", [True, False])
def test_widespread_pain_is_four_of_five_regions_for_three_months(yes: str, regions: int, months: bool) -> None:
    no = " ".join(area for area in _AREAS if area not in yes.split())
    said = (f"{yes} area_3mo", no) if months else (yes, f"{no} area_3mo")
    facts = known(*said)
    assert facts.number("pain_regions") == (regions, regions)
    assert facts.truth("widespread_pain") is (regions >= 4 and months)


def test_open_areas_leave_widespread_pain_open() -> None:
    assert known("area_neck area_shoulder_left area_hip_left area_3mo").truth("widespread_pain") is None
    four = "area_neck area_shoulder_left area_hip_left area_hip_right"
    assert known(four).truth("widespread_pain") is None
    assert known(f"{four} area_3mo").truth("widespread_pain") is True


# SSS 2016: tiredness, waking unrefreshed, thinking 0 to 3 each; headache, lower belly, depression 1 each; 0 to 12.


@pytest.mark.parametrize(
    ("levels", "yes", "points", "word"),
    [
        ((0, 0, 0), "", 0, "under 5"),
        ((2, 1, 1), "", 4, "under 5"),
        ((2, 1, 1), "sss_headache", 5, "5 to 8"),
        ((3, 2, 1), "sss_belly sss_low", 8, "5 to 8"),
        ((3, 3, 3), "", 9, "9 or more"),
        ((3, 3, 3), "sss_headache sss_belly sss_low", 12, "9 or more"),
    ],
)
def test_the_severity_scale_is_three_levels_and_three_signs(
    levels: tuple[int, int, int], yes: str, points: int, word: str
) -> None:
    typed = dict(zip(("sss_fatigue", "sss_waking", "sss_thinking"), levels, strict=True))
    no = " ".join(sign for sign in ("sss_headache", "sss_belly", "sss_low") if sign not in yes.split())
    assert whole("acr2016_sss", f"widespread_pain {yes}", no, typed=typed) == (points, word)


def test_the_fibromyalgia_criteria_are_met_from_answers_alone() -> None:
    """Eight areas in five regions for 3 months, and 2 + 3 + 1 + 1 of the severity scale: 8 and 7."""
    yes = ("area_neck area_lower_back area_shoulder_left area_shoulder_right area_upper_arm_left area_hip_left "
           "area_hip_right area_upper_leg_right")  # fmt: skip
    no = " ".join(area for area in _AREAS if area not in yes.split())
    typed = {"sss_fatigue": 2, "sss_waking": 3, "sss_thinking": 1}
    said = (f"{yes} area_3mo sss_headache", f"{no} sss_belly sss_low")
    facts = known(*said, typed=typed)
    assert (facts.number("wpi_points"), facts.number("sss_points")) == ((8.0, 8.0), (7.0, 7.0))
    assert facts.truth("acr2016_met") is True
    assert whole("acr2016_fm", *said, typed=typed)[1] == "fits the published criteria"


# ---- Restless legs. Allen 2014 (IRLSSG), five criteria, all required.

_RLS = "urge_move worse_at_rest relief_moving worse_evening"


def test_restless_legs_ask_for_the_fifth_line_too() -> None:
    assert whole("irlssg_rls", _RLS, "rls_mimic_only") == (5.0, "fits the published criteria")
    assert whole("irlssg_rls", f"{_RLS} rls_mimic_only") == (4.0, "does not fit")
    open_ = scored("irlssg_rls", _RLS)
    assert open_ is not None
    assert (open_.low, open_.high, open_.word, open_.needed) == (4.0, 5.0, "", ("rls_mimic_only",))


# ---- Anaemia. WHO, Guideline on haemoglobin cutoffs, March 2024: <130 men, <120 women, pregnancy <110, <105, <110.


@pytest.mark.parametrize(
    ("profile", "week", "limit"),
    [(MAN, None, 130), (WOMAN, None, 120), (PREGNANT, 8, 110), (PREGNANT, 13, 110), (PREGNANT, 14, 105),
     (PREGNANT, 27, 105), (PREGNANT, 28, 110), (PREGNANT, 39, 110)],
)  # fmt: skip
def test_anaemia_begins_under_the_limit_of_sex_and_trimester(profile: Profile, week: float | None, limit: int) -> None:
    typed = {} if week is None else {"pregnancy_week": week}
    for value, word in ((limit, "no anaemia"), (limit - 1, "anaemia")):
        result = scored("who_anaemia2024", profile=profile, typed=typed, labs={"haemoglobin": value})
        assert result is not None
        assert result.word == word, value


def test_severe_anaemia_begins_under_80_outside_pregnancy() -> None:
    for value, word in ((79, "severe anaemia"), (80, "anaemia")):
        for profile in (MAN, WOMAN):
            result = scored("who_anaemia2024", profile=profile, labs={"haemoglobin": value})
            assert result is not None
            assert result.word == word


def test_severe_anaemia_begins_under_70_in_pregnancy() -> None:
    """WHO 2011, kept in 2024: under 70 g/L in pregnancy. Under 70 it is severe whether or not somebody is pregnant."""
    for profile in (PREGNANT, Profile(birth_year=1994, sex="F")):
        result = scored("who_anaemia2024", profile=profile, labs={"haemoglobin": 69})
        assert result is not None
        assert result.word == "severe anaemia"
    result = scored("who_anaemia2024", profile=PREGNANT, labs={"haemoglobin": 70})
    assert result is not None
    assert result.word == "anaemia"


def test_between_two_trimester_limits_the_week_is_needed() -> None:
    result = scored("who_anaemia2024", profile=PREGNANT, labs={"haemoglobin": 107})
    assert result is not None
    assert (result.possible, result.needed) == (("anaemia", "no anaemia"), ("gestation_weeks",))


# ---- STOP-Bang. Chung 2008, bands of 2016: 0 to 2 low, 3 to 4 intermediate, 5 to 8 high; 'tired' is left out here.

_BANG = ["snoring", "choking_gasp", "high_bp", "neck_wide"]


@pytest.mark.parametrize(
    ("yes", "born", "sex", "mass_kg", "points", "word"),
    [
        ("snoring", 1990, "F", 60.0, 1, "low"),
        ("snoring", 1990, "M", 60.0, 2, "low; intermediate with tiredness"),
        ("snoring", 1975, "M", 60.0, 3, "intermediate"),
        ("snoring high_bp", 1975, "M", 60.0, 4, "intermediate; high with tiredness"),
        ("snoring high_bp", 1975, "M", 120.0, 5, "high"),
        ("snoring high_bp choking_gasp neck_wide", 1975, "M", 120.0, 7, "high"),
        ("snoring", 1976, "M", 60.0, 2, "low; intermediate with tiredness"),  # 50 is not over 50
    ],
)
def test_stop_bang_counts_and_bands(yes: str, born: int, sex: str, mass_kg: float, points: int, word: str) -> None:
    profile = Profile(birth_year=born, sex=sex, height_m=1.75, mass_kg=mass_kg, pregnant=False)  # type: ignore[arg-type]
    no = " ".join(name for name in _BANG if name not in yes.split())
    assert whole("stop_bang", yes, no, profile=profile) == (points, word)


# ---- Insomnia Severity Index. Morin 2011, Sleep 34:601: 0-7, 8-14, 15-21, 22-28.


@pytest.mark.parametrize(
    ("points", "word"),
    [(0, "none"), (7, "none"), (8, "below the threshold"), (14, "below the threshold"), (15, "moderate"),
     (21, "moderate"), (22, "severe"), (28, "severe")],
)  # fmt: skip
def test_the_bands_of_the_insomnia_index(points: float, word: str) -> None:
    assert whole("isi", typed={"isi_score": points}) == (points, word)


_ISI = ("isi_falling", "isi_staying", "isi_early", "isi_content", "isi_day", "isi_seen", "isi_worry")


@pytest.mark.parametrize(
    ("levels", "points", "word"),
    [
        ((0, 0, 0, 0, 0, 0, 0), 0, "none"),
        ((1, 1, 1, 1, 1, 1, 1), 7, "none"),
        ((2, 1, 1, 1, 1, 1, 1), 8, "below the threshold"),
        ((2, 2, 2, 2, 2, 2, 2), 14, "below the threshold"),
        ((3, 2, 2, 2, 2, 2, 2), 15, "moderate"),
        ((3, 3, 3, 3, 3, 3, 3), 21, "moderate"),
        ((4, 3, 3, 3, 3, 3, 3), 22, "severe"),
        ((4, 4, 4, 4, 4, 4, 4), 28, "severe"),
        # Somebody who falls asleep well, wakes at four and worries: 0 + 2 + 4 + 3 + 3 + 1 + 4.
        ((0, 2, 4, 3, 3, 1, 4), 17, "moderate"),
        # Somebody who needs long to fall asleep and is otherwise content: 3 + 0 + 0 + 2 + 1 + 0 + 1.
        ((3, 0, 0, 2, 1, 0, 1), 7, "none"),
    ],
)
def test_the_insomnia_index_is_the_sum_of_its_seven_items(levels: tuple[int, ...], points: int, word: str) -> None:
    assert whole("isi", typed=dict(zip(_ISI, levels, strict=True))) == (points, word)


def test_open_items_leave_the_insomnia_index_an_interval() -> None:
    result = scored("isi", typed=dict(zip(_ISI[:5], (3, 3, 2, 3, 3), strict=True)))
    assert result is not None
    assert (result.low, result.high, result.most) == (14.0, 22.0, 28.0)
    assert (result.word, result.possible) == ("", ("severe", "moderate", "below the threshold"))
    assert set(result.needed) == {"isi_seen_0_4", "isi_worry_0_4"}
    settled = scored("isi", typed=dict(zip(_ISI[:6], (3, 3, 3, 3, 3, 0), strict=True)))
    assert settled is not None
    assert (settled.low, settled.high, settled.word) == (15.0, 19.0, "moderate")


@pytest.mark.parametrize(("levels", "truth"), [((2, 2, 2, 2, 1), None), ((2, 2, 2, 2, 2), True)])
def test_ten_points_decide_the_finding_that_insomnia_is_weighed_by(levels: tuple[int, ...], truth: bool | None) -> None:
    assert known(typed=dict(zip(_ISI, levels, strict=False))).truth("isi_ge10") is truth


def test_nine_points_of_seven_items_rule_it_out() -> None:
    assert known(typed=dict(zip(_ISI, (2, 2, 1, 1, 1, 1, 1), strict=True))).truth("isi_ge10") is False


@pytest.mark.parametrize(
    ("total", "levels", "low", "high"),
    [
        (16, (), 16, 16),  # the form alone
        (16, (3, 3), 16, 16),  # the open items can make up the rest
        (16, (4, 4, 4, 4, 4), 20, 28),  # they are over it already: the higher one counts
        (16, (1, 1, 1, 1, 1, 1, 1), 16, 16),  # seven answers make 7: the higher one counts, and it is told
    ],
)
def test_a_total_from_paper_counts_while_it_can_be_and_else_the_higher_one(
    total: float, levels: tuple[int, ...], low: float, high: float
) -> None:
    typed = {"isi_score": total, **dict(zip(_ISI, levels, strict=False))}
    result = scored("isi", typed=typed)
    assert result is not None
    assert (result.low, result.high, result.needed) == (low, high, ())
    told = [conflict.id for conflict in contradictions(known(typed=typed), (), NOW)]
    assert told == (["total_isi_points"] if len(levels) > 2 else [])


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("my ISI score is 17", "isi_score", 17.0),
        ("I scored 22 on the insomnia severity index", "isi_score", 22.0),
        ("widespread pain index 9, hurts everywhere", "wpi", 9.0),
        ("symptom severity scale 6", "sss", 6.0),
        ("my SSS was 6", "sss", 6.0),
    ],
)
def test_a_total_is_read_in_own_words(text: str, finding: str, value: float) -> None:
    assert {said.finding: said.value for said in propose(text, load()).findings}.get(finding) == value


def test_a_total_that_no_form_has_is_not_read() -> None:
    assert "isi_score" not in {said.finding for said in propose("my ISI score is 40", load()).findings}


# ---- PHQ-2. Kroenke 2003: 3 or more; Manea 2016: 2 or more finds more.


@pytest.mark.parametrize(
    ("interest", "down", "word"),
    [(0, 0, "under 2"), (1, 0, "under 2"), (1, 1, "2"), (2, 0, "2"), (2, 1, "3 or more"), (3, 3, "3 or more")],
)
def test_the_bands_of_phq2(interest: float, down: float, word: str) -> None:
    typed = {"phq2_interest": interest, "phq2_down": down}
    assert whole("phq2", typed=typed) == (interest + down, word)


def test_a_phq2_that_was_answered_as_a_whole_has_a_band_without_the_points() -> None:
    result = scored("phq2", "phq2_ge3")
    assert result is not None
    assert (result.word, result.low, result.high) == ("3 or more", 0.0, 6.0)


# ---- Edinburgh claudication questionnaire. Leng and Fowkes 1992, J Clin Epidemiol 45:1101, scoring under the form.


@pytest.mark.parametrize(
    ("yes", "no", "word"),
    [
        ("claud_uphill claud_calf claud_level", "claud_thigh_buttock", "definite, grade 2"),
        ("claud_uphill claud_calf", "claud_level claud_thigh_buttock", "definite, grade 1"),
        ("claud_uphill claud_calf claud_thigh_buttock", "claud_level", "definite, grade 1"),
        ("claud_uphill claud_thigh_buttock", "claud_calf claud_level", "atypical"),
        ("claud_uphill", "claud_calf claud_thigh_buttock claud_level", "does not fit"),
        ("claud_calf", "claud_uphill claud_level claud_thigh_buttock", "does not fit"),
    ],
)
def test_edinburgh_claudication_is_read_as_published(yes: str, no: str, word: str) -> None:
    result = scored("edinburgh_claudication", f"calf_walk_pain_relief10 {yes}", no)
    assert result is not None
    assert result.word == word


# ---- CEAP. Lurie 2020, J Vasc Surg Venous Lymphat Disord 8:342: the highest class counts.

_CEAP = ["leg_ulcer_open", "leg_ulcer_healed", "skin_change_ankle", "ankle_swelling", "varicose", "spider_veins"]


@pytest.mark.parametrize(("sign", "word"), list(zip(_CEAP, ("C6", "C5", "C4", "C3", "C2", "C1"), strict=True)))
def test_ceap_is_the_highest_class_that_shows(sign: str, word: str) -> None:
    lower = _CEAP[_CEAP.index(sign) :]
    higher = _CEAP[: _CEAP.index(sign)]
    for present in ([sign], lower):
        result = scored("ceap_c", " ".join(present), " ".join(higher))
        assert result is not None
        assert result.word == word


# ---- REDs CAT2. Stellingwerff and Mountjoy 2023, Br J Sports Med 57:1109, Table 2: the severe indicator counts as two.


_REDS_PRIMARY = ("missed_periods", "t3_low_quarter", "bsi_high_or_two", "bone_density_low", "eating_disorder_dx")
_REDS_OTHER = ("missed_periods_12", "eating_score_high")


def reds(*yes: str, profile: Profile = WOMAN) -> tuple[float | None, str]:
    no = " ".join(name for name in (*_REDS_PRIMARY, *_REDS_OTHER) if name not in yes)
    return whole("reds_cat2", " ".join(yes), no, profile=profile)


@pytest.mark.parametrize("count", range(1, 6))
def test_each_primary_indicator_of_reds_counts_once(count: int) -> None:
    assert reds(*_REDS_PRIMARY[:count]) == (float(count), "one or more")


def test_a_severe_primary_indicator_of_reds_counts_twice() -> None:
    assert reds("missed_periods", "missed_periods_12") == (2.0, "one or more")
    no = "t3_low_quarter bsi_high_or_two bone_density_low eating_disorder_dx eating_score_high"
    assert whole("reds_cat2", "testosterone_low testosterone_low_quarter", no) == (2.0, "one or more")
    assert whole("reds_cat2", "testosterone_low_quarter", f"{no} testosterone_low") == (1.0, "one or more")


def test_an_eating_disorder_and_a_high_eating_score_are_one_indicator_of_reds() -> None:
    assert reds("eating_disorder_dx", "eating_score_high") == (1.0, "one or more")


def test_the_count_of_reds_stays_open_and_says_what_is_missing_until_the_tests_are_known() -> None:
    found = scored("reds_cat2", "missed_periods", "missed_periods_12 bsi_history", profile=WOMAN)
    assert found is not None
    assert (found.low, found.word) == (1.0, "one or more")
    assert found.high is not None
    assert found.high > 1
    assert {"t3_low_quarter", "bone_density_low", "eating_disorder_dx"} <= set(found.needed)
    assert "no count says that you may train" in found.caveat.lower()


def test_reds_is_not_counted_in_pregnancy() -> None:
    found = scored("reds_cat2", "eating_disorder_dx", profile=PREGNANT)
    assert found is not None
    assert (found.low, found.word, found.possible) == (None, "", ())


# ---- The colour of CAT2. The counts are recalled (the figure was not read): only where they agree one colour is named.

_REDS_SECONDARY = ("few_periods", "bsi_history", "cholesterol_above_range", "mood_disorder_dx")
_REDS_ALL = (*_REDS_PRIMARY, *_REDS_OTHER, *_REDS_SECONDARY)


def colour(*yes: str, profile: Profile = WOMAN, unknown: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    no = " ".join(name for name in _REDS_ALL if name not in (*yes, *unknown))
    result = scored("reds_cat2_colour", " ".join(yes), no, profile=profile)
    assert result is not None
    return result.word, result.possible


@pytest.mark.parametrize(
    ("yes", "word"),
    [
        ("few_periods", "green"),
        ("bsi_history", "green"),
        ("few_periods cholesterol_above_range", "yellow"),
        ("few_periods bsi_history cholesterol_above_range mood_disorder_dx", "yellow"),
        ("missed_periods", "yellow"),
        ("missed_periods cholesterol_above_range", "yellow"),
        ("missed_periods few_periods", "yellow"),  # the same cycles count once
        ("missed_periods cholesterol_above_range mood_disorder_dx", "between yellow and red"),
        ("missed_periods t3_low_quarter", "between yellow and red"),
        ("missed_periods missed_periods_12", "between yellow and red"),  # the severe one is two
        ("missed_periods missed_periods_12 t3_low_quarter", "between yellow and red"),
        ("missed_periods missed_periods_12 t3_low_quarter bone_density_low", "red"),
        ("missed_periods t3_low_quarter bone_density_low eating_disorder_dx", "red"),
        ("missed_periods t3_low_quarter bone_density_low bsi_high_or_two eating_disorder_dx", "red"),
    ],
)
def test_the_colour_of_reds_when_everything_is_known(yes: str, word: str) -> None:
    assert colour(*yes.split()) == (word, ())


@pytest.mark.parametrize("unknown", ["t3_low_quarter", "bone_density_low", "eating_score_high", "missed_periods"])
def test_reds_is_never_green_while_a_primary_indicator_is_not_known(unknown: str) -> None:
    hidden = (unknown, "missed_periods_12") if unknown == "missed_periods" else (unknown,)
    word, possible = colour("bsi_history", unknown=hidden)
    assert word == ""
    assert {"green", "yellow"} <= set(possible)


def test_one_primary_indicator_and_silence_leaves_every_colour_but_green_open() -> None:
    result = scored("reds_cat2_colour", "missed_periods", profile=WOMAN)
    assert result is not None
    assert (result.word, result.possible) == ("", ("red", "between yellow and red", "yellow"))
    assert {"t3_low_quarter", "bone_density_low", "mood_disorder_dx"} <= set(result.needed)


def test_more_reds_indicators_never_give_a_milder_colour() -> None:
    order = ("green", "yellow", "between yellow and red", "red")
    found = {
        chosen: order.index(colour("bsi_history", *chosen)[0])
        for size in range(4)
        for chosen in combinations((*_REDS_PRIMARY, "cholesterol_above_range", "mood_disorder_dx"), size)
    }
    for chosen, level in found.items():
        assert all(found[tuple(one for one in chosen if one != left)] <= level for left in chosen), chosen


def test_low_bone_density_counts_for_reds_only_before_50_or_the_change_of_life() -> None:
    older = Profile(birth_year=1960, sex="F", pregnant=False, postpartum=False)
    no = " ".join(name for name in _REDS_ALL if name not in ("bone_density_low", "bsi_history"))
    found = scored("reds_cat2_colour", "bone_density_low bsi_history", f"{no} has_periods", profile=older)
    assert found is not None
    assert found.word == "green"
    assert colour("bone_density_low")[0] == "yellow"


def test_the_men_of_reds_have_a_colour_from_testosterone() -> None:
    yes = "testosterone_low testosterone_low_quarter"
    no = " ".join(name for name in _REDS_ALL if "periods" not in name)
    result = scored("reds_cat2_colour", yes, no)
    assert result is not None
    assert result.word == "between yellow and red"


def test_the_points_behind_the_colour_are_those_of_the_primary_instrument() -> None:
    for yes in ("", *_REDS_PRIMARY, "missed_periods missed_periods_12", " ".join(_REDS_PRIMARY)):
        word = colour(*yes.split(), "bsi_history")[0]
        count = reds(*yes.split(), "bsi_history")[0] if yes else 0.0
        assert count is not None
        assert (word == "green", word == "red") == (count == 0, count >= 4), yes


# ---- Polymyalgia. Dasgupta 2012, Ann Rheum Dis 71:484 (without ultrasound): 2, 1, 2, 1; 4 or more.


@pytest.mark.parametrize(
    ("yes", "no", "points", "word"),
    [
        ("morning_stiff45", "hips_ache ana_rf_ccp joint_pain joint_swelling", 5.0, "fits the published criteria"),
        ("morning_stiff45 hips_ache", "ana_rf_ccp joint_pain joint_swelling", 6.0, "fits the published criteria"),
        ("morning_stiff45 joint_pain", "hips_ache ana_rf_ccp joint_swelling", 4.0, "fits the published criteria"),
        ("hips_ache joint_pain", "morning_stiff45 ana_rf_ccp joint_swelling", 3.0, "does not fit"),
    ],
)
def test_the_points_of_polymyalgia(yes: str, no: str, points: float, word: str) -> None:
    entry = "shoulder_hip_girdle both_shoulders_ache crp_gt10"
    old = Profile(birth_year=1955, sex="F")
    assert whole("eular_pmr2012", f"{entry} {yes}", no, profile=old) == (points, word)


def test_polymyalgia_is_not_scored_without_a_raised_crp() -> None:
    old = Profile(birth_year=1955, sex="F")
    result = scored("eular_pmr2012", "shoulder_hip_girdle both_shoulders_ache morning_stiff45", "crp_gt10", profile=old)
    assert result is not None
    assert (result.low, result.word) == (None, "")
