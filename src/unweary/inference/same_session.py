"""One workout told by several sources is one workout: the richest telling counts, the others stay linked to it.

Nobody does two workouts at a time. So two sessions of different files that overlap are one, unless their sports, pulse,
hills or way say that they are not one body. A file tells its own sessions apart: laps, legs and sets of one device
are never joined with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter

from unweary.inference.shapes import Told, alike, at_odds, matched
from unweary.vocab.history import History, Recording, Session


@dataclass(frozen=True, slots=True)
class SameRule:
    """When two sessions are one (own choices, grade D).

    ``share`` : least part of the longer one (the same) or of the shorter one (a part of the longer) that both cover.
    ``own_s`` : two sessions of one file whose start and length differ by no more are one that the file tells twice.
    ``zone_h``, ``zone_s``, ``zone_share`` : a clock that lost its zone is off by whole hours, at most so many, the rest
    by at most so many seconds; and the two must agree to this share. ``zone_hr`` : the pulse in [bpm].
    """

    share: float = 0.8
    own_s: float = 1.0
    zone_h: int = 14
    zone_s: float = 30.0
    zone_share: float = 0.01
    zone_hr_bpm: float = 1.0
    zone_alike: float = 0.98


RULE = SameRule()

#: What a telling that lacks it takes from another one. A part of a workout knows neither its sums nor how hard it was.
_FILLED = ("rpe_cr10", "distance_m", "ascent_m", "descent_m", "avg_hr_bpm", "max_hr_bpm", "muscle_groups", "sets")
_OF_PARTS = ("max_hr_bpm", "muscle_groups", "sets")
#: All that a telling says, without who says it.
_SAID = attrgetter("started_at", "duration_s", "sport", *_FILLED)
_STRAP = re.compile(r"\b(h[679]|h10|strap|hrm|tickr|chest|ecg|ekg)\b|^RR of ", re.IGNORECASE)
#: Sports that two sources may name differently, by the beginnings of their words.
_KIN = (
    ("run", "run"), ("jog", "run"), ("walk", "walk"), ("hik", "walk"), ("cycl", "ride"), ("bik", "ride"),
    ("rid", "ride"), ("e_bik", "ride"), ("swim", "swim"), ("strength", "strength"), ("weight", "strength"),
    ("soccer", "football"), ("football", "football"), ("row", "row"), ("ski", "ski"),
)  # fmt: skip
_ANY = frozenset({"unknown", "other", "workout", "training", "cardio", "hiit", "fitness"})
_MANY = frozenset({"multisport", "triathlon", "duathlon", "aquathlon", "multi_sport"})


@dataclass(frozen=True, slots=True)
class Workout:
    """One workout. ``session`` is the telling that counts, with what it lacked; ``told`` is each telling, it first.

    ``filled`` names each field that another source gave, with that source.
    """

    session: Session
    told: tuple[Session, ...]
    filled: tuple[tuple[str, str], ...] = ()

    @property
    def also_in(self) -> tuple[str, ...]:
        """The other sources that tell of it."""
        return tuple(dict.fromkeys(s.source for s in self.told if s.source != self.session.source))

    @property
    def source(self) -> str:
        """Where it comes from, for a reason: the file that counts, and the others that tell of it."""
        return self.session.source + (f" (also in: {', '.join(self.also_in)})" if self.also_in else "")


def on_the_chest(source: str) -> bool:
    """Whether a name is that of a chest strap, or of beat intervals, which straps write.

    Examples
    --------
    >>> [on_the_chest(name) for name in ("Polar H10 1A2B", "RR of a watch", "Garmin fenix6", "HRM-Dual")]
    [True, True, False, True]
    """
    return _STRAP.search(source) is not None


def workouts(history: History, as_of: datetime) -> tuple[Workout, ...]:
    """Every workout up to ``as_of`` once, oldest first. The order of what comes in changes nothing.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> at = datetime(2026, 11, 20, 7, tzinfo=UTC)
    >>> watch = Session(at, 3600, "run", avg_hr_bpm=150, source="watch.fit")
    >>> phone = Session(at + timedelta(seconds=40), 3550, "run", rpe_cr10=6, source="phone.gpx")
    >>> one, = workouts(History(as_of=at, sessions=(phone, watch)), at + timedelta(hours=2))
    >>> one.source, one.session.rpe_cr10, one.filled
    ('watch.fit (also in: phone.gpx)', 6, (('rpe_cr10', 'phone.gpx'),))
    """
    groups = _alike(sorted(_tellings(history, as_of), key=_richest_first))
    kept = [_workout(group) for group in _without_parts(groups)]
    return tuple(sorted(kept, key=lambda workout: (workout.session.started_at, workout.session.source)))


# ---- what was told


@dataclass(slots=True)
class _Group:
    """The tellings of one workout, the richest first, and those of parts of it."""

    told: list[Told]
    parts: list[Told] = field(default_factory=list)

    @property
    def head(self) -> Told:
        return self.told[0]


def _tellings(history: History, as_of: datetime) -> Iterator[Told]:
    """Every session once, with its samples; the same words from two files are one telling with two sources."""
    samples: dict[Session, Recording] = {}
    beats: set[Session] = set()
    for recording in history.recordings:
        session = recording.session
        if session is not None and recording.kind == "rr":
            beats.add(session)
        elif session is not None and (session not in samples or _size(recording) > _size(samples[session])):
            samples[session] = recording
    copies: dict[tuple[object, ...], list[Session]] = {}
    for session in {*history.sessions, *samples, *beats}:
        if session.started_at <= as_of:
            copies.setdefault(_SAID(session), []).append(session)
    for same in copies.values():
        same.sort(key=lambda s: (-_size(samples.get(s)), s.source, s.device))
        first, start_s = same[0], same[0].started_at.timestamp()
        recorded = samples.get(first)
        sources = frozenset(s.source for s in same)
        strap = any(s in beats or on_the_chest(_device(s, samples)) for s in same) and first.avg_hr_bpm is not None
        yield Told(first, sources, start_s, _end_s(first, start_s, recorded), recorded, strap)


def _size(recording: Recording | None) -> int:
    return 0 if recording is None else sum(len(values) for values in recording.columns.values())


def _device(session: Session, samples: dict[Session, Recording]) -> str:
    return f"{session.device} {samples[session].device if session in samples else ''}"


def _end_s(session: Session, start_s: float, recording: Recording | None) -> float:
    """The end with its pauses, where the samples tell of them."""
    times = recording.columns.get("t_s", ()) if recording is not None else ()
    last = recording.started_at.timestamp() + times[-1] if recording is not None and len(times) else start_s
    return max(start_s + session.duration_s, float(last))


def _richest_first(told: Told) -> tuple[object, ...]:
    session, recording = told.session, told.recording
    columns = recording.columns if recording is not None else {}
    known = sum(getattr(session, name) not in (None, ()) for name in _FILLED)
    numbers = tuple(getattr(session, name) or 0.0 for name in _FILLED[:6])
    pulse = session.avg_hr_bpm is not None
    rich = (told.strap, len(columns), "power_w" in columns, pulse, known, len(session.sets), _size(recording))
    return (*(-int(each) for each in rich), told.start_s, -session.duration_s, session.sport, numbers, session.source)


# ---- which are one


class _Near:
    """Groups by the hours that they cover and the minute at which they begin, so that few are looked at."""

    def __init__(self) -> None:
        self._by_hour: dict[int, list[_Group]] = {}
        self._by_minute: dict[tuple[int, int], list[_Group]] = {}

    def add(self, group: _Group) -> None:
        head = group.head
        for hour in _hours(head):
            self._by_hour.setdefault(hour, []).append(group)
        self._by_minute.setdefault((int(head.start_s // 86_400), int(head.start_s % 3600 // 60)), []).append(group)

    def overlapping(self, told: Told) -> list[_Group]:
        return _once(group for hour in _hours(told) for group in self._by_hour.get(hour, ()))

    def hours_apart(self, told: Told) -> list[_Group]:
        day, minute = int(told.start_s // 86_400), int(told.start_s % 3600 // 60)
        places = [(day + d, (minute + m) % 60) for d in (-1, 0, 1) for m in (-1, 0, 1)]
        return _once(group for place in places for group in self._by_minute.get(place, ()))


def _hours(told: Told) -> range:
    return range(int(told.start_s // 3600), int(told.end_s // 3600) + 1)


def _once(groups: Iterable[_Group]) -> list[_Group]:
    return list({id(group): group for group in groups}.values())


def _alike(ordered: list[Told]) -> list[_Group]:
    """Each telling joins the group that it fits, the nearest in time first; none contradicts any in its group."""
    groups: list[_Group] = []
    near = _Near()
    for told in ordered:
        found = [g for g in near.overlapping(told) if all(_same(told, other) for other in g.told)]
        found = found or [g for g in near.hours_apart(told) if all(_other_clock(told, other) for other in g.told)]
        if found:
            min(found, key=lambda g: abs(g.head.start_s - told.start_s)).told.append(told)
        else:
            groups.append(_Group([told]))
            near.add(groups[-1])
    return groups


def _same(a: Told, b: Told) -> bool:
    """Whether both cover the same time and could be one body."""
    return _may_be_one(a, b) and _common_s(a, b) >= RULE.share * max(a.span_s, b.span_s) and not at_odds(a, b)


def _common_s(a: Told, b: Told) -> float:
    return min(a.end_s, b.end_s) - max(a.start_s, b.start_s)


def _may_be_one(a: Told, b: Told) -> bool:
    twice = abs(a.start_s - b.start_s) <= RULE.own_s and abs(a.span_s - b.span_s) <= RULE.own_s
    if a.sources & b.sources and not twice:
        return False
    one, two = _kin(a.session.sport), _kin(b.session.sport)
    return one == two or not one or not two


def _kin(sport: str) -> str:
    """The sport as two sources may both call it; nothing for a word that any sport hides behind."""
    word = sport.strip().casefold()
    if word in _ANY | _MANY:
        return ""
    return next((kin for start, kin in _KIN if start in word), word)


def _other_clock(a: Told, b: Told) -> bool:
    """Whether both are the same but for whole hours: a file that lost its zone.

    Somebody who rides to work and back starts at the same minute twice; so everything must agree, and two things at
    least beside the duration (or the pulse from beat to beat).
    """
    ahead_s = b.start_s - a.start_s
    hours = round(ahead_s / 3600)
    if not 0 < abs(hours) <= RULE.zone_h or abs(ahead_s - hours * 3600) > RULE.zone_s or not _may_be_one(a, b):
        return False
    one, two = a.session, b.session
    if abs(one.duration_s - two.duration_s) > RULE.zone_share * max(one.duration_s, two.duration_s):
        return False
    pulse = matched(a, b, "hr_bpm", hours * 3600.0)
    if pulse is not None:
        return pulse[0] <= RULE.zone_hr_bpm and not pulse[1] < RULE.zone_alike
    pairs = (
        (one.distance_m, two.distance_m, RULE.zone_share * (one.distance_m or 0.0)),
        (one.avg_hr_bpm, two.avg_hr_bpm, RULE.zone_hr_bpm),
        (one.max_hr_bpm, two.max_hr_bpm, RULE.zone_hr_bpm),
    )
    said = [abs(x - y) <= most for x, y, most in pairs if x is not None and y is not None]
    hills = alike(a, b, "altitude_m", hours * 3600.0)
    said += [hills] if hills is not None else []
    return len(said) >= 2 and all(said)


def _without_parts(groups: list[_Group]) -> list[_Group]:
    """Leave out what lies within another: a watch that stopped early, or one long ride that another device split.

    A parent of several sports steps back behind its parts.
    """
    kept: list[_Group] = []
    near = _Near()
    for group in sorted(groups, key=lambda g: -g.head.span_s):  # stable: of two as long, the richer one first
        whole = [g for g in near.overlapping(group.head) if _part_of(group.head, g.head)]
        if whole:
            min(whole, key=lambda g: abs(g.head.start_s - group.head.start_s)).parts += group.told
        else:
            kept.append(group)
            if group.head.session.sport.strip().casefold() not in _MANY:
                near.add(group)
    return [group for group in kept if not _parent(group, kept)]


def _part_of(part: Told, whole: Told) -> bool:
    return _may_be_one(part, whole) and _common_s(part, whole) >= RULE.share * part.span_s and not at_odds(part, whole)


def _parent(group: _Group, kept: list[_Group]) -> bool:
    """Whether this is a workout of several sports whose legs are there one by one."""
    head = group.head
    if head.session.sport.strip().casefold() not in _MANY:
        return False
    legs = [g for g in kept if g is not group and _common_s(g.head, head) >= RULE.share * g.head.span_s]
    if len(legs) < 2 or sum(leg.head.span_s for leg in legs) < RULE.share * head.session.duration_s:
        return False
    max(legs, key=lambda leg: leg.head.span_s).parts += [*group.told, *group.parts]
    return True


# ---- one truth


def _workout(group: _Group) -> Workout:
    """The richest telling, with what it lacks from the others."""
    session = group.head.session
    if len(group.told) == 1 and not group.parts and len(group.head.sources) == 1:
        return Workout(session, (session,))
    values: dict[str, object] = {}
    filled: list[tuple[str, str]] = []
    for name in ("sport", *_FILLED):
        if getattr(session, name) not in (None, (), "unknown"):
            continue
        others = [*group.told[1:], *(group.parts if name in _OF_PARTS else ())]
        for other in others:
            value = getattr(other.session, name)
            if value not in (None, (), "unknown"):
                values[name] = value
                filled.append((name, other.session.source))
                break
    told = [
        each.session if source == each.session.source else replace(each.session, source=source)
        for each in (*group.told, *group.parts)
        for source in (each.session.source, *sorted(each.sources - {each.session.source}))
    ]
    return Workout(replace(session, **values), tuple(told), tuple(filled))  # type: ignore[arg-type]
