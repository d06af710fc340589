"""Training load: how much stress a session, a day and a week put on the body, in arbitrary units (AU).

Three ways to a number, best first: the person's own rating times minutes (session-RPE), heart rate (TRIMP), minutes
alone. They are not on one scale, so :func:`load_au` brings everything to that of session-RPE. Beside them, what
researchers and other programs use: other weights of heart rate (``heart_rate``), power (``power``), slopes and the
braking on them (``slope``), strength by muscle group (``strength``), weeks (``days``) and Banister's impulse response
(``impulse_response``, ``impulse_fit``), which is for teaching.

The acute-chronic workload ratio (ACWR) is left out on purpose. The same association with injury comes out of contrived
and random denominators, it hardly tells who will be injured (c-statistic 0.54-0.57), and because the acute week is part
of the chronic month, numerator and denominator correlate by construction, r about 0.5 (Impellizzeri et al. 2020; Lolli
et al. 2019, Br J Sports Med 53:921).
"""

from unweary.physiology.load.days import ctl_atl, daily_sums, monotony_foster1998, rolling_sums, strain_foster1998
from unweary.physiology.load.heart_rate import (
    TRIMP_BANISTER1991,
    TrimpWeight,
    heart_rate_reserve,
    hr_tss,
    trimp_banister1991,
    trimp_edwards1993,
    trimp_from_mean_banister1991,
    trimp_lucia2003,
)
from unweary.physiology.load.impulse_fit import Fit, FitRule, fit
from unweary.physiology.load.impulse_response import (
    CLARKE2013,
    Response,
    influence_days,
    performance,
    performance_by_sum,
)
from unweary.physiology.load.power import PowerRule, normalized_power_w, possible_w, training_stress, xpower_w
from unweary.physiology.load.samples import SampleRule, per_second, steps_s
from unweary.physiology.load.session import SessionLoad, load_au, session_rpe_load_au, session_rpe_per_trimp_of
from unweary.physiology.load.slope import (
    RUNNING_MINETTI2002,
    WALKING_MINETTI2002,
    GradedCost,
    Pieces,
    Way,
    braking_j,
    cost_minetti2002_j_kg_m,
    pieces_of_way,
    spread,
)
from unweary.physiology.load.strength import HardSets, hard_sets, in_reserve, volume_kg

__all__ = [
    "CLARKE2013", "RUNNING_MINETTI2002", "TRIMP_BANISTER1991", "WALKING_MINETTI2002", "Fit", "FitRule", "GradedCost",
    "HardSets", "Pieces", "PowerRule", "Response", "SampleRule", "SessionLoad", "TrimpWeight", "Way", "braking_j",
    "cost_minetti2002_j_kg_m", "ctl_atl", "daily_sums", "fit", "hard_sets", "heart_rate_reserve", "hr_tss",
    "in_reserve", "influence_days", "load_au", "monotony_foster1998", "normalized_power_w", "per_second",
    "performance", "performance_by_sum", "pieces_of_way", "possible_w", "rolling_sums", "session_rpe_load_au",
    "session_rpe_per_trimp_of", "spread", "steps_s", "strain_foster1998", "training_stress", "trimp_banister1991",
    "trimp_edwards1993", "trimp_from_mean_banister1991", "trimp_lucia2003", "volume_kg", "xpower_w",
]  # fmt: skip
