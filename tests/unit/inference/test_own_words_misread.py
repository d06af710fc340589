"""What was once read wrongly, with its neighbours that must not change. Every text is made up for this test."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

FRIDAY = date(2026, 11, 20)

#: Text, then the findings that must be present (+), absent (-), asked about (?), not present (!) or not said (0).
SAID = """
# an old state is asked about where the question is about a new one
I am paralysed from the waist down since a crash in 2015 | ?cannot_move
paralysed since a crash in 2015 | ?cannot_move
I cannot move my legs since an accident in 2015 | ?cannot_move
my legs have been paralysed for years | ?cannot_move
my face has drooped since my stroke in 2018 | ?fast_positive
slurred speech since a stroke years ago | ?fast_positive
left arm weak since the stroke years ago | ?one_side_weak +stroke_past
I had a stroke in 2019, my left arm is weak since | ?one_side_weak
weak in one arm and leg since childhood | ?one_side_weak
numb between the legs for ten years since a back injury | ?saddle_numb
can't control my bladder since my spinal cord injury in 2012 | ?bladder_bowel
my left arm is paralysed | ?cannot_move
paralysed with fear | 0cannot_move
suddenly this morning my left arm is paralysed | +cannot_move
this morning my left arm is paralysed, I had a crash in 2015 | +cannot_move
my right leg was weak since 2015 and since this morning my left arm is paralysed | +cannot_move
a stroke in 2019 and since this morning my face droops | +fast_positive
slurred speech since my stroke in 2018, worse since yesterday | +fast_positive
smoker for 20 years, slurred speech | +fast_positive
diabetic since 2010 and slurred speech | +fast_positive
slurred speech since 2026 | +fast_positive
my left arm is paralysed since an operation | +cannot_move
# the heart: seen by a doctor, by name alone, denied for one moment only
GP saw a heart attack on the ECG | +heart_disease 0chest_pain_now
the scan shows an old heart attack | +heart_disease 0chest_pain_now
I think I am having a heart attack, the ambulance crew saw it on the ECG | ?chest_pain_now
I am having a heart attack | +chest_pain_now
nearly had a heart attack when I saw the bill | !chest_pain_now !heart_disease
Angina | +heart_disease ?chest_pain_now
I have angina and my legs are heavy | +heart_disease ?chest_pain_now
angina worse since Monday | +heart_disease +chest_pain_now
angina at rest | +heart_disease +chest_pain_now
angina now | +heart_disease +chest_pain_now
no exertional chest pain | -chest_pain_exert 0chest_pain_now
denies exertional chest pain | -chest_pain_exert 0chest_pain_now
no exercise-induced chest pain | -chest_pain_exert 0chest_pain_now
exertional chest pain for a week | +chest_pain_exert
no exertional chest pain but chest pain at rest | !chest_pain_exert +chest_pain_now
no chest pain on exertion | -chest_pain_exert ?chest_pain_now
no chest pain when I run | -chest_pain_exert ?chest_pain_now
no chest pain at rest | !chest_pain_exert
no chest pain after the fall | -chest_pain_now
no exertional chest pain or breathlessness | -chest_pain_exert 0chest_pain_now
never had exertional chest pain until yesterday | !chest_pain_now
# chest muscles after training, and a chest that hurts
chest and triceps sore after bench press | 0chest_pain_now +muscle_ache
chest and triceps sore (after bench press) | 0chest_pain_now +muscle_ache
chest still sore from push-ups | 0chest_pain_now +muscle_ache
sore chest after chest day | 0chest_pain_now +muscle_ache
my pecs are sore | 0chest_pain_now +muscle_ache
just chest and triceps sore for 4 days | !chest_pain_now +muscle_ache
chest and biceps sore | !chest_pain_now +muscle_ache
chest sore after the gym | !chest_pain_now
my chest is sore and tight and I sweat | +chest_pain_now
chest sore after bench press, sweating and feel sick | +chest_pain_now
chest and left arm sore | +chest_pain_now
my chest is sore | +chest_pain_now
chest sore after running | +chest_pain_now
crushing chest pain at the bench press | +chest_pain_now
chest pain while bench pressing | ?chest_pain_now
chest pain since yesterday's bench session | ?chest_pain_now
was at the gym, now crushing pain in my chest | +chest_pain_now
# one spot
No pain on any one spot | -focal_point
no pain in one spot | -focal_point
not sore in one single place | -focal_point
it does not hurt in any particular spot | -focal_point
pain on one spot of my shin | +focal_point
it hurts in one spot | +focal_point
I can point to it with one finger | +focal_point
# worn out, as slang says it, and a muscle that gets thinner
legs wasted | +heavy_legs 0wasting
my legs are wasted after the ride | +heavy_legs 0wasting
quads wasted from squats | +heavy_legs 0wasting
my thigh is wasting away | +wasting
my thighs have wasted away | +wasting
my calf looks wasted and thinner than the other | +wasting
left leg is wasted | +wasting
muscle wasting in my leg | +wasting
my arms are wasted after climbing | 0wasting ?fatigue_general
my legs are wasted, thinner every month | +wasting
wasted my legs on the climb | 0wasting
# small gaps
I can't feel my privates and my legs are weak | +saddle_numb
cannot feel my bits | +saddle_numb
I can't feel anything between my legs | +saddle_numb
I can feel my privates fine | !saddle_numb
I never recover between workouts any more | ?fatigue_general
but my legs never recover | ?heavy_legs
fog in my head | +brain_fog
a fog over my brain | +brain_fog
drove home in the fog | 0brain_fog
no blood thinners | -anticoag
not on any blood thinners | -anticoag
I don't take blood thinners | -anticoag
I am on blood thinners | +anticoag
I don't take eliquis | 0anticoag
legs heavy, getting worse since Tuesday | +heavy_legs main_days=3
it is getting worse since Tuesday, tired legs | +heavy_legs main_days=3
swollen leg? no. | -leg_swell_any
fever? no. swollen leg? no. | -fever -leg_swell_any
swollen leg? yes. | +leg_swell_any
swollen calf? not sure | !leg_swell_any
# the newer of two numbers counts
ferritin fell from 80 to 18 | -ferritin_lt15 +ferritin_15_35 0injury_fall
ferritin went from 12 to 60 | !ferritin_15_35 !ferritin_lt15 0load_spike
ferritin was 80, now 18 | +ferritin_15_35
ferritin is 12, down from 80 | +ferritin_lt15
resting heart rate went from 48 to 60 | ?rhr_up 0palpitations
heart rate in the morning went from 48 to 60 | ?rhr_up 0palpitations
resting pulse fell from 60 to 48 | 0rhr_up 0palpitations
morning HR up from 50 to 58 | ?rhr_up
heart rate goes from 60 to 170 at rest for no reason | +palpitations
weight from 80 to 72 kg in two months | +weight_loss
my weight dropped from 80 to 72 kg | +weight_loss
I went from 80 kg to 72 kg since June | +weight_loss
weight from 72 to 80 kg in two months | 0weight_loss
squat from 80 to 72 kg in two months | 0weight_loss
dieting, weight from 80 to 72 kg | 0weight_loss
weight from 80 to 79 kg | 0weight_loss
temperature went from 39.5 to 36.8 | !fever
temp rose from 37 to 39.2 | +fever
# slips of the pen
my leggs are heavy | +heavy_legs
tierd all the time | +fatigue_general
sore musles | +muscle_ache
sore mussels after the gym | +muscle_ache
my mussels ache | +muscle_ache
we ate mussels | 0muscle_ache
exausted every day | +fatigue_general
exhasted every day | +fatigue_general
my calf is swolen | +leg_swell_any
my calfs hurt | +muscle_ache
# a number of its own does not count the time behind it
ferritin was 9 last month, knackered | main_days=30 0fatigue_gt6mo
tired legs, my haemoglobin was 82 a week ago | main_days=7
tired for two and a half weeks | main_days=14
# words in which people tell of a danger
can't get my words out since this morning | +fast_positive
can't find the words for how tired I am today | 0fast_positive
haven't got any strength in my left arm all of a sudden | +sudden_one_side
woke up and my right side doesn't work | +sudden_one_side
my right leg doesn't work as well as my left since training | 0sudden_one_side
leg in a cast that is too tight, toes numb and blue | +cast_paralysis ?acute_cold_white_leg
no signal from my legs, can't move them since this morning | +cannot_move
can't move them, legs are so sore since squats yesterday | 0cannot_move
weak hands and I get short of breath speaking | +breathless_severe
short of breath talking on the hills | 0breathless_severe
no breath left when I climb one step | +breathless_any
diabetic, foot black toe and smelly wound | ?foot_sores
black toenail from running | 0foot_sores
I don't feel safe with myself | +suicidal
I'm scared of what I might do to myself | ?suicidal
blood sugar is HI on the meter, type 1 | ?glucose_high +diabetes_known
type 2 fibres make me quick | 0diabetes_known
"""
CASES = [line for line in SAID.strip().splitlines() if line and line[0] != "#"]
STATES = {"+": ("present",), "-": ("absent",), "?": ("uncertain",), "!": ("absent", "uncertain", None), "0": (None,)}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_what_was_once_misread_is_read_as_it_was_meant(line: str) -> None:
    knowledge = knowledge_room.load()
    text, _, wanted = line.rpartition("|")
    found = {proposal.finding: proposal for proposal in propose(text.strip(), knowledge, FRIDAY).findings}
    for want in wanted.split():
        name, _, number = want.partition("=")
        if number:
            assert name in found, want
            assert found[name].value == float(number), want
        else:
            assert want[1:] in knowledge.findings
            state = found[want[1:]].state if want[1:] in found else None
            assert state in STATES[want[0]], (want, {each.finding: each.state for each in found.values()})
