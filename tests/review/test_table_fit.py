"""Tables on slides: how they tighten, where they go on, where their unit stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fupan.review.model import Cell, Column, Display, Placed, Row, Slide, Table
from fupan.review.renderers.pptx.frame import HOUSE
from fupan.review.renderers.pptx.pages import paginate
from fupan.review.renderers.pptx.slots import place_slots
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
    sizes = [len(placed.content.rows) for page in pages for placed in page.slide.blocks]  # type: ignore[union-attr]
    assert sum(sizes) == count
    assert min(sizes) >= 3


@pytest.mark.parametrize("count", [20, 31, 48, 90])
def test_a_narrow_table_of_many_rows_stands_in_two_columns_of_like_length(count: int) -> None:
    """48 rows are one page or two, not three: 24 points of heading, then 17 to 18 rows of 12 points in each column."""
    slide = Slide("s", "标题", "full", blocks=(Placed("main", rows_table(count), "people"),))
    pages = paginate(slide, HOUSE.content, "zh")
    columns = [placed for page in pages for placed in page.slide.blocks]
    assert [placed.slot for placed in columns] == ["main", "side"] * len(pages)
    assert {placed.id for placed in columns} == {"people"}
    lengths = [len(placed.content.rows) for placed in columns]  # type: ignore[union-attr]
    assert max(lengths) - min(lengths) <= 2
    assert [c.text for p in columns for r in p.content.rows for c in r.cells[:1]] == [f"第{i}行" for i in range(1, count + 1)]  # type: ignore[union-attr] # fmt: skip
    for page in pages:
        for slot, box in place_slots(page.slide, HOUSE.content, "zh").items():
            table = next(p.content for p in page.slide.blocks if p.slot == slot)
            assert fit_table(table, box.width, box.height - 24, largest=page.table_size).fits(box.height - 24)  # type: ignore[arg-type]


def test_a_single_page_of_a_long_table_is_not_followed_by_three_rows() -> None:
    """Texts are too wide for two columns: 25 rows become 13 and 12, not 22 and 3."""
    columns = (Column("名称", weight=Decimal(4)), rows_table(1).columns[1])
    wide = tuple(Row((Cell(f"第{i}行" + "长" * 40), *row.cells[1:])) for i, row in enumerate(rows_table(25).rows))
    slide = Slide("s", "标题", "full", blocks=(Placed("main", Table(columns, wide)),))
    pages = paginate(slide, HOUSE.content, "zh")
    assert [len(page.slide.blocks[0].content.rows) for page in pages] == [13, 12]  # type: ignore[union-attr]


def test_columns_without_room_follow_with_the_first_one() -> None:
    amounts = tuple(Column(f"{year}年净销售额", "number") for year in range(2000, 2025))
    rows = tuple(Row((Cell(f"区域{i}"), *(Cell("123,456", Decimal(123456)) for _ in amounts))) for i in range(4))
    slide = Slide("s", "标题", "full", blocks=(Placed("main", Table((Column("区域"), *amounts), rows)),))
    tables = [page.slide.blocks[0].content for page in paginate(slide, HOUSE.content, "zh")]
    assert len(tables) > 1
    assert all(t.columns[0].label == "区域" and len(t.rows) == 4 for t in tables)  # type: ignore[union-attr]
    assert [c.label for t in tables for c in t.columns[1:]] == [c.label for c in amounts]  # type: ignore[union-attr]
    assert not any(fit_table(t, HOUSE.content.width, 370).hidden_columns for t in tables)  # type: ignore[arg-type]


def test_a_shared_unit_stands_once_beside_the_title() -> None:
    table = say_unit_once(rows_table(2), "zh")
    assert (table.title, table.columns[1].display.unit) == ("清单（万元）", "")
