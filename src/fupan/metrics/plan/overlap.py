"""Frames whose buckets overlap (year to date by month): each row counts in every bucket that holds its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.plan.frame import Bucket, Frame

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
    from fupan.metrics.plan.spine import spine

    buckets = sorted(frame.buckets, key=lambda b: b.key)
    spans = spine(
        {KEY: [b.key for b in buckets], _FROM: [b.window.start for b in buckets], _TO: [b.window.end for b in buckets]}
    )
    joined = table.inner_join(spans, [table[day] >= spans[_FROM], table[day] < spans[_TO]])
    return joined.drop(_FROM, _TO)
