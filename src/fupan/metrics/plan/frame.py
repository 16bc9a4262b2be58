"""Which stretches of time a question needs: the window itself and those it is compared with, cut into buckets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupan.calendar import Calendar, Grain, Window
from fupan.errors import QuestionError
from fupan.metrics.plan.slots import Slot, Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_BUCKETS = 800
Move = Callable[[Window], Window | None]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch whose figures stand in the row of ``key`` (the start of the row's own period)."""

    key: date
    window: Window


@dataclass(frozen=True, slots=True)
class Frame:
    """All buckets of one reading: ``current``, ``previous``, ``last_year``. Only in few frames do buckets overlap."""

    name: str
    buckets: tuple[Bucket, ...]

    @property
    def disjoint(self) -> bool:
        """Whether no two of its buckets share a day, as is usual."""
        spans = sorted((b.window.start, b.window.end) for b in self.buckets)
        return all(one[1] <= after[0] for one, after in itertools.pairwise(spans))

    def suffix(self, column: str) -> str:
        """Column name of a figure in this frame."""
        return column if self.name == "current" else f"{column}.{self.name}"


def make_frames(windows: Sequence[Window], moves: Mapping[str, Move]) -> tuple[Frame, ...]:
    """The current frame of *windows* (one per row in time) and one frame per reading; a row without base has no bucket."""
    if len(windows) > MOST_BUCKETS:
        raise QuestionError("too_many_periods", f"{len(windows)} periods were asked for; at most {MOST_BUCKETS} fit.",
                            closest="a shorter window or a coarser period")  # fmt: skip
    frames = [Frame("current", tuple(Bucket(w.start, w) for w in windows))]
    for name, move in moves.items():
        moved = [(w.start, move(w)) for w in windows]
        frames.append(Frame(name, tuple(Bucket(key, window) for key, window in moved if window is not None)))
    return tuple(f for f in frames if f.buckets)


def seen(calendar: Calendar, frames: tuple[Frame, ...], as_of: date | None) -> tuple[Frame, ...]:
    """The frames as far as *as_of*: no reading counts a row dated ahead, be it a base or the start of a year."""
    if as_of is None:
        return frames
    return tuple(Frame(f.name, tuple(Bucket(b.key, calendar.clip(b.window, as_of)) for b in f.buckets)) for f in frames)


def cut_windows(calendar: Calendar, window: Window, grain: Grain | None) -> list[Window]:
    """The periods of *grain* in *window*, or the window alone."""
    return [window] if grain is None else calendar.periods(window, grain)


Segment = tuple[date, date]
Day = date | str
"""A day of the question, or (YYYY-MM-DD) one that stands whatever is asked."""


def segments(frames: Iterable[Frame], cuts: Iterable[date] = ()) -> list[Segment]:
    """Elementary stretches [start, end) in order: cut at every bucket's ends and at *cuts*, only where a bucket lies."""
    windows = [b.window for f in frames for b in f.buckets]
    spans: list[list[date]] = []
    for start, end in sorted({(w.start, w.end) for w in windows}):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    points = sorted({d for w in windows for d in (w.start, w.end)} | set(cuts))
    found: list[Segment] = []
    for first, last in spans:
        inner = [first, *(p for p in points if first < p < last), last]
        found += itertools.pairwise(inner)
    return found


def exact(frames: Iterable[Frame], parts: Sequence[Segment]) -> bool:
    """Whether every bucket is one segment, so that figures that cannot be added up can be taken per segment."""
    return {(b.window.start, b.window.end) for f in frames for b in f.buckets} <= set(parts)


def disjoint(frames: Iterable[Frame]) -> bool:
    """Whether no two different windows of the frames overlap."""
    spans = sorted({(b.window.start, b.window.end) for f in frames for b in f.buckets})
    return all(one[1] <= after[0] for one, after in itertools.pairwise(spans))


def to_come(parts: Sequence[Segment], as_of: date | None) -> bool:
    """Whether a stretch begins after the as-of date: of its rows none counts yet."""
    return as_of is not None and any(start > as_of for start, _ in parts)


def within(day: ir.Value, parts: Sequence[Segment]) -> ir.BooleanValue:
    """Whether *day* lies in one of the segments (joined where they touch)."""
    from functools import reduce
    from operator import or_

    spans: list[list[date]] = []
    for start, end in parts:
        if spans and start == spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return reduce(or_, [(day >= literal(s)) & (day < literal(e)) for s, e in spans])


def choose(day: ir.Value, parts: Sequence[tuple[Day, Day | None, Any]], null: Any) -> Any:
    """What stands for the stretch that *day* lies in: a balanced tree of comparisons, *null* outside all of them.

    The last stretch may be open (end None).
    """
    import ibis

    steps: list[tuple[Day, Any]] = []
    for start, end, outcome in parts:
        if steps and steps[-1][0] == start:
            steps.pop()
        steps += [(start, outcome), *([] if end is None else [(end, null)])]

    if len(steps) > 1 and steps[-1][1] is null:
        steps.pop()  # rows after the last stretch were filtered away before

    def tree(low: int, high: int) -> Any:
        if high - low == 1:
            return steps[low][1]
        middle = (low + high) // 2
        return ibis.ifelse(day < literal(steps[middle][0]), tree(low, middle), tree(middle, high))

    return tree(0, len(steps))


def literal(day: date | str) -> ir.Value:
    """A DATE constant; one given as text (see ``told``) is none of the question's."""
    import ibis

    if isinstance(day, str):
        return told(day)
    return ibis.literal(day.plain if isinstance(day, Slot) else day, type="date")


def told(day: str) -> ir.Value:
    """A day (YYYY-MM-DD) that stands whatever is asked of the snapshot: none of the question's, so that a plan may hold it."""
    import ibis

    return ibis.literal(day).cast("date")


def count_literal(days: int) -> ir.Value:
    """A number of days as a constant."""
    import ibis

    return ibis.literal(days.plain if isinstance(days, Tally) else days, type="int64")


def calendar_months(windows: Iterable[Window], cuts: Iterable[date]) -> bool:
    """Whether the stretches are months of the common calendar, more than two of them, of which *cuts* cut none.

    One may be running: rows after its end are left out. But none may be cut, as by the same part of an earlier month.
    """
    spans = {(w.start, w.end) for w in windows}
    starts = {start for start, _ in spans}
    if not 2 < len(starts) == len(spans) or any(d.day != 1 for d in (*starts, *cuts)):
        return False
    return all(end <= (start + timedelta(days=31)).replace(day=1) for start, end in spans)


def segment_start(day: ir.Value, parts: Sequence[Segment], *, months: bool = False) -> Any:
    """Start of the segment that *day* lies in; with *months* it is the first of the day's month."""
    import ibis

    if months:
        return day.truncate("M")
    return choose(day, [(s, e, literal(s)) for s, e in parts], ibis.null("date"))


def bucket_key(start: ir.Value, frame: Frame) -> Any:
    """Key of the frame's bucket that a segment's start lies in."""
    import ibis

    found = [
        (b.window.start, b.window.end, literal(b.key)) for b in sorted(frame.buckets, key=lambda b: b.window.start)
    ]
    return choose(start, found, ibis.null("date"))
