"""Words put together from classes: a part of the body and how it is, a sport, a job, and what is denied by one word.

Every text is made up for this test.
"""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

FRIDAY = date(2026, 11, 20)

#: Text, then what must be present (+), absent (-), asked about (?), not present (!) or not said at all (0).
SAID = """
my thighs feel wooden | +heavy_legs
legs feel like they weigh a ton | +heavy_legs
my knee blew up overnight, it is red and boiling hot and I can't bend it | +hot_joint_acute +joint_pain +joint_swelling
my knee is red hot and swollen, can't bend it | +hot_joint_acute +joint_pain +joint_swelling
knee is swollen and hot but I twisted it yesterday | !hot_joint_acute
after the marathon I drank loads of water, now a banging head and I keep throwing up | +overdrink_event +headache_new
after the marathon I keep throwing up now | +vomited ?long_event_24h
my left arm aches and feels tight when I hurry for the bus, settles when I stop | +chest_pain_exert
no chest pain, but my jaw aches when I walk uphill and stops when I rest | +chest_pain_exert
I walk 20 minutes, then my calf hurts and I have to stop, goes in five minutes | ?calf_walk_pain_relief10
my calf cramps and I must stop when I walk to the shops | ?calf_walk_pain_relief10
never blacked out at rest, only when running | 0syncope_exert
I don't have my medication with me | 0anticoag 0statin_any
sugars fine yesterday, 25 now | !glucose_high
ketones negative earlier, now 4 | 0ketones_high
periods normal but none since June | 0missed_periods
my legs ache when I run and I have to stop | !calf_walk_pain_relief10
breast cancer four years ago and now my upper back hurts like a tight belt | +back_pain +spine_pain_red
can't lift my foot properly since this morning, it slaps the ground | +distal_weak weakness_days=0.2
I'm just knackered, two small kids, five hours of sleep | +sleep_lt7 0main_days
no sleep, chest pain and tired for five hours | main_days
I can't feel my privates and my legs are weak | +saddle_numb
fog in my head | +brain_fog 0other_complaint
no blood thinners | -anticoag
swollen leg? no. | -leg_swell_any
I play football twice a week | +sport_impact
my daughter plays netball | 0sport_impact
I used to play rugby | 0sport_impact
I row for my club | +sport_endurance
I go bouldering | +sport_aesthetic
I clean offices at night | +shift_or_safety_job
the nurse showed me | 0standing_8h
I'm a waitress | +standing_8h
no swelling anywhere | -leg_swell_any -ankle_swelling
my knee is fine, no swelling either | 0leg_swell_any
it was hot, my ankle is swollen after the run today | !hot_joint_acute
no swelling in my ankles but the left calf is swollen | +leg_swell_any
no blackouts | -syncope_any -syncope_exert
I never fainted before but blacked out during the match | +syncope_exert
no chest pain | -chest_pain_now -chest_pain_brief 0chest_pain_exert
no chest pain now | -chest_pain_now 0chest_pain_brief
I take no medication | -any_medicine -anticoag -statin_any
I take no medication except warfarin | +anticoag
no tablets apart from a blood thinner | +anticoag
I don't want to die or anything, I'm just blank | ?suicidal
I don't want to die but I don't want to be here either | +suicidal
not sure if I want to die | ?suicidal
I don't want to live anymore | +suicidal
not pregnant, before you ask | -pregnant
there's no chance I'm pregnant | -pregnant
if I ever went numb or couldn't pee I'd be straight in to hospital | !bladder_bowel !saddle_numb
if I run far my calf swells up | +leg_swell_any
tired for two weeks | -fatigue_ge6wk -fatigue_gt6mo
tired for weeks | 0fatigue_ge6wk
tired for over two weeks | 0fatigue_ge6wk
fatigued since my jab in spring, crashing for two days | 0fatigue_ge6wk
I can climb stairs but not get out of a chair | 0prox_weak
my training load hasn't gone up | -load_spike
Hb 10.1 | +hb_low
TSH came back at 14 | +tsh_gt10
"""
CASES = [line for line in SAID.strip().splitlines() if line]
KNOWLEDGE = knowledge_room.load()
STATES = {"+": "present", "-": "absent", "?": "uncertain"}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_it_is_read_as_it_was_meant(line: str) -> None:
    text, _, wanted = line.partition(" | ")
    read = {proposal.finding: proposal for proposal in propose(text, KNOWLEDGE, FRIDAY).findings}
    for want in wanted.split():
        if want[0] in "+-?":
            assert want[1:] in read, (text, want)
            assert read[want[1:]].state == STATES[want[0]], (text, want)
        elif want[0] == "!":
            assert want[1:] not in read or read[want[1:]].state != "present", (text, want)
        elif want[0] == "0":
            assert want[1:] not in read, (text, want)
        else:
            name, _, value = want.partition("=")
            assert name in read, (text, want)
            assert not value or read[name].value == float(value), (text, want)
