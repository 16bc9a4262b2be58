"""A PostgreSQL server for the tests of one process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conformance.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server; mark the test with needs("postgres")."""
    with PostgresServer() as server:
        yield server
