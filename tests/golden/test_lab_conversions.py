"""Factors between laboratory units, against molar masses and a published table.

Published: the conversion table of the AMA Manual of Style (11th edition, 2020, section 17.5; printed with the author
instructions of JAMA), factors from the conventional to the SI unit. They are printed with two to four digits.
"""

from __future__ import annotations

import pytest

from unweary.vocab.units import to_canonical

#: Analyte, conventional unit, SI unit, the published factor.
PUBLISHED = [
    ("albumin", "g/dL", "g/L", 10),
    ("bilirubin", "mg/dL", "umol/L", 17.104),
    ("calcium", "mg/dL", "mmol/L", 0.25),
    ("cholesterol", "mg/dL", "mmol/L", 0.0259),
    ("cortisol_am", "ug/dL", "nmol/L", 27.588),
    ("creatinine", "mg/dL", "umol/L", 88.4),
    ("folate", "ng/mL", "nmol/L", 2.266),
    ("glucose", "mg/dL", "mmol/L", 0.0555),
    ("haemoglobin", "g/dL", "g/L", 10),
    ("hdl", "mg/dL", "mmol/L", 0.0259),
    ("iron", "ug/dL", "umol/L", 0.179),
    ("magnesium", "mg/dL", "mmol/L", 0.411),
    ("phosphate", "mg/dL", "mmol/L", 0.323),
    ("testosterone", "ng/dL", "nmol/L", 0.0347),
    ("tibc", "ug/dL", "umol/L", 0.179),
    ("transferrin", "mg/dL", "g/L", 0.01),
    ("triglycerides", "mg/dL", "mmol/L", 0.0113),
    ("t4", "ug/dL", "nmol/L", 12.871),
    ("free_t4", "ng/dL", "pmol/L", 12.871),
    ("t3", "ng/dL", "nmol/L", 0.0154),
    ("free_t3", "pg/mL", "pmol/L", 1.536),
    ("urea_nitrogen", "mg/dL", "mmol/L", 0.357),
    ("uric_acid", "mg/dL", "umol/L", 59.48),
    ("vitamin_d", "ng/mL", "nmol/L", 2.496),
]
#: Analyte, mass unit, amount unit, molar mass [g/mol], and the power of ten between the two units per g/mol.
MASSES = [
    ("glucose", "mg/dL", 180.156, 10),
    ("urea", "mg/dL", 60.056, 10),
    ("urea_nitrogen", "mg/dL", 28.014, 10),
    ("cholesterol", "mg/dL", 386.66, 10),
    ("calcium", "mg/dL", 40.078, 10),
    ("phosphate", "mg/dL", 30.974, 10),
    ("magnesium", "mg/dL", 24.305, 10),
    ("uric_acid", "mg/dL", 168.11, 10_000),
    ("bilirubin", "mg/dL", 584.67, 10_000),
    ("creatinine", "mg/dL", 113.12, 10_000),
    ("iron", "ug/dL", 55.845, 10),
    ("folate", "ng/mL", 441.40, 1_000),
    ("testosterone", "ng/dL", 288.42, 10),
    ("free_t4", "ng/dL", 776.87, 10_000),
    ("t4", "ug/dL", 776.87, 10_000),
    ("free_t3", "pg/mL", 650.97, 1_000),
    ("t3", "ng/dL", 650.97, 10),
    ("cortisol_am", "ug/dL", 362.46, 10_000),
    ("vitamin_d", "ng/mL", 400.64, 1_000),
]


@pytest.mark.parametrize(("analyte", "unit", "si", "factor"), PUBLISHED)
def test_each_factor_is_the_published_one_to_its_digits(analyte: str, unit: str, si: str, factor: float) -> None:
    assert to_canonical(analyte, 1.0, si) == 1.0
    assert to_canonical(analyte, 1.0, unit) == pytest.approx(factor, rel=0.005)


@pytest.mark.parametrize(("analyte", "unit", "mass", "scale"), MASSES)
def test_each_factor_follows_from_the_molar_mass(analyte: str, unit: str, mass: float, scale: float) -> None:
    assert to_canonical(analyte, 1.0, unit) == pytest.approx(scale / mass, rel=5e-4)


def test_b12_in_picomoles_is_the_published_factor_the_other_way_round() -> None:
    assert 1 / to_canonical("b12", 1.0, "pmol/L") == pytest.approx(0.7378, rel=0.001)


def test_a_katal_is_sixty_million_units() -> None:
    assert to_canonical("alt", 1.0, "ukat/L") == pytest.approx(1 / 0.01667, rel=0.001)


def test_urea_and_its_nitrogen_are_one_amount_and_two_masses() -> None:
    assert to_canonical("urea", 60.056, "mg/dL") == pytest.approx(
        to_canonical("urea_nitrogen", 28.014, "mg/dL"), rel=1e-3
    )
