"""The engines that answer questions about a snapshot: DuckDB over its files, PostgreSQL, Spark.

The files are the truth; what another engine holds is a copy of one snapshot that may be thrown away at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.warehouse.closings import Closed
    from fupan.warehouse.engines.served import Served
    from fupan.warehouse.manifest import Manifest
    from fupan.warehouse.reader import Reader
    from fupan.warehouse.store import Store
    from fupan.workspace import EngineSettings


def open_reader(
    store: Store, manifest: Manifest, settings: EngineSettings, *, memory_limit: str, threads: int | None,
    closed: Mapping[str, tuple[Closed, ...]] | None = None, served: Served | None = None,
) -> Reader:  # fmt: skip
    """A reader of *manifest* on the engine that *settings* name; *closed* are the months that the books are closed for.

    Over files it shares an engine with the other readers of *served*.
    """
    match settings.name:
        case "postgres":
            from fupan.warehouse.engines.postgres import PostgresReader

            return PostgresReader(store, manifest, settings.postgres, closed)
        case "spark":
            from fupan.warehouse.engines.spark import SparkReader

            return SparkReader(store, manifest, settings.spark, closed)
        case _:
            from fupan.warehouse.engines.files import FileReader
            from fupan.warehouse.rollups import read_rollups

            def opened() -> FileReader:
                return FileReader(store, manifest, memory_limit=memory_limit, threads=threads, closed=closed)

            if served is None:
                return opened()
            return served.reader((manifest.id, repr(closed), read_rollups(store, manifest.id)), opened)


def missing_extra(engine: str, extra: str, cause: ImportError) -> WorkspaceError:
    """What to say where the packages of an engine are not installed."""
    return WorkspaceError(f"engine = “{engine}” needs more packages ({cause.name}): pip install 'fupan[{extra}]'")
