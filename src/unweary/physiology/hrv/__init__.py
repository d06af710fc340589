"""Beat-to-beat variation of the heart: artefacts put right, and what is measured of it.

What a recording at rest supports is RMSSD and its own course over weeks (:func:`rmssd_ms`, :func:`rolling_week`). The
rest (bands, Poincare, entropy, alpha-1) is here for people who do research with it, by the usual definitions, and
nothing in this project is decided by it. Left out on purpose: LF/HF read as a 'balance' of two nerves, a diagnosis
from DFA alpha-1, and low variation read as overreaching (all contradicted).

Odd intervals raise nothing: a result is NaN, and its ``notes`` say why. What is no row of intervals at all is a
``UserError``. Where Numba is installed the loops of the spline and of sample entropy are compiled; otherwise arrays
answer, with the same numbers to rounding.
"""

from unweary.physiology.hrv.artefacts import KINDS, ArtefactRule, Corrected, corrected
from unweary.physiology.hrv.complexity import dfa_alpha1, sample_entropy
from unweary.physiology.hrv.course import Course, CourseRule, rolling_week
from unweary.physiology.hrv.frequency import Bands, LombRule, Spectrum, WelchRule, lomb, welch
from unweary.physiology.hrv.intervals import Value
from unweary.physiology.hrv.resting import BeatRule, ln_rmssd, normal_beats, rmssd_ms
from unweary.physiology.hrv.standing import StandingRule, StandingUp, standing_up
from unweary.physiology.hrv.time_domain import Poincare, TimeDomain, poincare, time_domain

__all__ = [
    "KINDS", "ArtefactRule", "Bands", "BeatRule", "Corrected", "Course", "CourseRule", "LombRule", "Poincare",
    "Spectrum", "StandingRule", "StandingUp", "TimeDomain", "Value", "WelchRule", "corrected", "dfa_alpha1", "ln_rmssd",
    "lomb", "normal_beats", "poincare", "rmssd_ms", "rolling_week", "sample_entropy", "standing_up", "time_domain",
    "welch",
]  # fmt: skip
