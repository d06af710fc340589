"""Sixty-odd people, and the answer a careful sports doctor would give each of them.

``<name>_person.json`` is what the person told us, ``<name>_expected.json`` what the answer must and must not be:

``urgency``   ``min`` and ``max`` (none, routine, within_days, same_day, emergency_now)
``actions``   ``allowed`` and ``forbidden`` verdicts of the day
``causes``    ids that must be ``among_first_three``, ids that are ``not_first``, ``listed: false`` for no list at all
``kind``      acceptable kinds of fatigue
``groups``    muscle groups that must be ``limited`` and groups that must stay ``free``
``remedies``  ids that are ``never`` offered, and ``sensible`` ones of which at least one must be offered
``plan``      ``"empty"``: nothing may be offered at all
``sore``      the reading that leads at each sore place; ``sore_words`` how its words begin
``overreaching``  the grade (null: not to be told); ``overreaching_never`` words that must not be used for it
``kind_told``     answers beside the kind of fatigue: ``outlasted``, ``exertion``, ``extent``

``saf``: 25 dangerous and 15 harmless stories of the safety review; ``own``: ten with weeks of data;
``tri``: stories that are easily judged too high or too low; ``rev``: the second safety reading;
``sco``: complaints and people that Unweary is not made for.
``kin``: sore places told apart, and overreaching; ``eve``: migraine, stomach bug, and what only looks like them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.reports.document import as_document
from unweary.service.person import read_person
from unweary.vocab.assessment import Assessment, KindOfFatigue
from unweary.vocab.knowledge import Knowledge, Urgency

HERE = Path(__file__).parent
NAMES = sorted(path.name.removesuffix("_person.json") for path in HERE.glob("*_person.json"))
GROUPS = {
    *("upper_back", "shoulders", "chest", "low_back_trunk", "arms", "forearm_grip"),
    *("hip_flexors", "glutes_adductors", "quads", "hamstrings", "calves", "tibialis"),
}
ACTIONS = {"push", "modify", "pause", "see_clinician", "not_known"}
KINDS = {"peripheral", "central", "damage", "circulatory", "systemic", "mixed"}
FIELDS = {
    "story",
    "answer",
    "urgency",
    "actions",
    "causes",
    "kind",
    "groups",
    "remedies",
    "plan",
    *("sore", "sore_words", "overreaching", "overreaching_never", "kind_told"),
}


@cache
def expected(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((HERE / f"{name}_expected.json").read_text("utf-8"))
    return document


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


@cache
def assessed(name: str) -> Assessment:
    path = HERE / f"{name}_person.json"
    return assess(read_person(path.read_bytes(), where=path.name), reviewed())


def with_part(part: str, key: str = "") -> list[str]:
    """The scenarios whose expectation speaks about this part."""
    found = [name for name in NAMES if part in expected(name)]
    return [name for name in found if not key or expected(name)[part].get(key)]


def seen(assessment: Assessment) -> str:
    """What came out, for the message of a failing scenario."""
    kind = assessment.kind
    return "\n".join(
        (
            "",
            f"  action {assessment.verdict.action}, urgency {assessment.verdict.urgency.word}",
            "  fired: " + (", ".join(f"{f.rule} ({f.urgency.word})" for f in assessment.red_flags_fired) or "nothing"),
            "  reasons: " + (", ".join(f"{r.rule} ({r.action})" for r in assessment.verdict.reasons) or "none"),
            "  causes: " + ", ".join(f"{c.cause} {c.posterior:.2f}" for c in assessment.causes.ranked[:6]),
            "  kind: " + (f"{kind.name} {dict(kind.shares)}" if isinstance(kind, KindOfFatigue) else str(kind)),
            "  plan: " + (", ".join(item.remedy for item in assessment.plan.items) or "empty"),
        )
    )


def expected_urgency(name: str, end: str) -> Urgency:
    return Urgency[expected(name)["urgency"][end].upper()]


def test_every_person_has_an_expected_answer_and_every_id_in_it_exists() -> None:
    answers = {path.name.removesuffix("_expected.json") for path in HERE.glob("*_expected.json")}
    assert answers == set(NAMES)
    assert len(NAMES) >= 60
    for name in NAMES:
        wanted = expected(name)
        causes, groups, remedies = (wanted.get(part, {}) for part in ("causes", "groups", "remedies"))
        assert set(wanted) <= FIELDS, name
        assert {*wanted["urgency"].values()} <= {urgency.word for urgency in Urgency}, name
        assert {id_ for key in ("among_first_three", "not_first") for id_ in causes.get(key, [])} <= set(
            reviewed().causes
        ), name
        assert {id_ for key in ("never", "sensible") for id_ in remedies.get(key, [])} <= set(reviewed().remedies), name
        assert {*groups.get("limited", []), *groups.get("free", [])} <= GROUPS, name
        assert {id_ for ids in wanted.get("actions", {}).values() for id_ in ids} <= ACTIONS, name
        assert set(wanted.get("kind", [])) <= KINDS, name


@pytest.mark.parametrize("name", NAMES)
def test_the_urgency_is_neither_too_low_nor_too_high(name: str) -> None:
    result = assessed(name)
    urgency = result.verdict.urgency
    assert urgency == max((flag.urgency for flag in result.red_flags_fired), default=Urgency.NONE), seen(result)
    low, high = expected_urgency(name, "min"), expected_urgency(name, "max")
    assert urgency >= low, f"{name}: at least {low.word} was expected{seen(result)}"
    assert urgency <= high, f"{name}: at most {high.word} was expected{seen(result)}"


@pytest.mark.parametrize("name", NAMES)
def test_see_a_clinician_is_the_verdict_from_same_day_up_and_never_below(name: str) -> None:
    result = assessed(name)
    document: Any = as_document(result, reviewed())
    sent = document["verdict"]["action"] == "see_clinician"
    assert sent == (result.verdict.urgency >= Urgency.SAME_DAY), seen(result)
    if sent:
        assert result.plan.items == (), f"{name}: no remedy while this is open{seen(result)}"


@pytest.mark.parametrize("name", with_part("actions"))
def test_the_verdict_of_the_day_is_one_a_doctor_would_give(name: str) -> None:
    result = assessed(name)
    actions = expected(name)["actions"]
    assert result.verdict.action not in actions["forbidden"], f"{name}: {actions}{seen(result)}"
    assert result.verdict.action in actions["allowed"], f"{name}: {actions}{seen(result)}"


@pytest.mark.parametrize("name", with_part("causes"))
def test_the_likely_causes_come_first_and_the_unlikely_ones_do_not(name: str) -> None:
    result = assessed(name)
    wanted = expected(name)["causes"]
    ranked = [cause.cause for cause in result.causes.ranked]
    if wanted.get("listed") is False:
        assert ranked == [], f"{name}: no list of causes was expected{seen(result)}"
        return
    missing = [cause for cause in wanted.get("among_first_three", []) if cause not in ranked[:3]]
    assert missing == [], f"{name}: not among the first three{seen(result)}"
    assert not set(ranked[:1]) & set(wanted.get("not_first", [])), f"{name}: must not be first{seen(result)}"


@pytest.mark.parametrize("name", with_part("kind"))
def test_the_kind_of_fatigue_is_one_a_doctor_would_name(name: str) -> None:
    result = assessed(name)
    assert isinstance(result.kind, KindOfFatigue), f"{name}: a kind was expected{seen(result)}"
    assert result.kind.name in expected(name)["kind"], f"{name}: {expected(name)['kind']}{seen(result)}"


@pytest.mark.parametrize("name", with_part("groups"))
def test_sore_groups_are_limited_and_the_others_stay_free(name: str) -> None:
    result = assessed(name)
    groups = expected(name)["groups"]
    actions = {group: verdict.action for group, verdict in result.verdict.by_group.items()}
    assert set(actions) == GROUPS
    not_limited = {g: actions[g] for g in groups["limited"] if actions[g] not in ("modify", "pause", "see_clinician")}
    not_free = {g: actions[g] for g in groups["free"] if actions[g] not in ("push", "not_known")}
    assert not_limited == {}, f"{name}: these must be limited{seen(result)}"
    assert not_free == {}, f"{name}: these must stay free{seen(result)}"


@pytest.mark.parametrize("name", with_part("remedies"))
def test_what_would_harm_or_is_pointless_is_not_offered_and_something_sensible_is(name: str) -> None:
    result = assessed(name)
    wanted = expected(name)["remedies"]
    offered = {item.remedy for item in result.plan.items}
    assert offered & set(wanted["never"]) == set(), f"{name}: must not be offered{seen(result)}"
    if wanted.get("sensible"):
        why_not = {w.remedy: (w.rule, w.needed) for w in result.plan.withheld if w.remedy in wanted["sensible"]}
        assert offered & set(wanted["sensible"]), f"{name}: none of the sensible ones; {why_not}{seen(result)}"


@pytest.mark.parametrize("name", with_part("plan"))
def test_where_only_people_can_help_no_remedy_is_offered(name: str) -> None:
    assert expected(name)["plan"] == "empty"
    assert assessed(name).plan.items == (), seen(assessed(name))


@pytest.mark.parametrize("name", with_part("sore"))
def test_the_leading_reading_of_a_sore_place_is_the_one_a_doctor_would_think_of(name: str) -> None:
    result = assessed(name)
    for site, kind in expected(name)["sore"].items():
        here = [place for place in result.soreness if place.site == site]
        assert here, f"{name}: {site} is not among the sore places"
        for place in here:
            shares = {reading.kind: round(reading.share, 3) for reading in place.readings}
            assert place.readings[0].kind == kind, f"{name}: {place.site} {place.side}: {shares}{seen(result)}"
            wanted = expected(name).get("sore_words", {}).get(site, "")
            assert place.words.startswith(wanted), f"{name}: {place.words}"


@pytest.mark.parametrize("name", with_part("overreaching"))
def test_overreaching_is_graded_by_time_and_never_further_than_that(name: str) -> None:
    grade = assessed(name).overreaching
    assert grade is not None
    assert grade.state == expected(name)["overreaching"], grade
    said = " ".join((grade.state or "", grade.words, *grade.reasons, grade.settles)).lower()
    assert [word for word in expected(name).get("overreaching_never", []) if word in said] == []


@pytest.mark.parametrize("name", with_part("kind_told"))
def test_whether_it_outlasted_its_recovery_and_followed_exertion_is_answered(name: str) -> None:
    result = assessed(name)
    assert isinstance(result.kind, KindOfFatigue), seen(result)
    for field, wanted in expected(name)["kind_told"].items():
        told = getattr(result.kind, field)
        assert told is not None
        assert told.answer == wanted, f"{name}: {field}: {told}"
