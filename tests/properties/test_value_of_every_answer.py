"""What each answer would make of the causes, told beforehand, against giving that answer and judging the person again.

The open findings of two dozen people, both answers. Left out are findings of the kind
'number': a number has no yes, so what it would shift is not told beforehand and counts as nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.question import _open
from unweary.inference.answers import both_ways, had_they_been_no
from unweary.inference.findings import Findings, findings
from unweary.inference.network import network
from unweary.inference.noisy_or import posteriors
from unweary.inference.scope import with_scope
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Lab, Profile

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
KNOWLEDGE = knowledge_room.load()
#: The kinds of finding of which nothing is told beforehand.
LEFT_OUT = {"number"}
STORIES = (
    "",
    "fatigue_general heavy_legs fatigue_ge6wk unrefreshing",
    "muscle_ache onset_12_72h eccentric_recent leg_pain",
    "fatigue_general fatigue_ge6wk infection_6wk infection_over4wk pem_12_48h unrefreshing",
    "fatigue_general heavy_periods has_periods pallor breathless_exert",
    "calf_swell_one leg_pain breathless_exert",
)
AT_RANDOM = 18
#: Each person answers one in so many of the open findings, the next one others; with 1, which takes minutes, all.
EVERY = 4


def _people() -> Iterator[History]:
    for number, story in enumerate(STORIES):
        said = tuple(Answer(name, "present", NOW) for name in story.split())
        yield History(as_of=NOW, profile=Profile(birth_year=1990, sex="FM"[number % 2]), answers=said)  # type: ignore[arg-type]
    told = [kind.id for kind in KNOWLEDGE.findings.values() if kind.kind == "binary" and kind.collected_by == "self"]
    for number in range(AT_RANDOM):
        dice = random.Random(number)
        said = tuple(
            Answer(name, dice.choice(("present", "absent")), NOW, sure=number % 3 > 0 or dice.random() > 0.3)  # type: ignore[arg-type]
            for name in dice.sample(told, dice.randint(2, 16))
        )
        labs = (Lab("ferritin", 20.0, "ug/L", NOW), Lab("tsh", 2.1, "mU/L", NOW)) if number % 4 == 0 else ()
        profile = Profile(birth_year=dice.choice((1955, 1985, 2000)), sex=dice.choice(("F", "M")))  # type: ignore[arg-type]
        yield History(as_of=NOW, profile=profile, answers=said, labs=labs)


PEOPLE = list(_people())


def _known(history: History) -> Findings:
    """What the assessment knows when it sets its network up."""
    body = state(history, KNOWLEDGE, NOW)
    return with_scope(findings(history, KNOWLEDGE, NOW, body.numbers, body.given))


def _judged(history: History, *more: Answer) -> np.ndarray:
    known = _known(replace(history, answers=(*history.answers, *more)))
    return posteriors(network(KNOWLEDGE, known).evidence())[0][0]


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_the_shift_of_every_open_finding_is_that_of_giving_the_answers(number: int) -> None:
    history = PEOPLE[number]
    known = _known(history)
    now = _judged(history)
    asked = [f.id for f in KNOWLEDGE.findings.values() if _open(f, known) and f.kind not in LEFT_OUT]
    assert len(asked) > 200
    told = both_ways(network(KNOWLEDGE, known), known, asked)
    shift = told.shift().sum(axis=1)
    assert told.now == pytest.approx(now, rel=1e-9)
    for row, finding in list(enumerate(asked))[number % EVERY :: EVERY]:
        yes, no = (_judged(history, Answer(finding, said, NOW)) for said in ("present", "absent"))  # type: ignore[arg-type]
        chance = told.chance[row]
        true = 0.5 * (chance * abs(yes - now).sum() + (1 - chance) * abs(no - now).sum())
        assert shift[row] == pytest.approx(true, rel=1e-6, abs=1e-12), finding
        assert abs(told.yes[row] - yes).max() < 1e-8, finding
        assert abs(told.no[row] - no).max() < 1e-8, finding


@pytest.mark.parametrize("history", PEOPLE[1:5], ids=STORIES[1:5])
def test_the_network_here_is_the_one_of_the_assessment(history: History) -> None:
    told = assess(history, KNOWLEDGE).causes.posterior
    for cause, p in zip(KNOWLEDGE.causes.values(), _judged(history), strict=True):
        assert told[cause.id] == pytest.approx(min(p, cause.cap or 1.0), rel=1e-12)


@pytest.mark.parametrize("history", PEOPLE[1:], ids=[*map(str, range(1, len(PEOPLE)))])
def test_without_a_sign_is_what_no_in_its_place_gives(history: History) -> None:
    """Of signs that the person answered themselves; what follows from another answer would still follow from it."""
    known = _known(history)
    net = network(KNOWLEDGE, known)
    signs = [name for name in net.open if name in known.answers and name not in known.implied]
    signs = [name for name in signs if not any(known._derive(one) for one in known._derived.get(name, ()))]
    for sign, told in zip(signs, had_they_been_no(net, known, signs), strict=True):
        others = tuple(answer for answer in history.answers if answer.finding != sign)
        denied = _judged(replace(history, answers=others), Answer(sign, "absent", NOW))
        assert abs(told - denied).max() < 1e-8, sign


def test_soreness_without_its_timing_is_what_the_assessment_says_after_no() -> None:
    """The timing is tempered with eccentric work: without it the other counts whole."""
    said = [Answer(name, "present", NOW) for name in ("muscle_ache", "onset_12_72h", "eccentric_recent")]
    history = History(as_of=NOW, profile=Profile(birth_year=1990, sex="M"), answers=tuple(said))
    doms = next(cause for cause in assess(history, KNOWLEDGE).causes.ranked if cause.cause == "doms")
    assert doms.if_not is not None
    assert doms.if_not.finding == "onset_12_72h"
    said[1] = Answer("onset_12_72h", "absent", NOW)
    after = assess(replace(history, answers=tuple(said)), KNOWLEDGE).causes.posterior["doms"]
    assert doms.if_not.posterior == pytest.approx(after, rel=1e-9)
