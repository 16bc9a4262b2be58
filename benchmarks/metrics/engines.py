"""An engine over the benchmark's warehouse as users have it, and hand-written SQL run through the same connection."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fupan.warehouse import Warehouse
from fupan.workspace import EngineSettings, PostgresSettings, SparkSettings

ENGINES = ("duckdb", "postgres", "spark")
MEMORY = "8GB"


@dataclass(frozen=True)
class Opened:
    """A reader, what runs a hand-written statement on it, and what of the settings a reader of figures should know."""

    reader: Any
    run: Callable[[str], list[tuple[Any, ...]]]
    settings: str


@contextmanager
def opened(engine: str, root: Path, cores: int = 2) -> Iterator[Opened]:
    """*engine* over the warehouse in *root*; Spark is a cluster of as many workers as *cores*, each with one."""
    with {"duckdb": _duckdb, "postgres": _postgres, "spark": _spark}[engine](root, cores) as found:
        yield found


@contextmanager
def _duckdb(root: Path, cores: int) -> Iterator[Opened]:
    with Warehouse(root, memory_limit=MEMORY, threads=cores).read() as reader:
        con = reader.backend.con
        yield Opened(reader, lambda text: con.execute(text).fetchall(), f"{cores} threads, at most {MEMORY}")


@contextmanager
def _postgres(root: Path, _: int) -> Iterator[Opened]:
    from tests.conformance.postgres_server import PostgresServer

    with PostgresServer(shared_buffers="1GB", work_mem="256MB") as server:
        engine = EngineSettings("postgres", postgres=PostgresSettings(server.url()))
        with Warehouse(root, engine=engine).read() as reader:
            con = reader.backend.con
            said = con.execute("SHOW server_version").fetchone()[0].split()[0]
            yield Opened(
                reader, lambda text: con.execute(text).fetchall(),
                f"PostgreSQL {said}, shared_buffers 1 GB, work_mem 256 MB, else as it comes",
            )  # fmt: skip


@contextmanager
def _spark(root: Path, cores: int) -> Iterator[Opened]:
    from importlib.metadata import version

    from fupan.warehouse.engines.cluster import Cluster
    from fupan.warehouse.engines.spark_session import stop

    with ExitStack() as stack:
        place = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="fupan-cluster-", ignore_cleanup_errors=True))
        )
        cluster = stack.enter_context(Cluster(place, workers=cores, cores=1, memory="2g"))
        spark = SparkSettings(cluster.url, memory="1g", worker_memory="2g", partitions=2 * cores)
        with Warehouse(root, engine=EngineSettings("spark", spark=spark)).read() as reader:
            stack.callback(stop)

            def run(text: str) -> list[tuple[Any, ...]]:
                return [tuple(row.values()) for row in reader.sql(text).to_pylist()]

            said = f"Spark {version('pyspark')}, standalone: {cores} worker(s) of one core and 2 GB, driver 1 GB"
            yield Opened(reader, run, said)
