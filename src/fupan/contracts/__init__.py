"""Canonical tables: what a row means, its key, units, tax, basis and names in both languages.

Everyone above may rely on these. Adding a table is one declaration in ``contracts/tables``.
"""

from fupan.contracts.field import Field, FieldType, arrow_type, sql_type
from fupan.contracts.registry import all_tables, table, table_names
from fupan.contracts.table import Kind, Table

__all__ = ["Field", "FieldType", "Kind", "Table", "all_tables", "arrow_type", "sql_type", "table", "table_names"]
