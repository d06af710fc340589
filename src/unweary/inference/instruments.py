"""Published scores and criteria from what is known now: points, the band they fall into, and what is still open.

Unknown is a value here too. An item that was not asked may still hold, so the score is an interval, and a band is
settled only where every value that is still possible falls into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unweary.inference.findings import Findings
from unweary.vocab.instruments import Band, Criterion, Instrument, InstrumentResult, ItemResult
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Condition, Interval, Truth, evaluate, missing

#: Truths that code works out of the profile, and what a person tells to make them known.
_TOLD_AS = {"under_18": "age", "male": "female"}


def instruments(knowledge: Knowledge, known: Findings) -> tuple[InstrumentResult, ...]:
    """Every instrument that has something to say about this person.

    One is left out where nothing that it asks for is known to be present and its result is open, and where what makes
    it relevant (a limb sign for the Wells score) is not known to be there. One that may not be scored for this person
    (under 18, in pregnancy, or while that is not known) comes without a score; ``meaning`` then says why.

    Parameters
    ----------
    knowledge : Knowledge
    known : Findings
        What is known now.

    Returns
    -------
    tuple of InstrumentResult
        In the order of the knowledge.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.service.person import assess, packaged_knowledge
    >>> from unweary.vocab.history import Answer, History, Profile
    >>> now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> answers = tuple(Answer(name, "present", now) for name in ("calf_swell_one", "deep_vein_tender"))
    >>> person = History(as_of=now, profile=Profile(birth_year=1980, sex="M"), answers=answers)
    >>> [(score.low, score.high, score.word) for score in assess(person).instruments]
    [(2.0, 9.0, 'clot likely')]
    """
    found = (_result(instrument, knowledge, known) for instrument in knowledge.instruments)
    return tuple(result for result in found if result is not None)


def _result(instrument: Instrument, knowledge: Knowledge, known: Findings) -> InstrumentResult | None:
    if instrument.relevant is not None and evaluate(instrument.relevant, known) is not True:
        return None
    points = [_attainable(item, known) for item in instrument.items]
    items = tuple(_item(item, some) for item, some in zip(instrument.items, points, strict=True))
    scores = _scores(instrument, points, known)
    possible = _possible(instrument, scores, known)
    typed = known.numbers.get(_total(instrument, knowledge))
    anything = typed is not None or any(item.truth is True for item in items)
    if not anything and len(possible) != 1 and (instrument.items or instrument.relevant is None):
        return None
    if instrument.applies is not None and evaluate(instrument.applies, known) is not True:
        return _not_scored(instrument, known) if anything or len(possible) == 1 else None
    settled = possible[0] if len(possible) == 1 else None
    return InstrumentResult(
        instrument=instrument.id,
        name=instrument.name,
        low=min(low for low, _ in scores) if scores else None,
        high=max(high for _, high in scores) if scores else None,
        word=settled.word if settled else "",
        meaning=settled.meaning if settled else "",
        possible=() if settled else tuple(band.word for band in possible),
        items=items,
        needed=_needed(instrument, known) if typed is None else (),
        caveat=instrument.caveat,
        source=instrument.source,
        most=_most(instrument),
    )


def _total(instrument: Instrument, knowledge: Knowledge) -> str:
    """The quantity under which the score may be typed whole; empty where it may not."""
    return next((sum_.total for sum_ in knowledge.points if sum_.id == instrument.score), "")


def _most(instrument: Instrument) -> float | None:
    if not instrument.score or not instrument.items:
        return None
    return sum(max(points for _, points in item.choices) for item in instrument.items)


def _not_scored(instrument: Instrument, known: Findings) -> InstrumentResult:
    """The instrument with the reason why it is not used here, and what would have to be known to use it."""
    names = missing(instrument.applies, known) if instrument.applies is not None else ()
    return InstrumentResult(
        instrument=instrument.id,
        name=instrument.name,
        low=None,
        high=None,
        word="",
        meaning=instrument.otherwise,
        possible=(),
        items=(),
        needed=tuple(dict.fromkeys(_TOLD_AS.get(name, name) for name in names)),
        caveat=instrument.caveat,
        source=instrument.source,
    )


def _attainable(item: Criterion, known: Findings) -> tuple[float, ...]:
    """Every number of points that the item can still have; the first choice that holds is the last that can count."""
    found: list[float] = []
    for condition, points in item.choices:
        truth = evaluate(condition, known)
        if truth is not False:
            found.append(points)
        if truth is True:
            return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys((*found, 0.0)))


def _item(item: Criterion, points: tuple[float, ...]) -> ItemResult:
    low, high = min(points), max(points)
    truth: Truth = True if low > 0 else False if high <= 0 else None
    return ItemResult(item.label, truth, low, high, max(points for _, points in item.choices))


def _scores(instrument: Instrument, points: list[tuple[float, ...]], known: Findings) -> tuple[Interval, ...]:
    """The sums that are still possible, each as a closed interval; empty where nothing is summed or known."""
    if not instrument.score:
        return ()
    if not points or _total(instrument, known.knowledge) in known.numbers:
        typed = known.number(instrument.score)
        return () if typed is None else (typed,)
    sums = {0.0}
    for some in points:
        sums = {before + more for before in sums for more in some}
    return tuple((total, total) for total in sorted(sums))


def _possible(instrument: Instrument, scores: tuple[Interval, ...], known: Findings) -> tuple[Band, ...]:
    """The bands that some possible score falls into, in the order of the knowledge."""
    found: set[int] = set()
    for score in scores or (None,):
        found.update(_reached(instrument, _Scored(known, instrument.score, score)))
    return tuple(band for place, band in enumerate(instrument.bands) if place in found)


def _reached(instrument: Instrument, facts: _Scored) -> Iterator[int]:
    for place, band in enumerate(instrument.bands):
        truth = evaluate(band.when, facts)
        if truth is not False:
            yield place
        if truth is True:
            return


def _needed(instrument: Instrument, known: Findings) -> tuple[str, ...]:
    """What is not known yet and could still change the points or the band, in the order of the items."""
    open_: list[Condition] = []
    for item in instrument.items:
        for condition, _ in item.choices:
            open_.append(condition)
            if evaluate(condition, known) is True:
                break
    open_ += [band.when for band in instrument.bands]
    asked = {name for condition in open_ for name in missing(condition, known)}
    # A sum that a band needs is not asked for; its open items are.
    open_ += [when for sum_ in known.knowledge.points if sum_.id in asked for when, _ in sum_.items]
    summed = {instrument.score, *(sum_.id for sum_ in known.knowledge.points)}
    names = dict.fromkeys(name for condition in open_ for name in missing(condition, known))
    return tuple(dict.fromkeys(_TOLD_AS.get(name, name) for name in names if name not in summed))


@dataclass(frozen=True, slots=True)
class _Scored:
    """What is known, with the score taken to be one of its possible values."""

    known: Findings
    score: str
    value: Interval | None

    def truth(self, name: str) -> Truth:
        return self.known.truth(name)

    def number(self, name: str) -> Interval | None:
        return self.value if name == self.score and self.value is not None else self.known.number(name)
