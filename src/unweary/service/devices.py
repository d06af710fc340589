"""Phones that may use this home from the home network: pairing with a code that works once, and the list of them.

Each paired device is one small file in the folder ``devices``, named by the hash of the secret that its browser keeps.
The secret itself is nowhere here, so a stolen copy of the folder opens nothing. Taking a device away is deleting its
file, which counts at once, also for a server that runs in another program.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from unweary.vocab.errors import UserError

#: A code is on a screen, so it is short-lived; a device is paired again after half a year.
CODE_HOLDS = timedelta(minutes=5)
DEVICE_HOLDS = timedelta(days=180)
_SECRET_BYTES = 32
_CODE_BYTES = 16
_LONGEST_NAME = 40
#: How exactly it is kept when a device was last here.
_SEEN_STEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Device:
    """One paired device. ``id`` is the beginning of the hash of its secret."""

    id: str
    name: str
    paired_at: datetime
    seen_at: datetime
    until: datetime


class Devices:
    """The paired devices of one home. Threads may share it."""

    def __init__(self, home: Path, clock: Callable[[], datetime]) -> None:
        self._folder = home / "devices"
        self._clock = clock
        self._pairing = threading.Lock()
        self._code: tuple[bytes, datetime] | None = None

    def offer(self) -> str:
        """A new code for one device. It works once, for :data:`CODE_HOLDS`; the code before it works no longer."""
        code = secrets.token_urlsafe(_CODE_BYTES)
        with self._pairing:
            self._code = _hash(code), self._clock() + CODE_HOLDS
        return code

    def pair(self, code: str, name: str) -> str:
        """Trade a code for the secret that the device's browser keeps from now on.

        Raises
        ------
        UserError
            ``pairing_code`` where the code is wrong, was used, or is too old.
        """
        now = self._clock()
        with self._pairing:
            offered, until = self._code or (b"", now)
            if now >= until or not secrets.compare_digest(offered, _hash(code)):
                raise UserError(
                    "pairing_code", "this code is wrong, was used, or is too old", "a new code from the computer"
                )
            self._code = None
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        said = {"name": _plain(name), "paired_at": _text(now), "until": _text(now + DEVICE_HOLDS)}
        self._write(self._path(secret), said, now)
        return secret

    def known(self, secret: str) -> Device | None:
        """The device that keeps this secret, if it is paired and its time is not over."""
        device = self._read(self._path(secret))
        now = self._clock()
        if device is None or now >= device.until:
            return None
        if now - device.seen_at >= _SEEN_STEP:
            with suppress(FileNotFoundError):
                os.utime(self._path(secret), (now.timestamp(), now.timestamp()))
        return device

    def listed(self) -> tuple[Device, ...]:
        """Every device that may come in, the last one that was here first."""
        found = [self._read(path) for path in self._folder.glob("*.json")]
        now = self._clock()
        return tuple(
            sorted((one for one in found if one is not None and now < one.until), key=lambda one: one.seen_at)[::-1]
        )

    def remove(self, device_id: str) -> Device:
        """Let a device in no longer.

        Raises
        ------
        UserError
            ``unknown_device`` where there is none with this id.
        """
        for device in self.listed():
            if device.id == device_id:
                next(self._folder.glob(f"{device_id}*.json")).unlink(missing_ok=True)
                return device
        raise UserError("unknown_device", f"no device '{device_id}' is paired", "an id that `unweary devices` lists")

    def _path(self, secret: str) -> Path:
        return self._folder / f"{_hash(secret).hex()}.json"

    def _write(self, path: Path, said: dict[str, str], now: datetime) -> None:
        from unweary.store.failures import told
        from unweary.store.raw import private_folder

        with told(path):
            private_folder(self._folder)
            unfinished = path.with_suffix(".new")
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(said, file)
            os.utime(unfinished, (now.timestamp(), now.timestamp()))
            os.replace(unfinished, path)

    def _read(self, path: Path) -> Device | None:
        try:
            said = json.loads(path.read_text("utf-8"))
            seen_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            paired_at, until = (datetime.fromisoformat(said[name]) for name in ("paired_at", "until"))
            return Device(path.stem[:12], str(said["name"]), paired_at, seen_at, until)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            # A damaged file lets nobody in; the device is paired again.
            return None


def _hash(secret: str) -> bytes:
    # The secret is 256 random bits, so a plain hash cannot be guessed back.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _plain(name: str) -> str:
    """A name for a list: printable, short, never empty."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return text[:_LONGEST_NAME] or "a device"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
