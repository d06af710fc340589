"""The types of reviewed knowledge. The data stand in ``unweary.knowledge``; thinking gets them as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from unweary.vocab.articles import Article
from unweary.vocab.body import BodyPart
from unweary.vocab.instruments import Instrument, LabRange
from unweary.vocab.lexicon import Change, Entailed, Lasting, LongSince, Nearly, Phrase, Reading, WordGroup
from unweary.vocab.logic import Condition
from unweary.vocab.muscle import OverreachingSign, SoreKindWords, SoreSign, SoreWatch
from unweary.vocab.notes import Checklist, Contradiction, ScopeNote
from unweary.vocab.remedies import Remedy, SafetyRule
from unweary.vocab.verdict import VerdictRule

Grade = Literal["A", "B", "C", "D"]
#: How the source was checked: V seen in the source, R recalled (to be checked), E expert estimate without citation.
Check = Literal["V", "R", "E"]


class Urgency(IntEnum):
    """How soon someone must look.

    Examples
    --------
    >>> Urgency.EMERGENCY_NOW > Urgency.SAME_DAY
    True
    >>> Urgency.WITHIN_DAYS.word
    'within_days'
    """

    NONE = 0
    ROUTINE = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY_NOW = 4

    @property
    def word(self) -> str:
        """The name used in every output."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its doubt and its origin.

    ``grade``: A meta-analysis, B cohort or validation, C textbook or guideline, D own estimate.
    """

    mid: float
    low: float
    high: float
    unit: str
    grade: Grade
    check: Check
    source: str
    locator: str = ""
    population: str = "active adults who complain of lingering muscle fatigue"


@dataclass(frozen=True, slots=True)
class Source:
    """A citation. ``check`` as in :data:`Check`."""

    id: str
    citation: str
    check: Check
    doi: str = ""


@dataclass(frozen=True, slots=True)
class FindingType:
    """One thing that can be present, absent or unknown in a person.

    ``leak`` is P(present | none of the modelled causes). ``valid_days`` is how long an answer holds, None until
    changed; ``present_days`` how long a 'yes' holds where that is longer: a warning sign does not pass because nobody
    asked again.
    ``ask_if`` gates a follow-up behind its parent. ``burden`` is the cost of asking, 1 (a tap) to 5.
    ``collected_by``: self, device, lab, clinician or derived. ``gate`` marks questions that remedies need.
    """

    id: str
    question: str
    label: str
    kind: Literal["binary", "ordinal", "number", "measured", "lab", "derived"]
    leak: Number
    collected_by: Literal["self", "device", "lab", "clinician", "derived"]
    valid_days: float | None = None
    present_days: float | None = None
    group: str = ""
    ask_if: Condition | None = None
    burden: float = 1.0
    alarm: bool = False
    gate: bool = False
    number: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A truth computed from numbers and other findings. ``absent`` None: absent when ``present`` is false.

    An answered yes makes it present too. ``cannot``: whoever it is absent for cannot have it (a missed period in a
    man), which speaks for or against no cause. ``settled``: absent until told, never unknown; a treatment, no sign.
    """

    id: str
    present: Condition
    absent: Condition | None = None
    label: str = ""
    note: str = ""
    source: str = ""
    cannot: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A score: the sum of the points whose condition holds; unknown items widen it to an interval.

    ``total`` is the quantity under which somebody who knows the sum from paper types it whole.
    """

    id: str
    items: tuple[tuple[Condition, float], ...]
    label: str = ""
    note: str = ""
    source: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that conditions may use: from a lab analyte, a device signal, the check-in, or computed from training.

    ``origin``: ``lab:<analyte>``, ``signal:<signal>``, ``answer:<finding>`` (the typed value, with elapsed days added
    where ``unit`` is ``days``) or ``computed``. ``valid_days`` as for findings. ``most``: the top of a questionnaire.
    ``levels``: words for 0, 1, 2 and so on, where an item is answered by choosing one of them.
    """

    id: str
    label: str
    unit: str
    origin: str
    valid_days: float | None = None
    note: str = ""
    most: float | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileWord:
    """Words in the profile (medicines, conditions, supplements, sports) that make findings present."""

    field: Literal["medicines", "conditions", "supplements", "sports"]
    words: tuple[str, ...]
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Warning signs asked together; 'none of these' makes every one of them absent."""

    id: str
    text: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A rule that is run before any model. ``message`` says what to do, ``who`` whom to see, ``why`` the reason."""

    id: str
    when: Condition
    urgency: Urgency
    message: str
    who: str
    why: str
    source: str
    check: Check


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause. ``prior`` is P(cause) in an active adult who complains; ``cap`` limits what criteria say."""

    id: str
    plain_name: str
    clinical_name: str
    category: str
    tier: Literal["benign", "treatable", "serious", "emergency", "other"]
    prior: Number
    prior_why: str
    tests: str
    who: str
    kind: Literal["peripheral", "central", "damage", "circulatory", "systemic"]
    cap: float | None = None
    cap_note: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """P(finding | this cause alone). ``positive_only``: the absent answer carries no information."""

    cause: str
    finding: str
    sensitivity: Number
    positive_only: bool = False
    lr_pos_published: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class GradedEvidence:
    """How strongly a measured number speaks for a finding, where a cut-off would throw information away.

    While ``when`` holds, the finding enters the network as virtual evidence: ``ratio`` is P(what was measured | finding
    present) over P(what was measured | finding absent). The first entry of a finding that holds counts. Rules and
    scores go on using the finding's own yes or no.
    """

    finding: str
    when: Condition
    ratio: Number
    note: str = ""


@dataclass(frozen=True, slots=True)
class Modifier:
    """While ``when`` holds, the prior odds are multiplied by ``value`` (``multiply``) or replaced by it (``set``)."""

    cause: str
    when: Condition
    effect: Literal["multiply", "set"]
    value: Number


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Findings that are not independent evidence.

    ``temper``: with k of them known, each likelihood ratio is raised to the power 1/sqrt(k).
    ``strongest``: only the first present one in ``members`` (most severe first) counts; while none is present, the
    absent ones are tempered. A hesitant yes counts as far as it is one, and for the rest what would count without it.
    ``composite``: ``members[0]`` counts when it is known, and then replaces all the others.
    ``whole``: ``members[0]`` follows, by the meaning of the words, from each of the others (its parts). For a cause of
    both, only the part counts where it is present, and only the whole where both are absent.
    """

    id: str
    rule: Literal["temper", "strongest", "composite", "whole"]
    members: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class KindSign:
    """A sign that speaks for one kind of fatigue, as a natural-log weight."""

    kind: Literal["peripheral", "central", "damage", "circulatory", "systemic"]
    when: Condition
    weight: Number
    text: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """A strength exercise: how its load spreads over the muscle groups (``shares`` add to 1).

    ``words`` are ways to name it: all words of one must stand in a name, in any order; the one with most words wins.
    ``eccentric``: a muscle brakes a load at length. ``body_share`` is the part of the body's mass that moves with it.
    """

    id: str
    words: tuple[str, ...]
    shares: Mapping[str, float]
    grade: Grade
    check: Check
    source: str
    eccentric: bool = False
    body_share: float = 0.0
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """Numbers to call. ``code`` is ISO 3166-1 alpha-2."""

    code: str
    name: str
    emergency: str
    crisis: str
    source: str
    check: Check


#: Words for truths that code sets and whose name does not say them.
_TRUTHS = {"marked_sick": "feeling ill", "muscle_ache": "aching muscles"}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it, as one immutable value. ``digest`` is the SHA-256 of the data files."""

    digest: str
    findings: Mapping[str, FindingType]
    quantities: Mapping[str, Quantity]
    derived: tuple[Derived, ...]
    points: tuple[Points, ...]
    profile_words: tuple[ProfileWord, ...]
    screens: tuple[Screen, ...]
    red_flags: tuple[RedFlag, ...]
    causes: Mapping[str, Cause]
    likelihoods: tuple[Likelihood, ...]
    modifiers: tuple[Modifier, ...]
    groups: tuple[CorrelationGroup, ...]
    kind_signs: tuple[KindSign, ...]
    verdict: tuple[VerdictRule, ...]
    remedies: Mapping[str, Remedy]
    safety_rules: tuple[SafetyRule, ...]
    body: Mapping[str, BodyPart]
    countries: Mapping[str, Country]
    parameters: Mapping[str, Number]
    sources: Mapping[str, Source]
    lexicon: tuple[Phrase, ...] = ()
    word_groups: tuple[WordGroup, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    long_since: tuple[LongSince, ...] = ()
    readings: tuple[Reading, ...] = ()
    changes: tuple[Change, ...] = ()
    entailed: tuple[Entailed, ...] = ()
    alike: tuple[WordGroup, ...] = ()
    nearly: tuple[Nearly, ...] = ()
    graded: tuple[GradedEvidence, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    scope_notes: tuple[ScopeNote, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    lab_ranges: tuple[LabRange, ...] = ()
    sore_signs: tuple[SoreSign, ...] = ()
    sore_kinds: tuple[SoreKindWords, ...] = ()
    sore_watch: tuple[SoreWatch, ...] = ()
    overreaching: tuple[OverreachingSign, ...] = ()
    articles: tuple[Article, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    checklists: tuple[Checklist, ...] = ()

    def label(self, name: str) -> str:
        """A short noun phrase for any name that a condition can use."""
        if name in self.findings:
            return self.findings[name].label
        if name in self.quantities:
            return self.quantities[name].label
        computed = [entry.label for entry in self.derived if entry.id == name]
        computed += [entry.label for entry in self.points if entry.id == name]
        computed += [instrument.name for instrument in self.instruments if instrument.score == name]
        if any(computed):
            return next(label for label in computed if label)
        return _TRUTHS.get(name, name.replace("_", " "))

    def asked_as(self, name: str) -> str:
        """The finding that a person answers to make a name known; empty where no question does.

        A finding is asked as itself, a typed number under the question that asks for it.

        Examples
        --------
        >>> from unweary.service.person import packaged_knowledge
        >>> [packaged_knowledge().asked_as(name) for name in ("fever", "onset_days", "ferritin_ug_l")]
        ['fever', 'weakness_days', '']
        """
        if name in self.findings:
            return name
        quantity = self.quantities.get(name)
        return quantity.origin.removeprefix("answer:") if quantity and quantity.origin.startswith("answer:") else ""

    def unit_of(self, finding: str) -> str:
        """The unit in which a finding is answered as a number; empty where it is not one, or has no unit."""
        kind = self.findings.get(finding)
        quantity = self.quantities.get(kind.number) if kind is not None and kind.kind == "number" else None
        return quantity.unit if quantity else ""

    def levels_of(self, finding: str) -> tuple[str, ...]:
        """The words for 0, 1, 2 and so on with which a finding is answered; empty where it is not.

        Examples
        --------
        >>> from unweary.service.person import packaged_knowledge
        >>> packaged_knowledge().levels_of("isi_falling"), packaged_knowledge().levels_of("fever")
        (('none', 'slight', 'medium', 'bad', 'very bad'), ())
        """
        kind = self.findings.get(finding)
        quantity = self.quantities.get(kind.number) if kind is not None and kind.kind == "number" else None
        return quantity.levels if quantity else ()
