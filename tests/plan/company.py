"""Small trees that the tests of the plan room share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

from fupan.calendar import Calendar
from fupan.plan.measure import Measure
from fupan.plan.periods import Periods, make_periods
from fupan.plan.slices import AXES, Slices, make_slices
from fupan.plan.tree import Tree, new_tree

SALES = Measure("net_sales", "净销售额", "Net sales", basis="recognition/without/sell_in", currency="CNY")
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
CALENDAR = Calendar()


def year(grain: str = "month", label: str = "2025") -> Periods:
    """A calendar year cut into months."""
    return make_periods(CALENDAR, CALENDAR.parse(label, date(2024, 12, 1)), grain)  # type: ignore[arg-type]


def regions(*names: str, lines: tuple[str, ...] = ()) -> Slices:
    """Regions, and below each the product lines."""
    axes = [AXES["region"], *([AXES["product_line"]] if lines else [])]
    return make_slices(axes, list(product(names, lines)) if lines else [(n,) for n in names])


def empty(slices: Slices, periods: Periods | None = None, **more: object) -> Tree:
    """A tree of net sales without a figure."""
    return new_tree(SALES, slices, periods or year(), **more)  # type: ignore[arg-type]
