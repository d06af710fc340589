"""The profile: what safety needs to know once, shown, set by flags, or asked one line at a time."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unweary.inference.profile_reading import read_profile
from unweary.interfaces.terminal.answers import read_answer, read_number, said
from unweary.interfaces.terminal.check_in import Ask, Tell
from unweary.reports.phrases import not_recognised_words, number_words
from unweary.reports.sections import Section, Table
from unweary.service.profile_facts import SHARED
from unweary.vocab.errors import UserError
from unweary.vocab.history import Profile, State
from unweary.vocab.knowledge import Knowledge

#: The lists of the profile, with the flag that adds a word to each.
LISTS = ("medicines", "supplements", "conditions", "sports")
_WORDS = {
    "birth_year": "Born in", "sex": "Sex at birth", "country": "Country", "height_m": "Height, m",
    "mass_kg": "Weight, kg", "pregnant": "Pregnant", "postpartum": "Gave birth in the last 6 weeks",
    "medicines": "Medicines", "supplements": "Supplements", "conditions": "Conditions", "sports": "Sports",
}  # fmt: skip
_YES_OR_NO = {"y": True, "yes": True, "n": False, "no": False}
_YES_NO = {True: "yes", False: "no", None: "not asked"}
_SAID = {"present": "yes", "absent": "no", "unknown": "not sure"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What flags said: new values, words to add to the lists, words to take out, answers to gate questions."""

    values: Mapping[str, Any]
    added: Mapping[str, Sequence[str]]
    forgotten: Sequence[str] = ()
    answers: Sequence[str] = ()

    def anything(self) -> bool:
        """Whether any flag was given; without one the profile is shown."""
        return bool(self.values or any(self.added.values()) or self.forgotten or self.answers)


def changed(profile: Profile, changes: Changes, knowledge: Knowledge) -> tuple[Profile, dict[str, State]]:
    """The profile with the changes, and the answers to gate questions.

    Raises
    ------
    UserError
        When an answer is not one, or a word to forget is not in any list.
    """
    values: dict[str, Any] = dict(changes.values)
    for name in ("height_m", "mass_kg"):
        if not math.isfinite(values.get(name) or 0):
            raise UserError("value", f"{values[name]} is no number for {name}", "a number such as 1.71")
    if values.get("country"):
        values["country"] = str(values["country"]).upper()
    lists = {name: list(dict.fromkeys((*getattr(profile, name), *changes.added.get(name, ())))) for name in LISTS}
    for word in changes.forgotten:
        holding = [words for words in lists.values() if word in words]
        if not holding:
            known = ", ".join(entry for words in lists.values() for entry in words)
            raise UserError("word", f"'{word}' is not in the profile", known or "nothing is listed yet")
        for words in holding:
            words.remove(word)
    answers = {answer.finding: answer.state for answer in (read_answer(text, knowledge) for text in changes.answers)}
    values |= {name: tuple(words) for name, words in lists.items()}
    return dataclasses.replace(profile, **values), answers


def profile_sections(profile: Profile, answers: Mapping[str, State], knowledge: Knowledge) -> tuple[Section, ...]:
    """The profile and the answers that remedies need; what was not asked says so."""
    rows = [(words, _shared(name, profile, answers)) for name, words in _WORDS.items()]
    gates = [(knowledge.label(name), state, name) for name, state in sorted(answers.items()) if name not in SHARED]
    open_ = [finding.id for finding in gate_questions(knowledge) if answers.get(finding.id, "unknown") == "unknown"]
    lines = [f"{len(open_)} questions that some remedies need are not answered: unweary profile --ask"] if open_ else []
    if profile.country and profile.country not in knowledge.countries:
        lines.append(f"We have no emergency number for '{profile.country}'. Know your own.")
    unread = not_recognised_words(read_profile(profile, knowledge).not_recognised)
    lines += [unread] if unread else []
    sections = [Section("Profile", tuple(lines), Table(("", ""), tuple(rows)))]
    if gates:
        sections.append(Section("Answers that stay", (), Table(("what", "answer", "id"), tuple(gates))))
    return tuple(sections)


def _shared(name: str, profile: Profile, answers: Mapping[str, State]) -> str:
    """A line of the profile; what only an answer says of a pregnancy or a birth stands here too, and nowhere else."""
    value = getattr(profile, name)
    if value is None and name in SHARED and name in answers:
        maybe = name == "pregnant" and answers[name] == "present"  # the question is 'pregnant, or could be'
        return "yes, or could be" if maybe else _SAID[answers[name]]
    return _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing told yet"
    if value is None or isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, float):
        return f"{value:.2f}" if value < 3 else number_words(value)
    return str(value)


def gate_questions(knowledge: Knowledge) -> list[Any]:
    """The questions that safety rules of remedies need, in the order of the knowledge."""
    return [finding for finding in knowledge.findings.values() if finding.gate and finding.collected_by == "self"]


def ask_profile(
    profile: Profile, answers: Mapping[str, State], knowledge: Knowledge, ask: Ask, tell: Tell
) -> tuple[Profile, dict[str, State]]:
    """Ask one thing after the other; Enter leaves it as it is."""
    values: dict[str, Any] = {}
    for name, low, high in (("birth_year", 1900, 2100), ("height_m", 0.5, 2.6), ("mass_kg", 15, 400)):
        number = _ask_limited(_WORDS[name], getattr(profile, name), (low, high), ask, tell)
        if number is not None:
            values[name] = int(number) if name == "birth_year" else number
    values |= _ask_words(profile, ask, tell)
    for name in ("pregnant", "postpartum"):
        if values.get("sex", profile.sex) != "M":
            state = _ask_yes_no(f"{_WORDS[name]}? y, n [{_shared(name, profile, answers)}]: ", ask, tell)
            if state is not None:
                values[name] = state
    added = {}
    for name in LISTS:
        typed = ask(f"{_WORDS[name]}, with commas [{_shown(getattr(profile, name))}]: ").strip()
        added[name] = [word.strip() for word in typed.split(",") if word.strip()]
    fresh, _ = changed(profile, Changes(values, added), knowledge)
    return fresh, _ask_gates(answers, knowledge, ask, tell)


def _ask_limited(words: str, now: float | None, limits: tuple[float, float], ask: Ask, tell: Tell) -> float | None:
    while True:
        typed = ask(f"{words} [{_shown(now)}]: ").strip()
        if not typed:
            return None
        number = read_number(typed, *limits)
        if number is not None:
            return number
        tell(f"A number from {limits[0]:g} to {limits[1]:g}, please.")


def _ask_words(profile: Profile, ask: Ask, tell: Tell) -> dict[str, str]:
    words = {
        "sex": (f"{_WORDS['sex']}, F or M [{_shown(profile.sex)}]: ", re.compile("[FM]"), "F or M, please."),
        "country": (
            f"{_WORDS['country']}, two letters, for the emergency number [{_shown(profile.country)}]: ",
            re.compile("[A-Z]{2}"),
            "Two letters, please, such as NO or US.",
        ),
    }
    values = {}
    for name, (question, shape, wrong) in words.items():
        while typed := ask(question).strip().upper():
            if shape.fullmatch(typed):
                values[name] = typed
                break
            tell(wrong)
    return values


def _ask_yes_no(question: str, ask: Ask, tell: Tell) -> bool | None:
    while typed := ask(question).strip().lower():
        if typed in _YES_OR_NO:
            return _YES_OR_NO[typed]
        tell("y or n, please.")
    return None


def _ask_gates(answers: Mapping[str, State], knowledge: Knowledge, ask: Ask, tell: Tell) -> dict[str, State]:
    given: dict[str, State] = {}
    open_ = [finding for finding in gate_questions(knowledge) if answers.get(finding.id, "unknown") == "unknown"]
    if open_:
        tell(f"{len(open_)} questions that some remedies need. Enter leaves one open, 'stop' leaves the rest.")
    for finding in open_:
        typed = ask(f"{finding.question} [y or n]: ").strip().lower()
        if typed == "stop":
            break
        if typed:
            try:
                given[finding.id] = said(finding, typed).state
            except UserError as error:
                tell(error.accepted)
    return given
