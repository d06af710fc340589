"""The interview of one person: look at the next step, keep replies, change earlier ones. Nothing lives in memory.

Where somebody is in the interview follows from what is stored, so leaving and coming back loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from unweary.reports.document import as_document as whole
from unweary.reports.phrases import some_of
from unweary.service.check_in import CheckIn
from unweary.service.interview import SEVERAL, SOURCE, Part, Step, score_step, step
from unweary.service.interview_lists import is_complaint
from unweary.service.interview_open import Asked, as_asked
from unweary.store.rows import FactRow
from unweary.vocab.assessment import Assessment, as_json
from unweary.vocab.errors import UserError
from unweary.vocab.history import STRICT, Answer, History, Name, State
from unweary.vocab.knowledge import Knowledge

if TYPE_CHECKING:
    from unweary.service.home import Unweary

#: So many entries back lie all of one day's answers.
_NEWEST = 1_000


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. ``sure`` false: 'rather yes' or 'rather no'. ``value`` for what is asked as a number."""

    __pydantic_config__ = STRICT

    finding: Name
    state: State
    value: float | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Replies:
    """What a program sends: the replies to one step; ``more`` goes on after ``enough``."""

    __pydantic_config__ = STRICT

    answers: tuple[Reply, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page that was answered today, with what was said on it."""

    number: int
    title: str
    rows: tuple[FactRow, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was said."""
        return tuple(row.value for row in self.rows if isinstance(row.value, Answer))


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a door needs for one view of the interview. ``told``: own words were confirmed today."""

    step: Step
    pages: tuple[Page, ...]
    told: bool
    assessment: Assessment
    history: History


class Interview:
    """The verbs of the interview of one home."""

    def __init__(self, home: Unweary) -> None:
        self._home = home

    def look(self, as_of: datetime | None = None, *, more: bool = False) -> Look:
        """The next step now, and what was answered today. ``more``: go on also with what is less likely to matter."""
        from unweary.service.own_words import SOURCE as OWN_WORDS

        history = self._home.history(as_of)
        assessment = self._home.assess_today(history.as_of)
        pages = self.pages(history.as_of)
        told = any(a.source == OWN_WORDS and _same_day(a.at, history.as_of) for a in history.answers)
        now = step(history, assessment, self._home.knowledge, len(pages), more=more)
        return Look(now, pages, told, assessment, history)

    def pages(self, now: datetime) -> tuple[Page, ...]:
        """Today's answered pages, in the order in which they were first answered."""
        by_moment: dict[datetime, list[FactRow]] = {}
        for row in sorted(self._today(now), key=lambda row: row.at):
            if isinstance(row.value, Answer):
                by_moment.setdefault(row.value.at, []).append(row)
        return tuple(
            Page(place, _title(rows, self._home.knowledge), tuple(rows))
            for place, rows in enumerate(by_moment.values(), start=1)
        )

    def page(self, number: int, now: datetime) -> Page:
        """One of today's pages, to be changed.

        Raises
        ------
        UserError
            ``page`` where there is no such page today.
        """
        pages = self.pages(now)
        if not 1 <= number <= len(pages):
            accepted = f"1 to {len(pages)}" if pages else "a page that was answered today; none was yet"
            raise UserError("page", f"there is no page {number} in today's interview", accepted)
        return pages[number - 1]

    def reply(self, replies: Sequence[Reply]) -> tuple[FactRow, ...]:
        """Keep the replies to one step. The same reply twice is kept once; another one today puts the first right.

        Raises
        ------
        UserError
            Where something is unknown or cannot be; then nothing was kept.
        """
        with self._home.one_at_a_time:
            now = self._home.now()
            # What another door said since stands: a reply after that is a new one.
            held = {answer.finding: answer for answer in self._home.answers()}
            before = {
                row.value.finding: row
                for row in self._today(now)
                if isinstance(row.value, Answer) and row.value == held.get(row.value.finding)
            }
            answers = {reply.finding: self._answer(reply, now) for reply in replies}
            rows: list[FactRow] = []
            new = tuple(answer for finding, answer in answers.items() if finding not in before)
            if new:
                rows += self._home.check_in(CheckIn(answers=new))
            for finding, answer in answers.items():
                row = before.get(finding)
                if row is None or not isinstance(row.value, Answer):
                    continue
                # The moment stays: a change must not move the answer to another page, or lengthen how long it holds.
                right = replace(answer, at=row.value.at)
                if right != row.value:
                    rows.append(self._home.correct(row.id, right))
            return tuple(rows)

    def _answer(self, reply: Reply, now: datetime) -> Answer:
        kind = self._home.knowledge.findings.get(reply.finding)
        if kind is not None and kind.kind == "number" and reply.state != "unknown" and reply.value is None:
            raise UserError("value", f"{kind.question} There is no number", "a number, or 'not sure'")
        value = reply.value if reply.state == "present" else None
        return Answer(reply.finding, reply.state, now, value, SOURCE, reply.sure or reply.state == "unknown")

    def _today(self, now: datetime) -> Iterable[FactRow]:
        for row in reversed(self._home.facts("answer", _NEWEST)):
            if isinstance(row.value, Answer) and row.value.source == SOURCE and _same_day(row.value.at, now):
                yield row


def _same_day(at: datetime, now: datetime) -> bool:
    return at.astimezone(now.tzinfo).date() == now.date()


def _title(rows: Sequence[FactRow], knowledge: Knowledge) -> str:
    """What a page was about: the heading of its first list, or its question."""
    names = [row.value.finding for row in rows if isinstance(row.value, Answer)]
    titles = [screen.text for screen in knowledge.screens if any(name in screen.findings for name in names)]
    if not titles and len(names) > 1:
        lists = [one for one in knowledge.checklists if one.when is None or one.score or is_complaint(one)]
        titles = [one.text for one in lists if len({*names} & {*one.findings}) > 1]
    if titles:
        return "; ".join(title.split(":")[0].rstrip("?") for title in titles)
    return some_of([knowledge.label(name) for name in names], 2)


def again(page: Page, knowledge: Knowledge) -> Step:
    """An answered page as a step, with what was said filled in."""
    asked = [
        replace(as_asked(knowledge.findings[a.finding], knowledge), state=a.state, sure=a.sure, value=a.value)
        for a in page.answers
        if a.finding in knowledge.findings
    ]
    parts = []
    place = {each.finding: at for at, each in enumerate(asked)}
    for screen in sorted(knowledge.screens, key=lambda one: min(place.get(f, len(place)) for f in one.findings)):
        signs = tuple(each for each in asked if each.finding in screen.findings)
        if signs:
            parts.append(Part(screen.text, signs, short=True))
            asked = [each for each in asked if each not in signs]
    if parts:
        rest = (Part("Also", tuple(asked)),) if asked else ()
        return Step("signs", (*parts, *rest), answered=page.number - 1)
    for one in knowledge.checklists:
        if one.score and asked and all(each.finding in one.findings for each in asked):
            return score_step(one, tuple(asked), page.number - 1)
    if len(asked) == 1:
        return Step("question", (Part("", tuple(asked)),), answered=page.number - 1)
    return Step("list", _by_list(asked, knowledge) or (Part(SEVERAL, tuple(asked)),), answered=page.number - 1)


def _by_list(asked: Sequence[Asked], knowledge: Knowledge) -> tuple[Part, ...]:
    """What shared a page, under the headings of its lists, the fullest first taken; empty where some stand in none."""
    left = {each.finding: each for each in asked}
    place = list(left)
    parts: list[Part] = []
    while left:
        one = max(knowledge.checklists, key=lambda one: len(left.keys() & one.findings))
        found = tuple(left.pop(name) for name in one.findings if name in left)
        if not found:
            return ()
        parts.append(Part(one.text, found))
    return tuple(sorted(parts, key=lambda part: min(place.index(each.finding) for each in part.asked)))


def said_of(each: Asked | Answer) -> str:
    """What was said about one thing, in a word; empty where nothing was.

    Examples
    --------
    >>> said_of(Asked("fever", "fever", "Fever?", state="absent", sure=False))
    'rather no'
    """
    if each.state is None:
        return ""
    if each.value is not None:
        return f"{each.value:g}"
    if each.state == "unknown":
        return "not sure"
    word = "yes" if each.state == "present" else "no"
    return word if each.sure else f"rather {word}"


def as_document(look: Look, knowledge: Knowledge) -> dict[str, Any]:
    """The JSON of the contract: how soon to be seen, the step, what was said today, and at the end the whole answer."""
    pages = [{"number": page.number, "title": page.title, "answers": as_json(page.answers)} for page in look.pages]
    ended = look.step.kind == "end"
    return {
        "urgency": look.assessment.verdict.urgency.word,
        "step": as_json(look.step),
        "pages": pages,
        "scope_notes": list(look.assessment.scope_notes),
        "answer": whole(look.assessment, knowledge) if ended else None,
    }
