"""Targets that stand above one another in one set: a region's and its cities', a year's and its months'.

They tell the same thing twice, so they are sets of their own and never summed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

TREES = {
    "region_id": ("regions", "region_id", "parent_id"), "org_unit_id": ("org_units", "org_unit_id", "parent_id"),
    "position_id": ("positions", "position_id", "manager_position_id"),
}  # fmt: skip
"""Column of a target -> (table, key, column of the parent's key) of the tree it names a node of."""
Span = tuple[date, date]


def parents(asking: Asking, column: str) -> Mapping[str, str | None]:
    """Node -> parent of the tree that a column names nodes of."""
    table, name, parent = TREES[column]

    def read(inner: Asking) -> dict[str, str | None]:
        table_of = inner.table(table)
        nodes = table_of.select(_node=table_of[name], _parent=table_of[parent]).distinct()
        return {r["_node"]: r["_parent"] for r in rows_of(nodes)}

    found: Mapping[str, str | None] = asking.once(("tree", table), read)
    return found


def above(tree: Mapping[str, str | None], node: str) -> list[str]:
    """Ancestors of a node, nearest first; a circle ends."""
    found: list[str] = []
    at = tree.get(node)
    while at is not None and at not in found and at != node:
        found.append(at)
        at = tree.get(at)
    return found


def below(tree: Mapping[str, str | None], nodes: Iterable[str]) -> list[str]:
    """The nodes and all their descendants."""
    wanted = set(nodes)
    return sorted(wanted | {n for n in tree if wanted.intersection(above(tree, n))})


def generations(tree: Mapping[str, str | None], slices: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Node -> how many of its ancestors have a row for the same slice; *slices* are (node, rest of the slice)."""
    named: dict[str, set[str]] = {}
    for node, rest in slices:
        named.setdefault(rest, set()).add(node)
    found: dict[str, int] = {}
    for nodes in named.values():
        for node in nodes:
            found[node] = max(found.get(node, 0), sum(1 for a in above(tree, node) if a in nodes))
    return found


def contained(targets: ir.Table, keys: Mapping[str, Any], slices: Any) -> ir.Table:
    """Periods that lie inside another one of the same slice: *keys*, ``start_date``, ``end_date``, ``_s``, ``_e``.

    *slices* is a text that tells slices (and the sets they are of) apart.
    """
    named = targets.select(**keys, _slice=slices, start_date=targets["start_date"], end_date=targets["end_date"])
    named = named.distinct()
    outer = named.select(_other=named["_slice"], _s=named["start_date"], _e=named["end_date"]).distinct()
    inside = named.inner_join(
        outer,
        [
            named["_slice"] == outer["_other"],
            outer["_s"] <= named["start_date"], outer["_e"] >= named["end_date"],
            (outer["_s"] < named["start_date"]) | (outer["_e"] > named["end_date"]),
        ],
    )  # fmt: skip
    return inside.select(*keys, "start_date", "end_date", "_s", "_e").distinct()


def depths(pairs: Iterable[tuple[Span, Span]]) -> dict[Span, int]:
    """Period -> length of the longest chain of periods around it; *pairs* are (inner, outer)."""
    around: dict[Span, set[Span]] = {}
    for inner, outer in pairs:
        around.setdefault(inner, set()).add(outer)
    found: dict[Span, int] = {}

    def depth(span: Span) -> int:
        if span not in found:
            found[span] = 1 + max(map(depth, around[span])) if span in around else 0
        return found[span]

    for inner in around:
        depth(inner)
    return found
