"""What is said beside an answer or asked around it: what does not fit together, what does not hold, checklists."""

from __future__ import annotations

from dataclasses import dataclass

from unweary.vocab.logic import Condition


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be true. While ``when`` holds, ``words`` says so and ``asks`` names what to ask again."""

    id: str
    when: Condition
    words: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeNote:
    """For whom or what something here does not hold. While ``when`` holds, ``words`` says what, and whom to see."""

    id: str
    when: Condition
    words: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """Questions that the interview asks in one list, ``text`` above them: of everybody, or once ``when`` holds.

    ``score``: the published score (``Points``) whose items these are. They are asked last, on a page of their own,
    where nobody should look today and the total is not known already. With ``can_wait`` only while nothing asks for a
    visit yet, or when the person wants to go on: a long list that could bring no more than that.
    """

    id: str
    text: str
    findings: tuple[str, ...]
    when: Condition | None = None
    score: str = ""
    can_wait: bool = False
