"""What a check-in asks and what it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from unweary.service import CheckIn, Unweary
from unweary.service.check_in import merged
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, SiteRating, State

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
TODAY = NOW.date()


def answers(findings: Sequence[str], state: State, at: datetime = NOW) -> tuple[Answer, ...]:
    return tuple(Answer(finding, state, at) for finding in findings)


def test_a_check_in_is_kept_with_everything_in_it(person: Unweary) -> None:
    day = Day(TODAY, fatigue_0_10=6, marks=("sick",))
    site = SiteRating("quads", "left", 4, NOW)
    rows = person.check_in(CheckIn(day, (site,), answers(["fever"], "present")))
    assert [row.kind for row in rows] == ["day", "site", "answer"]
    history = person.history()
    assert (history.days, history.sites, history.answers) == ((day,), (site,), answers(["fever"], "present"))


def test_an_empty_check_in_keeps_nothing(person: Unweary) -> None:
    assert person.check_in(CheckIn()) == ()
    assert person.facts() == ()


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        (CheckIn(sites=(SiteRating("qads", "left", 4, NOW),)), "unknown_id", "sites[0].site: 'qads' is not"),
        (CheckIn(sites=(SiteRating("quads", "mid", 4, NOW),)), "json_value", "'mid' is not a side of quads"),
        (CheckIn(sites=(SiteRating("quads", "left", 11, NOW),)), "json_value", "soreness_0_10: 11 is outside"),
        (CheckIn(sites=(SiteRating("quads", "left", float("nan"), NOW),)), "json_value", "soreness_0_10"),
        (CheckIn(answers=answers(["fevr"], "absent")), "unknown_id", "did you mean 'fever'"),
        (CheckIn(answers=(Answer("fever", "maybe", NOW),)), "json_value", "state"),  # type: ignore[arg-type]
        (CheckIn(answers=(Answer("fever", "present", NOW, 38.5),)), "json_value", "not asked as a number"),
        (CheckIn(answers=(Answer("weakness_days", "present", NOW, -1.0),)), "impossible_value", "-1 cannot be"),
        (CheckIn(answers=answers(["fever"], "absent", NOW.replace(tzinfo=None))), "naive_time", "time zone"),
        (CheckIn(answers=answers(["fever"], "absent", NOW + timedelta(days=2))), "future", "after today"),
        (CheckIn(Day(TODAY + timedelta(days=2))), "future", "after today"),
        (CheckIn(Day(TODAY, sleep_h=25)), "json_value", "0 to 24"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_the_check_in_is_kept(
    person: Unweary, entry: CheckIn, code: str, said: str
) -> None:
    good = Answer("rigors", "absent", NOW)
    with pytest.raises(UserError) as refused:
        person.check_in(CheckIn(entry.day, entry.sites, (good, *entry.answers)))
    assert refused.value.code == code
    assert said in refused.value.message
    assert person.facts() == ()


def test_a_second_check_in_of_a_day_adds_and_takes_nothing_back(person: Unweary, clock: Any) -> None:
    person.check_in(CheckIn(Day(TODAY, fatigue_0_10=6, sleep_h=5.5, marks=("sick",))))
    clock.now = NOW.replace(hour=21)
    person.check_in(CheckIn(Day(TODAY, fatigue_0_10=4, stress_0_10=3, marks=("travel",))))
    assert person.history().days == (Day(TODAY, fatigue_0_10=4, sleep_h=5.5, stress_0_10=3, marks=("sick", "travel")),)


def test_a_check_in_of_another_day_stands_beside_it(person: Unweary) -> None:
    person.check_in(CheckIn(Day(TODAY, fatigue_0_10=6)))
    person.check_in(CheckIn(Day(TODAY - timedelta(days=1), fatigue_0_10=3)))
    assert [day.fatigue_0_10 for day in person.history().days] == [3, 6]


def test_merging_nothing_is_nothing() -> None:
    assert merged([]) is None
    assert merged([Day(date(2026, 11, 20), fog_0_10=0), Day(date(2026, 11, 20))]) == Day(date(2026, 11, 20), fog_0_10=0)


# ---- the form


def test_a_new_person_is_asked_every_screen_and_at_most_three_questions(person: Unweary) -> None:
    form = person.check_in_form()
    assert form.day == TODAY
    assert form.screens == person.knowledge.screens
    assert form.yesterday is None
    assert form.sore_before == ()
    assert len(form.parts) == 72
    assert 1 <= len(form.follow_ups) <= 3


def test_a_screen_is_asked_until_all_of_it_is_known_and_again_when_an_answer_is_too_old(
    person: Unweary, clock: Any
) -> None:
    limb = next(screen for screen in person.knowledge.screens if screen.id == "limb")
    person.check_in(CheckIn(answers=answers(limb.findings[1:], "absent")))
    assert limb in person.check_in_form().screens
    person.check_in(CheckIn(answers=answers(limb.findings[:1], "absent")))
    assert limb not in person.check_in_form().screens
    shortest = min(person.knowledge.findings[finding].valid_days or 1e9 for finding in limb.findings)
    clock.now = NOW + timedelta(days=shortest, minutes=-1)
    assert limb not in person.check_in_form().screens
    clock.now = NOW + timedelta(days=shortest, minutes=1)
    assert limb in person.check_in_form().screens


def test_not_sure_is_asked_again_tomorrow_and_not_twice_today(person: Unweary, clock: Any) -> None:
    limb = next(screen for screen in person.knowledge.screens if screen.id == "limb")
    person.check_in(CheckIn(answers=answers(limb.findings, "unknown")))
    assert limb not in person.check_in_form().screens
    clock.now = NOW + timedelta(hours=20)
    assert limb in person.check_in_form().screens


def test_follow_ups_are_not_what_a_screen_asks_and_begin_with_the_next_best_question(person: Unweary) -> None:
    for screen in person.knowledge.screens:
        person.check_in(CheckIn(answers=answers(screen.findings, "absent")))
    assessment = person.assess_today()
    form = person.check_in_form()
    assert assessment.question is not None
    assert form.screens == ()
    assert form.follow_ups[0].id == assessment.question.finding
    asked = {finding.id for finding in form.follow_ups}
    assert not asked & {finding for screen in person.knowledge.screens for finding in screen.findings}
    assert all(finding.collected_by == "self" for finding in form.follow_ups)


def test_how_long_the_weakness_lasts_is_a_follow_up_for_somebody_who_is_weak(person: Unweary) -> None:
    for screen in person.knowledge.screens:
        person.check_in(CheckIn(answers=answers(screen.findings, "absent")))
    person.check_in(CheckIn(answers=answers(["true_weakness", "diarrhoea"], "present")))
    for _ in range(20):
        asked = [finding.id for finding in person.check_in_form().follow_ups]
        if "weakness_days" in asked or not asked:
            break
        person.check_in(CheckIn(answers=answers(asked, "absent")))
    assert "weakness_days" in asked
    person.check_in(CheckIn(answers=(Answer("weakness_days", "present", NOW, 3.0),)))
    assert "weakness_days" not in {finding.id for finding in person.check_in_form().follow_ups}
    assert "rf99_bilat_rapid" in {flag.rule for flag in person.assess_today().red_flags_fired}


def test_a_follow_up_behind_a_parent_is_asked_only_when_the_parent_is_present(person: Unweary) -> None:
    for screen in person.knowledge.screens:
        person.check_in(CheckIn(answers=answers(screen.findings, "absent")))
    for _ in range(12):
        form = person.check_in_form()
        known = {state.finding: state.state for state in person.assess_today().findings}
        for finding in form.follow_ups:
            assert finding.id not in known
            if finding.ask_if is not None:
                from unweary.service.check_in import Known
                from unweary.vocab.logic import evaluate

                assert evaluate(finding.ask_if, Known(person.assess_today())) is True
        if not form.follow_ups:
            break
        person.check_in(CheckIn(answers=answers([finding.id for finding in form.follow_ups], "absent")))


def test_what_is_still_sore_and_yesterday_are_shown(person: Unweary, clock: Any) -> None:
    yesterday = NOW - timedelta(days=1)
    clock.now = yesterday
    sore, gone = SiteRating("quads", "left", 4, yesterday), SiteRating("quads", "right", 0, yesterday)
    before = Day(yesterday.date(), fatigue_0_10=5)
    person.check_in(CheckIn(before, (sore, gone)))
    clock.now = NOW
    form = person.check_in_form()
    assert (form.sore_before, form.yesterday) == ((sore,), before)
    clock.now = NOW + timedelta(days=9)
    form = person.check_in_form()
    assert (form.sore_before, form.yesterday) == ((), None)


def test_what_the_person_said_about_yesterday_stands_above_what_a_device_says(person: Unweary) -> None:
    yesterday = TODAY - timedelta(days=1)
    person.add([Day(yesterday, sleep_h=5.0), Day(yesterday, sleep_h=7.5, sitting_h=3, source="intervals.icu")])
    shown = person.check_in_form().yesterday
    assert shown is not None
    assert (shown.sleep_h, shown.sitting_h) == (5.0, 3)
