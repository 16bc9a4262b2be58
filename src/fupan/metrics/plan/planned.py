"""The statement of a question: from a template where one fits, else made for this question alone; each made once."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.plan.frame import calendar_months
from fupan.metrics.plan.slots import UnsafePlanError, write_day
from fupan.metrics.plan.template import Lifted, Template, read_template

if TYPE_CHECKING:
    from collections.abc import Hashable

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.flows import Goals
    from fupan.metrics.plan.resolve import Resolved
    from fupan.warehouse.rollups import Rollup

CHECKED = False
"""Tests set it: then every template is compared with the statement made for the question alone."""


def statement(asking: Asking, resolved: Resolved, goals: Goals, top: int | None, shape: tuple[Hashable, ...]) -> str:
    """The SQL that answers *asking*. *shape* is what else of the question shapes the plan (metrics, comparisons)."""
    if any(leaf.metric.family == "cohort" for leaf in resolved.leaves.values()):
        befores = {b.window: asking.calendar.previous(b.window) for f in asking.frames for b in f.buckets}
        for reach in resolved.reaches():
            windows = [b.window for f in asking.frames_of(reach.name) for b in f.buckets]
            befores |= {w: reach.before(asking.calendar, w) for w in windows}
        asking = replace(asking, befores=tuple(befores.items()))
    asking = replace(asking, rollups=usable_rollups(asking, goals), months=by_months(asking, goals))
    plain = {k: g and replace(g, periods=tuple(replace(p, rows=0) for p in g.periods)) for k, g in goals.items()}
    lifted = Lifted(asking, (tuple(plain.items()), shape, top))
    memo = asking.memo
    template: Template | None = memo.once(
        ("template", lifted.key), lambda: _template(lifted, resolved, top), reader=asking.reader
    )
    if template is None:
        key = ("plan", shape, asking.shape, tuple(goals.items()), top)
        text: str = asking.once(key, lambda inner: plan(inner, resolved, goals, top))
        return text
    asking.used.update(template.tables)
    text = template.filled(lifted.filling)
    if CHECKED:
        alone = plan(replace(asking, used=set()), resolved, goals, top)
        assert _words(text) == _words(alone), f"template:\n{text}\n\nalone:\n{alone}"  # noqa: S101 - tests only
    return text


def plan(asking: Asking, resolved: Resolved, goals: Goals, top: int | None) -> str:
    """The plan made for *asking*; what makes plans is loaded where one is made."""
    from fupan.metrics.plan import compose

    return compose.plan(asking, resolved, goals, top)


def usable_rollups(asking: Asking, goals: Goals) -> tuple[Rollup, ...]:
    """Roll-ups made by these definitions, the smallest first; by month only where every stretch of the question is of
    whole months.
    """
    found = tuple(r for r in getattr(asking.reader, "rollups", ()) if r.definitions == asking.definitions.hash)
    if not found or getattr(asking, "rates", None) is not None:
        return ()  # amounts turned into another currency are those of each day
    frames = [*asking.frames, *(f for _, reached in asking.reached for f in reached)]
    windows = [b.window for f in frames for b in f.buckets]
    days = {d for w in windows for d in (w.start, w.end)}
    days |= {d for g in goals.values() if g is not None for p in g.periods for d in (p.start, p.end)}
    whole_months = all(d.day == 1 for d in days)
    usable = sorted((r for r in found if whole_months or r.grain != "month"), key=lambda r: (r.rows, r.name))
    return tuple(replace(r, rows=n, base_rows=0) for n, r in enumerate(usable))  # only the order of sizes shapes a plan


def by_months(asking: Asking, goals: Goals) -> bool:
    """Whether the month of a row's day tells its stretch, and the engine finds that sooner than by comparisons.

    DuckDB does, as our reader has it: a fifth less time for a sum by month, half the time to plan a long statement.
    PostgreSQL, which goes over time zones for it, does not; nor does Spark.
    """
    if not getattr(asking.reader.backend, "truncates_dates", False) or asking.books is not None:
        return False
    frames = [*asking.frames, *(f for _, reached in asking.reached for f in reached)]
    cuts = {d for g in goals.values() if g is not None for p in g.periods for d in (p.start, p.end)}
    return calendar_months([b.window for f in frames for b in f.buckets], cuts)


def _template(lifted: Lifted, resolved: Resolved, top: int | None) -> Template | None:
    """The template of a plan, or None where the plan depends on the days themselves."""
    asking, goals = lifted.asking, dict(lifted.parts[0])
    with suppress(UnsafePlanError, QuestionError):  # a refusal is told by the plan made with the question's own days
        return read_template(plan(asking, resolved, goals, top), lifted.slots, asking.used)
    return None


def _words(text: str) -> str:
    """The text without its layout, which follows the length of names and numbers, its days written in one way."""
    days = re.sub(r"MAKE_DATE\((\d+), (\d+), (\d+)\)", lambda m: write_day(date(*map(int, m.groups()))), text)
    return re.sub(r"\s+", "", days)
