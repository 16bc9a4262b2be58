"""Frames whose buckets overlap (year to date by month): each row counts in every bucket that holds its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.frame import Bucket, Frame, literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_LAYERS = 60
KEY, _FROM, _TO = "_of", "_from", "_to"


def layers(frame: Frame) -> list[Frame]:
    """The frame's buckets in as few frames as hold no overlapping ones; QuestionError where they are too many."""
    if frame.disjoint:
        return [frame]
    found: list[list[Bucket]] = []
    for bucket in sorted(frame.buckets, key=lambda b: (b.window.start, b.window.end)):
        for layer in found:
            if layer[-1].window.end <= bucket.window.start:
                layer.append(bucket)
                break
        else:
            found.append([bucket])
    if len(found) > MOST_LAYERS:
        raise QuestionError("too_many_periods", f"{len(found)} cumulated periods overlap; of this figure at most {MOST_LAYERS} can.",
                            closest="a shorter window or a coarser period")  # fmt: skip
    return [Frame(frame.name, tuple(layer)) for layer in found]


def in_buckets(table: ir.Table, day: str, frame: Frame) -> ir.Table:
    """*table* with a column ``_of``: the key of the bucket; a row stands once for each bucket that holds its *day*."""
    import ibis

    buckets = sorted(frame.buckets, key=lambda b: b.key)
    index = ibis.range(0, len(buckets)).unnest().name("_i").as_table()
    index = index.select(_i=index["_i"].cast("int64"))
    spans = index.select(
        **{
            KEY: _pick(index["_i"], [b.key for b in buckets]),
            _FROM: _pick(index["_i"], [b.window.start for b in buckets]),
            _TO: _pick(index["_i"], [b.window.end for b in buckets]),
        }
    )
    joined = table.inner_join(spans, [table[day] >= spans[_FROM], table[day] < spans[_TO]])
    return joined.drop(_FROM, _TO)


def _pick(index: ir.Value, days: Sequence[date]) -> Any:
    """The day that stands at *index*: a balanced tree of comparisons."""
    import ibis

    def tree(low: int, high: int) -> Any:
        if high - low == 1:
            return literal(days[low])
        middle = (low + high) // 2
        return ibis.ifelse(index < middle, tree(low, middle), tree(middle, high))

    return tree(0, len(days))
