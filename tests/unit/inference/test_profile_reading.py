"""Details and own words read medicines and conditions alike: the same facts and the same urgency at both doors."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from unweary.inference import profile_reading
from unweary.inference.findings import findings
from unweary.inference.own_words import Understood, propose
from unweary.inference.profile_reading import read_entry, read_profile
from unweary.inference.state import state
from unweary.service.own_words import proposals
from unweary.service.person import assess, packaged_knowledge
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWLEDGE = packaged_knowledge()
SAID = {"medicines": "I take {}", "supplements": "I take {}", "conditions": "I have {}"}
MAY_SAY = {name for known in KNOWLEDGE.profile_words for name in known.sets if known.field != "sports"}
#: Own words of one plain name each, of the findings that the details may set.
PLAIN = sorted(
    {
        (phrase.finding, option)
        for phrase in KNOWLEDGE.lexicon
        if phrase.finding in MAY_SAY and phrase.state == "present" and not phrase.near and phrase.number_from is None
        for pattern in phrase.words
        if pattern.replace("|", "").replace("_", "").isalpha()
        for option in pattern.replace("_", " ").split("|")
    }
)


def of_profile(field: str, entry: str) -> set[str]:
    history = History(NOW, profile=replace(Profile(), **{field: (entry,)}))
    now = state(history, KNOWLEDGE, NOW)
    known = findings(history, KNOWLEDGE, NOW, now.numbers, now.given)
    return {name for name in MAY_SAY if known.truth(name) is True}


def of_words(text: str) -> set[str]:
    said = propose(text, KNOWLEDGE).findings
    answers = tuple(Answer(each.finding, "present", NOW) for each in said if each.state == "present")
    history = History(NOW, answers=answers)
    now = state(history, KNOWLEDGE, NOW)
    known = findings(history, KNOWLEDGE, NOW, now.numbers, now.given)
    return {name for name in MAY_SAY if known.truth(name) is True}


@pytest.mark.parametrize("known", [w for w in KNOWLEDGE.profile_words if w.field != "sports"], ids=lambda w: w.words[0])
def test_every_word_of_the_details_says_the_same_in_own_words(known) -> None:
    for word in known.words:
        told = of_profile(known.field, word)
        assert set(known.sets) <= told, word
        assert told == of_words(SAID[known.field].format(word)), word


def test_every_plain_name_of_the_lexicon_is_read_in_the_details() -> None:
    assert len(PLAIN) > 100
    faults = []
    for finding, name in PLAIN:
        said = {field: of_words(SAID[field].format(name)) for field in ("medicines", "conditions")}
        faults += [(finding, name) for field, told in said.items() if told - of_profile(field, name)]
    assert not faults


@pytest.mark.parametrize(
    ("field", "entry", "finding"),
    [
        *(("medicines", name, "sglt2i") for name in ("Jardiance", "jardiance 10 mg", "FORXIGA")),
        *(("medicines", name, "checkpoint_inhib") for name in ("Keytruda", "Opdivo")),
        *(("medicines", name, "steroid_long") for name in ("Medrol", "hydrocortisone", "cortisone", "Plenadren")),
        *(("medicines", name, "anticoag") for name in ("Marevan", "Clexane", "Marcoumar", "Sintrom", "Lixiana")),
        ("medicines", "Humira", "immunosup"),
        ("medicines", "Lipitor", "statin_any"),
        ("medicines", "Cipro", "fluoroquinolone"),
        ("conditions", "diabetic", "diabetes_known"),
        ("conditions", "sickle cell", "sickle_disease"),
        ("conditions", "HIV", "immunosup"),
        ("conditions", "long QT", "heart_disease"),
        ("conditions", "blood thinner", "anticoag"),
    ],
)
def test_what_people_write_is_read(field: str, entry: str, finding: str) -> None:
    assert finding in of_profile(field, entry)
    assert finding in of_words(SAID[field].format(entry))


@pytest.mark.parametrize("entry", ["hydrocortisone cream", "nystatin", "Medrolox", "hives", "cortisone injection"])
def test_a_word_counts_whole_and_a_cream_is_no_tablet(entry: str) -> None:
    assert not read_entry("medicines", entry, KNOWLEDGE)


def test_an_illness_of_the_details_is_no_complaint_of_now() -> None:
    entries = ("heart attack", "chest pain", "tired legs", "afib")
    told = assess(History(NOW, profile=Profile(conditions=entries)))
    assert {state.finding for state in told.findings}.isdisjoint({"chest_pain_now", "palpitations", "heavy_legs"})


@pytest.mark.parametrize(
    ("entry", "also"), [("Jardiance", "nausea_vomit"), ("Plenadren", "nausea_vomit"), ("Humira", "fever")]
)
def test_the_urgency_is_the_same_at_both_doors(entry: str, also: str) -> None:
    sign = (Answer(also, "present", NOW),)
    one = assess(History(NOW, profile=Profile(medicines=(entry,)), answers=sign)).verdict.urgency
    other = proposals(f"I take {entry}", History(NOW, answers=sign), KNOWLEDGE).if_confirmed.verdict.urgency
    assert one == other
    assert one > assess(History(NOW, answers=sign)).verdict.urgency


def test_what_was_not_recognised_is_told() -> None:
    profile = Profile(medicines=("Jardiance", "Zzzol 5 mg"), conditions=("Xyz",))
    assert read_profile(profile, KNOWLEDGE).not_recognised == ("Zzzol 5 mg", "Xyz")
    told = assess(History(NOW, profile=profile))
    assert told.not_recognised == ("Zzzol 5 mg", "Xyz")
    assert not any("Zzzol" in note for note in told.scope_notes)
    known = Profile(medicines=("Lipitor",), conditions=("epilepsy",))
    assert read_profile(known, KNOWLEDGE).not_recognised == ()


def test_each_entry_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(text: str, knowledge: Knowledge) -> Understood:
        read.append(text)
        return propose(text, knowledge)

    monkeypatch.setattr(profile_reading, "propose", counted)
    profile = Profile(medicines=("Jardiance", "Zzzol"), supplements=("creatine",), conditions=("epilepsy",))
    assess(History(NOW, profile=profile))
    assert read == ["I take Jardiance", "I take Zzzol", "I take creatine", "I have epilepsy"]


def test_the_words_of_the_profile_compile_no_pattern_that_cannot_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Counted:
        @staticmethod
        def search(pattern: str, text: str) -> re.Match[str] | None:
            tried.append(pattern)
            return re.search(pattern, text)

        escape = staticmethod(re.escape)

    monkeypatch.setattr(profile_reading, "re", Counted)
    profile = Profile(medicines=("nystatin", "statins"))
    found = profile_reading.profile_facts(History(NOW, profile=profile), KNOWLEDGE)
    assert found["statin_any"] == (True, ("profile",))
    assert len(tried) < 10 < sum(len(entry.words) for entry in KNOWLEDGE.profile_words)
