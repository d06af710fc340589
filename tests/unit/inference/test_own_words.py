"""What people write, in many registers, and what may be made of it. All sentences are made up for this test."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.inference.sentences import sentences

KNOWLEDGE = knowledge_room.load()
FRIDAY = date(2026, 11, 20)

#: Text, then what must come of it: + present, - absent, ? uncertain, 0 nothing at all about it, ! not present.
SAID = """
heavy legs for two weeks, left calf swollen since the flight, no fever | +heavy_legs +leg_swell_any ?immobility -fever
my wee has gone the colour of cola after that spin class | +dark_urine +novel_extreme_ex
Pee looks like black tea since saturday | +dark_urine
urine is a normal straw colour | -dark_urine
its not brown when i pee | !dark_urine
I cannot feel it when I wipe and I've wet myself twice | +saddle_numb +bladder_bowel
totally numb around my bum and inner thighs | +saddle_numb
no numbness between my legs, bladder fine | -saddle_numb 0bladder_bowel
pins and needles in both feet, creeping up to my knees | +numb_feet ?asc_weak
absolutely knackered, legs like lead | +fatigue_general +heavy_legs
i've been exhausted for 3 months | +fatigue_general +fatigue_ge6wk -fatigue_gt6mo
Tired all the time for over a year now | +fatigue_general +fatigue_ge6wk +fatigue_gt6mo
tired for 3 weeks | +fatigue_general -fatigue_ge6wk
I blacked out on the treadmill yesterday | +syncope_any +syncope_exert
nearly passed out in the shower | ?syncope_any 0syncope_exert
I did not pass out but I was dizzy | -syncope_any !syncope_exert
short of breath climbing stairs | +breathless_exert 0breathless_rest
cant catch my breath even sitting on the sofa | +breathless_rest
Breathless lying flat, need three pillows to sleep | +breath_lying +orthopnoea
my right calf is fatter than the other one and warm | +leg_swell_any +leg_warm_red
One leg swollen. | +leg_swell_any
both ankles swell up by the evening | +ankle_swelling 0leg_swell_any
No swelling, no redness, just a sore calf | +calf_pain_unexplained !leg_swell_any
feverish since last night, 38.5 | +fever
temp of 39 and shaking chills | +fever +rigors
my temperature was 102 f | +fever
temperature 36.9 this morning | !fever
bmi 38.5 | 0fever
ran 38.5 km on sunday | 0fever
No fever, cough or rash | -fever -coryza_cough
no cough, no fever, no sore throat | -coryza_cough -fever -sore_throat
since yesterday my pee is brown | +dark_urine +dark_urine_week
my wee turned the colour of tea three days ago | +dark_urine +dark_urine_week
my pee was brown two months ago | !dark_urine_week
did an ironman today and ever since I have felt nauseous | +long_event_24h +event_ill
rode for 7 hours today and now feel sick | +long_event_24h +event_ill +nausea_vomit
tired since the marathon | !event_ill
suddenly so thirsty and peeing all the time | +polyuria_thirst +polyuria_new
very thirsty and peeing loads for two weeks | +polyuria_thirst +polyuria_new
very thirsty and peeing loads for two years | +polyuria_thirst !polyuria_new
breathless climbing stairs since last week | +breathless_exert +breathless_new4wk
breathless climbing stairs for 3 years | +breathless_exert !breathless_new4wk
itchy welts came up and I can hardly breathe | +hives_sudden +breathless_rest
everyone in the house has a headache | +co_cluster +co_cluster_fuel
everyone in the house has a cold and a headache | !co_cluster_fuel
I take laxatives to lose weight | +diuretic_purging +purging
water tablets for my blood pressure | +diuretic_purging !purging
I passed out in the middle of a run six months ago | +syncope_exert_old 0syncope_exert
I nearly passed out in a race last summer | !syncope_exert_old
I passed out in a race yesterday | +syncope_exert !syncope_exert_old
denies fever, chills, or night sweats | -fever -rigors -night_sweats
no fever but my heart is racing | -fever +palpitations
I don't have a fever but I do have a headache | -fever +headache_new
no fever and my left calf is swollen | -fever +leg_swell_any
no fever my calf is swollen | -fever +leg_swell_any
without any chest pain, but very breathless on hills | -chest_pain_now +breathless_exert
Never had chest pain. | -chest_pain_now
no longer feverish | -fever
the fever has gone | ?fever
it's not only the fever, I'm vomiting too | +fever +nausea_vomit
not just tired, completely drained | +fatigue_general
I haven't had a temperature this week | -fever
I hadn't got a fever but dad had a stroke and mum has a fever | -fever 0stroke_past
dad had a heart attack, mum has angina, brother has had a clot | 0heart_disease 0prior_vte 0chest_pain_now
i'm a busy mum and my chest hurts | +chest_pain_now
didn't faint on the stairs | -syncope_any 0dizzy
feel faint when I get up | +dizzy +orthostatic
dizzzy and breeathless since lunch, haert racing | +dizzy +breathless_any +palpitations
sat on the train for 9 hours and now my calf aches | +immobility 0main_days
spo2 89% this morning | +spo2_le91
SpO2: 88 | +spo2_le91
denies fever, chills, cough | !fever !rigors !coryza_cough
denies fever, left calf swollen | -fever +leg_swell_any
awful pressure right in the centre of my chest | +chest_pain_now
pressure behind my breastbone | +chest_pain_now
it's like something heavy pressing on my chest | +chest_pain_now
no pain in the middle of my chest | -chest_pain_now
DOMS after chest day at the gym | 0chest_pain_now
finding it hard to catch my breath | +breathless_any
fighting for breath | +breathless_any
I can't feel my legs | +numb_feet
can't walk any more | ?true_weakness
my words come out all wrong | +fast_positive
my calf's painful and it's really swollen | +leg_swell_any
calf slightly puffy on the right | +leg_swell_any
numbness began in my toes and now it's up to my thighs | ?asc_weak
periods vanished 5 months ago | +missed_periods
no lumps anywhere | -lymph_nodes
feel faint and sick | +nausea_vomit
no temp no cough but my legs hurt | -fever -coryza_cough +leg_pain
No temperature. | -fever
got a temp | +fever
grandad died of a heart attack, my legs ache | 0heart_disease 0chest_pain_now +leg_pain
uncle got a clot, auntie has angina | 0prior_vte 0heart_disease
I had a stroke 5 years ago, legs are tired | +stroke_past +heavy_legs 0main_days
pregnant, blood pressure and blood tests normal | +pregnant 0preg_abdo_bleed
has taken 12 tablets of magnesium this month | 0self_harm_now
took 400 ibuprofen for my legs | 0self_harm_now
I'm pregnant with cramps in my calves at night | +pregnant +cramps 0preg_abdo_bleed
cold, pale, painful leg since yesterday | ?acute_cold_white_leg
can't lift my left arm since this morning | +one_side_weak ?fast_positive
swallowed 40 tylenol last night | +self_harm_now
took 2 paracetamol and went to bed | 0self_harm_now
bleeding and tummy pain, ten weeks pregnant | +pregnant +preg_abdo_bleed
I'm 33 weeks pregnant, awful headache, seeing flashing lights | +pregnant +preg_preecl
foot is cold, pale and really painful since lunch | +acute_cold_white_leg
ice cold leg, white, painful | +acute_cold_white_leg
can't move my right arm since breakfast | +one_side_weak
can't lift my left leg today | +one_side_weak
can't lift my left arm after the workout, triceps are sore | 0one_side_weak
forearm rock hard, agony, fingers numb | +tense_hard_limb +pain_disproportionate
heart going at 170 while sitting down | +hr_ge130
fever, stiff neck, light hurts | +fever +neck_stiff_light
all of us in the flat have headaches and feel sick | +co_cluster
my legs are getting weaker from the feet up | +asc_weak
I'm 34 years old and tired | +fatigue_general 0fatigue_ge6wk 0main_days
43 year old man, my legs ache | +leg_pain 0main_days 0pain_over3mo
I'm exhausted and my baby is 7 months old | +fatigue_general 0main_days 0fatigue_ge6wk
I'm 34 weeks pregnant and my legs cramp | +pregnant +cramps 0main_days
tired, five months postpartum | +fatigue_general 0main_days 0fatigue_ge6wk
two hours into the ride my calves cramp | +cramps 0main_days
tired, I only slept 5 hours | +fatigue_general 0main_days
I train ten hours a week and my legs are sore | +leg_pain 0main_days
I'm 61 years old and my legs have been heavy for 3 weeks | +heavy_legs +main_days=21
half a year of heavy legs | +heavy_legs +main_days=182.5
I tried a weird waits machine, Brian | 0fatigue_general 0wired_tired
it hurts so bad i wanna die | +suicidal
nearly killed myself laughing | !suicidal
I wouldn't say I'm short of breath | ?breathless_any
no chest pain at rest, only when running | -chest_pain_now ?chest_pain_exert
no wonder my legs are heavy | +heavy_legs
no idea why my calf is swollen | +leg_swell_any
the swelling in my calf is not going away | +leg_swell_any
I can't shake this fever | +fever
my headache isn't getting better | +headache_new
I don't deny I have palpitations | +palpitations
I'm never without pins and needles in my toes | +numb_feet
I don't have no fever | -fever
fever: no. cough: yes | -fever +coryza_cough
Fever? No. Cough? Yes. | -fever +coryza_cough
Chest pain - none | -chest_pain_now
maybe a fever, not measured it | ?fever
I think my calf is swollen | ?leg_swell_any
not sure if I have a fever | ?fever
I don't think I have a fever | ?fever
my ankle is a bit swollen | ?leg_swell_any
might have double vision, hard to say | ?ptosis_diplopia
last year I had a fever for a week | 0fever
I used to get palpitations | 0palpitations
had a DVT ten years ago | +prior_vte
my dad had a blood clot in his leg | 0prior_vte
my mum has diabetes and high blood pressure | 0diabetes_known 0high_bp
my brother died suddenly at 32 | +fam_sudden_death
my wife says I snore loudly | +snoring
my kids have a fever | 0fever
my kids have a cough and now I have a fever | +fever !coryza_cough
if I get a fever I will rest | 0fever
what should I look out for, chest pain? | !chest_pain_now
when I stand up I get dizzy | +orthostatic
if I run my calf cramps | +cramps
if I press on my shin it really hurts in one spot | !fever
my leg gave way twice on the stairs, weak for 5 days | +true_weakness +weakness_days=5
can't lift my left arm since Monday | +true_weakness +weakness_days=4
I struggle to get up from a chair and climb the stairs | +prox_weak
could not run because of the rain | 0true_weakness 0breathless_exert
foot keeps dragging and I trip over it | +distal_weak
keep tripping over my toes | +distal_weak
my face drooped and my words were slurred for ten minutes, gone now | +fast_positive
worst headache of my life, came on in seconds | +thunderclap
throwing up and pooing black tar | +nausea_vomit +melaena
i want to end it all | +suicidal
no thoughts of killing myself | -suicidal
I am on the pill and on atorvastatin | +oestrogen +statin_any +any_medicine
not on atorvastatin | 0statin_any !any_medicine
taking prednisolone and warfarin | +steroid_long +anticoag
my nystatin cream | 0statin_any
low testosterone | 0oestrogen
14 hour flight home from singapore | +immobility
resting heart rate 128 in bed | +hr_ge100 0hr_ge130
resting pulse 62 | !hr_ge100
sats 90% | +spo2_lt95 +spo2_le91
ferritin came back at 9 | +ferritin_lt15
sleeping 5 hours a night | +sleep_lt7
I sleep 8 hours a night | -sleep_lt7
sore quads two days after a downhill race | +onset_12_72h +eccentric_recent +muscle_ache
forearm rock hard and the pain is unbearable | +tense_hard_limb +pain_disproportionate
heard a pop in my hamstring mid sprint, bruise now | +sudden_pop
I crash for two days after a short walk | +pem_12_48h
brain fog and unrefreshing sleep | +brain_fog +unrefreshing
diarrhea for a week, i'm really thirsty | +diarrhoea +polyuria_thirst
exhuasted, swolen calf, palpatations, tingeling toes | +fatigue_general +leg_swell_any +palpitations +numb_feet
everyone in the house has a headache since the boiler was lit | +co_cluster +co_source
my pee is fine | -dark_urine
there is no swelling in my left calf | !leg_swell_any
not vomiting | 0nausea_vomit
26 weeks pregnant, no bleeding | +pregnant !preg_abdo_bleed 0preg_mild
headache at the office that goes away at home | +headache_new ?co_place_better 0co_cluster
I get a headache at work but it clears when I go outside | ?co_place_better
I feel sick at home, fine at work | ?co_place_better
legs are better when I go outside | 0co_place_better
12 weeks pregnant with light bleeding | +pregnant +preg_mild 0preg_abdo_bleed
pregnant with bleeding | +pregnant +preg_abdo_bleed ?preg_mild
pregnant, calf cramps at night | +pregnant 0preg_mild 0preg_abdo_bleed
my urine is like cola after the marathon | +dark_urine +novel_extreme_ex
dark urine since the new antibiotic and my muscles hurt | +dark_urine ?urine_with_muscle
very thirsty, peeing a lot and now my tummy hurts | +polyuria_thirst ?thirst_unwell
is it normal that I am tired? | !fever
my lips went blue and I could not finish a sentence | +mottled_anuria +breathless_severe
I've lost 6 kg without trying and soak the sheets at night | +weight_loss +night_sweats
cramps in my calves at night, no weakness | +cramps -true_weakness
palpitations when resting; never fainted | +palpitations -syncope_any
legs gave out at the finish line | +collapse_exert
neither fever nor cough | -fever -coryza_cough
no chest pain or breathlessness or palpitations | -chest_pain_now -palpitations !breathless_exert
chest tightness on the uphill, eases when I stop | +chest_pain_exert
my foot went cold and white and painful | +acute_cold_white_leg
Since Tuesday my left leg has been twice the size of the right and it throbs | +leg_swell_any
came back from bali, 17 hours on the plane, now my calf aches | +immobility +calf_pain_unexplained
I keep having to sit down because I see stars every time I get out of bed | +orthostatic
woke up drenched three nights running, lost a stone since summer | +night_sweats +weight_loss
can't wee properly and my backside is numb | +bladder_bowel +saddle_numb
my quads are so swollen I can't bend my knees | +muscle_swollen +severe_muscle_pain
urine the color of iced tea | +dark_urine
Haven't had a period since june, eating as little as I can | +missed_periods +low_intake
heart keeps skipping beats at rest | +palpitations
I get puffed just walking to the mailbox | +breathless_exert
I get out of breath walking on the flat | +breathless_exert
feels like an elephant is sitting on my chest | +chest_pain_now
eyelid keeps dropping and I see two of everything | +ptosis_diplopia
choking on my food lately | +dysphagia
feel sick but haven't thrown up | +nausea_vomit
no nausea | !nausea_vomit
my legs won't carry me up the stairs | +prox_weak
legs feel like they weigh a ton by the evening, better with my feet up | +heavy_legs +heavy_end_day
need to keep moving my legs in bed | +urge_move
my toes tingle and burn at night | +numb_feet
no tingling or numbness anywhere | -numb_feet
flu three weeks ago, not been right since | +infection_6wk
no recent infections | !infection_6wk
I'm a type 1 diabetic on insulin | +diabetes_known +insulin_su
i take eliquis for AF | +anticoag
stopped my prednisolone last week | +steroid_stop
on beta blockers | +beta_blocker
my mother has heart failure | 0heart_disease
collapsed at mile 20 of the marathon | +collapse_exert
hot yoga yesterday then vomited | +heat_exposure +nausea_vomit
my shin hurts in one exact spot when i hop | ?bone_tender
ankle is sprained and swollen | !leg_swell_any
my skin is blotchy and my lips look blue | +mottled_anuria
coughed up some blood this morning | +haemoptysis
rash that won't fade under a glass | +nonblanch_rash
red patch on my shin is spreading fast | +skin_spread
so dizzy I had to lie down | +postural_dizzy_sev
suddenly the whole left side of my body went numb | +sudden_one_side
couldn't get my words out for a few minutes | +fast_positive
not breathless at all | -breathless_exert
I am fatigued, have brain fog, and hurt all over | +fatigue_general +brain_fog +muscle_ache
mate at the gym got rhabdo, should I worry? | !dark_urine !recurrent_rhabdo
Temp 37.2 | !fever
fever 4 days ago, fine since | !suicidal
running a temperature, 39.4C | +fever
pulse is 140 lying in bed | +hr_ge100 +hr_ge130
tired but wired, stressed at work | +wired_tired +stress_high
can't stop shivering | +rigors
I never thought chest pain could be this bad | +chest_pain_now
no energy and chest pain | +fatigue_general +chest_pain_now
I do not feel my feet | +numb_feet
haven't been able to pee since yesterday | +bladder_bowel
never had this chest pain before | +chest_pain_now
no warning, I just passed out | +syncope_any
I wasn't drinking when I blacked out | +syncope_any
without paracetamol I have a fever | +fever
not eating, black tarry stools | +melaena
no fever chest pain | -fever +chest_pain_now
I have had no problems until my face drooped | +fast_positive
calf isn't swollen, just sore | !leg_swell_any
should I worry about dark urine? | ?dark_urine
can I train with a fever? | ?fever
2-3 weeks of exhaustion | +fatigue_general -fatigue_ge6wk
heavy legs for two weeks, left calf swollen, no fever | +heavy_legs +leg_swell_any -fever +main_days=14
I feel strong for the first two intervals, then I fade badly | +repeats_fail_early
my times have been slower for three months whatever I do | +form_down_2mo
my times have been slower for one month | 0form_down_2mo
two rest days and I'm back to normal | +rest_3d_clears
a day off makes no difference | -rest_3d_clears
the same heart rate feels much harder than it used to | +effort_out_of_proportion
I only feel human after coffee | +caffeine_helps
coffee doesn't help | -caffeine_helps
the doctor did bloods and found nothing | ?causes_excluded
I can't jump as high as usual | +single_effort_weak
my thighs have been sore since the hill run, but there is no swelling | -leg_swell_any +leg_pain
my knee was twisted and then it swelled up | +joint_swelling 0leg_swell_any
I can't lift my arms to comb my hair any more | +prox_weak 0severe_muscle_pain
I had covid in spring, and any effort floors me the next day | +pem_12_48h ?infection_over4wk 0infection_6wk
my legs tingle and have to be moved in the evening, walking helps | +urge_move +relief_moving +worse_evening
I sweat through my pyjamas | +night_sweats
I sweat through my shirt on the bike | !night_sweats
one spot on my shin hurts even at night | +night_bone_pain
I don't smoke | 0smoker_cvrisk
I don't drink alcohol | -alcohol_high
we drink alcohol at weddings | ?alcohol_high
I snore and stop breathing | +choking_gasp
on the steep hill I had to stop, breathing hard | 0choking_gasp
my training has doubled in the last month | +load_spike
so weak that I stumbled twice | ?true_weakness ?distal_weak
I sat on a plane for eleven hours | +immobility
I sat on a plane for three hours | !immobility
my hamstrings feel really tight after football | +muscle_tight
my thumb and lips keep tingling, no idea why | +tingling
I've become clumsy, I fumble with buttons and drop my keys | +clumsy
it hurts everywhere, arms, back, legs, the lot | +pain_many
the pain in my hip is 9 out of 10 and I can't think about anything else | +pain_severe
two weeks of stretching and rest and it still won't go away | +over_week_despite_care
I have had chronic pain in my neck and shoulders for years | +pain_over3mo
I tripped on the kerb on Sunday and my knee has been sore ever since | +injury_fall +joint_pain
came off my bike last weekend and now my thigh aches | +injury_fall +leg_pain
my right leg hurts from the hip down | +leg_pain +unilateral_limb
my upper arm has been hurting since the tennis match | +arm_pain
stiff every morning when I get up | +morning_stiff
a bit light headed since breakfast | ?dizzy
no dizziness, just tired | -dizzy +fatigue_general
nearly fainted in the queue at the bakery | +near_faint !syncope_exert
everything went grey and I had to sit down before I dropped | +near_faint
right off my food for a week, nothing appeals | +appetite_loss
appetite is fine | -appetite_loss
tummy ache since lunch | +belly_pain 0belly_pain_severe
agonising stomach pain that came on suddenly | +belly_pain_severe
it stings when I pee | +urine_burning
takes me ages to start peeing and the stream is weak | +urine_slow
bladder is bursting but nothing comes out at all | +urine_blocked
the whites of my eyes have gone yellow | +jaundice
my chest is whistling and wheezy at night | +wheeze
I'm asthmatic and I've had ten puffs of my blue inhaler and it isn't helping | +asthma_known ?asthma_worse
I've had COPD for years | +lung_disease
feeling short of breath these days | +breathless_any
my left arm is weaker than my right and nobody can tell me why | +one_side_weak
pounding headache, paracetamol does not touch it | +headache_severe +headache_new
I get headaches most days, it's been months | +headache_long
I was in hospital for a week in October with pneumonia | +hospital_recent
the doctor said my iron is low | +iron_low_known
my sugar was 19 this morning and my ketones are high | +glucose_high ?ketones_high
feeling really low and flat | +low_mood
I keep waking up in the night and can't get back to sleep | +sleep_trouble
had a stroke in 2019 | +stroke_past
I have lupus and an underactive thyroid | +autoimmune_known +thyroid_known
came out in itchy hives after the prawns and my lips are swelling | +hives_sudden +allergy_severe
my mum has lupus and dad had a stroke | 0autoimmune_known 0stroke_past
my quads go into spasm at night, been happening for 3 months | +cramps +main_days=90
no loss of appetite, no belly pain, not jaundiced | -appetite_loss -belly_pain -jaundice
sleeping fine, mood ok | -sleep_trouble -low_mood
tired since yesterday | +fatigue_general +main_days=1
cant seem to shift this ache in my thighs, rested it for a fortnight | +leg_pain +over_week_despite_care +main_days=14
woke with a weak left hand yesterday | +one_side_weak
pins & needles in my left arm on and off | +tingling +unilateral_limb
my whole body is sore and I have no appetite | +pain_many +appetite_loss !low_intake
kicked in the shin at training on tuesday, walking fine | +injury_fall
I thought I was going to pass out on the bus | +near_faint
weeing hurts and I have the shivers | +urine_burning ?rigors
my skin looks yellowish | +jaundice
sudden terrible belly pain, can't stand up straight | +belly_pain_severe
asthma playing up, inhaler does nothing | +asthma_known +asthma_worse
not short of breath | -breathless_any -breathless_exert
had a mini stroke five years ago | +stroke_past
my calves have been tight for six weeks | +muscle_tight +main_days=42
got discharged from hospital two weeks ago | +hospital_recent
feel down most days | +low_mood
can't nod off at night, awake till 3 | +sleep_trouble
terrible headache for three days and tablets do nothing | +headache_severe
bee sting an hour ago, now my tongue is swollen | +allergy_severe
been anaemic in the past | +iron_low_known
blood sugar 17, feeling sick | +glucose_high +nausea_vomit
no trouble peeing | -urine_slow
type 1, ketones 3.4 | +ketones_high
ketones 0.3, sugar 6 | !ketones_high !glucose_high
I don't sleep well | +sleep_trouble
my sister has asthma | 0asthma_known
everything spins a bit when I turn my head | +dizzy
just a bit of a tummy ache | ?belly_pain 0belly_pain_severe
my knee got twisted in a tackle | +injury_fall
calm breathing, no wheeze, no hives | -wheeze -hives_sudden !allergy_severe
pain in both knees for half a year | +joint_pain
"""
CASES = [line for line in SAID.strip().splitlines() if line]


def read(text: str) -> dict[str, tuple[str, float | None]]:
    return {p.finding: (p.state, p.value) for p in propose(text, KNOWLEDGE, FRIDAY).findings}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_it_is_understood_as_the_person_meant_it(line: str) -> None:
    text, _, wanted = line.rpartition("|")
    found = read(text.strip())
    states = {"+": "present", "-": "absent", "?": "uncertain"}
    for want in wanted.split():
        finding, _, value = want[1:].partition("=")
        assert finding in KNOWLEDGE.findings
        state, number = found.get(finding, ("", None))
        if want[0] == "!":
            assert state != "present", (text, want, found)
        else:
            assert state == states.get(want[0], ""), (text, want, found)
        if value:
            assert number == float(value)


def test_there_are_enough_sentences_to_mean_something() -> None:
    assert len(CASES) >= 140
    assert len({line.partition("|")[0] for line in CASES}) == len(CASES)


def test_a_text_without_a_full_stop_is_cut_and_read_to_its_end() -> None:
    text = "my legs are heavy " * 500 + "and my pee is brown"
    assert max(len(sentence.words) for sentence in sentences(text)) <= 300
    assert read(text)["dark_urine"][0] == "present"


def test_the_words_are_those_of_the_text_with_their_place() -> None:
    text = "Well, my LEFT calf's swollen — and no fever."
    for proposal in propose(text, KNOWLEDGE).findings:
        assert text[proposal.start : proposal.end] == proposal.words
    assert {p.words for p in propose(text, KNOWLEDGE).findings} >= {"no fever"}


def test_a_sore_place_keeps_side_score_and_signs() -> None:
    [place] = propose("left achilles sore 6/10, fine otherwise", KNOWLEDGE).sites
    assert (place.sites, place.sides, place.soreness_0_10) == (("achilles",), ("left",), 6.0)
    assert propose("no pain in my left achilles", KNOWLEDGE).sites == ()


def test_the_same_text_gives_the_same_answer() -> None:
    text = " ".join(line.rpartition("|")[0] for line in CASES[:20])
    assert propose(text, KNOWLEDGE, FRIDAY) == propose(text, KNOWLEDGE, FRIDAY)


def test_what_was_not_understood_is_named() -> None:
    said = propose("my legs are heavy, the wombat is purple", KNOWLEDGE)
    assert said.left_over == ("the wombat is purple",)


SPEECH = st.lists(
    st.sampled_from([*sorted({word for line in CASES for word in line.rpartition("|")[0].split()}), ",", ".", "but"]),
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), SPEECH))
def test_any_text_at_all_gives_known_findings_with_words_of_the_text(text: str) -> None:
    said = propose(text, KNOWLEDGE, FRIDAY)
    assert len({p.finding for p in said.findings}) == len(said.findings)
    for proposal in said.findings:
        assert proposal.finding in KNOWLEDGE.findings
        assert proposal.state in ("present", "absent", "uncertain")
        assert proposal.words == text[proposal.start : proposal.end]
        assert proposal.words
    for place in said.sites:
        assert text[place.start : place.end] == place.words
        assert set(place.sites) <= set(KNOWLEDGE.body)
