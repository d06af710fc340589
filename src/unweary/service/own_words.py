"""A complaint in the person's own words: what it says, and what would follow if the person said yes to all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen

from unweary.inference.own_words import Proposal, Understood
from unweary.inference.sore_places import SiteProposal
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import STRICT, Answer, History, Profile, Side, SiteRating
from unweary.vocab.knowledge import Knowledge

#: Where an answer comes from that was read from a text and confirmed.
SOURCE = "own words"
MOST_LETTERS = 10_000
_MAYBE = frozenset(("might", "could", "may", "maybe"))
_NOT_ALL = "Not all of what you wrote was understood, so this is no all-clear. A check-in asks what matters."
_DIFFERENT = "You wrote that you are {told}. Your details say {stored}, give or take a year; we go by your details."
_YOUNG = "You wrote an age under 18. Keep the year of birth in the details too: only then it counts for every answer."
_LAB = (
    "You name a blood test with a value. Values count where they are entered: under 'Blood tests' in the web app "
    "or with unweary lab. If a laboratory or a doctor told you to act on it, do that first."
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a program sends: the text alone."""

    __pydantic_config__ = STRICT

    text: Annotated[str, MinLen(1), MaxLen(MOST_LETTERS)]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a text proposes. Nothing of it is stored.

    ``if_confirmed`` is the assessment with every present and absent one on top of what is stored; an uncertain one
    stays unknown. ``left_over`` are the stretches that were not understood. ``birth_year`` is what the age in the text
    makes it, to a year; it counts here, and is None where none was told or the profile has one. ``meant`` is what the
    words may mean that were not understood: to be asked, no part of ``if_confirmed``.
    """

    findings: tuple[Proposal, ...]
    sites: tuple[SiteProposal, ...]
    left_over: tuple[str, ...]
    if_confirmed: Assessment
    birth_year: int | None = None
    meant: tuple[Proposal, ...] = ()


def proposals(text: str, history: History, knowledge: Knowledge) -> Proposals:
    """Read a text and look at what would follow from it.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> said = proposals("my wheel squeaks", History(as_of=now), packaged_knowledge())
    >>> said.findings, said.left_over, said.if_confirmed.verdict.headline
    ((), ('my wheel squeaks',), 'This is not what Unweary judges.')
    """
    from unweary.assessment import assess
    from unweary.decisions.scope import outside
    from unweary.inference.own_words import propose
    from unweary.inference.scope import OTHER
    from unweary.inference.told_age import told_age, told_under_18

    said = propose(text, knowledge, history.as_of.date())
    answers, sites = confirmed(said.findings, said.sites, history.as_of, knowledge)
    foreign = _foreign(said, history, knowledge)
    if not foreign:
        # 'My legs, and a rash': what was not understood is of our trade, so nobody is sent away.
        answers = tuple(answer for answer in answers if answer.finding != OTHER)
    age = told_under_18(text)
    profile = told_profile(history.profile, said.findings)
    adult = told_age(text) if age is None else None
    birth_year = None if adult is None or profile.birth_year else history.as_of.year - adult
    if birth_year is not None:
        profile = replace(profile, birth_year=birth_year)
    more = replace(
        history,
        profile=profile if age is None else replace(profile, birth_year=history.as_of.year - age),
        answers=(*history.answers, *answers),
        sites=(*history.sites, *sites),
    )
    assessment = assess(more, knowledge)
    understood = any(finding.state == "present" for finding in said.findings) and not said.left_over
    if foreign:
        assessment = outside(assessment)
    elif not understood:
        assessment = _careful(assessment, said)
    if _tells_a_test(said):
        assessment = replace(assessment, scope_notes=(_LAB, *assessment.scope_notes))
    if age is not None:
        assessment = replace(assessment, scope_notes=(*assessment.scope_notes, _YOUNG))
    if note := _other_age(adult, history):
        assessment = replace(assessment, scope_notes=(*assessment.scope_notes, note))
    return Proposals(said.findings, said.sites, said.left_over, assessment, birth_year, said.meant)


def _other_age(told: int | None, history: History) -> str:
    """What to say where the text tells another age than the profile; a birthday may lie between the two."""
    born = history.profile.birth_year
    if told is None or born is None or 0 <= history.as_of.year - born - told <= 1:
        return ""
    return _DIFFERENT.format(told=told, stored=history.as_of.year - born)


def _foreign(said: Understood, history: History, knowledge: Knowledge) -> bool:
    """Whether a text speaks of a complaint that Unweary does not judge, and of none that it does.

    Either it names one (a tooth, an ear), or nothing in it was understood and no word of it is of our trade. Whatever
    is stored, the answer is about the text. What is only possible ('maybe weak') counts as ours.
    """
    from unweary.inference.findings import findings
    from unweary.inference.scope import OTHER, OURS, speaks_of

    told = [finding for finding in said.findings if finding.state != "absent"]
    if said.sites or speaks_of(". ".join(said.left_over), "our_words", knowledge):
        return False
    answers = tuple(Answer(f.finding, "present", history.as_of, f.value, SOURCE) for f in told)
    alone = findings(History(history.as_of, answers=answers), knowledge, history.as_of, {}, {})
    if alone.truth(OTHER) is True:
        return alone.truth(OURS) is not True
    # 'No chest pain, it started at the gym': what is denied is of our trade too.
    return not (said.findings or said.meant) and bool(said.left_over) and not _tells_a_test(said)


def _tells_a_test(said: Understood) -> bool:
    """Whether a stretch that was not understood names a blood test and a number: 'potassium was 6.9'."""
    from unweary.service.lab_words import analyte_named

    numbered = (left.split() for left in said.left_over if any(letter.isdigit() for letter in left))
    return any(len(word) > 1 and word.isalpha() and analyte_named(word) for words in numbered for word in words)


def confirmed(
    findings: Sequence[Proposal], sites: Sequence[SiteProposal], at: datetime, knowledge: Knowledge
) -> tuple[tuple[Answer, ...], tuple[SiteRating, ...]]:
    """The answers and sore places that proposals become once confirmed; what is uncertain or not whole becomes none."""
    answers = tuple(
        Answer(finding.finding, finding.state, at, finding.value, SOURCE)
        for finding in findings
        if finding.state != "uncertain"
    )
    return answers, tuple(rating for place in sites for rating in _ratings(place, at, knowledge))


def told_profile(profile: Profile, findings: Sequence[Proposal]) -> Profile:
    """The profile with what the text says plainly of it: 'I'm pregnant', not 'I could be'.

    Examples
    --------
    >>> said = [Proposal("pregnant", "present", words, 0, len(words)) for words in ("pregnant", "might be pregnant")]
    >>> [told_profile(Profile(), [each]).pregnant for each in said]
    [True, None]
    """
    plain = any(
        finding.finding == "pregnant"
        and finding.state == "present"
        and _MAYBE.isdisjoint(finding.words.casefold().split())
        for finding in findings
    )
    return replace(profile, pregnant=True) if plain else profile


def _ratings(place: SiteProposal, at: datetime, knowledge: Knowledge) -> Iterator[SiteRating]:
    """A sore place on each side that was said; none where the part, the side or the score is open."""
    if len(place.sites) == 1 and place.soreness_0_10 is not None:
        part = knowledge.body[place.sites[0]]
        sides: tuple[Side, ...] = ("mid",) if part.sides == "mid" else place.sides
        for side in sides:
            yield SiteRating(part.id, side, place.soreness_0_10, at, place.signs)


def _careful(assessment: Assessment, said: Understood) -> Assessment:
    """The same without any 'push': a complaint that was not understood is never a reason to go on."""
    from unweary.decisions.verdict import without_push

    verdict = without_push(assessment.verdict, _NOT_ALL)
    notes = (*assessment.scope_notes, _NOT_ALL) if said.left_over or not said.findings else assessment.scope_notes
    return replace(assessment, verdict=verdict, scope_notes=notes)


def as_document(said: Proposals, knowledge: Knowledge) -> dict[str, Any]:
    """The JSON of the contract: the findings with the words that led to them, and the answer if they are confirmed.

    ``meant`` are guesses to ask about, without a state: they are no part of ``findings`` and of the answer.
    """
    from unweary.reports.document import as_document as whole

    return {
        "findings": [{"finding": p.finding, "state": p.state, "words": p.words} for p in said.findings],
        "meant": [{"finding": p.finding, "words": p.words} for p in said.meant],
        "if_confirmed": whole(said.if_confirmed, knowledge),
    }
