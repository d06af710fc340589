"""A made-up training session as the bytes of a real FIT activity file, as a sports watch would write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fit_tool.data_message import DataMessage
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.message import Message
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.common_fields import TimestampField
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import (
    RecordCadenceField,
    RecordDistanceField,
    RecordEnhancedAltitudeField,
    RecordEnhancedSpeedField,
    RecordHeartRateField,
    RecordMessage,
)
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    FileType,
    Manufacturer,
    Sport,
    SubSport,
)
from fit_tool.record import Record

_FIELDS = (
    ("hr_bpm", RecordHeartRateField),
    ("cadence_rpm", RecordCadenceField),
    ("distance_m", RecordDistanceField),
    ("speed_m_s", RecordEnhancedSpeedField),
    ("altitude_m", RecordEnhancedAltitudeField),
)


@dataclass(frozen=True, slots=True)
class Track:
    """A session second by second (or slower): column name to values, all of one length; ``t_s`` from the start.

    Columns: ``t_s hr_bpm`` always; ``cadence_rpm distance_m speed_m_s altitude_m`` for sports on foot.
    """

    started_at: datetime
    sport: str
    columns: dict[str, Sequence[float]]
    ascent_m: int | None = None
    descent_m: int | None = None
    rpe_cr10: int | None = None

    @property
    def ended_at(self) -> datetime:
        """Time of the last sample."""
        return self.started_at + timedelta(seconds=self.columns["t_s"][-1])


def fit_bytes(track: Track) -> bytes:
    """The file: file_id (maker ``development``), timer start, records, timer stop, lap, session, activity."""
    builder = FitFileBuilder(auto_define=True)
    start, end = _ms(track.started_at), _ms(track.ended_at)
    file_id = _filled(
        FileIdMessage(local_id=1),
        type=FileType.ACTIVITY,
        manufacturer=Manufacturer.DEVELOPMENT,
        product=0,
        serial_number=1,
        time_created=start,
    )
    builder.add(file_id)
    builder.add(_timer(EventType.START, start))
    _add_records(builder, track)
    builder.add(_timer(EventType.STOP_ALL, end))
    builder.add(_filled(LapMessage(local_id=3), message_index=0, timestamp=end, **_totals(track)))
    builder.add(_session(track))
    activity = _filled(
        ActivityMessage(local_id=5),
        timestamp=end,
        total_timer_time=track.columns["t_s"][-1],
        num_sessions=1,
        type=Activity.MANUAL,
        event=Event.ACTIVITY,
        event_type=EventType.STOP,
    )
    builder.add(activity)
    return bytes(builder.build_bytes())


def _ms(moment: datetime) -> int:
    return round(moment.timestamp()) * 1000


def _filled(message: Any, **values: Any) -> Any:
    for name, value in values.items():
        if value is not None:
            setattr(message, name, value)
    return message


def _timer(kind: EventType, at_ms: int) -> Any:
    return _filled(EventMessage(local_id=2), timestamp=at_ms, event=Event.TIMER, event_type=kind)


class _Row(Message):  # type: ignore[misc]
    """One more record of a layout that the file has told already."""

    def __init__(self, body: bytes) -> None:
        super().__init__(global_id=RecordMessage.ID, size=len(body))
        self.body = body

    def to_bytes(self) -> bytes:
        return self.body


def _add_records(builder: FitFileBuilder, track: Track) -> None:
    """Only the fields that are used, and one layout for all: a full RecordMessage for each takes many times as long."""
    used = [(name, kind) for name, kind in _FIELDS if name in track.columns]
    start_ms = _ms(track.started_at)
    fields = [TimestampField(size=0, growable=True), *(kind(size=0, growable=True) for _, kind in used)]
    columns = [track.columns[name] for name, _ in used]
    for t_s, *row in zip(track.columns["t_s"], *columns, strict=True):
        for field, value in zip(fields, (start_ms + round(1000 * t_s), *row), strict=True):
            field.set_value(0, value)
        if not builder.definition_map.get(0):
            first = DataMessage(global_id=RecordMessage.ID, name=RecordMessage.NAME, fields=fields)
            builder.add(first)
            builder.records.pop()  # its values change with the next row; the layout stays
        builder.records.append(Record.from_message(_Row(b"".join(field.to_bytes(first.endian) for field in fields))))


def _totals(track: Track) -> dict[str, Any]:
    hr_bpm = track.columns["hr_bpm"]
    return {
        "start_time": _ms(track.started_at),
        "total_elapsed_time": track.columns["t_s"][-1],
        "total_timer_time": track.columns["t_s"][-1],
        "total_distance": track.columns["distance_m"][-1] if "distance_m" in track.columns else None,
        "total_ascent": track.ascent_m,
        "total_descent": track.descent_m,
        "avg_heart_rate": round(sum(hr_bpm) / len(hr_bpm)),
        "max_heart_rate": round(max(hr_bpm)),
    }


def _session(track: Track) -> Any:
    running = track.sport == "run"
    return _filled(
        SessionMessage(local_id=4),
        message_index=0,
        timestamp=_ms(track.ended_at),
        sport=Sport.RUNNING if running else Sport.TRAINING,
        sub_sport=SubSport.GENERIC if running else SubSport.STRENGTH_TRAINING,
        event=Event.SESSION,
        event_type=EventType.STOP,
        first_lap_index=0,
        num_laps=1,
        # FIT keeps the rating times ten.
        workout_rpe=None if track.rpe_cr10 is None else 10 * track.rpe_cr10,
        **_totals(track),
    )
