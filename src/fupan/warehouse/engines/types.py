"""The types of published columns: as Ibis, PostgreSQL and Spark know them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from fupan.warehouse.reader import published_tables

if TYPE_CHECKING:
    import ibis

_POSTGRES = {
    "VARCHAR": 'text COLLATE "C"', "DATE": "date", "TIMESTAMP": "timestamp", "BIGINT": "bigint", "BOOLEAN": "boolean", "DOUBLE": "double precision",
}  # fmt: skip
_SPARK = {
    "VARCHAR": "string", "DATE": "date", "TIMESTAMP": "timestamp_ntz", "BIGINT": "bigint", "BOOLEAN": "boolean", "DOUBLE": "double",
}  # fmt: skip
_IBIS = {
    "VARCHAR": "string", "DATE": "date", "TIMESTAMP": "timestamp(6)", "BIGINT": "int64", "BOOLEAN": "boolean", "DOUBLE": "float64",
}  # fmt: skip


@cache
def schema_of(table: str) -> ibis.Schema:
    """The Ibis schema of a published table."""
    import ibis

    return ibis.schema({name: _translate(kind, _IBIS, "decimal") for name, kind in published_tables()[table]})


def postgres_columns(table: str) -> tuple[tuple[str, str], ...]:
    """Name and PostgreSQL type of each column; texts compare byte by byte, as on every engine."""
    return tuple((name, _translate(kind, _POSTGRES, "numeric")) for name, kind in published_tables()[table])


def spark_columns(table: str) -> tuple[tuple[str, str], ...]:
    """Name and Spark type of each column."""
    return tuple((name, _translate(kind, _SPARK, "decimal")) for name, kind in published_tables()[table])


def _translate(kind: str, names: dict[str, str], decimal: str) -> str:
    found = re.fullmatch(r"DECIMAL\((\d+), ?(\d+)\)", kind)
    return f"{decimal}({found[1]}, {found[2]})" if found else names[kind]
