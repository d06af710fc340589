"""Apple's words and units, and ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import nan

from unweary.importers.written import number

_Q = "HKQuantityTypeIdentifier"
HEART, STEPS, SDNN = f"{_Q}HeartRate", f"{_Q}StepCount", f"{_Q}HeartRateVariabilitySDNN"
SYSTOLIC, DIASTOLIC = f"{_Q}BloodPressureSystolic", f"{_Q}BloodPressureDiastolic"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"

#: Value in our unit = value * factor + shift.
Units = Mapping[str, tuple[float, float]]
PER_MIN: Units = {"count/min": (1, 0), "count/s": (60, 0)}
SECONDS: Units = {"s": (1, 0), "min": (60, 0), "hr": (3600, 0), "ms": (0.001, 0)}
METRES: Units = {
    "m": (1, 0),
    "km": (1000, 0),
    "mi": (1609.344, 0),
    "yd": (0.9144, 0),
    "ft": (0.3048, 0),
    "cm": (0.01, 0),
}
_DEGREES: Units = {"degC": (1, 0), "degF": (5 / 9, -160 / 9), "K": (1, -273.15)}
_PRESSURE: Units = {"mmHg": (1, 0), "kPa": (7.50061683, 0), "cmHg": (10, 0)}
_SHARE: Units = {"%": (100, 0)}

#: Single values. SDNN stays SDNN: it is no RMSSD. The wrist's temperature is a whole one here, no change.
SIGNALS_OF: Mapping[str, tuple[str, Units]] = {
    f"{_Q}RestingHeartRate": ("hr_rest_bpm", PER_MIN),
    SDNN: ("sdnn_ms", {"ms": (1, 0), "s": (1000, 0)}),
    f"{_Q}RespiratoryRate": ("rr_per_min", PER_MIN),
    f"{_Q}OxygenSaturation": ("spo2_pct", _SHARE),
    f"{_Q}BodyTemperature": ("temp_c", _DEGREES),
    f"{_Q}AppleSleepingWristTemperature": ("skin_temp_c", _DEGREES),
    f"{_Q}BodyMass": ("mass_kg", {"kg": (1, 0), "g": (0.001, 0), "lb": (0.45359237, 0), "st": (6.35029318, 0)}),
    f"{_Q}BodyFatPercentage": ("body_fat_pct", _SHARE),
    SYSTOLIC: ("sbp_mmhg", _PRESSURE),
    DIASTOLIC: ("dbp_mmhg", _PRESSURE),
    f"{_Q}VO2Max": ("vo2max_ml_kg_min", {"mL/min·kg": (1, 0), "mL/kg·min": (1, 0), "ml/(kg*min)": (1, 0)}),
}

#: Types of which nothing but the attributes is wanted, and types whose inside tells more.
WHOLE = (SDNN, SLEEP)
PLAIN = (HEART, STEPS, *(kind for kind in SIGNALS_OF if kind not in WHOLE))

#: What a workout's statistics and notes mean.
DISTANCES = {f"{_Q}Distance{word}" for word in ("WalkingRunning", "Cycling", "Swimming", "Wheelchair",
    "DownhillSnowSports", "CrossCountrySkiing", "PaddleSports", "Rowing", "SkatingSports")}  # fmt: skip
CLIMBS = {"HKElevationAscended": "ascent_m", "HKElevationDescended": "descent_m"}

_PRODUCT = re.compile(r"\b(?P<key>manufacturer|model|hardware):(?P<value>.{1,60}?)(?=, \w+:|>|$)")


def amount(value: str, unit: str, units: Units) -> float:
    """A number in our unit; NaN where it is none or the unit is not known.

    Examples
    --------
    >>> amount("1.5", "km", METRES), amount("1.5", "parsec", METRES)
    (1500.0, nan)
    """
    found = number(value)
    if found is None or unit not in units:
        return nan
    factor, shift = units[unit]
    return found * factor + shift


def device(source: str, told: str) -> str:
    """The name that a person gave, and the product.

    Examples
    --------
    >>> device("Anna's watch", "<<HKDevice: 0x28>, name:Apple Watch, manufacturer:Apple, hardware:Watch4,2>")
    "Anna's watch (Apple Watch4,2)"
    """
    said = {found["key"]: found["value"] for found in _PRODUCT.finditer(told[:500])}
    product = " ".join(filter(None, (said.get("manufacturer"), said.get("hardware", said.get("model")))))
    return f"{source[:100]} ({product})" if product else source[:100]
