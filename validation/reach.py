"""Does the interview reach every danger? Somebody who has exactly one smallest case of a rule, and answers truthfully.

    .venv/bin/python validation/reach.py [--rules rf34_hot_joint rf102_cord] [--one-a-rule]

For each rule of 'same day' or higher and each smallest set of answers that makes it hold, one person is made who has
just that: what their follow-ups hang on, what follows from it by the meaning of the words, and the complaint (tired all
over, heavy legs). Everything else is 'no'; numbers and tests that the set does not hold are not known. The person walks
the real pages (service.interview) to the end. Whoever ends below 'same day' is printed: the interview does not reach
that danger. People who gave the same answers so far share their pages, so that the whole takes minutes, not hours.

A set that no answer can give (a device, a blood test, a sore place of the check-in) is left out; reach_reviewed.toml
holds the sets that can be given and are not reached, each with the reason.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from crowd import NOW
from interviews import MOST_SCREENS, Truth, answer, hurry, next_page

from unweary.assessment import assess
from unweary.knowledge import load
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import AtLeast, Compare, Condition, Is, evaluate

COMPLAINT = frozenset({"fatigue_general", "heavy_legs"})
REVIEWED = Path(__file__).with_name("reach_reviewed.toml")
#: Somebody of whom nothing else is known: at 40 no rule about age holds.
_ADULT, _OLDER, _OLD = 40, 66, 80
#: A set of more answers than this is a story of its own.
_MOST_ANSWERS = 6

#: What a person has: the findings answered yes, and the limits on numbers (typed, the age, the body mass index).
Case = frozenset[str | Compare]


@dataclass(frozen=True, slots=True)
class Person:
    """Who has exactly one case of one rule. ``says`` is the case in findings and limits, in order."""

    rule: str
    urgency: Urgency
    says: tuple[str, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class End:
    """How the interview of one person ended. ``told`` false: with everything told the rule would not hold either."""

    person: Person
    urgency: Urgency
    unasked: tuple[str, ...]
    told: bool


# ---- the smallest cases in what a person can answer


class Cases:
    """The sets of answers that make a condition hold."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._derived: dict[str, list[Condition]] = {}
        for entry in knowledge.derived:
            self._derived.setdefault(entry.id, []).append(entry.present)
        self._points = {entry.id: entry for entry in knowledge.points}
        self._known: dict[str, frozenset[Case]] = {}

    def of(self, condition: Condition) -> frozenset[Case]:
        """Every smallest set; empty where answers alone cannot do it."""
        match condition:
            case Is(name):
                return self._name(name)
            case Compare(name, relation, limit):
                return self._number(name, relation, limit)
            case AtLeast(count, parts):
                found: set[Case] = set()
                for chosen in itertools.combinations([self.of(part) for part in parts], count):
                    found |= {frozenset().union(*picked) for picked in itertools.product(*chosen)}
                return _smallest(found)
            case _:
                return frozenset()

    def _name(self, name: str) -> frozenset[Case]:
        if name not in self._known:
            self._known[name] = frozenset()  # a definition that leads back to itself
            kind = self._knowledge.findings.get(name)
            asked = kind is not None and kind.collected_by == "self" and kind.kind not in ("number", "lab", "derived")
            if asked or name in ("female", "male"):
                self._known[name] = frozenset({frozenset({name})})
            else:
                found = [case for one in self._derived.get(name, ()) for case in self.of(one)]
                self._known[name] = _smallest(found)
        return self._known[name]

    def _number(self, name: str, relation: str, limit: float) -> frozenset[Case]:
        if name in self._points and relation in (">=", ">"):
            return self._score(name, relation, limit)
        finding = self._knowledge.asked_as(name)
        if name in ("age", "bmi") or finding:
            return frozenset({frozenset({Compare(finding or name, relation, limit)})})
        return frozenset()

    def _score(self, name: str, relation: str, limit: float) -> frozenset[Case]:
        items = [(self.of(condition), points) for condition, points in self._points[name].items if points > 0]
        items = [(cases, points) for cases, points in items if cases]
        found: set[Case] = set()
        for count in (1, 2, 3):
            for chosen in itertools.combinations(items, count):
                total = sum(points for _, points in chosen)
                if total >= limit if relation == ">=" else total > limit:
                    found |= {frozenset().union(*picked) for picked in itertools.product(*(c for c, _ in chosen))}
        return _smallest(found)


def _smallest(cases: Iterable[Case]) -> frozenset[Case]:
    """Without those that hold another one whole."""
    kept: list[Case] = []
    for case in sorted({*cases}, key=len):
        if len(case) <= _MOST_ANSWERS and not any(other <= case for other in kept):
            kept.append(case)
    return frozenset(kept)


# ---- the person


def people(knowledge: Knowledge, rules: Sequence[str] = (), complaint: frozenset[str] = COMPLAINT) -> list[Person]:
    """One person for each smallest case of each rule of 'same day' or higher."""
    cases, found = Cases(knowledge), []
    for rule in knowledge.red_flags:
        if rule.urgency >= Urgency.SAME_DAY and (not rules or rule.id in rules):
            told = sorted(cases.of(rule.when), key=lambda case: (len(case), sorted(map(str, case))))
            found += [person(rule, case, knowledge, complaint) for case in told]
    return found


def person(rule: RedFlag, case: Case, knowledge: Knowledge, complaint: frozenset[str] = COMPLAINT) -> Person:
    """Somebody who has the case, its complaint, and what goes with both."""
    case = _with_gates(case, knowledge)
    limits = [one for one in case if isinstance(one, Compare)]
    values = {one.name: _value(one.name, limits) for one in limits}
    profile = _profile(case, values)
    typed = {name: value for name, value in values.items() if name in knowledge.findings}
    present = {one for one in case if isinstance(one, str) and one in knowledge.findings} | complaint
    given = {"female"} if profile.sex == "F" else {"male"}
    present = _whole({*present, *typed}, given | ({"age_ge50"} if values.get("age", 0) >= _OLDER else set()), knowledge)
    says = tuple(
        sorted(str(one) if isinstance(one, str) else f"{one.name} {one.relation} {one.limit:g}" for one in case)
    )
    return Person(rule.id, rule.urgency, says, Truth(profile, frozenset(present - typed.keys()), typed))


def _with_gates(case: Case, knowledge: Knowledge) -> Case:
    """With the age that a follow-up asks for (jaw pain on chewing is asked from 50)."""
    found = set(case)
    for name in (one for one in case if isinstance(one, str) and one in knowledge.findings):
        gate = knowledge.findings[name].ask_if
        ways = Cases(knowledge).of(gate) if gate is not None else frozenset()
        ages = [one for way in ways for one in way if isinstance(one, Compare) and one.name == "age"]
        if ages and not any(all(isinstance(one, str) for one in way) for way in ways):
            found.add(ages[0])
    return frozenset(found)


def _value(name: str, limits: Sequence[Compare]) -> float:
    """A number within all the limits on it."""
    ages = (_OLDER, _OLD) if name == "age" else ()
    tried = [*ages, *(one.limit + step for one in limits if one.name == name for step in (0.0, 1.0, -1.0))]
    facts = {value: _One(name, float(value)) for value in tried}
    return next(float(value) for value in tried if all(evaluate(o, facts[value]) for o in limits if o.name == name))


@dataclass(frozen=True, slots=True)
class _One:
    """One number, nothing else."""

    name: str
    value: float

    def truth(self, name: str) -> bool | None:
        return None

    def number(self, name: str) -> tuple[float, float] | None:
        return (self.value, self.value) if name == self.name else None


def _profile(case: Case, values: Mapping[str, float]) -> Profile:
    bmi = values.get("bmi")
    pregnant, after = "pregnant" in case, "postpartum" in case
    return Profile(
        birth_year=NOW.year - int(values.get("age", _ADULT)),
        sex="M" if "male" in case else "F",
        country="GB",
        height_m=1.7 if bmi else None,
        mass_kg=bmi * 1.7**2 + 0.5 if bmi else None,
        pregnant=pregnant or any(str(one).startswith("preg") for one in case if one != "preg_preecl"),
        postpartum=after,
    )


def _whole(present: set[str], given: set[str], knowledge: Knowledge) -> set[str]:
    """With what follows by the meaning of the words, and what each follow-up hangs on, the likeliest of these."""
    held = set(present)
    while True:
        facts = _Has(frozenset(held | given), knowledge)
        more = {rule.finding for rule in knowledge.entailed if rule.always and evaluate(rule.when, facts)}
        more |= {other for name, other in goes_with().items() if name in held}
        for name in held:
            gate = knowledge.findings[name].ask_if
            if gate is not None and evaluate(gate, facts) is not True:
                more |= _likeliest(Cases(knowledge).of(gate), knowledge)
        if more <= held:
            return held
        held |= more


@dataclass(frozen=True, slots=True)
class _Has:
    """Somebody who has these findings and none else."""

    present: frozenset[str]
    knowledge: Knowledge

    def truth(self, name: str) -> bool | None:
        return name in self.present

    def number(self, name: str) -> tuple[float, float] | None:
        return None


def _likeliest(cases: Iterable[Case], knowledge: Knowledge) -> set[str]:
    """The findings of the case that most people have who have any; empty where no answer opens it."""
    only = [{str(one) for one in case} for case in cases if all(str(one) in knowledge.findings for one in case)]

    def likely(names: set[str]) -> tuple[int, float, list[str]]:
        return -len(names), min(knowledge.findings[name].leak.mid for name in names), sorted(names)

    return max(only, key=likely, default=set())


# ---- the walk


def walk(everyone: Sequence[Person], knowledge: Knowledge) -> Iterator[End]:
    """Each person's end. Who answered the same so far looks at the same page, which is worked out once."""
    by_profile: dict[Profile, list[Person]] = {}
    for one in everyone:
        by_profile.setdefault(one.truth.profile, []).append(one)
    for profile, some in by_profile.items():
        history = History(as_of=NOW, profile=profile)
        yield from _walk(some, history, knowledge, 0, signs=True)


def _walk(some: Sequence[Person], history: History, knowledge: Knowledge, pages: int, *, signs: bool) -> Iterator[End]:
    assessment, page = next_page(history, knowledge, pages, signs)
    urgency = assessment.verdict.urgency
    if page.kind == "end" or urgency >= max(one.urgency for one in some):
        yield from (_end(one, history, urgency, knowledge) for one in some)
        return
    if pages >= MOST_SCREENS:
        raise RuntimeError(f"the interview does not end: {page}")
    ways: dict[tuple[Answer, ...], list[Person]] = {}
    for one in some:
        told = tuple(answer(one.truth, asked.finding, knowledge) for asked in page.asked)
        ways.setdefault(told, []).append(one)
    for told, those in ways.items():
        told_now = replace(history, answers=(*history.answers, *told))
        yield from _walk(those, told_now, knowledge, pages + 1, signs=page.kind == "signs")


def _end(one: Person, history: History, urgency: Urgency, knowledge: Knowledge) -> End:
    if urgency >= one.urgency:
        return End(one, urgency, (), told=True)
    asked = {each.finding for each in history.answers}
    unasked = tuple(sorted(({*one.truth.present} | {*one.truth.values}) - asked))
    rest = tuple(answer(one.truth, name, knowledge) for name in unasked)
    whole = assess(replace(history, answers=(*history.answers, *rest)), knowledge)
    return End(one, urgency, unasked, told=whole.verdict.urgency >= one.urgency)


# ---- what is not reached


@cache
def reviewed() -> dict[str, str]:
    """Rule and case, as printed, to the reason why the interview need not reach it."""
    entries = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))["unreached"]
    return {f"{entry['rule']}: {', '.join(entry['says'])}": str(entry["reason"]) for entry in entries}


@cache
def goes_with() -> dict[str, str]:
    """Finding to another that nobody lacks who has it."""
    entries = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))["goes_with"]
    return {str(entry["finding"]): str(entry["with"]) for entry in entries}


def named(end: End) -> str:
    """Rule and case in one line."""
    return f"{end.person.rule}: {', '.join(end.person.says)}"


def missed(ends: Iterable[End]) -> list[End]:
    """Those who end below 'same day' although what they have, once told, is for today."""
    return [end for end in ends if end.urgency < Urgency.SAME_DAY and end.told]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", nargs="+", default=())
    parser.add_argument("--complaint", nargs="*", default=sorted(COMPLAINT), help="what everybody has besides")
    parser.add_argument("--one-a-rule", action="store_true", help="only the first smallest case of each rule")
    options = parser.parse_args(arguments)
    knowledge = load()
    everyone = people(knowledge, options.rules, frozenset(options.complaint))
    if options.one_a_rule:
        everyone = list({one.rule: one for one in reversed(everyone)}.values())
    hurry()
    start = time.perf_counter()
    ends = list(walk(everyone, knowledge))
    lost, known = missed(ends), reviewed()
    for end in sorted(lost, key=named):
        print(f"{'reviewed ' if named(end) in known else ''}{named(end)} -> {end.urgency.word}; never asked: "
              f"{', '.join(end.unasked)}")  # fmt: skip
    later = [end for end in ends if Urgency.SAME_DAY <= end.urgency < end.person.urgency and end.told]
    for end in sorted(later, key=named):
        print(f"later {named(end)} -> {end.urgency.word}; never asked: {', '.join(end.unasked)}")
    rules = {one.rule for one in everyone}
    print(f"{len(rules)} rules, {len(ends)} people, {time.perf_counter() - start:.0f} s")
    print(f"not reached: {len(lost)}, of these reviewed: {sum(named(end) in known for end in lost)}")
    print(f"emergencies that end at 'same day': {len(later)}")
    print(f"holds for nobody: {sum(not end.told for end in ends)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
