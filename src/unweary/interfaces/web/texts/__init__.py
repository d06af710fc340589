"""Every fixed text of a page through one function, so that a translation is one more file and no change of code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

#: The language that is complete. A file ``<language>.toml`` beside ``en.toml`` adds another one.
LANGUAGE = "en"
_FOLDER = files(__package__)
#: The language of the request that is answered now (interfaces/web/view.py).
SPOKEN: ContextVar[str] = ContextVar("unweary_language", default=LANGUAGE)


@cache
def languages() -> Mapping[str, str]:
    """Every language that has a file of texts, and what it calls itself; English first.

    Examples
    --------
    >>> languages()["en"]
    'English'
    """
    found = sorted(each.name.removesuffix(".toml") for each in _FOLDER.iterdir() if _is_texts(each.name))
    return {each: table(each)["settings.language_self"] for each in sorted(found, key=LANGUAGE.__ne__)}


def _is_texts(name: str) -> bool:
    return name.endswith(".toml") and not name.endswith("_words.toml")


@cache
def table(language: str = LANGUAGE) -> Mapping[str, str]:
    """Every text by its key, such as ``labs.title``; what a translation lacks is there in English.

    Raises
    ------
    FileNotFoundError
        Where there is no such language.
    """
    texts = dict(_flat(tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))))
    return texts if language == LANGUAGE else {**table(), **texts}


def _flat(tables: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def say(key: str, /, **filled: object) -> str:
    """One text in the language of the reader, with its places filled in.

    A place that is filled with markup, such as a ``link``, stays markup; then the text and all else in it is escaped.

    Raises
    ------
    KeyError
        Where English has no such key: a slip of ours.

    Examples
    --------
    >>> say("labs.usual", range="30 to 200")
    'Usual: 30 to 200'
    >>> str(say("labs.usual", range=link("/labs?a=1&b=2", "<5")))
    'Usual: <a href="/labs?a=1&amp;b=2">&lt;5</a>'
    """
    text = table(SPOKEN.get())[key]
    if not filled:
        return text
    if any(isinstance(value, Markup) for value in filled.values()):
        return escape(text).format(**filled)
    return text.format(**filled)


def count_words(key: str, count: int, /, **filled: object) -> str:
    """The text for one, ``key_one``, or for many, ``key_many``, which gets ``count``.

    Examples
    --------
    >>> count_words("files.entry", 1), count_words("files.entry", 3)
    ('1 entry', '3 entries')
    """
    return say(f"{key}_one" if count == 1 else f"{key}_many", count=count, **filled)


def link(address: str, words: str) -> Markup:
    """A link as part of a text.

    Examples
    --------
    >>> link("/labs", "Blood tests")
    Markup('<a href="/labs">Blood tests</a>')
    """
    return Markup('<a href="{}">{}</a>').format(address, words)
