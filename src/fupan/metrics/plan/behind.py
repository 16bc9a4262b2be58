"""The rows behind a figure: those of its fact that count in one cell, each with what it adds to the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.calendar import Window
from fupan.contracts import table as contract
from fupan.expressions import build, parse
from fupan.metrics.carrying import fact_columns
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.count_back import balance_of
from fupan.metrics.plan.day_parts import with_day_parts
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import literal, within
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.scan import MONEY, different, output_type
from fupan.metrics.plan.source import read_fact, weighted
from fupan.metrics.plan.stock import sold_products
from fupan.metrics.plan.stretch import SEGMENT
from fupan.metrics.question import Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Fact
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.goal_set import GoalSet

CONTRIBUTION = "contribution"
_PLACE = "_n"


def behind(
    asking: Asking, leaf: Leaf, window: Window, goal: GoalSet | None = None, level: date | None = None
) -> ir.Table:
    """Rows of the leaf's fact inside *asking* (without breakdown) and *window*, with a column ``contribution``.

    Contributions add up to the figure: an entity or a value that is counted once stands at its first row, a minimum at
    the row that has it; rows that add nothing to a sum are left out. A median is no sum: its rows have none. ``goal`` are the targets that a credited leaf must
    fall under.
    """
    fact = asking.definitions.facts[leaf.metric.fact]
    match leaf.metric.family:
        case "balance":
            return _items(asking, leaf, fact, window)
        case "count_back":
            open_now = _items(asking, balance_of(leaf), fact, window)  # days are no sum of what is open
            return open_now.mutate(**{CONTRIBUTION: ibis.null("float64")})
        case "stock":
            return _stock(asking, leaf, fact, window)
        case "entities":
            return _active(asking, leaf, fact, window)
        case "first":
            return _first(asking, leaf, fact, window)
        case "cohort":
            return _cohort(asking, leaf, fact, window)
        case "population":
            return _population(asking, leaf, fact, window)
        case "conversion":
            return _conversion(asking, leaf, fact, window)
        case _:
            return _flow(asking, leaf, fact, window, goal, level)


def _rows(
    asking: Asking, leaf: Leaf, fact: Fact, windows: Sequence[Window] | None, extra: Sequence[str] = ()
) -> tuple[ir.Table, str]:
    """All columns of the fact's rows that fulfil the metric's condition, inside the cell; and the day they count on."""
    metric = leaf.metric
    day = fact.time[metric.time or fact.default_time]
    columns = set(columns_needed(leaf))
    also = [*extra, *sorted(columns - fact_columns(fact))]
    source = read_fact(asking, fact, {day, *columns, *_all_columns(fact)}, also)
    if windows is not None:
        source = source.filter(within(source[day], sorted((w.start, w.end) for w in windows)))
    source = with_day_parts(asking, in_currency(asking, fact, source, day), day, also)
    bound = bind(asking, fact, metric.name, source, also)
    kept = condition(bound, metric.where)
    return (bound if kept is None else bound.filter(kept)), day


def _all_columns(fact: Fact) -> list[str]:
    from fupan.warehouse.reader import published_tables

    return [c for c, _ in published_tables()[fact.table]]


def _flow(asking: Asking, leaf: Leaf, fact: Fact, window: Window, goal: GoalSet | None, level: date | None) -> ir.Table:
    family = leaf.metric.family
    if goal is not None and leaf.matched is not None:
        rows = _credited(asking, leaf, fact, window, goal, level)
    else:
        rows, _ = _rows(asking, leaf, fact, [window])
    if family == "count":
        return rows.mutate(**{CONTRIBUTION: ibis.literal(1).cast("int64")})
    of = build(parse(leaf.metric.of), ColumnGetter(rows))
    if family == "sum":
        of = weighted(of, rows)
        kind = output_type(of)
        rows = rows.mutate(**{CONTRIBUTION: of.cast(kind)})
        return rows.filter(rows[CONTRIBUTION] != 0)
    if family in {"median", "percentile"}:
        return rows.mutate(**{CONTRIBUTION: ibis.null("float64")})
    known = rows.mutate(_of=different(of, leaf.metric.per, rows) if family == "count_distinct" else of)
    known = known.filter(known["_of"].notnull())
    if family == "count_distinct":
        return _once(known, fact, [known["_of"]], ibis.literal(1).cast("int64"))
    order = known["_of"].asc() if family == "min" else known["_of"].desc()
    kind = output_type(known["_of"])
    return _once(known, fact, [], known["_of"].cast(kind), first=[order], zero=ibis.literal(0).cast(kind))


def _once(
    rows: ir.Table, fact: Fact, group: list[Any], figure: Any, *, first: Sequence[Any] = (), zero: Any = None
) -> ir.Table:
    """The figure at the first row of each group, zero at the others."""
    order = [*first, *(rows[c].asc() for c in row_key(rows, fact))]
    place = ibis.row_number().over(ibis.window(group_by=group, order_by=order))
    numbered = rows.mutate(**{_PLACE: place.cast("int64"), "_figure": figure})
    nothing = ibis.literal(0).cast(numbered["_figure"].type()) if zero is None else zero
    return numbered.mutate(**{CONTRIBUTION: ibis.ifelse(numbered[_PLACE] == 0, numbered["_figure"], nothing)})


def row_key(rows: ir.Table, fact: Fact) -> list[str]:
    """Columns by which rows of a fact are told apart, for a stable order."""
    wanted = ["source_file", "source_row", *contract(fact.table).key, "invoice_id", "load_id"]
    return [c for c in dict.fromkeys(wanted) if c in rows.columns]


def _credited(asking: Asking, leaf: Leaf, fact: Fact, window: Window, goal: GoalSet, level: date | None) -> ir.Table:
    """Rows that fall under a target: same slice, day inside its period, or under a level of the slice that holds on a day."""
    from fupan.metrics.plan.target import match_columns, matched

    extra = match_columns(asking, goal, fact, leaf.metric.name)
    also = [c.removeprefix("dim:") for c in extra.values() if c.startswith("dim:")]
    rows, day = _rows(asking, leaf, fact, [window], also)
    sides = {}
    for alias, column in extra.items():
        name = f"dim.{column.removeprefix('dim:')}" if column.startswith("dim:") else column
        sides[alias] = rows[name] if name in rows.columns else ibis.null("string")
    return matched(
        asking, rows.mutate(**sides, **{SEGMENT: rows[day] if level is None else literal(level)}), goal, list(extra)
    )


def _stock(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Snapshot rows of the day that counts: each place's last or first day, the peak day, or a share of every day."""
    metric = leaf.metric
    whole = replace(asking, dimensions=(), filters=(), keys=(), pairs=None, scope=Scope.everything())
    every, day = _rows(whole, leaf, fact, [window])
    place = _place(every, fact)
    dates = every.group_by(_p=place).aggregate(
        _first=every[day].min(), _last=every[day].max(), _days=every[day].nunique()
    )
    rows, _ = _rows(asking, leaf, fact, [window])
    if metric.unsold_days is not None:
        sold = sold_products(asking, metric.unsold_days, [(window.start, window.end)])
        rows = rows.anti_join(sold, rows["product_id"] == sold["_sold"])
    rows = rows.mutate(_place=_place(rows, fact))
    rows = rows.inner_join(dates, rows["_place"] == dates["_p"])
    of = build(parse(metric.of), ColumnGetter(rows))
    kind = output_type(of)
    if metric.over_time in {"last", "first"}:
        taken = rows.filter(rows[day] == rows[f"_{metric.over_time}"])
        of = build(parse(metric.of), ColumnGetter(taken))
        return taken.mutate(**{CONTRIBUTION: ibis.coalesce(of.cast(kind), ibis.literal(0).cast(kind))})
    if metric.over_time == "average":
        share = of.cast("float64") / rows["_days"].cast("float64").nullif(0)
        return rows.mutate(**{CONTRIBUTION: ibis.coalesce(share, ibis.literal(0.0))})
    rows = rows.mutate(_of=ibis.coalesce(of.cast(kind), ibis.literal(0).cast(kind)))
    days = rows.group_by(_d=rows[day]).aggregate(_sum=rows["_of"].sum())
    peak = days.order_by([days["_sum"].cast("float64").desc(), days["_d"].asc()]).limit(1).select(_peak="_d")
    there = rows.inner_join(peak, rows[day] == peak["_peak"])
    return there.mutate(**{CONTRIBUTION: there["_of"]})


def _place(rows: ir.Table, fact: Fact) -> Any:
    place = ibis.literal("")
    for column in fact.place:
        place = place + "|" + ibis.coalesce(rows[column].cast("string"), "")
    return place


def _items(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Invoices or receipts as of the window's last day (or the as-of date), each with what is open."""
    from fupan.metrics.plan.as_of import rows_as_of
    from fupan.metrics.plan.open_items import stands_on

    metric = leaf.metric
    source = rows_as_of(asking, fact, stands_on(asking, window.end))
    rows = bind(asking, fact, metric.name, source)
    kept = condition(rows, metric.where)
    rows = rows if kept is None else rows.filter(kept)
    if metric.due_in_window:
        rows = rows.filter((rows["due_date"] >= literal(window.start)) & (rows["due_date"] < literal(window.end)))
    of = build(parse(metric.of), ColumnGetter(rows))
    rows = rows.mutate(**{CONTRIBUTION: ibis.coalesce(of.cast(MONEY), ibis.literal(0).cast(MONEY))})
    return rows.filter(rows[CONTRIBUTION] != 0)


def _active(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Rows of the entities with enough activity."""
    rows, day = _rows(asking, leaf, fact, [window])
    rows = rows.filter(rows[leaf.metric.entity].notnull(), rows[day].notnull())
    of = build(parse(leaf.metric.of), ColumnGetter(rows))
    counted = rows.group_by(_e=rows[leaf.metric.entity]).aggregate(_different=of.nunique())
    enough = counted.filter(counted["_different"] >= leaf.metric.at_least)
    kept = rows.semi_join(enough, rows[leaf.metric.entity] == enough["_e"])
    return _once(kept, fact, [kept[leaf.metric.entity]], ibis.literal(1).cast("int64"))


def _first(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Rows of the first day of those whose first day of all time (that the asker may know) is in the window; of those
    known before, all that are in it."""
    scope = Scope.everything() if asking.scope.may("company_first", leaf.metric.name) else asking.scope
    whole = replace(asking, dimensions=(), filters=(), keys=(), pairs=None, scope=scope)
    every, day = _rows(whole, leaf, fact, None)
    every = every.filter(every[leaf.metric.entity].notnull(), every[day].notnull())
    starts = every.group_by(_e=every[leaf.metric.entity]).aggregate(_start=every[day].min())
    rows, _ = _rows(asking, leaf, fact, [window])
    known = leaf.metric.counted == "known"
    when = starts["_start"] < literal(window.start) if known else rows[day] == starts["_start"]
    kept = rows.semi_join(starts, [rows[leaf.metric.entity] == starts["_e"], when])
    return _once(kept, fact, [kept[leaf.metric.entity]], ibis.literal(1).cast("int64"))


def _population(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Rows that stand at the time; for an average, those that stand on any day with the part of the days they do."""
    metric = leaf.metric
    columns = {metric.begins, *([metric.ends] if metric.ends else []), *columns_needed(leaf), *_all_columns(fact)}
    rows = bind(asking, fact, metric.name, read_fact(asking, fact, columns))
    kept = condition(rows, metric.where)
    rows = rows if kept is None else rows.filter(kept)
    first, last = literal(window.start), literal(window.end)
    begins = rows[metric.begins]
    ends = rows[metric.ends] if metric.ends else ibis.null("date")
    if metric.at == "average":
        rows = rows.filter((begins.isnull() | (begins < last)) & (ends.isnull() | (ends > first)))
        since = ibis.greatest(ibis.coalesce(rows[metric.begins], first), first)
        until = ibis.least(ibis.coalesce(rows[metric.ends], last), last) if metric.ends else last
        stood = until.delta(since, unit="day").cast("float64")
        if metric.of:
            stood = stood * build(parse(metric.of), ColumnGetter(rows)).cast("float64")
        return rows.mutate(**{CONTRIBUTION: stood / ibis.literal((window.end - window.start).days).cast("float64")})
    at = first if metric.at == "start" else last
    rows = rows.filter((begins.isnull() | (begins < at)) & (ends.isnull() | (ends >= at)))
    one = ibis.literal(1).cast("int64")
    if metric.of:
        of = build(parse(metric.of), ColumnGetter(rows))
        kind = output_type(of)
        return rows.mutate(**{CONTRIBUTION: ibis.coalesce(of.cast(kind), ibis.literal(0).cast(kind))})
    if metric.entity:
        known = rows.filter(rows[metric.entity].notnull())
        return _once(known, fact, [known[metric.entity]], one)
    return rows.mutate(**{CONTRIBUTION: one})


def _cohort(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Rows of the window before; for those kept, of both windows."""
    entity = leaf.metric.entity
    before = asking.before(window)
    rows, day = _rows(asking, leaf, fact, [before, window])
    rows = rows.filter(rows[entity].notnull(), rows[day].notnull())
    was = (rows[day] >= literal(before.start)) & (rows[day] < literal(before.end))
    now = (rows[day] >= literal(window.start)) & (rows[day] < literal(window.end))
    marks = rows.group_by(_e=rows[entity]).aggregate(_was=was.max(), _is=now.max())
    chosen = marks.filter(marks["_was"], *([] if leaf.metric.counted == "base" else [marks["_is"]]))
    kept = rows.semi_join(chosen, rows[entity] == chosen["_e"])
    if leaf.metric.counted == "base":
        kept = kept.filter((kept[day] >= literal(before.start)) & (kept[day] < literal(before.end)))
    return _once(kept, fact, [kept[entity]], ibis.literal(1).cast("int64"))


def _conversion(asking: Asking, leaf: Leaf, fact: Fact, window: Window) -> ir.Table:
    """Rows by which the cohort entered, each entity's figure at its first."""
    from fupan.metrics.plan.conversion import entered_rows

    rows, items, figure = entered_rows(asking, leaf, [(window.start, window.end)], _all_columns(fact))
    return _once(rows, fact, [rows[c] for c in items], figure)
