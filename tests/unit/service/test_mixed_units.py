"""Blood tests and measurements typed in another unit: refused with both readings, never converted, extremes kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary.service.mixed_units import check_the_unit
from unweary.service.person import packaged_knowledge
from unweary.service.possible import impossible
from unweary.vocab.history import Lab, Observation
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, meant_instead, to_canonical

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def told(value: Lab | Observation) -> str:
    return " | ".join(fault.message for fault in impossible(value, packaged_knowledge()))


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "meant"),
    [
        ("ferritin", 12, "g/L", "12 ug/L"),
        ("haemoglobin", 13.5, "g/L", "13.5 g/dL (135 g/L)"),
        ("haemoglobin", 8.4, "g/L", "8.4 g/dL (84 g/L) or 8.4 mmol/L (135.4 g/L)"),
        ("haemoglobin", 135, "g/dL", "135 g/L"),
        ("calcium_adjusted", 9.4, "mmol/L", "9.4 mg/dL (2.345 mmol/L)"),
        ("calcium_adjusted", 2.35, "mg/dL", "2.35 mmol/L"),
        ("creatinine", 0.9, "umol/L", "0.9 mg/dL (79.58 umol/L)"),
        ("creatinine", 80, "mg/dL", "80 umol/L"),
        ("hba1c", 6.5, "mmol/mol", "6.5 % (47.54 mmol/mol)"),
        ("hba1c", 48, "%", "48 mmol/mol"),
        ("ddimer", 0.4, "ng/mL FEU", "0.4 mg/L FEU (400 ng/mL FEU)"),
        ("ck", 2.5, "U/L", "2.5 ukat/L (150 U/L)"),
        ("potassium", 4.1, "mg/dL", "4.1 mmol/L"),
        ("tsat", 0.25, "%", "0.25 fraction (25 %)"),
        ("cortisol_am", 400, "ug/dL", "400 nmol/L"),
        ("glucose", 95, "mmol/L", "95 mg/dL (5.273 mmol/L)"),
        ("triglycerides", 150, "mmol/L", "150 mg/dL (1.694 mmol/L)"),
    ],
)
def test_a_value_in_the_wrong_unit_is_refused_with_the_reading_that_was_meant(
    analyte: str, value: float, unit: str, meant: str
) -> None:
    message = told(Lab(analyte, value, unit, NOW))
    assert f"did you mean {meant}?" in message
    assert unit in message


@pytest.mark.parametrize(
    ("analyte", "value", "unit"),
    [
        ("potassium", 7.2, "mmol/L"),
        ("potassium", 1.9, "mmol/L"),
        ("sodium", 118, "mmol/L"),
        ("sodium", 104, "mmol/L"),
        ("ck", 60_000, "U/L"),
        ("haemoglobin", 62, "g/L"),
        ("haemoglobin", 34, "g/L"),
        ("haemoglobin", 6.2, "g/dL"),
        ("calcium_adjusted", 3.6, "mmol/L"),
        ("magnesium", 0.3, "mmol/L"),
        ("cortisol_am", 15, "nmol/L"),
        ("creatinine", 900, "umol/L"),
        ("crp", 420, "mg/L"),
        ("tsh", 150, "mU/L"),
        ("ferritin", 12_000, "ug/L"),
        ("ddimer", 9_000, "ng/mL FEU"),
        ("hba1c", 140, "mmol/mol"),
    ],
)
def test_a_rare_value_that_may_be_the_emergency_is_kept(analyte: str, value: float, unit: str) -> None:
    assert told(Lab(analyte, value, unit, NOW)) == ""


@pytest.mark.parametrize(
    ("analyte", "bound"), [("ferritin", 5), ("tsh", 0.01), ("crp", 0.5), ("ddimer", 190), ("cortisol_am", 10)]
)
def test_a_usual_bound_is_kept(analyte: str, bound: float) -> None:
    assert told(Lab(analyte, bound, ANALYTES[analyte].unit, NOW, "<")) == ""


def test_a_bound_in_the_wrong_unit_is_refused_like_a_value() -> None:
    assert "0.27 mg/L FEU (270 ng/mL FEU)" in told(Lab("ddimer", 0.27, "ng/mL FEU", NOW, "<"))


def test_where_no_unit_explains_it_the_message_names_the_limits_alone() -> None:
    assert told(Lab("potassium", 41, "mmol/L", NOW)) == "41 mmol/L is outside what potassium can be (1 to 12 mmol/L)"


def test_units_that_cannot_be_told_apart_are_kept_and_shown() -> None:
    for value, unit in ((30, "nmol/L"), (30, "ng/mL")):
        lab = Lab("vitamin_d", value, unit, NOW)
        assert told(lab) == ""
        assert f"Read as {value} {unit}" in check_the_unit(lab, packaged_knowledge())


def test_every_analyte_has_limits_and_nothing_ordinary_is_called_extreme() -> None:
    parameters = packaged_knowledge().parameters
    for analyte in ANALYTES.values():
        extreme, ordinary = parameters[f"lab_extreme_{analyte.id}"], parameters[f"lab_ordinary_{analyte.id}"]
        assert extreme.unit == ordinary.unit == analyte.unit
        assert analyte.low <= extreme.low <= ordinary.low < ordinary.high <= extreme.high <= analyte.high, analyte.id


def test_every_ordinary_value_in_every_accepted_unit_is_kept() -> None:
    for analyte in ANALYTES:
        ordinary = packaged_knowledge().parameters[f"lab_ordinary_{analyte}"]
        for unit in accepted_units(analyte):
            one, two = to_canonical(analyte, 1.0, unit), to_canonical(analyte, 2.0, unit)
            value = 1.0 + (ordinary.mid - one) / (two - one)
            assert told(Lab(analyte, value, unit, NOW)) == "", (analyte, unit)


@pytest.mark.parametrize(
    ("signal", "value", "unit", "meant"),
    [
        ("temp_c", 98.6, "degC", "98.6 degF (37 degC)"),
        ("temp_c", 102.2, "degF", "102.2 degF (39 degC)"),
        ("spo2_pct", 0.97, "%", "0.97 as a fraction (97 %)"),
        ("mass_kg", 440, "kg", "440 lb (199.58 kg)"),
        ("sleep_h", 450, "h", "450 min (7.5 h)"),
        ("sbp_mmhg", 16, "mmHg", "16 kPa (120.01 mmHg)"),
        ("rmssd_ms", 0.042, "ms", "0.042 s (42 ms)"),
    ],
)
def test_a_measurement_in_another_unit_is_refused_with_the_reading(
    signal: str, value: float, unit: str, meant: str
) -> None:
    assert meant in told(Observation(signal, value, unit, NOW))


def test_a_measurement_that_fits_no_unit_gets_no_guess() -> None:
    assert "did you mean" not in told(Observation("temp_c", 60, "degC", NOW))
    assert meant_instead("grip_kg", 500, 0, 150, "kg") == ""
