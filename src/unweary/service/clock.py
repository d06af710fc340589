"""The only clock, and the time zone of this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The time zone that this machine is set to, summer time included.

    A bare offset would put half of the year's mornings an hour off; the system's own tables know better.

    Examples
    --------
    >>> moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    >>> moment.astimezone(LocalZone()) == moment
    True
    """

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Offset from UTC at a local time."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not told apart from the offset."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Short name, such as CET."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a UTC time."""
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


def local_now() -> datetime:
    """The moment now, in this machine's time zone."""
    return datetime.now(LocalZone())


#: A clock that was set back by more than this is believed.
_ONE_SECOND = timedelta(seconds=1)


def ticking(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """The same clock, but never twice the same moment: of two answers the later one must be known as the later.

    Examples
    --------
    >>> stopped = datetime(2026, 11, 20, tzinfo=UTC)
    >>> tick = ticking(lambda: stopped)
    >>> tick() < tick()
    True
    """
    last: list[datetime] = []

    def tick() -> datetime:
        now = clock()
        if last and now <= last[-1] < now + _ONE_SECOND:
            now = last[-1] + datetime.resolution
        last[:] = [now]
        return now

    return tick
