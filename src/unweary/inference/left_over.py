"""What was said and not understood: it is listed to the person, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unweary.inference.cue_places import cues
from unweary.inference.said_numbers import TALK
from unweary.inference.sentences import DENIALS, FILLERS, STARTERS, Sentence, is_cut, number_of

#: So many unread telling words in a row are told as not understood, though something beside them was read.
_SEVERAL = 4
#: Words that change nothing in a phrase but tell something where they are all that was said: 'I feel really bad'.
_FELT = frozenset(("bad", "badly", "gone", "down", "horribly", "awfully", "terribly"))


def left_over(sentence: Sentence, met_at: set[int], text: str) -> Iterator[str]:
    """Stretches with something to say in which nothing was recognised, and long runs of such words in the others."""
    cued = {at for cue in cues(sentence.plain()) for at in range(cue.first, cue.last + 1)}
    small = (FILLERS - _FELT) | TALK
    met = {piece for word, piece in zip(sentence.words, sentence.piece, strict=True) if word.start in met_at}
    for number in dict.fromkeys(sentence.piece):
        stretch = [word for word, piece in zip(sentence.words, sentence.piece, strict=True) if piece == number]
        words = [word for word in stretch if not is_cut(word.plain)]
        telling = [w for w in words if w.plain not in small and number_of(w.plain) is None]
        if number not in met and telling:
            yield text[words[0].start : words[-1].end]
        elif number in met:
            yield from _unread(sentence, number, met_at, cued, text)


def unread_places(sentence: Sentence, met_at: set[int]) -> Iterator[int]:
    """The places of the telling words in which nothing was recognised."""
    small = (FILLERS - _FELT) | TALK | DENIALS
    for at, word in enumerate(sentence.words):
        told = word.plain not in small and number_of(word.plain) is None and not is_cut(word.plain)
        if told and word.start not in met_at:
            yield at


def _unread(sentence: Sentence, number: int, met_at: set[int], cued: set[int], text: str) -> Iterator[str]:
    """The runs of a half-read stretch in which several telling words in a row were not understood."""
    small = FILLERS | TALK | STARTERS | DENIALS
    run: list[int] = []
    for at, word in enumerate(sentence.words):
        if sentence.piece[at] == number and word.start not in met_at:
            run.append(at)
            continue
        yield from _told_in(sentence, run, small, cued, text)
        run = []
    yield from _told_in(sentence, run, small, cued, text)


def _told_in(sentence: Sentence, run: Sequence[int], small: frozenset[str], cued: set[int], text: str) -> Iterator[str]:
    plain = sentence.plain()
    telling = [at for at in run if plain[at] not in small and at not in cued and not is_cut(plain[at])]
    telling = [at for at in telling if number_of(plain[at]) is None]
    if len(telling) >= _SEVERAL:
        yield text[sentence.words[telling[0]].start : sentence.words[telling[-1]].end]
