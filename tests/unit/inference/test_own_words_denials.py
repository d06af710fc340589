"""A sign is absent only where it is denied itself: not where a doctor, a belief or a change of it is denied.

Every sentence is made up for this test.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.inference.told_age import told_age
from unweary.service.own_words import proposals
from unweary.vocab.history import History, Profile
from unweary.vocab.knowledge import Urgency

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)

#: Something else is denied: the sign is told as a fact ('+'), or left open ('?').
ELSEWHERE = """\
I have not seen a doctor for the chest pain | +chest_pain_now
nobody believes my chest pain | +chest_pain_now
no doctor has looked at my chest pain | +chest_pain_now
no position helps the chest pain | +chest_pain_now
I didn't tell my wife about the crushing chest pain | +chest_pain_now
I haven't mentioned the chest pain to anybody | +chest_pain_now
no one listens to me about my chest pain | +chest_pain_now
I can't deny chest pain | +chest_pain_now
the ambulance never came for my chest pain | ?chest_pain_now
I have never bothered anyone with the chest pain | +chest_pain_now
I don't want to talk about my chest pain | +chest_pain_now
no painkiller touches my chest pain | +chest_pain_now
I never had treatment for the chest pain | +chest_pain_now
not been to the hospital about my chest pain | +chest_pain_now
isn't my chest pain serious? | +chest_pain_now
my doctor doesn't think chest pain is serious | ?chest_pain_now
nobody at the clinic asks about chest pain | +chest_pain_now
I never told anyone that I cough blood | +haemoptysis
I have never mentioned that I cough up blood | +haemoptysis
no one knows that I have been coughing up blood | +haemoptysis
I did not show anyone that I cough blood | +haemoptysis
haven't told anyone about the blood in my stool | +gi_bleed
not told anybody about my black stools | +melaena
I haven't asked a nurse about my black stools | +melaena
why isn't my swollen calf going down | +leg_swell_any
isn't my swollen calf a reason to stop | +leg_swell_any
haven't had my swollen calf looked at | +leg_swell_any
I haven't seen anyone about my swollen calf | +leg_swell_any
nobody knows why my calf is swollen | +leg_swell_any
no one can explain why my calf is swollen | +leg_swell_any
my physio has never examined my swollen calf | +leg_swell_any
GP said it's nothing my calf is swollen | +leg_swell_any
no cream works on my swollen calf | +leg_swell_any
nobody knows why my face droops | +fast_positive
nobody can tell me why my speech is slurred | +fast_positive
the doctor doesn't explain why my speech is slurred | +fast_positive
nobody told me why my pee is brown | +dark_urine
I have not asked anyone why my urine is brown | +dark_urine
isn't it bad that I fainted running | +syncope_any
nobody understands why I fainted | +syncope_any
I never told my coach that I fainted | +syncope_any
no physio treated the numbness between my legs | +saddle_numb
I have not reported my numb groin to the doctor | ?saddle_numb
no inhaler relieves my wheeze | +wheeze
nobody cares about my fever | +fever
I didn't measure my fever | +fever
never had a headache like this, came on in a second | +thunderclap +headache_new
I'm never free of palpitations, nobody believes my palpitations | +palpitations
I never used to get palpitations | +palpitations
my wife didn't notice my double vision | ?ptosis_diplopia
I don't believe I have a fever | ?fever
the GP never said I have palpitations | ?palpitations
without my inhaler I cannot breathe | +asthma_known
never had swelling like this in my leg | ?leg_swell_any
never had such chest pain | ?chest_pain_now"""

#: The denial is corrected or limited: never a sure 'no'.
TAKEN_BACK = """\
no pain in my chest, just a heavy pressure | chest_pain_now
no chest pain, just pressure and sweating | chest_pain_now
no pain in my chest, just a tightness there | chest_pain_now
no pain in my chest, only something squeezing | chest_pain_now
no chest pain, it's more like a band | chest_pain_now
no chest pain. Just a heavy pressure. | chest_pain_now
my chest doesn't hurt, it feels like a weight on it | chest_pain_now
no chest pain until this morning | chest_pain_now
no chest pain before today | chest_pain_now
no chest pain unless I walk uphill | chest_pain_exert
no chest pain except on hills | chest_pain_now
no chest pain apart from on stairs | chest_pain_now
no chest pain, except when I climb | chest_pain_now
no chest pain now but an hour this morning | chest_pain_now
no chest pain now, but had it yesterday | chest_pain_now
no chest pain at the moment, started this morning then stopped | chest_pain_now
I never had chest pain before this morning | chest_pain_now
pee isn't dark, it's brown | dark_urine
my pee isn't dark, more like tea | dark_urine
my urine is not brown, just red | dark_urine
no black stools, more like tar | melaena
stool not black but like tar | melaena
my leg isn't swollen, it's enormous | leg_swell_any
my calf isn't swollen, just bigger | leg_swell_any
no swelling in my calf until last night | leg_swell_any
no swelling in my calf except after the flight | leg_swell_any
I'm not confused, my wife says I am | confusion
never fainted before, yesterday I did while running | syncope_any
no fainting until the race | syncope_any
it doesn't hurt unless I breathe in | pleuritic
doesn't hurt except when I breathe in | pleuritic
no fever until last night | fever
no fever before today | fever
no fever unless it is evening | fever
no headache, just the worst head pressure of my life | headache_new
no palpitations apart from last night | palpitations
no numbness except in the groin | numb_feet
no fever if I take paracetamol | fever
not feverish thanks to paracetamol | fever
no chest pain with the painkillers | chest_pain_now
hardly any chest pain now | chest_pain_now
I am not breathless only when sitting bolt upright | breathless_any"""

#: Honest denials: they stay absent.
HONEST = """\
no chest pain but my legs are sore | chest_pain_now
no chest pain, only sore calves | chest_pain_now
no chest pain, just tired legs | chest_pain_now
no chest pain, but stairs are hard | chest_pain_now
I don't have chest pain going up stairs | chest_pain_now
denies chest pain, palpitations, syncope | chest_pain_now palpitations syncope_any
never had chest pain | chest_pain_now
I do not have any chest pain | chest_pain_now
I haven't had any chest pain | chest_pain_now
no sign of chest pain | chest_pain_now
I have never experienced chest pain | chest_pain_now
without any chest pain | chest_pain_now
no chest pain at all | chest_pain_now
no pain in my chest | chest_pain_now
no chest pain or breathlessness or palpitations | chest_pain_now palpitations
chest pain: no | chest_pain_now
no fever, just tired legs | fever
no fever, it's just tiredness | fever
no fever but the race was hard | fever
no fever, cough or rash | fever coryza_cough
I haven't noticed any fever | fever
I have not got a fever | fever
didn't have a fever this week | fever
no longer feverish | fever
neither fever nor cough | fever coryza_cough
nope, no fever | fever
no symptoms of fever | fever
no swelling in my calf | leg_swell_any
haven't noticed any swelling in my calf | leg_swell_any
no sign of swelling in the calf | leg_swell_any
my calf isn't swollen | leg_swell_any
my calves are sore but not swollen, thank you. my left calf isn't swollen at all | leg_swell_any
I can't see any swelling in my calf | leg_swell_any
pee isn't dark, it's pale yellow | dark_urine
my urine is not brown | dark_urine
no dark urine | dark_urine
my pee isn't dark, it's fine | dark_urine
no black stools | melaena
never coughed up blood | haemoptysis
not coughing up blood | haemoptysis
I'm not confused | confusion
didn't faint | syncope_any
never fainted in my life | syncope_any
not passed out, not dizzy | syncope_any dizzy
I don't have any numbness or weakness | numb_feet true_weakness
no numbness in my feet | numb_feet
no numbness between my legs | saddle_numb
my speech isn't slurred | fast_positive
no palpitations | palpitations
no numbness, just sore | numb_feet
no breathlessness, just unfit | breathless_any
I don't get palpitations | palpitations
no double vision | ptosis_diplopia
no thoughts of killing myself | suicidal
no history of blood clots | prior_vte
no headache | headache_new
never been diagnosed with heart disease | heart_disease
no night sweats or weight loss | night_sweats weight_loss
not breathless at all, just tired | breathless_any
no headaches, no fevers, legs just tired | headache_new
no fever, took paracetamol for my knee | fever
not dizzy only tired | dizzy"""


def states(text: str) -> dict[str, str]:
    return {found.finding: found.state for found in propose(text, KNOWLEDGE, FRIDAY).findings}


def urgency(text: str) -> Urgency:
    return proposals(text, History(NOW), KNOWLEDGE).if_confirmed.verdict.urgency


def rows(table: str) -> list[tuple[str, list[str]]]:
    return [(text.strip(), wanted.split()) for text, _, wanted in (row.partition("|") for row in table.splitlines())]


@pytest.mark.parametrize(("text", "wanted"), rows(ELSEWHERE))
def test_a_denial_of_something_else_takes_no_sign_away(text: str, wanted: list[str]) -> None:
    told = states(text)
    for want in wanted:
        state = told.get(want[1:])
        assert state != "absent", (text, told)
        assert want[0] == "!" or state == {"+": "present", "?": "uncertain"}[want[0]], (text, told)


@pytest.mark.parametrize(("text", "wanted"), rows(TAKEN_BACK))
def test_a_denial_that_is_corrected_or_limited_is_no_sure_no(text: str, wanted: list[str]) -> None:
    told = states(text)
    assert all(told.get(sign) in ("uncertain", "present") for sign in wanted), (text, told)


@pytest.mark.parametrize(("text", "wanted"), rows(HONEST))
def test_an_honest_denial_stays_a_no(text: str, wanted: list[str]) -> None:
    told = states(text)
    assert all(told.get(sign) == "absent" for sign in wanted), (text, told)
    assert urgency(text) < Urgency.SAME_DAY, text


@pytest.mark.parametrize("who", ["nobody", "no doctor", "no one"])
@pytest.mark.parametrize("does", ["believes", "has examined", "takes seriously", "knows about", "has scanned"])
@pytest.mark.parametrize(
    ("sign", "finding"),
    [("chest pain", "chest_pain_now"), ("swollen calf", "leg_swell_any"), ("black stools", "melaena")],
)
def test_whoever_does_not_do_what_with_my_sign_the_sign_is_there(who: str, does: str, sign: str, finding: str) -> None:
    assert states(f"{who} {does} my {sign}").get(finding) == "present"


@pytest.mark.parametrize("limit", ["until last night", "unless I run", "except when I run", "before this week"])
@pytest.mark.parametrize(
    ("sign", "finding"),
    [("chest pain", "chest_pain_now"), ("fever", "fever"), ("black stools", "melaena"), ("dark urine", "dark_urine")],
)
def test_no_sign_is_a_sure_no_up_to_a_limit(limit: str, sign: str, finding: str) -> None:
    assert states(f"no {sign} {limit}").get(finding) in ("uncertain", None, "present")


# ---- legs and toes, the heart, senses lost


@pytest.mark.parametrize(
    "text",
    [
        "legs cold and white from the knee down since this morning",
        "both legs have gone cold and blue and I can't move my toes",
        "my toes are white and cold and numb since lunch",
        "my feet suddenly went cold and white",
    ],
)
def test_several_cold_white_legs_or_toes_are_an_emergency_and_no_head_cold(text: str) -> None:
    told = states(text)
    assert told.get("acute_cold_white_leg") == "present"
    assert not {"coryza_cough", "infection_6wk"} & set(told)


@pytest.mark.parametrize("text", ["my legs are cold and white", "my toes are cold and blue", "cold white legs"])
def test_cold_white_legs_without_more_are_asked_about(text: str) -> None:
    told = states(text)
    assert told.get("acute_cold_white_leg") == "uncertain"
    assert not {"coryza_cough", "infection_6wk"} & set(told)


@pytest.mark.parametrize(
    "text",
    [
        "legs cold and white after the ice bath",
        "my toes go white in the cold water",
        "my feet are always cold and pale in winter",
        "feet cold in bed, legs tired",
        "I had a heart attack when I saw my numbers",
        "nearly had a heart attack when I opened the bill",
        "I have angina, well controlled for years, legs tired",
    ],
)
def test_harmless_talk_is_no_alarm(text: str) -> None:
    assert urgency(text) < Urgency.SAME_DAY
    assert states(text).get("chest_pain_now") != "present"


@pytest.mark.parametrize(
    "text", ["I think it is angina and it is worse", "angina attack since breakfast", "having a heart attack"]
)
def test_angina_of_now_and_a_heart_attack_stay_one(text: str) -> None:
    assert states(text).get("chest_pain_now") in ("present", "uncertain")


@pytest.mark.parametrize("text", ["I was unconscious during the race", "went unconscious while running"])
def test_unconscious_in_sport_is_fainting_in_sport(text: str) -> None:
    assert states(text).get("syncope_exert") == "present"
    assert urgency(text) is Urgency.EMERGENCY_NOW


# ---- scope, what was not understood, age


def test_a_denied_sign_of_ours_sends_nobody_away() -> None:
    said = proposals("no chest pain, it wobbles on bends", History(NOW), KNOWLEDGE)
    assert said.if_confirmed.verdict.headline != "This is not what Unweary judges."


def test_a_long_run_that_was_not_read_is_told_though_its_stretch_was_half_read() -> None:
    said = propose("heavy legs and purple zebras juggling broken umbrellas loudly", KNOWLEDGE, FRIDAY)
    assert any("zebras" in left for left in said.left_over)
    assert propose("heavy legs and a sore left calf today", KNOWLEDGE, FRIDAY).left_over == ()


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I am 72, my jaw aches when I chew", 72),
        ("72 year old man, tired legs", 72),
        ("I'm 34 years old and tired", 34),
        ("it began when I turned 40, I'm 52 now, legs heavy", 52),
        ("tired since age 30", None),
        ("my 70 year old mother has a fever", None),
        ("I'm 34 weeks pregnant", None),
        ("I'm 15 and tired", None),
        ("I'm 400, haha", None),
    ],
)
def test_the_age_of_an_adult_is_read(text: str, age: int | None) -> None:
    assert told_age(text) == age


def test_a_told_age_counts_for_the_answer_where_the_details_have_none() -> None:
    said = proposals("I am 72, my jaw aches when I chew", History(NOW), KNOWLEDGE)
    assert said.birth_year == 1954
    assert proposals("heavy legs", History(NOW), KNOWLEDGE).birth_year is None


def test_the_age_of_the_details_wins_and_a_difference_is_told() -> None:
    kept = History(NOW, profile=Profile(birth_year=1990))
    other = proposals("I am 72, my legs are heavy", kept, KNOWLEDGE)
    same = proposals("I am 35, my legs are heavy", kept, KNOWLEDGE)
    assert other.birth_year is None
    assert any("72" in note and "36" in note for note in other.if_confirmed.scope_notes)
    assert not any("35" in note for note in same.if_confirmed.scope_notes)
