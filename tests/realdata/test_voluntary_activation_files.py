"""Twitches of 25 people (Kishimoto 2021, J Appl Physiol; Diong 2022, PLOS One): the data set's own numbers again.

Fresh muscle only, so this checks format and formula, not fatigue. Both papers have largely the same people.
"""

from __future__ import annotations

import csv
import gzip
import json

import numpy as np
import pytest

from unweary.physiology.activation import activation_over_cortex
from unweary.service.va_of_file import va_of_file

pytestmark = pytest.mark.realdata

FOLDER = "voluntary_activation_diong"


@pytest.fixture
def diong(data_folder, tmp_path):
    """The table of Diong 2022, unpacked."""
    path = tmp_path / "diong.csv"
    path.write_bytes(gzip.decompress((data_folder / FOLDER / "Diong__subjects_data.csv.gz").read_bytes()))
    return path


def test_each_levels_mean_and_sd_are_those_that_the_data_set_gives(data_folder, diong):
    with (data_folder / FOLDER / "Diong__subjects_data_describe.csv").open(newline="") as file:
        published = {float(row["target_activations"]): row for row in csv.DictReader(file)}
    told = va_of_file(diong)
    assert (told.method, len(told.contractions), told.problems) == ("given", 250, ())
    assert len(told.levels) == len(published) == 10
    for level in told.levels:
        row = published[float(level.level)]
        assert level.contractions == 25
        # Printed in full; another order of summing: 1e-10 of a per cent.
        assert level.mean_pct == pytest.approx(float(row["activations_means"]), abs=1e-10)
        assert level.sd_pct == pytest.approx(float(row["activations_stds"]), abs=1e-10)


def test_both_papers_have_the_same_activations(data_folder, diong):
    other = va_of_file(data_folder / FOLDER / "Kishimoto__subjects_data.csv")
    assert [each.activation_pct for each in other.contractions] == [
        each.activation_pct for each in va_of_file(diong).contractions
    ]


def test_activation_rises_with_torque_and_the_line_of_the_cortex_is_wrong_for_the_nerve(diong):
    """Over the nerve the twitch falls in a curve: extrapolated from half of the force on, it is too small at rest."""
    with diong.open(newline="") as file:
        rows = list(csv.DictReader(file))
    resting = []
    for subject in dict.fromkeys(row["subject"] for row in rows):
        torque, activation = np.array(
            [(float(row["torques"]), float(row["activations"])) for row in rows if row["subject"] == subject]
        ).T
        ranks = [np.argsort(np.argsort(values)) for values in (torque, activation)]
        assert np.corrcoef(*ranks)[0, 1] > 0.95, subject
        resting.append(activation_over_cortex(torque, 1 - activation / 100, least_r2=0).resting_twitch)
    # The true one is 1. Measured: 0.71 in the mean.
    assert np.nanmean(resting) == pytest.approx(0.71, abs=0.01)


def test_every_twitch_of_the_authors_gives_their_activation(data_folder, tmp_path):
    """Their own ``data/proc/subjects_data.json`` has the sizes of the twitches; the tables have not."""
    file = data_folder / FOLDER / "Diong__subjects_data.json"
    if not file.is_file():
        pytest.skip(f"{file.name} is not among the files")
    people = json.loads(file.read_text())
    trials = [trial for person in people.values() for trial in person["activations"].values()]
    table = tmp_path / "twitches.csv"
    table.write_text("sit_ptp,rest_ptp\n" + "".join(f"{each['sit_ptp']!r},{each['rest_ptp']!r}\n" for each in trials))
    told = va_of_file(table)
    assert len(told.contractions) == len(trials) == 250
    assert [each.activation_pct for each in told.contractions] == [each["activation"] for each in trials]
