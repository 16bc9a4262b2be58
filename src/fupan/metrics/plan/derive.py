"""Formulas over leaves: ratios of sums, per frame, each output cast to its type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from fupan.calendar.months import months_in
from fupan.expressions import build, names
from fupan.metrics.load import BUILTIN
from fupan.metrics.plan.drill import BUCKET
from fupan.metrics.plan.frame import Frame, choose, count_literal
from fupan.metrics.plan.peers import with_peers
from fupan.metrics.plan.resolve import ZERO
from fupan.metrics.plan.scan import MONEY
from fupan.metrics.readings import NOW

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.calendar import Window
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Resolved


def derive(
    asking: Asking,
    resolved: Resolved,
    wide: ir.Table,
    other: Callable[[Asking], ir.Table] | None = None,
    kept: Sequence[str] = (),
) -> ir.Table:
    """Columns: dimensions, ``_bucket`` when by time, *kept*, each metric per frame, and its change against each frame.

    Where a slice has no rows at all: 0 for sums in the current frame, nothing (no base) in a compared one. *other*
    gives the leaves of another asking (of the whole), where peers are asked for.
    """
    out = _shares(asking, resolved, _figures(asking, resolved, wide, kept))
    if resolved.peers:
        assert other is not None  # noqa: S101 - plan() gives it
        out = with_peers(asking, resolved, out, lambda a: _figures(a, resolved, other(a)))
    changes: dict[str, Any] = {}
    for frame in asking.frames:
        if frame.name == "current" or frame.name.endswith(NOW):
            continue
        widened = any(f.name == frame.name + NOW for f in asking.frames)
        for name, metric in resolved.metrics.items():
            side = f"{name}.{frame.name}{NOW}" if widened else name
            now, base = out[side].cast("float64"), out[frame.suffix(name)].cast("float64")
            if metric.format in {"percent", "points"} or metric.family == "rank":
                changes[f"{name}.vs_{frame.name}"] = now - base
            else:
                changes[f"{name}.vs_{frame.name}"] = (now - base) / base.abs().nullif(0)
    return out.mutate(**changes) if changes else out


def _figures(asking: Asking, resolved: Resolved, wide: ir.Table, kept: Sequence[str] = ()) -> ir.Table:
    """Dimensions, bucket, columns *kept* and every formula of every frame."""
    columns: dict[str, Any] = {n: wide[n] for n in (*asking.names, *kept)}
    if BUCKET in wide.columns:
        columns[BUCKET] = wide[BUCKET]
    for frame in asking.frames:
        for name in resolved.formulas:
            if frame.name != "current" and name in resolved.against:
                continue
            columns[frame.suffix(name)] = _figure(asking, resolved, wide, frame, name)
    return wide.select(**columns)


def _figure(asking: Asking, resolved: Resolved, wide: ir.Table, frame: Frame, name: str) -> Any:
    import ibis

    node = resolved.formulas[name]

    def get(leaf: str) -> Any:
        builtin, _, reach = leaf.partition("~")
        if builtin in BUILTIN:
            there = [f for f in asking.frames_of(reach or None) if f.name == frame.name]
            return _days(asking, wide, there[0], builtin)
        known = resolved.leaves.get(leaf)
        if frame.suffix(leaf) in wide.columns:
            column = wide[frame.suffix(leaf)]
        else:
            column = ibis.null(_absent(known.metric.family if known is not None else "target"))
        if known is not None and known.zero:
            return ibis.coalesce(column, ibis.literal(0).cast(column.type()))
        return column

    found = build(node, get)
    read = [n for n in names(node) if n.partition("~")[0] not in BUILTIN]
    if frame.name != "current" and read:
        present = [frame.suffix(n) for n in read if frame.suffix(n) in wide.columns]
        nothing = reduce(and_, [wide[c].isnull() for c in present]) if present else ibis.literal(True)
        found = ibis.ifelse(nothing, ibis.null(found.type()), found)
    kind = found.type()
    return found.cast(MONEY if kind.is_decimal() else "int64" if kind.is_integer() else "float64")


def _absent(family: str) -> str:
    """Type of a figure whose fact has no rows at all."""
    return MONEY if family in {"sum", "target"} else "int64" if family in ZERO else "float64"


def _months(wide: ir.Table, frame: Frame) -> Any:
    """Calendar months of each bucket, a part of a month by its days."""
    import ibis

    counted = {b.key: ibis.literal(months_in(b.window), type="float64") for b in frame.buckets}
    if BUCKET not in wide.columns or len(counted) == 1:
        return next(iter(counted.values()))
    keys = sorted(counted)
    spans = list(zip(keys, [*keys[1:], None], strict=True))
    return choose(wide[BUCKET], [(k, e, counted[k]) for k, e in spans], ibis.null("float64"))


def _days(asking: Asking, wide: ir.Table, frame: Frame, name: str) -> Any:
    import ibis

    if name == "elapsed_months":
        return _months(wide, frame)
    counted = {b.key: days_of(asking, b.window, name) for b in frame.buckets}
    if BUCKET not in wide.columns or len(counted) == 1:
        return count_literal(next(iter(counted.values())))
    keys = sorted(counted)
    ends = [*keys[1:], None]
    return choose(
        wide[BUCKET], [(k, e, count_literal(counted[k])) for k, e in zip(keys, ends, strict=True)], ibis.null("int64")
    )


def days_of(asking: Asking, window: Window, name: str) -> int:
    """Days of a window, or working days: of the whole period, or those gone; none have of one still to come."""
    whole = name in {"window_days", "window_working_days"}
    if not whole and asking.as_of is not None and window.start > asking.as_of:
        return 0
    end = window.full_end if whole else window.end
    return asking.worked.count(window.start, end) if "working" in name else (end - window.start).days


def _shares(asking: Asking, resolved: Resolved, out: ir.Table) -> ir.Table:
    """Shares of the whole of a bucket, by a window sum over what adds up; the helper columns leave."""
    import ibis

    if not resolved.shares:
        return out
    over = ibis.window(group_by=[BUCKET] if BUCKET in out.columns else [])
    whole: dict[str, Any] = {}
    for label, hidden in resolved.shares.items():
        for frame in asking.frames:
            column = out[frame.suffix(hidden)]
            whole[f"{frame.suffix(label)}#whole"] = column.sum().over(over)
    out = out.mutate(**whole)
    shares = {
        frame.suffix(label): out[frame.suffix(hidden)].cast("float64")
        / out[f"{frame.suffix(label)}#whole"].cast("float64").nullif(0)
        for label, hidden in resolved.shares.items()
        for frame in asking.frames
    }
    out = out.mutate(**shares)
    return out.drop(*whole, *[f.suffix(h) for h in resolved.shares.values() for f in asking.frames])
