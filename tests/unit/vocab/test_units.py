"""Blood test units: every factor, the one formula, spelling, and what is refused."""

from __future__ import annotations

import pytest

from unweary.vocab.errors import UserError
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, to_canonical


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "expected"),
    [
        ("haemoglobin", 13.5, "g/dL", 135.0),
        ("haemoglobin", 8.4, "mmol/L", 8.4 * 16.114),
        ("ferritin", 12.0, "ng/mL", 12.0),
        ("vitamin_d", 20.0, "ng/mL", 49.92),
        ("b12", 150.0, "pmol/L", 203.31),
        ("magnesium", 2.0, "mg/dL", 0.8228),
        ("creatinine", 1.0, "mg/dL", 88.42),
        ("cortisol_am", 10.0, "ug/dL", 275.9),
        ("calcium_adjusted", 10.0, "mg/dL", 2.495),
        ("crp", 1.2, "mg/dL", 12.0),
    ],
)
def test_a_value_is_turned_into_the_canonical_unit(analyte: str, value: float, unit: str, expected: float) -> None:
    assert to_canonical(analyte, value, unit) == pytest.approx(expected, rel=1e-12)


# IFCC's own table of NGSP % and IFCC mmol/mol, rounded there to whole mmol/mol.
@pytest.mark.parametrize(
    ("ngsp_pct", "ifcc"), [(4.0, 20), (5.0, 31), (6.0, 42), (6.5, 48), (7.0, 53), (8.0, 64), (10.0, 86)]
)
def test_hba1c_in_percent_agrees_with_the_published_table(ngsp_pct: float, ifcc: int) -> None:
    assert round(to_canonical("hba1c", ngsp_pct, "%")) == ifcc


def test_nothing_is_rounded() -> None:
    assert to_canonical("haemoglobin", 13.37, "g/dL") == 13.37 * 10.0
    assert to_canonical("hba1c", 6.5, "%") == 10.929 * (6.5 - 2.15)


@pytest.mark.parametrize("unit", ["µg/L", "μg/l", "UG/L", "ug / L", "ng/ml"])
def test_spellings_that_mean_the_same_are_read(unit: str) -> None:
    assert to_canonical("ferritin", 30, unit) == 30.0


def test_every_unit_that_is_listed_converts_and_the_canonical_one_changes_nothing() -> None:
    for analyte in ANALYTES.values():
        for unit in accepted_units(analyte.id):
            assert to_canonical(analyte.id, 7.0, unit) > 0
        assert to_canonical(analyte.id, 7.25, analyte.unit) == 7.25


def test_two_listed_units_of_one_analyte_never_share_a_spelling() -> None:
    for analyte in ANALYTES.values():
        units = accepted_units(analyte.id)
        assert len({unit.replace(" ", "").casefold() for unit in units}) == len(units)


def test_a_unit_that_does_not_belong_is_refused_with_those_that_do() -> None:
    with pytest.raises(UserError) as refused:
        to_canonical("ferritin", 30, "mmol/L")
    assert refused.value.code == "unit"
    assert refused.value.accepted == "ug/L, ng/mL"


def test_percent_is_read_for_hba1c_alone() -> None:
    with pytest.raises(UserError, match="not a unit"):
        to_canonical("haemoglobin", 13, "%")


def test_an_unknown_analyte_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError) as refused:
        to_canonical("feritin", 30, "ug/L")
    assert refused.value.code == "unknown_analyte"
    assert "ferritin" in refused.value.accepted
