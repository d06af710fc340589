"""Run by Alembic. There is no ini file: the connection, with a transaction begun, comes from ``store.database``."""

from __future__ import annotations

from alembic import context

from unweary.store.tables import metadata


def run() -> None:
    """Bring the tables of the given connection to the wanted revision, inside its own transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=True,
    )
    context.run_migrations()


# Tools that read every module (documentation, doctests) import this one outside Alembic.
if hasattr(context, "config"):
    run()
