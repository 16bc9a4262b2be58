"""Rank among the peers of an answer, and distance from their mean: window figures over the rows of one period.

Peers are the rows in the asker's scope, the unknown member left out. With the right ``own_rank`` (``company_mean``) for
a metric they are the company's, of which only the asker's own rows are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.drill import BUCKET
from fupan.metrics.plan.resolve import RIGHT, summable

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Resolved

Figures = Callable[["Asking"], "ir.Table"]
"""Figures of an asking (dimensions, bucket, every formula by frame), before windows over them."""


def with_peers(asking: Asking, resolved: Resolved, out: ir.Table, figures: Figures) -> ir.Table:
    """*out* with a column per rank and deviation and frame; the hidden figures they are taken of leave."""
    if not resolved.peers:
        return out
    if asking.names and (asking.keys or asking.pairs is not None):
        raise QuestionError("peers", "A rank or a distance from the mean needs all rows; here only the leading ones are read.",
                            closest="the same without top, or by one dimension",
                            details={"metric": next(iter(resolved.peers))})  # fmt: skip
    for label, hidden in resolved.peers.items():
        for frame in asking.frames:
            out = _with_one(asking, resolved, out, frame.suffix(label), frame.suffix(hidden), label, figures)
    return out.drop(*[f.suffix(h) for h in resolved.peers.values() for f in asking.frames])


def _with_one(
    asking: Asking, resolved: Resolved, out: ir.Table, label: str, hidden: str, name: str, figures: Figures
) -> ir.Table:
    import ibis

    metric = resolved.peers_of[name]
    kind = "int64" if metric.family == "rank" else "float64"
    if not asking.names:
        return out.mutate(**{label: ibis.null(kind)})
    scope, right = asking.scope, RIGHT[metric.family]
    company = bool(scope.dimensions) and scope.may(right, metric.of)
    wider = replace(asking, scope=scope.company) if company else asking
    keys = [*asking.names, *([BUCKET] if BUCKET in out.columns else [])]
    base = figures(wider) if company else out
    if metric.family == "rank":
        base = base.mutate(**{label: _rank(asking, base, hidden, metric)})
    elif summable(asking.definitions, metric.of):
        base = base.mutate(**{label: _from_mean(asking, base, hidden)})
    else:
        base = _from_whole(wider, base, hidden, label, figures)
    if not company:
        return base
    side = base.filter(_member(asking, base)).select(**{f"_p.{k}": base[k] for k in keys}, **{label: base[label]})
    joined = out.left_join(side, [out[k] == side[f"_p.{k}"] for k in keys])
    return joined.drop(*[f"_p.{k}" for k in keys])


def _member(asking: Asking, table: ir.Table) -> Any:
    return reduce(and_, [table[n].notnull() for n in asking.names])


def _bucket(table: ir.Table) -> list[str]:
    return [BUCKET] if BUCKET in table.columns else []


def _rank(asking: Asking, table: ir.Table, hidden: str, metric: Any) -> Any:
    """1 is best; equal figures share the better rank, and the next one is skipped."""
    import ibis

    one = table[hidden]
    counts = _member(asking, table) & one.notnull()
    down = asking.definitions.metric(metric.of).direction == "down"
    over = ibis.window(group_by=[*_bucket(table), counts], order_by=one.asc() if down else one.desc())
    return ibis.ifelse(counts, ibis.rank().over(over).cast("int64") + 1, ibis.null("int64")).cast("int64")


def _from_mean(asking: Asking, table: ir.Table, hidden: str) -> Any:
    """own / (sum of the peers / their number) - 1."""
    import ibis

    one = table[hidden]
    counts = _member(asking, table) & one.notnull()
    over = ibis.window(group_by=_bucket(table))
    summed = ibis.ifelse(counts, one, ibis.null(one.type())).sum().over(over).cast("float64")
    number = ibis.ifelse(counts, 1, 0).sum().over(over).cast("float64")
    mean = summed / number.nullif(0)
    return ibis.ifelse(counts, one.cast("float64") / mean.nullif(0) - 1, ibis.null("float64")).cast("float64")


def _from_whole(asking: Asking, table: ir.Table, hidden: str, label: str, figures: Figures) -> ir.Table:
    """own / the whole's own figure - 1: the mean of ratios is the ratio of sums, asked at its own level."""
    import ibis

    whole = figures(replace(asking, dimensions=()))
    mean = f"_m.{hidden}"
    if BUCKET in table.columns:
        side = whole.select(**{"_m.bucket": whole[BUCKET], mean: whole[hidden]})
        joined = table.left_join(side, table[BUCKET] == side["_m.bucket"]).drop("_m.bucket")
    else:
        joined = table.cross_join(whole.select(**{mean: whole[hidden]}))
    own = joined[hidden].cast("float64") / joined[mean].cast("float64").nullif(0) - 1
    own = ibis.ifelse(_member(asking, joined), own, ibis.null("float64"))
    return joined.mutate(**{label: own.cast("float64")}).drop(mean)
