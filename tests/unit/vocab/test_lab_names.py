"""Names of blood tests: what people and laboratories write leads to one test, or to none."""

from __future__ import annotations

import pytest

from unweary.vocab.lab_names import _NAMES, analyte_named, analyte_of_loinc
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import unit_named


@pytest.mark.parametrize(
    ("name", "analyte"),
    [
        ("Ferritin", "ferritin"), ("Ferritine", "ferritin"), ("Hämoglobin", "haemoglobin"), ("Hb", "haemoglobin"),
        ("Haemoglobin", "haemoglobin"), ("TSH", "tsh"), ("CPK", "ck"), ("25-OH-D", "vitamin_d"), ("B12", "b12"),
        ("Kreatinin", "creatinine"), ("HbA1c", "hba1c"), ("CRP", "crp"), ("Na", "sodium"), ("P-Glukos", "glucose"),
        ("γ-GT", "ggt"), ("GPT (ALAT)", "alt"), ("Leukozyten", "leucocytes"), ("BUN", "urea_nitrogen"),
        ("Harnstoff", "urea"), ("fT4", "free_t4"), ("2276-4", "ferritin"), ("Ferritin, serum", "ferritin"),
    ],
)  # fmt: skip
def test_common_names_are_known(name: str, analyte: str) -> None:
    assert analyte_named(name) == analyte


@pytest.mark.parametrize("name", ["cortisol", "U-Kreatinin", "Glucose (urine)", "mood", "", "12", "<5", "x" * 5_000])
def test_what_may_be_another_test_is_none(name: str) -> None:
    assert analyte_named(name) is None


def test_every_analyte_has_names_and_no_name_or_code_stands_for_two() -> None:
    assert set(_NAMES) == set(ANALYTES)
    names = [name for text in _NAMES.values() for name in text.split("; ")]
    assert len(names) == len(set(names))
    codes = [code for analyte in ANALYTES.values() for code in analyte.loinc]
    assert len(codes) == len(set(codes))
    assert all(analyte_of_loinc(code) for code in codes)


def test_loinc_codes_carry_their_check_digit() -> None:
    def check(digits: str) -> int:
        odd = str(int(digits[::-1][::2][::-1]) * 2)
        even = digits[::-1][1::2][::-1]
        return -sum(map(int, odd + even)) % 10

    codes = [code for analyte in ANALYTES.values() for code in analyte.loinc]
    assert [code for code in codes if check(code.partition("-")[0]) != int(code.partition("-")[2])] == []


@pytest.mark.parametrize(
    ("analyte", "text", "unit"),
    [
        ("leucocytes", "10*9/L", "10^9/L"), ("platelets", "x10E3/µL", "10^3/uL"), ("creatinine", "µmol/L", "umol/L"),
        ("ferritin", "ug/L", "ug/L"), ("ck", "[IU]/L", "U/L"), ("tsh", "u[IU]/mL", "uIU/mL"), ("esr", "mm/hr", "mm/h"),
        ("erythrocytes", "T/L", "10^12/L"), ("haemoglobin", "G/L", "g/L"), ("ddimer", "ug{FEU}/mL", "mg/L FEU"),
        ("ddimer", "ng/mL", None), ("egfr", "mL/min", None), ("leucocytes", "g/dL", None), ("ferritin", "", None),
    ],
)  # fmt: skip
def test_spellings_of_units_lead_to_ours_or_to_none(analyte: str, text: str, unit: str | None) -> None:
    assert unit_named(analyte, text) == unit
