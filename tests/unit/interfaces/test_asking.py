"""What the keyboard is asked, word by word, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from unweary.interfaces.terminal.check_in import ask_follow_ups, ask_screens
from unweary.interfaces.terminal.entering import wrapped
from unweary.interfaces.terminal.failing import INTERRUPTED, run
from unweary.interfaces.terminal.profile import ask_profile
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import Answer, Profile
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


class Keyboard:
    """Types the given lines and keeps what was shown."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.shown: list[str] = []

    def ask(self, words: str) -> str:
        self.shown.append(words)
        return next(self._lines)

    def tell(self, words: str) -> None:
        self.shown.append(words)


def test_a_question_for_a_number_names_its_unit_and_takes_no_yes() -> None:
    knowledge = packaged_knowledge()
    keys = Keyboard("y", "many", "-2", "3,5")
    answers = ask_follow_ups([knowledge.findings["weakness_days"]], knowledge, NOW, keys.ask, keys.tell)
    assert answers == (Answer("weakness_days", "present", NOW, 3.5),)
    question = "How many days ago did the weakness begin? [a number, in days, Enter = not sure]: "
    assert keys.shown == [question, *("a number, or unknown", question) * 3]


def test_enter_leaves_a_number_unknown() -> None:
    knowledge = packaged_knowledge()
    keys = Keyboard("")
    assert ask_follow_ups([knowledge.findings["weakness_days"]], knowledge, NOW, keys.ask, keys.tell) == ()


def test_a_question_for_yes_or_no_takes_no_number() -> None:
    knowledge = packaged_knowledge()
    keys = Keyboard("5", "n")
    answers = ask_follow_ups([knowledge.findings["fever"]], knowledge, NOW, keys.ask, keys.tell)
    assert answers == (Answer("fever", "absent", NOW),)


def test_the_profile_asks_again_instead_of_dropping_what_it_cannot_read() -> None:
    knowledge = packaged_knowledge()
    typed = ["1989", "", "", "female", "f", "norway", "no", "maybe", "n", "", "", "", "", "", "stop"]
    keys = Keyboard(*typed)
    profile, answers = ask_profile(Profile(), {}, knowledge, keys.ask, keys.tell)
    assert (profile.birth_year, profile.sex, profile.country, profile.pregnant) == (1989, "F", "NO", False)
    assert (profile.postpartum, answers) == (None, {})
    assert "F or M, please." in keys.shown
    assert "Two letters, please, such as NO or US." in keys.shown
    assert "y or n, please." in keys.shown


def test_long_questions_break_between_words_and_keep_the_space_for_the_answer(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COLUMNS", "40")
    question = "Have you ever had a clot in a leg or a lung? [y or n]: "
    text = wrapped(question)
    assert text.endswith("n]: ")
    assert max(len(line) for line in text.split("\n")) <= 41
    assert text.split() == question.split()
    assert wrapped("  1 a limb suddenly painful, numb or weak, and cold").split("\n")[1].startswith("    ")


def test_ctrl_c_ends_with_130_and_says_what_is_kept(capsys) -> None:  # type: ignore[no-untyped-def]
    def interrupted(_: list[str]) -> None:
        raise KeyboardInterrupt

    assert run(interrupted, []) == INTERRUPTED == 130
    assert run(lambda _: 130, []) == 130
    assert capsys.readouterr().err.count("Stopped. What was saved before stays saved.") == 2


def test_a_message_that_begins_with_a_file_name_keeps_its_letters(capsys) -> None:  # type: ignore[no-untyped-def]
    from unweary.vocab.errors import UserError

    def refused(message: str):  # type: ignore[no-untyped-def]
        def call(_: list[str]) -> None:
            raise UserError("x", message, "")

        return call

    run(refused("hr900.json: this is no object"), [])
    run(refused("the folder is full"), [])
    assert capsys.readouterr().err == "hr900.json: this is no object.\nThe folder is full.\n"


def screens_asked(knowledge: Knowledge, *typed: str) -> dict[str, str]:
    """What the warning-sign page makes of the lines typed."""
    keys = Keyboard(*typed)
    return {answer.finding: answer.state for answer in ask_screens(knowledge.screens, knowledge, keys.ask, keys.tell)}


def test_one_key_denies_every_warning_sign(knowledge: Knowledge) -> None:
    every = {finding for screen in knowledge.screens for finding in screen.findings}
    assert screens_asked(knowledge, "n") == dict.fromkeys(every, "absent")


def test_every_sign_is_shown_before_it_can_be_denied(knowledge: Knowledge) -> None:
    keys = Keyboard("n")
    denied = ask_screens(knowledge.screens, knowledge, keys.ask, keys.tell)
    shown = " ".join(keys.shown)
    assert denied
    assert all(knowledge.label(answer.finding) in shown for answer in denied)


def test_a_number_opens_its_group_and_denies_the_others(knowledge: Knowledge) -> None:
    second = knowledge.screens[1]
    answers = screens_asked(knowledge, "2", "1")
    assert answers[second.findings[0]] == "present"
    assert {answers[finding] for finding in second.findings[1:]} == {"absent"}
    assert answers[knowledge.screens[0].findings[0]] == "absent"


def test_not_sure_about_an_opened_group_leaves_it_unknown(knowledge: Knowledge) -> None:
    assert not set(knowledge.screens[1].findings) & set(screens_asked(knowledge, "2", ""))


def test_enter_asks_one_group_after_the_other_and_nonsense_is_asked_again(knowledge: Knowledge) -> None:
    assert screens_asked(knowledge, "nonsense", "", *[""] * len(knowledge.screens)) == {}


# ---- what was said yes to


def yes_to(*findings: str) -> tuple[Answer, ...]:
    return tuple(Answer(finding, "present", NOW) for finding in findings)


def test_none_of_all_these_denies_nothing_that_was_said_yes_to() -> None:
    knowledge = packaged_knowledge()
    first, second = knowledge.screens[:2]
    yes = (first.findings[0], second.findings[1])
    every = {*first.findings, *second.findings}
    for typed in (("n",), ("1", "n"), ("", "n", "n")):
        keys = Keyboard(*typed)
        answers = ask_screens([first, second], knowledge, keys.ask, keys.tell, yes_to(*yes))
        assert {answer.finding for answer in answers} == every - set(yes)
        assert {answer.state for answer in answers} == {"absent"}


def test_one_sign_picked_leaves_a_yes_of_before_in_the_same_list_alone() -> None:
    knowledge = packaged_knowledge()
    screen = knowledge.screens[0]
    keys = Keyboard("2")
    answers = ask_screens([screen], knowledge, keys.ask, keys.tell, yes_to(screen.findings[0]))
    assert [answer.finding for answer in answers if answer.state == "present"] == [screen.findings[1]]
    assert screen.findings[0] not in {answer.finding for answer in answers}
