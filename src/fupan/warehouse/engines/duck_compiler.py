"""Ibis's compiler for DuckDB, with the first of a date's month found in less than half the time."""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler


class DuckCompiler(DuckDBCompiler):  # type: ignore[misc] # Ibis has no types
    """DATE_TRUNC turns a date into a moment and back; taking the days off keeps it a date."""

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: N802 - Ibis looks it up by this name
        """The date less the days of its month that went before it; other periods as DuckDB has them."""
        if unit.short != "M":
            return super().visit_DateTruncate(op, arg=arg, unit=unit)
        before = self.cast(self.f.day(arg) - 1, dt.int32)
        return sge.paren(sge.Sub(this=arg, expression=before))
