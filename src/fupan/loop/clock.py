"""The business date that figures are told as of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.warehouse import Reader
    from fupan.workspace import Workspace

_DATES = (("order_lines", "order_date"), ("receipts", "receipt_date"), ("invoice_lines", "invoice_date"))


def data_complete_through(workspace: Workspace, reader: Reader) -> date | None:
    """The last day the data are complete for: as set in the workspace, else the last day on which anything happened."""
    if workspace.data_complete_through:
        return date.fromisoformat(workspace.data_complete_through)
    for table, column in _DATES:
        (last,) = reader.sql(f"SELECT max({column}) AS last FROM {table}").column("last").to_pylist()  # fixed names
        if last is not None:
            return last  # type: ignore[no-any-return]  # a DATE column
    return None


def business_date(workspace: Workspace, reader: Reader, *, today: date) -> date:
    """The smaller of today and "data complete through" (model.md, Time)."""
    through = data_complete_through(workspace, reader)
    return min(today, through) if through else today
