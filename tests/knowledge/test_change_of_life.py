"""Sweats at night have common reasons, and a serious one is never named alone for one common sign."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


Sex = Literal["F", "M"] | None


def told(yes: str, born: int | None, sex: Sex) -> Assessment:
    answers = tuple(Answer(name, "present", NOW) for name in yes.split())
    return assess(History(NOW, profile=Profile(birth_year=born, sex=sex), answers=answers), KNOWLEDGE)


@pytest.mark.parametrize(
    "yes", ["night_sweats", "night_sweats fatigue_general", "night_sweats fatigue_ge6wk muscle_ache sleep_trouble"]
)
def test_in_a_woman_of_53_the_change_of_life_stands_before_cancer(yes: str) -> None:
    today = told(yes, 1973, "F")
    assert today.causes.posterior["menopause"] > 5 * today.causes.posterior["malignancy"]
    assert today.causes.ranked[0].cause == "menopause"
    assert today.verdict.urgency <= Urgency.ROUTINE


@pytest.mark.parametrize(("born", "sex"), [(1990, "F"), (1973, "F"), (1973, "M"), (1950, "M"), (1973, None)])
def test_no_serious_cause_is_named_first_for_sweats_at_night(born: int, sex: Sex) -> None:
    ranked = told("night_sweats", born, sex).causes.ranked
    assert KNOWLEDGE.causes[ranked[0].cause].tier not in ("serious", "emergency")


def test_with_weight_loss_and_lumps_cancer_leads_at_every_age_and_somebody_looks() -> None:
    for born in (1990, 1973, 1950):
        today = told("night_sweats fatigue_general weight_loss lymph_nodes", born, "F")
        assert today.causes.posterior["malignancy"] > today.causes.posterior["menopause"]
        assert today.verdict.urgency >= Urgency.WITHIN_DAYS


@pytest.mark.parametrize(("born", "sex", "most"), [(1973, "M", 1e-6), (2000, "F", 0.02), (1960, "F", 0.4)])
def test_it_has_a_sex_and_an_age(born: int, sex: Sex, most: float) -> None:
    assert told("night_sweats", born, sex).causes.posterior["menopause"] < most


def test_tiredness_alone_is_not_put_down_to_it() -> None:
    today = told("fatigue_general", 1973, "F")
    assert 0.1 < today.causes.posterior["menopause"] < 0.2


def test_sweats_point_to_sleep_apnoea_too() -> None:
    assert told("night_sweats", 1973, "M").causes.ranked[0].cause in ("osa", "anxiety")
