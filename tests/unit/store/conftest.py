"""One store on each database. PostgreSQL is tested where UNWEARY_TEST_POSTGRES holds the URL of a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from unweary.store.store import Store

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    server = os.environ.get("UNWEARY_TEST_POSTGRES")
    if not server:
        pytest.skip("UNWEARY_TEST_POSTGRES holds no PostgreSQL URL")
    from sqlalchemy import create_engine, make_url, text

    url = make_url(server).set(drivername="postgresql+psycopg")
    name = f"unweary_test_{uuid4().hex[:12]}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str | None:
    """None for SQLite in the home, or the URL of a fresh PostgreSQL database."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(tmp_path: Path, url: str | None) -> Iterator[Store]:
    with Store.open(tmp_path / "home", "person-1", NOW, url) as opened:
        yield opened
