"""Views of metrics for SQL: every fact with its summable metrics as columns, and all of them in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from fupan.calendar import Calendar
from fupan.errors import QuestionError
from fupan.expressions import build
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.plan.resolve import Leaf, Resolved, columns_needed, resolve, summable
from fupan.metrics.question import Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Dimension, Fact
    from fupan.metrics.definitions import Definitions
    from fupan.metrics.plan.asking import Asking, Reader

FLOWS = "metric_flows"
_SUMS = ("sum", "count")


@dataclass(frozen=True, slots=True)
class View:
    """A view: its SELECT in DuckDB's SQL over the published tables, one row per what, and the columns that may be summed."""

    name: str
    sql: str
    grain: str
    metrics: tuple[str, ...]


def metric_views(definitions: Definitions, reader: Reader) -> tuple[View, ...]:
    """``metric_<fact>`` for every fact with a summable metric, and ``metric_flows`` of all facts.

    A row of ``metric_<fact>`` is a row of the fact: its key, its dates, its dimensions, and each summable metric that
    is read from it alone: sum it over any rows. ``metric_flows`` has a row per row of every fact and date role, with
    ``fact``, ``day``, all dimensions and every metric that is made of sums and counts by + and - alone, such as
    net_sales: filter ``day`` and sum. What cannot be added up (ratios, distinct counts, stock) is in neither.
    """
    resolved, names = _summable(definitions)
    asking = _asking(definitions, reader)
    loaded = {
        n: f for n, f in definitions.facts.items()
        if f.view == "table" and f.bridge is None and f.default_time and not asking.empty(f.table)
    }  # fmt: skip
    found = [v for n, f in loaded.items() if (v := _fact_view(asking, f, n, resolved, names)) is not None]
    return (*found, *_flows(asking, loaded, resolved, names))


def _summable(definitions: Definitions) -> tuple[Resolved, list[str]]:
    names: list[str] = []
    for name in definitions.metrics:
        try:
            one = resolve(definitions, (name,), Scope.everything(), plans=())
        except QuestionError:
            continue
        leaves = list(one.leaves.values())
        plain = all(leaf.metric.family in _SUMS and leaf.reach is None and leaf.matched is None for leaf in leaves)
        if leaves and plain and not one.goals and not one.shares and summable(definitions, name):
            names.append(name)
    return resolve(definitions, names, Scope.everything(), plans=()), names


def _asking(definitions: Definitions, reader: Reader) -> Asking:
    from fupan.metrics.plan.asking import Asking

    return Asking(
        definitions=definitions, reader=reader, calendar=Calendar(), dimensions=(), grain=None, frames=(), filters=(),
        scope=Scope.everything(), as_of=None,
    )  # fmt: skip


def _bound(asking: Asking, fact: Fact, leaves: list[Leaf]) -> tuple[ir.Table, list[Dimension]]:
    """The fact's rows with all dimensions they carry, labels too."""
    from fupan.metrics.plan.bind import join_dimensions
    from fupan.metrics.plan.source import read_fact

    dimensions = [
        d
        for d in asking.definitions.dimensions.values()
        if d.time is None and d.part is None and _told(asking, d, fact)
    ]
    own = {c for leaf in leaves for c in columns_needed(leaf)} & fact_columns(fact)
    from fupan.contracts import table as contract

    keep = {*contract(fact.table).key, *fact.time.values(), *own}
    source = read_fact(asking, fact, keep, [d.name for d in dimensions])
    labels = {d.name for d in dimensions if d.label}
    return join_dimensions(asking, fact, fact.name, source, dimensions, labels), dimensions


def _told(asking: Asking, dimension: Dimension, fact: Fact) -> bool:
    """Whether a row of the fact has a member of the dimension that depends on the row alone."""
    from fupan.metrics.plan.bind import check_dimension

    try:
        check_dimension(asking, dimension, fact, fact.name)
    except QuestionError:
        return False
    return conforms(dimension, fact)


def _members(bound: ir.Table, dimensions: list[Dimension]) -> dict[str, Any]:
    import ibis

    found: dict[str, Any] = {}
    for d in dimensions:
        key, label = bound[f"dim.{d.name}"].cast("string"), f"dim.{d.name}.label"
        if d.keyed:
            found[f"{d.name}_key"] = key
        found[d.name] = ibis.coalesce(bound[label], key) if label in bound.columns else key
    return found


def _value(leaf: Leaf, bound: ir.Table) -> Any:
    """What one row adds to a leaf."""
    import ibis

    from fupan.expressions import parse
    from fupan.metrics.plan.bind import ColumnGetter, condition
    from fupan.metrics.plan.scan import output_type

    if leaf.metric.family == "count":
        of: Any = ibis.literal(1).cast("int64")
    else:
        of = build(parse(leaf.metric.of), ColumnGetter(bound))
        of = of.cast(output_type(of))
    kept = condition(bound, leaf.metric.where)
    zero = ibis.literal(0).cast(of.type())
    return ibis.coalesce(of if kept is None else ibis.ifelse(kept, of, zero), zero)


def _readable(leaf: Leaf, fact: Fact, dimensions: list[Dimension]) -> bool:
    known = fact_columns(fact) | {d.name for d in dimensions}
    return set(columns_needed(leaf)) <= known


def _fact_view(asking: Asking, fact: Fact, name: str, resolved: Resolved, names: list[str]) -> View | None:
    from fupan.contracts import table as contract

    own = [
        n for n in names
        if (ids := resolved.leaf_ids(n)) and {resolved.leaves[i].metric.fact for i in ids} == {name}
    ]  # fmt: skip
    leaves = {i: resolved.leaves[i] for n in own for i in resolved.leaf_ids(n)}
    if not leaves:
        return None
    bound, dimensions = _bound(asking, fact, list(leaves.values()))
    own = [n for n in own if all(_readable(resolved.leaves[i], fact, dimensions) for i in resolved.leaf_ids(n))]
    columns: dict[str, Any] = {
        c: bound[c] for c in (*contract(fact.table).key, *fact.time.values()) if c in bound.columns
    }
    columns |= _members(bound, dimensions)
    for metric in own:
        columns[metric] = build(resolved.formulas[metric], lambda i: _value(leaves[i], bound))
    return View(f"metric_{name}", _sql(bound.select(**columns)), f"row of {fact.table}", tuple(own))


def _flows(asking: Asking, facts: Mapping[str, Fact], resolved: Resolved, names: list[str]) -> list[View]:
    import ibis

    from fupan.metrics.plan.scan import MONEY

    groups: dict[tuple[str, str], dict[str, Leaf]] = {}
    for leaf in resolved.leaves.values():
        if leaf.metric.fact in facts:
            role = leaf.metric.time or facts[leaf.metric.fact].default_time
            groups.setdefault((leaf.metric.fact, role), {})[leaf.id] = leaf
    every_fact = asking.definitions.facts
    lost = {
        i for i, leaf in resolved.leaves.items()
        if every_fact[leaf.metric.fact].view != "table" or every_fact[leaf.metric.fact].bridge is not None
    }  # fmt: skip
    arms: list[dict[str, Any]] = []
    tables: list[ir.Table] = []
    every: dict[str, None] = {}
    for (name, role), leaves in groups.items():
        fact = facts[name]
        bound, dimensions = _bound(asking, fact, list(leaves.values()))
        lost |= {i for i, leaf in leaves.items() if not _readable(leaf, fact, dimensions)}
        arm = {"fact": ibis.literal(name), "day": bound[fact.time[role]]} | _members(bound, dimensions)
        every |= dict.fromkeys(arm)
        arms.append(arm | {"#leaves": leaves, "#bound": bound})
    read = {i for leaves in groups.values() for i in leaves}  # of a fact without rows the sum is zero
    kept = [n for n in names if not lost & set(resolved.leaf_ids(n)) and read & set(resolved.leaf_ids(n))]
    zero = ibis.literal(0).cast(MONEY)
    for arm in arms:
        leaves, bound = arm.pop("#leaves"), arm.pop("#bound")

        def place(i: str, leaves: Any = leaves, bound: Any = bound) -> Any:
            return _value(leaves[i], bound).cast(MONEY) if i in leaves else zero

        figures = {n: build(resolved.formulas[n], place).cast(MONEY) for n in kept}
        columns = {c: arm.get(c, ibis.null("string")) for c in every}
        tables.append(bound.select(**columns, **figures))
    if not tables:
        return []
    return [View(FLOWS, _sql(reduce(ibis.union, tables)), "row of a fact and date role", tuple(kept))]


def _sql(table: ir.Table) -> str:
    """The SELECT over tables by their plain names."""
    from fupan.metrics.plan.run import compiled

    return compiled(table).replace('"memory"."main".', "")
