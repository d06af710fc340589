"""Numbers from check-ins and the body map: how it feels today, since when, and whether it rises or eases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import fmean

from unweary.inference.nights import SAID, nights
from unweary.vocab.assessment import QuantityValue, SoreSite
from unweary.vocab.history import Day, History, SiteRating
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Truth

Numbers = dict[str, QuantityValue]
Given = dict[str, tuple[Truth, tuple[str, ...]]]

_TODAY = (
    "fatigue_0_10",
    "heaviness_0_10",
    "stiffness_0_10",
    "stress_0_10",
    "mood_0_10",
    "motivation_0_10",
    "fog_0_10",
    "sleep_quality_0_10",
)
_MEANS = {
    "stress_0_10": "stress_mean7",
    "sitting_h": "sitting_h",
    "standing_h": "standing_h",
}


def put(numbers: Numbers, name: str, value: float, sources: tuple[str, ...]) -> None:
    """Add one exact number."""
    numbers[name] = QuantityValue(name, float(value), float(value), tuple(dict.fromkeys(sources)))


def diary_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> Numbers:
    """What the daily check-ins say; 'latest' is today's or yesterday's."""
    today = as_of.date()
    days = _merged(history.days, today)
    numbers: Numbers = {}
    latest = [days[day] for day in (today, today - timedelta(days=1)) if day in days]
    for name in _TODAY:
        for entry in latest:
            if getattr(entry, name) is not None:
                put(numbers, name, getattr(entry, name), (_origin(entry),))
                break
    _sleep(numbers, history, knowledge, as_of)
    for column, name in _MEANS.items():
        week = [days[day] for day in _back(today, 7) if day in days and getattr(days[day], column) is not None]
        if len(week) >= int(knowledge.parameters["diary_week_least_days"].mid):
            put(numbers, name, fmean(getattr(entry, column) for entry in week), tuple(_origin(entry) for entry in week))
    _fatigue(numbers, days, today, knowledge)
    checked_in = [day for day, entry in days.items() if entry.source == "check-in"]
    if checked_in:
        put(numbers, "followed_days", (today - min(checked_in)).days, ("check-ins",))
    return numbers


def _sleep(numbers: Numbers, history: History, knowledge: Knowledge, as_of: datetime) -> None:
    """The last night and the mean of a week of nights, each from the one source that holds for it."""
    slept = nights(history, as_of)
    week = [(day, slept[day]) for day in _back(as_of.date(), 7) if day in slept]
    said = {day: f"check-in of {day.isoformat()}" if night.source == SAID else night.source for day, night in week}
    if week and week[0][0] >= as_of.date() - timedelta(days=1):
        put(numbers, "sleep_h_last", week[0][1].hours, (said[week[0][0]],))
    if len(week) >= int(knowledge.parameters["diary_week_least_days"].mid):
        put(numbers, "sleep_h_mean7", fmean(night.hours for _, night in week), tuple(said.values()))


def _merged(days: tuple[Day, ...], today: date) -> dict[date, Day]:
    """One entry a day: what the person said stands above what a device file said about the same night."""
    merged: dict[date, Day] = {}
    for entry in sorted(days, key=lambda entry: entry.source == "check-in"):
        if entry.day > today:
            continue
        before = merged.get(entry.day)
        if before is None:
            merged[entry.day] = entry
            continue
        values = {name: getattr(before, name) for name in Day.__slots__ if name != "day"}
        values |= {
            name: getattr(entry, name)
            for name in Day.__slots__
            if name not in ("day", "marks") and getattr(entry, name) is not None
        }
        values["marks"] = tuple(dict.fromkeys((*before.marks, *entry.marks)))
        merged[entry.day] = Day(day=entry.day, **values)
    return merged


def _origin(entry: Day) -> str:
    return entry.source if entry.source != "check-in" else f"check-in of {entry.day.isoformat()}"


def _back(today: date, count: int) -> list[date]:
    return [today - timedelta(days=back) for back in range(count)]


def _fatigue(numbers: Numbers, days: Mapping[date, Day], today: date, knowledge: Knowledge) -> None:
    felt = {day: entry.fatigue_0_10 for day, entry in days.items() if entry.fatigue_0_10 is not None}
    newest = max((day for day in felt if day >= today - timedelta(days=1)), default=None)
    if newest is None:
        return
    high = knowledge.parameters["fatigue_high_from"].mid
    run = 0
    while felt.get(newest - timedelta(days=run), -1.0) >= high:
        run += 1
    put(numbers, "fatigue_days", run, (f"check-ins to {newest.isoformat()}",))
    before = [felt[day] for day in _back(newest - timedelta(days=1), 28) if day in felt]
    if len(before) >= int(knowledge.parameters["baseline_least_days"].mid):
        put(numbers, "fatigue_rise", felt[newest] - fmean(before), (f"check-ins to {newest.isoformat()}",))


def marked_sick(history: History, as_of: datetime) -> Truth:
    """Whether today's or yesterday's check-in marks the person as ill; unknown without a check-in."""
    today = as_of.date()
    recent = [d for d in history.days if today - timedelta(days=1) <= d.day <= today and d.source == "check-in"]
    newest = max(recent, key=lambda entry: entry.day, default=None)
    return None if newest is None else "sick" in newest.marks


# ---- the body map


def current_sites(history: History, knowledge: Knowledge, as_of: datetime) -> dict[tuple[str, str], SiteRating]:
    """The newest rating of each part that still holds."""
    horizon = as_of - timedelta(days=knowledge.parameters["site_valid_days"].mid)
    newest: dict[tuple[str, str], SiteRating] = {}
    for rating in sorted(history.sites, key=lambda rating: rating.at):
        if horizon <= rating.at <= as_of and rating.site in knowledge.body:
            newest[rating.site, rating.side] = rating
    return newest


def body_map(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[Numbers, Given]:
    """The whole body's soreness numbers, and the findings that taps make present (a map never makes one absent)."""
    now = current_sites(history, knowledge, as_of)
    numbers: Numbers = {}
    if not now:
        return numbers, {}
    put(numbers, "soreness_max", max(r.soreness_0_10 for r in now.values()), ("body map",))
    muscles = [r.soreness_0_10 for r in now.values() if knowledge.body[r.site].kind == "muscle"]
    if muscles:
        put(numbers, "muscle_soreness_max", max(muscles), ("body map",))
    sore_from = knowledge.parameters["sore_from"].mid
    by_group: dict[str, float] = {}
    for rating in now.values():
        group = knowledge.body[rating.site].group
        by_group[group] = max(by_group.get(group, 0.0), rating.soreness_0_10)
    put(numbers, "soreness_groups", sum(score >= sore_from for score in by_group.values()), ("body map",))
    return numbers, dict.fromkeys(_map_findings(now, knowledge, sore_from), (True, ("body map",)))


_LEG_GROUPS = frozenset(("quads", "hamstrings", "calves", "tibialis", "glutes_adductors"))
_ARM_GROUPS = frozenset(("arms", "forearm_grip", "shoulders"))


def _map_findings(now: Mapping[tuple[str, str], SiteRating], knowledge: Knowledge, sore_from: float) -> set[str]:
    sore = [r for r in now.values() if r.soreness_0_10 >= sore_from]
    kinds = {knowledge.body[r.site].kind for r in sore}
    found = set()
    if "muscle" in kinds:
        found.add("muscle_ache")
    if "joint" in kinds:
        found.add("joint_pain")
    if "tendon" in kinds or any("tendon_pain" in r.signs for r in now.values()):
        found.add("tendon_site")
    muscles = {(r.site, r.side) for r in sore if knowledge.body[r.site].kind == "muscle"}
    if any((site, "right") in muscles for site, side in muscles if side == "left"):
        found.add("bilateral_symm")
    limbs = {_limb(r, knowledge) for r in sore}
    if len(limbs) == 1 and None not in limbs:
        found.add("unilateral_limb")
    found |= {area.format(side=r.side) for r in sore if (area := knowledge.body[r.site].area)}
    return found | _sign_findings(now, knowledge)


def limb_of(rating: SiteRating, knowledge: Knowledge) -> str:
    """Where a rated part is: ``leg``, ``arm``, or empty for the trunk.

    The region is that of its muscle group, so that a knee or an Achilles tendon is in the leg.
    """
    group = knowledge.body[rating.site].group
    return "leg" if group in _LEG_GROUPS else "arm" if group in _ARM_GROUPS else ""


def _limb(rating: SiteRating, knowledge: Knowledge) -> tuple[str, str] | None:
    group = knowledge.body[rating.site].group
    if rating.side == "mid" or group not in _LEG_GROUPS | _ARM_GROUPS:
        return None
    return ("leg" if group in _LEG_GROUPS else "arm"), rating.side


def _sign_findings(now: Mapping[tuple[str, str], SiteRating], knowledge: Knowledge) -> set[str]:
    found = set()
    swollen_sides: dict[str, set[str]] = {"leg": set(), "arm": set()}
    for rating in now.values():
        part, signs, limb = knowledge.body[rating.site], set(rating.signs), _limb(rating, knowledge)
        hot = signs & {"warmth", "redness", "colour_change"}
        if "swelling" in signs and part.kind == "muscle":
            found.add("muscle_swollen")
        if part.kind == "joint" and ("swelling" in signs or hot):
            found.add("joint_swelling")
        if "bruise" in signs:
            found.add("bruise_gap")
        # A swollen knee is a joint finding; a swollen ankle or muscle may be a leg vein.
        if limb and "swelling" in signs and (part.kind != "joint" or part.id == "ankle_joint"):
            swollen_sides[limb[0]].add(rating.side)
        if limb and hot and part.kind != "joint":
            found.add("leg_warm_red")
    if len(swollen_sides["leg"]) == 1:
        found.add("leg_swell_any")
    return found


def group_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> dict[str, Numbers]:
    """For each muscle group that was ever rated lately: soreness now, days in a row, change, signs."""
    now = current_sites(history, knowledge, as_of)
    sore_from = knowledge.parameters["sore_from"].mid
    result: dict[str, Numbers] = {}
    for group in dict.fromkeys(part.group for part in knowledge.body.values()):
        here = [rating for rating in now.values() if knowledge.body[rating.site].group == group]
        if not here:
            continue
        numbers: Numbers = {}
        source = tuple(f"body map of {rating.at.date().isoformat()}" for rating in here)
        put(numbers, "group_soreness", max(rating.soreness_0_10 for rating in here), source)
        signs = {s for rating in here for s in rating.signs if s in ("swelling", "warmth", "redness", "colour_change")}
        put(numbers, "group_signs", len(signs), source)
        by_day = _daily(history, knowledge, as_of, group=group)
        put(numbers, "group_days_sore", _days_in_a_row(by_day, as_of, sore_from), source)
        change = _change(by_day)
        if change is not None:
            put(numbers, "group_soreness_change", change, source)
        result[group] = numbers
    return result


def _daily(
    history: History, knowledge: Knowledge, as_of: datetime, *, group: str = "", site: tuple[str, str] | None = None
) -> dict[date, float]:
    """Highest soreness by local day, of a group or of one part and side."""
    by_day: dict[date, float] = {}
    for rating in history.sites:
        part = knowledge.body.get(rating.site)
        if part is None or rating.at > as_of:
            continue
        if (site is not None and (rating.site, rating.side) != site) or (site is None and part.group != group):
            continue
        day = rating.at.astimezone(as_of.tzinfo).date()
        by_day[day] = max(by_day.get(day, 0.0), rating.soreness_0_10)
    return by_day


def _days_in_a_row(by_day: Mapping[date, float], as_of: datetime, sore_from: float) -> int:
    """Days of unbroken soreness up to the newest rating; one day without a check-in does not break the run."""
    if not by_day:
        return 0
    day = newest = max(by_day)
    first = None
    while by_day.get(day, sore_from) >= sore_from:
        if day in by_day:
            first = day
        elif day - timedelta(days=1) not in by_day:
            break
        day -= timedelta(days=1)
    return 0 if first is None else (newest - first).days + 1


def _change(by_day: Mapping[date, float]) -> float | None:
    newest = max(by_day)
    earlier = [day for day in by_day if timedelta(0) < newest - day <= timedelta(days=3)]
    return by_day[newest] - by_day[max(earlier)] if earlier else None


def site_course(
    history: History, knowledge: Knowledge, as_of: datetime, place: tuple[str, str]
) -> tuple[int, float | None]:
    """Days in a row that one part was sore, and the change since its last rating (None: no earlier rating)."""
    by_day = _daily(history, knowledge, as_of, site=place)
    return _days_in_a_row(by_day, as_of, knowledge.parameters["sore_from"].mid), _change(by_day)


def sore_sites(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[SoreSite, ...]:
    """The state of each sore part, sorest first."""
    found = []
    for (site, side), rating in current_sites(history, knowledge, as_of).items():
        if rating.soreness_0_10 == 0 and not rating.signs:
            continue
        days, change = site_course(history, knowledge, as_of, (site, side))
        words = "new" if change is None else "rising" if change > 0 else "easing" if change < 0 else "the same"
        part = knowledge.body[site]
        found.append(
            SoreSite(site, side, part.lay_name, part.group, rating.soreness_0_10, change, days, rating.signs, words)
        )
    return tuple(sorted(found, key=lambda entry: (-entry.soreness_0_10, entry.site, entry.side)))
