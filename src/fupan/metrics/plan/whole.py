"""Rows, others and the whole of figures that add up, from one reading of the facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.arrange import arrange
from fupan.metrics.plan.rolled import MERGE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Resolved

WHOLE = "_whole"
ROWS, OTHERS, TOTAL = 0, 1, 2


def adds_up(resolved: Resolved) -> bool:
    """Whether every figure of the whole follows from those of its slices: sums, counts, extremes and their formulas.

    Not so with targets (each level has its own), shares and ranks, or cumulated windows.
    """
    leaves = resolved.leaves.values()
    return not (resolved.goals or resolved.shares or resolved.peers) and all(
        leaf.metric.family in MERGE and leaf.matched is None and leaf.reach is None for leaf in leaves
    )


def with_whole(
    asking: Asking,
    resolved: Resolved,
    leaves: ir.Table,
    top: int | None,
    derive: Callable[[Asking, ir.Table], ir.Table],
) -> ir.Table:
    """The arranged rows and, as ``asking.wholes`` says, one row of the others and one of the total; ``_whole`` tells which.

    *leaves* are the figures by dimension before formulas: they are added up, formulas are taken of the sums.
    """
    import ibis

    rows = arrange(asking, derive(asking, leaves), next(iter(resolved.metrics)), top)
    alone = replace(asking, dimensions=(), having=None, order=None)
    found = [rows.mutate(**{WHOLE: _level(ROWS)})]
    for level in asking.wholes:
        of = leaves
        if level == OTHERS:
            key = asking.names[0]
            leading = rows.select(**{f"{key}#": rows[key]})
            of = leaves.anti_join(leading, leaves[key] == leading[f"{key}#"])
        summed = derive(alone, _sum(asking, resolved, of))
        keys = {n: ibis.null(rows[n].type()) for n in asking.names}
        found.append(summed.mutate(**keys, **{WHOLE: _level(level)}))
    columns = found[0].columns
    kinds = {c: found[0][c].type() for c in columns}
    arms = [arm.select(**{c: arm[c].cast(kinds[c]) for c in columns}) for arm in found]
    return ibis.union(*arms) if len(arms) > 1 else arms[0]


def _level(number: int) -> Any:
    import ibis

    return ibis.literal(number, type="int64")


def _sum(asking: Asking, resolved: Resolved, leaves: ir.Table) -> ir.Table:
    """One row: the leaves' figures of all slices put together."""
    merges = {f.suffix(n): MERGE[leaf.metric.family] for f in asking.frames for n, leaf in resolved.leaves.items()}
    figures = {c: getattr(leaves[c], m)().cast(leaves[c].type()) for c, m in merges.items() if c in leaves.columns}
    return leaves.aggregate(**figures)
