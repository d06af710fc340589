"""Units: a blood test from the unit on the report to the canonical one, unrounded; and which unit may have been meant.

Nothing is converted unless the person said the unit: a number that fits another unit better is a question, not a fact.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from unweary.vocab.errors import UserError
from unweary.vocab.signals import ANALYTES, Analyte

#: The international yard and pound (1959), exact.
M_PER_INCH = 0.0254
M_PER_FOOT = 0.3048
M_PER_MILE = 1609.344
KG_PER_POUND = 0.45359237

#: Three digits behind a point, a comma, an apostrophe or any space: a fraction, or thousands.
_PARTED = re.compile(r"([1-9][0-9]{0,2})([.,'\u2019 \u00a0\u2009\u202f])([0-9]{3}(?:\2[0-9]{3})*)")
#: Units that people mix up with the one asked for, with the factor and offset that lead to the canonical unit.
MIXED_UP: dict[str, tuple[tuple[str, float, float], ...]] = {
    "temp_c": (("degF", 5 / 9, -160 / 9),),
    "temp_rectal_c": (("degF", 5 / 9, -160 / 9),),
    "mass_kg": (("lb", 0.45359237, 0.0), ("g", 0.001, 0.0)),
    "height_m": (("cm", 0.01, 0.0), ("ft", 0.3048, 0.0), ("in", 0.0254, 0.0)),
    "height_cm": (("m", 100.0, 0.0), ("mm", 0.1, 0.0)),
    "spo2_pct": (("as a fraction", 100.0, 0.0),),
    "sleep_h": (("min", 1 / 60, 0.0), ("s", 1 / 3600, 0.0)),
    "rmssd_ms": (("s", 1000.0, 0.0),),
    "sdnn_ms": (("s", 1000.0, 0.0),),
    "hr_rest_bpm": (("Hz", 60.0, 0.0),),
    "sbp_mmhg": (("kPa", 7.500617, 0.0),),
    "cmj_cm": (("m", 100.0, 0.0), ("mm", 0.1, 0.0)),
}


def meant_instead(name: str, value: float, low: float, high: float, unit: str = "") -> str:
    """'did you mean ...?' for a number that is outside ``low`` to ``high`` but not so in a unit that people mix up.

    Parameters
    ----------
    name : str
        A signal, or a field of the profile.
    value : float
        As typed.
    low, high : float
        What is possible in the canonical unit.
    unit : str
        The canonical unit, as it is to be shown.

    Returns
    -------
    str
        Empty where no other unit fits.

    Examples
    --------
    >>> meant_instead("temp_c", 98.6, 30, 45, "degC")
    'did you mean 98.6 degF (37 degC)?'
    >>> meant_instead("mass_kg", 64, 15, 400, "kg")
    ''
    """
    if low <= value <= high:
        return ""
    told = []
    for other, factor, offset in MIXED_UP.get(name, ()):
        meant = value * factor + offset
        if low <= meant <= high:
            told.append(f"{value:g} {other} ({round(meant, 2):g}{' ' if unit else ''}{unit})")
    return f"did you mean {' or '.join(told)}?" if told else ""


def feet_and_inches(height_m: float) -> tuple[int, float]:
    """A height as people who use feet say it, to the half inch.

    Examples
    --------
    >>> feet_and_inches(1.715), feet_and_inches(1.8288)
    ((5, 7.5), (6, 0.0))
    """
    halves = round(2 * height_m / M_PER_INCH)
    return halves // 24, halves % 24 / 2


def two_readings(figure: str, analyte_id: str = "", unit: str = "") -> tuple[float, float] | None:
    """Both numbers that a figure can be whose digits are parted before three: '45.000' is 45000 or 45; None if clear.

    With an analyte it is also clear where the larger number cannot be: potassium is never 4125 mmol/L.

    Examples
    --------
    >>> two_readings("45.000"), two_readings("45'000"), two_readings("4.12"), two_readings("0.125")
    ((45000.0, 45.0), (45000.0, 45.0), None, None)
    >>> two_readings("4.125", "potassium"), two_readings("45.000", "ck", "U/L")
    (None, (45000.0, 45.0))
    """
    parted = _PARTED.fullmatch(figure.strip())
    if parted is None:
        return None
    behind = parted[3].replace(parted[2], "")
    whole = float(parted[1] + behind)
    if analyte_id in ANALYTES and behind == parted[3]:
        units = [unit] if unit and unit_named(analyte_id, unit) else accepted_units(analyte_id)
        if all(to_canonical(analyte_id, whole, each) > ANALYTES[analyte_id].high for each in units):
            return None
    return whole, float(f"{parted[1]}.{behind}")


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


def alike_units(analyte_id: str) -> bool:
    """Whether a number means the same in every unit that is read: potassium in mmol/L and mEq/L, not haemoglobin.

    Examples
    --------
    >>> alike_units("potassium"), alike_units("tsh"), alike_units("haemoglobin"), alike_units("hba1c")
    (True, True, False, False)
    """
    return len({to_canonical(analyte_id, 50.0, unit) for unit in accepted_units(analyte_id)}) == 1


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
    meant = unit_named(analyte_id, unit)
    if meant == analyte.unit:
        return float(value)
    for known, factor in analyte.factors:
        if meant == known:
            return float(value) * factor
    if meant == "%":
        # IFCC mmol/mol = 10.929 x (NGSP % - 2.15): the master equation of Hoelzel et al. 2004 (Clin Chem 50:166,
        # doi 10.1373/clinchem.2003.024802) turned round, in the form of the 2007 consensus statement. Not a factor:
        # there is an offset, so it cannot stand in the registry's list.
        return 10.929 * (float(value) - 2.15)
    raise UserError(
        "unit", f"'{unit}' is not a unit that {analyte.label} is read in", ", ".join(accepted_units(analyte_id))
    )


def unit_named(analyte_id: str, text: str) -> str | None:
    """The unit of :func:`accepted_units` that a text means, however it is spelled; None where it is none of them.

    Names of UCUM, of laboratories and of old reports are read; only spelling is judged, never the number.

    Raises
    ------
    UserError
        ``unknown_analyte``.

    Examples
    --------
    >>> [unit_named("leucocytes", text) for text in ("10*9/L", "x10^9/l", "G/L", "K/µL", "10³/mm³", "g/dL")]
    ['10^9/L', '10^9/L', '10^9/L', '10^3/uL', '10^3/uL', None]
    >>> unit_named("tsh", "m[IU]/L"), unit_named("ddimer", "ug{FEU}/L"), unit_named("egfr", "mL/min/{1.73_m2}")
    ('mU/L', 'ug/L FEU', 'mL/min/1.73m2')
    """
    meant = _spelling(text)
    accepted = {_spelling(unit): unit for unit in reversed(accepted_units(analyte_id))}
    return accepted.get(meant) or accepted.get(_ALIASES.get(meant, ""))


def from_canonical(analyte_id: str, value: float, unit: str) -> float:
    """A value in the analyte's canonical unit, turned into another unit; :func:`to_canonical` the other way round.

    Raises
    ------
    UserError
        ``unknown_analyte`` or ``unit``, saying what is accepted.

    Examples
    --------
    >>> from_canonical("haemoglobin", 120.0, "g/dL")
    12.0
    >>> round(from_canonical("hba1c", 48.0, "%"), 1)
    6.5
    """
    # Every conversion is a straight line, so two points of it give the way back.
    zero = to_canonical(analyte_id, 0.0, unit)
    return (float(value) - zero) / (to_canonical(analyte_id, 1.0, unit) - zero)


def _analyte(analyte_id: str) -> Analyte:
    if analyte_id not in ANALYTES:
        near = get_close_matches(analyte_id, ANALYTES, n=3)
        raise UserError(
            "unknown_analyte", f"'{analyte_id}' is not a blood test known here", ", ".join(near or ANALYTES)
        )
    return ANALYTES[analyte_id]


#: Notes in braces say nothing about the size (UCUM), but these do.
_NOTE = re.compile(r"\{(?!feu|ddu|1\.73)[^}]*\}")
_POWER = re.compile(r"^[x×*.]?10(?:\^|\*{1,2}|e|\()?(3|6|9|12)\)?(?=/)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WORDS = (("units", "u"), ("unit", "u"), ("iu", "u"), ("mcg", "ug"), ("gm/", "g/"), ("cells", ""), ("mm^3", "ul"),
          ("mm3", "ul"), ("cumm", "ul"), ("m^2", "m2"), ("sqm", "m2"), ("litre", "l"), ("liter", "l"))  # fmt: skip
#: Other names of one unit, looked at where the name itself is none of the analyte's: G/L is giga for cells alone.
_ALIASES = {
    "g/l": "10^9/l", "gpt/l": "10^9/l", "giga/l": "10^9/l", "/nl": "10^9/l", "t/l": "10^12/l", "tpt/l": "10^12/l",
    "tera/l": "10^12/l", "/pl": "10^12/l", "k/ul": "10^3/ul", "thou/ul": "10^3/ul", "tsd/ul": "10^3/ul",
    "thousand/ul": "10^3/ul", "m/ul": "10^6/ul", "mil/ul": "10^6/ul", "mio/ul": "10^6/ul", "million/ul": "10^6/ul",
    "mm/hr": "mm/h", "mm/1h": "mm/h", "mm/std": "mm/h", "mm": "mm/h", "mval/l": "meq/l", "um3": "fl", "g%": "g/dl",
    "mg%": "mg/dl", "g/100ml": "g/dl", "mg/100ml": "mg/dl", "percent": "%", "mmol/molhb": "mmol/mol",
    "tsd./ul": "10^3/ul", "mio./ul": "10^6/ul", "ug/mlfeu": "mg/lfeu",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _spelling(unit: str) -> str:
    """Case, spaces, signs of powers and the code points of micro do not tell two of these units apart."""
    plain = "".join(unit.split()).casefold().replace("µ", "u").replace("μ", "u")
    plain = _NOTE.sub("", re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", r"10^\1", plain).translate(_DIGITS))
    plain = re.sub(r"[\[\]{}_]", "", plain)
    for word, meant in _WORDS:
        plain = plain.replace(word, meant)
    plain = _POWER.sub(r"10^\1", plain)
    # The kind of D-dimer unit stands anywhere: ng{FEU}/mL, ng/mL FEU.
    return plain.replace("feu", "").replace("()", "") + "feu" if "feu" in plain else plain
