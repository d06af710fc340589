"""What is known about one sore place: its score and days, its side, the signs seen there, and what part it is.

A sign that nobody ticked is unknown, not absent: the same sign denied for the whole body is what makes it absent. A
place not rated on the other side is unknown too, unless the map was gone over on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from unweary.inference.because import may_ask
from unweary.inference.diary import Given, Numbers, current_sites, limb_of, put, site_course
from unweary.vocab.history import History, Sign, SiteRating
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Facts, Interval, Truth, evaluate

Place = tuple[str, str]

#: The truth that each ticked sign sets.
_SIGNS: Mapping[Sign, str] = {
    "swelling": "site_swollen",
    "warmth": "site_warm",
    "redness": "site_red",
    "colour_change": "site_red",
    "bruise": "site_bruised",
    "tendon_pain": "site_tendon_pain",
}
_OTHER_SIDE = {"left": "right", "right": "left"}

#: Questions about the whole body that a truth of a place waits for: all of them denied, it is absent.
ASKED_AS: Mapping[str, tuple[str, ...]] = {
    "site_swollen": ("muscle_swollen", "leg_swell_any"),
    "site_warm": ("leg_warm_red",),
    "site_red": ("leg_warm_red",),
    "site_bruised": ("bruise_gap",),
    "site_tendon_pain": ("tendon_site",),
    "site_one_sided": ("unilateral_limb",),
    "site_both_sides": ("bilateral_symm",),
}
_JOINT_ASKED_AS: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("site_swollen", "site_warm", "site_red"), ("joint_swelling",)
)


@dataclass(frozen=True, slots=True)
class AtSite:
    """The facts of one place above those of the whole body; implements ``vocab.logic.Facts``.

    A follow-up question that is closed, because its parent was answered no, counts as absent: it will not be asked.
    """

    knowledge: Knowledge
    whole: Facts
    numbers: Numbers
    given: Given
    closing: Mapping[str, tuple[str, ...]]

    def truth(self, name: str) -> Truth:
        """Present, absent or unknown, at this place."""
        if name in self.given and (said := self.given[name][0]) is not None:
            return said
        if name in self.closing:
            return self._closed(name)
        truth = self.whole.truth(name)
        kind = self.knowledge.findings.get(name)
        if truth is None and kind is not None and kind.ask_if is not None:
            return False if evaluate(kind.ask_if, self.whole) is False else None
        return truth

    def number(self, name: str) -> Interval | None:
        """A number of the place or of the whole body."""
        if name in self.numbers:
            return self.numbers[name].low, self.numbers[name].high
        return self.whole.number(name)

    def asked_as(self, name: str) -> tuple[str, ...]:
        """The questions that would tell more about a name; none where no question does."""
        asked = self.closing.get(name, (name,))
        return tuple(finding for finding in asked if may_ask(finding, self.knowledge, self))

    def _closed(self, name: str) -> Truth:
        said = [self.truth(finding) for finding in self.closing[name]]
        if name in ("site_one_sided", "site_both_sides"):
            # Whoever says 'one limb only' or 'both sides alike' says it of the place that is sore.
            # Either one rules the other out; where both are said, nothing is known.
            other = "site_both_sides" if name == "site_one_sided" else "site_one_sided"
            opposite = [self.truth(finding) for finding in self.closing[other]]
            return None if said == opposite else True if said == [True] else False if opposite == [True] else None
        return False if all(truth is False for truth in said) else None


def site_facts(history: History, knowledge: Knowledge, whole: Facts, as_of: datetime) -> dict[Place, AtSite]:
    """The facts of every place that is rated now, by part and side.

    Parameters
    ----------
    whole : Facts
        What is known about the whole body.
    """
    now = current_sites(history, knowledge, as_of)
    found = {}
    for place, rating in now.items():
        part = knowledge.body[rating.site]
        numbers: Numbers = {}
        source = (f"body map of {rating.at.astimezone(as_of.tzinfo).date().isoformat()}",)
        days, change = site_course(history, knowledge, as_of, place)
        put(numbers, "site_soreness", rating.soreness_0_10, source)
        put(numbers, "site_days_sore", days, source)
        if change is not None:
            put(numbers, "site_change", change, source)
        limb = limb_of(rating, knowledge)
        truths: dict[str, Truth] = {f"site_is_{kind}": part.kind == kind for kind in _PART_KINDS}
        truths |= {"site_in_leg": limb == "leg", "site_in_arm": limb == "arm"}
        truths |= {truth: True for sign, truth in _SIGNS.items() if sign in rating.signs}
        truths |= _sides(rating, now, history, knowledge, as_of)
        given: Given = {name: (truth, source) for name, truth in truths.items()}
        closing = {**ASKED_AS, **_JOINT_ASKED_AS} if part.kind == "joint" else ASKED_AS
        found[place] = AtSite(knowledge, whole, numbers, given, closing)
    return found


_PART_KINDS = ("muscle", "tendon", "joint", "bone")


def _sides(
    rating: SiteRating,
    now: Mapping[Place, SiteRating],
    history: History,
    knowledge: Knowledge,
    as_of: datetime,
) -> dict[str, Truth]:
    """One side or both; a part in the middle is neither. Both None: the other side was not looked at."""
    if rating.side not in _OTHER_SIDE:
        return {"site_one_sided": False, "site_both_sides": False}
    other = now.get((rating.site, _OTHER_SIDE[rating.side]))
    if other is not None:
        # Two places at 2 of 10 are both sore alike; 2 beside 7 is one side.
        both = other.soreness_0_10 >= min(knowledge.parameters["sore_from"].mid, rating.soreness_0_10)
        return {"site_one_sided": not both, "site_both_sides": both}
    if _map_filled_in(rating, history, as_of):
        return {"site_one_sided": True, "site_both_sides": False}
    return {"site_one_sided": None, "site_both_sides": None}


def _map_filled_in(rating: SiteRating, history: History, as_of: datetime) -> bool:
    """Whether the whole map was gone over that day: a check-in, or another place rated, on the same day."""
    day = rating.at.astimezone(as_of.tzinfo).date()
    others = any(
        (r.site, r.side) != (rating.site, rating.side) and r.at.astimezone(as_of.tzinfo).date() == day
        for r in history.sites
        if r.at <= as_of
    )
    return others or any(entry.day == day and entry.source == "check-in" for entry in history.days)
