"""The structure that simulated people are drawn from: causes, findings, links, and what follows from the words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unweary.vocab.knowledge import FindingType, Knowledge
from unweary.vocab.logic import AtLeast, Condition, Is, Not, names

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def sampling() -> dict[str, Any]:
    """The committed assumptions about the people, from sampling.toml."""
    return tomllib.loads(Path(__file__).with_name("sampling.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Rates:
    """The numbers of a network: what people are drawn from. ``silence`` is log(1 - lambda), (causes, findings)."""

    prior: Floats
    leak: Floats
    silence: Floats


class World:
    """The structure of the network that people are drawn from: indices, links, what implies what.

    Examples
    --------
    >>> from unweary import knowledge
    >>> world = World(knowledge.load())
    >>> "leg_swell_any" in world.implied["calf_swell_one"]
    True
    """

    def __init__(self, knowledge: Knowledge, assumed: Mapping[str, Any] | None = None) -> None:
        self.knowledge = knowledge
        self.assumed = assumed or sampling()
        self.findings = tuple(knowledge.findings)
        self.causes = tuple(knowledge.causes)
        self.at = {finding: index for index, finding in enumerate(self.findings)}
        self.cause_at = {cause: index for index, cause in enumerate(self.causes)}
        self.tiers = np.array([cause.tier for cause in knowledge.causes.values()])
        self.implied = _implied(knowledge, self.assumed)
        in_modifiers = {name for entry in knowledge.modifiers for name in names(entry.when)}
        # A part of a risk factor brings it, so it must be drawn with it, before the causes.
        self.risks = tuple(
            name
            for name in self.findings
            if name in in_modifiers or any(parent in in_modifiers for parent in self.implied.get(name, ()))
        )
        self.only_below = {entry["finding"]: entry["below_age"] for entry in self.assumed["only"]}
        self.brings = {row["finding"]: row["makes"] for row in self.assumed["brings"]}
        self.by_sex = {row["finding"]: (row["women"], row["men"]) for row in self.assumed["by_sex"]}
        self.of_those_asked = {entry["finding"] for entry in self.assumed["only"] if entry.get("of_those_asked")}

    @cached_property
    def emergencies(self) -> tuple[str, ...]:
        """The causes of tier emergency."""
        return tuple(cause for cause, tier in zip(self.causes, self.tiers, strict=True) if tier == "emergency")

    @cached_property
    def for_women(self) -> frozenset[str]:
        """Findings that the definitions of the knowledge rule out in men."""
        return frozenset(entry.id for entry in self.knowledge.derived if Is("male") in either(entry.absent))

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Finding to all findings that bring it by the meaning of the words."""
        found: dict[str, list[str]] = {}
        for child in self.findings:
            for parent in self.implied.get(child, ()):
                found.setdefault(parent, []).append(child)
        return {parent: tuple(children) for parent, children in found.items()}

    @cached_property
    def follow_ups(self) -> dict[str, tuple[str, ...]]:
        """Question to those that are asked only after a yes to it."""
        found: dict[str, list[str]] = {}
        for child, kind in self.knowledge.findings.items():
            if isinstance(kind.ask_if, Is) and kind.ask_if.name in self.implied.get(child, ()):
                found.setdefault(kind.ask_if.name, []).append(child)
        return {parent: tuple(children) for parent, children in found.items()}

    @cached_property
    def rates(self) -> Rates:
        """The packaged numbers; where these are a likelihood ratio alone, the share of the ill who have the sign."""
        leak = np.array([kind.leak.mid for kind in self.knowledge.findings.values()])
        sensitivity = np.full((len(self.causes), len(self.findings)), np.nan)
        for link in self.knowledge.likelihoods:
            sensitivity[self.cause_at[link.cause], self.at[link.finding]] = link.sensitivity.mid
        for row in self.assumed["sensitivity"]:
            sensitivity[self.cause_at[row["cause"]], self.at[row["finding"]]] = row["share"]
        prior = np.array([cause.prior.mid for cause in self.knowledge.causes.values()])
        return self.network(prior, leak, sensitivity)

    def network(self, prior: Floats, leak: Floats, sensitivity: Floats) -> Rates:
        """Rates from priors, leaks and P(finding | cause alone), NaN where there is no link."""
        # A noisy-OR cannot make a finding less likely than its leak.
        triggered = np.clip((np.nan_to_num(sensitivity) - leak) / (1.0 - leak), 0.0, 1.0 - 1e-12)
        return Rates(prior, leak, np.where(np.isnan(sensitivity), 0.0, np.log1p(-triggered)))

    def own(self, rates: Rates) -> Rates:
        """The rates with which each finding comes about beside its parts, floored at none.

        The background of a follow-up is its share among those who are asked it. Where the follow-ups of one question
        would together bring it to more people than say yes to it, they share out its own background instead.
        """
        log_leak = np.log1p(-rates.leak)
        for parent, children in self.follow_ups.items():
            columns = [self.at[child] for child in children]
            log_leak[columns] *= min(1.0, log_leak[self.at[parent]] / log_leak[columns].sum())
        own_leak, own_silence = log_leak.copy(), rates.silence.copy()
        for parent, children in self.parts.items():
            columns = [self.at[child] for child in children]
            own_leak[self.at[parent]] = min(0.0, log_leak[self.at[parent]] - log_leak[columns].sum())
            rest = rates.silence[:, self.at[parent]] - rates.silence[:, columns].sum(axis=1)
            own_silence[:, self.at[parent]] = np.minimum(rest, 0.0)
        return Rates(rates.prior, -np.expm1(own_leak), own_silence)


def _implied(knowledge: Knowledge, assumed: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Finding to everything else that is so by the meaning of the words, through all steps."""
    asked = {name for name, kind in knowledge.findings.items() if kind.collected_by == "self"}
    direct: dict[str, set[str]] = {}

    def add(child: str, parent: str) -> None:
        if child in asked and parent in asked and child != parent:
            direct.setdefault(child, set()).add(parent)

    for entry in knowledge.derived:
        for child in _alternatives(entry.present):
            add(child, entry.id)
        for part in either(entry.absent):
            if isinstance(part, Not) and isinstance(part.part, Is):
                add(entry.id, part.part.name)
    scored = {name for one in knowledge.checklists if one.score for name in one.findings}
    for name, kind in knowledge.findings.items():
        # A score and its items are asked after a parent, but say nothing about it: a sore neck is no pain all over.
        if isinstance(kind.ask_if, Is) and kind.kind != "number" and name not in scored:
            add(name, kind.ask_if.name)
    for row in assumed["implies"]:
        for parent in row["makes"]:
            add(row["finding"], parent)
    return {child: tuple(sorted(_all_steps(child, direct) - {child})) for child in direct}


def either(condition: Condition | None) -> tuple[Condition, ...]:
    """The alternatives of an OR, or the condition itself."""
    if condition is None:
        return ()
    return condition.parts if isinstance(condition, AtLeast) and condition.count == 1 else (condition,)


def _alternatives(condition: Condition) -> list[str]:
    return [part.name for part in either(condition) if isinstance(part, Is)]


def _all_steps(child: str, direct: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [child]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(direct.get(name, ()))
    return seen


def askable(knowledge: Knowledge) -> list[FindingType]:
    """What a person can answer at home without a device."""
    return [kind for kind in knowledge.findings.values() if kind.collected_by == "self" and kind.kind not in ("lab",)]
