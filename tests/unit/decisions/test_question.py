"""The next best question, also where its answer is a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unweary.assessment import assess
from unweary.decisions.question import AT_HOME, questions
from unweary.decisions.red_flags import RedFlags, check
from unweary.inference.findings import Findings
from unweary.inference.network import network
from unweary.vocab.assessment import Question
from unweary.vocab.history import Answer, History
from unweary.vocab.knowledge import Knowledge, Urgency

People = Callable[..., History]
Known = Callable[[History], Findings]
WEAK = "true_weakness diarrhoea"


@pytest.fixture
def ask(knowledge: Knowledge, known: Known) -> Callable[[History], Question | None]:
    """The question for somebody, with only the rule about fast weakness not ruled out."""

    def question(history: History) -> Question | None:
        facts = known(history)
        flags = check(knowledge, facts)
        open_ = tuple(flag for flag in flags.not_ruled_out if flag.rule == "rf99_bilat_rapid")
        only = RedFlags((), len(open_), Urgency.NONE, lambda: open_)
        every = questions(knowledge, facts, only, network(knowledge, facts), "see_clinician")
        return next((question for question in every if question.by in AT_HOME), None)

    return question


def test_how_long_the_weakness_lasts_is_asked_when_only_that_is_missing(
    person: People, ask: Callable[[History], Question | None]
) -> None:
    question = ask(person(yes=WEAK))
    assert question is not None
    assert question.finding == "weakness_days"
    assert question.why.startswith("The number may mean that someone should look sooner.")


def test_nobody_without_weakness_is_asked_how_long_it_lasts(
    person: People, ask: Callable[[History], Question | None]
) -> None:
    question = ask(person(yes="diarrhoea"))
    assert question is None or question.finding != "weakness_days"


@pytest.mark.parametrize("value", [3.0, 40.0, None])
def test_a_number_once_said_or_said_to_be_unknown_is_not_asked_again(
    person: People, ask: Callable[[History], Question | None], value: float | None
) -> None:
    weak = person(yes=WEAK)
    state = "unknown" if value is None else "present"
    said = Answer("weakness_days", state, weak.as_of, value)  # type: ignore[arg-type]
    question = ask(History(as_of=weak.as_of, profile=weak.profile, answers=(*weak.answers, said)))
    assert question is None or question.finding != "weakness_days"


@pytest.mark.parametrize(("days", "fires"), [(3.0, True), (40.0, False)])
def test_the_number_decides_the_rule_it_was_asked_for(
    knowledge: Knowledge, person: People, days: float, fires: bool
) -> None:
    weak = person(yes=WEAK)
    said = Answer("weakness_days", "present", weak.as_of, days)
    answer = assess(History(as_of=weak.as_of, profile=weak.profile, answers=(*weak.answers, said)), knowledge)
    assert ("rf99_bilat_rapid" in {flag.rule for flag in answer.red_flags_fired}) is fires
    assert "rf99_bilat_rapid" not in {flag.rule for flag in answer.red_flags_not_ruled_out}
