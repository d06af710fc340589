"""How people tell the course of it: what makes it go, how they rest, sit, stand and sleep, and what must not be read.

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
my legs are heavy from the first step but after two rest days I'm back to normal | +heavy_legs +rest_3d_clears
dead legs after each match but gone within two days | +rest_3d_clears
resting a few days sorts it out | +rest_3d_clears
still tired after two rest days | !rest_3d_clears
two days off did not help | !rest_3d_clears
I hope I'm fine after the weekend | !rest_3d_clears
my cold was gone in two days | !rest_3d_clears
I am always sore | +muscle_ache
sore from painting the ceiling | +muscle_ache 0breathless_any
always have a sore throat | 0muscle_ache
not sore at all | -muscle_ache
can't take the stairs without wincing | +muscle_ache
went back to squatting and now I walk like a penguin | +muscle_ache
legs burn on climbs but it stops as soon as I get off | +burn_effort_only
my chest burns on climbs and stops when I rest | 0burn_effort_only
same pace, same heart rate, but so much harder | +effort_out_of_proportion +rpe_high
same pace, same heart rate, feels easier | 0effort_out_of_proportion !rpe_high
first sprint fine but by the third I am cooked | +repeats_fail_early
my second baby is fine | 0repeats_fail_early
form has been gone for four months | +form_down_2mo
form was bad four months ago, better now | !form_down_2mo
form has been bad for one month | 0form_down_2mo
bloods, heart and thyroid checked, all clear | +causes_excluded
waiting for bloods, pee all clear | !causes_excluded
had flu and ever since then I tire fast | +onset_after_infection
flu over Christmas, never got my legs back | +onset_after_infection
had the flu jab and ever since then my arm hurts | 0onset_after_infection
my legs ache when I've been standing all day | +worse_standing_heat
I feel dizzy when standing all day | !worse_standing_heat
indoors all day | +low_sun
rotating nights at the hospital, legs heavy | +shift_or_safety_job +heavy_legs
sleepless most nights | !shift_or_safety_job
not one rest day in three weeks of training | +few_rest_days
trained 12 days in a row | +few_rest_days
trained two days in a row | 0few_rest_days
I take magnesium daily for my legs | 0few_rest_days
been off prednisolone for 6 weeks | 0break_4wk
I drank water and it went dark outside | 0dark_urine
been off for 7 weeks with a broken wrist | +break_4wk
off for 2 weeks with a cold | !break_4wk
I passed out in a run six months ago | 0break_4wk
slept badly for weeks | +sleep_trouble
legs go dead the day before my period | +has_periods
this training period is hard | 0has_periods
both shoulders and both hips, stiff in the morning | +hips_ache
calf aches going up the hill | +claud_uphill
the first few minutes they hurt, my legs, then it gets easier | +second_wind
only the right leg hurts, the left one is fine | -bilateral_symm
weak as a kitten | ?true_weakness
otherwise I feel strong | -true_weakness
I feel strong in the morning, then my legs give way | +true_weakness
I feel strong pain in my thigh | 0true_weakness
my right arm does not feel strong | !true_weakness
whole body feels heavy | +fatigue_general
my blood pressure tablets make me tired | +any_medicine
I'm not on any beta blockers | !any_medicine
I take vitamin tablets | !any_medicine
legs were fine, now like bricks | ?heavy_legs
my box is so heavy | 0heavy_legs
quads twitch after long rides | +fasciculation
fast twitch fibres in my calves | 0fasciculation
sweat like mad on the bike | +heavy_sweat
sleep 10 hours and it's not enough | +unrefreshing
hav no enrgy | +fatigue_general
satin sheets on my bed | 0statin_any
the election is stressful | !low_mood
I just have tired arms | !fatigue_general
legs like two planks | +heavy_legs
running through treacle | +heavy_legs
easy run heart rate at 170, normally 140 | ?rpe_high
I lost 3 kg on purpose | 0weight_loss
skipped breakfast, trained badly | !low_carb_train
# a doubt about how much, and what stands with a verb of its own
sleeping maybe 5 hours a night | +sleep_lt7
perhaps a bottle of wine each night | +alcohol_high
maybe 36.9 degrees | !fever
perhaps a fever | ?fever
nothing swollen and pee is clear | -dark_urine
nothing swollen and pee is brown | +dark_urine
pee was clear, now brown | +dark_urine
haven't been able to get up from a chair without my hands | +prox_weak
haven't been able to pee since yesterday | +bladder_bowel
heart attack in 2019, now chest tight | +heart_disease +chest_pain_now
heart attack in 2019, chest fine now | !chest_pain_now
both legs dead since last night, can't move them | +true_weakness
oxygen fell from 97 to 86 | +spo2_le91
oxygen was 86, now 95 | ?spo2_le91
# a dive, a dry week, a height, a medicine: what makes everyday signs dangerous
I went scuba diving yesterday and my shoulder aches | +dived_2d +arm_pain
came up from a dive this morning and my hands tingle | +dived_2d +tingling
dived last night, now my skin is itchy | +dived_2d ?hives_sudden
did three dives on Saturday, knees ache | +dived_2d +joint_pain
I haven't been diving | -dived_2d
I went diving in Egypt three years ago | 0dived_2d
my son went diving yesterday | 0dived_2d
my fitness took a dive | 0dived_2d
I stopped drinking three days ago, my hands shake and my heart races | +alcohol_stopped +tremor +palpitations
quit vodka on Tuesday and now I shake | +alcohol_stopped +tremor
been off the booze since Monday, sweating and sick | +alcohol_stopped ?cold_sweat
I stopped drinking coffee | 0alcohol_stopped
gave up alcohol two years ago | 0alcohol_stopped
I never stopped drinking | 0alcohol_stopped
my husband quit drinking | 0alcohol_stopped
I take digoxin and feel sick | +digoxin +nausea_vomit +any_medicine
on lanoxin for my heart | +digoxin
at 3500 m since yesterday, banging headache and sick | +altitude_3d +headache_new
I think I have altitude sickness | ?altitude_3d
yesterday up to Cusco, my head hurts | ?altitude_3d
I ran 3000 m on the track | 0altitude_3d
I sleep in an altitude tent | 0altitude_3d
operation two weeks ago and now a fever | +surgery_4wk +surgery_12wk +fever
10 days after my hip replacement I have a fever | +surgery_4wk +fever
knee surgery three years ago | 0surgery_4wk
I hit my head at rugby yesterday and have a headache | +head_hit +headache_new
a ball to the head, now I feel sick | +head_hit +nausea_vomit
my coach thinks I am concussed | +head_hit
I had a concussion five years ago | 0head_hit
hit my head against the wall with training, no progress | 0head_hit
my son hit his head | 0head_hit
I didn't hit my head but have a headache | !head_hit +headache_new
spinal cord injury at T4, pounding headache | +cast_paralysis +headache_severe
I dived into the pool and hurt my neck | 0dived_2d
32 weeks pregnant and the baby hasn't moved much today | +pregnant +preg_movements
34 weeks pregnant, fewer kicks than usual | +preg_movements
pregnant, baby kicking away as always | 0preg_movements
my bump is moving fine | 0preg_movements
30 weeks pregnant and my palms and feet itch like mad at night | +pregnant +preg_itch
my palms itch | 0preg_itch
pulled a tick off my leg three weeks ago, now a red ring that is growing | +tick_3mo +ring_rash
bullseye rash on my thigh and so tired | +ring_rash +fatigue_general
I got bitten by a tick last week, aching all over | +tick_3mo +muscle_ache
my dog had a tick | 0tick_3mo
no tick bites | -tick_3mo
"""
CASES = [line for line in SAID.strip().splitlines() if line and line[0] != "#"]
STATES = {"+": ("present",), "-": ("absent",), "?": ("uncertain",), "!": ("absent", "uncertain", None), "0": (None,)}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_the_course_of_it_is_read_as_it_was_meant(line: str) -> None:
    knowledge = knowledge_room.load()
    text, _, wanted = line.rpartition("|")
    found = {proposal.finding: proposal.state for proposal in propose(text.strip(), knowledge, FRIDAY).findings}
    for want in wanted.split():
        assert want[1:] in knowledge.findings, want
        assert found.get(want[1:]) in STATES[want[0]], (want, found)
