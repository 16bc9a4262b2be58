"""Ibis's compiler for PostgreSQL, put right where it gives other rows than those for the other engines."""

from __future__ import annotations

from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler

from fupan.warehouse.engines.letters import BY_CONTEXT, capitals

ICU = "und-x-icu"
"""The collation that folds letters of every script, where the server was built with it."""


class SnapshotCompiler(PostgresCompiler):  # type: ignore[misc] # Ibis has no types
    """With byte order, PostgreSQL's own ``lower`` folds A to Z alone. ``icu``: whether the server has the collation ICU."""

    icu = False

    def visit_Coalesce(self, op: Any, *, arg: Any) -> Any:  # noqa: N802 - Ibis looks it up by this name
        """A flag that counts as false where it is empty IS TRUE or not: PostgreSQL knows how often, of COALESCE it does not."""
        if len(op.arg) == 2 and op.dtype.is_boolean() and getattr(op.arg[1], "value", None) is False:
            return sge.paren(sge.Is(this=arg[0], expression=sge.true()))
        return super().visit_Coalesce(op, arg=arg)

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:  # noqa: N802 - Ibis looks it up by this name
        """LOWER by the rules of all scripts, back in byte order; letter by letter where the server knows none."""
        del op
        large, small = BY_CONTEXT if self.icu else capitals()
        told = self.f.anon.translate(arg, sge.convert(large), sge.convert(small))
        if not self.icu:
            return self.f.lower(told)
        return sge.paren(_collated(self.f.lower(_collated(told, ICU)), "C"))


def _collated(text: Any, collation: str) -> sge.Collate:
    return sge.Collate(this=text, expression=sge.to_identifier(collation, quoted=True))
