"""Closing a month, opening it again for a reason, and what changed in closed months since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupan.errors import UserError
from fupan.warehouse.closings import Closing

if TYPE_CHECKING:
    from fupan.calendar import Calendar, Window
    from fupan.loop.company import Company

_EARLIEST_YEARS = 12  # how far before a closing adjustments are told by month; what is older is told as one


def close_month(company: Company, month: str, *, calendar: str, who: str, now: datetime) -> Closing:
    """Close *month* of *calendar* on the snapshot in force; UserError if it is not over, not the next, or closed."""
    window = _month(company.layer.calendar(calendar), month)
    snapshot = company.warehouse.current()
    if snapshot is None:
        raise UserError("nothing has been loaded yet: there is nothing to close")
    if window.last > company.today:
        raise UserError(f"{window.label} is not over: it ends on {window.last}")
    known = len(company.warehouse.closings())
    entry = Closing("close", calendar, window.label, window.start, window.end, snapshot.id, who, now)
    company.warehouse.add_closing(entry, known=known)
    return entry


def reopen_month(company: Company, month: str, reason: str, *, calendar: str, who: str, now: datetime) -> Closing:
    """Open *month* again, and all closed after it; UserError without a reason or where it is not closed."""
    window = _month(company.layer.calendar(calendar), month)
    known = len(company.warehouse.closings())
    entry = Closing("reopen", calendar, window.label, window.start, window.end, "", who, now, reason)
    company.warehouse.add_closing(entry, known=known)
    return entry


def _month(calendar: Calendar, month: str) -> Window:
    window = calendar.parse(month, date(2000, 1, 1))
    if window.grain != "month":
        raise UserError(f"a month is closed, such as 2025-05; found “{month}”")
    return window


def adjustments(
    company: Company, metrics: Sequence[str], by: Sequence[str], *, calendar: str, where: str | None = None
) -> list[dict[str, Any]]:
    """What changed in closed months after they were closed: metric, month it belongs to, day it was posted on, amount.

    One row per metric, slice, month and posting that is not zero; ``before`` and ``after`` name the snapshots.
    """
    from fupan.metrics import Question

    closed = company.warehouse.closed().get(calendar, ())
    current = company.warehouse.current()
    if not closed or current is None:
        return []
    days = company.layer.calendar(calendar)
    stations = [*closed, replace(closed[-1], snapshot=current.id)]
    found: list[dict[str, Any]] = []
    for one, after in pairwise(stations):
        if one.snapshot == after.snapshot:
            continue
        first = date(one.end.year - _EARLIEST_YEARS, 1, 1)
        window = days.between(first, one.end)
        question = Question(
            metrics=tuple(metrics), by=("month", *by), window=window, where=where, calendar=calendar,
            as_of=one.end - timedelta(days=1),
        )  # fmt: skip
        told = [company.ask(question, scope=company.scope, snapshot=s) for s in (one.snapshot, after.snapshot)]
        was, now = ({tuple(r[c] for c in ("month", *by)): r for r in t.rows} for t in told)
        for key in sorted({*was, *now}):
            for metric in metrics:
                amount = (now.get(key, {}).get(metric) or 0) - (was.get(key, {}).get(metric) or 0)
                if amount:
                    slice_ = dict(zip(by, key[1:], strict=True))
                    found.append({"metric": metric, "month": key[0], **slice_, "posted_on": one.end, "amount": amount,
                                  "before": one.snapshot, "after": after.snapshot})  # fmt: skip
    return found
