"""What to ask again because the answers do not fit together."""

from __future__ import annotations

from collections.abc import Iterable

from unweary.vocab.assessment import Question
from unweary.vocab.knowledge import FindingType, Knowledge, Urgency


def asked_again(
    asks: Iterable[tuple[FindingType, str]], knowledge: Knowledge, urgency: Urgency
) -> tuple[Question, ...]:
    """One question for each finding that would settle a contradiction; none in an emergency.

    Parameters
    ----------
    asks : iterable of (FindingType, str)
        What to ask, and the words that say what does not fit.
    knowledge : Knowledge
        Its parameter ``question_worth_contradiction`` says what such an answer is worth: less than a likely emergency.
    urgency : Urgency
        From the red flags.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> knowledge = packaged_knowledge()
    >>> asks = [(knowledge.findings["fever"], "You said no fever, but the thermometer says fever.")]
    >>> [(question.finding, question.why) for question in asked_again(asks, knowledge, Urgency.NONE)]
    [('fever', 'You said no fever, but the thermometer says fever.')]
    >>> asked_again(asks, knowledge, Urgency.EMERGENCY_NOW)
    ()
    """
    if urgency is Urgency.EMERGENCY_NOW:
        return ()
    screened = {finding for screen in knowledge.screens for finding in screen.findings}
    # Whether a warning sign is there at all comes before what else there may be.
    worth = {
        True: knowledge.parameters["question_worth_same_day"].mid,
        False: knowledge.parameters["question_worth_contradiction"].mid,
    }
    return tuple(
        Question(
            kind.id, kind.question, words, worth[kind.alarm or kind.id in screened] / kind.burden, kind.collected_by
        )
        for kind, words in asks
    )
