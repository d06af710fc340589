"""Simulated people, drawn from the packaged network: what truly is so in each of them, and what they would answer.

One person after the other is drawn like this (all of it at once, with arrays):

1. Age, sex, body mass index (``sampling.toml``), then every risk factor at its background rate.
2. Causes, each with its prior after the modifiers (``knowledge.modifiers``), independently of each other.
3. Findings by noisy-OR: present unless the leak and every present cause fail to bring it about. A finding that a person
   cannot have (periods in a man) is absent; its rate is raised in the others so that its rate over all stays the leak.
   The leaks of sudden signs that one harmless episode brings together are drawn from such episodes.
4. What follows from the words: a swollen calf is a swollen leg, somebody who takes a statin takes a medicine. The part
   (child) brings the whole (parent). The parent's own rates are lowered so that its rate over all stays its leak,
   and P(parent | cause) its sensitivity, wherever the children alone do not exceed that.
   A part whose background is a share of those who have the whole brings it only where a cause brought the part.
   A follow-up whose parents are only a filter (jaw pain on chewing, asked from 50 on) changes nobody: it can be present
   in somebody who is never asked about it, as in life.
5. Typed numbers (days of weakness, scores).

``positive_only`` rows enter with the stored value, which is LR+ times the leak and no real sensitivity: people with
such a cause (GCA, heart failure, narrow spine) show these signs too seldom here, so what is found about them is too
gloomy.
Labs, devices and what only a clinician can find stay unknown.

Each finding has a random stream of its own, so a new finding in the knowledge does not reshuffle all the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

import numpy as np
from crowd import People
from truths import PRESENT, Facts
from world import Bools, Floats, Rates, World, askable

from unweary.vocab.logic import names

_COMPOSITES = ("rls_4of4", "new_headache50")


def people(world: World, count: int, seed: int, cause: str = "", rates: Rates | None = None) -> People:
    """Draw people; with ``cause``, people who have this cause (and whatever else chance gives them).

    Examples
    --------
    >>> from unweary import knowledge
    >>> drawn = people(World(knowledge.load()), 50, seed=1, cause="pe")
    >>> bool(drawn.has("emergency").all())
    True
    """
    rates = rates or world.rates
    own = _without_days(world, world.own(rates))
    size = max(count, int(world.assumed["people"]["risk_pool"])) if cause else count
    chance = {name: _stream(seed, "risk", name).random(size) for name in world.risks}
    numbers, female = _demographics(world, size, seed)
    prior = _priors(world, rates.prior, _risk_facts(world, own, numbers, female, chance))
    if cause:
        weight = prior[:, world.cause_at[cause]]
        chosen = _stream(seed, "chosen", cause).choice(size, count, p=weight / weight.sum())
        numbers = {name: column[chosen] for name, column in numbers.items()}
        chance = {name: column[chosen] for name, column in chance.items()}
        female, prior = female[chosen], prior[chosen]
    having = _stream(seed, "causes", cause).random(prior.shape) < prior
    if cause:
        having[:, world.cause_at[cause]] = True
    silent = having.astype(np.float64) @ own.silence + np.log1p(-own.leak)
    present: dict[str, Bools] = {}
    brought = {whole: np.zeros(count, dtype=np.bool_) for wholes in world.brings.values() for whole in wholes}
    episodes = _episodes(world, own, count, seed, cause)
    for name in world.findings:
        draw = chance[name] if name in chance else _stream(seed, "finding", name, cause).random(count)
        leak = 0.0 if name in episodes else _eligible_leak(world, own, name, female) * _window(world, name, numbers)
        # Written like this the present ones include all who had it by the leak alone, the risk factors of step 1.
        column = 1.0 - draw < 1.0 - (1.0 - leak) * np.exp(
            silent[:, world.at[name]] - np.log1p(-own.leak[world.at[name]])
        )
        present[name] = (column | episodes.get(name, False)) & _eligible(world, name, numbers["age"], female)
        for whole in world.brings.get(name, ()):
            brought[whole] |= column & (1.0 - draw >= leak)
    for whole, column in brought.items():
        present[whole] |= column
    _follow(world, present, numbers, female, having)
    _type_numbers(world, present, numbers, having, seed)
    return People(world, having, present, numbers, prior)


def _window(world: World, name: str, numbers: Mapping[str, Floats]) -> Floats | float:
    """How much likelier than its leak a sign is that may have come at any time since the main trouble began.

    The leak is that of a trouble of mean length. For 'in the last days of it' it is the share of that length.
    """
    days = numbers.get(world.knowledge.findings[world.assumed["main_trouble"]["finding"]].number)
    row = next((row for row in world.assumed["since_it_began"] if row["finding"] == name), None)
    if row is None or days is None:
        return 1.0
    length = np.minimum(days, row["most_days"]) + row["spell_days"]
    if "last_days" not in row:
        return np.asarray(length / length.mean())
    share = np.minimum(1.0, (row["last_days"] + row["spell_days"]) / length)
    return np.asarray(share / world.knowledge.findings[name].leak.mid)


def _episodes(world: World, own: Rates, count: int, seed: int, cause: str) -> dict[str, Bools]:
    """The leak of signs that harmless episodes bring together: each sign keeps its rate, fewer people have any."""
    found = {}
    for number, row in enumerate(world.assumed["episode"]):
        leaks = {name: own.leak[world.at[name]] for name in row["findings"] if name in world.at}
        share = sum(leaks.values()) / row["questions"]
        had = _stream(seed, "episode", str(number), cause).random(count) < share
        for name, leak in leaks.items():
            found[name] = had & (_stream(seed, "in episode", name, cause).random(count) * share < leak)
    return found


def _without_days(world: World, own: Rates) -> Rates:
    """How long somebody has been tired has no background of its own where the days are drawn."""
    if world.assumed["main_trouble"]["finding"] not in world.knowledge.findings:
        return own
    leak = own.leak.copy()
    leak[[world.at[finding] for finding in world.assumed["main_trouble"]["at_least_days"]]] = 0.0
    return Rates(own.prior, leak, own.silence)


def _stream(seed: int, *words: str) -> np.random.Generator:
    return np.random.default_rng([seed, *(crc32(word.encode()) for word in words)])


def _demographics(world: World, count: int, seed: int) -> tuple[dict[str, Floats], Bools]:
    assumed = world.assumed["people"]
    bands = world.assumed["age"]
    shares = np.array([band["share"] for band in bands])
    band = _stream(seed, "age band").choice(len(bands), count, p=shares / shares.sum())
    low = np.array([entry["from_years"] for entry in bands])[band]
    high = np.array([entry["to_years"] for entry in bands])[band]
    age = low + np.floor(_stream(seed, "age").random(count) * (high - low + 1))
    female = _stream(seed, "female").random(count) < assumed["share_women"]
    numbers = {"age": age, **_main_days(world, count, seed)}
    bmi = assumed["bmi_mean"] + assumed["bmi_sd"] * _stream(seed, "bmi").standard_normal(count)
    return {**numbers, "bmi": np.maximum(bmi, assumed["bmi_lowest"])}, female


def _main_days(world: World, count: int, seed: int) -> dict[str, Floats]:
    """Days since the main trouble began, before any cause has a say; nothing where the knowledge does not ask."""
    assumed = world.assumed["main_trouble"]
    if assumed["finding"] not in world.knowledge.findings:
        return {}
    bands = assumed["bands"]
    shares = np.array([band["share"] for band in bands])
    band = _stream(seed, "main band").choice(len(bands), count, p=shares / shares.sum())
    low = np.array([float(entry["from_days"]) for entry in bands])[band]
    high = np.array([float(entry["to_days"]) for entry in bands])[band]
    days = np.floor(low * ((high + 1.0) / low) ** _stream(seed, "main days").random(count))
    return {world.knowledge.findings[assumed["finding"]].number: np.minimum(days, high)}


def _eligible(world: World, name: str, age: Floats, female: Bools) -> Bools:
    able = np.ones(len(age), dtype=np.bool_)
    if name in world.for_women:
        able &= female
    if name in world.only_below:
        able &= age < world.only_below[name]
    return able


def _eligible_leak(world: World, own: Rates, name: str, female: Bools) -> Floats | float:
    """The background rate among those who can have it, such that the rate over all people is the leak."""
    if name in world.by_sex:
        return np.where(female, *world.by_sex[name])
    if name in world.of_those_asked:
        return float(own.leak[world.at[name]])
    share = world.assumed["people"]["share_women"] if name in world.for_women else 1.0
    if name in world.only_below:
        limit = world.only_below[name]
        bands = world.assumed["age"]
        share *= sum(
            band["share"] * min(1.0, max(0, limit - band["from_years"]) / (band["to_years"] - band["from_years"] + 1))
            for band in bands
        )
    return float(min(own.leak[world.at[name]] / share, 0.95))


def _risk_facts(
    world: World, own: Rates, numbers: Mapping[str, Floats], female: Bools, chance: Mapping[str, Floats]
) -> Facts:
    present = {
        name: (1.0 - draw < _eligible_leak(world, own, name, female)) & _eligible(world, name, numbers["age"], female)
        for name, draw in chance.items()
        # Sex, age and the bands of days follow from what was drawn already; a second draw would contradict it.
        if world.knowledge.findings[name].collected_by != "derived"
    }
    _imply(world, present)
    said = {name: column.astype(np.int8) for name, column in present.items()}
    woman = female.astype(np.int8)
    given = {"female": woman, "male": (1 - woman).astype(np.int8)}
    return Facts(world.knowledge, len(female), said, numbers, given)


def _priors(world: World, base: Floats, facts: Facts) -> Floats:
    """P(cause) after the risk factors, as ``inference.causes`` computes it."""
    # One row for each cause: a modifier then changes numbers that lie side by side.
    odds = np.repeat((base / (1.0 - base))[:, None], facts.count, axis=1)
    replaced = np.full_like(odds, np.nan)
    for entry in world.knowledge.modifiers:
        held = facts.evaluate(entry.when) == PRESENT
        cause = world.cause_at[entry.cause]
        if entry.effect == "set":
            replaced[cause][held] = entry.value.mid
        else:
            np.multiply(odds[cause], entry.value.mid, out=odds[cause], where=held)
    odds = np.where(np.isnan(replaced), odds, replaced)
    return np.ascontiguousarray(np.clip(odds / (1.0 + odds), 1e-12, 1.0 - 1e-9).T)


def _imply(world: World, present: dict[str, Bools]) -> None:
    """In place: the part brings the whole."""
    for child, parents in world.implied.items():
        for parent in parents:
            if child in present and parent in present:
                present[parent] = present[parent] | present[child]


def _follow(world: World, present: dict[str, Bools], numbers: dict[str, Floats], female: Bools, having: Bools) -> None:
    """In place: what follows from sex and age, from composites, and from the meaning of the words."""
    present["female"] = female
    if "age_ge50" in present:
        present["age_ge50"] = numbers["age"] >= 50
    if "bmi_lt16" in present:
        numbers["bmi"] = np.where(present["bmi_lt16"], world.assumed["people"]["bmi_very_low"], numbers["bmi"])
    links = {(link.cause, link.finding) for link in world.knowledge.likelihoods}
    for entry in world.knowledge.derived:
        if entry.id not in _COMPOSITES or entry.id not in present:
            continue
        # A cause brings about the composite: then all that it consists of is there. The leak alone makes nothing.
        brought = np.zeros(len(female), dtype=np.bool_)
        for cause in world.causes:
            if (cause, entry.id) in links:
                brought |= having[:, world.cause_at[cause]]
        for name in names(entry.present):
            if name in present:
                present[name] = present[name] | (present[entry.id] & brought)
    _imply(world, present)


def _type_numbers(
    world: World, present: dict[str, Bools], numbers: dict[str, Floats], having: Bools, seed: int
) -> None:
    """In place: what would be typed, and what follows from it."""
    kinds = world.knowledge.findings
    for row in world.assumed["typed"]:
        if row["finding"] in kinds:
            drawn = _stream(seed, "typed", row["finding"]).random(len(having))
            value = _whole(drawn, row["otherwise"])
            for case in reversed(row["cases"]):
                value = np.where(present[case["when"]], _whole(drawn, case["range"]), value)
            if row.get("nobody"):
                value = np.full(len(having), np.nan)
            if "only_with_cause" in row:
                value = np.where(having[:, world.cause_at[row["only_with_cause"]]], value, np.nan)
            numbers[kinds[row["finding"]].number] = value
    onset = world.assumed["onset"]
    low = np.full(len(having), float(onset["anybody"][0]))
    high = np.full(len(having), float(onset["anybody"][1]))
    for cause, (first, last) in onset["causes"].items():
        quicker = having[:, world.cause_at[cause]] & (last < high)
        low, high = np.where(quicker, first, low), np.where(quicker, last, high)
    days = np.round(low * (high / low) ** _stream(seed, "typed", onset["finding"]).random(len(having)))
    if onset["finding"] in kinds:
        numbers[kinds[onset["finding"]].number] = days
    _main_trouble(world, present, numbers, np.where(high < onset["anybody"][1], days, np.nan), seed)


def _main_trouble(
    world: World, present: dict[str, Bools], numbers: dict[str, Floats], quick: Floats, seed: int
) -> None:
    """In place: the days of the main trouble agree with how long somebody has been tired. ``quick``: NaN where not."""
    assumed = world.assumed["main_trouble"]
    if assumed["finding"] not in world.knowledge.findings:
        return
    quantity = world.knowledge.findings[assumed["finding"]].number
    days = numbers[quantity]
    longer = 1.0 + _stream(seed, "typed", "main longer").random(len(days))
    lasting = np.zeros(len(days), dtype=np.bool_)
    for finding, least in assumed["at_least_days"].items():
        days = np.where(present[finding] & (days < least), np.floor(least * longer), days)
        lasting |= present[finding]
    days = np.where(np.isnan(quick) | lasting, days, quick)
    numbers[quantity] = days
    for finding, least in assumed["at_least_days"].items():
        present[finding] = present[finding] | (present[assumed["tired"]] & (days >= least))


def _whole(drawn: Floats, ends: Sequence[int]) -> Floats:
    return np.asarray(np.floor(ends[0] + drawn * (ends[1] - ends[0] + 1)))


def not_sampled(world: World) -> Iterable[str]:
    """Questions that ask for a number which sampling.toml does not draw; they stay unanswered."""
    drawn = {row["finding"] for row in world.assumed["typed"]}
    drawn |= {world.assumed["onset"]["finding"], world.assumed["main_trouble"]["finding"]}
    return [kind.id for kind in askable(world.knowledge) if kind.kind == "number" and kind.id not in drawn]
