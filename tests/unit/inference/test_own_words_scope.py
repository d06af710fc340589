"""How far a 'no', a 'my wife has', a length of time and a short spelling reach, and what follows from what was said."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

KNOWLEDGE = knowledge_room.load()
FRIDAY = date(2026, 11, 20)
STATES = {"+": "present", "-": "absent", "?": "uncertain"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("denies chest pain, palpitations, syncope", "-chest_pain_now -palpitations -syncope_any"),
        ("havent had any chest pain or breathlessness", "-chest_pain_now -breathless_any"),
        ("Not a bit breathless", "-breathless_any"),
        ("not a sharp pain, more of a dull ache in my thigh", "+leg_pain"),
        ("it's not a sharp pain more of a dull ache in my thigh", "+leg_pain"),
        ("no headache, jaw fine, chest ok", "-headache_new -jaw_claud -chest_pain_now"),
        ("my thighs feel stiff. No swelling, no pain", "-leg_pain"),
        ("my wife has the flu, temp of 39 and aching all over. I'm fine", "!fever !muscle_ache !pain_many"),
        ("when my mate bent my toes I screamed in agony, calf hard as rock", "+pain_passive_stretch"),
        ("my daughter had covid last month and is coughing, I am just knackered", "+fatigue_general 0main_days"),
        ("so tired. It's been four months", "+fatigue_ge6wk main_days=120"),
        ("calf pain 3/7", "main_days=3"),
        ("knackered since xmas", "+fatigue_gt6mo"),
        ("my legs ache after 3 days of ceilings", "+leg_pain 0main_days"),
        ("pins n needles n weak hands, cudnt hold a cup", "+tingling +distal_weak"),
        ("my arms are achin and my heart is racin", "+arm_pain +palpitations"),
        ("T1 diabetic", "+diabetes_known"),
        ("cramps have me leaping out of bed", "0bladder_bowel"),
        ("brain fog? not sure, maybe", "?brain_fog"),
        ("my right leg below the knee went ice cold and white today, pain", "+acute_cold_white_leg"),
        ("My knee, the left, swells up", "+joint_swelling"),
        ("left calf so sore, and high blood pressure", "+leg_pain +smoker_cvrisk"),
        ("take ramipril", "+any_medicine ?high_bp"),
        ("tired muscles", "?fatigue_general"),
        ("my muscles stay tired after rest", "?fatigue_general"),
        ("tired muscles for two weeks", "?fatigue_general main_days=14"),
        ("my muscles have not recovered for 10 days", "?fatigue_general main_days=10"),
        ("my muscles are not tired", "0fatigue_general"),
        ("I can't move my legs at all since waking up", "+cannot_move +true_weakness"),
        ("my left arm is paralysed since this morning", "+cannot_move"),
        ("can't move my legs after squats, so sore", "0cannot_move"),
        ("I can't move my legs properly, they are stiff", "0cannot_move"),
        ("tired legs", "+heavy_legs 0fatigue_general"),
        ("some nights I think I'd rather not be alive", "+suicidal"),
    ],
)
def test_it_reaches_so_far(text: str, wanted: str) -> None:
    found = {each.finding: each for each in propose(text, KNOWLEDGE, FRIDAY).findings}
    for wish in wanted.split():
        name, _, value = wish.partition("=")
        if value:
            assert found[name].value == float(value), found
        elif wish[0] == "0":
            assert wish[1:] not in found, found
        elif wish[0] == "!":
            assert wish[1:] not in found or found[wish[1:]].state != "present", found
        else:
            assert wish[1:] in found, (wish, found)
            assert found[wish[1:]].state == STATES[wish[0]], (wish, found)


def test_what_follows_is_shown_with_the_words_that_led_to_it() -> None:
    text = "I have high blood pressure"
    [risk] = [each for each in propose(text, KNOWLEDGE).findings if each.finding == "smoker_cvrisk"]

    assert text[risk.start : risk.end] == risk.words
    assert "blood pressure" in risk.words


def test_what_is_not_read_is_listed() -> None:
    assert propose("my wife has the flu. My legs are heavy", KNOWLEDGE).left_over == ("my wife has the flu",)
