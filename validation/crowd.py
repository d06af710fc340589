"""Simulated people as a whole: what is true, what they would answer, and how the product gets to know one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from truths import ABSENT, PRESENT, UNKNOWN, Facts, Truths
from world import Bools, Floats, World, askable

from unweary.vocab.history import Answer, History, Profile, State
from unweary.vocab.logic import AtLeast, Is

#: Everybody is asked at this moment.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_HEIGHT_M = 1.75
_WORDS: Mapping[int, State] = {1: "present", 0: "absent", -1: "unknown"}


@dataclass(frozen=True, slots=True)
class People:
    """What is truly so in each of ``count`` people.

    Attributes
    ----------
    causes : array (people, causes) of bool
    present : mapping of finding to (people,) of bool
        Every finding of the knowledge that is neither measured, nor a lab, nor found by a clinician.
    numbers : mapping of quantity to (people,)
        ``age``, ``bmi`` and what would be typed.
    prior : array (people, causes)
        After the modifiers.
    """

    world: World
    causes: Bools
    present: Mapping[str, Bools]
    numbers: Mapping[str, Floats]
    prior: Floats

    @property
    def count(self) -> int:
        """How many people."""
        return len(self.causes)

    def has(self, *tiers: str) -> Bools:
        """Who has at least one cause of these tiers."""
        return np.asarray(self.causes[:, np.isin(self.world.tiers, tiers)].any(axis=1))

    def subset(self, chosen: NDArray[Any]) -> People:
        """The people at these places."""
        return People(
            self.world,
            self.causes[chosen],
            {name: column[chosen] for name, column in self.present.items()},
            {name: column[chosen] for name, column in self.numbers.items()},
            self.prior[chosen],
        )

    def given(self) -> dict[str, Truths]:
        """What code knows from the profile and the check-in."""
        female = self.present["female"].astype(np.int8)
        never = np.zeros(self.count, dtype=np.int8)
        return {
            "female": female,
            "male": (1 - female).astype(np.int8),
            "under_18": never,
            "marked_sick": np.full(self.count, UNKNOWN),
        }

    def facts(self, answers: Mapping[str, Truths]) -> Facts:
        """What is known when these answers have been given; a typed number is known when its question is answered."""
        kinds = self.world.knowledge.findings
        typed = {kind.number: name for name, kind in kinds.items() if kind.kind == "number"}
        numbers = {}
        for quantity, values in self.numbers.items():
            if quantity in typed:
                said = answers.get(typed[quantity])
                if said is not None:
                    numbers[quantity] = np.where(said == PRESENT, values, np.nan)
            else:
                numbers[quantity] = values
        return Facts(self.world.knowledge, self.count, answers, numbers, self.given())

    def profile(self, row: int) -> Profile:
        """What one person's profile says."""
        return Profile(
            birth_year=NOW.year - int(self.numbers["age"][row]),
            sex="F" if self.present["female"][row] else "M",
            height_m=_HEIGHT_M,
            mass_kg=float(self.numbers["bmi"][row]) * _HEIGHT_M**2,
        )

    def history(self, row: int, answers: Mapping[str, Truths]) -> History:
        """One person as the product gets to know them, after these answers."""
        kinds = self.world.knowledge.findings
        said = []
        for finding, truth in answers.items():
            kind = kinds[finding]
            value = None
            if kind.kind == "number" and truth[row] == PRESENT:
                value = float(self.numbers[kind.number][row])
            said.append(Answer(finding, _WORDS[int(truth[row])], NOW, value))
        return History(as_of=NOW, profile=self.profile(row), answers=tuple(said))

    def answer(self, finding: str) -> Truths:
        """The truthful answer; a number is typed by whoever has one."""
        if self.world.knowledge.findings[finding].kind == "number":
            values = self.numbers.get(self.world.knowledge.findings[finding].number, np.full(self.count, np.nan))
            return np.where(np.isnan(values), UNKNOWN, PRESENT).astype(np.int8)
        return self.present[finding].astype(np.int8)

    def answers(self, denied: Mapping[str, Bools] | None = None) -> dict[str, Truths]:
        """Everything answered that the product would ask: a follow-up only where its parent question was a yes.

        ``denied`` findings are answered with no, by these people, whatever is true. Who has just said no to the whole
        (great thirst) says no to its part (thirst that is new).
        """
        whole_of = wholes(self.world)
        open_ = askable(self.world.knowledge)
        truths = {kind.id: self.answer(kind.id) for kind in open_}
        for finding, deny in (denied or {}).items():
            if finding in truths:
                truths[finding] = np.where(deny, ABSENT, truths[finding])
        said: dict[str, Truths] = {}
        for kind in open_:
            if kind.ask_if is None:
                said[kind.id] = truths[kind.id]
        gated = [kind for kind in open_ if kind.ask_if is not None]
        asked = {kind.id: np.zeros(self.count, dtype=np.bool_) for kind in gated}
        said.update({kind.id: np.full(self.count, UNKNOWN) for kind in gated})
        while True:
            facts = self.facts(said)
            more = False
            new = dict(said)
            for kind in gated:
                ask = facts.evaluate(kind.ask_if) == PRESENT  # type: ignore[arg-type]
                if (ask & ~asked[kind.id]).any():
                    more = True
                    asked[kind.id] |= ask
                    truth = truths[kind.id]
                    for whole in whole_of.get(kind.id, ()):
                        truth = np.where(said.get(whole, truth) == ABSENT, ABSENT, truth)
                    new[kind.id] = np.where(asked[kind.id], truth, UNKNOWN).astype(np.int8)
            said = new
            if not more:
                return said


def wholes(world: World) -> dict[str, list[str]]:
    """For each follow-up, what a yes to it says by its words: it is drawn as a share of those who have that.

    Examples
    --------
    >>> from unweary import knowledge
    >>> wholes(World(knowledge.load()))["dark_urine_week"]
    ['dark_urine']
    """
    found: dict[str, list[str]] = {}
    for rule in world.knowledge.entailed:
        alone = rule.when.parts if isinstance(rule.when, AtLeast) and rule.when.count == 1 else (rule.when,)
        for part in alone:
            gated = isinstance(part, Is) and world.knowledge.findings[part.name].ask_if is not None
            if rule.always and isinstance(part, Is) and gated:
                found.setdefault(part.name, []).append(rule.finding)
    return found
