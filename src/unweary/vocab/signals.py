"""The signal registry: every measured signal and blood-test analyte, its canonical unit and what is possible.

``low`` and ``high`` are limits of the possible (a value outside is an error of device or typing), not of the healthy:
healthy ranges are knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Signal:
    """A measured quantity. ``scale`` ordinal means that nothing may average it."""

    id: str
    label: str
    unit: str
    low: float
    high: float
    scale: Literal["ratio", "interval", "ordinal"] = "ratio"


_SIGNALS = (
    Signal("rmssd_ms", "heartbeat variation (RMSSD)", "ms", 0.5, 400),
    Signal("sdnn_ms", "heartbeat variation (SDNN)", "ms", 0.5, 500),
    Signal("hr_rest_bpm", "resting heart rate", "bpm", 20, 220),
    Signal("spo2_pct", "blood oxygen", "%", 50, 100),
    Signal("temp_c", "body temperature", "degC", 30, 45, "interval"),
    Signal("temp_rectal_c", "core (rectal) temperature", "degC", 30, 45, "interval"),
    Signal("sbp_mmhg", "systolic blood pressure", "mmHg", 40, 300),
    Signal("rr_per_min", "breathing rate", "1/min", 3, 80),
    Signal("dbp_mmhg", "diastolic blood pressure", "mmHg", 20, 200),
    Signal("skin_temp_c", "skin temperature", "degC", 15, 45, "interval"),
    Signal("skin_temp_change_c", "skin temperature against the usual", "degC", -10, 10, "interval"),
    Signal("sleep_h", "sleep", "h", 0, 24),
    Signal("steps", "steps in a day", "steps", 0, 200_000),
    Signal("vo2max_ml_kg_min", "greatest oxygen uptake (VO2max)", "mL/kg/min", 5, 100),
    Signal("mass_kg", "body mass", "kg", 15, 400),
    Signal("body_fat_pct", "body fat", "%", 1, 80),
    Signal("cmj_cm", "jump height", "cm", 1, 120),
    Signal("grip_kg", "grip strength", "kg", 0, 150),
    Signal("force_max_kg", "greatest force", "kg", 0, 1_000),
    # Tests that a person does alone. A side is part of the name: an observation has none.
    Signal("reaction_ms", "reaction time", "ms", 100, 5_000),
    Signal("reaction_lapses_pct", "slow reactions (lapses)", "%", 0, 100),
    Signal("taps_right_10s", "taps in 10 s, right hand", "taps", 0, 200),
    Signal("taps_left_10s", "taps in 10 s, left hand", "taps", 0, 200),
    Signal("balance_right_s", "balance on the right leg", "s", 0, 600),
    Signal("balance_left_s", "balance on the left leg", "s", 0, 600),
    Signal("calf_raises_right", "calf raises, right leg", "times", 0, 500),
    Signal("calf_raises_left", "calf raises, left leg", "times", 0, 500),
    Signal("hr_lying_bpm", "heart rate lying", "bpm", 20, 220),
    Signal("hr_standing_3min_bpm", "heart rate after 3 minutes standing", "bpm", 20, 250),
    Signal("hr_standing_10min_bpm", "heart rate after 10 minutes standing", "bpm", 20, 250),
    Signal("hr_rise_3min_bpm", "rise in heart rate, 3 minutes standing", "bpm", -100, 200, "interval"),
    Signal("hr_rise_10min_bpm", "rise in heart rate, 10 minutes standing", "bpm", -100, 200, "interval"),
    Signal("paced_breathing_min", "paced breathing", "min", 0, 600),
)

SIGNALS: dict[str, Signal] = {signal.id: signal for signal in _SIGNALS}


@dataclass(frozen=True, slots=True)
class Analyte:
    """A blood or urine test. ``factors`` turn a value in another unit into ``unit`` by multiplication."""

    id: str
    label: str
    unit: str
    low: float
    high: float
    loinc: str
    factors: tuple[tuple[str, float], ...] = ()


_ANALYTES = (
    Analyte("ferritin", "ferritin", "ug/L", 0, 100_000, "2276-4", (("ng/mL", 1.0),)),
    Analyte("haemoglobin", "haemoglobin", "g/L", 10, 300, "718-7", (("g/dL", 10.0), ("mmol/L", 16.114))),
    Analyte("tsat", "transferrin saturation", "%", 0, 110, "2502-3", (("fraction", 100.0),)),
    Analyte("b12", "vitamin B12", "ng/L", 10, 10_000, "2132-9", (("pg/mL", 1.0), ("pmol/L", 1.3554))),
    Analyte("vitamin_d", "vitamin D (25-OH-D)", "nmol/L", 1, 1_000, "1989-3", (("ng/mL", 2.496), ("ug/L", 2.496))),
    Analyte("tsh", "TSH", "mU/L", 0, 1_000, "3016-3", (("mIU/L", 1.0), ("uIU/mL", 1.0))),
    Analyte("ck", "creatine kinase", "U/L", 1, 1_000_000, "2157-6", (("IU/L", 1.0), ("ukat/L", 60.0))),
    Analyte("potassium", "potassium", "mmol/L", 1, 12, "2823-3", (("mEq/L", 1.0),)),
    Analyte("sodium", "sodium", "mmol/L", 90, 200, "2951-2", (("mEq/L", 1.0),)),
    Analyte("magnesium", "magnesium", "mmol/L", 0.1, 5, "19123-9", (("mg/dL", 0.4114),)),
    Analyte("hba1c", "HbA1c", "mmol/mol", 10, 200, "59261-8"),
    Analyte("crp", "C-reactive protein", "mg/L", 0, 1_000, "1988-5", (("mg/dL", 10.0),)),
    Analyte("egfr", "eGFR", "mL/min/1.73m2", 1, 250, "33914-3"),
    Analyte("creatinine", "creatinine", "umol/L", 5, 3_000, "2160-0", (("mg/dL", 88.42),)),
    Analyte("cortisol_am", "morning cortisol", "nmol/L", 1, 3_000, "9813-7", (("ug/dL", 27.59),)),
    Analyte("calcium_adjusted", "adjusted calcium", "mmol/L", 0.5, 6, "17861-6", (("mg/dL", 0.2495),)),
    Analyte("ntprobnp", "NT-proBNP", "ng/L", 0, 100_000, "33762-6", (("pg/mL", 1.0),)),
    # FEU must be said: in the other kind of unit (DDU) the same clot reads half as high.
    Analyte("ddimer", "D-dimer", "ng/mL FEU", 0, 100_000, "48065-7", (("ug/L FEU", 1.0), ("mg/L FEU", 1_000.0))),
)

ANALYTES: dict[str, Analyte] = {analyte.id: analyte for analyte in _ANALYTES}
