"""Turning a blood test value from the unit on the report into the analyte's canonical unit. Nothing is rounded."""

from __future__ import annotations

from difflib import get_close_matches

from unweary.vocab.errors import UserError
from unweary.vocab.signals import ANALYTES, Analyte


def accepted_units(analyte_id: str) -> tuple[str, ...]:
    """The units that are read for one analyte, the canonical one first.

    Raises
    ------
    UserError
        ``unknown_analyte`` when there is no such analyte.

    Examples
    --------
    >>> accepted_units("haemoglobin")
    ('g/L', 'g/dL', 'mmol/L')
    >>> accepted_units("hba1c")
    ('mmol/mol', '%')
    """
    analyte = _analyte(analyte_id)
    units = (analyte.unit, *(unit for unit, _ in analyte.factors))
    return (*units, "%") if analyte.id == "hba1c" else units


def to_canonical(analyte_id: str, value: float, unit: str) -> float:
    """The value in the analyte's canonical unit.

    Spelling is forgiven where it changes nothing: ``ng/ml``, ``µg/L`` and ``mL/min/1.73 m²`` are all read.

    Parameters
    ----------
    analyte_id : str
        A key of ``vocab.signals.ANALYTES``.
    value : float
        As on the report.
    unit : str
        One of :func:`accepted_units`.

    Raises
    ------
    UserError
        ``unknown_analyte`` or ``unit``, saying what is accepted.

    Examples
    --------
    >>> to_canonical("haemoglobin", 13.5, "g/dL")
    135.0
    >>> round(to_canonical("hba1c", 6.5, "%"), 3)
    47.541
    >>> to_canonical("ferritin", 12, "µg/L")
    12.0
    """
    analyte = _analyte(analyte_id)
    meant = _spelling(unit)
    if meant == _spelling(analyte.unit):
        return float(value)
    for known, factor in analyte.factors:
        if meant == _spelling(known):
            return float(value) * factor
    if analyte.id == "hba1c" and meant == "%":
        # IFCC mmol/mol = 10.929 x (NGSP % - 2.15): the master equation of Hoelzel et al. 2004 (Clin Chem 50:166,
        # doi 10.1373/clinchem.2003.024802) turned round, in the form of the 2007 consensus statement. Not a factor:
        # there is an offset, so it cannot stand in the registry's list.
        return 10.929 * (float(value) - 2.15)
    raise UserError(
        "unit", f"'{unit}' is not a unit that {analyte.label} is read in", ", ".join(accepted_units(analyte_id))
    )


def _analyte(analyte_id: str) -> Analyte:
    if analyte_id not in ANALYTES:
        near = get_close_matches(analyte_id, ANALYTES, n=3)
        raise UserError(
            "unknown_analyte", f"'{analyte_id}' is not a blood test known here", ", ".join(near or ANALYTES)
        )
    return ANALYTES[analyte_id]


def _spelling(unit: str) -> str:
    """Case, spaces and the two code points of the micro sign do not tell two of these units apart."""
    return unit.replace(" ", "").replace("µ", "u").replace("μ", "u").replace("²", "2").casefold()
