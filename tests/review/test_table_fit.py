"""Tables on slides: how they tighten, where they go on, where their unit stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fupan.review.model import Cell, Column, Display, Placed, Row, Slide, Table
from fupan.review.renderers.pptx.frame import HOUSE
from fupan.review.renderers.pptx.pages import paginate
from fupan.review.renderers.pptx.table_fit import fit_table, say_unit_once


def rows_table(count: int) -> Table:
    """A table of *count* short rows under a title."""
    return Table(
        (Column("名称"), Column("金额", "number", Display("money", Decimal(10000), 0, "万元"))),
        tuple(Row((Cell(f"第{i}行"), Cell(str(i), Decimal(i * 10000)))) for i in range(1, count + 1)),
        title="清单",
    )


def test_rows_tighten_before_a_table_goes_on() -> None:
    fits = fit_table(rows_table(12), 800, 340)
    assert fits.size == 14.0
    tight = fit_table(rows_table(15), 800, 320)
    assert tight.size == 12.0
    assert tight.fits(320)


@pytest.mark.parametrize("count", range(17, 26))
def test_no_page_gets_a_row_or_two_only(count: int) -> None:
    slide = Slide("s", "标题", "full", blocks=(Placed("main", rows_table(count)),))
    pages = paginate(slide, HOUSE.content, "zh")
    sizes = [len(page.slide.blocks[0].content.rows) for page in pages]  # type: ignore[union-attr]
    assert sum(sizes) == count
    assert min(sizes) >= 3


def test_a_shared_unit_stands_once_beside_the_title() -> None:
    table = say_unit_once(rows_table(2), "zh")
    assert (table.title, table.columns[1].display.unit) == ("清单（万元）", "")
