"""A danger that was told of and is answered 'no' since: it may have passed without anybody having looked at it.

'Chest pain, now or in the last 12 hours?' is truthfully 'no' the morning after. The rules look at what holds now. Here
the moments are looked at again at which answers that have been taken back asked for somebody the same day, for as long
as each yes would have held. No urgency rises, since a doctor may have looked; but it is told, and nobody is told to go
until the person says that a clinician has looked at it. What is there now is no matter of this module: no look reaches
a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from unweary.decisions.red_flags import check
from unweary.inference.findings import Findings, answered, findings, valid_answers
from unweary.inference.scope import with_scope
from unweary.inference.state import State, state
from unweary.vocab.assessment import PassedDanger
from unweary.vocab.history import Answer, History
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import evaluate, names

#: Of more answers behind one rule it is not worked out which were enough: each is told.
_FEW = 8


def passed_dangers(history: History, knowledge: Knowledge, known: Findings, now: datetime) -> tuple[PassedDanger, ...]:
    """Each answer that was taken back and with which somebody should have looked the same day.

    Parameters
    ----------
    known : Findings
        What is known now.

    Returns
    -------
    tuple of PassedDanger
        First what nobody has looked at; the gravest first, of two as grave the later one.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> now, knowledge = datetime.fromisoformat("2026-11-20T07:30:00+00:00"), packaged_knowledge()
    >>> def words(days):
    ...     said = (("present", now - timedelta(days=days)), ("absent", now))
    ...     history = History(now, answers=tuple(Answer("chest_pain_now", state, at) for state, at in said))
    ...     told = passed_dangers(history, knowledge, findings(history, knowledge, now, {}, {}), now)
    ...     return [danger.words.split(". ")[0] for danger in told]
    >>> words(1)
    ['On Thursday 19 November you said yes to: chest pain now, or for over 15 minutes in the last 12 hours']
    >>> words(4)
    []
    """
    told = valid_answers((answer for answer in history.answers if answered(answer) is True), knowledge, now)
    gone = {name: yes for name, yes in told.items() if known.truth(name) is not True}
    grave = [rule for rule in knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY]
    unbroken = replace(history, answers=tuple(told.values()))
    grave = _holding(grave, findings(unbroken, knowledge, now, known.numbers, known.given)) if gone else []
    if not grave:
        return ()
    worst: dict[str, tuple[Urgency, datetime, str]] = {}
    then: dict[datetime, _Then] = {}
    for moment, finding in _while_they_held(gone, history.answers).items():
        then[moment] = _Then(history, knowledge, moment, gone)
        for rule in _holding(grave, then[moment].known):
            if not then[moment].holds(rule, frozenset()):
                for name in then[moment].behind(rule) or [finding]:
                    worst[name] = max(worst.get(name, (Urgency.NONE, moment, "")), (rule.urgency, moment, rule.id))
    dangers = [
        _told(gone[name], urgency, rule, then[moment].known, history, now)
        for name, (urgency, moment, rule) in worst.items()
    ]
    dangers.sort(key=lambda danger: (danger.urgency, danger.said_at, danger.finding), reverse=True)
    return tuple(sorted(dangers, key=lambda danger: danger.looked_on is not None))


def _while_they_held(gone: Mapping[str, Answer], answers: Sequence[Answer]) -> dict[datetime, str]:
    """When each was said, and just before it was taken back: by then more may have been said."""
    moments: dict[datetime, str] = {}
    for yes in gone.values():
        later = [answer.at for answer in answers if answer.finding == yes.finding and answer.at > yes.at]
        for moment in (yes.at, *(at - timedelta(microseconds=1) for at in sorted(later)[:1])):
            moments.setdefault(moment, yes.finding)
    return moments


def _holding(rules: Iterable[RedFlag], known: Findings) -> list[RedFlag]:
    return [rule for rule in rules if evaluate(rule.when, known) is True]


class _Then:
    """One moment of the past, with all answers or without some of those that were taken back since."""

    def __init__(self, history: History, knowledge: Knowledge, moment: datetime, gone: Mapping[str, Answer]) -> None:
        self._history, self._knowledge, self._moment, self._gone = history, knowledge, moment, gone
        self._kept = tuple(answer for answer in history.answers if answer.finding not in gone)
        self._body = state(history, knowledge, moment)
        self.known = self._known(history.answers, self._body)
        without = state(replace(history, answers=self._kept), knowledge, moment)
        self._with = {frozenset[str](): self._known(self._kept, without)}

    def _known(self, answers: tuple[Answer, ...], body: State) -> Findings:
        said = replace(self._history, answers=answers)
        return with_scope(findings(said, self._knowledge, self._moment, body.numbers, body.given))

    def holds(self, rule: RedFlag, some: frozenset[str]) -> bool:
        """Whether the rule held with only these of the answers that were taken back since."""
        if some not in self._with:
            # Typed numbers stay: what rests on one is then behind every answer, and none is left out.
            self._with[some] = self._known((*self._kept, *(self._gone[name] for name in sorted(some))), self._body)
        return evaluate(rule.when, self._with[some]) is True

    def behind(self, rule: RedFlag) -> list[str]:
        """The answers taken back that the rule rested on; where it took several, the warning signs among them.

        First those that were enough alone, or else those that it could not do without; then the same without these,
        until it does not hold.
        """
        reached = set(_reached(names(rule.when), self.known, set()))
        left = frozenset(n for n, yes in self._gone.items() if n in reached and self.known.answers.get(n) == yes)
        found: list[str] = []
        while left and self.holds(rule, left):
            few = sorted(left) if len(left) <= _FEW else ()
            alone = [n for n in few if self.holds(rule, frozenset((n,)))]
            together = [n for n in few if not self.holds(rule, left - {n})] or sorted(left)
            alarms = [n for n in together if self._knowledge.findings[n].alarm]
            found += alone or alarms or together
            left -= frozenset(alone or together)
        return found


def _reached(wanted: Iterable[str], then: Findings, seen: set[str]) -> Iterator[str]:
    """The questions behind names: what they are derived, counted and understood from, through all steps."""
    knowledge = then.knowledge
    for name in wanted:
        if name in seen:
            continue
        seen.add(name)
        yield knowledge.asked_as(name)
        yield from _reached(then.implied.get(name, ()), then, seen)
        parts = [entry.present for entry in knowledge.derived if entry.id == name]
        parts += [part for score in knowledge.points if score.id == name for part, _ in score.items]
        for part in parts:
            yield from _reached(names(part), then, seen)


def _told(yes: Answer, urgency: Urgency, rule: str, then: Findings, history: History, now: datetime) -> PassedDanger:
    label = then.knowledge.label(yes.finding)
    flag = next(flag for flag in check(then.knowledge, then).fired if flag.rule == rule)
    because = tuple(dict.fromkeys((label, *flag.because)))
    said_on = _day(yes.at, now)
    later = (answer for answer in history.answers if answer.finding == yes.finding and yes.at < answer.at <= now)
    passed_at = min((answer.at for answer in later if answered(answer) is False), default=None)
    looks = (look for look in history.looks if look.finding == yes.finding and yes.at <= look.at <= now)
    looked_on = max((look.day for look in looks if look.day >= said_on), default=None)
    begun = f"{_when(said_on, now)} you said yes to: {'; '.join(because)}."
    if looked_on is not None:
        said = f"Looked at by a clinician on {looked_on.day} {looked_on:%B} (you said)."
        words = f"{begun} {said} If it comes back, say yes again: that counts as new."
    else:
        since = "" if passed_at is None else f" {_when(_day(passed_at, now), now)} you said no."
        words = (
            f"{begun}{since} It can be serious also when it has passed: if no doctor has looked at it since, have it "
            "looked at today. If it was a slip, take the entry back."
        )
    return PassedDanger(yes.finding, label, urgency, because, yes.at, passed_at, looked_on, words)


def _day(at: datetime, now: datetime) -> date:
    return at.astimezone(now.tzinfo).date()


def _when(day: date, now: datetime) -> str:
    return "Today" if day == now.date() else f"On {day:%A} {day.day} {day:%B}"
