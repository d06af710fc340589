"""One person's history: what they said, what devices recorded, what blood tests found. The pure input of ``assess``.

The field names are those of ``person.json`` (docs: input format). Absent means unknown, never zero and never 'no'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

#: Unknown fields are refused with their path where these types are read from JSON.
STRICT = {"extra": "forbid"}

State = Literal["present", "absent", "unknown"]
Side = Literal["left", "right", "mid"]
Sex = Literal["F", "M"]
Sign = Literal["swelling", "warmth", "redness", "bruise", "colour_change", "tendon_pain"]
Mark = Literal["sick", "travel", "race", "rest_day", "injury", "menstruation", "alcohol", "late_screen"]
Score = Annotated[float, Ge(0), Le(10)]
Name = Annotated[str, MinLen(1), MaxLen(200)]


@dataclass(frozen=True, slots=True)
class Profile:
    """What safety needs to know once.

    ``medicines``, ``supplements`` and ``conditions`` are the person's own words; knowledge maps them to findings.
    A word that is not listed says nothing about the rest: unknown is not 'no'.
    """

    __pydantic_config__ = STRICT

    birth_year: Annotated[int, Ge(1900), Le(2100)] | None = None
    sex: Sex | None = None
    country: Annotated[str, MinLen(2), MaxLen(2)] | None = None
    height_m: Annotated[float, Ge(0.5), Le(2.6)] | None = None
    mass_kg: Annotated[float, Ge(15), Le(400)] | None = None
    pregnant: bool | None = None
    postpartum: bool | None = None
    medicines: tuple[Name, ...] = ()
    supplements: tuple[Name, ...] = ()
    conditions: tuple[Name, ...] = ()
    sports: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person (or a clinician) said about one finding. ``value`` is for findings asked as a number.

    ``sure`` false: 'rather yes' or 'rather no'. A rather-yes counts as a yes for every rule; a rather-no leaves the
    rules open, as if it had not been asked. The network weighs both as virtual evidence.
    """

    __pydantic_config__ = STRICT

    finding: Name
    state: State
    at: datetime
    value: float | None = None
    source: str = "check-in"
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SiteRating:
    """Soreness of one body part, 0 (asked, not sore) to 10, with the signs seen there."""

    __pydantic_config__ = STRICT

    site: Name
    side: Side
    soreness_0_10: Score
    at: datetime
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One check-in: how the day (and the night before it) was. Higher is more of the thing named."""

    __pydantic_config__ = STRICT

    day: date
    fatigue_0_10: Score | None = None
    heaviness_0_10: Score | None = None
    stiffness_0_10: Score | None = None
    sleep_h: Annotated[float, Ge(0), Le(24)] | None = None
    sleep_quality_0_10: Score | None = None
    stress_0_10: Score | None = None
    mood_0_10: Score | None = None
    motivation_0_10: Score | None = None
    fog_0_10: Score | None = None
    sitting_h: Annotated[float, Ge(0), Le(24)] | None = None
    standing_h: Annotated[float, Ge(0), Le(24)] | None = None
    marks: tuple[Mark, ...] = ()
    source: str = "check-in"


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether a proposal of the plan was done on a day. No tick means that nothing was said: never 'not done'."""

    __pydantic_config__ = STRICT

    remedy: Name
    day: date
    done: bool
    source: str = "plan"


@dataclass(frozen=True, slots=True)
class Look:
    """That a clinician has looked at what was answered yes to: on which day it was, and when we were told.

    It counts for a yes given up to ``at`` and not after ``day``; a later yes is something new. What is there now is
    judged as it is, looked at or not.
    """

    __pydantic_config__ = STRICT

    finding: Name
    day: date
    at: datetime
    source: str = "person"


@dataclass(frozen=True, slots=True)
class Lab:
    """One blood test value as reported. ``comparator`` keeps ``<5`` a bound, never a number.

    ``written`` is filled where the value was turned into another unit: what stood on the report, as in ``13.5 g/dL``.
    Nobody needs to give it, and two values that differ in it alone are the same value.
    """

    __pydantic_config__ = STRICT

    analyte: Name
    value: float
    unit: Name
    at: datetime
    comparator: Literal["<", "<=", ">", ">="] | None = None
    source: str = "typed"
    written: Annotated[str, MaxLen(240)] = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """One measured value of a signal in the registry (``vocab.signals``), in its canonical unit."""

    __pydantic_config__ = STRICT

    signal: Name
    value: float
    unit: Name
    at: datetime
    source: str = "unknown"


@dataclass(frozen=True, slots=True)
class Sleep:
    """One sleep, a night or a nap, as a device or the person told it: from falling asleep to waking for good.

    ``asleep_h`` is the time asleep within it, the stages are parts of that; each is absent where it was not told.
    ``nap`` is what the device says; absent is not 'no'. ``source`` is the device or app, never the file.
    """

    __pydantic_config__ = STRICT

    started_at: datetime
    ended_at: datetime
    asleep_h: Annotated[float, Ge(0), Le(24)] | None = None
    light_h: Annotated[float, Ge(0), Le(24)] | None = None
    deep_h: Annotated[float, Ge(0), Le(24)] | None = None
    rem_h: Annotated[float, Ge(0), Le(24)] | None = None
    nap: bool | None = None
    source: Name = "unknown"


@dataclass(frozen=True, slots=True)
class StrengthSet:
    """One set of a strength exercise. ``exercise`` is the name as the app wrote it; knowledge maps it to muscles.

    ``kind`` is what the app calls the set (``warmup``, ``normal``, ``failure``, ``dropset``), empty where it says
    nothing. ``weight_kg`` is the weight added: absent or 0 with body weight alone.
    """

    __pydantic_config__ = STRICT

    exercise: Name
    reps: Annotated[int, Ge(0), Le(10_000)] | None = None
    weight_kg: Annotated[float, Ge(0), Le(2_000)] | None = None
    duration_s: Annotated[float, Ge(0), Le(400_000)] | None = None
    distance_m: Annotated[float, Ge(0), Le(2_000_000)] | None = None
    rpe_cr10: Score | None = None
    kind: Annotated[str, MaxLen(40)] = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One training session in summary. ``source`` names the file (or 'typed') so that a reason can lead back to it.

    ``device`` is the maker and product or the app, as the file says.
    """

    __pydantic_config__ = STRICT

    started_at: datetime
    duration_s: Annotated[float, Ge(0), Le(400_000)]
    sport: Name = "unknown"
    rpe_cr10: Annotated[float, Ge(0), Le(10)] | None = None
    distance_m: Annotated[float, Ge(0), Le(2_000_000)] | None = None
    ascent_m: Annotated[float, Ge(0), Le(30_000)] | None = None
    descent_m: Annotated[float, Ge(0), Le(30_000)] | None = None
    avg_hr_bpm: Annotated[float, Ge(20), Le(250)] | None = None
    max_hr_bpm: Annotated[float, Ge(20), Le(260)] | None = None
    muscle_groups: tuple[Name, ...] | None = None
    source: str = "typed"
    device: str = ""
    sets: tuple[StrengthSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """One file's time series. Columns share one length; NaN is missing; ``t_s`` counts from ``started_at``.

    ``kind`` is ``activity`` (about one sample a second), ``rr`` (column ``rr_ms``, one row a beat) or ``other``.
    ``source`` is the file's name, ``device`` the maker and product as the file says.
    """

    __pydantic_config__ = STRICT

    started_at: datetime
    kind: Literal["activity", "rr", "other"] = "activity"
    columns: Mapping[str, Sequence[float]] = field(default_factory=dict)
    session: Session | None = None
    device: str = "unknown"
    source: str = "unknown"


@dataclass(frozen=True, slots=True)
class History:
    """Everything known about one person up to ``as_of``. Nothing after ``as_of`` is looked at.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> History(as_of=datetime(2026, 11, 20, 7, 30, tzinfo=UTC)).schema
    1
    """

    __pydantic_config__ = STRICT

    as_of: datetime
    schema: Literal[1] = 1
    profile: Profile = field(default_factory=Profile)
    answers: tuple[Answer, ...] = ()
    sites: tuple[SiteRating, ...] = ()
    days: tuple[Day, ...] = ()
    labs: tuple[Lab, ...] = ()
    observations: tuple[Observation, ...] = ()
    sessions: tuple[Session, ...] = ()
    recordings: tuple[Recording, ...] = ()
    sleeps: tuple[Sleep, ...] = ()
    ticks: tuple[Tick, ...] = ()
    looks: tuple[Look, ...] = ()
