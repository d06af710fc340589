"""What changed since yesterday: two assessments laid side by side, in at most three lines.

Only what is known on both days is compared. Nothing is said of a day of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unweary.reports.phrases import ACTION_WORDS, hours_words, number_words
from unweary.reports.recorded import daily_series
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import History, SiteRating
from unweary.vocab.knowledge import Knowledge

#: More would not be read.
MOST = 3
_BOTH = "both sides"


@dataclass(frozen=True, slots=True)
class Change:
    """One line: what it is about, and how it is now beside how it was."""

    about: str
    words: str


#: What is compared gives its lines; None: it is not known on both days.
_Lines = list[Change] | None


def changes(today: Assessment, before: Assessment, history: History, knowledge: Knowledge) -> tuple[Change, ...] | None:
    """The weightiest changes first; none where nothing changed; None where yesterday is not known.

    Parameters
    ----------
    today, before : Assessment
        Now, and for the same hour of yesterday.
    history : History
        What is known now; a mark of 0 is in no assessment.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from unweary.service.person import assess, packaged_knowledge
    >>> now = History(as_of=datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    >>> yesterday = History(as_of=now.as_of - timedelta(days=1))
    >>> changes(assess(now), assess(yesterday), now, packaged_knowledge()) is None
    True
    """
    compared = [lines for lines in _compared(today, before, history, knowledge) if lines is not None]
    return tuple(line for lines in compared for line in lines)[:MOST] if compared else None


def _compared(today: Assessment, before: Assessment, history: History, knowledge: Knowledge) -> Iterator[_Lines]:
    yield _verdict(today, before)
    yield _soreness(today, before, history, knowledge.parameters["changed_soreness"].mid)
    yield _sleep(history, knowledge.parameters["changed_sleep_h"].mid)
    least_sd = knowledge.parameters["changed_sd"].mid
    yield _risen(today, before, "lnrmssd_z", least_sd, "Heartbeat variation", ("higher", "lower"))
    yield _risen(today, before, "load_rise_sd", least_sd, "Training of the week", ("more", "less"))
    yield _cause(today, before)


def _verdict(today: Assessment, before: Assessment) -> _Lines:
    now, was = today.verdict.action, before.verdict.action
    if "not_known" in (now, was):
        return None
    lines = [Change("Verdict", f"{ACTION_WORDS[now].lower()}, yesterday {ACTION_WORDS[was].lower()}")]
    fired = {flag.rule for flag in before.red_flags_fired}
    new = sorted((f for f in today.red_flags_fired if f.rule not in fired), key=lambda flag: -flag.urgency)
    return lines[: now != was] + [Change("New warning sign", flag.message) for flag in new[:1]]


def _soreness(today: Assessment, before: Assessment, history: History, least: float) -> _Lines:
    """Each place that was marked on both days, or only now; a place that was rated 0 since is gone."""
    was = {(site.site, site.side): site for site in before.soreness}
    now = {(site.site, site.side): site for site in today.soreness}
    zone = before.as_of.tzinfo
    if not was and all(rating.at.astimezone(zone).date() != before.as_of.date() for rating in history.sites):
        return None
    newest: dict[tuple[str, str], SiteRating] = {}
    for rating in sorted(history.sites, key=lambda rating: rating.at):
        newest[rating.site, rating.side] = rating
    found: dict[tuple[str, float, float | None], list[str]] = {}
    for place in dict.fromkeys((*now, *was)):
        score = now[place].soreness_0_10 if place in now else 0.0
        if place not in now and (newest[place].soreness_0_10 > 0 or newest[place].at <= before.as_of):
            continue  # the mark has become old: nobody said that it is gone
        old = was[place].soreness_0_10 if place in was else None
        if abs(score - (old or 0.0)) >= least:
            name = (now.get(place) or was[place]).name
            found.setdefault((name, score, old), []).append(place[1])
    ordered = sorted(found.items(), key=lambda item: (-abs(item[0][1] - (item[0][2] or 0.0)), -item[0][1], item[0][0]))
    if not ordered:
        return []
    (name, score, old), sides = ordered[0]
    side = "" if sides == ["mid"] else f", {_BOTH if len(sides) > 1 else sides[0]}"
    rest = len(ordered) - 1
    more = f"; {rest} more {'place' if rest == 1 else 'places'} changed" if rest else ""
    return [Change(f"{name}{side}", f"{_sore(score, old)}{more}")]


def _sore(score: float, old: float | None) -> str:
    if old is None:
        return f"{number_words(score)} of 10, not marked yesterday"
    now = f"{number_words(score)} of 10" if score else "no longer sore"
    return f"{now}, yesterday {number_words(old)}"


def _sleep(history: History, least_h: float) -> _Lines:
    """The last night against the one before, as recorded."""
    nights = next((row.values[-2:] for row in daily_series(history) if row.name == "Sleep"), ())
    if len(nights) < 2 or nights[0] is None or nights[1] is None:
        return None
    if abs(nights[1] - nights[0]) < least_h:
        return []
    return [Change("Sleep", f"{hours_words(nights[1])}, the night before {hours_words(nights[0])}")]


def _risen(
    today: Assessment, before: Assessment, name: str, least: float, about: str, words: tuple[str, str]
) -> _Lines:
    """A number that is measured against the person's own weeks."""
    now, was = (next((q for q in each.quantities if q.quantity == name), None) for each in (today, before))
    if now is None or was is None:
        return None
    if abs(now.low - was.low) < least:
        return []
    return [Change(about, f"{words[0] if now.low > was.low else words[1]} against your own weeks than yesterday")]


def _cause(today: Assessment, before: Assessment) -> _Lines:
    if not today.causes.ranked or not before.causes.ranked:
        return None
    now, was = today.causes.ranked[0], before.causes.ranked[0]
    return [] if now.cause == was.cause else [Change("First of the causes", f"{now.name}, yesterday {was.name}")]
