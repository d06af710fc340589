"""Banister's impulse response against its published landmarks."""

from __future__ import annotations

import pytest

from unweary.physiology.load import Response, influence_days


def test_the_two_days_of_the_reference_person():
    # tau 45 and 15 d, k2/k1 = 2, formulae of Fitz-Clarke, Morton & Banister 1991, J Appl Physiol 71:1151; worked
    # independently to 0.001 d.
    none, best = influence_days(Response(0.0, 1.0, 2.0, 45.0, 15.0, "reference"))
    assert none == pytest.approx(15.596, abs=5e-4)
    assert best == pytest.approx(40.315, abs=5e-4)
