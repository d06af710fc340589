"""Total calcium with much albumin is not high; with little it may hide a high one; an adjusted value counts first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from unweary.service.person import assess
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import History, Lab, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import Truth

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def drawn(days: float = 1, **values: float | str) -> tuple[Lab, ...]:
    """Blood of one day: calcium, calcium_adjusted (mmol/L), albumin (g/L)."""
    at = NOW - timedelta(days=days)
    made = []
    for analyte, value in values.items():
        sign = "<" if isinstance(value, str) else None
        number = float(str(value).removeprefix("<"))
        made.append(Lab(analyte, number, "g/L" if analyte == "albumin" else "mmol/L", at, sign))
    return tuple(made)


def told(*labs: tuple[Lab, ...]) -> Assessment:
    return assess(
        History(NOW, profile=Profile(birth_year=1980, sex="M"), labs=tuple(lab for day in labs for lab in day))
    )


def state(answer: Assessment, finding: str = "ca_high") -> Truth:
    return next((each.state for each in answer.findings if each.finding == finding), None)


def number(answer: Assessment) -> float | None:
    return next((round(q.low, 3) for q in answer.quantities if q.quantity == "ca_adj_mmol_l"), None)


def shown(answer: Assessment) -> tuple[str, str]:
    """How total calcium stands on the page of blood tests: its flag, and its note up to the unit."""
    (reading,) = (lab for lab in answer.labs if lab.analyte == "calcium")
    return reading.flag, reading.note.partition(" mmol/L")[0]


@pytest.mark.parametrize(
    ("total", "albumin", "adjusted", "high"),
    [
        (2.70, 48, 2.54, False),
        (2.70, 40, 2.70, True),
        (2.45, 28, 2.69, True),
        (2.45, 40, 2.45, False),
        (2.85, 45, 2.75, True),
    ],
)
def test_albumin_of_the_same_day_adjusts_it_below_and_above_the_usual(
    total: float, albumin: float, adjusted: float, high: bool
) -> None:
    answer = told(drawn(calcium=total, albumin=albumin))
    assert (number(answer), state(answer)) == (adjusted, high)
    assert shown(answer) == ("high" if high else "usual", f"Adjusted for the albumin of that day it is {adjusted:.3g}")
    assert answer.contradictions == ()


def test_without_albumin_of_that_day_the_total_stands_in_and_never_denies() -> None:
    assert state(told(drawn(calcium=2.7))) is True
    assert state(told(drawn(calcium=2.7), drawn(days=5, albumin=48))) is True
    assert state(told(drawn(calcium=2.7, albumin="<50"))) is True
    assert state(told(drawn(calcium=2.4))) is None


def test_an_adjusted_value_of_the_report_counts_before_the_total_and_before_ours() -> None:
    answer = told(drawn(calcium=2.66, calcium_adjusted=2.5))
    assert (number(answer), state(answer)) == (2.5, False)
    assert shown(answer) == ("usual", "The adjusted calcium that you entered decides.")
    answer = told(drawn(calcium=2.66, albumin=46, calcium_adjusted=2.58))
    assert (number(answer), state(answer)) == (2.58, False)


def test_an_older_adjusted_value_does_not_hide_a_new_total() -> None:
    assert state(told(drawn(calcium=2.8), drawn(days=40, calcium_adjusted=2.4))) is True


def test_a_total_of_3_stays_urgent_whatever_the_albumin() -> None:
    answer = told(drawn(calcium=3.1, albumin=48))
    assert state(answer, "ca_ge30") is True
    assert shown(told(drawn(calcium=3.1, calcium_adjusted=2.5)))[0] == "high"


def test_a_total_below_1_8_is_low_on_the_page_as_in_its_rule() -> None:
    answer = told(drawn(calcium=1.7, albumin=12))
    assert (shown(answer)[0], answer.verdict.urgency) == ("low", Urgency.SAME_DAY)


def test_one_typed_as_the_other_is_asked() -> None:
    answer = told(drawn(calcium=2.45, calcium_adjusted=2.75, albumin=45))
    (words,) = answer.contradictions
    assert words == (
        "Adjusted calcium 2.75 mmol/L does not fit total calcium 2.45 and albumin 45 g/L of that day: worked out it is "
        "2.35. Was one typed as the other? Please look at your report."
    )
