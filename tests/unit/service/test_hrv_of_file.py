"""A file of heartbeats, or of mornings, becomes numbers; what is neither is refused with what works."""

from __future__ import annotations

import gzip
import math

import pytest

from unweary.service.hrv_of_file import hrv_of_file
from unweary.vocab.errors import UserError

ROW = [900 + 40 * math.sin(beat) for beat in range(400)]


def written(tmp_path, text: str, name: str = "beats.txt"):
    path = tmp_path / name
    path.write_text(text)
    return path


def as_text(row) -> str:
    return "".join(f"{value:.3f}\n" for value in row)


def test_a_list_of_intervals_needs_no_date(tmp_path):
    (told,) = hrv_of_file(written(tmp_path, as_text(ROW))).recordings
    assert told.intervals == 400
    assert told.lasts_s == pytest.approx(sum(ROW) / 1000, abs=1e-3)
    assert told.time.rmssd_ms == pytest.approx(told.raw_rmssd_ms, rel=1e-9)
    assert sum(told.corrections.values()) == 0
    assert told.stood_up is None


def test_a_missed_beat_is_told_and_put_right(tmp_path):
    row = [*ROW[:200], ROW[200] + ROW[201], *ROW[202:]]
    (told,) = hrv_of_file(written(tmp_path, as_text(row))).recordings
    (clean,) = hrv_of_file(written(tmp_path, as_text(ROW))).recordings
    assert told.corrections["missed"] == 1
    assert told.corrected_pct == pytest.approx(100 / 399)
    assert told.time.rmssd_ms == pytest.approx(clean.time.rmssd_ms, rel=0.02)
    assert told.raw_rmssd_ms > 1.5 * clean.time.rmssd_ms


def test_packed_files_are_read(tmp_path):
    path = tmp_path / "beats.txt.gz"
    path.write_bytes(gzip.compress(as_text(ROW).encode()))
    assert hrv_of_file(path).recordings[0].intervals == 400


def test_standing_up_brings_the_limits_from_the_knowledge(tmp_path):
    row = [1000 + 20 * (-1) ** n for n in range(240)] + [600 + 5 * (-1) ** n for n in range(500)]
    (told,) = hrv_of_file(written(tmp_path, as_text(row)), stood_up_min=4.0).recordings
    assert told.stood_up.found.held_rise_bpm == pytest.approx(40, abs=1)
    assert (told.stood_up.look_from_bpm, told.stood_up.look_from_teens_bpm) == (30, 40)
    with pytest.raises(UserError, match="stood_up_s"):
        hrv_of_file(written(tmp_path, as_text(row)), stood_up_min=60.0)


def test_mornings_give_a_course_against_the_own_band(tmp_path):
    rows = "".join(f"2026-09-{day:02d} 06:30:00 +0000,50,1200,60,{40 + day % 5},5,0.1,0.1,8\n" for day in range(1, 31))
    rows += "".join(f"2026-10-{day:02d} 06:30:00 +0000,50,1200,60,25,5,0.1,0.1,8\n" for day in range(1, 8))
    told = hrv_of_file(
        written(
            tmp_path, "timestamp_measurement,HR,AVNN,SDNN,rMSSD,pNN50,LF,HF,HRV4T_Recovery_Points\n" + rows, "m.csv"
        )
    )
    assert told.recordings == ()
    assert len(told.mornings.days) == 37
    assert told.mornings.ln_rmssd[-1] == pytest.approx(math.log(25))
    assert told.mornings.course.outside[-1] == -1


@pytest.mark.parametrize("text", ["Dear diary", "", "a,b\n1,2\n"])
def test_what_tells_no_heartbeats_is_refused_with_what_works(tmp_path, text):
    with pytest.raises(UserError, match=r"beats\.txt tells no heartbeats") as refused:
        hrv_of_file(written(tmp_path, text))
    assert refused.value.code == "no_beats"
    assert "HRV Logger" in refused.value.accepted


def test_a_file_that_is_not_there(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UserError) as refused:
            hrv_of_file(path)
        assert refused.value.code == "no_file"
