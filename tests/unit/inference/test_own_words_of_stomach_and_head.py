"""A stomach bug and a migraine in people's own words. All sentences are made up for this test."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

FRIDAY = date(2026, 11, 20)

#: Text, then the findings that must be present (+), absent (-), asked about (?) or not claimed (!).
SAID = """
I have a stomach bug and my legs are like jelly | +infection_6wk ?nausea_vomit ?diarrhoea
got a tummy bug, can't keep anything down | +infection_6wk +nausea_vomit ?diarrhoea
norovirus went through the whole family, heavy legs | +infection_6wk ?nausea_vomit +heavy_legs
gastroenteritis, weak as a kitten | +infection_6wk ?diarrhoea
food poisoning on sunday, legs heavy | +infection_6wk ?nausea_vomit +heavy_legs
I had a stomach bug two years ago | !infection_6wk !nausea_vomit !diarrhoea
my son has a stomach bug | !infection_6wk !nausea_vomit !diarrhoea
throwing up since last night | +nausea_vomit
throwing up all night and heavy legs | +nausea_vomit +heavy_legs
not throwing up | !nausea_vomit
I've got the runs and my muscles ache | +diarrhoea +muscle_ache
cannot keep any drink down, legs heavy | +vomit_lasting +vomited +nausea_vomit +heavy_legs
been vomiting for 4 days | +vomit_lasting +vomited
vomiting for two days, heavy legs | +vomited !vomit_lasting
I bring up every sip of water | +vomit_lasting +vomited +nausea_vomit
nothing stays down since last night | +vomit_lasting
no vomiting, I drink plenty | !vomit_lasting -vomited
cannot keep my eyes open or my head down | !vomit_lasting
I drink a lot of water down the pub | !vomit_lasting !vomited
the runs for two days, heavy legs | +diarrhoea +heavy_legs !diarrhoea_lasting
loose stools for 10 days, legs heavy | +diarrhoea +diarrhoea_lasting +heavy_legs
diarrhoea for over a week and weak legs | +diarrhoea +diarrhoea_lasting
diarrhea for a week, legs tired | +diarrhoea !diarrhoea_lasting
two weeks ago I had diarrhoea | !diarrhoea_lasting
no diarrhoea, but tired for weeks | -diarrhoea !diarrhoea_lasting
bloody diarrhoea after the marathon | +diarrhoea_blood +diarrhoea
loose stools, no blood | +diarrhoea !diarrhoea_blood
diarrhoea, and my blood pressure is low | +diarrhoea !diarrhoea_blood
a lump in my thigh that keeps getting bigger | +lump_growing
a lump in my calf, smaller every day | !lump_growing
the runs are getting harder, legs heavy | !diarrhoea +heavy_legs
the runs I do on sundays leave me tired | !diarrhoea +fatigue_general
my long runs feel heavy | !diarrhoea
migraine yesterday, today my legs feel like lead | +migraine_known +headache_new +heavy_legs
the day after a migraine, arms and legs heavy | +migraine_known +heavy_legs
I get migraines most months and feel sick with them | +migraine_known
never had a migraine | !migraine_known -headache_new
my mum gets migraines | !migraine_known !headache_new
could it be my first migraine? | !migraine_known
whole house has a headache since the boiler came on | +co_cluster +co_source +headache_new
after the marathon I drank loads of water, now a headache and throwing up | +headache_new +nausea_vomit !migraine_known
"""
CASES = [line for line in SAID.strip().splitlines() if line]
STATES = {"+": "present", "-": "absent", "?": "uncertain"}


@pytest.mark.parametrize("line", CASES, ids=lambda line: line.partition("|")[0].strip()[:60])
def test_stomach_and_head_are_understood_as_the_person_meant_it(line: str) -> None:
    knowledge = knowledge_room.load()
    text, _, wanted = line.rpartition("|")
    found = {proposal.finding: proposal.state for proposal in propose(text.strip(), knowledge, FRIDAY).findings}
    for want in wanted.split():
        assert want[1:] in knowledge.findings
        if want[0] == "!":
            assert found.get(want[1:]) != "present", (text, want, found)
        else:
            assert found.get(want[1:]) == STATES[want[0]], (text, want, found)
