"""The Timeline and its days, asked as a browser would, with the stored entries of a person."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from unweary.interfaces.web import assets
from unweary.service import CheckIn
from unweary.vocab.history import Answer, Day, Lab, Observation, Session, SiteRating, Sleep, StrengthSet

READ_OUT_BYTES = 1_560
PAGE_BYTES = 150_000


@pytest.fixture
def some_days(person, morning):
    """Three days: sore and tired, then nothing, then a run from a file."""
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6, sleep_h=5.5, marks=("sick",)),
                            (SiteRating("quads", "left", 6, morning), SiteRating("quads", "right", 2, morning)),
                            (Answer("fever", "absent", morning),)))  # fmt: skip
    run = morning - timedelta(days=2)
    person.add((
        Session(run, 3600.0, "run", rpe_cr10=5.0, source="long-run.fit"),
        Observation("rmssd_ms", 44.0, "ms", run, "watch.csv"),
        Lab("ferritin", 18.0, "ug/L", morning - timedelta(days=30)),
    ))  # fmt: skip
    return morning.date()


def table(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [[re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in body.split("</tr>")[:-1]]  # fmt: skip


def test_the_table_says_what_the_pictures_show_and_leaves_unknown_cells_empty(web, some_days):
    page = web.get("/timeline").text
    heads = re.findall(r'<th scope="col">(.*?)</th>', page)
    assert heads == [
        "Day", "Training load, points a day", "Soreness by muscle, 0 to 10", "Tiredness, 0 to 10", "Sleep, hours",
        "Heartbeat variation, RMSSD, ms", "What else happened",
    ]  # fmt: skip
    rows = table(page)
    assert len(rows) == 14
    assert rows[0] == ["20 Nov", "", "Front of thighs, left 6, Front of thighs, right 2", "6", "5.5", "", "Ill"]
    assert rows[1] == ["19 Nov", *[""] * 6]
    assert rows[2] == ["18 Nov", "300", "", "", "", "44", ""]
    assert page.count('data-score="6"') == 1
    assert page.count('<svg class="chart lane') == 6


def test_a_cell_of_the_heat_map_and_a_row_of_the_table_lead_to_the_day(web, some_days):
    page = web.get("/timeline").text
    assert page.count('href="/timeline/2026-11-18"') == 2
    shown = web.get("/timeline/2026-11-18").text
    assert "Wednesday 18 November" in shown
    assert "From: long-run.fit" in shown
    assert "From: watch.csv" in shown
    assert "Training" in shown
    assert "Sore places" not in shown
    entry = re.search(r'href="(/entries/[^"]+)"', shown).group(1)
    assert web.get(entry).status_code == 200


def test_a_day_says_what_was_felt_and_folds_the_answers(web, some_days):
    shown = web.get(f"/timeline/{some_days}").text
    assert "tired 6" in shown
    assert "6 of 10" in shown
    assert "<summary>Show all 1</summary>" in shown
    assert "Day after" not in shown


def test_a_day_names_the_other_files_of_a_training_and_what_came_from_them(web, person, morning):
    start = morning - timedelta(days=1)
    kneebo = (StrengthSet("Kneebo", 8, 20.0),)
    person.add((
        Session(start, 3600.0, "strength", avg_hr_bpm=120.0, max_hr_bpm=150.0, source="watch.fit"),
        Session(start + timedelta(minutes=2), 3480.0, "strength", rpe_cr10=6.0, sets=kneebo, source="sets.csv"),
        Sleep(start - timedelta(hours=8), start - timedelta(hours=1), 6.5, source="a ring"),
    ))  # fmt: skip
    shown = " ".join(web.get(f"/timeline/{start.date()}").text.split())
    assert "Also in: sets.csv. Counted once. How hard it was is from sets.csv. The sets are from sets.csv." in shown
    assert "The same training as in watch.fit. Counted there, not again here." in shown
    assert "no muscles are counted for them: 1 (Kneebo)." in shown
    assert "<b>Sleep</b> 6 h 30, " in shown
    for row in re.findall(r'href="(/entries/[^"]+)"', shown):
        assert web.get(row).status_code == 200


def test_a_day_without_an_entry_says_that_nobody_asked(web, some_days):
    shown = web.get("/timeline/2026-11-19").text
    assert "Nobody asked that day" in shown
    assert 'href="/timeline/2026-11-18"' in shown
    assert 'href="/timeline/2026-11-20"' in shown


@pytest.mark.parametrize("path", ["/timeline/yesterday", "/timeline/2026-02-30", "/timeline?to=soon"])
def test_what_is_no_day_is_a_clear_refusal(web, path):
    answer = web.get(path)
    assert answer.status_code == 422
    assert "is not a day" in answer.text


def test_a_day_to_come_is_today_and_an_unknown_span_is_two_weeks(web, some_days):
    assert "Friday 20 November" in web.get("/timeline/2031-01-01").text
    assert len(table(web.get("/timeline?days=999").text)) == 14


def test_half_a_year_is_shown_by_week(web, some_days):
    page = web.get("/timeline?days=182").text
    rows = table(page)
    assert (len(rows), rows[0][:2]) == (26, ["Week to 20 Nov", "300"])
    assert 'href="/timeline?days=14&amp;to=2026-11-13"' in page
    assert [row[0] for row in rows if "Blood test" in row] == ["Week to 23 Oct"]


def test_everything_begins_with_the_first_entry(web, some_days):
    rows = table(web.get("/timeline?days=all").text)
    assert (len(rows), rows[-1][0], rows[-1][-1]) == (31, "21 Oct", "Blood test")


def test_one_can_leaf_back_and_forth(web, some_days):
    page = web.get("/timeline?days=14&to=2026-11-03").text
    assert table(page)[0][0] == "3 Nov"
    assert 'href="/timeline?days=14&amp;to=2026-10-20"' not in page  # nothing stands before the 21st of October
    assert 'href="/timeline?days=14&amp;to=2026-11-17"' in page
    assert "to=2026-11-06" in web.get("/timeline").text
    gap = web.get("/timeline?days=14&to=2026-10-01").text
    assert "Nothing was recorded in these days" in gap
    assert "<tbody>" not in gap


def test_nothing_is_shown_before_it_happened(web, person, some_days, morning):
    person.add((Session(morning + timedelta(hours=5), 600.0),))
    assert table(web.get("/timeline").text)[0][1] == ""


def test_the_day_is_that_of_the_person_and_not_of_greenwich(web, person, morning):
    person.add((SiteRating("quads", "left", 7, datetime(2026, 11, 18, 23, 30, tzinfo=UTC)),))
    assert "of 10" in web.get("/timeline/2026-11-19").text
    assert "Nobody asked" in web.get("/timeline/2026-11-18").text


def test_three_years_stay_light(web, person, morning):
    values: list[object] = []
    for back in range(3 * 365):
        at = morning - timedelta(days=back)
        values += [
            Day(at.date(), fatigue_0_10=back % 11, sleep_h=6 + back % 3),
            Observation("rmssd_ms", 40.0 + back % 17, "ms", at, "strap" if back > 500 else "watch"),
            Observation("hr_rest_bpm", 50.0 + back % 7, "bpm", at, "watch"),
            Session(at, 3000.0 + back, "run", rpe_cr10=float(back % 10)),
            SiteRating(("quads", "achilles", "glute_max", "deltoid_side")[back % 4], ("left", "right")[back % 2],
                       float(back % 11), at),
        ]  # fmt: skip
    person.add(tuple(values))
    for days in ("14", "42", "182", "all"):
        answer = web.get(f"/timeline?days={days}")
        assert answer.status_code == 200
        assert len(answer.content) <= PAGE_BYTES, days
    assert len(table(answer.text)) == 157
    assert sum(float(row[1]) for row in table(answer.text)) == pytest.approx(
        sum((3000.0 + back) / 60 * (back % 10) for back in range(3 * 365)), rel=0.001)  # fmt: skip


def test_the_read_out_is_small_and_loaded_only_where_there_is_something_to_read(web, some_days):
    script = web.get(assets.address("read_out.js"))
    assert len(script.content) <= READ_OUT_BYTES
    assert len(gzip.compress(script.content)) <= 900
    assert assets.address("read_out.js") in web.get("/timeline").text
    for path in ("/timeline?to=2024-01-01", "/causes", f"/timeline/{date(2026, 11, 18)}"):
        assert "read_out" not in web.get(path).text


def test_the_causes_page_shows_the_order_first_and_sums_that_add_up(web, person, morning):
    said = ("sleep_short", "fatigue_general") if "sleep_short" in person.knowledge.findings else ()
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6, sleep_h=5.0),
                            tuple(SiteRating("quads", side, 7, morning) for side in ("left", "right")),
                            tuple(Answer(name, "present", morning) for name in said)))  # fmt: skip
    ranked = person.assess_today(morning).causes.ranked
    page = web.get("/causes").text
    assert ranked
    for cause in ranked[:5]:
        assert f'id="{cause.cause}"' in page
    if len(ranked) > 1:
        assert page.index('class="card ranked"') < page.index('class="fau"')
    assert page.count('class="chart fall"') >= 3 * len(ranked)
