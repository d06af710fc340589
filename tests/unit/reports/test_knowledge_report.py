"""The pages for review hold everything, lead nowhere wrong, and can be read without script or network."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from unweary.knowledge import load
from unweary.reports.knowledge_examples import Case, firing_and_quiet
from unweary.reports.knowledge_influence import ratios, rules_not_seen, unchecked
from unweary.reports.knowledge_parts import anchor, share
from unweary.reports.knowledge_report import knowledge_report
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import evaluate, parse


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def pages(knowledge: Knowledge) -> dict[str, str]:
    return knowledge_report(knowledge)


class Seen(HTMLParser):
    """What a page holds: ids, links, tags that are open, words of each article."""

    VOID = frozenset(("meta", "link", "rect", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag in ("a", "link") and given.get("href"):
            self.links.append(given["href"] or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def words(text: str) -> str:
    return " ".join(" ".join(Seen(text).text).split())


def article(page: str, name: str) -> str:
    found = re.search(rf'<article id="{re.escape(anchor(name))}".*?</article>', page, re.DOTALL)
    assert found, name
    return words(found[0])


# ---- the files


def test_it_is_pages_with_one_style_and_no_script(pages: dict[str, str]) -> None:
    assert {"index.html", "first.html", "red_flags.html", "causes.html", "findings.html", "style.css"} <= set(pages)
    for name, text in pages.items():
        if name.endswith(".html"):
            seen = Seen(text)
            assert seen.open == [], name
            assert not seen.tags & {"script", "style", "img", "iframe"}, name
            assert text.count('rel="stylesheet"') == 1
            assert " style=" not in text
    assert "url(" not in pages["style.css"]
    assert "@media print" in pages["style.css"]


def test_every_link_leads_to_something_that_is_there(pages: dict[str, str]) -> None:
    seen = {name: Seen(text) for name, text in pages.items() if name.endswith(".html")}
    for name, page in seen.items():
        assert len(page.ids) == len(set(page.ids)), f"{name}: {[i for i in page.ids if page.ids.count(i) > 1][:3]}"
        for link in page.links:
            if link.startswith("https://doi.org/"):
                continue
            file, _, place = link.partition("#")
            assert file == "" or file in pages, f"{name}: {link}"
            assert place == "" or place in seen[file or name].ids, f"{name}: {link}"


def test_only_sources_lead_out_of_the_folder(pages: dict[str, str]) -> None:
    outside = {name for name, text in pages.items() if "http" in text}
    assert outside == {"sources.html"}


# ---- all of it


def entries(knowledge: Knowledge) -> dict[str, Callable[[Any], str]]:
    """Each part of the knowledge to the words by which an entry of it is known."""
    return {
        "findings": lambda one: one.label,
        "quantities": lambda one: one.label,
        "derived": lambda one: knowledge.label(one.id),
        "points": lambda one: knowledge.label(one.id),
        "profile_words": lambda one: one.words[0],
        "screens": lambda one: one.text,
        "checklists": lambda one: one.text,
        "red_flags": lambda one: one.message,
        "causes": lambda one: one.plain_name,
        "likelihoods": lambda one: one.note or one.sensitivity.locator,
        "modifiers": lambda one: one.value.locator,
        "groups": lambda one: one.why,
        "kind_signs": lambda one: one.text,
        "verdict": lambda one: one.reason,
        "remedies": lambda one: one.dose,
        "safety_rules": lambda one: one.words,
        "body": lambda one: one.lay_name,
        "countries": lambda one: one.name,
        "parameters": lambda one: one.locator,
        "sources": lambda one: one.citation,
        "lexicon": lambda one: one.words[0],
        "word_groups": lambda one: one.words[0],
        "lasting": lambda one: knowledge.label(one.finding),
        "long_since": lambda one: knowledge.label(one.findings[0]),
        "readings": lambda one: one.words[0],
        "changes": lambda one: one.words[0],
        "entailed": lambda one: knowledge.label(one.finding),
        "alike": lambda one: one.words[0],
        "nearly": lambda one: one.words[0],
        "graded": lambda one: one.note or one.ratio.locator,
        "contradictions": lambda one: one.words,
        "instruments": lambda one: one.caveat or one.about,
        "lab_ranges": lambda one: one.note or one.locator,
        "sore_signs": lambda one: one.text,
        "overreaching": lambda one: one.words,
        "scope_notes": lambda one: one.words,
        "sore_kinds": lambda one: one.words,
        "sore_watch": lambda one: one.words,
        "articles": lambda one: one.lead,
        "exercises": lambda one: ", ".join(one.words),
    }


def test_every_entry_of_every_part_of_the_knowledge_stands_in_it(knowledge: Knowledge, pages: dict[str, str]) -> None:
    known = entries(knowledge)
    assert set(known) == {field.name for field in dataclasses.fields(Knowledge)} - {"digest"}
    told = " ".join(words(text) for name, text in pages.items() if name.endswith(".html"))
    for part, name in known.items():
        held = getattr(knowledge, part)
        for one in held.values() if hasattr(held, "values") else held:
            assert " ".join(name(one).split()) in told, f"{part}: {name(one)}"


def test_a_red_flag_shows_condition_message_who_why_source_check_and_both_examples(
    knowledge: Knowledge, pages: dict[str, str]
) -> None:
    for flag in knowledge.red_flags:
        shown = article(pages["red_flags.html"], flag.id)
        for part in (flag.message, flag.who, flag.why, "fires for", "quiet for", "source"):
            assert " ".join(part.split()) in shown, f"{flag.id}: {part}"


def test_the_strongest_sign_of_a_cause_comes_first_with_both_ratios(
    knowledge: Knowledge, pages: dict[str, str]
) -> None:
    page = pages["causes.html"]
    shown = re.search(r'<article id="dvt".*?</article>', page, re.DOTALL)
    assert shown
    used = [float(found) for found in re.findall(r'data-is="LR\+ used"><div>([\d.]+)<', shown[0])]
    links = [link for link in knowledge.likelihoods if link.cause == "dvt"]
    assert used == sorted(used, reverse=True)
    assert len(used) == len(links)
    swelling = next(link for link in links if link.finding == "calf_swell_one")
    assert any(found == pytest.approx(ratios(swelling, knowledge)[0], rel=0.01) for found in used)
    assert f'data-is="LR+ published"><div>{swelling.lr_pos_published:g}<' in shown[0]


def test_a_positive_only_row_says_that_its_absence_says_nothing(pages: dict[str, str]) -> None:
    assert "says nothing" in article(pages["causes.html"], "gca")


def test_a_finding_shows_its_question_its_validity_its_leak_and_what_uses_it(
    knowledge: Knowledge, pages: dict[str, str]
) -> None:
    finding = knowledge.findings["calf_swell_one"]
    shown = article(pages["findings.html"], finding.id)
    assert finding.question in shown
    assert f"{finding.valid_days:g} days" in shown
    assert share(finding.leak.mid) in shown
    assert knowledge.causes["dvt"].plain_name in shown
    assert "rf" in shown.split("rules and scores that look at it")[1]


def test_what_is_to_be_checked_first_has_the_heaviest_numbers_and_the_rules(
    knowledge: Knowledge, pages: dict[str, str]
) -> None:
    estimated = unchecked(knowledge, "E")
    assert [entry.influence for entry in estimated] == sorted((e.influence for e in estimated), reverse=True)
    assert {entry.number.check for entry in estimated} == {"E"}
    heaviest = knowledge.causes[estimated[0].cause].plain_name
    assert heaviest in article(pages["first.html"], "estimated")
    for urgency, (whole, recalled, _) in rules_not_seen(knowledge).items():
        if recalled:
            assert f"{recalled} of {whole}" in article(pages["first.html"], f"R_{urgency.word}")


def test_the_shares_of_grades_add_up(knowledge: Knowledge, pages: dict[str, str]) -> None:
    shown = article(pages["index.html"], "grades")
    counted = re.search(r"likelihoods \([^)]*\) (\d+) (\d+) \(\d+ %\) (\d+) \(\d+ %\) (\d+) \(\d+ %\) (\d+)", shown)
    assert counted
    whole, *parts = (int(found) for found in counted.groups())
    assert whole == len(knowledge.likelihoods) == sum(parts)


# ---- the examples


def leaves(condition: Any) -> Iterator[Any]:
    for part in getattr(condition, "parts", ()):
        yield from leaves(part)
    if hasattr(condition, "part"):
        yield from leaves(condition.part)
    if hasattr(condition, "name"):
        yield condition


def test_each_red_flag_has_a_firing_and_a_quiet_example(knowledge: Knowledge) -> None:
    for flag in knowledge.red_flags:
        fires, quiet = firing_and_quiet(flag.when, knowledge)
        assert fires, flag.id
        assert quiet, flag.id
        assert quiet.endswith("nothing else of this rule"), flag.id


@pytest.mark.parametrize(
    ("text", "fires", "quiet"),
    [
        ("fever AND confusion", "confusion; fever", "confusion; not fever; nothing else of this rule"),
        ("fever OR confusion", "confusion", "not confusion; nothing else of this rule"),
        ("hr_bpm >= 130", "hr_bpm at least 130", "not hr_bpm at least 130; nothing else of this rule"),
        ("fever AND NOT any_red", "fever", "not fever; nothing else of this rule"),
        ("never", "", ""),
    ],
)
def test_examples_are_smallest_cases(knowledge: Knowledge, text: str, fires: str, quiet: str) -> None:
    plain = dataclasses.replace(knowledge, findings={}, quantities={}, derived=(), points=())
    found = tuple(part.replace("hr bpm", "hr_bpm") for part in firing_and_quiet(parse(text), plain))
    assert found == (fires, quiet)


def test_a_case_knows_only_what_it_says() -> None:
    case = Case({"fever": True}, {"age": 80.0})
    assert evaluate(parse("fever AND age >= 75"), case) is True
    assert evaluate(parse("cough"), case) is None
    assert evaluate(parse("hr_bpm > 3"), case) is None


def test_words_are_escaped(knowledge: Knowledge) -> None:
    first = knowledge.red_flags[0]
    sharp = dataclasses.replace(knowledge, red_flags=(dataclasses.replace(first, why="<b>5 < 6 & 7</b>"),))
    page = knowledge_report(sharp)["red_flags.html"]
    assert html.escape("<b>5 < 6 & 7</b>") in page
