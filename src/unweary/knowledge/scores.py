"""Whether published scores and the ranges of blood tests hang together: ids, sources, units, limits, bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from unweary.vocab.errors import Problem
from unweary.vocab.instruments import Instrument, LabRange
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.signals import ANALYTES


def score_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every fault of an instrument or a range that would show as a wrong or an empty line on a page.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> usual = LabRange("ferritin", "ng", "C", "R", "me", low=30.0, high=3.0)
    >>> empty = Some(instruments=(), quantities={}, points=(), checklists=(), body={}, findings={})
    >>> known = Some(**{**vars(empty), "lab_ranges": (usual,), "sources": {"me": 1}})
    >>> [problem.code for problem in score_problems(known)]
    ['unit', 'order']
    """
    for instrument in knowledge.instruments:
        yield from _instrument(instrument, knowledge)
    for index, usual in enumerate(knowledge.lab_ranges):
        yield from _range(f"lab_ranges: [{index}] {usual.analyte}", usual, knowledge)
    yield from _items(knowledge)


def _items(knowledge: Knowledge) -> Iterator[Problem]:
    """Items that are answered one by one: the total beside them, their page, their levels, areas of the body map."""
    scores = {score.id for score in knowledge.points}
    for score in knowledge.points:
        if score.total and score.total not in knowledge.quantities:
            yield Problem(f"derived: {score.id}", "unknown_quantity", f"there is no quantity '{score.total}'")
    for one in knowledge.checklists:
        if one.score and one.score not in scores:
            yield Problem(f"checklists: {one.id}", "unknown_score", f"there is no score '{one.score}'")
    for quantity in knowledge.quantities.values():
        if quantity.levels and quantity.most != len(quantity.levels) - 1:
            yield Problem(f"quantities: {quantity.id}", "levels", "the last level is not the most that it can be")
    for part in knowledge.body.values():
        for side in ("left", "right") if part.sides == "LR" else ("mid",):
            area = part.area.format(side=side)
            if area and area not in knowledge.findings:
                yield Problem(f"body: {part.id}", "unknown_finding", f"there is no finding '{area}'")


def _instrument(instrument: Instrument, knowledge: Knowledge) -> Iterator[Problem]:
    where = f"instruments: {instrument.id}"
    if instrument.source not in knowledge.sources:
        yield Problem(where, "unknown_source", f"there is no source '{instrument.source}'")
    if not instrument.bands:
        yield Problem(where, "empty", "an instrument without bands has no result")
    for word, count in Counter(band.word for band in instrument.bands).items():
        if count > 1:
            yield Problem(where, "twice", f"the band '{word}' stands here {count} times")
    if instrument.applies is not None and not instrument.otherwise.strip():
        yield Problem(where, "empty", "where an instrument may not be scored, 'otherwise' says why")
    if instrument.score and not instrument.items and instrument.score not in knowledge.quantities:
        yield Problem(where, "not_scored", f"without items, '{instrument.score}' has to be a number that is typed")
    for index, item in enumerate(instrument.items):
        if not item.label.strip() or not item.choices:
            yield Problem(f"{where}: items[{index}]", "empty", "an item has a label and at least one choice")
        for _, points in item.choices:
            # A point that is taken off is a judgement; left to a program it would hide what it was made to find.
            if points < 0:
                yield Problem(f"{where}: items[{index}]", "below_zero", f"an item of {points:g} points")


def _range(where: str, usual: LabRange, knowledge: Knowledge) -> Iterator[Problem]:
    if usual.source not in knowledge.sources:
        yield Problem(where, "unknown_source", f"there is no source '{usual.source}'")
    if usual.analyte not in ANALYTES:
        yield Problem(where, "unknown_signal", f"there is no blood test '{usual.analyte}' in the registry")
    elif usual.unit != ANALYTES[usual.analyte].unit:
        yield Problem(where, "unit", f"'{usual.unit}' is not '{ANALYTES[usual.analyte].unit}'")
    if usual.low is not None and usual.high is not None and not usual.low < usual.high:
        yield Problem(where, "order", f"low {usual.low:g} is not below high {usual.high:g}")
    if not usual.age_from < usual.age_to:
        yield Problem(where, "order", f"age from {usual.age_from:g} to {usual.age_to:g} holds nobody")
    if usual.low is None and usual.high is None and not usual.note.strip():
        yield Problem(where, "empty", "a row without limits says in its note why the value is left open")
