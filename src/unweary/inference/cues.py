"""What is done to a statement by the words around it: denied, doubted, over, someone else's, only supposed.

The rules are about English, not about medicine. Where they leave it open, the answer is 'doubted': a sign is never
taken away by a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from unweary.inference import cue_words as said
from unweary.inference.cue_places import Cue, cues
from unweary.inference.cue_words import Kind
from unweary.inference.denials import carried
from unweary.inference.sentences import FILLERS, STARTERS, Sentence, is_cut, is_turn


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands. ``over``: it was so a short while ago; ``past``: long ago."""

    denied: bool = False
    doubted: bool = False
    over: bool = False
    past: bool = False
    other: bool = False
    supposed: bool = False


#: How many telling words a denial reaches over.
_REACH = 5
_NOW = frozenset(("now", "today", "tonight", "currently"))
#: Words of any kind behind which no denial is looked for.
_FARTHEST = 60


def standing(
    sentence: Sentence,
    first: int,
    last: int,
    own: frozenset[int],
    others: Sequence[tuple[int, int]] = (),
    after: Sequence[str] = (),
) -> Standing:
    """How the statement in the words ``first`` to ``last`` stands.

    Parameters
    ----------
    own : set of int
        The places that the phrase itself names; a 'no' there belongs to it ("cannot feel").
    others : sequence of (first, last)
        Where other statements of the sentence stand: 'no fever, calf swollen' has two.
    after : sequence of str
        The words of the next sentence, for 'Fever? No.'

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> say = lambda text, at: standing(sentences(text)[0], at, at, frozenset({at}))
    >>> say("no cough or fever", 3).denied, say("not only fever", 2).denied, say("fever maybe", 0).doubted
    (True, False, True)
    >>> say("my dad had fever", 3).other, say("if i get fever", 3).supposed, say("fever last year", 0).past
    (True, True, True)
    """
    plain = sentence.plain()
    # In "haven't had a temperature" the phrase holds the 'had', not the denial; so with 'dad had a heart attack'.
    around = [cue for cue in cues(plain) if own.isdisjoint(_telling(cue))]
    denials = [cue for cue in around if cue.kind == "no"]
    reached = [_reach(sentence, cue, (first, last), own, others) for cue in denials]
    twice = _twice([cue for cue, how in zip(denials, reached, strict=True) if how == "yes"])
    behind = _behind(sentence, last, after)
    said_no = "yes" in reached or behind == "no"
    return Standing(
        denied=said_no and not twice,
        doubted=twice is None or "open" in reached or behind == "open" or _doubted(sentence, around, first, last),
        over=behind == "over" or _told_of(sentence, around, "over", first, last),
        past=_told_of(sentence, around, "past", first, last),
        other=_other(sentence, around, first, last),
        supposed=_supposed(plain, sentence, around, first),
    )


def _reach(
    sentence: Sentence, cue: Cue, sign: tuple[int, int], own: frozenset[int], others: Sequence[tuple[int, int]]
) -> Literal["yes", "open", ""]:
    """Whether a denial reaches a statement, and nothing that stands between takes it up."""
    first, last = sign
    how = _reaches(sentence, cue, first, others) if cue.first < first else "yes" if cue.first <= last else ""
    target = min((at for at in own if at > cue.last), default=first) if cue.first >= first else first
    taken = how and carried(sentence.plain(), (cue.first, cue.last), (target, max(target, last)), others)
    return how if taken == "yes" else taken


def _telling(cue: Cue) -> range:
    """The places of a cue that make it one: the 'dad' of 'dad had', all of 'not sure'."""
    return range(cue.first, (cue.first if cue.kind in ("no", "other") else cue.last) + 1)


def _twice(denials: list[Cue]) -> bool | None:
    """Whether two denials cancel each other; None where that is not clear."""
    if len(denials) < 2:
        return False
    joined = {" ".join(cue.plain) for cue in denials}
    if ("without" in joined and joined & {"not", "never", "isnt", "no"}) or joined & {"deny", "denies"}:
        return True
    # 'I don't have no fever' says it once, with force.
    spoken = [cue for cue in denials if cue.plain[0] not in ("no", "none", "nothing", "neither", "nor", "zero")]
    return False if len(spoken) <= 1 else None


def _reaches(sentence: Sentence, cue: Cue, first: int, others: Sequence[tuple[int, int]]) -> Literal["yes", "open", ""]:
    """Whether a denial before a statement reaches it."""
    plain = sentence.plain()
    if first - cue.last > _FARTHEST:
        return ""
    ends = {last for _, last in others if cue.last < last < first and plain[last] not in FILLERS}
    content = steps = 0
    joined = listed = False
    for place in range(cue.last + 1, first):
        word, follower = plain[place], plain[place + 1] if place + 1 < len(plain) else ""
        if _stops(plain, place, cue, after_something=content > 0):
            return ""
        if word in (",", "and", "or", "nor", "/"):
            if not _goes_on(word, plain[place + 1 : place + 3], after_something=content > 0):
                return ""
            listed, steps, joined = listed or word in (",", "and"), 0, True
        elif word not in FILLERS:
            content, steps, joined = content + 1, steps + 1, False
        # 'No fever left calf swollen': nothing joins the second statement to the first.
        unjoined = not joined and place in ends
        if steps > _REACH or (unjoined and follower not in (",", "or", "nor", "and", "/") and _apart(place, others)):
            return ""
    return _in_a_list(plain, cue, first, others) if listed else "yes"


def _stops(plain: tuple[str, ...], place: int, cue: Cue, *, after_something: bool) -> bool:
    """Whether a denial ends at this word."""
    word = plain[place]
    instead = word == "more" and after_something and plain[place + 1 : place + 2] in (("of",), ("like",), ("a",))
    if (is_cut(word) and word != ",") or is_turn(word) or instead:  # 'not a sharp pain, more of a dull ache'
        return True
    if word in said.ENDS and (after_something or word not in ("ever", "other", "just", "only")):
        return True
    if not after_something:
        return False
    if word in said.SUBJECTS and cue.plain[0] in said.LOOSE_NO and plain[place - 1] not in said.PREPOSITIONS:
        return True
    # 'Did not sleep with this fever': what comes with a denied action is not denied.
    return word == "with" and cue.plain[0] not in ("no", "nor") and plain[place - 1] != "diagnosed"


def _goes_on(word: str, then: tuple[str, ...], *, after_something: bool) -> bool:
    """Whether a comma, 'and' or 'or' adds to what is denied, rather than beginning something new."""
    follower = then[0] if then else ""
    # 'Nothing swollen and pee is clear': what has a verb of its own is told anew.
    if word == "and" and then[1:] and then[1] in ("is", "are", "was", "were"):
        return False
    if word in ("or", "nor", "/"):
        return follower not in said.SUBJECTS - {"my"}
    return after_something and follower not in STARTERS and not (word == "," and follower in ("no", "not"))


def _apart(place: int, others: Sequence[tuple[int, int]]) -> bool:
    """Whether the word after a statement's end is outside every statement that covers that end."""
    return not any(start <= place and place + 1 <= last for start, last in others if last > place)


def _in_a_list(
    plain: tuple[str, ...], cue: Cue, first: int, others: Sequence[tuple[int, int]]
) -> Literal["yes", "open", ""]:
    """A list belongs to one 'no' when an 'or' closes it; bare names in a row leave it open; else it is new."""
    stretch = plain[cue.last + 1 : first]
    own_end = next((last for start, last in others if start <= first <= last), first)
    rest = plain[own_end + 1 :]
    if _closed(stretch, rest):
        return "yes"
    if "and" in stretch and "," not in stretch:
        return "open" if _bare(plain, first) else ""
    named = cue.plain[0] in said.DENY
    return ("yes" if named else "open") if (named or stretch.count(",") >= 2) and _bare(plain, first) else ""


def _closed(stretch: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether an 'or' stands after the last comma of the list, in what is passed or in what follows."""
    if any(word in ("or", "nor") for word in stretch):
        last_or = max(place for place, word in enumerate(stretch) if word in ("or", "nor"))
        return "," not in stretch[last_or:] or all(word in FILLERS for word in stretch[: stretch.index(",")])
    run = 0
    for place, word in enumerate(rest):
        if word in ("or", "nor"):
            follower = rest[place + 1] if place + 1 < len(rest) else ""
            return (
                follower not in ("maybe", "perhaps", "possibly", "just", "at", "so", "is") and follower not in STARTERS
            )
        if word == ",":
            run = 0
        elif is_cut(word) or is_turn(word) or word in STARTERS or word in said.ENDS:
            return False
        else:
            run += 1
        if run > 3:
            return False
    return False


def _bare(plain: tuple[str, ...], first: int) -> bool:
    before = plain[first - 1] if first else ""
    return before in (",", "and", "any")


def _behind(sentence: Sentence, last: int, after: Sequence[str]) -> Literal["no", "over", "open", ""]:
    """What follows a statement: 'fever: no', 'fever has gone', 'fever?'."""
    plain = sentence.plain()
    place = last + 1
    cut = ""
    while place < len(plain) and place <= last + 5:
        word = plain[place]
        if word in (":", "-", "(", ",") and not cut:
            cut = word
        elif is_cut(word) or is_turn(word) or word in said.SUBJECTS - {"it", "its", "this"}:
            return ""
        elif word in said.SAYS_NO:
            return _closing_no(plain, place, cut)
        elif word in said.GONE and (cut != "," or word in ("gone", "resolved", "cleared")):
            # 'Gone numb' and 'better in the morning' are something else.
            follower = plain[place + 1] if place + 1 < len(plain) else ","
            return "over" if is_cut(follower) or is_turn(follower) or follower in said.AFTER_GONE else ""
        elif word not in FILLERS and word not in ("went", "has", "nearly", "mostly"):
            return ""
        place += 1
    if sentence.asks and place >= len(plain) and not _presumes(plain):
        if any(cue.kind == "doubt" and cue.first == 0 for cue in cues(tuple(after))):
            return "open"
        if after[:1] and after[0] in ("no", "nope", "none", "not"):
            return "no"
        return "" if after[:1] and after[0] in ("yes", "yep", "yeah", "yup") else "open"
    return ""


def _presumes(plain: tuple[str, ...]) -> bool:
    """Whether a question takes for true what it asks about."""
    idle = plain[0] == "is" and any(cue.kind == "idle" and cue.first == 0 for cue in cues(plain))
    return "else" in plain or (idle if plain[0] == "is" else any(plain[: len(each)] == each for each in said.PRESUME))


def _closing_no(plain: tuple[str, ...], place: int, cut: str) -> Literal["no", ""]:
    if cut == ",":
        return ""
    tail = plain[place + 1 : place + 2]
    ends = not tail or is_cut(tail[0]) or is_turn(tail[0]) or tail[0] in said.THERE
    return "no" if ends else ""


def _doubted(sentence: Sentence, around: list[Cue], first: int, last: int) -> bool:
    plain = sentence.plain()
    for cue in around:
        if cue.kind != "doubt":
            continue
        if first <= cue.first <= last:
            return True
        if cue.last < first and _same_thought(plain, cue.last + 1, first, reach=6):
            return True
        if (
            cue.first > last
            and cue.first - last <= 3
            and _ends_here(plain, cue.last + 1)
            and "but" not in plain[last : cue.first]
        ):
            return not any(word == "and" for word in plain[last + 1 : cue.first])
    return False


def _same_thought(plain: tuple[str, ...], start: int, stop: int, reach: int) -> bool:
    """Whether nothing between two places begins a new thought."""
    told = 0
    for place in range(start, stop):
        word = plain[place]
        if is_cut(word) or is_turn(word) or word in ("because", "since", "so"):
            return False
        if word == "and" and plain[place + 1 : place + 2] and plain[place + 1] in STARTERS:
            return False
        told += word not in FILLERS
    return told <= reach


def _ends_here(plain: tuple[str, ...], place: int) -> bool:
    return place >= len(plain) or is_cut(plain[place]) or is_turn(plain[place]) or plain[place] == "and"


def _told_of(sentence: Sentence, around: list[Cue], kind: Kind, first: int, last: int) -> bool:
    """Whether a time that is over belongs to the statement: in the same stretch, or alone before it."""
    plain, piece = sentence.plain(), sentence.piece
    for cue in (each for each in around if each.kind == kind):
        here = piece[first]
        stretch = [word for word, number in zip(plain, piece, strict=True) if number == piece[cue.first]]
        # 'Glandular fever last year and knackered since': the year is the fever's.
        led = [word for at, word in enumerate(plain[: cue.first]) if piece[at] == piece[cue.first] and not is_cut(word)]
        if "and" in plain[cue.last + 1 : first] and any(word not in FILLERS for word in led):
            continue
        # 'Flu last winter and chest pain now': the now is not the flu's.
        if "and" in plain[last + 1 : cue.first] or "and" in plain[cue.last + 1 :]:
            stretch = [word for word in stretch if word != "now"]
        begins = any(word in said.STARTED for word in stretch) or (
            cue.first and plain[cue.first - 1] in ("since", "for")
        )
        # 'I used to run, now my calf is swollen': what one used to do is no time of what follows.
        short = len([w for w in stretch if not is_cut(w)]) <= len(cue.plain) + 2
        alone = short and piece[cue.first] == here - 1 and cue.plain != ("used", "to")
        # 'Heart attack in 2019, now chest tight': the year is not that of now.
        alone = alone and not any(at < first and piece[at] == here and plain[at] in _NOW for at in range(first))
        if not begins and (piece[cue.first] == here or alone or piece[cue.first] == piece[last]):
            return True
    return False


def _other(sentence: Sentence, around: list[Cue], first: int, last: int) -> bool:
    plain = sentence.plain()
    mine = not {"i", "me"}.isdisjoint(plain[first : last + 1])
    for cue in around:
        if cue.kind != "other" or mine:  # 'When my mate bent my toes I screamed'
            continue
        if cue.first < first:
            between = plain[cue.last + 1 : first]
            # 'My wife has flu, temp of 39': a list of what somebody else has now.
            theirs = not {"has", "is"}.isdisjoint(plain[cue.last : cue.last + 2])
            told = any(word in said.TELL or word in said.MYSELF or is_turn(word) for word in between)
            told = told or (cue.first > 0 and plain[cue.first - 1] in said.SPOKEN and "about" in between)
            told = told or (not theirs and any(is_cut(word) for word in between[1:])) or len(between) > 8
            if not told:
                return True
        elif cue.first > last and cue.first - last <= 3 and plain[cue.first - 1] in ("in", "runs", "of", "with"):
            return plain[cue.first - 1] == "in"
    runs = " ".join(plain[last + 1 : last + 6])
    return "runs in the family" in runs or runs.startswith(("in the family", "in my family"))


def _then(plain: tuple[str, ...], cue: Cue, first: int) -> bool:
    """'If I ever went numb or could not pee I would call': all before what one would do is supposed."""
    would = next((at for at in range(first, len(plain)) if plain[at] in ("id", "ill", "would")), 0)
    before = plain[cue.first : would]
    return cue.first == 0 and "ever" in before and not any(is_cut(word) or is_turn(word) for word in before)


def _supposed(plain: tuple[str, ...], sentence: Sentence, around: Sequence[Cue], first: int) -> bool:
    for cue in (cue for cue in around if cue.last < first):
        between = plain[cue.last + 1 : first]
        if cue.kind != "if" or any(is_cut(word) or is_turn(word) or word in ("then", "because") for word in between):
            continue
        if cue.plain[-1] in ("if", "case", "whether", "unless"):
            # 'If I run my calf cramps' has a second subject, so the cramp is real.
            subjects = [word for word in between if word in said.SUBJECTS - {"my"} or word == "my"]
            told = [word for word in between if word not in FILLERS and word not in said.SUBJECTS]
            # 'What if my swollen calf is a clot' speaks of a calf that is swollen.
            mine = plain[first - 1] == "my" and bool(said.NOT_IF.intersection(plain[first + 2 : first + 5]))
            if len(subjects) <= 1 and (len(told) <= 3 or _then(plain, cue, first)) and not mine:
                return True
        elif len([word for word in between if word not in FILLERS]) <= 4 and not set(between) & said.MYSELF:
            return True
    return (
        sentence.asks
        and plain[:1] in (("can",), ("does",), ("do",), ("could",), ("would",), ("will",))
        and not (set(plain[:first]) & {"with", "my", "else"})
    )
