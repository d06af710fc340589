"""Field words are explained where they first stand on a page: a tap or a key opens what they mean, without a script.

A page is looked through once, after it was drawn. So no template has to think of it, and a word that comes out of the
knowledge is explained like one of our own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from markupsafe import escape

from unweary.interfaces.web.texts import LANGUAGE, SPOKEN, say
from unweary.reports.phrases import typeset

_MAIN = re.compile(r"(<main\b.*?)(<footer\b|<p class=\"foot\"|</main>)", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
#: Where no button may stand, or where nothing is read: such a word is explained at the end of the page.
_SEALED = frozenset(
    {"a", "button", "label", "summary", "select", "textarea", "svg", "script", "noscript", "code", "pre"}
)
#: What is read by a program, or was typed and goes back as it is.
_VERBATIM = frozenset({"select", "textarea", "script", "code", "pre"})


def meanings() -> Mapping[str, str]:
    """What each field word means, in the language of the reader; what a translation lacks in English.

    Examples
    --------
    >>> meanings()["GP"]
    'Your family doctor.'
    """
    return _meanings(SPOKEN.get())


@cache
def _meanings(language: str) -> Mapping[str, str]:
    file = files("unweary.interfaces.web.texts") / f"{language}_words.toml"
    tables = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    rows = (row for table in tables.values() for row in table.items())
    told = {word: meaning for words, meaning in rows for word in words.split(", ")}
    return told if language == LANGUAGE else {**_meanings(LANGUAGE), **told}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Any of the words; the longest first, so that a part of a word is not taken for it."""
    known = sorted(_meanings(language), key=len, reverse=True)
    any_case, as_written = ([re.escape(word) for word in known if word.islower() is low] for low in (True, False))
    return re.compile(rf"(?<!\w)(?:{'|'.join(as_written)}|(?i:{'|'.join(any_case)}))(?!\w)")


def found(text: str) -> Iterator[re.Match[str]]:
    """The field words in a text, in order.

    Examples
    --------
    >>> [word[0] for word in found("Ferritin + CRP; a packet, the GPs, CK-MB")]
    ['Ferritin', 'CRP', 'CK']
    """
    return _pattern(SPOKEN.get()).finditer(text)


def explained(html: str) -> str:
    """A page in which each field word can be opened where it first stands, in the open and in what is folded."""
    return _MAIN.sub(lambda page: _main(page[1]) + page[2], html, count=1)


def _main(html: str) -> str:
    pieces = _TAG.split(html)
    told: set[tuple[str, bool]] = set()
    sealed: set[str] = set()
    open_: list[str] = []
    for n, piece in enumerate(pieces):
        if n % 2:
            _step(piece, open_)
        elif piece.strip() and any(name in _SEALED for name in open_):
            sealed.update(_key(word[0]) for word in found(piece))
            pieces[n] = piece if any(name in _VERBATIM for name in open_) else typeset(piece)
        elif piece.strip():
            pieces[n] = _marked(typeset(piece), told, folded="details" in open_)
    in_place = {key for key, _ in told}
    return "".join(pieces) + _foot(sorted(sealed - in_place), sorted(sealed | in_place))


def _step(tag: str, open_: list[str]) -> None:
    """Which of the elements that matter are open after this tag."""
    name = _NAME.match(tag)
    if name is None or (name[1] != "details" and name[1] not in _SEALED):
        return
    if not tag.startswith("</"):
        open_.append(name[1])
    elif name[1] in open_:
        open_.remove(name[1])


def _marked(text: str, told: set[tuple[str, bool]], *, folded: bool) -> str:
    """What is folded may stay so: a word that stands there first is told in the open as well."""

    def mark(word: re.Match[str]) -> str:
        key = _key(word[0])
        if (key, False) in told or (key, folded) in told:
            return word[0]
        told.add((key, folded))
        # The mark (word joiner) keeps a comma on the line of its word.
        return _button(word[0], key) + ("&#8288;" if text[word.end() : word.end() + 1] in tuple(",.;:)") else "")

    return _pattern(SPOKEN.get()).sub(mark, text)


def _key(word: str) -> str:
    return word if word in meanings() else word.lower()


def _id(key: str) -> str:
    return "w-" + re.sub(r"\W+", "-", key).lower()


def _button(text: str, key: str) -> str:
    return f'<button type="button" class="term" popovertarget="{_id(key)}">{text}</button>'


def _foot(only_sealed: list[str], told: list[str]) -> str:
    """What the words mean, unseen until asked for; a browser that cannot do that shows them here."""
    line = " ".join(_button(key, key) for key in only_sealed)
    if line:
        line = f'<p class="cap">{escape(say("words.here"))} {line}</p>'
    rows = "".join(
        f'<p popover class="meaning" id="{_id(key)}"><b>{escape(key)}</b> {escape(meanings()[key])}</p>' for key in told
    )
    return f'<div id="words" data-region>{line}{rows}</div>'
