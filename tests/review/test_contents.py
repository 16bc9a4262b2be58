"""The page of contents: one column, or two where pages are many; and what it says of pages that are not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.review.composing import build
from tests.review.tiny_company import Target, electronics

from fupan.review.blocks.contents import draw
from fupan.review.context import Context
from fupan.review.deck_blocks import ContentsSpec
from fupan.review.left_out import DroppedPage, told_notes
from fupan.review.model import Slide, Table
from fupan.review.renderers.contents import goes_on_beside
from fupan.review.renderers.native_charts.labels import level_names
from fupan.review.scale import Scales


def columns(sections: str, *parts: str) -> list[list[str]]:
    """The sections named in each part of the contents of pages whose sections are the letters of *sections*."""
    known = Context("zh", {}, date(2025, 6, 30), Scales("zh"), None, {}, lambda _: ())  # type: ignore[arg-type]
    outline = tuple(Slide(f"p{i}", f"第{i}页", section=name) for i, name in enumerate(sections))
    known = replace(known, outline=outline)
    drawn = [draw(ContentsSpec(draw="contents", id="c", part=part), known) for part in parts]  # type: ignore[arg-type]
    return [[row.cells[0].text for row in table.rows] if table else [] for table in drawn]


def test_few_pages_stand_in_one_column() -> None:
    assert columns("a" * 16, "first", "rest") == [["a", *[""] * 15], []]


def test_many_pages_stand_in_two_columns_that_part_between_sections() -> None:
    assert columns("a" * 8 + "b" * 10, "first", "rest") == [["a", *[""] * 7], ["b", *[""] * 9]]
    assert columns("a" * 18, "all", "first") == [["a", *[""] * 17], ["a", *[""] * 8]]


def test_pages_left_out_for_one_reason_are_told_in_one_sentence() -> None:
    notes = [
        DroppedPage("甲？", "没有数据"),
        "未列满意度：没有装载",
        DroppedPage("乙？", "没有数据"),
        DroppedPage("丙？", "只有一个月"),
    ]
    assert told_notes(notes, "zh") == ("未列“甲？”“乙？”：没有数据", "未列满意度：没有装载", "未列“丙？”：只有一个月")


def test_next_targets_name_the_person_of_each_position() -> None:
    company = electronics()
    start, end = date(2025, 7, 1), date(2025, 8, 1)
    posts = [
        Target(start, end, Decimal(10_000_000 * (1 + i)), position=f"岗{i}", person=name)
        for i, name in enumerate(("李明", "(unknown)"))
    ]
    document = build(replace(company, targets=[*company.targets, *posts]))
    page = next(s for s in document.slides if s.id == "next_people")
    found = page.blocks[0].content
    assert isinstance(found, Table)
    assert [[c.text for c in r.cells[:2]] for r in found.rows] == [["岗1", "空缺"], ["岗0", "李明"], ["合计", ""]]


def test_a_list_in_two_columns_shares_the_width_evenly() -> None:
    slide = next(s for s in build(electronics()).slides if s.id == "contents")
    table = slide.blocks[0]
    beside = replace(slide, layout="main_side", blocks=(table, replace(table, slot="side")))
    assert goes_on_beside(beside)
    assert not goes_on_beside(slide)


def test_few_long_names_are_cut_rather_than_slanted() -> None:
    names = ("杭州晨光保险有限公司", "长沙兆丰数码有限公司", "Falcon Meridian Trading Limited")
    assert level_names(names, 56.0) is not None
    assert level_names(("Meridian-Trading-One", "Meridian-Trading-Two"), 30.0) is None
