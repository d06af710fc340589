"""FIT files built for the tests, with invented values."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.hrv_message import HrvMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.weight_scale_message import WeightScaleMessage
from fit_tool.profile.profile_type import FileType, Manufacturer, Sport, SubSport
from fit_tool.utils.crc import crc16

START = datetime(2026, 11, 14, 8, 0, tzinfo=UTC)


def ms(moment: datetime) -> int:
    return round(moment.timestamp()) * 1000


def filled(message: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(message, name, value)
    return message


class Fit:
    """Messages put together one after another; ``data()`` is the file."""

    def __init__(self) -> None:
        self._builder = FitFileBuilder(auto_define=True)

    def file_id(self, kind: Any = FileType.ACTIVITY, **more: Any) -> Fit:
        more = {"time_created": ms(START), "manufacturer": Manufacturer.DEVELOPMENT, "product": 7, **more}
        self._builder.add(filled(FileIdMessage(local_id=1), type=kind, **more))
        return self

    def record(self, second: float = 0, start: datetime = START, **values: Any) -> Fit:
        at = ms(start + timedelta(seconds=second))
        self._builder.add(filled(RecordMessage(local_id=0), timestamp=at, **values))
        return self

    def session(self, start: datetime = START, seconds: float = 3600, **values: Any) -> Fit:
        values = {
            "sport": Sport.RUNNING,
            "sub_sport": SubSport.GENERIC,
            "total_timer_time": seconds,
            "total_elapsed_time": seconds,
            "timestamp": ms(start + timedelta(seconds=seconds)),
            **values,
        }
        values = {name: value for name, value in values.items() if value is not None}
        self._builder.add(filled(SessionMessage(local_id=4), start_time=ms(start), **values))
        return self

    def hrv(self, *seconds: float) -> Fit:
        self._builder.add(filled(HrvMessage(local_id=2), time=list(seconds)))
        return self

    def weight(self, kilograms: float, at: datetime = START, **values: Any) -> Fit:
        self._builder.add(filled(WeightScaleMessage(local_id=5), timestamp=ms(at), weight=kilograms, **values))
        return self

    def data(self) -> bytes:
        return bytes(self._builder.build_bytes())


@pytest.fixture
def fit() -> Callable[[], Fit]:
    return Fit


@pytest.fixture
def run(fit: Callable[[], Fit]) -> bytes:
    """A run of ten samples, one a second, with everything that a watch writes."""
    file = fit().file_id()
    for second in range(10):
        file.record(
            second,
            heart_rate=120 + second,
            power=200 + second,
            cadence=85,
            speed=2.5,
            altitude=100.0 + second,
            distance=2.5 * second,
            temperature=12,
            position_lat=59.9,
            position_long=10.7,
        )
    return file.session(seconds=9, total_distance=22.5, total_ascent=9, total_descent=0, workout_rpe=40).data()


def enclosed(body: bytes, size: int | None = None) -> bytes:
    """Raw messages with a header and a checksum around them."""
    head = struct.pack("<2BHI4s", 14, 0x20, 2100, len(body) if size is None else size, b".FIT")
    head += struct.pack("<H", crc16(head))
    return head + body + struct.pack("<H", crc16(body, crc=crc16(head)))


@pytest.fixture
def raw() -> Callable[..., bytes]:
    return enclosed


def definition(local: int, number: int, fields: Sequence[tuple[int, int, int]]) -> bytes:
    """A definition message: fields are (number, size, base type)."""
    return struct.pack("<3BHB", 0x40 | local, 0, 0, number, len(fields)) + bytes(part for f in fields for part in f)


@pytest.fixture
def define() -> Callable[..., bytes]:
    return definition
