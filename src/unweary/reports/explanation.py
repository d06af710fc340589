"""How a cause's number came about: the factors on the odds that multiply up to it, and what one sign does to it."""

from __future__ import annotations

import math

from unweary.reports.phrases import of_100
from unweary.vocab.assessment import RankedCause

_LEAST = 0.005


def steps(cause: RankedCause) -> list[tuple[str, str]]:
    """What was done to the odds, in order: words and factor. The factors multiply up to the chance that is shown.

    Examples
    --------
    >>> cause = RankedCause(
    ...     "doms", "soreness", "benign", "damage", prior=0.3, posterior=0.87, low=0.7, high=0.95, lift=0.57,
    ...     estimate=True, speaks_for=(), speaks_against=(), unknown=(), tests="", who="", posterior_exact=0.87,
    ...     small_signs=0.0, elsewhere=-0.7)
    >>> steps(cause)
    [('Other causes explain part of it', '÷ 2.0')]
    """
    return [(label, factor_words(log_lr)) for label, log_lr in weights(cause)]


def weights(cause: RankedCause) -> list[tuple[str, float]]:
    """The same steps as log odds: from those of the prior they add up to those of the chance that the signs give."""
    said = [(item.label, item.log_lr) for item in (*cause.speaks_for, *cause.speaks_against)]
    said.append(("Small signs together", cause.small_signs))
    explained = "Other causes explain part of it" if cause.elsewhere < 0 else "Other causes are less likely now"
    said.append((explained, cause.elsewhere))
    return [(label, log_lr) for label, log_lr in said if abs(log_lr) >= _LEAST]


def factor_words(log_lr: float) -> str:
    """A factor on the odds: times for what raises them, divided by for what lowers them.

    Examples
    --------
    >>> factor_words(math.log(12)), factor_words(math.log(0.25)), factor_words(math.log(520))
    ('× 12', '÷ 4.0', '× 520')
    """
    factor = math.exp(abs(log_lr))
    shown = f"{factor:.1f}" if factor < 9.95 else f"{float(f'{factor:.2g}'):,.0f}"
    return f"{'×' if log_lr >= 0 else '÷'} {shown}"


def without_words(cause: RankedCause) -> str:
    """The counterfactual as a sentence; empty where no sign speaks for the cause.

    Examples
    --------
    See ``tests/unit/reports/test_explanation.py``.
    """
    if cause.if_not is None:
        return ""
    without = f"Without “{cause.if_not.label}”"
    if cause.if_not.instead:
        without = f"With “{cause.if_not.instead}” in place of “{cause.if_not.label}”"
    return f"{without} it would be {of_100(cause.if_not.posterior)} of 100."


def before_words(cause: RankedCause) -> str:
    """Where the reckoning starts.

    Examples
    --------
    See ``tests/unit/reports/test_explanation.py``.
    """
    return f"Before any answer: about {of_100(cause.prior)} of 100 people who ask here."


def after_words(cause: RankedCause) -> str:
    """Where it ends; a cause that is defined by criteria is held below what the signs alone would give."""
    capped = cause.posterior_exact > cause.posterior
    held = f", held at {of_100(cause.posterior)} because criteria are no measurement" if capped else ""
    return f"Together: about {of_100(cause.posterior_exact)} of 100{held}."
