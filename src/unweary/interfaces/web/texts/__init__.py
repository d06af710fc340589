"""Every fixed text of a page through one function, so that a translation is one more file and no change of code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

#: The language that is complete. A file ``<language>.toml`` beside ``en.toml`` adds another one.
LANGUAGE = "en"


@cache
def table(language: str = LANGUAGE) -> Mapping[str, str]:
    """Every text by its key, such as ``labs.title``.

    Raises
    ------
    FileNotFoundError
        Where there is no such language.
    """
    text = (files(__package__) / f"{language}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(text)))


def _flat(tables: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def say(key: str, language: str = LANGUAGE, **filled: object) -> str:
    """One text, with its places filled in. A key that is missing in a translation is said in English.

    Raises
    ------
    KeyError
        Where English has no such key: a slip of ours.

    Examples
    --------
    >>> say("labs.usual", range="30 to 200")
    'Usual: 30 to 200'
    """
    text = table(language).get(key) or table()[key]
    return text.format(**filled) if filled else text
