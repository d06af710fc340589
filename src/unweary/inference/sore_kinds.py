"""What each sore place may be: soreness after training, strain, tendon, joint, bone, clot, muscle breakdown, pressure.

The shares weigh signs; they never decide whether somebody must be seen. A red flag that has fired stands above every
share, and one that is open is named with what to look for: a dangerous reading is never talked away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from unweary.inference.shares import moved, shares, with_rival
from unweary.inference.sore_facts import AtSite, site_facts
from unweary.vocab.assessment import Flag, SoreSite
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge, Number
from unweary.vocab.logic import Facts, Interval, Truth, evaluate, missing
from unweary.vocab.muscle import SoreKind, SoreKindWords, SoreReading, SoreSign, SoreWatch

UNTOLD = "cannot be told yet"
#: How many open signs stand beside the words of a place; all of them stand in its readings.
_CHECKS_SAID = 2


def sore_kinds(
    history: History,
    knowledge: Knowledge,
    facts: Facts,
    sites: Sequence[SoreSite],
    fired: Sequence[Flag],
    open_: Sequence[Flag],
    as_of: datetime,
) -> tuple[SoreSite, ...]:
    """Each sore place with its readings, likeliest first, and the words of the leading one.

    Parameters
    ----------
    facts : Facts
        What is known about the whole body.
    sites : sequence of SoreSite
        The sore places, from ``inference.diary.sore_sites``.
    fired, open_ : sequences of Flag
        Red flags that fired, and those that are not ruled out.

    Returns
    -------
    tuple of SoreSite
        The same places in the same order. A dangerous reading stays in the list however small its share, while a red
        flag for it has fired or is open there.
    """
    if not knowledge.sore_kinds:
        return tuple(sites)
    there = site_facts(history, knowledge, facts, as_of)
    rules = {flag.rule for flag in fired}
    waiting = {flag.rule: flag.missing for flag in open_}
    return tuple(_told(site, there[site.site, site.side], knowledge, rules, waiting) for site in sites)


def _told(
    site: SoreSite, at: AtSite, knowledge: Knowledge, fired: AbstractSet[str], open_: Mapping[str, tuple[str, ...]]
) -> SoreSite:
    watched = [watch for watch in knowledge.sore_watch if evaluate(watch.where, at) is not False]
    warned = [watch for watch in watched if not fired.isdisjoint(watch.rules)]
    to_check = {watch.kind: _to_check(watch, at, open_) for watch in watched}
    plain = tuple(finding for watch in watched for finding in to_check[watch.kind] if finding in watch.check)
    weighed = _weigh(at)
    shown_from = knowledge.parameters["sore_shown_from"].mid
    readings = [
        weighed.reading(told, to_check.get(told.id, ()), any(watch.kind == told.id for watch in warned))
        for told in weighed.kinds
    ]
    kept = [r for r in readings if r.share >= shown_from or r.warned or to_check.get(r.kind)]
    kept.sort(key=lambda reading: -reading.share)
    order = [reading.kind for reading in kept]
    warned.sort(key=lambda watch: order.index(watch.kind) if watch.kind in order else len(order))
    return replace(site, words=_words(kept, warned, tuple(dict.fromkeys(plain)), knowledge), readings=tuple(kept))


def _to_check(watch: SoreWatch, at: AtSite, open_: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What to look for while a red flag is open: the plain signs of the watch, else what the rule itself waits for."""
    missing_ = [name for rule in watch.rules for name in open_.get(rule, ())]
    if not missing_:
        return ()
    plain = tuple(finding for finding in watch.check if at.asked_as(finding))
    return plain or tuple(dict.fromkeys(found for name in missing_ for found in at.asked_as(name)))


def _words(
    readings: Sequence[SoreReading], warned: Sequence[SoreWatch], checks: Sequence[str], knowledge: Knowledge
) -> str:
    """The leading reading in words; a red flag that fired is named instead of anything harmless.

    While a red flag is open, nothing harmless stands without what there is to check.
    """
    if warned:
        return f"first rule out {' and '.join(dict.fromkeys(watch.words for watch in warned))}"
    first = readings[0]
    told = {entry.id: entry for entry in knowledge.sore_kinds}[first.kind]
    wide = first.high - first.low > knowledge.parameters["sore_widest"].mid
    unsure = wide or first.share < knowledge.parameters["sore_named_from"].mid
    check = ", ".join(knowledge.label(finding) for finding in checks[:_CHECKS_SAID])
    return f"{UNTOLD if unsure else told.words}{f'; still to check: {check}' if check else ''}"


# ---- weighing


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The signs of one place: held ones, open ones, and the kinds that are thought of there."""

    place: AtSite
    kinds: tuple[SoreKindWords, ...]
    held: tuple[SoreSign, ...]
    denied: tuple[SoreSign, ...]
    open: tuple[SoreSign, ...]

    def reading(self, told: SoreKindWords, waiting: Sequence[str], warned: bool) -> SoreReading:
        """One kind with its share and range; ``waiting`` are findings that an open red flag looks for."""
        knowledge = self.place.knowledge
        kind = told.id
        # Each unknown sign is taken once for and once against this kind: the widest range that answers could give.
        helps = [sign for sign in self.open if (sign.kind == kind) == (sign.weight > 0)]
        hurts = [sign for sign in self.open if (sign.kind == kind) != (sign.weight > 0)]
        most = int(knowledge.parameters["sore_open_shown"].mid)
        mine = [sign for sign in self.held if sign.kind == kind]
        speaks_for = sorted((s for s in mine if s.weight > 0), key=lambda sign: -sign.weight)
        against = sorted((s for s in mine if s.weight < 0), key=lambda sign: sign.weight)
        open_ = tuple(dict.fromkeys((*waiting, *self._would_tell(kind))))
        return SoreReading(
            kind=kind,
            name=told.name,
            share=self._shares()[kind],
            low=min(low for low, _ in self._ranges(kind, hurts)),
            high=max(high for _, high in self._ranges(kind, helps)),
            speaks_for=tuple(sign.text for sign in speaks_for),
            speaks_against=tuple(sign.text for sign in against),
            open=open_[:most],
            settles=told.settles,
            warned=warned,
        )

    def _shares(self, supposed: Sequence[SoreSign] = (), temper: float | None = None) -> dict[SoreKind, float]:
        """The shares under the signs that hold, and under supposed ones beside them.

        ``temper`` (0 to 1) shrinks every weight: signs of one story are not independent.
        """
        factor = self._number("sore_temper").mid if temper is None else temper
        logs = {told.id: math.log(self._number(f"sore_start.{told.id}").mid) for told in self.kinds}
        for sign in (*self.held, *supposed):
            logs[sign.kind] += factor * sign.weight
        return shares(logs)

    def _ranges(self, kind: SoreKind, supposed: Sequence[SoreSign]) -> Iterator[Interval]:
        """The share from the lowest to the highest that its numbers allow, for each value that the temper may have.

        Half the widths of the numbers are added as squares: they do not all err the same way.
        """
        temper = self._number("sore_temper")
        for factor in (temper.low, temper.mid, temper.high):
            found = self._shares(supposed, factor)
            pair = with_rival(kind, found)
            starts = [self._number(f"sore_start.{name}") for name in pair]
            doubts = [math.log(start.high / start.low) / 2 for start in starts]
            signs = [sign for sign in (*self.held, *supposed) if sign.kind in pair]
            doubt = math.hypot(*doubts, *(factor * (sign.high - sign.low) / 2 for sign in signs))
            yield moved(found[kind], -doubt), moved(found[kind], doubt)

    def _number(self, name: str) -> Number:
        return self.place.knowledge.parameters[name]

    def _first_two(self) -> list[SoreKind]:
        shares = self._shares()
        return sorted(shares, key=lambda kind: -shares[kind])[:2]

    def _would_tell(self, kind: SoreKind) -> tuple[str, ...]:
        """The open questions, the one whose answer could move this kind most first.

        The signs of its rivals count for the two leading kinds only.
        """
        leads = kind in self._first_two()
        weight: dict[str, float] = {}
        for sign in self.open:
            if sign.kind != kind and not leads:
                continue
            for name in missing(sign.when, self.place):
                for finding in self.place.asked_as(name):
                    moves = abs(sign.weight) * (1.0 if sign.kind == kind else 0.5)
                    weight[finding] = max(weight.get(finding, 0.0), moves)
        return tuple(sorted(weight, key=lambda finding: -weight[finding]))


def _weigh(place: AtSite) -> _Weighed:
    knowledge = place.knowledge
    by_truth: dict[Truth, list[SoreSign]] = {True: [], False: [], None: []}
    kinds = tuple(k for k in knowledge.sore_kinds if k.where is None or evaluate(k.where, place) is not False)
    thought_of = {told.id for told in kinds}
    for sign in knowledge.sore_signs:
        truth = evaluate(sign.when, place)
        # What only a blood test or a clinician can tell counts when it is known; it is no open question here.
        asked = truth is not None or any(place.asked_as(name) for name in missing(sign.when, place))
        if asked and sign.kind in thought_of:
            by_truth[truth].append(sign)
    return _Weighed(place, kinds, *(tuple(by_truth[truth]) for truth in (True, False, None)))
