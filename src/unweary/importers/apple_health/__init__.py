"""The export of Apple Health: ``export.xml``, alone or out of ``export.zip``. Seen on small real files only.

What is read
------------
- Single values, under the device's or app's name: resting heart rate, heartbeat variation (SDNN), breathing rate, blood
  oxygen, body temperature, wrist temperature asleep, body mass, blood pressure, VO2max.
- All other heart rates as one recording a day and source (columns ``t_s``, ``hr_bpm``).
- The beats that stand with a heartbeat variation, as recordings of kind ``other``: at rest or not, nobody knows; see
  :mod:`.beats`.
- Steps as one sum a day: phone and watch count the same steps, so it is that of the source that counted most.
- Sleep, joined out of its segments for each source; see :mod:`.nights`.
- Workouts as sessions. Their routes are GPX files of their own.

Days are those of the clock that is written with each time: that of the phone when the file was made. Workouts and
sleeps that name their time zone are told in that. Steps and heart rates of the day of the export are left out, since
that day was not over. When a record was made (``creationDate``) says nothing about the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import BinaryIO
from xml.parsers import expat

from unweary.importers.apple_health.elements import StopReadingError, Walk
from unweary.importers.apple_health.records import Export, Item
from unweary.importers.apple_health.words import PLAIN, WHOLE
from unweary.importers.written import few
from unweary.vocab.errors import Problem

TITLE = "Apple Health exports (export.xml)"

_ROOT = re.compile(rb"<HealthData[\s>/]|<!DOCTYPE\s+HealthData\b")


def recognise(head: bytes, name: str) -> int:
    """2 where the root element is Apple's."""
    return 2 if head.lstrip().startswith(b"<") and _ROOT.search(head) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
    """Everything that is known here, single values as they come by, sleeps and sums at the end.

    Yields
    ------
    Observation, Recording, Session, Sleep
    Problem
        With the line: ``unit``, ``out_of_range``, ``not_a_number``, ``clock`` (no date, or one after the export),
        ``sleep_stage``, ``no_duration``. ``xml_broken`` where the file breaks off (what stood before it is kept),
        ``xml_doctype`` for entities, ``control_characters``, ``too_large``, ``nothing_known``.

    Examples
    --------
    >>> import io
    >>> text = '''<HealthData><Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="lb"
    ... startDate="2026-11-20 06:40:00 +0100" endDate="2026-11-20 06:40:00 +0100" value="160"/></HealthData>'''
    >>> mass, = read(io.BytesIO(text.encode()), "export.xml")
    >>> round(mass.value, 2), mass.unit, mass.source, mass.at.isoformat()
    (72.57, 'kg', 'Scale', '2026-11-20T06:40:00+01:00')
    """
    yield from few(_items(stream, name, zone), name)


def _items(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Item]:
    export = Export(name, zone)
    walk = Walk(export, PLAIN, WHOLE)
    export.place = walk
    broken = None
    try:
        for _ in walk.read(stream):
            yield from export.taken()
    except StopReadingError as error:
        broken = Problem(f"{name}, line {walk.here()}", *error.args)
    except expat.ExpatError as error:
        words = f"The file breaks off here ({expat.ErrorString(error.code)}). What stood before it was kept."
        broken = Problem(f"{name}, line {walk.here()}", "xml_broken", words)
    yield from export.taken()
    yield from export.rest()
    yield from export.taken()
    if walk.has_control:
        words = "There are characters in the file that XML does not have. They were read as spaces."
        yield Problem(name, "control_characters", words)
    if broken is not None:
        yield broken
    elif not export.found:
        yield Problem(name, "nothing_known", "There is nothing in this export that is read here.")
