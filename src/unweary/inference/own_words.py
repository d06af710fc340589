"""From a person's own words to findings that they may confirm. No model and no guess: only the phrases of the lexicon.

Nothing here is known until the person says yes to it. What is not said is not proposed: silence is never 'no'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unweary.inference.cue_places import cues
from unweary.inference.cues import standing
from unweary.inference.denials import taken_back
from unweary.inference.durations import Duration
from unweary.inference.entailed import entailed
from unweary.inference.left_over import left_over, unread_places
from unweary.inference.long_since import long_since
from unweary.inference.nearby import guesses
from unweary.inference.said_numbers import Measured, alone, changed, is_counted, lengths
from unweary.inference.said_numbers import measured as measured_in
from unweary.inference.said_of import cued_here, one_side, said_of
from unweary.inference.sentences import FILLERS, Sentence, number_of, sentences
from unweary.inference.sore_places import SiteProposal, sore_places
from unweary.inference.spoken_lists import last_part, versions
from unweary.inference.word_book import Book, Proposed, Rule, book_of
from unweary.inference.wordings import Found, Reader, find, ready
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import evaluate, names

_STRONGEST: tuple[Proposed, ...] = ("present", "uncertain", "absent")
#: Further apart than so many telling words, a trouble and how long it has lasted are not shown as one stretch.
_MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """One finding read from the text. ``words`` is exactly ``text[start:end]``; ``value`` for findings in days."""

    finding: str
    state: Proposed
    words: str
    start: int
    end: int
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says. ``left_over`` are the stretches in which nothing was recognised.

    ``meant`` is what these may mean: guesses, warning signs first, which are asked about and count as nothing.
    """

    findings: tuple[Proposal, ...]
    sites: tuple[SiteProposal, ...]
    left_over: tuple[str, ...]
    meant: tuple[Proposal, ...] = ()


def propose(text: str, knowledge: Knowledge, today: date | None = None) -> Understood:
    """Read a complaint in the person's own words.

    Parameters
    ----------
    text : str
        Anything at all.
    knowledge : Knowledge
        Its lexicon, words of the profile and body parts are what is understood.
    today : date, optional
        The day on which it was said, for 'since Monday'.

    Returns
    -------
    Understood
        One proposal for each finding, in the order of the text. Where a text says two things about one finding, the
        one that is more careful holds: present before uncertain before absent.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> said = propose("left calf swollen since the flight, no fever", packaged_knowledge())
    >>> [(p.finding, p.state, p.words) for p in said.findings if p.finding in ("leg_swell_any", "fever")]
    [('leg_swell_any', 'present', 'left calf swollen'), ('fever', 'absent', 'no fever')]
    """
    book = book_of(
        knowledge.lexicon, knowledge.word_groups, knowledge.readings, knowledge.profile_words, knowledge.changes
    )
    every = sentences(text)
    found: list[Proposal] = []
    sites: list[SiteProposal] = []
    unread: list[str] = []
    untold: list[tuple[Sentence, frozenset[int]]] = []
    part = ""
    before: tuple[str, ...] = ()
    for place, sentence in enumerate(every):
        after = every[place + 1].plain() if place + 1 < len(every) else ()
        reader = ready(sentence, book.words, book.stems, book.body)
        read, met = _read(book, knowledge, reader, (before, after), text, today)
        found += _lasting_since(knowledge, sentence, found, lengths(sentence, today), text)
        found += read
        for version in versions(sentence, book.describing, book.body, part):
            apart = ready(version.sentence, book.words, book.stems, book.body)
            read, more = _read(book, knowledge, apart, (before, after), text, today)
            found += [proposal for proposal in read if version.closed or proposal.state != "absent"]
            met |= more
        # 'My husband's calf is sore. It is swollen': his, so nothing is carried over.
        others = any(cue.kind == "other" for cue in cues(sentence.plain()))
        part = "" if others else last_part(sentence, book.body) or part
        before = () if others else sentence.plain()
        sites += sore_places(knowledge.body, reader, after, text)
        unread += left_over(sentence, met, text)
        untold.append((sentence, frozenset(unread_places(sentence, met))))
    # The same place said again with nothing new is one place.
    places = {(site.sites, site.sides, site.soreness_0_10, site.signs): site for site in reversed(sites)}
    said = _with_entailed(_merged(found), knowledge)
    near = guesses(knowledge, untold, {each.finding for each in said})
    meant = tuple(
        Proposal(each.finding, "uncertain", text[each.start : each.end], each.start, each.end) for each in near
    )
    return Understood(said, tuple(reversed(places.values())), tuple(unread), meant)


def _read(
    book: Book,
    knowledge: Knowledge,
    reader: Reader,
    beside: tuple[Sequence[str], Sequence[str]],
    text: str,
    today: date | None,
) -> tuple[list[Proposal], set[int]]:
    """What one sentence says, and where the words begin in which something was recognised."""
    sentence = reader.sentence
    before, after = beside
    hits = tuple(_hits(book, reader, before))
    measured = tuple(measured_in(book, reader, after))
    said = [
        _aged(knowledge, sentence, _weighed(knowledge, stated, measured), today)
        for stated in _stated(reader, hits, after, text)
        if stated.proposal.finding in knowledge.findings
    ]
    found = [hit.proposal for hit in said]
    found += _lasting(knowledge, sentence, said, lengths(sentence, today), text)
    found += [proposal for read in measured for proposal in _meaning(knowledge, sentence, read, text)]
    for change, span, doubted in changed(book, reader, after):
        found.append(_proposal(sentence, span, change.finding, "uncertain" if doubted else change.state, text))
    spans = [*(stated.hit for stated in said), *(read.found for read in measured)]
    return found, {sentence.words[at].start for span in spans for at in range(span.first, span.last + 1)}


# ---- what is found


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: Rule
    found: Found


@dataclass(frozen=True, slots=True)
class _Stated:
    hit: Found
    proposal: Proposal
    once: bool = False


def _hits(book: Book, reader: Reader, before: Sequence[str]) -> Iterator[_Hit]:
    begins: dict[int, list[int]] = {}
    said = {*reader.plain, *before}
    known = frozenset().union(*reader.like)
    for place, like in enumerate(reader.like):
        firsts = like if number_of(reader.plain[place]) is None else {*like, "#"}
        for number in {number for first in firsts for number in book.begun.get(first, ())}:
            begins.setdefault(number, []).append(place)
    for number in sorted(begins):
        row, rule = book.rules[number]
        ending = row[-1]
        if ending.firsts and not ending.optional and ending.firsts.isdisjoint(known):
            continue
        if rule.near and rule.near.isdisjoint(said):
            continue
        for found in find(reader, row, begins[number]):
            if rule.unless and not rule.unless.isdisjoint(_around(reader, found)):
                continue
            if rule.nowhere and (_stand(rule.nowhere, reader.plain) or _stand(rule.nowhere, before)):
                continue
            if rule.not_of and said_of(reader, found, rule.not_of, book.describing):
                continue
            if rule.low is not None and not (found.number is not None and found.number >= rule.low):
                continue
            if rule.below is not None and not (found.number is not None and found.number < rule.below):
                continue
            yield _Hit(rule, found)


def _stand(words: Sequence[tuple[str, ...]], plain: Sequence[str]) -> bool:
    """Whether one of the words, or a few in a row, stands there."""
    return any(
        each[0] in plain and any(tuple(plain[at : at + len(each)]) == each for at in range(len(plain)))
        for each in words
    )


def _around(reader: Reader, found: Found) -> Iterator[str]:
    """The words of the stretch in which a phrase stands, and those for which they are slips of the pen."""
    pieces = {reader.sentence.piece[found.first], reader.sentence.piece[found.last]}
    for word, like, piece in zip(reader.plain, reader.like, reader.sentence.piece, strict=True):
        if piece in pieces:
            yield word
            if word not in like:
                yield from like


def _stated(reader: Reader, hits: Sequence[_Hit], after: Sequence[str], text: str) -> Iterator[_Stated]:
    """Each hit with how it stands in its sentence."""
    spans = sorted({(hit.found.first, hit.found.last) for hit in hits})
    for hit in hits:
        # A 'no' that belongs to an earlier phrase ('no energy') denies nothing after it.
        named = hit.found.own.union(*(other.found.own for other in hits if other.found.last < hit.found.first))
        state = _state(reader, hit, named, spans, after)
        if state is not None:
            for finding in hit.rule.findings:
                proposal = _proposal(reader.sentence, hit.found, finding, state, text)
                yield _Stated(hit.found, proposal, hit.rule.holds == "ever")


def _state(
    reader: Reader, hit: _Hit, named: frozenset[int], spans: Sequence[tuple[int, int]], after: Sequence[str]
) -> Proposed | None:
    found, rule = hit.found, hit.rule
    others = [span for span in spans if span[1] < found.first or span[0] > found.last] + [(found.first, found.last)]
    # 'Swollen leg? No.' answers all of 'swollen leg', so 'swollen' too.
    last = max(stop for start, stop in spans if start == found.first) if reader.sentence.asks else found.last
    how = standing(reader.sentence, found.first, last, named, others, after)
    if how.denied and taken_back(reader.plain, (found.first, found.last), spans, reader.body, after):
        how = replace(how, doubted=True)
    if rule.state == "absent":
        here = cued_here(reader, found)
        how = replace(how, over=False, denied=how.denied and "no" in here, doubted=how.doubted and bool(here))
    if how.other or (how.supposed and rule.holds == "now") or (how.past and rule.holds != "ever"):
        return None
    if rule.state == "nothing":
        clear = how.denied and not (how.doubted or how.supposed or one_side(reader, found))
        return "absent" if clear else None
    if how.supposed:
        return "uncertain"
    if how.denied:
        if rule.denied == "nothing":
            return None
        if how.doubted or rule.state == "absent" or one_side(reader, found):
            return "uncertain"
        return "absent"
    if how.doubted or (how.over and rule.holds == "now"):
        return "uncertain"
    return rule.state


def _proposal(sentence: Sentence, found: Found, finding: str, state: Proposed, text: str) -> Proposal:
    first = found.first
    if state == "absent" and first:
        # The word that denies belongs to the words that led to it, where only small words stand between.
        before = [cue for cue in cues(sentence.plain()) if cue.kind == "no" and 0 < first - cue.last <= 3]
        if before and all(word.plain in FILLERS for word in sentence.words[before[-1].last + 1 : first]):
            first = before[-1].first
    start, end = sentence.words[first].start, sentence.words[found.last].end
    return Proposal(finding, state, text[start:end], start, end)


def _lasting(
    knowledge: Knowledge, sentence: Sentence, said: Sequence[_Stated], lengths: Sequence[Duration], text: str
) -> Iterator[Proposal]:
    """Findings that say how long: 'tired for two months'."""
    for rule in knowledge.lasting:
        asked = knowledge.findings[rule.finding].kind == "number"
        # 'Tired muscles for two weeks': whether all over stays open, since when does not.
        states = ("present", "uncertain") if asked else ("present",)
        of = [stated for stated in said if stated.proposal.finding in rule.of and stated.proposal.state in states]
        # 'Sat on a coach for 9 hours': these hours are the journey's, not the pain's.
        other = [stated.hit for stated in said if stated.proposal.finding not in rule.of]
        free = [
            at for at in lengths if at.days >= 1 or not any(h.first < at.first and at.last <= h.last for h in other)
        ]
        # 'A stroke 5 years ago, tired legs': what was once has a time of its own.
        once = {sentence.piece[stated.hit.last] for stated in said if stated.once}
        once -= {sentence.piece[stated.hit.last] for stated in of}
        free = [at for at in free if sentence.piece[at.first] not in once]
        for stated in of:
            length = _nearest(sentence, stated.hit, free)
            if length is not None and length.days < rule.from_days and rule.short == "absent":
                here = sentence.piece[stated.hit.last] == sentence.piece[length.first]
                if here and len(lengths) == 1 and is_counted(sentence, length):
                    yield _proposal(sentence, _span(sentence, stated.hit, length), rule.finding, "absent", text)
                continue
            if length is None or length.days < rule.from_days:
                continue
            if rule.below_days is not None and length.days >= rule.below_days:
                continue
            proposal = _proposal(sentence, _span(sentence, stated.hit, length), rule.finding, "present", text)
            yield replace(proposal, value=length.days if asked else None)


def _span(sentence: Sentence, hit: Found, length: Duration) -> Found:
    """The words of a trouble and of its length of time; of the length alone where more lies between them."""
    first, last = min(hit.last, length.last), max(hit.first, length.first)
    between = sentence.words[first + 1 : last]
    telling = [word for word in between if word.plain not in FILLERS]
    joined = sentence.piece[first] == sentence.piece[last] and "and" not in {word.plain for word in between}
    if joined and len(telling) <= _MOST_BETWEEN:
        return Found(min(hit.first, length.first), max(hit.last, length.last), frozenset())
    return Found(length.first, length.last, frozenset())


def _lasting_since(
    knowledge: Knowledge, sentence: Sentence, before: Sequence[Proposal], lengths: Sequence[Duration], text: str
) -> Iterator[Proposal]:
    """'So tired. It's been four months': a length of time that its own sentence gives to nothing else."""
    plain = sentence.plain()
    free = [at for at in lengths if "been" in plain[max(0, at.first - 4) : at.first] or alone(sentence, at)]
    for rule in knowledge.lasting if free else ():
        known = any(each.finding in rule.of and each.state == "present" for each in before)
        length = max(free, key=lambda at: at.days)
        if known and length.days >= rule.from_days and not (rule.below_days and length.days >= rule.below_days):
            found = Found(length.first, length.last, frozenset())
            asked = knowledge.findings[rule.finding].kind == "number"
            proposal = _proposal(sentence, found, rule.finding, "present", text)
            yield replace(proposal, value=length.days if asked else None)


def _nearest(sentence: Sentence, hit: Found, lengths: Sequence[Duration]) -> Duration | None:
    plain = sentence.plain()

    def away(length: Duration) -> tuple[bool, bool, int]:
        same = sentence.piece[length.first] == sentence.piece[hit.last]
        # 'Glandular fever last year and tired for 4 months': what 'and' parts belongs to something else.
        between = plain[min(length.last, hit.last) : max(length.first, hit.first)]
        return not same, "and" in between, min(abs(length.first - hit.last), abs(hit.first - length.last))

    return min(lengths, key=away, default=None)


def _weighed(knowledge: Knowledge, stated: _Stated, measured: Sequence[Measured]) -> _Stated:
    """The word 'temperature' beside 36.9 is no fever: where a number speaks of the same thing, the number counts."""
    for read in measured:
        apart = read.found.last < stated.hit.first or read.found.first > stated.hit.last
        of = [entry for entry in knowledge.derived if entry.id == stated.proposal.finding]
        about = any(read.facts.quantity in names(entry.present) for entry in of)
        if apart or not about or stated.proposal.state == "absent":
            continue
        if not any(evaluate(entry.present, read.facts) for entry in of):
            return replace(stated, proposal=replace(stated.proposal, state="uncertain"))
    return stated


def _aged(knowledge: Knowledge, sentence: Sentence, stated: _Stated, today: date | None) -> _Stated:
    """'Paralysed since 2015': what is asked only when it is new is then open."""
    named = [old.from_days for old in knowledge.long_since if stated.proposal.finding in old.findings]
    if stated.proposal.state != "present" or not named or long_since(sentence, stated.hit, today) < min(named):
        return stated
    return replace(stated, proposal=replace(stated.proposal, state="uncertain"))


def _meaning(knowledge: Knowledge, sentence: Sentence, read: Measured, text: str) -> Iterator[Proposal]:
    """What the knowledge says about the number: 38.5 degrees is a fever."""
    for entry in knowledge.derived:
        holds = evaluate(entry.present, read.facts)
        absent = holds is False if entry.absent is None else evaluate(entry.absent, read.facts) is True
        # 'Temperature from 39.5 to 36.8': what was so a while ago is not denied by the number of now.
        was = not holds and read.older is not None and evaluate(entry.present, read.older) is True
        if entry.id in knowledge.findings and (holds or absent or was):
            state: Proposed = "uncertain" if read.doubted or was else "present" if holds else "absent"
            yield _proposal(sentence, read.found, entry.id, state, text)
    for finding in knowledge.findings.values():
        if finding.kind == "number" and finding.number == read.facts.quantity:
            asked = _proposal(sentence, read.found, finding.id, "uncertain" if read.doubted else "present", text)
            yield replace(asked, value=float(round(read.facts.value)))


# ---- together


def _merged(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """One proposal for each finding, the more careful one; in the order of the text."""
    best: dict[str, Proposal] = {}
    for proposal in found:
        known = best.get(proposal.finding)
        if known is None or _rank(proposal) < _rank(known):
            best[proposal.finding] = proposal
    return tuple(sorted(best.values(), key=lambda proposal: (proposal.start, proposal.end, proposal.finding)))


def _with_entailed(said: tuple[Proposal, ...], knowledge: Knowledge) -> tuple[Proposal, ...]:
    """The proposals with those that follow from them, in the words that led to what they follow from."""
    known = {proposal.finding: proposal for proposal in said}
    for finding, led in entailed({each.finding: each.state for each in said}, knowledge):
        known[finding] = replace(known[led], finding=finding, state="present", value=None)
    return _merged(known.values())


def _rank(proposal: Proposal) -> tuple[int, float, int, int]:
    return (_STRONGEST.index(proposal.state), -(proposal.value or 0.0), proposal.start, proposal.end)
