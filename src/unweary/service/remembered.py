"""What was read and worked out last, kept while it is still true, so that a page need not think again.

Whether it is still true is a matter of three things. The store's version changes with every write, by this program or
another one. What was made holds for the minute it was made in, so what runs out (an answer that is valid for a day)
runs out here as well. And an entry that is dated a little later counts from its time on.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from unweary.service.history import build_history
from unweary.store.rows import DATED
from unweary.vocab.history import History, Recording

if TYPE_CHECKING:
    from unweary.store.rows import FactRow
    from unweary.store.store import Store
    from unweary.vocab.assessment import Assessment
    from unweary.vocab.knowledge import Knowledge

#: Today and yesterday, a few minutes of each.
_MOST_MOMENTS = 6
#: Yesterday's answer looks further back than today's.
_SPARE = timedelta(days=7)
_END = datetime.max.replace(tzinfo=UTC)


class _Read:
    """Everything in the store at one version, read once; what a history asks for is answered from it."""

    def __init__(self, store: Store, version: Hashable) -> None:
        self.version = version
        self._store = store
        self._facts = store.facts()
        self._since: datetime | None = None
        self._recordings: tuple[Recording, ...] = ()
        self._times = sorted(row.at for row in self._facts if row.kind not in DATED)

    def facts(self, *, until: datetime) -> tuple[FactRow, ...]:
        """As :meth:`unweary.store.store.Store.facts`."""
        today, until = until.replace(tzinfo=UTC), until.astimezone(UTC)
        return tuple(row for row in self._facts if row.at <= (today if row.kind in DATED else until))

    def recordings(self, since: datetime, until: datetime) -> tuple[Recording, ...]:
        """As :meth:`unweary.store.store.Store.recordings`; the samples of the last weeks alone are kept."""
        if self._since is None:
            self._since = since - _SPARE
            self._recordings = self._store.recordings(self._since, _END)
        if since < self._since:
            return self._store.recordings(since, until)
        since, until = since.astimezone(UTC), until.astimezone(UTC)
        return tuple(each for each in self._recordings if since < each.started_at <= until)

    def stamp(self, as_of: datetime) -> Hashable:
        """Equal for two moments where all that can be told at the one holds at the other."""
        now = as_of.astimezone(UTC)
        known = bisect_right(self._times, now), sum(each.started_at <= now for each in self._recordings)
        # The minute ends what time alone changes; midnight, when a day begins to count, is the end of one.
        return self.version, as_of.replace(second=0, microsecond=0).isoformat(), known


@dataclass(slots=True)
class _Moment:
    """What was made for one stamp."""

    history: History
    assessment: Assessment | None = None


class Remembered:
    """The reading side of one home. Threads may share it: of several that ask at once one works, the others wait."""

    def __init__(self, store: Store, knowledge: Callable[[], Knowledge]) -> None:
        self._store = store
        self._knowledge = knowledge
        self._working = threading.RLock()
        self._looking = threading.Lock()
        self._read: _Read | None = None
        self._moments: dict[Hashable, _Moment] = {}

    def history(self, as_of: datetime) -> History:
        """Everything that holds at ``as_of``."""
        with self._working:
            return replace(self._moment(as_of).history, as_of=as_of)

    def assessment(self, as_of: datetime) -> Assessment:
        """The assessment at ``as_of``, or one made in the same minute from the same entries and knowledge."""
        from unweary.assessment import assess

        knowledge = self._knowledge()
        with self._working:
            moment = self._moment(as_of)
            made = moment.assessment
            if made is None or made.knowledge_digest != knowledge.digest:
                made = moment.assessment = assess(replace(moment.history, as_of=as_of), knowledge)
            return made

    def stamp(self, as_of: datetime) -> Hashable | None:
        """As :meth:`unweary.service.home.Unweary.stamp`; never waits for work that is under way."""
        read = self._read
        return None if read is None or read.version != self._version() else read.stamp(as_of)

    def _version(self) -> Hashable:
        with self._looking:
            return self._store.version()

    def _moment(self, as_of: datetime) -> _Moment:
        # The version is asked for first: a write between the two is read now, and read again next time.
        version = self._version()
        if self._read is None or self._read.version != version:
            self._moments.clear()
            self._read = _Read(self._store, version)
        stamp = self._read.stamp(as_of)
        if stamp not in self._moments:
            history = build_history(self._read, as_of, self._knowledge())
            # Reading the recordings may have changed what is known to come.
            stamp = self._read.stamp(as_of)
            self._moments[stamp] = _Moment(history)
            if len(self._moments) > _MOST_MOMENTS:
                del self._moments[next(iter(self._moments))]
        return self._moments[stamp]
