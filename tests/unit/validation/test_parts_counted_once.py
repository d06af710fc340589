"""Words that contain other words: the product counts once what the simulated people always have together."""

from __future__ import annotations

from world import World


def test_no_pair_of_the_simulated_people_speaks_twice_for_one_cause(world: World) -> None:
    knowledge = world.knowledge
    causes: dict[str, set[str]] = {}
    for link in knowledge.likelihoods:
        causes.setdefault(link.finding, set()).add(link.cause)
    together = [set(group.members) for group in knowledge.groups if group.rule != "temper"]
    multiplied = {
        (part, whole)
        for part, wholes in world.implied.items()
        for whole in wholes
        if causes.get(part, set()) & causes.get(whole, set())
        and not any({part, whole} <= members for members in together)
    }
    assert multiplied == set()
    assert sum(bool(causes.get(part, set()) & causes.get(whole, set())) for part, wholes in world.implied.items()
               for whole in wholes) > 20  # fmt: skip
