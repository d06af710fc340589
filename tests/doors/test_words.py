"""A field word is never left unexplained: on no page, without a script, by keyboard."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest

from unweary.interfaces.web.words import explained, found, meanings
from unweary.knowledge import load, simulations
from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, Profile

from .test_today import PAGES

MORE = (
    "/check-in/more", "/labs?test=ferritin_ug_l", "/tests/standing", "/tests/strength", "/timeline/2026-11-20",
    *(f"/learn/{article.id}" for article in load().articles),
    "/learn/models", *(f"/learn/models/{told.id.replace('_', '-')}" for told in simulations()),
)  # fmt: skip
#: Capitals that are no field word: units, names of bodies, journals and studies in a source, and what everyone knows.
NAMES = frozenset("""
    AND PDF JSON API FIT TCX GPX RR GPS CSV ZIP OK QR NHS NICE WHO BMJ JAMA MSSE EJAP IJSM JSCR BMC AASM ACSM ECSS NIH
    NIOSH IRLSSG GIRFT PMID ODS ECC EROS DIAGNOSIS COVID SARS IPG CD NG PM GT CMAJ UK NMR MRS
""".split())  # fmt: skip  # noqa: SIM905


class Reader(HTMLParser):
    """What a person reads in the main part, and which words can be opened."""

    sealed = frozenset({"a", "button", "label", "summary", "select", "textarea", "svg", "noscript", "code", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.read: list[str] = []
        self.terms: dict[str, str] = {}
        self.said: dict[str, str] = {}
        self.first: dict[str, bool] = {}
        self._at: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in ("input", "br", "meta", "link", "img", "path", "use", "circle", "rect", "line", "ellipse"):
            self.stack.append("term" if given.get("class") == "term" else "meaning" if "popover" in given else tag)
        self._at = given.get("popovertarget") or given.get("id") or self._at

    def handle_endtag(self, tag):
        for back in range(len(self.stack) - 1, -1, -1):
            if self.stack[back] in (tag, "term" if tag == "button" else "", "meaning" if tag == "p" else ""):
                del self.stack[back:]
                break

    def handle_data(self, data):
        if "main" not in self.stack or "footer" in self.stack or "script" in self.stack:
            return
        if "meaning" in self.stack:
            self.said[self._at] = self.said.get(self._at, "") + data
            return
        self.read.append(data)
        if "term" in self.stack:
            self.terms.setdefault(data, self._at)
        if self.sealed.isdisjoint(self.stack) and "details" not in self.stack:
            for word in found(data):
                self.first.setdefault(word[0].casefold(), "term" in self.stack)


def as_read(html: str) -> str:
    """A page without the marks around field words."""
    return re.sub(r'<button type="button" class="term"[^>]*>([^<]*)</button>(?:&#8288;)?', r"\1", html)


def problems(html: str) -> list[str]:
    page = Reader()
    page.feed(html)
    openable = {word.casefold() for word in page.terms}
    wrong = [
        f"{word[0]} cannot be opened" for word in found(" \n ".join(page.read)) if word[0].casefold() not in openable
    ]
    wrong += [f"{word} first stands there unexplained" for word, opens in page.first.items() if not opens]
    wrong += [f"{word} opens nothing" for word, at in page.terms.items() if len(page.said.get(at, "")) < 15]
    left = " \n ".join(page.read)
    for word in reversed(list(found(left))):
        left = left[: word.start()] + left[word.end() :]
    capitals = set(re.findall(r"(?<!\w)[A-Z]{2,}[0-9]?(?!\w)", left))
    return wrong + [f"{word} is no known word" for word in sorted(capitals - NAMES)]


@pytest.fixture(scope="module", params=["example", "urgent", "new"])
def somebody(request, example_home, tmp_path_factory):
    home = tmp_path_factory.mktemp(request.param) / "home"
    at = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    if request.param == "example":
        shutil.copytree(example_home, home)
    with open_home(home, demo=request.param == "example", clock=lambda: at) as person:
        if request.param == "urgent":
            signs = ("breathless_rest", "chest_pain_now", "dark_urine", "leg_swell_any")
            person.save_profile(Profile(birth_year=1989, sex="F", country="NO"), {})
            said = tuple(Answer(sign, "present", at) for sign in signs)
            person.check_in(CheckIn(Day(at.date(), fatigue_0_10=7), answers=said))
        yield person


def test_no_page_shows_a_field_word_that_cannot_be_opened(somebody, serve_person):
    web = serve_person(somebody)
    left = {}
    for path in (*PAGES, *MORE):
        answer = web.get(path)
        assert answer.status_code < 400, path
        # For programs and for clinicians: they keep their own words.
        if path not in ("/api", "/report") and answer.status_code == 200 and (wrong := problems(answer.text)):
            left[path] = wrong
    assert left == {}


def test_a_word_is_explained_once_in_the_open_and_never_within_a_link():
    html = explained(
        "<main><p><a href='/'>CK</a> and <b>CK</b>, CK</p><details><summary>GP</summary><p>GP and CK</p></details>"
        "<p>A GP.</p><footer>CRP</footer></main>"
    )
    assert "<a href='/'>CK</a> and <b><button" in html
    assert html.count(">CK</button>") == 1
    assert html.count(">GP</button>") == 2, "once in what is folded, once in the open"
    assert html.index('popover class="meaning"') > html.rindex("</details>")
    assert "CRP</button>" not in html
    assert problems(html) == []


def test_a_word_that_stands_in_a_link_alone_is_explained_at_the_end():
    html = explained("<main><a href='/labs'>ALT</a></main>")
    assert "Words on this page:" in html
    assert problems(html) == []
    assert problems("<main><p>CK, QZX</p></main>") == [
        "CK cannot be opened", "ck first stands there unexplained", "QZX is no known word",
    ]  # fmt: skip


def test_a_meaning_is_short_and_explains_no_word_by_another():
    for word, meaning in meanings().items():
        assert 15 < len(meaning) < 180, word
        others = {meanings().get(each[0], meanings().get(each[0].lower())) for each in found(meaning)} - {meaning}
        assert others == ({meanings()["D-dimer"]} if word == "FEU" else set()), word
