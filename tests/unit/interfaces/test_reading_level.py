"""The fixed texts of Learn, Labs and Settings can be read by somebody of about twelve years."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from unweary.interfaces.web.texts import say, table
from unweary.knowledge import load

_SPEC = importlib.util.spec_from_file_location("reading_level", Path(__file__).with_name("reading_level.py"))
reading_level = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reading_level)

ARTICLES = load().articles
WORDS = {
    "the": 1, "table": 2, "walked": 1, "wanted": 2, "boxes": 2, "makes": 1, "radio": 3, "nation": 2, "special": 2,
    "muscle": 2, "magnesium": 4, "recover": 3, "ferritin": 3, "iron": 2, "people": 2, "breathless": 2,
    "emergency": 4, "swollen": 2, "tired": 1, "nerve": 1, "usual": 3, "values": 2, "does": 1, "because": 2,
    "changes": 2, "little": 2, "whole": 1, "trying": 2, "after": 2, "science": 2, "area": 3, "350": 1,
}  # fmt: skip


def test_syllables_are_counted_right_for_nine_words_of_ten():
    right = [word for word, count in WORDS.items() if reading_level.syllables(word) == count]
    assert len(right) >= 0.9 * len(WORDS), sorted(set(WORDS) - set(right))


def test_a_hard_text_is_told_from_an_easy_one():
    easy = "The cat sat on the mat. It was warm there. Then it slept."
    hard = "Epidemiological investigations demonstrate considerable heterogeneity regarding rehabilitation."
    assert reading_level.grade(easy) < 2
    assert reading_level.grade(hard) > 16


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_an_article_is_short_and_easy(article):
    text = article.words()
    assert 250 <= len(re.findall(r"[\w’'-]+", text)) <= 450
    assert reading_level.grade(text) <= 7.0
    for section in article.sections:
        told = " ".join(piece if isinstance(piece, str) else piece.text
                        for paragraph in section.text for piece in article.pieces(paragraph))  # fmt: skip
        assert reading_level.grade(told) <= 8.0, section.title


@pytest.mark.parametrize("page", ["learn", "grade", "labs", "settings", "quiet", "today", "start", "tests"])
def test_the_fixed_words_of_a_page_are_easy(page):
    texts = [text if text.endswith((".", "?")) else f"{text}." for key, text in table().items() if key.startswith(page)]
    assert texts
    assert reading_level.grade(" ".join(texts)) <= 7.0
    hard = [text for text in texts if len(text.split()) > 7 and reading_level.grade(text) > 9]
    assert hard == []


@pytest.mark.parametrize("text", [*table().values(), *(article.words() for article in ARTICLES)])
def test_no_text_blames_cheers_or_shouts(text):
    assert "!" not in text
    assert not re.search(r"you should have|you failed|great job|normal range|just try", text, re.IGNORECASE)


def test_what_a_translation_lacks_is_said_in_english_and_a_slip_of_ours_is_an_error():
    assert say("labs.title") == "Blood tests"
    with pytest.raises(KeyError):
        say("labs.no_such_text")


def test_every_text_that_a_page_asks_for_is_there_and_every_one_is_asked_for():
    web = Path(__file__).parents[3] / "src" / "unweary" / "interfaces" / "web"
    source = "".join(
        file.read_text("utf-8") for file in (*web.parent.glob("*.py"), *web.glob("*.py"), *web.glob("templates/*.html"))
    )
    asked = set(re.findall(r"""say\(\s*f?["']([a-z_]+\.[\w. ]+)["']""", source))
    built = ("timeline.span_", "timeline.short_", "timeline.day_", "grade.", "labs.words.", "settings.sex_")
    assert asked - set(table()) - set(built) == set()
    assert {key for key in table() if key not in asked and not key.startswith(built)} == set()
