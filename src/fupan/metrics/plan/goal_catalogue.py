"""What sets of targets there are of a metric and plan: per set, level of its trees, version and period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.metrics.definition import Dimension
from fupan.metrics.plan.aside import rows_inside
from fupan.metrics.plan.bind import check_dimension, join_dimensions
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.goal_set import COLUMNS, aim_in, named_in, of_aim, told_by
from fupan.metrics.plan.layers import TREES, contained, depths, generations, parents
from fupan.metrics.plan.scan import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

Levels = dict[tuple[Any, ...], dict[int, list[str]]]
"""Per set (name, columns): generation of a tree -> its nodes."""
SET = ("grain_set", "version", "start_date", "end_date")


def catalogue(asking: Asking, key: str, frame: Frame, needed: Iterable[Dimension]) -> list[dict[str, Any]]:
    """What target rows there are in the frame's windows, as ``whole_catalogue`` tells them."""
    first, last = min(b.window.start for b in frame.buckets), max(b.window.full_end for b in frame.buckets)
    return [r for r in whole_catalogue(asking, key, needed) if r["start_date"] < last and r["end_date"] > first]


def whole_catalogue(asking: Asking, key: str, needed: Iterable[Dimension]) -> list[dict[str, Any]]:
    """What target rows there are: per set, version and period, with counts.

    ``columns`` are those the set fills, ``nodes`` what its tree columns are restricted to, ``layer`` how many periods
    of the same slice stand around this one, ``amount`` is what they come to, ``miss_<dimension>`` counts rows whose key has no such attribute.
    """
    if told_by(asking, key) is None:
        return []
    fact = asking.definitions.facts["targets"]
    attributes = [d for d in needed if d.table and d.column and d.key in COLUMNS]
    for d in attributes:
        check_dimension(asking, d, fact, key)
    aim = aim_in(asking, key)
    remembered = ("catalogue", aim, asking.rates, tuple(d.name for d in attributes), asking.scope.shape)
    rows: list[dict[str, Any]] = asking.once(remembered, lambda inner: _catalogue(inner, key, attributes))
    return rows


def _catalogue(asking: Asking, key: str, attributes: list[Dimension]) -> list[dict[str, Any]]:
    filled = told_by(asking, key) or frozenset()
    levels: dict[str, Levels] = {
        column: _inside(asking, ("levels", key, column), partial(_levels, key=key, column=column))
        if column in filled
        else {}
        for column in TREES
    }
    said = ("catalogue", _said(asking, key), tuple(d.name for d in attributes), levels)
    rows = with_columns(rows_inside(asking, said, lambda inner: _counted(inner, key, attributes, levels)))
    around = _inside(asking, ("around", key), partial(_around, key=key))
    for row in rows:
        of = (row["grain_set"], row["columns"])
        row["layer"] = around.get(of, {}).get((row["start_date"], row["end_date"]), 0)
        row["nodes"] = tuple(
            (column, tuple(levels[column][of][row[f"gen_{column}"]])) for column in TREES if of in levels[column]
        )
    return rows


def _inside(asking: Asking, named: tuple[str, ...], find: Callable[[Asking], Any]) -> Any:
    """What *find* finds inside the scope: nothing where it finds nothing among all rows, which is looked up once for all."""
    if asking.scope.dimensions:
        anyone = asking.anyone
        if not anyone.once((*named, _said(asking, named[1]), anyone.scope.shape), find):
            return {}
    return find(asking)


def _said(asking: Asking, key: str) -> tuple[Any, ...]:
    """What the target rows of a plan depend on besides the scope."""
    return aim_in(asking, key), asking.rates, asking.org


def _counted(asking: Asking, key: str, attributes: list[Dimension], levels: Mapping[str, Levels]) -> ir.Table:
    """Target rows by set, version, period and generation of the nodes they name: how many, and what they come to."""
    import ibis

    targets = of_aim(asking, key)
    has = {f"has_{c}": named_in(targets, [c]).notnull() for c in COLUMNS}
    targets = targets.mutate(**has)
    for column, by_set in levels.items():
        at = [
            (_of_set(targets, name, columns) & targets[column].isin(nodes), ibis.literal(n))
            for (name, columns), found in by_set.items()
            for n, nodes in found.items()
            if n
        ]
        targets = targets.mutate(**{f"gen_{column}": ibis.cases(*at, else_=0) if at else ibis.literal(0)})
    bound = join_dimensions(asking, asking.definitions.facts["targets"], key, targets, attributes, set())
    keys: dict[str, Any] = {c: bound[c] for c in (*SET, "basis", *has, *(f"gen_{c}" for c in TREES))}
    figures: dict[str, Any] = {
        "rows": bound.count(),
        "valid_from": bound["valid_from"].max(),
        "amount": bound["amount"].sum().cast(MONEY),
    }
    for d in attributes:
        assert d.key is not None  # noqa: S101 - chosen so
        figures[f"miss_{d.name}"] = bound.count(where=bound[d.key].notnull() & bound[f"dim.{d.name}"].isnull())
    return bound.group_by(**keys).aggregate(**figures)


def _levels(asking: Asking, key: str, column: str) -> Levels:
    """Per set that names a node and one of its ancestors for the same slice: generation -> nodes."""

    def named(inner: Asking) -> ir.Table:
        targets = of_aim(inner, key)
        targets = targets.mutate(**{f"has_{c}": named_in(targets, [c]).notnull() for c in COLUMNS})
        targets = targets.filter(targets[column].notnull())
        rest = _slice(targets, [c for c in COLUMNS if c != column])
        has = [f"has_{c}" for c in COLUMNS]
        return targets.select("grain_set", *has, _node=targets[column], _rest=rest).distinct()

    rows = with_columns(rows_inside(asking, ("levels", _said(asking, key), column), named))
    slices: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    for row in rows:
        slices.setdefault((row["grain_set"], row["columns"]), []).append((row["_node"], row["_rest"]))
    if not slices:
        return {}
    tree = parents(asking, column)
    found: dict[tuple[Any, ...], dict[int, list[str]]] = {}
    for of, nodes in slices.items():
        by_node = generations(tree, nodes)
        if any(by_node.values()):
            for node, n in sorted(by_node.items()):
                found.setdefault(of, {}).setdefault(n, []).append(node)
    return found


def _around(asking: Asking, key: str) -> dict[tuple[Any, ...], dict[Any, int]]:
    """Per set: period -> how many periods of the same slice stand around it, where any does."""

    def inside(inner: Asking) -> ir.Table:
        targets = of_aim(inner, key)
        targets = targets.mutate(**{f"has_{c}": named_in(targets, [c]).notnull() for c in COLUMNS})
        keys = {n: targets[n] for n in ("grain_set", *(f"has_{c}" for c in COLUMNS))}
        return contained(targets, keys, _slice(targets, COLUMNS))

    pairs: dict[tuple[Any, ...], list[Any]] = {}
    for row in with_columns(rows_inside(asking, ("around", _said(asking, key)), inside)):
        inner, outer = (row["start_date"], row["end_date"]), (row["_s"], row["_e"])
        pairs.setdefault((row["grain_set"], row["columns"]), []).append((inner, outer))
    return {of: depths(found) for of, found in pairs.items()}


def _slice(targets: Any, columns: Iterable[str]) -> Any:
    """A text that tells slices apart."""
    import ibis

    text = ibis.coalesce(targets["grain_set"], "")
    for c in columns:
        text = text + "|" + ibis.coalesce(named_in(targets, [c]).cast("string"), "")
    return text


def _of_set(targets: Any, name: str | None, columns: tuple[str, ...]) -> Any:
    found = targets["grain_set"].isnull() if name is None else targets["grain_set"] == name
    for c in COLUMNS:
        has = targets[f"has_{c}"]
        found = found & (has if c in columns else ~has)
    return found


def with_columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the columns that their set fills, in a stable order."""
    found = [r | {"columns": tuple(c for c in COLUMNS if r[f"has_{c}"])} for r in rows]
    order = ("grain_set", "version", "start_date", "end_date", "columns")
    return sorted(found, key=lambda r: [(r.get(c) is not None, str(r.get(c))) for c in order])
