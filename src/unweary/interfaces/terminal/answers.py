"""Reading answers as they are typed: ``dark_urine=absent``, ``weakness_days=5``, ``y``, ``rather no``, ``6``."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace

from unweary.vocab.errors import UserError
from unweary.vocab.history import State
from unweary.vocab.knowledge import FindingType, Knowledge

_STATES: dict[str, State] = {
    "present": "present", "yes": "present", "y": "present",
    "absent": "absent", "no": "absent", "n": "absent",
    "unknown": "unknown", "unsure": "unknown", "not sure": "unknown", "?": "unknown",
}  # fmt: skip
_RATHER: dict[str, State] = {
    "rather present": "present", "rather yes": "present", "ry": "present",
    "rather absent": "absent", "rather no": "absent", "rn": "absent",
}  # fmt: skip
ACCEPTED = "present, absent or unknown (or yes, no, rather yes, rather no, unsure)"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, before it has a time. ``sure`` false: rather yes, or rather no."""

    finding: str
    state: State
    value: float | None = None
    sure: bool = True


def leaning(said: Said) -> Said:
    """The same answer, only leant to.

    Raises
    ------
    UserError
        For 'unknown', which leans nowhere.

    Examples
    --------
    >>> leaning(Said("fever", "absent"))
    Said(finding='fever', state='absent', value=None, sure=False)
    """
    if said.state == "unknown":
        raise UserError("state", f"'unknown' for '{said.finding}' leans nowhere", "finding=present or finding=absent")
    return replace(said, sure=False)


def read_answer(text: str, knowledge: Knowledge) -> Said:
    """Read ``finding=state`` or ``finding=number``.

    Raises
    ------
    UserError
        When the shape, the finding or the state is not known; the message names near findings.
    """
    name, sign, answer = text.partition("=")
    name = name.strip()
    if not sign or not answer.strip():
        raise UserError("answer", f"'{text}' is not an answer", "finding=state, for example dark_urine=absent")
    finding = known_finding(name, knowledge)
    return said(finding, answer)


def said(finding: FindingType, answer: str) -> Said:
    """What one typed answer says about a finding.

    Raises
    ------
    UserError
        When it is neither a state nor a number for a question that asks for a number.
    """
    word = answer.strip().lower()
    counted = finding.kind == "number"
    # A yes to "how many days?" would close the question and say nothing.
    if word in _STATES and not (counted and _STATES[word] != "unknown"):
        return Said(finding.id, _STATES[word])
    if word in _RATHER and not counted:
        return Said(finding.id, _RATHER[word], sure=False)
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not counted or not 0 <= value < float("inf"):
        accepted = "a number, or unknown" if counted else ACCEPTED
        raise UserError("state", f"'{answer.strip()}' is not an answer to '{finding.id}'", accepted)
    return Said(finding.id, "present", value)


def known_finding(name: str, knowledge: Knowledge) -> FindingType:
    """The finding of that id.

    Raises
    ------
    UserError
        When there is none; the message names the ones that look alike.
    """
    if name in knowledge.findings:
        return knowledge.findings[name]
    near = ", ".join(difflib.get_close_matches(name, list(knowledge.findings), n=4, cutoff=0.5))
    raise UserError("finding", f"'{name}' is not a question that we know", near or "an id from: unweary knowledge show")


def read_number(text: str, low: float, high: float) -> float | None:
    """A number within limits, with a comma or a point; None for anything else.

    Examples
    --------
    >>> read_number("6,5", 0, 24), read_number("25", 0, 24), read_number("", 0, 24)
    (6.5, None, None)
    """
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if low <= value <= high else None
