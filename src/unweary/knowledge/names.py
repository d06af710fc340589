"""Names in conditions: which there are, where each may stand, and what a condition rests on through definitions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from unweary.vocab.errors import Problem
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import AtLeast, Compare, Condition, Is, Not, names

#: Truths of one sore place, which ``inference.sore_facts`` sets; known at the stage 'site' only.
SITE_TRUTHS = (
    "site_is_muscle",
    "site_is_tendon",
    "site_is_joint",
    "site_is_bone",
    "site_in_leg",
    "site_in_arm",
    "site_one_sided",
    "site_both_sides",
    "site_swollen",
    "site_warm",
    "site_red",
    "site_bruised",
    "site_tendon_pain",
)

#: Truths that code sets from the profile, the check-in, the body map and the other red flags.
TRUTHS = frozenset(
    {
        "female",
        "male",
        "marked_sick",
        "under_18",
        "out_of_scope",
        "any_red",
        "muscle_ache",
        "bilateral_symm",
        "unilateral_limb",
        "joint_pain",
        "tendon_site",
        *SITE_TRUTHS,
    }
)

#: Numbers that ``inference.state`` and ``assessment`` compute; a quantity of origin ``computed`` must be one of them.
# fmt: off
COMPUTED = frozenset({
    "age", "bmi", "urgency", "fatigue_0_10", "heaviness_0_10", "stiffness_0_10", "stress_0_10", "mood_0_10",
    "motivation_0_10", "fog_0_10", "sleep_quality_0_10", "fatigue_days", "fatigue_rise", "sleep_h_last",
    "sleep_h_mean7", "stress_mean7", "sitting_h", "standing_h", "soreness_max", "soreness_groups", "group_soreness",
    "group_days_sore", "group_soreness_change", "group_signs", "group_load_48h", "load_1d_au", "load_7d_au",
    "load_rise_sd", "rest_days_7d", "hours_since_session", "longest_24h_h", "longest_7d_ratio", "descent_5d_m",
    "hard_sessions_3d", "session_days_28", "rhr_z", "lnrmssd_z", "site_soreness", "site_days_sore", "site_change",
    "followed_days", "cmj_z", "ca_total_alone_mmol_l", "muscle_soreness_max",
})
# fmt: on

#: When a condition is evaluated decides which names mean anything in it.
Stage = Literal["facts", "red_flag", "belief", "body", "told", "group", "site", "remedy"]
_AFTER_RED_FLAGS = ("belief", "body", "told", "group", "site", "remedy")
_AFTER_BELIEFS = ("body", "told", "group", "site", "remedy")


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition, the place it stands in, and the stage at which it is evaluated."""

    where: str
    condition: Condition
    stage: Stage


def conditions(knowledge: Knowledge) -> Iterator[Placed]:
    """Every condition of the knowledge.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> none = dict.fromkeys("derived points red_flags modifiers kind_signs verdict safety_rules graded "
    ...     "contradictions scope_notes instruments overreaching sore_signs sore_kinds sore_watch "
    ...     "lab_ranges checklists".split(), ())
    >>> finding = Some(id="cough_wet", ask_if=parse("cough"))
    >>> [placed.where for placed in conditions(Some(findings={"cough_wet": finding}, remedies={}, **none))]
    ['findings: cough_wet: ask_if']
    """
    for finding in knowledge.findings.values():
        if finding.ask_if is not None:
            yield Placed(f"findings: {finding.id}: ask_if", finding.ask_if, "facts")
    for entry in knowledge.derived:
        yield Placed(f"derived: {entry.id}: present", entry.present, "facts")
        if entry.absent is not None:
            yield Placed(f"derived: {entry.id}: absent", entry.absent, "facts")
    for score in knowledge.points:
        for index, (condition, _) in enumerate(score.items):
            yield Placed(f"derived: {score.id}: items[{index}]", condition, "facts")
    for flag in knowledge.red_flags:
        yield Placed(f"red_flags: {flag.id}", flag.when, "red_flag")
    for index, modifier in enumerate(knowledge.modifiers):
        yield Placed(f"modifiers: [{index}] {modifier.cause}", modifier.when, "belief")
    for index, sign in enumerate(knowledge.kind_signs):
        yield Placed(f"kind: sign[{index}] {sign.kind}", sign.when, "belief")
    for row in knowledge.verdict:
        yield Placed(f"verdict: {row.id}", row.when, row.scope)
    for remedy in knowledge.remedies.values():
        if remedy.needs is not None:
            yield Placed(f"remedies: {remedy.id}: needs", remedy.needs, "remedy")
        for index, gate in enumerate(remedy.gates):
            yield Placed(f"remedies: {remedy.id}: gates[{index}]", gate.when, "remedy")
    for rule in knowledge.safety_rules:
        yield Placed(f"safety: {rule.id}", rule.when, "remedy")
    for index, graded in enumerate(knowledge.graded):
        yield Placed(f"graded: [{index}] {graded.finding}", graded.when, "facts")
    for contradiction in knowledge.contradictions:
        yield Placed(f"contradictions: {contradiction.id}", contradiction.when, "facts")
    for one in knowledge.checklists:
        if one.when is not None:
            yield Placed(f"checklists: {one.id}", one.when, "facts")
    for note in knowledge.scope_notes:
        yield Placed(f"scope: {note.id}", note.when, "facts")
    yield from _instrument_conditions(knowledge)
    for grade in knowledge.overreaching:
        yield Placed(f"overreaching: {grade.id}", grade.when, "body")
    yield from _sore_conditions(knowledge)


def _sore_conditions(knowledge: Knowledge) -> Iterator[Placed]:
    for sore in knowledge.sore_signs:
        yield Placed(f"soreness: {sore.id}", sore.when, "site")
    for told in knowledge.sore_kinds:
        if told.where is not None:
            yield Placed(f"soreness: {told.id}: where", told.where, "site")
    for index, watch in enumerate(knowledge.sore_watch):
        yield Placed(f"soreness: watch[{index}] {watch.kind}", watch.where, "site")


def _instrument_conditions(knowledge: Knowledge) -> Iterator[Placed]:
    for instrument in knowledge.instruments:
        where = f"instruments: {instrument.id}"
        if instrument.applies is not None:
            yield Placed(f"{where}: applies", instrument.applies, "body")
        if instrument.relevant is not None:
            yield Placed(f"{where}: relevant", instrument.relevant, "body")
        for index, item in enumerate(instrument.items):
            for condition, _ in item.choices:
                yield Placed(f"{where}: items[{index}]", condition, "body")
        for index, band in enumerate(instrument.bands):
            yield Placed(f"{where}: bands[{index}]", band.when, "body")
    for index, usual in enumerate(knowledge.lab_ranges):
        if usual.when is not None:
            yield Placed(f"lab_ranges: [{index}] {usual.analyte}", usual.when, "body")


def leaves(condition: Condition) -> Iterator[Is | Compare]:
    """The names with what is asked of them, in reading order.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> [leaf.name for leaf in leaves(parse("NOT a AND (b < 2 OR c)"))]
    ['a', 'b', 'c']
    """
    match condition:
        case Is() | Compare():
            yield condition
        case Not(part):
            yield from leaves(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)


def name_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Names that no one will ever fill in, at the place where they stand.

    Examples
    --------
    See ``tests/unit/knowledge/test_checking.py``.
    """
    truths = {*knowledge.findings, *(entry.id for entry in knowledge.derived), *TRUTHS}
    numbers = {
        *knowledge.quantities,
        *(score.id for score in knowledge.points),
        *(instrument.score for instrument in knowledge.instruments if instrument.score),
    }
    beliefs = {f"p_{cause}" for cause in knowledge.causes}
    for placed in conditions(knowledge):
        for leaf in dict.fromkeys(leaves(placed.condition)):
            problem = _name_problem(leaf, placed.stage, truths, numbers, beliefs)
            if problem is not None:
                yield Problem(placed.where, *problem)


def _name_problem(
    leaf: Is | Compare, stage: Stage, truths: set[str], numbers: set[str], beliefs: set[str]
) -> tuple[str, str] | None:
    name, compared = leaf.name, isinstance(leaf, Compare)
    if name not in truths | numbers | beliefs:
        near = difflib.get_close_matches(name, truths | numbers | beliefs, n=1)
        return "unknown_name", f"'{name}' is no finding, quantity or score{_hint(near)}"
    if compared and name not in numbers | beliefs:
        return "not_a_number", f"'{name}' is a finding; it is present or absent and has no number"
    if not compared and name not in truths:
        return "not_a_truth", f"'{name}' is a number; it needs a limit, such as '{name} >= 1'"
    return misplaced(name, stage)


def _hint(near: list[str]) -> str:
    return f"; did you mean '{near[0]}'?" if near else ""


def misplaced(name: str, stage: Stage) -> tuple[str, str] | None:
    """Code and message where a name has no value yet at this stage; None where it has.

    Examples
    --------
    >>> misplaced("any_red", "remedy")[0]
    'too_early'
    >>> misplaced("age", "facts") is None
    True
    """
    if name == "any_red" and stage != "red_flag":
        return "too_early", "'any_red' is known to red flags only; use 'urgency >= 2'"
    if name == "urgency" and stage not in _AFTER_RED_FLAGS:
        return "too_early", "'urgency' is known after the red flags only"
    if name.startswith("p_") and stage not in _AFTER_BELIEFS:
        return "too_early", f"'{name}' is known to the verdict, the safety rules and the remedies only"
    if name.startswith("site_") and stage != "site":
        return "too_early", f"'{name}' is known to the signs of one sore place only"
    if name.startswith("group_") and stage not in ("group", "site"):
        return "too_early", f"'{name}' is known to verdict rows of scope 'group' only"
    return None


# ---- what a condition rests on through derived findings and scores


def definitions(knowledge: Knowledge) -> dict[str, tuple[Condition, ...]]:
    """Each derived truth and score with the conditions that define it.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.knowledge import Derived
    >>> from unweary.vocab.logic import parse
    >>> definitions(Some(derived=(Derived("tired", parse("sleepy")),), points=()))
    {'tired': (Is(name='sleepy'),)}
    """
    found: dict[str, tuple[Condition, ...]] = {}
    for entry in knowledge.derived:
        both = (entry.present,) if entry.absent is None else (entry.present, entry.absent)
        found[entry.id] = (*found.get(entry.id, ()), *both)
    for score in knowledge.points:
        found[score.id] = tuple(condition for condition, _ in score.items)
    return found


def rests_on(name: str, defined: Mapping[str, Iterable[Condition]]) -> set[str]:
    """Every name that the definition of this one leads to (the name itself only where there is a cycle).

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> sorted(rests_on("a", {"a": (parse("b AND c"),), "c": (parse("d"),)}))
    ['b', 'c', 'd']
    """
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for condition in defined.get(waiting.pop(), ()):
            fresh = set(names(condition)) - seen
            seen |= fresh
            waiting.extend(fresh)
    return seen


def lowering(condition: Condition, knowledge: Knowledge, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The ways in which one more present finding could make the condition false, in words; none for a safe red flag.

    NOT over a finding is one, directly or inside a derived finding; so are points below zero, and a score that must
    stay below a limit. NOT over ``any_red`` is none: another rule has then fired; nor is it over what is ``settled``.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> list(lowering(parse("fever AND NOT cough"), Some(derived=(), points=())))
    ["NOT over 'cough'"]
    """
    match condition:
        case Not(Is("any_red")):
            return
        case Not(Is(name)) if any(entry.id == name and entry.settled for entry in knowledge.derived):
            return
        case Not(part):
            yield f"NOT over {' and '.join(repr(name) for name in dict.fromkeys(names(part)))}"
        case AtLeast(_, parts):
            for part in parts:
                yield from lowering(part, knowledge, seen)
        case Is(name):
            for entry in knowledge.derived:
                if entry.id == name and name not in seen:
                    inner = lowering(entry.present, knowledge, seen | {name})
                    yield from (f"{way}, inside '{name}'" for way in inner)
        case Compare(name, relation, _):
            for score in knowledge.points:
                if score.id == name and name not in seen:
                    yield from _lowering_score(score.items, name, relation, knowledge, seen | {name})


def _lowering_score(
    items: tuple[tuple[Condition, float], ...], name: str, relation: str, knowledge: Knowledge, seen: frozenset[str]
) -> Iterator[str]:
    if relation in ("<", "<="):
        yield f"'{name}' must stay low, and every point raises it"
        return
    for condition, points in items:
        if points < 0:
            yield f"'{name}' has an item of {points:g} points"
        yield from (f"{way}, inside '{name}'" for way in lowering(condition, knowledge, seen))
