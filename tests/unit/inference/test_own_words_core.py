"""Tired, heavy, sore, slow to recover: what people come with first, in their own words, made up for this test."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

FRIDAY = date(2026, 11, 20)

#: Text, then the findings that must be present (+), absent (-), asked about (?) or not proposed at all (!).
SAID = """
my legs are toast after yesterday's ride | +heavy_legs
quads absolutely fried after squats | +heavy_legs
legs are cooked, did intervals on Tuesday | +heavy_legs
my calves are done after the hill reps | +heavy_legs
my legs felt flat all week on the bike | ?heavy_legs !low_mood
I feel flat and sad most days | +low_mood
legs never feel fresh any more | ?heavy_legs
legs are like two sacks of sand | +heavy_legs
fatigue in my legs | +heavy_legs ?fatigue_general
my legs tire quickly on stairs | +heavy_legs
my legs aren't heavy, just sore | -heavy_legs +muscle_ache
my husband's legs are toast | !heavy_legs
my son is overtrained | !perf_drop_weeks !fatigue_general
I made fried chicken legs for dinner | !heavy_legs
my muscles feel like jelly | ?fatigue_general
everything feels heavy | ?fatigue_general
arms trashed after climbing | ?fatigue_general
body feels fried after a month of doubles | +fatigue_general
I feel beaten up after every session | ?fatigue_general ?muscle_ache
I'm not tired, just slower | !fatigue_general
I tire so easily now | +fatigue_general
stamina is gone since dengue | ?fatigue_general
my hands get tired when writing | ?fatigue_general
my neck gets tired at the desk | ?fatigue_general
my back muscles are tired all day | ?fatigue_general
constant muscle fatigue | ?fatigue_general
post covid muscle fatigue | ?fatigue_general +onset_after_infection
my shoulders are tired and I am exhausted all over | +fatigue_general
I'm exhausted after ten hours on my feet | +fatigue_general
feeling lethargic and legs heavy | +fatigue_general +heavy_legs
I can't recover from workouts anymore | ?fatigue_general
recovery takes forever | ?fatigue_general
it takes me a week to recover from a short run | ?fatigue_general
I recover well between sessions | !fatigue_general
overtrained | ?fatigue_general ?perf_drop_weeks
I'm not overtrained | !fatigue_general !perf_drop_weeks
I read about overtraining yesterday | !perf_drop_weeks !fatigue_general
slower than last month, same effort | ?perf_drop_weeks !main_days
my FTP has dropped 20 watts | ?perf_drop_weeks
bench has gone backwards for a month | ?perf_drop_weeks +main_days
can't hit my usual watts | ?perf_drop_weeks
I am slower than my wife | !perf_drop_weeks
warm up weights feel heavy | +rpe_high
zone 2 feels like threshold | +rpe_high
the weights feel light today | !rpe_high
everything takes more effort than it used to | ?rpe_high
my HRV has dropped | ?hrv_down
my hrv is normal | !hrv_down
sore after the gym | +muscle_ache
sore throat after the gym | !muscle_ache
still sore five days after deadlifts | +muscle_ache +main_days
My quads are still sore four days after leg day | +leg_pain +muscle_ache +main_days !foot_sores
my feet have sores that won't heal | +foot_sores
full body paining since two days | +muscle_ache +main_days
leg day killed me, still sore on thursday | +muscle_ache
my thighs burn climbing stairs since last week | ?burn_effort_only +main_days
quads on fire going uphill | ?burn_effort_only
legs burn after one flight of stairs | ?burn_effort_only
forearms get pumped after two moves | ?exertion_tightness
so pumped for the race tomorrow | !exertion_tightness
muscles shaking after exercise | ?tremor
my legs shake after squats | ?heavy_legs !tremor
my mucsles are tired | ?fatigue_general
legs exhuasted for three weeks | +heavy_legs +main_days
my dad's muscles are always tired | !fatigue_general !heavy_legs
my legs are not tired at all | -heavy_legs
I'm wrecked for two days after a normal gym session | +fatigue_general ?pem_12_48h
I used to smoke but now my chest is tight | +chest_pain_now
I used to run, now my left calf is swollen | +leg_swell_any
constantly tired with weak legs | +fatigue_general +true_weakness
so tired my eyes hurt | +fatigue_general
chronic fatigue and sore muscles | +fatigue_general +muscle_ache
it takes my mum ages to recover | !fatigue_general
muscle soreness not going away after 10 days | +muscle_ache +main_days
my legs feel like they're full of sand | +heavy_legs
I can't climb what I used to climb | ?perf_drop_weeks
why do I recover so slowly? | ?fatigue_general
"""
CASES = [line for line in SAID.strip().splitlines() if line]
STATES = {"+": "present", "-": "absent", "?": "uncertain", "!": None}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_the_core_complaint_is_understood_as_the_person_meant_it(line: str) -> None:
    knowledge = knowledge_room.load()
    text, _, wanted = line.rpartition("|")
    found = {proposal.finding: proposal.state for proposal in propose(text.strip(), knowledge, FRIDAY).findings}
    for want in wanted.split():
        assert want[1:] in knowledge.findings
        assert found.get(want[1:]) == STATES[want[0]], (text, want, found)


#: Text, the days that it says, and the words shown for them.
LASTING = (
    ("vomiting for three days and cannot keep any drink down, very tired legs", 3, "three days"),
    ("my legs have been heavy for three weeks", 21, "legs have been heavy for three weeks"),
    ("exhausted and back pain for a month", 30, "back pain for a month"),
    ("fatigue and cough for 2 weeks", 14, "2 weeks"),
    ("slower than usual for three weeks", 21, "slower than usual for three weeks"),
    ("tired legs, slower than last month", None, ""),
    ("tired, it takes me a week to recover", None, ""),
)


@pytest.mark.parametrize(("text", "days", "words"), LASTING, ids=[case[0] for case in LASTING])
def test_a_length_of_time_is_shown_in_no_more_words_than_it_needs(text: str, days: int | None, words: str) -> None:
    found = [each for each in propose(text, knowledge_room.load(), FRIDAY).findings if each.finding == "main_days"]
    assert [(each.value, each.words) for each in found] == ([] if days is None else [(days, words)])


@pytest.mark.parametrize("text", ["pain in my left leg", "my legs ache at night", "it is sore when I sit"])
def test_a_word_that_names_no_muscle_marks_none(text: str) -> None:
    assert propose(text, knowledge_room.load(), FRIDAY).sites == ()
