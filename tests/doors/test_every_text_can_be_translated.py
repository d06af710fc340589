"""No text is fixed in a page or in the code behind it: each stands in ``texts/en.toml``. A translation is one file."""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from unweary.interfaces.web import texts
from unweary.interfaces.web.texts import SPOKEN, count_words, languages, link, say, table
from unweary.interfaces.web.words import meanings
from unweary.knowledge import simulations
from unweary.reports import phrases
from unweary.service import open_home
from unweary.vocab.signals import ANALYTES, SIGNALS
from unweary.vocab.units import accepted_units

WEB = Path(texts.__file__).parents[1]
TEMPLATES = sorted(WEB.glob("templates/**/*.[hs][tv][mg]*"))
CODE = sorted([*WEB.glob("*.py"), WEB.parent / "errors.py", WEB.parent / "pairing.py"])
ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt|aria-description)="([^"]*)"')
PROGRAMS = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")

#: What may stand in a template as it is.
SAID_AS_IT_IS = {
    "Unweary": "our name",
    "openapi.json": "the name of a file",
    "in-check": "a class, the content of a block that stands in an attribute",
}
#: What stands in an expression of a template and is not read by a person.
IN_EXPRESSIONS = {
    'role="img"': "markup of a drawing, taken out",
    'aria-hidden="true"': "markup of a drawing, put in",
    'class="band"': "markup of a drawing, looked for",
    " signs-form": "a class",
    " said": "a class",
    "not low": "the report's word for a result, compared with",
    "not high": "the report's word for a result, compared with",
}
#: Strings of the code that are looked for in what another room says.
LOOKED_FOR = {
    "any of these": "how a screen of the knowledge begins, cut off",
    "is any of": "how the title of a list ends, left out",
    "Any of these": "how a screen of the knowledge begins, cut off",
    "Input should be ": "how a checker's sentence begins, cut off",
    "body map": "where a finding is from, as the knowledge says it",
    " of ": "where a finding is from, as the knowledge says it",
    " or ": "what stands between two phone numbers of the knowledge",
    "Sleep": "the name of a row of the reports room",
}
#: Files with other strings that look like something to read and are no texts of a page.
IN_CODE = {
    "labs.py": "words that find a test, and what the service says, looked for",
    "week.py": "names of the rows that the reports room gives",
    "words.py": "markup, and patterns that find a page's main part",
    "body.py": "markup of the drawn body",
    "body_print.py": "the drawn body of the clinician's report, which is English",
    "assets.py": "headers for the browser",
    "pages.py": "headers for the browser",
    "settings.py": "headers for the browser",
    "errors.py": "headers, a line of the log, and what a program is told",
    "pairing.py": "what browsers and systems call themselves, and a command",
}


def lexed(template: str) -> tuple[str, list[str]]:
    """A template with a sign in place of each expression, and the strings in its expressions that name no text."""
    shown, strings, key = [], [], False
    for _, kind, value in Environment().lex(template):
        if kind == "data":
            shown.append(value)
        elif kind in ("block_end", "variable_end"):
            shown.append("\0")
        elif kind == "name":
            key = value in ("say", "count_words")
        elif kind == "string":
            strings += [] if key else [value[1:-1]]
            key = False
    return "".join(shown), strings


def fixed(template: str) -> list[str]:
    """What a template would show in every language alike."""
    shown, strings = lexed(template)
    shown = PROGRAMS.sub("\0", shown)
    found = [*ATTRIBUTE.findall(shown), *re.split(r"<[^>]*>", shown)]
    pieces = [piece.strip(" \n·") for text in found for piece in html.unescape(text).split("\0")]
    read = [piece for piece in pieces if LETTERS.search(piece) and piece not in SAID_AS_IT_IS]
    words = re.compile(r"[A-Z][a-z]|[^\W\d_]+ +[^\W\d_]|[^\W\d_] $|^ [^\W\d_]")
    return read + [each for each in strings if words.search(each) and each not in IN_EXPRESSIONS]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_template_holds_a_text(template):
    assert fixed(template.read_text("utf-8")) == []


def test_a_text_in_a_template_is_found_wherever_it_hides():
    assert fixed('<p>Hello {{ say("menu.today") }}</p>') == ["Hello"]
    assert fixed('<a title="Go {{ n }}" href="/x">{{ n }}</a>') == ["Go"]
    assert fixed('<p>{{ "Yes" if n else "No" }} {{ " was " ~ n }}</p>') == ["Yes", "No", " was "]
    assert fixed('<p class="in-check">{# A note #}{{ count_words("files.entry", n) }}<code>curl</code></p>') == []


#: Two words, a capital letter, or the end of a word beside a place in an f-string.
READABLE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-Z][a-z]{2,}|^ ?[a-z]{2,} $|: [a-z]")


def written(source: str) -> Iterator[str]:
    """The strings of a program that look like something to read, but for what it says about itself."""
    tree = ast.parse(source)
    own = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in own else None
        if isinstance(text, str) and READABLE.search(text):
            yield text


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.stem)
def test_no_code_of_the_pages_holds_a_text(file):
    assert file.name in IN_CODE or set(written(file.read_text("utf-8"))) <= set(LOOKED_FOR)


def test_a_text_in_the_code_is_found_and_every_exception_is_still_needed():
    source = '"""Says."""\nsaid = [f"{n} were not asked", "Yes", say("menu.today"), "/check-in", "no-store"]'
    assert sorted(written(source)) == [" were not asked", "Yes"]
    for name in IN_CODE:
        file = next(each for each in CODE if each.name == name)
        assert list(written(file.read_text("utf-8"))), name
    everything = {text for file in CODE for text in written(file.read_text("utf-8"))}
    assert set(LOOKED_FOR) <= everything


# ---- say


def test_markup_in_a_text_stays_and_all_else_is_escaped():
    said = say("labs.usual", range=Markup("<b>{}</b>").format("<5"))
    assert isinstance(said, Markup)
    assert said == "Usual: <b>&lt;5</b>"
    assert say("learn.about", title="<i>") == "Read about it: <i>"
    both = say("check_in.for", day="<Friday>", today=link('/a"b', "<go>"))
    assert "&lt;Friday&gt;" in both
    assert '<a href="/a&#34;b">&lt;go&gt;</a>' in both


def test_one_and_many_are_two_texts():
    assert [count_words("interview.pages_answered", n) for n in (0, 1, 2)] == [
        "0 pages answered",
        "1 page answered",
        "2 pages answered",
    ]


def test_the_web_says_who_we_are_not_in_the_words_of_the_reports():
    assert say("menu.disclaimer") == phrases.DISCLAIMER


# ---- a second language


def marked(tables: Mapping[str, object], name: str = "") -> Iterator[str]:
    """The lines of a file of texts in which each text stands between marks."""
    if name:
        yield f"[{name}]"
    for key, text in tables.items():
        if isinstance(text, str):
            # Names of days and months are parted at the blanks.
            words = text.split() if name == "dates" and "{" not in text else [text]
            yield f"{json.dumps(key)} = {json.dumps(' '.join(f'⟦{word}⟧' for word in words), ensure_ascii=False)}"
    for key, inner in tables.items():
        if isinstance(inner, Mapping):
            yield from marked(inner, f"{name}.{key}".lstrip("."))


@pytest.fixture
def second(tmp_path, monkeypatch):
    """A second language, ``xx``, in which the text of one key is missing."""
    folder = tmp_path / "texts"
    folder.mkdir()
    english = (files(texts) / "en.toml").read_text("utf-8")
    (folder / "en.toml").write_text(english, "utf-8")
    other = tomllib.loads(english)
    del other["settings"]["figure_lead"]
    (folder / "xx.toml").write_text("\n".join(marked(other)), "utf-8")
    (folder / "xx_words.toml").write_text("[x]", "utf-8")
    forget = (languages, table)
    monkeypatch.setattr(texts, "_FOLDER", folder)
    for each in forget:
        each.cache_clear()
    yield {"Cookie": "unweary-view=dark.xx"}
    for each in forget:
        each.cache_clear()


@pytest.fixture
def example(example_home, tmp_path, clock, serve_person):
    shutil.copytree(example_home, tmp_path / "demo")
    with open_home(tmp_path / "demo", demo=True, clock=clock) as person:
        yield person, serve_person(person, demo=True)


PAGES = (
    "/", "/?full=1", "/check-in", "/check-in?view=back-legs&part=achilles&side=right", "/check-in?find=zzzz",
    "/check-in?day=2026-11-19", "/check-in/day", "/check-in/more", "/check-in/signs", "/interview", "/interview?ask=1",
    "/interview/words", "/interview/end", "/causes", "/plan", "/timeline", "/timeline?days=182",
    "/timeline/2026-11-20", "/you", "/you?plan=1", "/labs", "/labs?test=ferritin_ug_l", "/files", "/entries",
    "/entries?kind=session", "/tests", "/tests/reaction", "/tests/calf", "/tests/standing", "/breathe", "/breathe?go=1",
    "/learn", "/learn/soreness", "/learn/models", "/learn/models/grip", "/settings", "/api", "/no-such-page",
    "/settings/gone", "/pair?code=x", "/start?step=1", "/start?step=2", "/start?step=3", "/breathe?rate=99",
)  # fmt: skip
#: What stays English on purpose: drawings of the reports room, the field words that are explained at the end of a page,
#: the graded sentences of an article, a model's words and the programs' addresses, all of which are knowledge.
KEPT = re.compile(
    r'<text\b.*?</text>|<svg(?! class="body)[^>]*>.*?</svg>|<div id="words".*?</div>|<dl class="api">.*?</dl>|'
    r'<article\b.*?</article>|<title>.*?</title>|<div class="scroll".*?</div>|<ul class="tests".*?</ul>',
    re.DOTALL,
)
#: Sentences that the reports room, and the rooms below it, make of numbers and of the knowledge.
REPORTS = re.compile(
    r"before any answer: |leaning to: |ordinary tiredness: |exertion came before it|both: some muscles|cannot be told|"
    r"published scores, |the range that your laboratory|shares are rough|small signs together|other causes explain|"
    r"fits soreness after training|it tells what kind of tiredness|what is it like|bed rest or a long journey|"
    r"highest: |rest day|self-test|blood test|likely$|possible$|unlikely$|not high$|not low$|"
    r"(under|over|about) \d|\d+ of 10\b|no [a-z]|.*, both sides$|.* and \d+ more"
)
#: A number with its unit, a day of a report's table, the name of a file of the example person.
NUMBERS = re.compile(r"[<>≤≥]?\d[\d.,:]* ?(to \d\S*|[^\s\d]\S*)?( \d{4}\b)?|\S+\.(fit|csv)")


def strings(thing: object, seen: set[int]) -> Iterator[str]:
    """Every text in a value of our own types."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from strings(key, seen)
            yield from strings(value, seen)
    elif isinstance(thing, tuple | list | set | frozenset):
        for each in thing:
            yield from strings(each, seen)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from strings(getattr(thing, field.name), seen)


def plain(text: str) -> str:
    """As it is compared: what is set in type, and what a reader does not hear, left out."""
    text = html.unescape(phrases.typeset(text)).replace("\u2060", "").replace("’", "'")
    return re.sub(r"\s+", " ", text).strip(' .,;:·()+−?×“”"').casefold()


def bare(said: str) -> str:
    """Without its numbers and their units."""
    return NUMBERS.sub("", said).strip()


def outside(page: str) -> Iterator[str]:
    """What a page shows outside of the marks."""
    page = re.sub(r'<button type="button" class="term"[^>]*>(.*?)</button>', r"\1", page)
    page = PROGRAMS.sub("\0", KEPT.sub("\0", page))
    while page != (page := re.sub(r"⟦[^⟦⟧]*⟧", "\0", page)):
        pass
    for text in (*ATTRIBUTE.findall(page), *re.split(r"<[^>]*>", page)):
        yield from text.split("\0")


def unspoken(text: str, allowed: set[str]) -> Iterator[str]:
    """What in a piece of a page is neither knowledge, nor an entry, nor from the reports room."""
    whole = plain(text)
    if bare(whole) in allowed or REPORTS.match(whole):
        return
    for said in map(plain, re.split(r"[.;:,·?] ", text)):
        if LETTERS.search(bare(said)) and bare(said) not in allowed and not REPORTS.match(said):
            yield said


def test_in_another_language_only_knowledge_entries_and_reports_stay_english(second, example, morning):
    person, web = example
    knowledge = (person.knowledge, simulations(), ANALYTES, SIGNALS, [accepted_units(each) for each in ANALYTES])
    entries = (person.history(morning), person.assess_today(morning), person.assess_yesterday(morning))
    reports = {name: value for name, value in vars(phrases).items() if name.isupper()}
    ours = (SAID_AS_IT_IS, languages()["en"], say("settings.figure_lead"))
    allowed = {bare(plain(text)) for text in strings((*knowledge, *entries, reports, *ours), set())}
    left = []
    for path in PAGES:
        page = web.get(path, headers=second, follow_redirects=True).text
        assert '<html lang="xx"' in page, path
        assert page.count("⟦") == page.count("⟧") > 2, path
        left += [f"{path} shows {said!r}" for text in outside(page) for said in unspoken(text, allowed)]
    assert not left, "\n".join(left)


def test_a_language_is_chosen_in_the_settings_where_there_are_two(second, web):
    page = web.get("/settings").text
    assert 'name="language" value="en" checked' in page
    assert 'name="language" value="xx"' in page
    assert say("settings.language_lead") in html.unescape(page)
    answer = web.post(
        "/settings/look", data={"theme": "dark", "language": "xx"}, headers={"Origin": "http://127.0.0.1:8421"}
    )
    assert answer.cookies["unweary-view"] == "dark.metric.xx"
    there = web.get("/settings", headers={"Cookie": f"unweary-view={answer.cookies['unweary-view']}"}).text
    assert 'name="language" value="xx" checked' in there
    assert "⟦Settings⟧" in there
    # What the translation lacks is said in English.
    assert f">{say('settings.figure_lead')}<" in there


def test_nobody_meets_a_choice_of_one_language(web):
    page = web.get("/settings", headers={"Cookie": "unweary-view=dark.xx"}).text
    assert languages() == {"en": "English"}
    assert 'name="language"' not in page
    assert '<html lang="en"' in page


def test_one_reader_s_language_is_not_another_s(second, web):
    assert "⟦Settings⟧" in web.get("/settings", headers=second).text
    assert "⟦Settings⟧" not in web.get("/settings").text
    assert SPOKEN.get() == "en"


def test_field_words_that_a_translation_lacks_are_explained_in_english(second):
    before = SPOKEN.set("xx")
    try:
        assert meanings()["GP"] == "Your family doctor."
    finally:
        SPOKEN.reset(before)
