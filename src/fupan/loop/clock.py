"""The business date that figures are told as of."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.warehouse import Reader
    from fupan.workspace import Workspace

_DATES = (("order_lines", "order_date"), ("receipts", "receipt_date"), ("invoice_lines", "invoice_date"))


_QUIET_DAYS = 3


def data_complete_through(workspace: Workspace, reader: Reader, *, today: date) -> date | None:
    """The last day the data are complete for: as the workspace says, else judged by the last day with any business.

    A month whose last days were quiet (a week-end) and that is over by the calendar counts as complete: with the last
    order on 28 June and today in July or later, the data are taken to be complete through 30 June.
    """
    if workspace.data_complete_through:
        return date.fromisoformat(workspace.data_complete_through)
    last = _last_business(reader)
    if last is None:
        return None
    month_end = last.replace(day=monthrange(last.year, last.month)[1])
    return month_end if today > month_end and (month_end - last).days <= _QUIET_DAYS else last


def _last_business(reader: Reader) -> date | None:
    for table, column in _DATES:
        (last,) = reader.sql(f"SELECT max({column}) AS last FROM {table}").column("last").to_pylist()  # fixed names
        if isinstance(last, date):
            return last
    return None


def business_date(workspace: Workspace, reader: Reader, *, today: date) -> date:
    """The smaller of today and "data complete through" (model.md, Time)."""
    through = data_complete_through(workspace, reader, today=today)
    return min(today, through) if through else today
