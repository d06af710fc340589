"""From a text to sentences of words, each word with its place; commas, brackets and joining words cut a sentence.

Words are compared in one plain form: lower case, without apostrophes, a final 's taken off ("leg's" is "leg",
"can't" is "cant"). The places always count in the text as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECES = re.compile(
    r"(?P<mixed>\b(?:sp[o0]2|o2|vo2|b12|hba1c|co2|n2o|t[12]d?m?)(?![^\W_]))|(?P<number>\d+(?:[.,]\d+)*)|(?P<without>\bw/o\b)|(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)"
    r"|(?P<end>[.!?;\n\r•]+)|(?P<cut>:(?!\s*\d)|[,()\[\]–—]|-(?=\s)|/|&|\+|…|%|°)",
    re.IGNORECASE,
)
#: Nobody speaks that long in one breath. Without a limit, reading takes time with the square of the length.
_LONGEST = 300
_LOOK_BACK = 60
#: Words that deny what comes after them.
DENIALS = frozenset((
    "no", "not", "never", "none", "without", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "havent",
    "hasnt", "hadnt", "aint", "nor", "neither", "deny", "denies", "denied", "nothing", "cant", "cannot",
))  # fmt: skip
#: As people write in haste or on a phone: one word, in its plain form, for another.
_WRITTEN = {
    "u": "you", "ur": "your", "n": "and", "w": "with", "cos": "because", "cuz": "because", "coz": "because",
    "cus": "because", "bc": "because", "tho": "though", "altho": "although", "yday": "yesterday", "yest": "yesterday",
    "nite": "night", "nites": "nights", "tonite": "tonight", "tmrw": "tomorrow", "tues": "tuesday", "weds": "wednesday",
    "thurs": "thursday", "prob": "probably", "probs": "probably", "probly": "probably", "prolly": "probably",
    "deffo": "definitely", "defo": "definitely", "bf": "boyfriend", "gf": "girlfriend", "hubby": "husband",
    "missus": "wife", "havnt": "havent", "dosnt": "doesnt", "dosent": "doesnt", "doesent": "doesnt", "dnt": "dont",
    "didint": "didnt", "dident": "didnt", "cudnt": "couldnt", "couldent": "couldnt", "carnt": "cant", "iam": "im",
    "alot": "lots", "thru": "through",
}  # fmt: skip
#: A closing 'is that normal?': how many words it has at most after 'is that', and one of those that make it one.
_SHORT = 4
_ASKED = frozenset(("normal", "ok", "okay", "bad", "serious", "dangerous", "common", "usual", "safe", "worrying"))
_TELLS = frozenset(("i", "im", "ive", "my", "mine", "suddenly", "now", "today"))
_APOSTROPHES = re.compile("['’`´]")
#: Words that begin a thought of their own.
_TURNS = frozenset((
    "but", "however", "although", "though", "whereas", "yet", "except", "instead", "nevertheless", "otherwise",
))  # fmt: skip
_ASIDE = frozenset(("the", "my", "on", "left", "right", "one", "side", "only", "just", "hand"))
#: After 'and', these show that a new statement begins, not one more thing in a list.
STARTERS = frozenset((
    "i", "im", "ive", "id", "my", "its", "it", "the", "this", "that", "there", "theres", "now", "then", "also", "left",
    "right", "have", "has", "having", "feel", "feeling", "get", "getting", "had", "since", "today", "yesterday", "one",
    "both", "still", "he", "she", "they", "we", "you", "when", "if", "am", "is", "are", "was",
))  # fmt: skip
#: Words that may stand between the words of a phrase without changing what is said. No word of denial is among them.
FILLERS = frozenset((
    "a", "an", "the", "my", "his", "her", "your", "our", "their", "this", "that", "these", "those", "some", "any",
    "is", "are", "am", "was", "were", "be", "been", "being", "im", "ive", "its", "it", "i", "has", "have", "had",
    "having", "got", "get", "gets", "getting", "gone", "feel", "feels", "feeling", "felt", "seem", "seems", "look",
    "looks", "looking", "become", "becomes", "becoming", "very", "really", "so", "quite", "pretty", "too", "rather",
    "extremely", "super", "bloody", "absolutely", "completely", "totally", "incredibly", "terribly", "constantly",
    "always", "just", "all", "both", "in", "on", "at", "of", "to", "from", "with", "around", "round", "into", "about",
    "by", "now", "again", "still", "suddenly", "bit", "little", "bad", "badly", "sort", "kind", "bits", "over",
    "whole", "own", "more", "much", "lot", "lots", "also", "even", "actually", "definitely", "clearly", "slightly",
    "when", "whenever", "while", "during", "keep", "keeps", "kept", "keeping", "often", "sometimes", "up", "new",
    "horribly", "awfully", "proper", "properly", "well", "area", "muscle", "muscles", "started", "starts", "start",
    "began", "turned", "went", "go", "goes", "going", "me", "myself", "as", "for", "after", "mildly", "visibly",
    "noticeably", "there", "down",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or cutting sign, in its plain form, with its place in the text."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence. ``piece[i]`` numbers the stretch between cuts in which word ``i`` stands."""

    words: tuple[Word, ...]
    piece: tuple[int, ...]
    asks: bool
    forms: tuple[str, ...]

    def plain(self) -> tuple[str, ...]:
        """The plain forms alone."""
        return self.forms


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences.

    Examples
    --------
    >>> [sentence.plain() for sentence in sentences("No fever. My leg's sore, can't run!")]
    [('no', 'fever'), ('my', 'leg', 'sore', ',', 'cant', 'run')]
    >>> sentences("Both calves ache, but it is fine")[0].piece
    (0, 0, 0, 1, 2, 2, 2, 2)
    """
    found: list[Sentence] = []
    words: list[Word] = []
    for match in _PIECES.finditer(text):
        if match.lastgroup != "end":
            words.append(Word(_plain(match), match.start(), match.end()))
            if len(words) == _LONGEST:
                at = _breath([each.plain for each in words])
                found.append(sentence_of(words[:at], asks=False))
                words = words[at:]
        elif words:
            told, asked = _told_and_asked(words) if "?" in match.group() else (words, [])
            if told:
                found.append(sentence_of(told, asks="?" in match.group() and not asked and not _stressed(match, told)))
            if asked:
                found.append(sentence_of(asked, asks=True))
            words = []
    if words:
        found.append(sentence_of(words, asks=False))
    return tuple(found)


def _told_and_asked(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """'My calf is swollen, is that normal?' tells first, then asks: the question doubts nothing that was told."""
    for at in range(len(words) - 3, 1, -1):
        first, second, *rest = [word.plain for word in words[at:]]
        if first == "is" and second in ("that", "this", "it") and len(rest) <= _SHORT and not _ASKED.isdisjoint(rest):
            return words[:at], words[at:]
        if (first, second) == ("should", "i") and len(rest) <= _SHORT:
            return words[:at], words[at:]
    return words, []


def _stressed(match: re.Match[str], words: list[Word]) -> bool:
    """Whether the '??' stands for alarm: it closes a sentence that tells about oneself and asks nothing."""
    return match.group().count("?") > 1 and words[0].plain in _TELLS


def _breath(plain: list[str]) -> int:
    """Where a text without a full stop is cut: where somebody speaks anew, never between a 'no' and what it denies."""
    late = range(len(plain) - 1, len(plain) - _LOOK_BACK, -1)
    anew = (at for at in late if plain[at] in _TURNS or plain[at] in ("i", "im", "ive", "my"))
    denies = (at for at in late if plain[at] in DENIALS)
    cut = next(anew, None) or next(denies, None) or next((at for at in late if is_cut(plain[at])), len(plain))
    # 'Not that I know of': what the cut follows is looked at once more.
    while cut < len(plain) and cut > 1 and any(word in DENIALS for word in plain[cut - 4 : cut]):
        cut -= 1
    return cut


def _plain(match: re.Match[str]) -> str:
    said = match.group()
    if match.lastgroup == "number":
        # '6,5' is six and a half, '1,200' is not: three digits after a comma are thousands.
        return re.sub(r",(?=\d{3}(?:\D|$))", "", said).replace(",", ".")
    if match.lastgroup == "without":
        return "without"
    if match.lastgroup == "cut":
        return {"&": "and", "+": "and", "…": ",", "[": "(", "]": ")", "–": "-", "—": "-"}.get(said, said)
    parts = _APOSTROPHES.split(said.lower())
    if len(parts) > 1 and parts[-1] == "s":
        parts.pop()
    # 'Dizzzy', 'sooo tired': no word has one letter three times in a row.
    plain = re.sub(r"(.)\1{2,}", r"\1\1", "".join(parts))
    return _WRITTEN.get(plain, plain)


def sentence_of(words: list[Word], *, asks: bool) -> Sentence:
    """The words of one sentence with the stretches that its cuts make."""
    words = _without_asides(words)
    plain = [word.plain for word in words]
    pieces: list[int] = []
    number = 0
    for place, word in enumerate(plain):
        joins = word == "and" and place + 1 < len(plain) and plain[place + 1] in STARTERS
        if place and (is_cut(word) or word in _TURNS or joins):
            number += 1
        pieces.append(number)
    return Sentence(tuple(words), tuple(pieces), asks, tuple(plain))


def _without_asides(words: list[Word]) -> list[Word]:
    """'My knee, the left one, swells': the side between two commas cuts nothing."""
    cuts = [at for at, word in enumerate(words) if word.plain == ","]
    dropped: set[int] = set()
    for first, last in zip(cuts, [*cuts[1:], len(words)], strict=False):
        inside = {word.plain for word in words[first + 1 : last]}
        if inside & {"left", "right"} and inside <= _ASIDE:
            dropped |= {first, last}
    return [word for at, word in enumerate(words) if at not in dropped] if dropped else words


def is_cut(plain: str) -> bool:
    """Whether this is a sign that cuts a sentence, not a word."""
    return plain in (",", ":", "(", ")", "-")


def is_turn(plain: str) -> bool:
    """Whether a new thought begins here ('but')."""
    return plain in _TURNS


def number_of(plain: str) -> float | None:
    """The number that a word is, in digits or as a small number word."""
    if plain[:1].isdigit():
        try:
            return float(plain)
        except ValueError:  # a date such as 3.11.2026
            return None
    return _NUMBER_WORDS.get(plain)


_NUMBER_WORDS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0, "fifteen": 15.0,
    "sixteen": 16.0, "eighteen": 18.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0,
    "couple": 2.0, "few": 3.0, "several": 3.0, "half": 0.5,
}  # fmt: skip
