"""Names of rows: imported ones are named by their content, so that importing twice adds nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from unweary.vocab.history import Recording

_MICROSECOND = datetime.resolution
#: Fields that came after the first rows were written. Empty they are left out, so that the old rows keep their names.
_LATER = ("device", "sets")


def uuid7(at: datetime, random_bytes: bytes) -> str:
    """A UUID of version 7 (RFC 9562): sorts by time, cannot be guessed.

    The 12 bits after the millisecond hold the fraction of it (method 3 of section 6.2), so that two rows made within
    one millisecond still sort in the order they were made.

    Parameters
    ----------
    at : datetime
        Time-zone-aware.
    random_bytes : bytes
        Eight of them.

    Examples
    --------
    >>> uuid7(datetime(2026, 11, 20, 6, 30, tzinfo=UTC), bytes(8))
    '01a1f7a5-ca40-7000-8000-000000000000'
    """
    micros = (at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // _MICROSECOND
    millis, rest = divmod(micros, 1000)
    tail = int.from_bytes(random_bytes[:8], "big") & ((1 << 62) - 1)
    number = (millis << 80) | (7 << 76) | ((rest * 4096 // 1000) << 64) | (0b10 << 62) | tail
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def content_id(kind: str, payload: dict[str, object], leaving_out: tuple[str, ...] = ()) -> str:
    """SHA-256 of what a row says. Times count as instants: 08:00+01:00 and 07:00Z are the same.

    Examples
    --------
    >>> a = content_id("session", {"started_at": "2026-11-20T08:00:00+01:00", "source": "a.fit"}, ("source",))
    >>> b = content_id("session", {"started_at": "2026-11-20T07:00:00Z", "source": "b.fit"}, ("source",))
    >>> a == b
    True
    """
    told = {
        name: _instant(name, value)
        for name, value in payload.items()
        if name not in leaving_out and (value or name not in _LATER)
    }
    text = json.dumps([kind, told], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(name: str, value: object) -> object:
    if name in ("at", "started_at", "ended_at") and isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return value


def recording_id(recording: Recording, session: dict[str, object] | None, samples: bytes) -> str:
    """SHA-256 of a time series: start, kind, device, summary and samples; not the name of the file it came in.

    ``samples`` are the bytes before compression: what zlib makes of them may change from one version to the next.
    """
    summary = None if session is None else content_id("session", session, ("source",))
    head = [recording.started_at.astimezone(UTC).isoformat(), recording.kind, recording.device, summary]
    digest = hashlib.sha256(json.dumps(head, separators=(",", ":")).encode())
    digest.update(samples)
    return digest.hexdigest()
