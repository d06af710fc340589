"""The motor-unit pool against runs of the published model.

Source of every number: the algorithm of Potvin & Fuglevand 2017, PLoS Comput Biol 13:e1005581, run by its authors'
programme under Octave 7.3 (folders ``physiology/pf_0.5`` and ``pf_0.8`` of UNWEARY_EVIDENCE), and for the endurance
times another port of the equations (``physiology/pf2017_ET_numba.csv``).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from unweary.physiology.motor_units import endurance_time_s, simulate
from unweary.physiology.muscle import endurance_time_s_freylaw2010

LOADS = np.arange(1, 10) / 10
SAMPLES = {0.5: 1000, 0.8: 200}


def table(name: str) -> np.ndarray:
    folder = os.environ.get("UNWEARY_EVIDENCE", "")
    path = Path(folder) / "physiology" / name
    if not folder or not path.is_file():
        pytest.skip(f"UNWEARY_EVIDENCE is not set or has no physiology/{name}")
    return np.genfromtxt(path, delimiter=",", skip_header=1)


def test_endurance_times_are_the_published_models_to_a_tenth_of_a_second():
    # pf2017_ET_numba.csv, column ET_s; its grid is 0.1 s, so half of that is the tolerance.
    target = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    expected = [1331.2, 774.1, 511.5, 361.3, 267.0, 159.8, 95.5, 53.1, 28.3, 14.8, 6.5, 3.1]
    assert endurance_time_s(target) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("mvc", "t_s", "excitation_pct", "unadapted_pct", "force_pct", "strength_pct"),
    [
        (0.5, 10.0, 55.91045, 97.7565, 50.00036, 96.56011),
        (0.5, 50.0, 66.91045, 86.79069, 50.00784, 80.17027),
        (0.5, 90.0, 88.14925, 71.28781, 50.00316, 54.36615),
        (0.5, 100.0, 100, 66.38547, 48.27226, 48.27226),
        (0.8, 5.0, 79.29851, 97.40848, 80.01511, 94.15015),
        (0.8, 14.8, 100, 91.64618, 79.95777, 79.95777),
    ],
)
def test_rows_of_the_published_model(mvc, t_s, excitation_pct, unadapted_pct, force_pct, strength_pct):
    # a_activation_strength_force.csv, printed to five decimals.
    hold, at = simulate(np.full(SAMPLES[mvc], mvc)), round(t_s * 10) - 1
    assert hold.t_s[at] == pytest.approx(t_s, abs=1e-9)
    row = hold.excitation_pct[at], hold.strength_unadapted_pct[at], hold.force_pct[at], hold.strength_pct[at]
    assert row == pytest.approx((excitation_pct, unadapted_pct, force_pct, strength_pct), abs=5e-5)


@pytest.mark.parametrize("mvc", [0.5, 0.8])
def test_every_sample_of_the_published_series(mvc):
    # a_activation_strength_force.csv, all rows and columns; double precision through 1000 steps: 1e-9 of a per cent.
    hold = simulate(np.full(SAMPLES[mvc], mvc))
    ours = hold.t_s, hold.target_mvc, hold.excitation_pct
    ours += hold.strength_unadapted_pct, hold.force_pct, hold.strength_pct
    published = table(f"pf_{mvc}/a_activation_strength_force.csv")
    assert published.shape == (SAMPLES[mvc], 6)
    assert np.column_stack(ours) == pytest.approx(published, rel=0, abs=1e-9)


@pytest.mark.parametrize("mvc", [0.5, 0.8])
@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("b_firing_rate_imp_s", "rate_imp_s"),
        ("c_mu_force_au", "unit_force_au"),
        ("d_mu_capacity_pct", "capacity_pct"),
    ],
)
def test_every_motor_unit_of_the_published_series(mvc, name, attribute):
    # Columns mu_1 to mu_120 of pf_0.8 at every sample, of pf_0.5 at every tenth.
    published = table(f"pf_{mvc}/{name}.csv")
    assert published.shape == ({0.5: 101, 0.8: 200}[mvc], 121)
    at = np.rint(published[:, 0] * 10).astype(int) - 1
    ours = getattr(simulate(np.full(SAMPLES[mvc], mvc)), attribute)[at]
    assert ours == pytest.approx(published[:, 1:], rel=0, abs=1e-9)


def test_beside_what_people_did_the_model_is_as_far_off_as_it_says():
    # Frey-Law & Avin 2010, Ergonomics 53:109, Table 2, general curve. The text of the module says: within 20 % from 20
    # to 60 % of the maximal force, too short outside.
    share = endurance_time_s(LOADS) / endurance_time_s_freylaw2010(LOADS, "general") - 1
    assert np.round(100 * share).tolist() == [-36, -4, 12, 19, 10, -12, -36, -57, -76]
