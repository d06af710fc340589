"""Everyday words: sentences as people write them, made up for this test, and what may be made of each."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

KNOWLEDGE = knowledge_room.load()
FRIDAY = date(2026, 11, 20)

#: Text, then what must come of it: + present, - absent, ? uncertain, 0 nothing at all about it, ! not present.
SAID = """
heavy legs for two weeks, left calf swollen since the flight, no fever | +heavy_legs +leg_swell_any -fever +main_days=14
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
def test_an_everyday_sentence_is_understood_as_the_person_meant_it(line: str) -> None:
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
            assert number == float(value), (text, want, found)


def test_there_are_forty_sentences() -> None:
    assert len(CASES) >= 40
    assert len({line.partition("|")[0] for line in CASES}) == len(CASES)


def test_every_everyday_finding_can_be_said() -> None:
    """Nothing of the new findings needs an exact question to be told, except the bands that follow from the days."""
    spoken = {phrase.finding for phrase in KNOWLEDGE.lexicon} | {rule.finding for rule in KNOWLEDGE.lasting}
    wanted = {want[1:].partition("=")[0] for line in CASES for want in line.rpartition("|")[2].split()}
    assert wanted <= spoken | {name for word in KNOWLEDGE.profile_words for name in word.sets}
