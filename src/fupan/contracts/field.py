"""A field of a canonical table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

FieldType = Literal["text", "date", "instant", "money", "decimal", "integer", "share", "flag"]
Tax = Literal["with", "without"]

_SQL = {
    "text": "VARCHAR",
    "date": "DATE",
    "instant": "TIMESTAMP",
    "money": "DECIMAL(19,4)",
    "decimal": "DECIMAL(19,4)",
    "integer": "BIGINT",
    "share": "DECIMAL(19,8)",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its type, names in both languages and what may stand in it.

    ``refers`` names the dimension table whose key stands here; files may give a name instead of the key, which is
    resolved when a snapshot is built. ``tax`` says whether an amount is with or without tax. ``synonyms`` are other
    headers people write (lower case; simplified Chinese), used to propose a mapping.
    """

    name: str
    type: FieldType
    zh: str
    en: str
    required: bool = False
    unit: str | None = None
    tax: Tax | None = None
    refers: str | None = None
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    note: str = ""
    masked: bool = False


def sql_type(field_type: FieldType) -> str:
    """SQL type of a field type; money is DECIMAL(19,4)."""
    return _SQL[field_type]


def arrow_type(field_type: FieldType) -> pa.DataType:
    """Arrow type of a field type; money is decimal128(19, 4)."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "text": pa.string(),
        "date": pa.date32(),
        "instant": pa.timestamp("us"),
        "money": pa.decimal128(19, 4),
        "decimal": pa.decimal128(19, 4),
        "integer": pa.int64(),
        "share": pa.decimal128(19, 8),
        "flag": pa.bool_(),
    }
    return types[field_type]
