"""The one door to the engine: staging, loads, snapshots, and reading them.

    with Warehouse(root).write(now) as writer:
        writer.add("load-1", batches)
        manifest, changes = writer.publish(BuildRules())
    with Warehouse(root).read() as reader:
        reader.table("order_lines")

Only this package imports DuckDB, and only where a name that needs it is asked for: what writes files does without. Pages:
docs/algorithms/row-identity.md, snapshot.md, ownership.md, recognition.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.warehouse.door import Warehouse
    from fupan.warehouse.engine import identifier, literal, staging_connection
    from fupan.warehouse.engines.files import FileReader
    from fupan.warehouse.lineage import Origin
    from fupan.warehouse.loadlog import BatchRecord, Change, LoadRecord
    from fupan.warehouse.manifest import FileRef, Manifest
    from fupan.warehouse.reader import Reader
    from fupan.warehouse.rows import UNKNOWN_MEMBER
    from fupan.warehouse.rules import BuildRules
    from fupan.warehouse.unmatched import Unmatched
    from fupan.warehouse.writer import Writer

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


#: where each public name lives.
_HOME = {
    "Warehouse": "door", "identifier": "engine", "literal": "engine", "staging_connection": "engine",
    "FileReader": "engines.files", "Origin": "lineage", "BatchRecord": "loadlog", "Change": "loadlog",
    "LoadRecord": "loadlog", "FileRef": "manifest", "Manifest": "manifest", "Reader": "reader", "UNKNOWN_MEMBER": "rows",
    "BuildRules": "rules", "Unmatched": "unmatched", "Writer": "writer",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"fupan.warehouse.{_HOME[name]}"), name)
