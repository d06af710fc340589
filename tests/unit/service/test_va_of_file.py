"""A table of contractions: what its columns may be called, which method they ask for, and what is wrong in it."""

from __future__ import annotations

import math

import pytest

from unweary.service.va_of_file import NAMES, va_of_file
from unweary.vocab.errors import UserError


@pytest.fixture
def told(tmp_path):
    def read(text: str | bytes, **how: float):
        path = tmp_path / "twitches.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return va_of_file(path, **how)

    return read


@pytest.mark.parametrize(
    "heading",
    ["SIT (N),PT (N)", "sit_ptp;rest_ptp", "Superimposed twitch [Nm]\tResting Twitch [Nm]", "SUPERIMPOSED_DOUBLET|RT"],
)
def test_twitches_are_found_whatever_they_are_called(told, heading: str) -> None:
    mark = next(each for each in ",;\t|" if each in heading)
    result = told(f"{heading}\n2.3{mark}23\n0{mark}23\n")
    assert result.method == "twitch"
    assert [each.activation_pct for each in result.contractions] == pytest.approx([90, 100])
    assert [each.line for each in result.contractions] == [2, 3]
    assert result.levels == ()
    assert result.problems == ()


def test_force_and_twitch_without_a_resting_one_are_extrapolated_set_by_set(told) -> None:
    rows = ["A;50;0,50", "B;50;1", "A;75;0,26", "B;80;1,5", "A;100;0,02", "B;100;0,4", "C;100;1"]
    result = told("Subject;Force [% MVC];SIT\n" + "\n".join(rows))
    assert result.method == "cortex"
    assert list(result.sets) == ["A", "B", "C"]
    assert result.sets["A"].activation_pct == pytest.approx(97.959, abs=5e-4)
    assert result.sets["A"].resting_twitch == pytest.approx(0.98)
    assert [result.sets[name].note for name in "BC"] == ["not_straight", "few"]


def test_a_bent_line_is_taken_where_the_caller_allows_it(told) -> None:
    table = "force,superimposed\n50,1\n80,1.5\n100,0.4\n"
    assert told(table).sets[""].note == "not_straight"
    assert told(table, least_r2=0).sets[""].activation_pct > 0


def test_a_resting_twitch_goes_before_force_and_twitches_before_an_activation_that_stands_there(told) -> None:
    result = told("torque,sit,pt,activation,trials\n40,5,10,99,1\n80,1,10,99,2\n")
    assert result.method == "twitch"
    assert [each.activation_pct for each in result.contractions] == pytest.approx([50, 90])


def test_levels_have_mean_and_sample_sd_in_the_order_of_the_table(told) -> None:
    result = told("target;va %\n75;70\n100;94\n75;80\n75;\n50;n/a\n")
    assert [(each.level, each.contractions) for each in result.levels] == [("75", 2), ("100", 1), ("50", 0)]
    assert result.levels[0].mean_pct == 75
    assert result.levels[0].sd_pct == pytest.approx(math.sqrt(50))
    assert math.isnan(result.levels[1].sd_pct)
    assert math.isnan(result.levels[2].mean_pct)
    assert result.problems == ()


def test_a_cell_that_cannot_be_is_told_by_its_line_and_the_rest_is_kept(told) -> None:
    result = told("sit,pt\n1,10\n-4,10\nstrong,10\n1,0\n1e999,10\n,10\n5,10\n")
    values = [each.activation_pct for each in result.contractions]
    assert values[0] == pytest.approx(90)
    assert values[-1] == pytest.approx(50)
    assert all(math.isnan(value) for value in values[1:-1])
    assert [problem.where for problem in result.problems] == [f"twitches.csv, line {line}" for line in (3, 4, 6, 5)]
    assert "'-4' in 'sit' cannot be; accepted: 0 or more" in result.problems[0].message
    assert "more than 0" in result.problems[-1].message


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "no_rows", "no row below its heading"),
        ("sit,pt\n", "no_rows", "no row below its heading"),
        ("sit,pt\nx,10\n,10\n", "no_rows", "no row has a number in each of: superimposed, resting"),
        ("a,b\n1,2\n", "unknown_columns", "none of the columns could be told by name"),
        ("force,level\n1,2\n", "unknown_columns", "only force, level could be told by name"),
        ("sit,sit ptp,pt\n1,2,3\n", "unknown_columns", "'sit' and 'sit ptp' could both be the superimposed"),
        ("va\n0.95\n0.91\n", "impossible_value", "the largest number in 'va' is 0.95"),
        (b"\xff\xfe\x00\x01\x02", "no_rows", "no row"),
        ("sit,pt\n" + "1,2\n" * 100_001, "too_large", "more than 100000 rows"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_what_is_accepted(told, text, code, said) -> None:
    with pytest.raises(UserError, match=said) as refused:
        told(text)
    assert refused.value.code == code
    assert refused.value.accepted


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UserError, match="cannot be read") as refused:
            va_of_file(path)
        assert refused.value.code == "no_file"


def test_no_name_stands_for_two_columns() -> None:
    names = [name for several in NAMES.values() for name in several]
    assert len(names) == len(set(names))
