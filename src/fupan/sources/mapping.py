"""What a mapping may say: which files, where their table stands, and what fills each contract field.

The YAML form is described, with an example of every key, in docs/reference/mapping.md.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Mode = Literal["full", "incremental"]
Scope = Literal["file", "source"]
Scalar = str | int | float | bool | date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, (str, int)) and not isinstance(value, bool) else value


def _in_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Rows = Annotated[tuple[int, ...], BeforeValidator(_listed)]


class NextRow(_Strict):
    """The value of ``start`` in the next row of the same ``by``; ``last`` where there is no next row."""

    start: str
    by: Listed = ()
    last: date | None = None


class FieldSpec(_Strict):
    """What fills one contract field. Exactly one of column, first_of, concat, value, expression, next."""

    column: str | None = None
    first_of: tuple[str, ...] | None = None
    concat: tuple[str, ...] | None = None
    separator: str = " "
    value: Scalar | None = None
    expression: str | None = None
    next: NextRow | None = None
    unit: str | None = None
    format: str | tuple[str, ...] | None = None
    period: Literal["start", "end"] | None = None
    year: int | str | None = None
    values: dict[str, Scalar | None] | None = None
    default: Scalar | None = None
    without_tax: Decimal | str | None = None
    prefix: str = ""
    absolute: bool = False
    optional: bool = False

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = ("column", "first_of", "concat", "value", "expression", "next")
        given = [o for o in origins if getattr(self, o) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(origins)}; found {', '.join(given) or 'none'}")
        return self


def _field(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class Join(_Strict):
    """Columns taken from another file, row by row where the keys are equal; a key may occur there once."""

    file: str
    on: dict[str, str]
    take: dict[str, str] | Listed
    sheet: str | None = None
    header: Rows | Literal["auto"] = "auto"
    first: bool = False


class Unpivot(_Strict):
    """Columns across turned into rows: ``columns`` or those whose header matches ``pattern`` (group 1 = the name)."""

    columns: tuple[str, ...] | None = None
    pattern: str | None = None
    name: str
    value: str

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.columns is None) == (self.pattern is None):
            raise ValueError("needs either columns or pattern")
        return self


class TableMapping(_Strict):
    """How rows of the file become rows of one canonical table.

    ``headers`` are all headers of the sheet that the mapping was proposed for: a file that no ``files`` names but that
    has exactly these is read by this mapping too.
    """

    table: str
    sheet: Listed | None = None
    header: Rows | Literal["auto"] | None = None
    mode: Mode | None = None
    scope: Scope | None = None
    where: str | None = None
    join: Annotated[tuple[Join, ...], BeforeValidator(_in_list)] = ()
    unpivot: Annotated[tuple[Unpivot, ...], BeforeValidator(_in_list)] = ()
    distinct: Listed = ()
    totals: Literal["leave_out", "keep"] = "leave_out"
    headers: Listed = ()
    fields: dict[str, Annotated[FieldSpec, BeforeValidator(_field)]]


class Mapping(_Strict):
    """One mapping file. A single table may be written at the top level instead of under ``tables``.

    ``ignore`` files are not loaded and not asked about; such a mapping has no tables.
    """

    name: str
    files: Listed
    system: str = ""
    mode: Mode = "incremental"
    scope: Scope = "file"
    sheet: Listed | None = None
    header: Rows | Literal["auto"] = "auto"
    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] = "."
    ignore: bool = False
    tables: tuple[TableMapping, ...] = ()
    digest: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _some_table(self) -> Self:
        if self.ignore == bool(self.tables):
            raise ValueError(
                "ignore: true stands without tables" if self.ignore else "needs table: and fields:, or tables:"
            )
        return self

    @property
    def source_system(self) -> str:
        """The name under which document numbers are unique: ``system``, else the mapping's name."""
        return self.system or self.name

    def sheets(self, table: TableMapping) -> tuple[str, ...] | None:
        """Sheets to read for *table*; None = the first visible one with a header."""
        return table.sheet or self.sheet

    def header_rows(self, table: TableMapping) -> tuple[int, ...] | None:
        """Declared header rows for *table*; None = to be found."""
        rows = table.header if table.header is not None else self.header
        return None if rows == "auto" else rows

    def mode_of(self, table: TableMapping) -> Mode:
        """full or incremental for *table*."""
        return table.mode or self.mode

    def scope_of(self, table: TableMapping) -> Scope:
        """file or source for *table*."""
        return table.scope or self.scope


TABLE_KEYS = frozenset(TableMapping.model_fields)
