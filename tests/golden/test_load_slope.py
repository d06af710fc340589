"""Minetti et al. 2002, J Appl Physiol 93:1039: its equations, and what the paper says that it measured."""

from __future__ import annotations

import numpy as np
import pytest

from unweary.physiology.load import RUNNING_MINETTI2002, WALKING_MINETTI2002, cost_minetti2002_j_kg_m


@pytest.mark.parametrize(
    ("curve", "expected"),
    # Values of the two polynomials worked independently, to 0.01 J/(kg m): half of that is the tolerance.
    [(RUNNING_MINETTI2002, (1.80, 2.15, 3.60, 5.97, 9.01)), (WALKING_MINETTI2002, (1.09, 1.13, 2.50, 4.90, 7.88))],
)
def test_the_curves_have_their_values(curve, expected):
    assert cost_minetti2002_j_kg_m([-0.2, -0.1, 0.0, 0.1, 0.2], curve) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("curve", "at", "least"), [(RUNNING_MINETTI2002, -0.181, 1.781), (WALKING_MINETTI2002, -0.1525, 0.935)]
)
def test_the_curves_have_their_minima(curve, at, least):
    gradients = np.linspace(-0.45, 0.45, 90_001)
    cost = cost_minetti2002_j_kg_m(gradients, curve)
    assert gradients[cost.argmin()] == pytest.approx(at, abs=5e-4)
    assert cost.min() == pytest.approx(least, abs=6e-4)


@pytest.mark.parametrize(
    ("curve", "gradient", "mean", "sd"),
    # Abstract: means and SD of ten runners. The tolerance is one SD of theirs.
    [
        (RUNNING_MINETTI2002, 0.0, 3.40, 0.24),
        (RUNNING_MINETTI2002, 0.45, 18.93, 1.74),
        (RUNNING_MINETTI2002, -0.20, 1.73, 0.36),
        (RUNNING_MINETTI2002, -0.45, 3.92, 0.81),
        (WALKING_MINETTI2002, 0.45, 17.33, 1.11),
        (WALKING_MINETTI2002, -0.10, 0.81, 0.37),
        (WALKING_MINETTI2002, -0.45, 3.46, 0.95),
    ],
)
def test_the_curves_go_through_what_was_measured(curve, gradient, mean, sd):
    assert cost_minetti2002_j_kg_m(gradient, curve) == pytest.approx(mean, abs=sd)


def test_on_level_ground_the_walking_curve_is_above_what_was_measured():
    # Abstract: 1.64 +/- 0.50 at 1.0 m/s. The fifth-order curve gives 2.5: 50 % more. Said wherever it is shown.
    assert cost_minetti2002_j_kg_m(0.0, WALKING_MINETTI2002) == pytest.approx(1.5 * 1.64, abs=0.05)
