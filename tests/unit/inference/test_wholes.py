"""A part and its whole are one event: a swollen leg is only one leg, shaking chills are fever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.findings import Findings
from unweary.inference.network import network
from unweary.inference.noisy_or import posteriors
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge

PACKAGED = knowledge_room.load()
LINKS: dict[str, set[str]] = {}
for _link in PACKAGED.likelihoods:
    LINKS.setdefault(_link.finding, set()).add(_link.cause)
WHOLES = [group for group in PACKAGED.groups if group.rule == "whole"]
PAIRS = [
    (part, group.members[0]) for group in WHOLES for part in group.members[1:]
    if LINKS.get(part, set()) & LINKS[group.members[0]]
]  # fmt: skip


@pytest.fixture
def chances(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings]
) -> Callable[..., dict[str, float]]:
    def work(yes: str = "", no: str = "", rather: str = "") -> dict[str, float]:
        at = person().as_of
        said = [Answer(name, "present", at) for name in yes.split()]
        said += [Answer(name, "absent", at) for name in no.split()]
        said += [Answer(name, "present", at, sure=False) for name in rather.split()]
        net = network(knowledge, known(person(profile=Profile(), answers=said)))
        return {cause.id: float(p) for cause, p in zip(net.causes, posteriors(net.evidence())[0][0], strict=True)}

    return work


@pytest.mark.parametrize(("part", "whole"), PAIRS)
def test_for_a_cause_of_both_the_whole_adds_nothing_to_the_part(
    part: str, whole: str, chances: Callable[..., dict[str, float]]
) -> None:
    one, both = chances(yes=part), chances(yes=f"{part} {whole}")
    for cause in LINKS[part] & LINKS[whole]:
        assert both[cause] == pytest.approx(one[cause], rel=1e-3), cause


@pytest.mark.parametrize(("part", "whole"), PAIRS)
def test_for_a_cause_of_both_an_absent_part_adds_nothing_to_the_absent_whole(
    part: str, whole: str, chances: Callable[..., dict[str, float]]
) -> None:
    one, both = chances(no=whole), chances(no=f"{part} {whole}")
    for cause in LINKS[part] & LINKS[whole]:
        assert both[cause] == pytest.approx(one[cause], rel=1e-9), cause


def test_the_whole_goes_on_speaking_for_its_other_causes(chances: Callable[..., dict[str, float]]) -> None:
    assert chances(yes="leg_swell_any unilateral_limb")["stress_fracture"] == pytest.approx(
        chances(yes="unilateral_limb")["stress_fracture"], rel=0.02
    )
    fever, both = chances(yes="fever"), chances(yes="fever rigors")
    assert both["viral_acute"] >= fever["viral_acute"]


def test_a_part_goes_on_speaking_against_its_other_causes(chances: Callable[..., dict[str, float]]) -> None:
    """No swollen leg speaks against a lung clot, of which 'only one leg' says nothing."""
    assert chances(no="unilateral_limb leg_swell_any")["pe"] < chances(no="unilateral_limb")["pe"]


@pytest.mark.parametrize("part", ["leg_swell_any", "calf_swell_one"])
def test_one_leg_and_a_swelling_never_make_a_clot_less_likely(
    part: str, chances: Callable[..., dict[str, float]]
) -> None:
    both = chances(yes=f"unilateral_limb {part}")["dvt"]
    assert both >= chances(yes=part)["dvt"] * (1 - 1e-9)
    assert both > 5 * chances(yes="unilateral_limb")["dvt"]


def test_a_part_that_is_only_likely_adds_to_a_sure_whole_and_takes_nothing_away(
    chances: Callable[..., dict[str, float]],
) -> None:
    sure = chances(yes="unilateral_limb")
    unsure = chances(yes="unilateral_limb", rather="leg_swell_any")
    plain = chances(yes="unilateral_limb leg_swell_any")
    assert 2 * sure["dvt"] < unsure["dvt"] < plain["dvt"]
    assert unsure["stress_fracture"] == pytest.approx(sure["stress_fracture"], rel=0.02)


def test_of_two_that_are_only_likely_the_part_counts(chances: Callable[..., dict[str, float]]) -> None:
    both, part = chances(rather="rigors fever"), chances(rather="rigors")
    assert both["serious_infection"] == pytest.approx(part["serious_infection"], rel=0.01)


@pytest.mark.parametrize("group", WHOLES, ids=lambda group: group.id)
def test_a_part_is_rarer_than_its_whole(group: object) -> None:
    """Else its background is one among those who have the whole, and the part is news."""
    whole, *parts = group.members  # type: ignore[attr-defined]
    for part in parts:
        assert PACKAGED.findings[part].leak.mid <= PACKAGED.findings[whole].leak.mid, part
