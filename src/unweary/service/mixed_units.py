"""A blood test that was typed in the wrong unit: found where numbers allow it, told, never put right unasked."""

from __future__ import annotations

from dataclasses import dataclass

from unweary.vocab.errors import UserError
from unweary.vocab.history import Lab
from unweary.vocab.knowledge import Knowledge, Number
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, to_canonical


@dataclass(frozen=True, slots=True)
class OtherReading:
    """The same number read in another unit of the analyte; ``canonical`` is in the analyte's own unit."""

    value: float
    unit: str
    canonical: float

    def words(self, unit: str) -> str:
        """Both readings, such as '13.5 g/dL (135 g/L)'."""
        own = f"{self.value:g} {self.unit}"
        return own if self.unit == unit else f"{own} ({float(f'{self.canonical:.4g}'):g} {unit})"


def is_extreme(analyte: str, canonical: float, knowledge: Knowledge) -> bool:
    """Whether a value, in the canonical unit, lies where hardly anyone was ever measured.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> [is_extreme("haemoglobin", value, packaged_knowledge()) for value in (13.5, 62, 135)]
    [True, False, False]
    """
    limits = knowledge.parameters.get(f"lab_extreme_{analyte}")
    return limits is not None and not _within(canonical, limits)


def other_readings(analyte: str, value: float, unit: str, knowledge: Knowledge) -> tuple[OtherReading, ...]:
    """The units of the analyte in which this number would be ordinary, each size of unit once, ``unit`` left out.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> [found.words("g/L") for found in other_readings("haemoglobin", 13.5, "g/L", packaged_knowledge())]
    ['13.5 g/dL (135 g/L)']
    """
    ordinary = knowledge.parameters.get(f"lab_ordinary_{analyte}")
    if ordinary is None:
        return ()
    try:
        seen = {to_canonical(analyte, value, unit)}
    except UserError:
        seen = set()
    found = []
    for other in accepted_units(analyte):
        meant = to_canonical(analyte, value, other)
        if meant not in seen and _within(meant, ordinary):
            seen.add(meant)
            found.append(OtherReading(value, other, meant))
    return tuple(found)


def did_you_mean(analyte: str, value: float, unit: str, knowledge: Knowledge) -> str:
    """'did you mean ...?' with every reading that would be ordinary; empty where there is none."""
    own = ANALYTES[analyte].unit
    readings = other_readings(analyte, value, unit, knowledge)
    return f"did you mean {' or '.join(reading.words(own) for reading in readings)}?" if readings else ""


def check_the_unit(lab: Lab, knowledge: Knowledge) -> str:
    """What to look at where the number would be as ordinary in another unit; empty where it would not.

    Nobody can tell 30 ng/mL of vitamin D from 30 nmol/L by the number: what was typed is kept.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.service.person import packaged_knowledge
    >>> at = datetime(2026, 11, 10, tzinfo=UTC)
    >>> check_the_unit(Lab("vitamin_d", 30, "nmol/L", at), packaged_knowledge())
    'Read as 30 nmol/L. If your report says another unit, it would be 30 ng/mL (74.88 nmol/L): then put it right.'
    >>> check_the_unit(Lab("potassium", 4.1, "mmol/L", at), packaged_knowledge())
    ''
    """
    readings = other_readings(lab.analyte, lab.value, lab.unit, knowledge)
    if not readings:
        return ""
    told = " or ".join(reading.words(ANALYTES[lab.analyte].unit) for reading in readings)
    said = f"{lab.comparator or ''}{lab.value:g} {lab.unit}"
    return f"Read as {said}. If your report says another unit, it would be {told}: then put it right."


def odd_unit(lab: Lab, knowledge: Knowledge) -> str:
    """'did you mean ...?' where a value is out of the ordinary as written and ordinary in another unit.

    It may still be so, as in an adrenal crisis: it is asked, and what was said with its unit is kept.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.service.person import packaged_knowledge
    >>> at = datetime(2026, 11, 10, tzinfo=UTC)
    >>> odd_unit(Lab("cortisol_am", 15, "nmol/L", at), packaged_knowledge())
    'did you mean 15 ug/dL (413.9 nmol/L)?'
    >>> odd_unit(Lab("cortisol_am", 15, "ug/dL", at), packaged_knowledge())
    ''
    """
    ordinary = knowledge.parameters.get(f"lab_ordinary_{lab.analyte}")
    if ordinary is None or lab.comparator or _within(to_canonical(lab.analyte, lab.value, lab.unit), ordinary):
        return ""
    return did_you_mean(lab.analyte, lab.value, lab.unit, knowledge)


def _within(value: float, limits: Number) -> bool:
    return limits.low <= value <= limits.high
