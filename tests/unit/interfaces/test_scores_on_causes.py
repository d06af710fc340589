"""The Scores and Blood tests blocks of the Causes page."""

from __future__ import annotations

from datetime import UTC, datetime

from unweary.interfaces.web.causes import causes
from unweary.service.person import assess, packaged_knowledge
from unweary.vocab.history import Answer, History, Lab, Profile

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def shown(profile: Profile, *signs: str, labs: tuple[Lab, ...] = ()) -> dict:
    answers = tuple(Answer(sign, "present", NOW) for sign in signs)
    person = History(as_of=NOW, profile=profile, answers=answers, labs=labs)
    return causes(assess(person), packaged_knowledge())


def test_settled_scores_stand_apart_from_open_ones():
    page = shown(Profile(birth_year=1960, sex="M"), "calf_swell_one", "pitting_one", "snoring")
    (wells,) = page["scores"]
    assert (wells["word"], wells["points"]) == ("clot likely", "2 to 9 of 9")
    assert wells["items"][5] == {"label": "calf at least 3 cm bigger than the other", "sign": "+", "word": "yes"}
    assert "does not rule out" in wells["caveat"]
    (apnoea,) = page["open_scores"]
    assert apnoea["possible"] == ("high", "intermediate; high with tiredness", "intermediate")
    assert apnoea["needed"]


def test_in_pregnancy_a_score_is_named_with_the_reason_and_without_a_number():
    page = shown(Profile(birth_year=1995, sex="F", pregnant=True), "calf_swell_one", "pitting_one")
    (wells,) = page["open_scores"]
    assert (wells["scored"], wells["points"], wells["word"]) == (False, "", "")
    assert "midwife" in wells["meaning"]


def test_blood_tests_stand_as_written_beside_their_range():
    labs = (Lab("haemoglobin", 12.1, "g/dL", NOW), Lab("crp", 5.0, "mg/L", NOW, "<"))
    page = shown(Profile(birth_year=1980, sex="M"), labs=labs)
    found = [(lab["name"], lab["value"], lab["usual"], lab["word"], lab["outside"]) for lab in page["labs"]]
    assert found == [
        ("haemoglobin", "12.1 g/dL", "13 to 17", "low", True),
        ("C-reactive protein", "<5 mg/L", "up to 10", "not high", False),
    ]


def test_with_nothing_known_neither_block_is_there():
    page = shown(Profile())
    assert (page["scores"], page["open_scores"], page["labs"]) == ([], [], [])
