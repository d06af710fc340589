"""Three plain questions beside the kind of fatigue: has it outlasted its recovery, did exertion bring it, how far does
it reach. Each is answered in words, or said to be open with what would settle it.
"""

from __future__ import annotations

from collections.abc import Mapping

from unweary.inference.because import because, may_ask, questions
from unweary.vocab.assessment import Told
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Facts, Truth

_OUTLASTED: Mapping[Truth, tuple[str, str]] = {
    True: ("yes", "This tiredness has outlasted its recovery: rest alone has not cleared it in time."),
    False: ("no", "Ordinary tiredness: it clears within its recovery time."),
    None: ("not_known", "Whether it is ordinary tiredness or has outlasted its recovery cannot be told yet."),
}
_EXERTION: Mapping[Truth, tuple[str, str]] = {
    True: ("yes", "Exertion came before it."),
    False: ("no", "No exertion came before it: look beyond training."),
    None: ("not_known", "Whether exertion brought it on cannot be told yet."),
}
_EXTENT = {
    "local": "Local: it sits in the muscles that worked.",
    "circulatory": "In the legs as a whole: the blood flow may play a part.",
    "systemic": "The whole body: it reaches beyond the muscles that worked.",
    "both": "Both: some muscles stand out, and the whole body is tired as well.",
    "not_known": "Whether it sits in some muscles or in the whole body cannot be told yet.",
}
_ASKED_OF_EXTENT = ("local_strength_loss", "fatigue_general", "heavy_end_day")
_SHOWN = 3


def outlasted(knowledge: Knowledge, facts: Facts) -> Told:
    """Ordinary tiredness after exercise, or fatigue that has outlasted its recovery cycle."""
    return _told(knowledge, facts, "outlasted_recovery", _OUTLASTED)


def exertion(knowledge: Knowledge, facts: Facts) -> Told:
    """Whether exertion brought the fatigue on."""
    return _told(knowledge, facts, "after_exertion", _EXERTION)


def extent(knowledge: Knowledge, facts: Facts, shares: Mapping[str, float]) -> Told:
    """Local, circulatory or systemic; both local and systemic is an answer too."""
    ache, general = facts.truth("muscle_ache") is True, facts.truth("fatigue_general")
    # Aching muscles alone do not make it local while nobody has said whether the rest of the body is tired.
    local = facts.truth("local_strength_loss") is True or (ache and general is not None)
    whole = [name for name in ("fatigue_general", "fever", "marked_sick", "pem_12_48h") if facts.truth(name) is True]
    flow = shares.get("circulatory", 0.0) >= knowledge.parameters["kind_named_from"].mid
    answer = "not_known"
    if flow and not whole:
        answer = "circulatory"
    elif local and whole:
        answer = "both"
    elif whole:
        answer = "systemic"
    elif local:
        answer = "local"
    here = [name for name in ("local_strength_loss", "muscle_ache", *whole) if facts.truth(name) is True]
    needed = tuple(name for name in _ASKED_OF_EXTENT if may_ask(name, knowledge, facts))
    return Told(answer, _EXTENT[answer], tuple(knowledge.label(name) for name in here[:_SHOWN]), needed)


def _told(knowledge: Knowledge, facts: Facts, name: str, words: Mapping[Truth, tuple[str, str]]) -> Told:
    entries = [entry for entry in knowledge.derived if entry.id == name]
    truth = facts.truth(name)
    answer, said = words[truth]
    sides = [entry.present if truth else entry.absent for entry in entries] if truth is not None else []
    reasons = [label for side in sides if side is not None for label in because(side, knowledge, facts)]
    needed = () if truth else questions((entry.present for entry in entries), knowledge, facts)
    return Told(answer, said, tuple(dict.fromkeys(reasons))[:_SHOWN], needed[:_SHOWN])
