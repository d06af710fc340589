"""Findings now: from answers that are still valid, blood tests, devices, training and the body map.

A finding is present when any source says so, absent when one says no and none says yes, unknown otherwise. What a
person feels is never talked away by a device: a derived 'absent' counts only where knowledge allows it. What follows
from a yes by the meaning of the words (vomiting for days is vomiting) is present with it, whoever asked.

A yes holds until a plain 'no' or its time is up: 'not sure' or 'rather no' said later does not take it back.

'Rather yes' is a yes for every rule. 'Rather no' leaves the finding unknown: no rule is quietened by a guess. Both
reach the network as what they are (:meth:`Findings.leaning`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal, TypeVar

from unweary.inference.entailed import implied
from unweary.inference.profile_reading import profile_facts
from unweary.vocab.assessment import FindingState, QuantityValue
from unweary.vocab.history import Answer, History
from unweary.vocab.kept import kept
from unweary.vocab.knowledge import Derived, Knowledge, Points
from unweary.vocab.lexicon import Entailed
from unweary.vocab.logic import Condition, Interval, Truth, evaluate, names

Leaning = Literal["rather_yes", "rather_no"]
Kept = TypeVar("Kept")

_STATES: Mapping[str, Truth] = {"present": True, "absent": False, "unknown": None}
#: Of two answers given at the same moment the more careful one holds.
_CAREFUL = {"absent": 0, "unknown": 1, "present": 2}

_UNTOLD: tuple[Truth, tuple[str, ...]] = (None, ())
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def answered(answer: Answer | None) -> Truth:
    """What an answer says to the rules: a rather-yes is a yes, a rather-no is not known.

    Examples
    --------
    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> [answered(Answer("fever", state, at, sure=False)) for state in ("present", "absent")]
    [True, None]
    """
    if answer is None or (answer.state == "absent" and not answer.sure):
        return None
    return _STATES[answer.state]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known now; implements ``vocab.logic.Facts``.

    Attributes
    ----------
    answers : mapping of finding to its newest valid Answer
    numbers : mapping of quantity to its value
    given : mapping of name to (truth, sources): facts set by code (age group, sex, body map, profile words)
    implied : mapping of finding to the findings whose yes makes it one by the meaning of the words
    """

    knowledge: Knowledge
    answers: Mapping[str, Answer]
    numbers: Mapping[str, QuantityValue]
    given: Mapping[str, tuple[Truth, tuple[str, ...]]]
    implied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _derived: Mapping[str, tuple[Derived, ...]] = field(repr=False, default_factory=dict)
    _points: Mapping[str, Points] = field(repr=False, default_factory=dict)
    _known: dict[str, Truth] = field(repr=False, default_factory=dict)
    _sums: dict[str, Interval] = field(repr=False, default_factory=dict)
    _certain: list[Findings | None] = field(repr=False, default_factory=list)
    _supposed: Callable[[], Findings] | None = field(repr=False, default=None)

    def truth(self, name: str) -> Truth:
        """Present, absent or unknown."""
        try:
            return self._known[name]
        except KeyError:
            self._known[name] = None  # a definition that leads back to itself stays unknown
            truth = self._known[name] = self._look_up(name)
            return truth

    def evidence(self, name: str) -> Truth:
        """The truth as far as it speaks for or against a cause: nobody is cleared by lacking what they cannot have."""
        truth = self.truth(name)
        if truth is False and any(
            entry.cannot and self._derive(entry) is False for entry in self._derived.get(name, ())
        ):
            return None
        return truth

    def _look_up(self, name: str) -> Truth:
        said, given = answered(self.answers.get(name)), self.given.get(name, _UNTOLD)[0]
        if said is True or given is True or name in self.implied:
            return True
        absent = said is False or given is False
        for entry in self._derived.get(name, ()):
            told = self._derive(entry)
            if told is True:
                return True
            absent = absent or told is False
        return False if absent else None

    def _elsewhere(self, name: str) -> list[Truth]:
        """What other sources than the person's answer say: profile, body map, devices, blood tests, other findings."""
        said: list[Truth] = [self.given[name][0]] if name in self.given else []
        if name in self.implied:
            said.append(True)
        return [*said, *(self._derive(entry) for entry in self._derived.get(name, ()))]

    def leaning(self, name: str) -> Leaning | None:
        """Which way the person leans where they are not sure and nothing else settles it; None otherwise.

        The rules have taken a rather-yes as a yes and a rather-no as not known; the network weighs either one as what
        it is, virtual evidence.

        Examples
        --------
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
        >>> said = {"fever": Answer("fever", "absent", at, sure=False)}
        >>> known = Findings(None, said, {}, {})
        >>> known.truth("fever"), known.leaning("fever"), known.leaning("cramps")
        (None, 'rather_no', None)
        """
        answer = self.answers.get(name)
        if answer is None or answer.sure or answer.state == "unknown":
            return "rather_yes" if self.truth(name) is True and self._sure().truth(name) is not True else None
        if any(truth is not None for truth in self._elsewhere(name)):
            return None
        return "rather_yes" if answer.state == "present" else "rather_no"

    def _sure(self) -> Findings:
        """The same person without the answers that they were not sure of: what follows from a rather-yes is no more."""
        if not self._certain:
            self._certain.append(self._supposed() if self._supposed else self._without_doubts())
        return self._certain[0] or self

    def all_sure(self) -> bool:
        """Whether no answer was given with doubt."""
        return self._sure() is self

    def _without_doubts(self) -> Findings | None:
        """The same, worked out anew; None where all answers are sure."""
        sure = {name: answer for name, answer in self.answers.items() if answer.sure}
        if len(sure) == len(self.answers):
            return None
        return _with_implied(replace(self, answers=sure, implied={}, _known={}, _sums={}, _certain=[]))

    def _derive(self, entry: Derived) -> Truth:
        present = evaluate(entry.present, self)
        if entry.settled:
            return present is True
        if present or entry.absent is None:
            return present
        return False if evaluate(entry.absent, self) else None

    def number(self, name: str) -> Interval | None:
        """The quantity, or the points of a score whose unknown items widen it.

        A sum that was typed whole stands for the open items. Where it cannot be that, the higher of the two counts.
        """
        if name in self.numbers:
            value = self.numbers[name]
            return value.low, value.high
        if name in self._points:
            try:
                low, high = self._sums[name]
            except KeyError:
                low, high = self._sums[name] = self.summed(self._points[name])
            typed = self.numbers.get(self._points[name].total)
            return (low, high) if typed is None or typed.high < low else (max(low, typed.low), typed.high)
        return None

    def summed(self, score: Points) -> Interval:
        """The least and the most that the items of a score make, whatever was typed as its total."""
        low = high = 0.0
        for condition, points in score.items:
            truth = evaluate(condition, self)
            low += points if truth is True else min(points, 0.0) if truth is None else 0.0
            high += points if truth is True else max(points, 0.0) if truth is None else 0.0
        return low, high

    def sources(self, condition: Condition) -> tuple[str, ...]:
        """The files and check-ins behind the known parts of a condition, each once."""
        found: list[str] = []
        for name in names(condition):
            found.extend(self.sources_of(name))
        return tuple(dict.fromkeys(found))

    def sources_of(self, name: str) -> tuple[str, ...]:
        """Where the value of one name comes from."""
        return tuple(dict.fromkeys(self._sources_of(name, set())))

    def _sources_of(self, name: str, seen: set[str]) -> Iterator[str]:
        """As above; what leads back to itself, as a part and its whole may, is looked at once."""
        if name in seen:
            return
        seen.add(name)
        if name in self.answers:
            yield self.answers[name].source
        if name in self.numbers:
            yield from self.numbers[name].sources
        if name in self.given:
            yield from self.given[name][1]
        parts = list(self.implied.get(name, ()))
        for entry in self._derived.get(name, ()):
            if evaluate(entry.present, self):
                parts.extend(names(entry.present))
        for part in parts:
            yield from self._sources_of(part, seen)

    def newest(self) -> datetime:
        """The moment of the newest answer."""
        return max((answer.at for answer in self.answers.values()), default=_LONG_AGO)

    def states(self) -> tuple[FindingState, ...]:
        """Every finding that is known, in the order of the knowledge."""
        return tuple(
            FindingState(
                finding, truth, self.answers[finding].at if finding in self.answers else None, self.sources_of(finding)
            )
            for finding in self.knowledge.findings
            if (truth := self.truth(finding)) is not None
        )

    def with_truth(self, name: str, truth: Truth, sources: tuple[str, ...] = ()) -> Findings:
        """The same facts and one truth more that code found out."""
        return replace(
            self, given={**self.given, name: (truth, sources)}, _known={}, _sums={}, _certain=[], _supposed=None
        )

    def with_numbers(self, values: Iterable[QuantityValue]) -> Findings:
        """The same facts and a few numbers more (urgency, posteriors, one muscle group's numbers)."""
        more = {**self.numbers, **{value.quantity: value for value in values}}
        return replace(self, numbers=more, _known={}, _sums={}, _certain=[], _supposed=None)


def findings(
    history: History,
    knowledge: Knowledge,
    as_of: datetime,
    numbers: Mapping[str, QuantityValue],
    given: Mapping[str, tuple[Truth, tuple[str, ...]]],
) -> Findings:
    """Collect what is known at ``as_of``; an answer older than its finding's validity is unknown again."""
    derived, points = _definitions(knowledge)
    answers, given = valid_answers(history.answers, knowledge, as_of), {**profile_facts(history, knowledge), **given}
    return _with_implied(Findings(knowledge, answers, numbers, given, _derived=derived, _points=points))


@kept
def _definitions(knowledge: Knowledge) -> tuple[dict[str, tuple[Derived, ...]], dict[str, Points]]:
    """The derived truths and the scores by name."""
    derived: dict[str, tuple[Derived, ...]] = {}
    for entry in knowledge.derived:
        derived[entry.id] = (*derived.get(entry.id, ()), entry)
    return derived, {entry.id: entry for entry in knowledge.points}


def _with_implied(known: Findings) -> Findings:
    """The same with what follows from a yes by the meaning of the words, through all steps."""
    rules = known.knowledge.entailed
    while (found := implied(rules, known.knowledge, known, known.answers)).keys() != known.implied.keys():
        known = replace(known, implied=found, _known={}, _sums={}, _certain=[])
    return known


def supposing(
    known: Findings,
    finding: str,
    truth: bool,
    reached: frozenset[str],
    rules: Sequence[Entailed] = (),
    at: datetime | None = None,
) -> Findings:
    """The same person had this finding just been answered, a sure yes or a sure no; whatever else says it gives way.

    Parameters
    ----------
    reached : frozenset of str
        Every name whose truth can depend on the finding; the others keep what is known of them.
    rules : sequence of Entailed
        The rules about the meaning of words that make one of them so.
    at : datetime, optional
        When it is answered; with the newest answer when not given.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> nobody = Findings(packaged_knowledge(), {}, {}, {})
    >>> vomiting = [rule for rule in nobody.knowledge.entailed if rule.finding == "nausea_vomit"]
    >>> ill = supposing(nobody, "vomited", True, frozenset(("vomited", "nausea_vomit")), vomiting)
    >>> ill.truth("nausea_vomit"), nobody.truth("nausea_vomit")
    (True, None)
    """
    at = at or known.newest()
    answers = {**known.answers, finding: Answer(finding, "present" if truth else "absent", at)}
    wordings = known.implied
    if not reached.isdisjoint(wordings):
        wordings = {name: parts for name, parts in wordings.items() if name not in reached}
    # Without the doubtful answers the same is supposed of the same person without them, once somebody asks.
    sure = known._sure()
    certain: list[Findings | None] = [None] if sure is known else []
    supposed = partial(supposing, sure, finding, truth, reached, rules, at)

    def told(implied: Mapping[str, tuple[str, ...]]) -> Findings:
        before, sums = _Below(known._known, reached), _Below(known._sums, reached)
        before[finding] = truth
        return Findings(
            known.knowledge,
            answers,
            known.numbers,
            known.given,
            implied,
            known._derived,
            known._points,
            before,
            sums,
            certain,
            supposed,
        )

    world = told(wordings)
    while rules:
        found = {**wordings, **implied(rules, world.knowledge, world, answers)}
        if found.keys() == world.implied.keys():
            break
        world = told(found)
    return world


class _Below(dict[str, Kept]):
    """What is known of the names that an answer reaches, laid over what was known before of all others.

    A copy of all names for each supposed answer would cost more than what is looked up in it.
    """

    __slots__ = ("below", "reached")

    def __init__(self, below: Mapping[str, Kept], reached: frozenset[str]) -> None:
        self.below, self.reached = below, reached

    def __missing__(self, name: str) -> Kept:
        if name in self.reached:
            raise KeyError(name)
        return self.below[name]


def valid_answers(answers: Iterable[Answer], knowledge: Knowledge, as_of: datetime) -> dict[str, Answer]:
    """The newest answer to each finding that still holds at ``as_of``; of two at one moment the more careful one.

    A yes that still holds stays when 'not sure' or 'rather no' comes after it: only a plain 'no' takes it back.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> at, later = datetime(2026, 11, 20, 7, 30, tzinfo=UTC), datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    >>> def held(*said):
    ...     answers = (Answer("fever", state, at + n * (later - at)) for n, state in enumerate(said))
    ...     return valid_answers(answers, packaged_knowledge(), later + (later - at))["fever"].state
    >>> held("present", "unknown"), held("present", "absent"), held("present", "absent", "unknown")
    ('present', 'absent', 'unknown')
    """
    newest: dict[str, Answer] = {}
    for answer in sorted(answers, key=_order):
        kind = knowledge.findings.get(answer.finding)
        if answer.at > as_of or kind is None:
            continue
        before = newest.get(answer.finding)
        if before is not None and before.state == "present" and answer.state != "present" and answered(answer) is None:
            continue
        days = kind.valid_days
        if days is not None and answer.state == "present" and kind.present_days is not None:
            days = max(days, kind.present_days)
        if days is None or as_of - answer.at <= timedelta(days=days):
            newest[answer.finding] = answer
        else:
            newest.pop(answer.finding, None)
    return newest


def _order(answer: Answer) -> tuple[datetime, int, bool]:
    """Later answers last; at one moment yes after not sure after no, and among them what outweighs the other.

    A sure yes outweighs a rather-yes; a rather-no, which leaves the rules open, outweighs a sure no.
    """
    return answer.at, _CAREFUL[answer.state], answer.sure == (answer.state == "present")
