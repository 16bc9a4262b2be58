"""The rows of a view that is made for a day: open items, receipts not yet allocated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupan.metrics.definition import Fact
from fupan.metrics.plan.open_items import open_items
from fupan.metrics.plan.unallocated import unallocated

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def rows_as_of(asking: Asking, fact: Fact, day: date) -> ir.Table:
    """What a fact with a view holds as of a day."""
    return unallocated(asking, day) if fact.view == "unallocated" else open_items(asking, day)
