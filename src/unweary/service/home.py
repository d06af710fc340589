"""One person's home folder, and every verb that the doors call."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from unweary.service.check_in import CheckIn, CheckInForm, form, known_by, merged, valid_answers
from unweary.service.clock import ticking
from unweary.service.import_report import ImportedFile, ImportReport, Progress
from unweary.service.inbox import Source
from unweary.service.jobs import Jobs
from unweary.service.possible import impossible, unborn
from unweary.service.profile_facts import holding, refuse_both
from unweary.service.reading import Fault, faults_of, refuse
from unweary.service.remembered import Remembered
from unweary.service.turn import OneAtATime
from unweary.store.rows import KINDS, FactRow, Kind, instant_of, new_row
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import (
    Answer,
    Day,
    History,
    Lab,
    Look,
    Observation,
    Profile,
    Session,
    SiteRating,
    State,
    Tick,
)  # fmt: skip

if TYPE_CHECKING:
    from unweary.inference.own_words import Proposal
    from unweary.inference.sore_places import SiteProposal
    from unweary.service.columns import Columns
    from unweary.service.devices import Devices
    from unweary.service.doing import Doing
    from unweary.service.interviewing import Interview
    from unweary.service.keeping import Keeping
    from unweary.service.looking import Looking
    from unweary.service.own_words import Proposals
    from unweary.store.store import Store
    from unweary.vocab.assessment import Assessment
    from unweary.vocab.knowledge import Knowledge

_KINDS = tuple(KINDS.values())
Entry = Answer | SiteRating | Day | Lab | Observation | Session | Tick | Look


def new_id(now: datetime) -> str:
    """An id for a row that a person made."""
    from unweary.store.ids import uuid7

    return uuid7(now, os.urandom(8))


class Unweary:
    """One person's data, and all that can be done with them. Use it in a ``with`` block; threads may share it."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._told = ticking(clock)
        #: Held by what first looks at what is kept and then changes it: the same form sent twice at once counts once,
        #: and the command line beside the server loses nothing.
        self.one_at_a_time = OneAtATime(store.home)
        self._remembered = Remembered(store, lambda: self.knowledge)
        #: Imports as jobs: begin, watch, stop, undo.
        self.importing = Jobs(self, store, clock)

    def __enter__(self) -> Unweary:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go; an import that runs in the background goes on at the next start."""
        self.importing.close()
        self._store.close()

    @property
    def home(self) -> Path:
        """The folder."""
        return self._store.home

    @cached_property
    def knowledge(self) -> Knowledge:
        """The reviewed knowledge that comes with this version."""
        from unweary.service.person import packaged_knowledge

        return packaged_knowledge()

    # ---- files

    def import_paths(
        self, paths: Sequence[Path], on_progress: Callable[[Progress], None] | None = None
    ) -> ImportReport:
        """Take in files, and every file in folders. The same file twice adds nothing.

        Each file's bytes are kept before they are read, and all that one file says is seen at once or not at all.

        Raises
        ------
        UserError
            ``no_such_file`` before anything is done; ``no_space`` (files done before it stay).
        """
        return self.importing.run([Source(path) for path in paths], on_progress)

    def imports(self) -> tuple[ImportedFile, ...]:
        """The files that were taken in, newest first."""
        return self.importing.files()

    # ---- what the person says

    def check_in(self, entry: CheckIn) -> tuple[FactRow, ...]:
        """Keep a check-in, all of it or nothing.

        A second one on the same day adds to the first; it takes nothing back (see :meth:`correct`).

        Raises
        ------
        UserError
            Where something is unknown or cannot be; then nothing was kept.
        """
        said: dict[str, Entry] = {} if entry.day is None else {"day": entry.day}
        said |= {f"sites[{place}]": site for place, site in enumerate(entry.sites)}
        said |= {f"answers[{place}]": answer for place, answer in enumerate(entry.answers)}
        return self._keep(said, "check-in")

    def answer(self, finding: str, state: State, value: float | None = None) -> FactRow:
        """Keep one answer, given now.

        Raises
        ------
        UserError
            ``unknown_id`` with the nearest known ones.
        """
        return self._keep({"": Answer(finding, state, self._clock(), value)}, "answer")[0]

    def ask(self, text: str) -> Proposals:
        """What a complaint in the person's own words says, and what would follow. Nothing is stored.

        Raises
        ------
        UserError
            ``text`` where it is empty or too long.
        """
        from unweary.service.own_words import MOST_LETTERS, proposals

        if not text.strip() or len(text) > MOST_LETTERS:
            raise UserError("text", "there is no text, or too much of it", f"1 to {MOST_LETTERS} letters")
        return proposals(text, self.history(), self.knowledge)

    def confirm(self, findings: Sequence[Proposal], sites: Sequence[SiteProposal] = ()) -> tuple[FactRow, ...]:
        """Keep what :meth:`ask` proposed and the person said yes to; what is uncertain is not kept."""
        from unweary.service.own_words import confirmed, told_profile

        answers, ratings = confirmed(findings, sites, self._clock(), self.knowledge)
        rows = self.add((*answers, *ratings)) if answers or ratings else ()
        self.save_profile(told_profile(self.profile(), findings), {})
        return rows

    def add(self, values: Sequence[Entry]) -> tuple[FactRow, ...]:
        """Keep anything that a person can say or type, such as a blood test; all of it or nothing."""
        if len(values) == 1:
            return self._keep({"": values[0]}, type(values[0]).__name__.lower())
        return self._keep({f"[{place}]": value for place, value in enumerate(values)}, "entries")

    def _keep(self, said: Mapping[str, Entry], where: str) -> tuple[FactRow, ...]:
        """``said`` maps the place of each value in what was handed in to the value."""
        now = self._clock()
        for place, value in said.items():
            self._check(value, now, where, place)
        with self.one_at_a_time:
            rows = tuple(self._row(value, self._told()) for value in said.values())
            self._store.add(rows)
        return rows

    def _row(self, value: Entry, now: datetime) -> FactRow:
        if isinstance(value, Day):
            for before in self._store.facts(("day",)):
                if isinstance(before.value, Day) and (before.value.day, before.source) == (value.day, value.source):
                    both = merged((before.value, value))
                    assert both is not None
                    return new_row(new_id(now), both, now, corrects=before.id)
        return new_row(new_id(now), value, now)

    def _check(self, value: Entry | Profile, now: datetime, where: str, place: str = "") -> None:
        from unweary.store.documents import to_document

        faults = faults_of(type(value), to_document(value))
        faults = faults or [*impossible(value, self.knowledge), *unborn(value, now, self.knowledge)]
        if not faults and not known_by(now, instant_of(value, now)):
            faults = [Fault("", "future", "this is dated after today", "a time up to now")]
        refuse([fault.at(place) for fault in faults] if place else faults, where)

    def correct(self, fact_id: str, replacement: Entry | None) -> FactRow:
        """Put another value in the place of one that was wrong, or (None) take it back.

        The old one stays in the store and counts no longer.

        Raises
        ------
        UserError
            ``unknown_fact``, ``already_corrected``, or ``kind`` where the replacement is of another kind.
        """
        now = self._clock()
        old = self._store.fact(fact_id)
        if old is None:
            raise UserError("unknown_fact", f"there is no entry '{fact_id}'", "an id that `facts` lists")
        if old.value is None:
            raise UserError("already_corrected", "this entry only takes another one back", "an id that `facts` lists")
        if replacement is None:
            row = FactRow(new_id(now), old.kind, old.at, now, None, "correction", fact_id, old.raw_sha256, old.origin)
        else:
            if type(replacement) is not type(old.value):
                raise UserError("kind", f"this entry is of the kind '{old.kind}'", f"a value of the kind '{old.kind}'")
            self._check(replacement, now, "the correction")
            ours = {"raw_sha256": old.raw_sha256, "origin": old.origin}
            row = new_row(new_id(now), replacement, now, corrects=fact_id, **ours)
        with self.one_at_a_time:
            self._store.add((row,))
        return row

    def facts(self, kind: str | None = None, limit: int = 100, until: datetime | None = None) -> tuple[FactRow, ...]:
        """What holds now, newest first; with ``until`` only what was so by then.

        Raises
        ------
        UserError
            ``kind`` where there is no such kind.
        """
        chosen: tuple[Kind, ...] = tuple(known for known in _KINDS if kind in (None, known))
        if not chosen:
            raise UserError("kind", f"'{kind}' is no kind of entry", ", ".join(_KINDS))
        return self._store.facts(chosen, until, limit)

    def entry(self, fact_id: str) -> FactRow | None:
        """One entry by its id, also one that was put right or taken back since."""
        return self._store.fact(fact_id)

    # ---- the profile

    def profile(self) -> Profile:
        """What was said about the person once. What an answer said otherwise since is not in it."""
        return self._told_of()[0]

    def _told_of(self) -> tuple[Profile, History]:
        """The profile and the answers, neither with what the other took back."""
        now = self._clock()
        values = [(row.at, row.value) for row in self._store.facts(("profile", "answer"), until=now)[::-1]]
        stated = ((at, value) for at, value in values if isinstance(value, Profile))
        said = (value for _, value in values if isinstance(value, Answer))
        profile, answers = holding(stated, said, now, self.knowledge)
        return profile, History(as_of=now, answers=answers)

    def gate_answers(self) -> dict[str, State]:
        """The answers that still hold to questions that remedies need or that hold until changed."""
        found = valid_answers(self._told_of()[1], self.knowledge)
        return {name: answer.state for name, answer in found.items() if self._is_gate(name)}

    def answers(self) -> tuple[Answer, ...]:
        """Every answer up to now, oldest first, without those that the profile took back since."""
        return self._told_of()[1].answers

    def _is_gate(self, name: str) -> bool:
        finding = self.knowledge.findings[name]
        return finding.gate or finding.valid_days is None

    def save_profile(self, profile: Profile, answers: Mapping[str, State]) -> None:
        """Keep the profile and the answers beside it; what did not change is not written again.

        Raises
        ------
        UserError
            Where something is unknown or cannot be; then nothing was kept.
        """
        with self.one_at_a_time:
            now = self._clock()
            rows: list[FactRow] = []
            kept, said = self._told_of()
            refuse_both(profile, kept, answers)
            if profile != kept:
                self._check(profile, now, "profile")
                rows.append(new_row(new_id(now), profile, now))
            before = valid_answers(said, self.knowledge)
            for finding, state in answers.items():
                answer = Answer(finding, state, now, source="profile")
                self._check(answer, now, "profile")
                if state != (before[finding].state if finding in before else "unknown"):
                    told = self._told()
                    rows.append(new_row(new_id(told), answer, told))
            self._store.add(rows)

    # ---- what follows from it

    def now(self) -> datetime:
        """The moment at which this person is looked at, with its offset."""
        return self._clock()

    def history(self, as_of: datetime | None = None) -> History:
        """Everything known up to ``as_of``, now by default. Samples of recordings are there for 42 days.

        Raises
        ------
        UserError
            ``naive_time`` where ``as_of`` does not say its offset.
        """
        return self._remembered.history(self._moment(as_of))

    def _moment(self, as_of: datetime | None) -> datetime:
        moment = self._clock() if as_of is None else as_of
        if moment.utcoffset() is None:
            raise UserError("naive_time", "as_of does not say its time zone", "a time with its offset from UTC")
        return moment

    def assess_today(self, as_of: datetime | None = None) -> Assessment:
        """What is dangerous, what explains it, what to do today.

        Asked again in the same minute, with nothing new known, the same answer is given; its ``as_of`` says when it was
        made.

        Raises
        ------
        UserError
            ``naive_time`` where ``as_of`` does not say its offset.
        """
        return self._remembered.assessment(self._moment(as_of))

    def assess_yesterday(self, as_of: datetime | None = None) -> Assessment:
        """What was to be said at the same hour of the day before, from all that is known of that time now.

        The hour counts to its end, so that two check-ins of about the same time are compared.
        """
        then = self._moment(as_of) - timedelta(days=1)
        return self.assess_today(then.replace(minute=59, second=59, microsecond=999_999))

    def stamp(self, as_of: datetime) -> Hashable | None:
        """Equal at two moments where what can be told of the person is the same; None where that is not known yet.

        A page that was drawn under a stamp may be shown again under the same one.
        """
        return self._remembered.stamp(as_of)

    def check_in_form(self, as_of: datetime | None = None) -> CheckInForm:
        """What to ask today."""
        moment = self._moment(as_of)
        return form(self.history(moment), self.assess_today(moment), self.knowledge)

    @property
    def interview(self) -> Interview:
        """The interview: what to ask next, what was said today."""
        from unweary.service.interviewing import Interview

        return Interview(self)

    @property
    def doing(self) -> Doing:
        """What of the plan was done: say it, take it back, look at it."""
        from unweary.service.doing import Doing

        return Doing(self)

    @property
    def looking(self) -> Looking:
        """What a clinician has looked at since it passed: say it, take it back, look at it."""
        from unweary.service.looking import Looking

        return Looking(self)

    @cached_property
    def devices(self) -> Devices:
        """The phones that may use this home from the home network."""
        from unweary.service.devices import Devices

        return Devices(self.home, self._clock)

    @property
    def columns(self) -> Columns:
        """What the columns of tables of blood tests are: ask, say, put right."""
        from unweary.service.columns import Columns

        return Columns(self, self._store)

    @property
    def keeping(self) -> Keeping:
        """Everything at once: take it along, or delete it."""
        from unweary.service.keeping import Keeping

        return Keeping(self, self._store)

    def integrity(self) -> tuple[Problem, ...]:
        """Everything in the home that is damaged, missing or left over; empty when all is well."""
        return self._store.integrity()
