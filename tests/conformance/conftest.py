"""One company, on DuckDB and PostgreSQL; one seed for the whole run, printed, since it rotates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conformance.company import write_company
from tests.conformance.families import conformance_layer
from tests.conformance.postgres_server import PostgresServer
from tests.conformance.seed import chosen_seed

from fupan.metrics import MetricLayer
from fupan.warehouse import Reader, Warehouse
from fupan.workspace import EngineSettings, PostgresSettings


def pytest_report_header() -> str:
    return f"conformance seed {chosen_seed()} (FUPAN_SEED={chosen_seed()} repeats it)"


@pytest.fixture(scope="session")
def seed() -> int:
    """Today's number, or what FUPAN_SEED says."""
    return chosen_seed()


@pytest.fixture(scope="session")
def layer() -> MetricLayer:
    """The pack's metrics and those of families that it does not use, calendars and an event."""
    return conformance_layer()


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory, layer: MetricLayer, seed: int) -> Path:
    """The company's warehouse; its path holds what a path may hold."""
    place = tmp_path_factory.mktemp("conformance") / "复盘 [1]"
    write_company(place, layer.definitions, seed)
    return place


@pytest.fixture(scope="session")
def duck(root: Path) -> Iterator[Reader]:
    """DuckDB over the company's files."""
    with Warehouse(root, threads=2).read() as reader:
        yield reader


@pytest.fixture(scope="session")
def postgres(root: Path) -> Iterator[Reader]:
    """PostgreSQL with a copy of the company."""
    with PostgresServer() as server:
        engine = EngineSettings("postgres", postgres=PostgresSettings(server.url()))
        with Warehouse(root, engine=engine).read() as reader:
            yield reader
