"""Where somebody stands between hard training and overtraining: a matter of how long recovery takes.

Functional overreaching clears in days to two weeks, non-functional in weeks to months; overtraining lasts over two
months with everything else excluded, so that no first visit can ever call it (Meeusen 2013). An illness is looked for
first.
"""

from __future__ import annotations

from collections.abc import Sequence

from unweary.inference.because import because, questions
from unweary.inference.findings import Findings
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import evaluate
from unweary.vocab.muscle import Overreaching, OverreachingSign

NOTE = (
    "Only time tells these apart: days to two weeks, weeks to months, or longer. No blood test and no single watch "
    "value decides it."
)
#: One of these must be known before anything is said about training or about form.
_TRAINING_NUMBERS = ("load_7d_au", "session_days_28", "hours_since_session")
_TRAINING = ("load_spike", "few_rest_days")
_FORM = (
    "perf_drop_days",
    "perf_drop_weeks",
    "rpe_high",
    "form_down_2mo",
    "perf_drop_2mo",
    "cmj_down",
    "submax_hr_down",
)
_ASKED, _SHOWN = 3, 4
_TIME = "Time: how you do after a few easy days, and after two easy weeks."


def overreaching(knowledge: Knowledge, known: Findings) -> Overreaching | None:
    """The first row of the table that holds; withheld while training or form are not known.

    Returns
    -------
    Overreaching or None
        ``state`` is one of the words of the table, or None when nothing can be told yet; then ``needed`` says what is
        missing. Open signs of an illness are always among ``needed``. None where the knowledge has no table.
    """
    if not knowledge.overreaching:
        return None
    training = any(known.number(name) for name in _TRAINING_NUMBERS) or _any_known(known, _TRAINING)
    form = _any_known(known, _FORM)
    if not training or not form:
        return _withheld(training, form)
    passed: list[OverreachingSign] = []
    for row in knowledge.overreaching:
        truth = evaluate(row.when, known)
        if truth is True:
            return _graded(row, passed, known)
        if truth is None and row.state != "overtraining":
            passed.append(row)
    asked = questions((row.when for row in passed), knowledge, known)
    first = tuple(name for name in _FORM if name in asked)
    return Overreaching(
        None,
        "We cannot tell yet: too little is known about your form and how long it takes to come back.",
        (),
        tuple(dict.fromkeys((*first, *asked)))[:_SHOWN],
        _TIME,
        NOTE,
    )


def _any_known(known: Findings, names: tuple[str, ...]) -> bool:
    return any(known.truth(name) is not None for name in names)


def _withheld(training: bool, form: bool) -> Overreaching:
    what = " and ".join(name for name, there in (("your training", training), ("your form", form)) if not there)
    needed = (() if training else _TRAINING) + (() if form else _FORM[:_ASKED])
    return Overreaching(None, f"We cannot tell yet: nothing is known about {what}.", (), needed, _TIME, NOTE)


def _graded(row: OverreachingSign, passed: Sequence[OverreachingSign], known: Findings) -> Overreaching:
    """The row that holds; rows above it that are still open stay named, an open illness first of all."""
    knowledge = known.knowledge
    ill = questions((above.when for above in passed if above.state == "illness_first"), knowledge, known)
    asked = questions((above.when for above in passed), knowledge, known)
    grade = row.state in ("functional", "non_functional")
    words = f"{row.words} An illness is not ruled out yet." if ill and grade else row.words
    state = None if row.state == "open" else row.state
    reasons = because(row.when, knowledge, known)
    return Overreaching(state, words, reasons, asked[:_SHOWN], row.settles, NOTE)
