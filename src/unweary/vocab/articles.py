"""Short articles: what is known about one topic, sentence by sentence with its grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Literal


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that rests on sources. ``grade`` says how sure we are that it is right: A strong to D unclear.

    ``check`` as for numbers: V seen in the source, R recalled, E an estimate. ``source`` holds ids of sources, with
    commas between them. ``id`` is the claim's name within its article.
    """

    id: str
    text: str
    grade: Literal["A", "B", "C", "D"]
    check: Literal["V", "R", "E"]
    source: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources, one by one."""
        return tuple(part.strip() for part in self.source.split(","))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs; ``{name}`` in a paragraph is the place of the claim with that id."""

    title: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One topic. It is offered beside ``causes`` and ``remedies`` (their ids).

    Examples
    --------
    >>> claim = Claim("late", "It comes late.", "A", "V", "cheung2003_kind")
    >>> article = Article("soreness", "Sore muscles", "It fades.", (Section("What", ("So: {late} Wait.",)),), (claim,))
    >>> article.words()
    'Sore muscles. It fades. What. So: It comes late. Wait.'
    """

    id: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    causes: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()

    def pieces(self, paragraph: str) -> Iterator[str | Claim]:
        """A paragraph as plain text and claims in the order in which they are read; unknown places are left out."""
        named = {claim.id: claim for claim in self.claims}
        for plain, place, _, _ in Formatter().parse(paragraph):
            if plain.strip():
                yield plain.strip()
            if place in named:
                yield named[place]

    def words(self) -> str:
        """Everything that is read, as one text."""
        said = [f"{self.title}.", self.lead]
        for section in self.sections:
            said.append(section.title if section.title.endswith(("?", ".")) else f"{section.title}.")
            for paragraph in section.text:
                said += [piece.text if isinstance(piece, Claim) else piece for piece in self.pieces(paragraph)]
        return " ".join(said)
