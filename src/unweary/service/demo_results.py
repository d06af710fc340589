"""The demo person's blood tests and self-tests: openly invented, and in tune with the rest of the story.

The iron store has gone down over a year, as it does in many women who run; it is not yet low. On the morning of the
story the reaction is a little slower after three short nights, and the jump a little lower on sore legs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from unweary.service.self_tests import measured
from unweary.vocab.history import Lab, Observation

#: Days before today; then analyte, value and unit.
_BLOOD = (
    (410, (("ferritin", 58, "ug/L"), ("haemoglobin", 134, "g/L"), ("tsh", 1.9, "mU/L"))),
    (205, (("ferritin", 44, "ug/L"), ("haemoglobin", 133, "g/L"), ("vitamin_d", 48, "nmol/L"))),
    (
        44,
        (
            ("ferritin", 32, "ug/L"),
            ("haemoglobin", 131, "g/L"),
            ("vitamin_d", 71, "nmol/L"),
            ("tsh", 2.1, "mU/L"),
            ("crp", 1, "mg/L"),
        ),
    ),
)
#: Days before today; then signal and value, in the unit of the signal.
_TESTS = (
    (28, (("reaction_ms", 268), ("reaction_lapses_pct", 0), ("cmj_cm", 27.4), ("balance_right_s", 41))),
    (28, (("balance_left_s", 37), ("calf_raises_right", 27), ("calf_raises_left", 26))),
    (14, (("reaction_ms", 261), ("reaction_lapses_pct", 0), ("cmj_cm", 27.9))),
    (7, (("reaction_ms", 264), ("reaction_lapses_pct", 0), ("cmj_cm", 27.6), ("grip_kg", 33))),
    (0, (("reaction_ms", 291), ("reaction_lapses_pct", 7), ("cmj_cm", 26.1))),
)


def demo_labs(as_of: datetime) -> tuple[Lab, ...]:
    """Three visits to the laboratory, oldest first.

    Examples
    --------
    >>> from datetime import UTC
    >>> labs = demo_labs(datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    >>> [lab.value for lab in labs if lab.analyte == "ferritin"]
    [58.0, 44.0, 32.0]
    """
    return tuple(
        Lab(analyte, float(value), unit, (as_of - timedelta(days=back)).replace(hour=8, minute=15, second=0))
        for back, rows in _BLOOD
        for analyte, value, unit in rows
    )


def demo_self_tests(as_of: datetime) -> Iterator[tuple[datetime, tuple[Observation, ...]]]:
    """The mornings of self-tests with what was measured, oldest first; the last one is of this morning."""
    for back, rows in _TESTS:
        at = as_of - timedelta(days=back, minutes=5)
        yield at, tuple(measured(signal, float(value), at) for signal, value in rows)
