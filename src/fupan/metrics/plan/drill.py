"""Drill across: figures of several facts and frames in one table, by UNION ALL and GROUP BY (a NULL key is a key)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.frame import Frame, Segment, bucket_key, within
from fupan.metrics.plan.overlap import KEY, in_buckets
from fupan.metrics.plan.stacked import stacked
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

BUCKET = "_bucket"


@dataclass(frozen=True, slots=True)
class Part:
    """A table of dimensions, ``_seg`` and figures; ``merge`` says how a figure of parts of a bucket is put together.

    ``final`` says that each of its rows is already one bucket of its only frame; ``inside`` that each lies in a bucket
    of it, so that none need be left out; ``whole`` that each ``_seg`` is the start of one.
    """

    table: ir.Table
    merge: Mapping[str, str]
    frames: tuple[Frame, ...]
    final: bool = False
    inside: bool = False
    whole: bool = False

    @property
    def told(self) -> bool:
        """Whether ``_seg`` is the key of the bucket that a row lies in, so that rows may be put together with others'."""
        buckets = self.frames[0].buckets
        return self.inside and self.whole and len(self.frames) == 1 and all(b.key == b.window.start for b in buckets)


def drill_across(parts: list[Part], dimensions: list[str], *, by_time: bool) -> ir.Table:
    """One row per members (and bucket, if *by_time*); a figure of frame f is called ``id`` or ``id.f``."""
    import ibis

    keys = [*dimensions, *([BUCKET] if by_time else [])]
    merges: dict[str, str] = {}
    arms: list[ir.Table] = []
    for part in parts:
        if part.told and len(parts) > 1:  # put together with the others' rows, in one pass
            arms.append(_rows(part, part.frames[0], dimensions, by_time=by_time))
            merges |= {part.frames[0].suffix(c): merge for c, merge in part.merge.items()}
        else:
            arms += _arms(part, dimensions, by_time=by_time)
    if len(arms) == 1:
        return arms[0]
    types = {c: arm[c].type() for arm in arms for c in arm.columns if c not in keys}
    kinds = {k: next((arm[k].type() for arm in arms if not arm[k].type().is_null()), arms[0][k].type()) for k in keys}
    wide = [
        arm.select(
            **{k: arm[k].cast(kinds[k]) for k in keys},
            **{c: arm[c] if c in arm.columns else ibis.null(kind) for c, kind in types.items()},
        )
        for arm in arms
    ]
    union = stacked(wide)
    figures: dict[str, Any] = {c: getattr(union[c], merges.get(c, "max"))().cast(kind) for c, kind in types.items()}
    return union.group_by(keys).aggregate(**figures) if keys else union.aggregate(**figures)


def _arms(part: Part, dimensions: list[str], *, by_time: bool) -> list[ir.Table]:
    """Frames apart where each has buckets of its own; without time, one pass for all."""
    if by_time or len(part.frames) == 1:
        return [_arm(part, frame, dimensions, by_time=by_time) for frame in part.frames]
    figures: dict[str, Any] = {}
    for frame in part.frames:
        inside = within(part.table[SEGMENT], _spans(frame))
        for column, merge in part.merge.items():
            kind = part.table[column].type()
            figures[frame.suffix(column)] = getattr(part.table[column], merge)(where=inside).cast(kind)
    keys = {n: part.table[n] for n in dimensions}
    return [part.table.group_by(**keys).aggregate(**figures) if keys else part.table.aggregate(**figures)]


def _arm(part: Part, frame: Frame, dimensions: list[str], *, by_time: bool) -> ir.Table:
    if part.final and (dimensions or by_time):
        return _rows(part, frame, dimensions, by_time=by_time)
    apart = frame.disjoint
    if not apart:
        table = in_buckets(part.table, SEGMENT, frame)
    elif part.inside:
        table = part.table  # engines push such a filter down to every row read, which passed it already
    else:
        table = part.table.filter(within(part.table[SEGMENT], _spans(frame)))
    keys: dict[str, Any] = {n: table[n] for n in dimensions}
    if by_time:
        keys[BUCKET] = table[SEGMENT] if part.told else bucket_key(table[SEGMENT], frame) if apart else table[KEY]
    figures: dict[str, Any] = {}
    for column, merge in part.merge.items():
        kind = table[column].type()
        figures[frame.suffix(column)] = getattr(table[column], merge)().cast(kind)
    return table.group_by(**keys).aggregate(**figures) if keys else table.aggregate(**figures)


def _rows(part: Part, frame: Frame, dimensions: list[str], *, by_time: bool) -> ir.Table:
    """The part's rows as they are, each in the bucket that its segment is."""
    own = {BUCKET: part.table[SEGMENT]} if by_time else {}
    return part.table.select(
        **{n: part.table[n] for n in dimensions}, **own, **{frame.suffix(c): part.table[c] for c in part.merge}
    )


def _spans(frame: Frame) -> list[Segment]:
    return sorted((b.window.start, b.window.end) for b in frame.buckets)
