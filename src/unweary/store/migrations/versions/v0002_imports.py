"""Imports as jobs that can be undone: what a file told is seen only while its import counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROWS = 2_000


def upgrade() -> None:
    """Add the columns and tables, then say of each imported fact what it is a value of and which import told it."""
    instant = sa.DateTime(timezone=True)
    no = sa.false()
    op.add_column("person", sa.Column("keeps_tracks", sa.Boolean, nullable=False, server_default=no))
    op.add_column("import_run", sa.Column("number", sa.Integer))
    op.add_column("import_run", sa.Column("job_id", sa.String(36)))
    op.add_column("import_run", sa.Column("partial", sa.Boolean, nullable=False, server_default=no))
    op.add_column("import_run", sa.Column("undone_at", instant))
    op.add_column("fact", sa.Column("about", sa.Text))
    op.add_column("fact", sa.Column("told", sa.Integer))
    op.create_table(
        "import_job",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("finished_at", instant),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("keeps_tracks", sa.Boolean, nullable=False),
        sa.Column("error", sa.JSON),
        sa.Column("report", sa.JSON),
        sa.PrimaryKeyConstraint("person_id", "id", name="pk_import_job"),
        sa.CheckConstraint("state IN ('running', 'done', 'cancelled')", name="ck_import_job_state"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_import_job_person_id"),
    )
    op.create_index("ix_import_job_person_id_created_at", "import_job", ["person_id", "created_at"])
    op.create_table(
        "told_again",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("row_id", sa.String(64), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "row_id", "raw_sha256", name="pk_told_again"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_told_again_person_id"),
        sa.ForeignKeyConstraint(
            ["person_id", "raw_sha256"],
            ["raw_file.person_id", "raw_file.sha256"],
            name="fk_told_again_person_id_raw_sha256",
        ),
    )
    connection = op.get_bind()
    _number_imports(connection)
    _say_what_facts_are_about(connection)
    _corrections_go_with_their_import(connection)


_run = sa.table("import_run", *map(sa.column, ("person_id", "raw_sha256", "number")))
_file = sa.table("raw_file", *map(sa.column, ("person_id", "sha256", "added_at")))
_fact = sa.table(
    "fact",
    *map(sa.column, ("person_id", "id", "kind", "raw_sha256", "corrects", "about", "told")),
    sa.column("payload", sa.JSON),
)


def _number_imports(connection: sa.Connection) -> None:
    files = sa.select(_file.c.person_id, _file.c.sha256).order_by(_file.c.added_at, _file.c.sha256)
    for number, (person_id, sha256) in enumerate(connection.execute(files).all(), start=1):
        mine = (_run.c.person_id == person_id) & (_run.c.raw_sha256 == sha256)
        connection.execute(sa.update(_run).where(mine).values(number=number))


def _say_what_facts_are_about(connection: sa.Connection) -> None:
    """Until now a file that told another value corrected the older one; from now on the later import counts."""
    numbers = {(row.person_id, row.raw_sha256): row.number for row in connection.execute(sa.select(_run))}
    imported = sa.select(_fact).where(_fact.c.raw_sha256.is_not(None), _fact.c.kind.in_(("observation", "day")))
    rows = connection.execute(imported).mappings()
    change = (
        sa.update(_fact)
        .where(_fact.c.person_id == sa.bindparam("of"), _fact.c.id == sa.bindparam("which"))
        .values(about=sa.bindparam("what"), told=sa.bindparam("by"), corrects=None)
    )
    changes: list[dict[str, Any]] = [
        {
            "of": row["person_id"],
            "which": row["id"],
            "what": _about(row["kind"], row["payload"]),
            "by": numbers[row["person_id"], row["raw_sha256"]],
        }
        for row in rows
    ]
    for start in range(0, len(changes), _ROWS):
        connection.execute(change, changes[start : start + _ROWS])


def _about(kind: str, payload: dict[str, Any]) -> str:
    if kind == "observation":
        return str(payload["signal"])
    return ",".join(sorted(name for name, value in payload.items() if value not in (None, [])))


def _corrections_go_with_their_import(connection: sa.Connection) -> None:
    """What put an imported fact right belongs to that file as well, so that undoing the import takes both."""
    corrected = _fact.alias("corrected")
    whose = sa.select(corrected.c.raw_sha256).where(
        corrected.c.person_id == _fact.c.person_id, corrected.c.id == _fact.c.corrects
    )
    change = (
        sa.update(_fact)
        .where(_fact.c.raw_sha256.is_(None), _fact.c.corrects.is_not(None), whose.scalar_subquery().is_not(None))
        .values(raw_sha256=whose.scalar_subquery())
    )
    while connection.execute(change).rowcount:
        pass
