"""The veins of the calf against what was measured in legs, and where the model is known to fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unweary.physiology.venous import (
    ANKLE_MMHG,
    CALVES,
    STANDING_MMHG,
    SWELLING,
    evening_swelling_ml,
    refill_ml,
    swell_ml,
    tiptoes,
)


@pytest.mark.parametrize(
    ("name", "avp_mmhg", "rvf", "vrt90_s", "vfi_ml_s"),
    [
        ("healthy", 18, 0.20, 62, 1.4),
        ("mild", 23, 0.27, 45, 2.3),
        ("deep", 35, 0.40, 24, 5.3),
        ("severe", 43, 0.48, 15, 10.6),
        ("severe_30_mmhg", 33, 0.38, 21, 5.3),
    ],
)
def test_the_table_of_five_legs(name, avp_mmhg, rvf, vrt90_s, vfi_ml_s):
    # physiology.md section 9, worked there from the same equations with 88 mmHg; printed to whole mmHg and seconds,
    # two decimals of RVF, one of VFI; the tolerances are half a unit of print and a hair (88 against 88.1 mmHg).
    test = tiptoes(CALVES[name])
    assert test.avp_mmhg == pytest.approx(avp_mmhg, abs=0.5)
    assert test.rvf == pytest.approx(rvf, abs=0.006)
    assert test.vrt90_s == pytest.approx(vrt90_s, abs=0.6)
    assert test.vfi_ml_s == pytest.approx(vfi_ml_s, abs=0.05)


def test_refill_times_and_filling_indices_lie_where_patients_were_measured():
    # physiology.md section 9, seen there: refill above 20 s is normal, below it reflux, near 10 s ulcers. VFI 2.6 (1.7)
    # mL/s in limbs with varicose veins, 5.4 (3.8) with ulcers (van Bemmelen et al., J Vasc Surg, abstract). Order only.
    tests = [tiptoes(CALVES[name]) for name in ("healthy", "mild", "deep", "severe")]
    refill = [each.vrt90_s for each in tests]
    index = [each.vfi_ml_s for each in tests]
    assert refill == sorted(refill, reverse=True)
    assert index == sorted(index)
    assert refill[0] > 20 > refill[3] > 10
    assert index[0] < 2 < index[1] < 2.6 + 1.7
    assert 5.4 - 3.8 < index[2] < 5.4 + 3.8


def test_pressure_and_volume_left_go_together_here_which_they_do_not_in_patients():
    # Raju et al. 2019, J Vasc Surg Venous Lymphat Disord 7:428: r = 0.22 in 4,599 limbs. The limit that the
    # description states: if this ever fails, the description is out of date.
    tests = [tiptoes(calf) for calf in CALVES.values()]
    assert np.corrcoef([t.rvf for t in tests], [t.avp_mmhg for t in tests])[0, 1] == pytest.approx(1, abs=1e-12)


def test_valves_leave_the_calf_emptier_and_a_second_inflow_refills_it_sooner():
    # Keijsers et al. 2015, Int J Numer Method Biomed Eng e02714, Abstract: closing valves raise the return by 53 %, the
    # superficial veins shorten the refill by 37 %. Another kind of model: only the directions are asked for.
    healthy = CALVES["healthy"]
    assert tiptoes(replace(healthy, reflux_ml_s_mmhg=0.1)).rvf > tiptoes(healthy).rvf
    fed = replace(healthy, inflow_ml_s=1.4 / (1 - 0.37))
    assert tiptoes(fed).vrt90_s == pytest.approx((1 - 0.37) * tiptoes(healthy).vrt90_s, rel=0.03)


def test_standing_still_has_the_pressure_of_the_column():
    # Stick et al. 1992, J Appl Physiol 72:2063: median 84 mmHg standing; a column of 1.13 m has 88.
    assert abs(STANDING_MMHG - 88) < 0.2
    assert pytest.approx(STANDING_MMHG, rel=0.06) == ANKLE_MMHG["standing"]
    # and walking slowly, 23.5: the healthy pump brings it to the same order.
    assert tiptoes(CALVES["healthy"]).avp_mmhg == pytest.approx(ANKLE_MMHG["walking"], abs=7)


def growth_pct_min(ankle_mmhg: float) -> float:
    """Growth of a leg at balance, in its first moments [% a minute]."""
    return float(swell_ml([ankle_mmhg], 0.01)[0]) / SWELLING.leg_ml * 100 / 0.01


def test_growth_in_standing_sitting_and_walking_has_the_signs_and_the_order_of_stick():
    # Stick, Grau & Witzleb 1989, Eur J Appl Physiol 59:39: +0.17 standing, +0.12 sitting, -1.6 % in 18 min of cycling;
    # Stick et al. 1992: -0.073 in slow walking. The line is a poor fit, and the tolerance says how poor.
    standing, sitting, walking = (growth_pct_min(ANKLE_MMHG[each]) for each in ("standing", "sitting", "walking"))
    assert standing > sitting > 0 > walking
    assert growth_pct_min(88.13) == pytest.approx(0.196, abs=0.003), "physiology.md section 9: 0.196"
    assert sitting == pytest.approx(0.070, abs=0.002), "physiology.md section 9: 0.070"
    assert standing == pytest.approx(0.17, abs=0.02)
    assert sitting == pytest.approx(0.12, abs=0.06)
    assert walking == pytest.approx(-0.073, abs=0.03)


#: Partsch, Winiger & Lun 2004, Dermatol Surg 30:737, Abstract: mL from morning to evening, 7 h; the two bare legs 62.4
#: and 94.4. The pressures of the stockings are assumed (the abstract says 11 to 21 mmHg for A and I together).
PARTSCH = {0.0: (62.4 + 94.4) / 2, 6.0: 40.3, 13.0: -34.1, 19.5: -39.6, 26.0: -59.1}


def test_evening_swelling_under_stockings_is_that_of_partsch():
    assert evening_swelling_ml(0) == 83
    assert evening_swelling_ml(300) == pytest.approx(83 - 176)
    measured, fitted = np.array(list(PARTSCH.values())), evening_swelling_ml(list(PARTSCH))
    assert np.sqrt(np.mean((measured - fitted) ** 2)) < 12, "physiology.md section 9: root mean square error 11 mL"
    assert (np.diff(fitted) < 0).all()


def test_a_day_of_standing_swells_the_leg_as_much_as_partsch_and_tessari_measured():
    # Partsch 2004: 62 to 94 mL in 7 h. Tessari et al. 2013, Veins and Lymphatics 2:e19: +88 and +90 mL in 8 h of
    # standing in surgery (1857.5 to 1945 and 1850 to 1940).
    assert 62 < swell_ml([ANKLE_MMHG["standing"]], 7 * 60)[-1] < 94
    assert swell_ml([ANKLE_MMHG["standing"]], 8 * 60)[-1] == pytest.approx(89, abs=20)
    with_stocking = [swell_ml([ANKLE_MMHG["standing"]], 420, mmhg)[-1] for mmhg in PARTSCH]
    assert with_stocking == pytest.approx(list(PARTSCH.values()), abs=30)


def test_lying_down_takes_back_what_standing_brought():
    # Tessari 2013: -105 mL in 10 h lying flat. The model goes the same way, and less far: it is said to be poor here.
    after_standing = swell_ml([ANKLE_MMHG["standing"]], 480)[-1]
    drained = after_standing - swell_ml([ANKLE_MMHG["legs_up"]], 600, start_ml=after_standing)[-1]
    assert drained == pytest.approx(105, abs=25)


def test_the_severe_leg_is_full_again_before_the_healthy_one_is_half_full():
    healthy, severe = CALVES["healthy"], CALVES["severe"]
    left = {name: tiptoes(CALVES[name]).rvf * CALVES[name].volume_ml for name in ("healthy", "severe")}
    assert refill_ml(severe, left["severe"], 20) / severe.volume_ml > 0.95
    assert refill_ml(healthy, left["healthy"], 20) / healthy.volume_ml < 0.5
