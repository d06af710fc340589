"""Sleep as the body keeps account of it: the pressure to sleep, the debt of short nights, and how regular it is.

Four small models that do not replace each other:

``two_process``
    The pressure to sleep within a day (Borbély's process S) between two limits that move with the body clock
    (process C). It forgets within two days, so it cannot hold the debt of many short nights.
``debt``
    What many short nights add up to: wakefulness beyond 15.84 h a day (Van Dongen et al. 2003), slowly forgotten.
``regularity``
    The Sleep Regularity Index: how often a person is in the same state, asleep or awake, 24 hours later.
``timing``
    The middle of sleep and social jetlag: how far free days lie from work days.
"""

from unweary.physiology.sleep.debt import NEED_VANDONGEN2003, Need, sleep_debt_h
from unweary.physiology.sleep.regularity import asleep_epochs, sleep_regularity_index
from unweary.physiology.sleep.timing import mean_clock_h, mid_sleep_corrected_h, mid_sleep_h, social_jetlag_h
from unweary.physiology.sleep.two_process import (
    TWO_PROCESS_DAAN1984,
    OwnSleep,
    TwoProcess,
    circadian,
    own_sleep,
    pressure,
    steady_pressure,
)

__all__ = [
    "NEED_VANDONGEN2003",
    "TWO_PROCESS_DAAN1984",
    "Need",
    "OwnSleep",
    "TwoProcess",
    "asleep_epochs",
    "circadian",
    "mean_clock_h",
    "mid_sleep_corrected_h",
    "mid_sleep_h",
    "own_sleep",
    "pressure",
    "sleep_debt_h",
    "sleep_regularity_index",
    "social_jetlag_h",
    "steady_pressure",
]
