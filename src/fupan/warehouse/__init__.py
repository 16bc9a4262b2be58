"""The one door to the engine: staging, loads, snapshots, and reading them.

    with Warehouse(root).write(now) as writer:
        writer.add("load-1", batches)
        manifest, changes = writer.publish(BuildRules())
    with Warehouse(root).read() as reader:
        reader.table("order_lines")

Only this package imports DuckDB. Pages: docs/algorithms/row-identity.md, snapshot.md, ownership.md, recognition.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.warehouse.door import Warehouse
from fupan.warehouse.engine import identifier, literal, staging_connection
from fupan.warehouse.lineage import Origin
from fupan.warehouse.loadlog import BatchRecord, Change, LoadRecord
from fupan.warehouse.manifest import FileRef, Manifest
from fupan.warehouse.rows import UNKNOWN_MEMBER
from fupan.warehouse.rules import BuildRules
from fupan.warehouse.unmatched import Unmatched
from fupan.warehouse.writer import Writer

if TYPE_CHECKING:
    from fupan.warehouse.engines.files import FileReader
    from fupan.warehouse.reader import Reader

__all__ = [
    "UNKNOWN_MEMBER",
    "BatchRecord",
    "BuildRules",
    "Change",
    "FileReader",
    "FileRef",
    "LoadRecord",
    "Manifest",
    "Origin",
    "Reader",
    "Unmatched",
    "Warehouse",
    "Writer",
    "identifier",
    "literal",
    "staging_connection",
]


def __getattr__(name: str) -> object:
    if name == "Reader":
        from fupan.warehouse.reader import Reader

        return Reader
    if name == "FileReader":
        from fupan.warehouse.engines.files import FileReader

        return FileReader
    raise AttributeError(name)
