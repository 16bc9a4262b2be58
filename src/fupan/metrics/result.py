"""The answer: rows with their columns, units and where every figure comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from fupan.metrics.present import Branch
    from fupan.metrics.question import Question

ROLLUP = "rollup:"
"""Before the name of a roll-up among the tables that a plan reads."""
ColumnKind = Literal["dimension", "key", "metric", "comparison", "sample"]
ColumnType = Literal["text", "date", "timestamp", "boolean", "decimal", "integer", "float"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result. ``metric`` names the metric a figure is of, ``against`` what a comparison is with.

    ``time`` names the date roles a figure is counted by (recognition, return), ``basis`` is event x tax x side.
    """

    name: str
    kind: ColumnKind
    zh: str
    en: str
    type: ColumnType
    unit: str = ""
    format: str = "text"
    direction: str = "none"
    metric: str = ""
    against: str = ""
    time: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from."""

    question: Mapping[str, Any]
    definitions: Mapping[str, Mapping[str, Any]]
    sql: tuple[str, ...]
    snapshot_id: str | None
    as_of: date | None
    window: Mapping[str, Any]
    compared: Mapping[str, Mapping[str, Any]]
    tables: tuple[str, ...]
    targets: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    freshness: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
    currency: str = "CNY"
    locale: str = "zh"
    rollups: tuple[str, ...] = ()
    dates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Rows in a stable order; ``total`` and the row of others are computed at their own level, never added up."""

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    total: dict[str, Any] | None
    provenance: Provenance
    others: dict[str, Any] | None = field(default=None)
    question: Question | None = None

    def column(self, name: str) -> Column:
        """The column called *name*; KeyError if there is none."""
        for c in self.columns:
            if c.name == name:
                return c
        raise KeyError(name)

    def sql(self) -> str:
        """Every statement that was run, in order, laid out for reading."""
        return ";\n\n".join(self.provenance.sql)

    def all_rows(self) -> list[dict[str, Any]]:
        """The rows, then others, then the total where they were asked for."""
        return [*self.rows, *([self.others] if self.others else []), *([self.total] if self.total else [])]

    def to_arrow(self) -> pa.Table:
        """Arrow table of the rows (without others and total), one column per ``columns``."""
        import pyarrow as pa

        types = {
            "text": pa.string(), "date": pa.date32(), "decimal": pa.decimal128(38, 4), "integer": pa.int64(), "float": pa.float64(),
            "timestamp": pa.timestamp("us", tz="UTC"), "boolean": pa.bool_(),
        }  # fmt: skip
        arrays = [pa.array([r[c.name] for r in self.rows], type=types[c.type]) for c in self.columns]
        return pa.table(dict(zip([c.name for c in self.columns], arrays, strict=True)))

    def to_pandas(self) -> pd.DataFrame:
        """pandas table of the rows; decimals stay Decimal."""
        found: pd.DataFrame = self.to_arrow().to_pandas()
        return found

    def to_polars(self) -> pl.DataFrame:
        """Polars table of the rows."""
        import polars as pl

        found = pl.from_arrow(self.to_arrow())
        assert isinstance(found, pl.DataFrame)  # noqa: S101 - a table never gives a Series
        return found

    def to_csv(self, path: Path | str | None = None, lang: str | None = None) -> str:
        """CSV of all rows, heads as names (as labels with *lang*); written to *path*, too, with a mark for Excel."""
        from fupan.metrics.present import to_csv

        text = to_csv(self, lang)
        if path is not None:
            Path(path).write_text(text, encoding="utf-8-sig", newline="")
        return text

    def to_excel(self, path: Path | str, lang: str | None = None) -> None:
        """A workbook: the rows as numbers in their format, and a sheet with question, definitions, sources and SQL."""
        from fupan.metrics.present import write_workbook

        write_workbook(self, Path(path), lang or self.provenance.locale)

    def to_markdown(self, lang: str | None = None) -> str:
        """A Markdown table of figures in their units."""
        from fupan.metrics.present import to_markdown

        return to_markdown(self, lang or self.provenance.locale)

    def describe(self, lang: str | None = None) -> str:
        """What the answer says about its first metric, in one sentence."""
        from fupan.metrics.present import describe

        return describe(self, lang or self.provenance.locale)

    def tree(self) -> Branch:
        """The rows of a question with ``subtotals`` as a tree."""
        from fupan.metrics.present import to_tree

        return to_tree(self)

    def _repr_html_(self) -> str:
        from fupan.metrics.present import to_html

        return to_html(self, self.provenance.locale)

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys: columns, rows, others, total, provenance."""
        from dataclasses import asdict

        return {
            "columns": [asdict(c) for c in self.columns],
            "rows": [plain(r) for r in self.rows],
            "others": plain(self.others) if self.others else None,
            "total": plain(self.total) if self.total else None,
            "provenance": plain(asdict(self.provenance)),
        }

    def to_json(self, indent: int | None = None) -> str:
        """JSON of ``to_dict``; amounts as plain numbers, dates as ISO texts."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def plain(given: Any) -> Any:
    """Data that JSON holds: Decimal as a number, dates as text, tuples as lists."""
    if isinstance(given, Mapping):
        return {str(k): plain(v) for k, v in given.items()}
    if isinstance(given, list | tuple | set | frozenset):
        return [plain(v) for v in given]
    if isinstance(given, Decimal):
        return int(given) if given == given.to_integral_value() else float(given)
    if isinstance(given, date):
        return given.isoformat()
    return given
