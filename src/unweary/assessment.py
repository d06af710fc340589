"""The whole of Unweary as one pure function, in reading order: red flags, beliefs, decision, question, plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unweary.decisions.asking_again import asked_again
from unweary.decisions.plan import plan
from unweary.decisions.question import AT_HOME, questions, tests_worth
from unweary.decisions.red_flags import check
from unweary.decisions.scope import outside
from unweary.decisions.taken_back import passed_dangers
from unweary.decisions.unheard import unheard
from unweary.decisions.verdict import verdict, with_cause, without_push
from unweary.decisions.who import with_who
from unweary.inference.causes import causes
from unweary.inference.contradictions import contradictions, to_ask_again
from unweary.inference.findings import Findings, findings
from unweary.inference.instruments import instruments
from unweary.inference.kind import kind
from unweary.inference.lab_ranges import lab_readings
from unweary.inference.network import network
from unweary.inference.newest_labs import calcium_does_not_fit, two_results
from unweary.inference.overreaching import overreaching
from unweary.inference.scope import OUTSIDE, with_scope
from unweary.inference.sore_kinds import sore_kinds
from unweary.inference.state import state
from unweary.vocab.assessment import Assessment, QuantityValue, Question, Withheld
from unweary.vocab.errors import UserError
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import evaluate

_ADULTS = (
    "Unweary is made for adults. Under 18 it gives emergency advice only: no causes, no remedies. Please see a GP."
)


def assess(history: History, knowledge: Knowledge, as_of: datetime | None = None) -> Assessment:
    """Everything that follows from one person's history at one moment.

    Parameters
    ----------
    history : History
        What is known; nothing after ``as_of`` is looked at.
    knowledge : Knowledge
        Reviewed knowledge, from ``unweary.knowledge.load()``.
    as_of : aware datetime, optional
        The moment of the assessment; ``history.as_of`` when not given. Its offset decides which day 'today' is.

    Returns
    -------
    Assessment
        Every intermediate kept. Same machine, same versions, same input: the same answer to the last bit.

    Raises
    ------
    UserError
        When ``as_of`` has no time zone.
    """
    now = as_of or history.as_of
    if now.tzinfo is None:
        raise UserError(
            "as_of", "as_of has no time zone", "an instant with its offset, such as 2026-11-20T07:30:00+01:00"
        )

    body = state(history, knowledge, now)
    known = with_scope(findings(history, knowledge, now, body.numbers, body.given))
    conflicts = contradictions(known, history.answers, now)

    # Red flags come before every model and are never outvoted by one.
    flags = check(knowledge, known)
    known = known.with_numbers([_number("urgency", flags.urgency)])

    net = network(knowledge, known)
    believed = causes(knowledge, known, net)
    known = known.with_numbers([_number(f"p_{name}", p) for name, p in believed.posterior.items()])
    child = known.truth("under_18") is True
    if child:
        believed = replace(believed, ranked=(), unexplained=None, note=_ADULTS, posterior={})
    which = Withheld(_ADULTS) if child else kind(knowledge, known, believed)

    places = body.soreness
    if not child:
        places = sore_kinds(history, knowledge, known, places, flags.fired, flags.not_ruled_out, now)

    decision = with_cause(verdict(knowledge, known, body.groups, flags), believed, known)
    passed = passed_dangers(history, knowledge, known, now)
    told = {danger.finding: danger.looked_on for danger in passed}
    # What a clinician has looked at is settled; what has passed is told by itself.
    conflicts = tuple(each for each in conflicts if not (each.no_push and all(map(told.get, each.asks))))
    misfits = [each for each in conflicts if not (each.no_push and told.keys() >= set(each.asks))]
    silent = unheard(history, knowledge, known, now)
    misfits += silent
    held_back = [danger.words for danger in passed if danger.looked_on is None]
    held_back += [conflict.words for conflict in misfits if conflict.no_push]
    if held_back:
        decision = without_push(decision, f"{held_back[0]} Take it easy.")
    decision = with_who(decision, known)
    open_ = questions(knowledge, known, flags, net, decision.action)
    again = asked_again(to_ask_again((*conflicts, *silent), history.answers, knowledge, now), knowledge, flags.urgency)
    at_home = _best_first((*again, *(question for question in open_ if question.by in AT_HOME)))
    todo = plan(knowledge, known, believed, which, decision.action, flags.urgency)
    result = Assessment(
        as_of=now,
        knowledge_digest=knowledge.digest,
        verdict=decision,
        red_flags_fired=flags.fired,
        red_flags_not_ruled_out=flags.not_ruled_out,
        red_flags_checked=flags.checked,
        causes=believed,
        kind=which,
        question=at_home[0] if at_home else None,
        plan=todo,
        questions=at_home[: int(knowledge.parameters["questions_kept"].mid)],
        tests=() if child else tests_worth(knowledge, open_),
        soreness=places,
        overreaching=None if child else overreaching(knowledge, known),
        findings=known.states(),
        quantities=tuple(body.numbers.values()),
        scope_notes=_scope_notes(child, known),
        not_recognised=body.not_recognised,
        contradictions=(
            *(conflict.words for conflict in misfits),
            *two_results(history, knowledge, now),
            *calcium_does_not_fit(history, knowledge, now),
        ),
        passed_dangers=passed,
        instruments=instruments(knowledge, known),
        labs=lab_readings(history, knowledge, known, now),
    )
    return outside(result) if known.truth(OUTSIDE) is True else result


def _number(name: str, value: float) -> QuantityValue:
    return QuantityValue(name, float(value), float(value), ("computed",))


def _best_first(asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Each finding once, where it is worth most."""
    best: dict[str, Question] = {}
    for question in sorted(asked, key=lambda question: -question.value):
        best.setdefault(question.finding, question)
    return tuple(best.values())


def _scope_notes(child: bool, known: Findings) -> tuple[str, ...]:
    """For whom something here does not hold, and what that leaves."""
    notes = (note.words for note in known.knowledge.scope_notes if evaluate(note.when, known) is True)
    return (_ADULTS, *notes) if child else tuple(notes)
