"""Emergencies told as people tell them: by image, by example, through another person; and talk that is no alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.service.own_words import proposals
from unweary.vocab.history import History
from unweary.vocab.knowledge import Urgency

KNOWLEDGE = knowledge_room.load()
FRIDAY = date(2026, 11, 20)

#: The text, and the findings of which one must be read; '?' where being asked is enough.
TOLD = """\
honestly the kids would be better off without me | suicidal
Every night I pray that I won't wake up in the morning | suicidal
I just can't go on any more, what is the point | ?suicidal
swallowed a whole packet of paracetamol an hour ago | self_harm_now
half his smile slid off while we had coffee, and my words turned to mush too | fast_positive
My mum suddenly cannot get her words out and her arm hangs | ?fast_positive
my right arm wouldn't obey me this morning, the mug fell out of my hand | sudden_one_side
felt as if someone hit me on the back of my head with a hammer | ?thunderclap
a curtain came down over my left eye | vision_loss
There is an elephant sat on my breastbone | chest_pain_now
34 weeks pregnant and I keep seeing sparkles, and my rings don't fit | preg_preecl
sprinting for the ball the lights went out, came to on the grass looking at faces | syncope_exert
my brother dropped dead at 29 | fam_sudden_death
my feet turned to rubber on Tuesday and it has been climbing every day | asc_weak
when the nurse moved my toes I screamed | pain_passive_stretch
it's like breathing through a straw, even sat on the sofa | breathless_rest
can only say two words at a time | breathless_severe
ate a prawn curry and now my throat is closing | allergy_severe
wiping with toilet paper, I can't feel my bum | saddle_numb
pee just comes out on its own and my back is killing me | bladder_bowel
went to the toilet and it looked like coca cola | dark_urine
went to the loo and the poo was like tar | melaena
my calf is burning since I landed after the flight from Sydney | calf_pain_unexplained leg_warm_red
my foot is like marble, white and so painful | acute_cold_white_leg
the boiler was on and my wife, both kids and the dog all had headaches, the alarm keeps beeping | ?co_source ?co_cluster
the redness has gone past the pen line on my leg in two hours | skin_spread
my arms get so heavy washing my hair that I have to rest them | prox_weak
it takes more than an hour in the morning to get dressed, I am that stiff | morning_stiff45
my calf grips after a hundred metres of walking until I stop | calf_walk_pain_relief10
I have AF and take a blood thinner | heart_disease"""

ORDINARY = """\
Ankles like balloons after standing all day at the fair, both the same, fine by morning
Out of puff after one flight of stairs, but I have not trained for years
Stiff neck from computer work, a massage helped
Killed it at the gym, legs are jelly now
No point in stretching any more, it never helps my hamstrings
I can't go on holiday with the team, too much training to catch up on
I slept on my arm and it was dead when I woke, fine after a shake
My head is full of work and I am tired
Climbing all weekend, forearms pumped and about to explode, great fun
Dropped my phone again, butterfingers after a long day
Toes are sore where I stubbed them on the door
The curtain fell down while I hung it, shoulders are tired
Drank coke after the race and felt fine
My dog is sick, so I slept badly
My shoulders are tight from the desk
Breathing hard at the end of the intervals, as it should be
Sweat pouring off me on the turbo, good session
Everything hurts after leg day, send help lol
My smile is back after a good ride
Watched the fireworks, saw stars, slept late"""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_an_emergency_told_in_everyday_words_is_read(line: str) -> None:
    text, _, wishes = line.partition(" | ")
    read = {finding.finding: finding.state for finding in propose(text, KNOWLEDGE, FRIDAY).findings}

    wanted = [
        (wish.lstrip("?"), {"present", "uncertain"} if wish[0] == "?" else {"present"}) for wish in wishes.split()
    ]
    assert {name for name, _ in wanted} <= set(KNOWLEDGE.findings)
    assert any(read.get(name) in states for name, states in wanted), read


@pytest.mark.parametrize("text", ORDINARY.splitlines())
def test_ordinary_talk_in_the_same_images_stays_below_the_same_day(text: str) -> None:
    said = proposals(text, History(as_of=datetime(2026, 11, 20, 7, 30, tzinfo=UTC)), KNOWLEDGE)

    assert said.if_confirmed.verdict.urgency < Urgency.SAME_DAY


@pytest.mark.parametrize("text", ["ankles like balloons", "one flight of stairs", "stiff neck from computer work"])
def test_an_image_is_not_taken_for_the_thing(text: str) -> None:
    read = {finding.finding for finding in propose(text, KNOWLEDGE).findings}

    assert read.isdisjoint({"n2o_use", "immobility", "neck_stiff_light"})


@pytest.mark.parametrize(
    "text",
    ["my calf is swollen??", "my calf is swollen is that normal?", "my calf is swollen, is this ok??",
     "my calf is swollen, should I worry?"],
)  # fmt: skip
def test_a_question_at_the_end_doubts_nothing_that_was_told(text: str) -> None:
    states = {finding.finding: finding.state for finding in propose(text, KNOWLEDGE).findings}

    assert states["leg_swell_any"] == "present"


def test_a_question_about_the_sign_itself_still_leaves_it_open() -> None:
    assert propose("Fever??", KNOWLEDGE).findings[0].state == "uncertain"


def test_how_long_a_morning_takes_is_not_how_long_the_trouble_lasts() -> None:
    text = "three weeks now with both shoulders aching, more than one hour before I can dress"
    days = [finding.value for finding in propose(text, KNOWLEDGE).findings if finding.finding == "main_days"]

    assert days == [21.0]


@pytest.mark.parametrize(
    "text", ["the wombat is purple", "I feel really bad", "my husband's calf is swollen", "years ago I had cramps"]
)
def test_a_sentence_of_which_nothing_was_read_is_named(text: str) -> None:
    said = propose(f"{text}. No fever.", KNOWLEDGE)

    assert [finding.finding for finding in said.findings] == ["fever"]
    assert text in said.left_over
