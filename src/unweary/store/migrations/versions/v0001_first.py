"""The first tables: person, raw files, imports, recordings, facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them. The types are written out here, so that a later change of ``tables`` does not change the past."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "person",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )
    op.create_table(
        "raw_file",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "sha256", name="pk_raw_file"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_raw_file_person_id"),
    )
    op.create_table(
        "import_run",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("recordings", sa.Integer, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "raw_sha256", name="pk_import_run"),
        sa.CheckConstraint("state IN ('pending', 'done')", name="ck_import_run_state"),
        *_owned("import_run"),
    )
    op.create_table(
        "recording",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("session", sa.JSON),
        sa.Column("samples", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_recording"),
        *_owned("recording"),
    )
    op.create_index("ix_recording_person_id_started_at", "recording", ["person_id", "started_at"])
    op.create_table(
        "fact",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("payload", sa.JSON),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("raw_sha256", sa.String(64)),
        sa.Column("origin", sa.String(64)),
        sa.Column("corrects", sa.String(64)),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_fact"),
        sa.CheckConstraint("payload IS NOT NULL OR corrects IS NOT NULL", name="ck_fact_withdrawal_names_what"),
        sa.UniqueConstraint("person_id", "corrects", name="uq_fact_person_id_corrects"),
        sa.ForeignKeyConstraint(
            ["person_id", "corrects"], ["fact.person_id", "fact.id"], name="fk_fact_person_id_corrects"
        ),
        *_owned("fact"),
    )
    op.create_index("ix_fact_person_id_kind_at", "fact", ["person_id", "kind", "at"])


def _owned(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id"),
        sa.ForeignKeyConstraint(
            ["person_id", "raw_sha256"],
            ["raw_file.person_id", "raw_file.sha256"],
            name=f"fk_{table}_person_id_raw_sha256",
        ),
    )
