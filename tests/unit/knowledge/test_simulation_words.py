"""The words of a simulation are read as strictly as the rest: a slip is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unweary.knowledge.simulation_words import read_simulations
from unweary.vocab.errors import UserError
from unweary.vocab.simulation import Knob

GOOD = """
title = "A leg"
summary = "How a leg works."
shows = "It works."
stops = "Soon."
grade = "E"
sources = ["us"]

[[knob]]
name = "load_kg"
label = "Load"
unit = "kg"
default = 5
least = 0
most = 10
step = 1

[[knob]]
name = "side"
label = "Side"
default = "left"
choices = { left = "Left", right = "Right" }

[numbers.time_s]
label = "Time"
unit = "s"
digits = 1
none = "never"

[panel.course]
title = "Course"
x_label = "time [s]"
y_label = "force [N]"
lines = { force = "force" }
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], object]:
    def read_one(text: str, name: str = "leg.toml") -> object:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_simulations(tmp_path)

    return read_one


def test_all_of_a_file_is_read_and_its_name_is_the_id(read):
    (told,) = read(GOOD)
    assert told.id == "leg"
    assert told.knobs[0] == Knob("load_kg", "Load", "kg", 5.0, 0.0, 10.0, 1.0)
    assert told.knobs[1].choices == {"left": "Left", "right": "Right"}
    assert (told.numbers["time_s"].digits, told.numbers["time_s"].none) == (1, "never")
    assert told.panels["course"].lines == {"force": "force"}


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ('title = "A leg"', 'titel = "A leg"', "titel: is not a key here; did you mean 'title'?"),
        ('title = "A leg"\n', "", "title: is missing"),
        ('grade = "E"', 'grade = "F"', "grade"),
        ('sources = ["us"]', "sources = []", "sources: names no source"),
        ("digits = 1", 'digits = "1"', "numbers: time_s: digits: expected a whole number"),
        ("digits = 1", "digits = 1\nunits = 3", "numbers: time_s: units: is not a key here; did you mean 'unit'?"),
        ('lines = { force = "force" }', "lines = { force = 3 }", "panel: course: lines: force: expected a text"),
        ("default = 5", "default = 50", "knob[0]: least, default, most and step do not fit"),
        ("step = 1", "step = 0", "knob[0]: least, default, most and step do not fit"),
        ("most = 10", "most = inf", "knob[0]: most: inf is not a number"),
        ('default = "left"', 'default = "up"', "knob[1]: default: 'up' is no choice"),
        ('name = "side"', 'name = "load_kg"', "knob: has a name twice"),
        ('name = "side"', 'name = "Side one"', "knob[1]: name: 'Side one' is no name"),
        ('name = "side"', 'name = "svg"', "knob[1]: name: 'svg' is no name"),
        ("[numbers.time_s]", "[numbers.panels]", "numbers: panels: is no id"),
        ("[[knob]]", "[[button]]", "knob: is missing"),
        ("digits = 1", "digits = 1\n=", "Invalid"),
    ],
)
def test_a_slip_is_named_with_its_place(read, good, bad, place):
    assert good in GOOD
    with pytest.raises(UserError) as caught:
        read(GOOD.replace(good, bad))
    assert caught.value.code == "knowledge"
    assert "leg.toml" in str(caught.value)
    assert place in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(read, tmp_path):
    (tmp_path / "leg.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(UserError, match=r"leg\.toml"):
        read_simulations(tmp_path)
