"""Tables one below the other, as a balanced tree: a chain of many nests deeper than engines and compilers follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def stacked(tables: Sequence[ir.Table]) -> ir.Table:
    """UNION ALL of one or more tables with the same columns in the same order."""
    if len(tables) == 1:
        return tables[0]
    middle = len(tables) // 2
    return stacked(tables[:middle]).union(stacked(tables[middle:]), distinct=False)
