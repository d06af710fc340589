"""How far a denial reaches, and what takes it back.

'No chest pain' denies the pain. 'Nobody believes my chest pain' denies the belief: the pain is told as a fact. 'No
chest pain until this morning' and 'no chest pain, just a heavy pressure' deny nothing for sure. The rules are about
English; the few words for pain and size are there because people correct one such word by another.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Literal

from unweary.inference import cue_words as said
from unweary.inference.sentences import DENIALS, FILLERS, is_cut, is_turn, number_of

Reach = Literal["yes", "open", ""]

#: Words through which a denial goes on to the sign: 'no sign of', 'have not noticed any new', 'never been diagnosed'.
_THROUGH = frozenset((
    "sign", "signs", "symptom", "symptoms", "history", "evidence", "trace", "hint", "feeling", "sense", "sensation",
    "sort", "type", "form", "episode", "episodes", "bout", "bouts", "attack", "attacks", "problem", "problems",
    "trouble", "issue", "issues", "complaint", "complaints", "case", "cases", "kinds", "notice", "noticed", "noticing",
    "see", "seen", "seeing", "find", "found", "show", "shows", "showed", "experience", "experienced", "experiencing",
    "suffer", "suffered", "suffering", "develop", "developed", "report", "reported", "reports", "complain", "complains",
    "ever", "yet", "either", "at", "such", "other", "further", "real", "actual", "serious", "major", "obvious",
    "visible", "significant", "sudden", "recent", "fresh", "known", "previous", "prior", "past", "particular",
    "unusual", "strange", "noticeable", "marked", "proper", "clear", "single", "one",
    "left", "right", "upper", "lower", "side", "sided", "front", "back", "inner", "outer", "here", "anywhere", "today",
    "yesterday", "night", "week", "morning", "currently", "recently", "lately", "personally", "day", "days",
    "do", "does", "did", "make", "makes", "cause", "give", "gives", "gave", "come", "comes", "came", "turn", "stay",
    "take", "taking", "taken", "took", "use", "used", "using", "drink", "eat", "smoke", "wake", "diagnosed",
    "or", "and", "nor", "/", "of", "no", "not", "never", "yes", "only", "then", "because", "else", "anything",
    "anymore", "like", "than", "usually", "normally", "suspicious", "new", "unexplained", "persistent", "constant",
    "localised", "localized", "general", "acute", "chronic", "mild", "slight", "slightest", "tiny", "smallest", "least",
    "remotely", "especially", "particularly", "necessarily", "abnormal", "weird", "what", "whatsoever", "full",
    "thought", "thoughts", "you", "he", "she", "we", "they", "him", "them", "us", "if", "would", "will", "could",
    "can", "should", "must",
))  # fmt: skip
#: What a person does with a sign, or who looks at it: where one of these is denied, the sign itself is not.
_CARRIES = frozenset((
    "doctor", "doctors", "gp", "nurse", "physio", "anyone", "anybody", "someone", "everyone", "told", "tell", "telling",
    "mention", "mentioned", "mentioning", "know", "knows", "knew", "believe", "believes", "believed", "explain",
    "explains", "explained", "why", "treat", "treated", "treatment", "help", "helps", "helped", "ask", "asked", "visit",
    "visited", "appointment", "hospital", "listen", "listens", "listened", "check", "checked", "look", "looked",
    "consult", "consulted", "care", "cares", "cared", "worry", "worried", "ignore", "ignored", "bother", "bothered",
))  # fmt: skip
#: What somebody thinks or says of a sign leaves it open: 'my doctor does not think that I have a clot'.
_OPINION = frozenset((
    "think", "thinks", "say", "says", "said", "reckon", "reckons", "suspect", "suspects", "suspected",
    "consider", "considers", "imagine", "expect",
))  # fmt: skip
_OWN = frozenset(("my", "the", "this", "these", "those"))
_FACT = _OWN | {"why", "how", "when", "where", "about", "i", "im", "ive"}
_SMALL = frozenset(("of", "or", "and", "nor", "/", "no", "not", "never", "ever", "any"))
_SEES = frozenset(("notice", "noticed", "see", "seen", "report", "reported", "show", "showed", "find", "found"))
_PLACES = frozenset(("in", "on", "of", "at", "around", "behind", "under", "from", "with"))
_TURNED = frozenset(
    ("isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "doesnt", "didnt", "dont", "wont", "not")
)
#: What may be denied of a sign that is there: 'my swollen calf is not going down'.
_DONE_WITH = frozenset((
    "going", "getting", "better", "looked", "checked", "seen", "examined", "treated", "scanned", "improving",
    "improved", "settling", "settled", "healing", "healed", "shifting", "gone", "go", "easing", "bad", "serious",
    "normal", "worrying", "dangerous", "important", "fixed", "sorted", "investigated", "explained", "taken", "sound",
    "reason", "stopping", "stop", "fading", "assessed", "tested", "shown", "count", "matter",
))  # fmt: skip

# ---- what takes a denial back
_LIMITS = frozenset(("unless", "until", "till", "before", "except", "besides", "excluding", "bar"))
_WHEN = frozenset(("on", "during", "with", "when", "whenever", "while", "whilst", "at", "after"))
_DOING = frozenset((
    "exertion", "effort", "exercise", "exercising", "run", "running", "runs", "walk", "walking", "stairs", "hills",
    "training", "train", "cycling", "riding", "climbing", "climb", "swimming", "lifting",
))  # fmt: skip
_LIMITS_OF_TWO = frozenset((
    ("apart", "from"), ("aside", "from"), ("other", "than"), ("save", "for"), ("thanks", "to"),
))  # fmt: skip
#: Without a comma before it: 'not breathless only when I sit up'.
_ONLY = frozenset((("only", "when"), ("only", "if"), ("only", "while")))
#: What hides a fever or a pain: 'no fever if I take paracetamol' denies nothing for sure.
_HIDES = frozenset((
    "paracetamol", "ibuprofen", "aspirin", "naproxen", "codeine", "cocodamol", "tylenol", "advil", "panadol", "nurofen",
    "calpol", "lemsip", "painkiller", "painkillers", "meds", "tablets",
))  # fmt: skip
_INSTEAD = frozenset(("just", "only", "but", "its", "it", "more", "though", "although", "instead", "rather", "however",
                      "yet", "simply", "merely", "theyre", "they"))  # fmt: skip
_SAYS_IT_IS = frozenset(("am", "do", "did", "is", "was", "does", "have", "has"))
_PAIN = frozenset(("pain", "pains", "painful", "hurt", "hurts", "hurting", "ache", "aches", "aching", "achy", "sore",
                   "headache", "tightness", "pressure"))  # fmt: skip
_LIKE_PAIN = _PAIN - {"sore", "headache"} | {
    "tight", "weight", "heavy", "heaviness", "squeezing", "squeeze", "squeezed", "crushing", "band", "discomfort",
    "uncomfortable", "burning", "burn", "burns", "stabbing", "twinge", "twinges", "throbbing", "something", "fullness",
    "gripping", "constricted", "constriction", "indigestion", "dull", "sharp", "elephant", "vice", "knot", "spasm",
}  # fmt: skip
_LIKE_SIZE = frozenset(("bigger", "big", "huge", "enormous", "massive", "fat", "fatter", "thicker", "thick", "hard",
                        "puffy", "full", "double", "twice", "balloon", "larger"))  # fmt: skip
_SIZE = frozenset(("swollen", "swelling", "swelled", "swells", "swell", "bigger", "fat", "puffy"))
_TIMES = frozenset(("morning", "yesterday", "earlier", "night", "hour", "hours", "minutes", "minute", "ago", "today"))
_FINE = frozenset(("fine", "ok", "okay", "normal", "good", "great", "clear", "yellow", "straw", "pale", "light",
                   "usual", "perfect", "healthy", "same", "better", "alright", "water", "pretty"))  # fmt: skip
#: What ordinary tiredness is called: it corrects nothing but pain and size, which are looked at before.
_ORDINARY = frozenset(("sore", "stiff", "unfit", "slow", "slower", "training", "stress", "work", "age", "old", "lazy"))
_LEGS = frozenset(("leg", "legs", "calf", "calves", "thigh", "thighs", "quads", "quad", "hamstring", "hamstrings",
                   "shin", "shins", "knee", "knees", "foot", "feet", "ankle", "ankles", "toe", "toes", "hip", "hips",
                   "glutes", "glute", "achilles", "heel", "heels", "groin"))  # fmt: skip
_FARTHEST = 14
_THIS_ONE = frozenset((("like", "this"), ("like", "that"), ("this", "bad"), ("so", "bad"), ("as", "bad")))


def carried(
    plain: Sequence[str], cue: tuple[int, int], sign: tuple[int, int], others: Sequence[tuple[int, int]]
) -> Reach:
    """Whether a denial reaches a sign, or something that stands between them takes it up.

    Parameters
    ----------
    plain : sequence of str
        The words of the sentence.
    cue, sign : (first, last)
        Where the denial and the sign stand.
    others : sequence of (first, last)
        Where other signs stand.

    Returns
    -------
    "yes" where it reaches, "" where something else is denied and the sign is told as a fact, "open" where that is not
    clear.

    Examples
    --------
    >>> def reach(text, at):
    ...     return carried(text.split(), (0, 0), (at, at), [(at, at)])
    >>> reach("no sign of fever", 3), reach("nobody believes my fever", 3), reach("no doctor found fever", 3)
    ('yes', '', 'open')
    """
    start, end = cue
    first = sign[0]
    if plain[start] in ("deny", "denies") and start and plain[start - 1] in ("cant", "cannot", "couldnt", "wouldnt"):
        return ""
    between = plain[end + 1 : first]
    if _of_what_is_there(plain, cue, sign):
        return ""
    if plain[start] == "without" and "my" in plain[end + 1 : end + 2]:
        return ""  # 'Without my inhaler I cannot breathe': it is mine
    if plain[start] == "never" and "such" in between:
        return "open"
    if plain[start] in _TURNED and between[:1] == ("it",) and "that" in between:
        return ""  # 'Isn't it bad that I fainted?'
    if plain[end] == "nothing" and between[:1] and between[0] in ("my", "i", "im", "ive"):
        return ""
    here = max((at + 1 for at, word in enumerate(between) if word in (",", "or", "nor", "and", "/")), default=0)
    known = {at - end - 1 for begin, stop in others if stop < first for at in range(begin, stop + 1)}
    taken = [at for at, word in enumerate(between) if at >= here and _takes(word) and at not in known]
    if not taken:
        earlier = not _CARRIES.isdisjoint(between[:here])
        asked = start > 0 and plain[start - 1] in ("why", "how")
        turned = plain[start] in _TURNED and (start == 0 or asked) and between[:1] and between[0] in _OWN
        return "open" if earlier or asked or turned or _mine(plain[start:first]) else "yes"
    led = between[taken[-1] :]
    if any(word in _OPINION for word in between):
        return "open"
    # 'I do not believe I have a fever' is a doubt, 'nobody believes my fever' is none.
    if "believe" in between and start and plain[start - 1] in ("i", "we"):
        return "open"
    return "" if any(word in _FACT for word in led) and _first_hand(led) else "open"


def _mine(led: Sequence[str]) -> bool:
    """'Did not notice my double vision', 'never came for my chest pain': what is mine is there, perhaps."""
    at = led.index("my") if "my" in led else 0
    verbs = (
        any(word in _SEES or (word in _THROUGH and word not in _SMALL) for word in led[1:at]) or "notice" in led[:at]
    )
    return at > 0 and verbs and led[at - 1] not in _PLACES


def _takes(word: str) -> bool:
    """Whether a word between a denial and a sign takes the denial for itself."""
    if word in _CARRIES or word in _OPINION:
        return True
    through = word in FILLERS or word in _THROUGH or word in DENIALS
    return not through and not is_cut(word) and number_of(word) is None


def _first_hand(led: Sequence[str]) -> bool:
    """'About the pain', 'my pain', 'why it hurts': not 'that it hurts in the chest', where 'the' is the chest's."""
    return not (led[-1:] and led[-1] in _OWN and len(led) > 1 and led[-2] in ("in", "around", "behind"))


def _of_what_is_there(plain: Sequence[str], cue: tuple[int, int], sign: tuple[int, int]) -> bool:
    """'Isn't my swollen calf going down?', 'never had a headache like this': what is denied follows the sign."""
    between, tail = plain[cue[1] + 1 : sign[0]], plain[sign[1] + 1 : sign[1] + 6]
    tail = tail[: next((at for at, word in enumerate(tail) if is_cut(word) or is_turn(word)), len(tail))]
    own = (*plain[sign[0] + 1 : sign[1] + 1], *tail[:2])
    if plain[cue[0]] == "never" and not _THIS_ONE.isdisjoint(itertools.pairwise(own)):
        return True
    mine = any(word in _OWN for word in between) and not any(word in _PLACES for word in between)
    small = all(word in FILLERS for word in between)
    return plain[cue[0]] in _TURNED | {"never"} and mine and small and not _DONE_WITH.isdisjoint(tail)


def taken_back(
    plain: Sequence[str],
    sign: tuple[int, int],
    others: Sequence[tuple[int, int]],
    body: frozenset[str],
    after: Sequence[str] = (),
) -> bool:
    """Whether what follows a denied sign limits the denial, or names the same thing by another word.

    Examples
    --------
    >>> def back(text, last, *others):
    ...     return taken_back(text.split(), (1, last), others, frozenset(("chest", "legs")))
    >>> back("no chest_pain until this morning", 1), back("no pain , just a pressure", 1)
    (True, True)
    >>> back("no fever , just tired legs", 1, (4, 5)), back("no pain , but my legs are sore", 1, (5, 7))
    (False, False)
    """
    tail = list(plain[sign[1] + 1 : sign[1] + 1 + _FARTHEST])
    inside = plain[sign[0] + 1 : sign[1]]
    if _limited(inside) or _limited(tail) or _is_so(tail) or _had_it(tail):
        return True
    own = plain[sign[0] : sign[1] + 1]
    if not _PAIN.isdisjoint(own) and _at_times(tail):
        return True
    at = next((at for at, word in enumerate(tail) if is_cut(word) or is_turn(word)), None)
    if at is None:
        begins = after[:1] and after[0] in _INSTEAD - {"but"}
        return bool(begins) and not tail and _same(own, list(after[:_FARTHEST]), frozenset(), body, sure=True)
    if any(word not in FILLERS and word not in body | _TIMES | _THROUGH | {"moment"} for word in tail[:at]):
        return False
    rest = tail[at + 1 :] if is_cut(tail[at]) else tail[at:]
    if not rest or rest[0] not in _INSTEAD:
        return bool(rest) and rest[0] in said.STARTED and rest[0] not in ("still", "now", "since", "ever")
    offset = sign[1] + 1 + len(tail) - len(rest)
    known = frozenset(place - offset for first, last in others if first > sign[1] for place in range(first, last + 1))
    return _same(own, rest, known, body, sure=False)


def _limited(tail: Sequence[str]) -> bool:
    """'Until this morning', 'unless I walk': in the stretch of the sign or right after its comma."""
    for at, word in enumerate(tail):
        pair = tuple(tail[at : at + 2])
        if pair == ("before", "you"):  # 'Not pregnant, before you ask'
            continue
        if word in _LIMITS or word in _HIDES or pair in _LIMITS_OF_TWO | _ONLY:
            return True
        if is_turn(word) or word in (":", "(") or (is_cut(word) and not _limits(tail[at + 1 : at + 3])):
            return False
    return False


def _at_times(tail: Sequence[str]) -> bool:
    """'No chest pain on exertion', 'no pain when I run': denied for that time alone."""
    place = next((at for at, word in enumerate(tail) if word not in FILLERS or word in _WHEN), None)
    if place is None or tail[place] not in _WHEN:
        return False
    told = next((word for word in tail[place + 1 :] if word not in FILLERS), "")
    return told in _DOING


def _limits(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in _LIMITS or tuple(words) in _LIMITS_OF_TWO)


def _is_so(tail: Sequence[str]) -> bool:
    """'I have not fainted before, yesterday I did', 'I'm not confused, my wife says I am'."""
    for at in range(1, len(tail)):
        if tail[at] in _SAYS_IT_IS and tail[at - 1] in ("i", "it", "they") and any(map(is_cut, tail[:at])):
            follower = tail[at + 1] if at + 1 < len(tail) else ","
            if is_cut(follower) or is_turn(follower) or follower in {*_TIMES, "while", "when", "during", "now"}:
                return True
    return False


def _had_it(tail: Sequence[str]) -> bool:
    """Whether what is denied now is said to have been there: 'no chest pain now but had it this morning'."""
    pairs = [(tail[at], tail[at + 1], tail[max(0, at - 2) : at]) for at in range(min(len(tail) - 1, 11))]
    return any(had in said.HAD and same in said.SAME and "never" not in led for had, same, led in pairs)


def _same(own: Sequence[str], rest: list[str], known: Collection[int], body: Collection[str], *, sure: bool) -> bool:
    """Whether what is said instead can be the same sign. ``known``: the places that speak of another sign."""
    stop = next((at for at, word in enumerate(rest) if at and (is_turn(word) or word == "(")), len(rest))
    told = [(at, word) for at, word in enumerate(rest[:stop]) if not is_cut(word)]
    words = {word for _, word in told}
    if words & {"no", "not", "never", "nothing", "none", "without"}:
        return False
    parts, mine = words & set(body), set(own) & set(body)
    if parts and not parts & mine and (bool(parts & _LEGS) != bool(mine & _LEGS)):
        return False
    if not _PAIN.isdisjoint(own) and words & _LIKE_PAIN:
        return True
    if not _SIZE.isdisjoint(own) and words & _LIKE_SIZE:
        return True
    telling = [word for at, word in told if at not in known and word not in FILLERS and word not in _INSTEAD]
    if sure or not set(telling) - _FINE - _ORDINARY:
        return False
    if rest[0] in ("but", "however", "though", "although", "yet"):
        return rest[1:2] in (["like"], ["it"], ["its"], ["more"]) or not _TIMES.isdisjoint(telling)
    return True
