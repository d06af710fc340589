from __future__ import annotations

import math

import pytest

from unweary.physiology.hrv import BeatRule, ln_rmssd, normal_beats, rmssd_ms

#: Breathing: the intervals swing by 60 ms, no artefact.
BREATHING = [900 + 60 * math.sin(beat) for beat in range(120)]


def spoiled(kind: str) -> list[float]:
    rr_ms = list(BREATHING)
    match kind:
        case "early":
            rr_ms[50], rr_ms[51] = 0.6 * rr_ms[50], 1.4 * rr_ms[51]
        case "missed":
            rr_ms[50:52] = [rr_ms[50] + rr_ms[51]]
        case "extra":
            rr_ms[50:51] = [0.5 * rr_ms[50]] * 2
        case "dropout":
            rr_ms[50] = 8000.0
        case "nan":
            rr_ms[50] = math.nan
        case "zero":
            rr_ms[50] = 0.0
    return rr_ms


@pytest.mark.parametrize("kind", ["early", "missed", "extra", "dropout", "nan", "zero"])
def test_one_spoiled_beat_hardly_moves_the_value(kind):
    assert rmssd_ms(spoiled(kind)) == pytest.approx(rmssd_ms(BREATHING), rel=0.03)


def test_breathing_is_no_artefact():
    assert normal_beats(BREATHING).all()
    assert normal_beats([900 + 120 * math.sin(beat) for beat in range(120)]).all()


def test_no_difference_is_formed_over_a_left_out_interval():
    rr_ms = [800.0] * 40 + [1600.0] + [880.0] * 40
    # 800 and 880 never stand side by side: all formed differences are zero.
    assert rmssd_ms(rr_ms) == 0
    assert math.isnan(ln_rmssd(rr_ms)), "the logarithm of zero is no value"


def test_less_than_a_minute_is_unknown():
    assert math.isnan(rmssd_ms(BREATHING[:59]))
    assert not math.isnan(rmssd_ms(BREATHING[:60]))
    assert math.isnan(rmssd_ms([]))
    assert math.isnan(rmssd_ms([800.0] * 3))


def test_the_first_and_last_beats_are_judged_too():
    rr_ms = [2000.0, *BREATHING, 300.0]
    kept = normal_beats(rr_ms)
    assert (kept[0], kept[-1]) == (False, False)
    assert kept[1:-1].all()


def test_the_rule_is_an_argument():
    assert rmssd_ms([800.0, 840.0] * 10, BeatRule(least=10)) == pytest.approx(40)
