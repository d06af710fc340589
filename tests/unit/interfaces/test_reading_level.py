"""What stands on a page can be read by somebody of about twelve years: Flesch and Kincaid's grade (reading_level.py).

Each page at most grade 7, no sentence beyond 10 that is not listed with its reason. The clinicians' report is left out.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from unweary.interfaces.web.texts import say, table
from unweary.interfaces.web.words import meanings
from unweary.knowledge import load, simulations

_SPEC = importlib.util.spec_from_file_location("reading_level", Path(__file__).with_name("reading_level.py"))
reading_level = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reading_level)

KNOWLEDGE = load()
ARTICLES = KNOWLEDGE.articles
REMEDIES = [text for row in KNOWLEDGE.remedies.values() for text in (row.name, row.dose, row.timing) if text]
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


@pytest.mark.parametrize("model", simulations(), ids=lambda model: model.id)
def test_a_model_is_told_in_easy_words(model):
    assert reading_level.grade(f"{model.summary} {model.shows} {model.stops}") <= 9.0


WEB = Path(__file__).parents[3] / "src" / "unweary" / "interfaces" / "web"
#: Names of days and months have the syllables that they have.
PAGES = sorted({key.partition(".")[0] for key in table()} - {"dates"})
TEMPLATES = sorted(WEB.glob("templates/*.html"))
#: Names stand as on a packet, in a doctor's letter or over a hospital's door: one syllable each.
NAMES = re.compile(
    r"\b(?:"
    "levothyroxine levodopa bisphosphonate tetracycline quinolone antibiotic integrase inhibitor dolutegravir statin "
    "mycophenolate colchicine clarithromycin erythromycin fusidic antifungal hepatitis ciclosporin gemfibrozil lithium "
    "autoimmune sarcoidosis tuberculosis parathyroid methotrexate tacrolimus antiviral daptomycin rhabdomyolysis "
    "checkpoint biologic arthritis monoxide sacubitril spironolactone trimethoprim potassium sodium calcium cortisol "
    "magnesium adrenal vitamin sclerosis nitrate alpha-blocker haemochromatosis thalassaemia transfusion gliflozin "
    "empagliflozin dapagliflozin angina cardiomyopathy osteoporosis glaucoma anticancer radiotherapy atorvastatin "
    "simvastatin cholesterol apixaban clopidogrel heparin warfarin anaesthetic pituitary dietitian polymyalgia "
    "Guillain-Barre regional sulfonylurea malaria emergency maternity rheumatology".replace(" ", "|") + r")s?\b",
    re.IGNORECASE,
)  # fmt: skip
#: Beginnings of sentences that may be harder, and why.
HARDER = {
    "Is there pressure, tightness or ache in the chest": "the wording that doctors tested for the heart, in one breath",
    "After week 20 or within 6 weeks after birth": "the signs that midwives list, each in plain words",
    "Do muscles that start at full strength give out": "one sign with its examples; apart they mean something else",
    "Is one leg more swollen than the other": "says every place that counts, so that none is left out",
    "With the muscle relaxed, does someone": "says who moves and how; shorter it is taken for stretching by oneself",
    "Did the soreness start 12 to 72 hours": "unfamiliar is the word that fits, and is said by all",
    "Weakness on a statin or another": "names what to ask the doctor for",
    "Repeated muscle breakdown, or cramps": "a rare illness, told to those alone whom it may concern",
    "A hot, swollen joint of short history": "the rule of the guideline, word for word",
    "Tingling with new weakness": "the rule of the guideline, word for word",
    "Breathlessness on everyday effort is looked": "calms without taking anything back",
}
MOST_PAGE, MOST_SENTENCE = 7.0, 10.0


def sentences(text):
    return [each.strip() for each in re.split(r"(?<=[.!?:;])\s+", text) if each.strip()]


def is_list(sentence):
    """Four or more short items: they are read one by one, which a formula for sentences does not know."""
    items = re.split(r",|\bor\b|;", sentence)
    return len(items) >= 4 and all(len(item.split()) <= 12 for item in items)


def hard(texts):
    """Sentences that are too hard. Below seven words the formula says nothing."""
    return [
        (round(reading_level.grade(each), 1), each)
        for text in texts
        for each in sentences(NAMES.sub("name", text))
        if len(each.split()) >= 7
        and reading_level.grade(each) > MOST_SENTENCE
        and not is_list(each)
        and not any(each.startswith(NAMES.sub("name", begins)) for begins in HARDER)
    ]


def whole(texts):
    return reading_level.grade(" ".join(text if text.endswith((".", "?", ":")) else f"{text}." for text in texts))


def literal(template):
    """What stands in a template itself, one line for each piece of a page."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<(script|title)\b.*?</\1>", " ", template, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "it", text, flags=re.DOTALL)
    text = re.sub(
        r"</?(?:p|li|h\d|div|section|td|th|dt|dd|summary|label|legend|button|option|small|nav)\b[^>]*>", "\n", text
    )
    lines = re.sub(r"<[^>]*>", " ", text).split("\n")
    return [
        line for line in (re.sub(r"\s+", " ", line).strip() for line in lines) if len(re.findall("[A-Za-z]+", line)) > 1
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_fixed_words_of_a_page_are_easy(page):
    texts = [text for key, text in table().items() if key.startswith(f"{page}.")]
    assert whole(texts) <= MOST_PAGE
    assert hard(texts) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.stem)
def test_what_stands_in_a_template_is_easy(template):
    texts = literal(template.read_text("utf-8"))
    assert not texts or whole(texts) <= MOST_PAGE
    assert hard(texts) == []


def test_what_the_field_words_mean_is_said_in_easy_words():
    assert whole(meanings().values()) <= MOST_PAGE
    assert hard(meanings().values()) == []


@pytest.mark.parametrize(
    ("what", "texts"),
    [
        ("questions", [finding.question for finding in KNOWLEDGE.findings.values()]),
        ("labels", [finding.label for finding in KNOWLEDGE.findings.values()]),
        ("rules", [text for rule in KNOWLEDGE.red_flags for text in (rule.message, rule.why)]),
        ("verdicts", [text for row in KNOWLEDGE.verdict for text in (row.reason, row.advice, row.change) if text]),
        ("safety", [row.words for row in KNOWLEDGE.safety_rules if row.words]),
        ("remedies", REMEDIES),
        ("articles", [article.words() for article in ARTICLES]),
    ],
)  # fmt: skip
def test_what_comes_from_the_knowledge_is_easy(what, texts):
    assert texts
    assert whole(texts) <= MOST_PAGE
    assert hard(texts) == []


def test_every_exception_is_still_needed():
    read = {text for rule in KNOWLEDGE.red_flags for text in (rule.message, rule.why)}
    read |= {finding.question for finding in KNOWLEDGE.findings.values()}
    for begins, why in HARDER.items():
        assert why
        meant = [each for text in read for each in sentences(text) if each.startswith(begins)]
        assert meant, begins
        assert max(reading_level.grade(each) for each in meant) > MOST_SENTENCE, begins


#: Blame, orders and cheer. 'Must' is for things ("some must not wait"), never for the person.
UNKIND = re.compile(
    r"!|you should have|should've|you failed|failed to|great job|well done|good job|normal range|just try|you must|"
    r"(?<!that )you have to|(?<!before )you need to|your fault|(?<!have )you missed|you forgot|lazy|"
    r"non-?complian|poor compliance|you ought|(?<!no )shame|"
    r"bad habit|too late now|never mind|cheer up|no excuse|all in your head|(?<!no )streak|keep it up",
    re.IGNORECASE,
)


def test_no_text_blames_nags_cheers_or_shouts():
    read = [*table().values(), *meanings().values(), *(article.words() for article in ARTICLES)]
    read += [text for template in TEMPLATES for text in literal(template.read_text("utf-8"))]
    read += [finding.question for finding in KNOWLEDGE.findings.values()]
    read += [text for rule in KNOWLEDGE.red_flags for text in (rule.message, rule.why)]
    read += [text for row in KNOWLEDGE.verdict for text in (row.reason, row.advice, row.change) if text]
    read += REMEDIES
    assert [text for text in read if UNKIND.search(text)] == []
    assert UNKIND.search("You failed to check in")


def test_what_a_translation_lacks_is_said_in_english_and_a_slip_of_ours_is_an_error():
    assert say("labs.title") == "Blood tests"
    with pytest.raises(KeyError):
        say("labs.no_such_text")


def test_every_text_that_a_page_asks_for_is_there_and_every_one_is_asked_for():
    source = "".join(
        file.read_text("utf-8")
        for file in (*WEB.parent.glob("*.py"), *WEB.rglob("*.py"), *WEB.glob("templates/*.html"))
    )
    asked = set(re.findall(r"""say\(\s*f?["']([a-z_]+\.[\w. ]+)["']""", source))
    # The second of two, 'say("files.redo" if undone else "files.undo")', and those that a page chooses from a list.
    asked |= set(re.findall(r"""["']([a-z_]+\.\w+)["']""", source)) & set(table())
    counted = {f"files.{name}" for name in re.findall(r'counted\("(\w+)"', source)}
    counted |= set(re.findall(r'count_words\(\s*"([a-z_]+\.\w+)"', source))
    asked |= {f"{name}_{many}" for name in counted for many in ("one", "many")}
    # The beginnings of keys that a page puts together: 'say(f"scales.{name}_low")', 'say("settings.sex_" ~ code)'.
    built = tuple(set(re.findall(r"""say\(\s*f?["']([a-z_]+\.[\w.]*)(?:\{|["'] ~)""", source)))
    asked |= {f"{key}_{more}" for key in asked if key.startswith("error.") for more in ("why", "do")} & set(table())
    assert asked - set(table()) - set(built) == set()
    assert {key for key in table() if key not in asked and not key.startswith(built)} == set()
