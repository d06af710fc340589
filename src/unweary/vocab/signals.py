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
    """A blood test. ``factors`` turn a value in another unit into ``unit`` by multiplication.

    ``loinc`` are the codes under which laboratories send it, the usual one first. Codes of urine, of another kind of
    quantity (a share of cells, a D-dimer in DDU, cortisol at any hour) and of the other direction of an enzyme are not
    among them. The codes are those of LOINC (loinc.org, free of charge under its licence).
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    loinc: tuple[str, ...]
    factors: tuple[tuple[str, float], ...] = ()


# Factors from mass to amount are 1 over the molar mass in g/mol (CIAAW atomic weights), scaled to the two units and
# rounded to four digits. tests/golden/test_lab_conversions.py derives each again and compares it with published ones.
_PER_L = (("10^3/uL", 1.0), ("/uL", 0.001))
_KATAL = (("ukat/L", 60.0),)
_BLOOD = (
    Analyte("ferritin", "ferritin", "ug/L", 0, 100_000, ("2276-4", "20567-4", "24373-3"), (("ng/mL", 1.0),)),
    Analyte(
        "haemoglobin", "haemoglobin", "g/L", 10, 300, ("718-7", "30313-1", "30350-3", "20509-6", "59260-0"),
        (("g/dL", 10.0), ("mmol/L", 16.114)),
    ),
    Analyte("tsat", "transferrin saturation", "%", 0, 110, ("2502-3", "14801-5"), (("fraction", 100.0),)),
    Analyte("b12", "vitamin B12", "ng/L", 10, 10_000, ("2132-9", "14685-2"), (("pg/mL", 1.0), ("pmol/L", 1.3554))),
    Analyte(
        "vitamin_d", "vitamin D (25-OH-D)", "nmol/L", 1, 1_000, ("1989-3", "62292-8", "14635-7", "68438-1"),
        (("ng/mL", 2.496), ("ug/L", 2.496)),
    ),
    Analyte("tsh", "TSH", "mU/L", 0, 1_000, ("3016-3", "11580-8", "11579-0"), (("mIU/L", 1.0), ("uIU/mL", 1.0))),
    Analyte("ck", "creatine kinase", "U/L", 1, 1_000_000, ("2157-6",), (("IU/L", 1.0), *_KATAL)),
    Analyte("potassium", "potassium", "mmol/L", 1, 12, ("2823-3", "6298-4", "77142-8"), (("mEq/L", 1.0),)),
    Analyte("sodium", "sodium", "mmol/L", 90, 200, ("2951-2", "2947-0", "77139-4"), (("mEq/L", 1.0),)),
    Analyte("magnesium", "magnesium", "mmol/L", 0.1, 5, ("19123-9", "2601-3"), (("mg/dL", 0.4114),)),
    Analyte("hba1c", "HbA1c", "mmol/mol", 10, 200, ("59261-8", "4548-4", "17856-6", "4549-2")),
    Analyte("crp", "C-reactive protein", "mg/L", 0, 1_000, ("1988-5", "30522-7"), (("mg/dL", 10.0),)),
    # Without those that count people as black: one sample would have two values.
    Analyte(
        "egfr", "eGFR", "mL/min/1.73m2", 1, 250,
        ("33914-3", "62238-1", "98979-8", "69405-9", "77147-7", "48642-3", "88294-4", "50044-7"),
    ),
    Analyte(
        "creatinine", "creatinine", "umol/L", 5, 3_000, ("2160-0", "14682-9", "38483-4", "59826-8"),
        (("mg/dL", 88.42),),
    ),
    Analyte("cortisol_am", "morning cortisol", "nmol/L", 1, 3_000, ("9813-7",), (("ug/dL", 27.59),)),
    Analyte("calcium_adjusted", "adjusted calcium", "mmol/L", 0.5, 6, ("29265-6", "46099-8"), (("mg/dL", 0.2495),)),
    Analyte(
        "ntprobnp", "NT-proBNP", "ng/L", 0, 100_000, ("33762-6", "33763-4", "83107-3", "83108-1"), (("pg/mL", 1.0),)
    ),
    # FEU must be said: in the other kind of unit (DDU) the same clot reads half as high.
    Analyte(
        "ddimer", "D-dimer", "ng/mL FEU", 0, 100_000, ("48065-7", "71427-9"),
        (("ug/L FEU", 1.0), ("mg/L FEU", 1_000.0)),
    ),
)  # fmt: skip
#: What a usual panel has beside. No range is kept for these: a page shows the value alone.
_PANEL = (
    Analyte("haematocrit", "haematocrit", "%", 5, 80, ("4544-3", "20570-8", "4545-0", "31100-1"), (("L/L", 100.0),)),
    Analyte("erythrocytes", "red blood cells", "10^12/L", 0.2, 15, ("789-8", "26453-1"), (("10^6/uL", 1.0),)),
    Analyte("mcv", "mean red cell volume (MCV)", "fL", 30, 200, ("787-2", "30428-7")),
    Analyte("mch", "haemoglobin in a red cell (MCH)", "pg", 5, 80, ("785-6", "28539-5"), (("fmol", 16.114),)),
    Analyte(
        "mchc", "haemoglobin density (MCHC)", "g/L", 100, 500, ("786-4", "28540-3"),
        (("g/dL", 10.0), ("mmol/L", 16.114)),
    ),
    Analyte("rdw", "red cell spread (RDW)", "%", 5, 60, ("788-0", "30385-9")),
    Analyte("leucocytes", "white blood cells", "10^9/L", 0, 1_000, ("6690-2", "26464-8", "804-5"), _PER_L),
    Analyte("neutrophils", "neutrophils", "10^9/L", 0, 500, ("751-8", "26499-4", "753-4"), _PER_L),
    Analyte("lymphocytes", "lymphocytes", "10^9/L", 0, 1_000, ("731-0", "26474-7"), _PER_L),
    Analyte("platelets", "platelets", "10^9/L", 0, 5_000, ("777-3", "26515-7", "778-1", "49497-1"), _PER_L),
    Analyte("esr", "sedimentation rate (ESR)", "mm/h", 0, 200, ("4537-7", "30341-2")),
    Analyte("iron", "iron", "umol/L", 0.1, 500, ("2498-4", "14798-3"), (("ug/dL", 0.1791),)),
    Analyte("transferrin", "transferrin", "g/L", 0.05, 20, ("3034-6",), (("mg/dL", 0.01),)),
    Analyte("tibc", "iron binding capacity (TIBC)", "umol/L", 1, 500, ("2500-7", "14800-7"), (("ug/dL", 0.1791),)),
    Analyte("folate", "folate", "nmol/L", 0.1, 500, ("2284-8", "14732-2"), (("ng/mL", 2.266), ("ug/L", 2.266))),
    Analyte(
        "glucose", "glucose", "mmol/L", 0.1, 150,
        ("2345-7", "14749-6", "2339-0", "15074-8", "1558-6", "14771-0", "41653-7"), (("mg/dL", 0.05551),),
    ),
    Analyte("chloride", "chloride", "mmol/L", 40, 200, ("2075-0",), (("mEq/L", 1.0),)),
    Analyte("bicarbonate", "bicarbonate", "mmol/L", 1, 80, ("1963-8", "1959-6"), (("mEq/L", 1.0),)),
    Analyte("calcium", "total calcium", "mmol/L", 0.5, 6, ("17861-6", "2000-8"), (("mg/dL", 0.2495),)),
    Analyte("phosphate", "phosphate", "mmol/L", 0.05, 10, ("2777-1", "14879-1"), (("mg/dL", 0.3229),)),
    # In mg/dL urea and its nitrogen differ by a factor of two: two names, so that no one takes one for the other.
    Analyte("urea", "urea", "mmol/L", 0.1, 150, ("3091-6", "22664-7"), (("mg/dL", 0.1665),)),
    Analyte(
        "urea_nitrogen", "urea nitrogen (BUN)", "mmol/L", 0.1, 150, ("3094-0", "6299-2", "14937-7"),
        (("mg/dL", 0.3570),),
    ),
    Analyte(
        "uric_acid", "uric acid", "umol/L", 5, 3_000, ("3084-1", "14933-6"), (("mg/dL", 59.48), ("mmol/L", 1_000.0))
    ),
    Analyte("albumin", "albumin", "g/L", 3, 100, ("1751-7", "61151-7", "61152-5"), (("g/dL", 10.0),)),
    Analyte("total_protein", "total protein", "g/L", 10, 200, ("2885-2",), (("g/dL", 10.0),)),
    Analyte("bilirubin", "bilirubin", "umol/L", 0, 1_500, ("1975-2", "14631-6"), (("mg/dL", 17.10),)),
    Analyte("alt", "ALT", "U/L", 0, 100_000, ("1742-6", "1743-4", "1744-2"), _KATAL),
    Analyte("ast", "AST", "U/L", 0, 100_000, ("1920-8", "30239-8", "88112-8"), _KATAL),
    Analyte("ggt", "gamma-GT", "U/L", 0, 100_000, ("2324-2",), _KATAL),
    Analyte("alp", "alkaline phosphatase", "U/L", 0, 100_000, ("6768-6",), _KATAL),
    Analyte("ldh", "LDH", "U/L", 1, 200_000, ("2532-0", "14804-9"), _KATAL),
    Analyte("myoglobin", "myoglobin", "ug/L", 0, 1_000_000, ("2639-3",), (("ng/mL", 1.0),)),
    Analyte(
        "free_t4", "free T4", "pmol/L", 0.1, 500, ("3024-7", "14920-3"),
        (("ng/dL", 12.87), ("ng/L", 1.287), ("pg/mL", 1.287)),
    ),
    Analyte(
        "free_t3", "free T3", "pmol/L", 0.1, 200, ("3051-0", "14928-6"),
        (("pg/mL", 1.536), ("ng/L", 1.536), ("ng/dL", 15.36)),
    ),
    Analyte("t4", "total T4", "nmol/L", 1, 1_000, ("3026-2", "14921-1"), (("ug/dL", 12.87),)),
    Analyte("t3", "total T3", "nmol/L", 0.05, 50, ("3053-6", "14930-2"), (("ng/dL", 0.01536), ("ng/mL", 1.536))),
    Analyte(
        "testosterone", "testosterone", "nmol/L", 0.01, 300, ("2986-8", "14913-8"),
        (("ng/dL", 0.03467), ("ng/mL", 3.467)),
    ),
    Analyte("cholesterol", "cholesterol", "mmol/L", 0.1, 60, ("2093-3", "14647-2"), (("mg/dL", 0.02586),)),
    Analyte("hdl", "HDL cholesterol", "mmol/L", 0.01, 15, ("2085-9", "14646-4"), (("mg/dL", 0.02586),)),
    Analyte(
        "ldl", "LDL cholesterol", "mmol/L", 0.01, 50, ("2089-1", "13457-7", "18262-6", "22748-8"),
        (("mg/dL", 0.02586),),
    ),
    Analyte("triglycerides", "triglycerides", "mmol/L", 0.05, 200, ("2571-8", "14927-8"), (("mg/dL", 0.01129),)),
)  # fmt: skip

ANALYTES: dict[str, Analyte] = {analyte.id: analyte for analyte in (*_BLOOD, *_PANEL)}
