"""The tables. Every row of a person carries ``person_id``; facts are only ever added."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

#: Every revision that this version can read, oldest first; the last one is what it writes.
REVISIONS = ("0001", "0002")


class Instant(TypeDecorator[datetime]):
    """A time-zone-aware instant, kept as UTC. SQLite has no zones, so there the bare UTC time is written."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive time is a bug, since it names no instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        # Said twice, as in every database so far: the migrations give names that hold it already.
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_person() -> Column[Any]:
    return Column("person_id", String(36), ForeignKey("person.id"), primary_key=True)


def _raw_file() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["person_id", "raw_sha256"], ["raw_file.person_id", "raw_file.sha256"])


person = Table(
    "person",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("keeps_tracks", Boolean, nullable=False, server_default=false()),
)

raw_file = Table(
    "raw_file",
    metadata,
    _of_person(),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

import_run = Table(
    "import_run",
    metadata,
    _of_person(),
    Column("raw_sha256", String(64), primary_key=True),
    Column("reader", Text, nullable=False),
    Column(
        "state", String(8), CheckConstraint("state IN ('pending', 'done')", name="ck_import_run_state"), nullable=False
    ),
    Column("attempts", Integer, nullable=False),
    Column("recordings", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("problems", JSON, nullable=False),
    # The order in which files were read: of two that tell another value for the same thing the later one counts.
    Column("number", Integer),
    Column("job_id", String(36)),
    # Whether an unfinished reading has written some of its rows. Nobody sees them until the state is 'done'.
    Column("partial", Boolean, nullable=False, server_default=false()),
    Column("undone_at", Instant),
    _raw_file(),
)

import_job = Table(
    "import_job",
    metadata,
    _of_person(),
    Column("id", String(36), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("state", String(9), nullable=False),
    Column("sources", JSON, nullable=False),
    Column("keeps_tracks", Boolean, nullable=False),
    Column("error", JSON(none_as_null=True)),
    Column("report", JSON(none_as_null=True)),
    CheckConstraint("state IN ('running', 'done', 'cancelled')", name="ck_import_job_state"),
    Index(None, "person_id", "created_at"),
)

#: A row that another file had brought before: undoing the import of that one leaves the row to this one.
told_again = Table(
    "told_again",
    metadata,
    _of_person(),
    Column("row_id", String(64), primary_key=True),
    Column("raw_sha256", String(64), primary_key=True),
    _raw_file(),
)

recording = Table(
    "recording",
    metadata,
    _of_person(),
    Column("id", String(64), primary_key=True),
    Column("raw_sha256", String(64), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("session", JSON(none_as_null=True)),
    Column("samples", LargeBinary, nullable=False),
    _raw_file(),
    Index(None, "person_id", "started_at"),
)

fact = Table(
    "fact",
    metadata,
    _of_person(),
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("payload", JSON(none_as_null=True)),
    Column("source", Text, nullable=False),
    Column("raw_sha256", String(64)),
    Column("origin", String(64)),
    Column("corrects", String(64)),
    # Only of what a file told: what the value is a value of, and the number of the import.
    Column("about", Text),
    Column("told", Integer),
    CheckConstraint("payload IS NOT NULL OR corrects IS NOT NULL", name="ck_fact_withdrawal_names_what"),
    # One fact is corrected at most once: what follows corrects the correction, so that the chain never forks.
    UniqueConstraint("person_id", "corrects"),
    ForeignKeyConstraint(["person_id", "corrects"], ["fact.person_id", "fact.id"]),
    _raw_file(),
    Index(None, "person_id", "kind", "at"),
)
