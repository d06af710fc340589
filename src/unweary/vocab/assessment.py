"""What an assessment says, every intermediate kept. Plain frozen values; ``as_json`` is what every door prints."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal

from unweary.vocab.instruments import InstrumentResult, LabReading
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import Truth
from unweary.vocab.muscle import Overreaching, SoreReading

Action = Literal["push", "modify", "pause", "see_clinician", "not_known"]


@dataclass(frozen=True, slots=True)
class Withheld:
    """An answer that is not given, why, and what would let us give it."""

    reason: str
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingState:
    """What is known about one finding now, and from where (file, check-in, lab)."""

    finding: str
    state: Truth
    at: datetime | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityValue:
    """A number now; ``low == high`` unless the source gave a bound. ``sources`` are file names or 'check-in'."""

    quantity: str
    low: float
    high: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A red-flag rule that fired, or that is not ruled out (then ``missing`` says what was not answered)."""

    rule: str
    urgency: Urgency
    message: str
    who: str
    why: str
    because: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedDanger:
    """A danger that was told of and is answered 'no' since. ``urgency`` is what it asked for while it was there.

    ``passed_at`` is the first plain 'no' since, ``looked_on`` the day on which a clinician looked at it, as the person
    says; either is None where nobody said so.
    """

    finding: str
    label: str
    urgency: Urgency
    because: tuple[str, ...]
    said_at: datetime
    passed_at: datetime | None
    looked_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one finding says about a cause: natural log of the likelihood ratio used. ``estimate``: not grade A or B."""

    finding: str
    label: str
    log_lr: float
    grade: str
    estimate: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IfNot:
    """A counterfactual: had this finding been absent, the cause would have this chance.

    ``instead``: what was supposed in its place, where it is weighed by its number (a ferritin that is normal).
    """

    finding: str
    label: str
    posterior: float
    instead: str = ""


@dataclass(frozen=True, slots=True)
class RankedCause:
    """One cause with its exact posterior; ``low`` and ``high`` under prior odds a third and three times as large.

    ``explains`` is the expected number of the signs present that would go if this cause alone were taken away (expected
    disablement, Richens 2020); the list is ordered by it. The contributions add up: log odds of ``posterior_exact`` =
    log odds of ``prior`` + all of ``speaks_for`` and ``speaks_against`` + ``small_signs`` + ``elsewhere``, where
    ``elsewhere`` is what the other causes explain away.
    """

    cause: str
    name: str
    tier: str
    kind: str
    prior: float
    posterior: float
    low: float
    high: float
    lift: float
    estimate: bool
    speaks_for: tuple[Contribution, ...]
    speaks_against: tuple[Contribution, ...]
    unknown: tuple[str, ...]
    tests: str
    who: str
    note: str = ""
    explains: float = 0.0
    posterior_exact: float = 0.0
    small_signs: float = 0.0
    elsewhere: float = 0.0
    if_not: IfNot | None = None


@dataclass(frozen=True, slots=True)
class Causes:
    """The ranked list. ``unexplained`` is P(no listed cause brought about what is felt).

    ``order`` says in words whether the order of the list depends on how common the causes are taken to be.
    ``log_odds_error`` bounds how far the log odds of any cause may be off because of signs ``set_aside``; 0: exact.
    """

    ranked: tuple[RankedCause, ...]
    unexplained: float | None
    findings_used: tuple[str, ...]
    note: str
    posterior: Mapping[str, float] = dataclasses.field(default_factory=dict)
    order: str = ""
    set_aside: tuple[str, ...] = ()
    log_odds_error: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """One question answered in words, with the labels of the signs behind it and the names of what would settle it."""

    answer: str
    words: str
    because: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindOfFatigue:
    """Peripheral, central, damage, circulatory, systemic: shares that add to 1, with what they rest on.

    ``name`` is one of these, ``mixed`` or ``not_known``. ``leaning``: it leads, but the range of
    another kind reaches into its own. ``low`` and ``high`` hold the open signs and the doubt of weights and priors.
    ``outlasted`` says whether it is ordinary tiredness or has outlasted its recovery (yes, no, not_known), ``exertion``
    whether exertion brought it on, ``extent`` whether it is local, circulatory or systemic. ``needed`` are the
    findings whose answers would tell most about the shares.
    """

    name: str
    shares: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    reasons: tuple[str, ...]
    known_signs: int
    all_signs: int
    note: str
    outlasted: Told | None = None
    exertion: Told | None = None
    extent: Told | None = None
    needed: tuple[str, ...] = ()
    leaning: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is as it is. ``sources`` lead back to files and check-ins."""

    rule: str
    action: Action
    text: str
    weight: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class See:
    """Whom to see, how soon, why."""

    urgency: Urgency
    who: str
    why: str
    rule: str


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """The verdict of one of the 12 muscle groups."""

    group: str
    action: Action
    soreness_0_10: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day's decision."""

    action: Action
    urgency: Urgency
    headline: str
    advice: str
    sure: str
    reasons: tuple[Reason, ...]
    would_change: tuple[str, ...]
    see: tuple[See, ...]
    by_group: Mapping[str, GroupVerdict]
    known_signs: int
    all_signs: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question or test that is open, what it is worth, and why it is asked. ``by`` is who can answer it."""

    finding: str
    question: str
    why: str
    value: float
    by: str = "self"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One remedy offered today, with its grade and its reason; warnings are shown beside it."""

    remedy: str
    name: str
    why: str
    dose: str
    timing: str
    grade: str
    certainty: str
    effect: str
    warnings: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithheldRemedy:
    """A remedy that fits but is not offered: by which rule, why, and which questions would settle it."""

    remedy: str
    name: str
    rule: str
    reason: str
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The short plan. ``advice`` are the actions of safety rules that hold."""

    items: tuple[PlanItem, ...]
    withheld: tuple[WithheldRemedy, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoreSite:
    """The state of one sore part: score now, since which day, and what the signs say."""

    site: str
    side: str
    name: str
    group: str
    soreness_0_10: float
    change: float | None
    days_sore: int
    signs: tuple[str, ...]
    words: str
    readings: tuple[SoreReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that was concluded and everything that it rests on."""

    as_of: datetime
    knowledge_digest: str
    verdict: Verdict
    red_flags_fired: tuple[Flag, ...]
    red_flags_not_ruled_out: tuple[Flag, ...]
    red_flags_checked: int
    causes: Causes
    kind: KindOfFatigue | Withheld
    question: Question | None
    plan: Plan
    soreness: tuple[SoreSite, ...]
    findings: tuple[FindingState, ...]
    quantities: tuple[QuantityValue, ...]
    scope_notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    tests: tuple[Question, ...] = ()
    contradictions: tuple[str, ...] = ()
    passed_dangers: tuple[PassedDanger, ...] = ()
    instruments: tuple[InstrumentResult, ...] = ()
    labs: tuple[LabReading, ...] = ()
    overreaching: Overreaching | None = None
    not_recognised: tuple[str, ...] = ()


_PLAIN = frozenset((str, int, bool))


def as_json(value: object) -> object:
    """Plain JSON values: enums by their word, times in ISO 8601, NaN and infinity as null.

    Examples
    --------
    >>> as_json(Urgency.SAME_DAY)
    'same_day'
    >>> as_json(Withheld("thin data", ("fever",)))
    {'reason': 'thin data', 'needed': ['fever']}
    """
    if value is None or type(value) in _PLAIN:  # by far the most
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Urgency):
        return value.word
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(item) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
