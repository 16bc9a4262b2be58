"""Running an expression: compiled once, the text kept for the provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


def run(expression: ir.Table) -> tuple[str, list[dict[str, Any]]]:
    """The SQL and the rows of *expression*, without pandas in between."""
    backend = expression.get_backend()
    text = str(backend.compile(expression))
    if backend.name == "duckdb":
        found = backend.con.execute(text).to_arrow_table()
    else:
        found = expression.to_pyarrow()
    rows: list[dict[str, Any]] = found.to_pylist()
    return text, rows


def rows_of(expression: ir.Table) -> list[dict[str, Any]]:
    """The rows of a small side question (members, catalogue of targets)."""
    return run(expression)[1]
