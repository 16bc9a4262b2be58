"""A table that facts are joined to has each key once: a key that stands twice would multiply figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking


def unique(asking: Asking, table: str, key: str) -> None:
    """QuestionError (code fan_out) where a key stands twice in *table*; looked up once per snapshot."""

    def look(inner: Asking) -> int:
        rows = inner.table(table)
        return int(rows_of(rows.aggregate(n=rows[key].count() - rows[key].nunique()))[0]["n"])

    if asking.once(("unique", table, key), look):
        raise QuestionError("fan_out", f"{table} has several rows with the same {key}: joined to it, figures would multiply.",
                            closest=f"the same without a breakdown or filter that needs {table}")  # fmt: skip
