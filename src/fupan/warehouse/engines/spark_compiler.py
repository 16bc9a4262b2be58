"""Ibis's compiler for Spark, put right where it gives other rows than those for the other engines."""

from __future__ import annotations

from typing import Any

import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL, STAR
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from fupan.warehouse.engines.letters import BY_CONTEXT


class SparkCompiler(PySparkCompiler):  # type: ignore[misc] # Ibis has no types
    """Two defects of Ibis 12: conditional counts are NULL, not 0, where no row is; trimming takes the letters v and f off.

    And Java's small letters, which depend on what stands beside them.
    """

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802 - Ibis looks it up by this name
        """COUNT of 1 where the condition holds, not SUM(CAST(condition AS BIGINT))."""
        del op, arg
        return self.f.count(STAR if where is None else self.if_(where, 1, NULL))

    def visit_Strip(self, op: Any, *, arg: Any) -> Any:  # noqa: N802 - as above
        r"""TRIM of white space; Spark reads the letters v and f where Ibis writes \v and \f."""
        del op
        return sge.Trim(this=arg, expression=self.f.concat(" \t\n\r", self.f.char(11), self.f.char(12)))

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:  # noqa: N802 - as above
        """LOWER of what holds no letter that Java folds by its neighbours."""
        del op
        large, small = BY_CONTEXT
        return self.f.lower(self.f.anon.translate(arg, sge.convert(large), sge.convert(small)))
