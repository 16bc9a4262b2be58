"""Causes and measures: who is asked about what, what a sheet brings back, and what the pages then say."""

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.review.composing import block, build, page
from tests.review.tiny_company import electronics

from fupan.errors import ConflictError
from fupan.review.causes import (
    Collection,
    Entry,
    Item,
    Owners,
    collect,
    items_of,
    lock,
    open_collection,
    read_collection,
    read_rows,
    write_collection,
    write_sheet,
)
from fupan.review.model import Table, Text

NOW = datetime(2025, 7, 3, 9, tzinfo=UTC)
SOUTH = Item("regions", "区域", "华南", "red", "83.3%")
WEST = Item("regions", "区域", "西南", "amber", "91.3%")


def asked(*items: Item, owners: dict[str, str] | None = None) -> Collection:
    return open_collection("monthly", "2025-06", date(2025, 7, 5), items or (SOUTH, WEST), owners or {}, None)


def answer(**more: object) -> Entry:
    given = {"cause": "竞品降价", "measure": "以旧换新", "owner": "程涛", "due": date(2025, 7, 31)} | more
    return Entry("regions/华南", **given)  # type: ignore[arg-type]


def test_red_and_amber_items_are_asked_once_red_first() -> None:
    items = items_of(build(electronics()))
    assert [(i.name, i.light) for i in items if i.slide == "regions"] == [("华南", "red"), ("西南", "amber")]
    assert len({i.name for i in items}) == len(items)
    assert [i.light for i in items] == sorted((i.light for i in items), key=lambda light: light != "red")


def test_an_owner_is_named_for_the_item_else_for_its_page() -> None:
    collection = asked(owners={"regions": "销售管理部", "华南": "程涛"})
    assert (collection.owner(SOUTH), collection.owner(WEST)) == ("程涛", "销售管理部")


def test_answers_replace_earlier_ones_and_an_empty_row_changes_nothing() -> None:
    first = collect(asked(), [answer(), Entry("regions/西南")], NOW)
    assert [e.cause for e in first.entries] == ["竞品降价"]
    assert [i.name for i in first.missing()] == ["西南"]
    second = collect(first, [answer(cause="新品晚到")], NOW)
    assert [e.cause for e in second.entries] == ["新品晚到"]
    assert second.version == 3


def test_after_the_deadline_or_a_lock_nothing_is_taken_unless_told_so() -> None:
    after = datetime(2025, 7, 6, tzinfo=UTC)
    with pytest.raises(ConflictError, match="closed"):
        collect(asked(), [answer()], after)
    with pytest.raises(ConflictError):
        collect(lock(asked(), NOW), [answer()], NOW)
    assert collect(asked(), [answer()], after, late="周敏").entries[0].late == "周敏"


def test_only_those_with_the_right_let_late_answers_in() -> None:
    after = datetime(2025, 7, 6, tzinfo=UTC)
    round_ = open_collection("monthly", "2025-06", date(2025, 7, 5), [SOUTH], Owners(late=("周敏",)), None)
    with pytest.raises(ConflictError, match="周敏 may"):
        collect(round_, [answer()], after, late="程涛")
    assert collect(round_, [answer()], after, late="周敏").entries
    assert collect(round_, [answer()], NOW, late="程涛").entries[0].late == ""  # in time: nobody has to let it in


def test_what_is_read_again_changes_nothing_and_what_is_written_over_is_kept() -> None:
    first = collect(asked(), [answer()], NOW)
    assert collect(first, [answer()], datetime(2025, 7, 4, tzinfo=UTC)) is first
    assert collect(lock(first, NOW), [answer()], NOW).entries == first.entries  # nor does it need a right
    second = collect(first, [answer(cause="新品晚到")], NOW)
    assert [e.cause for e in second.earlier] == ["竞品降价"]


def test_asked_again_what_was_written_stays_where_its_item_is_still_asked() -> None:
    before = collect(asked(), [answer(), Entry("regions/西南", cause="缺货")], NOW)
    again = open_collection("monthly", "2025-06", date(2025, 7, 6), [SOUTH], {}, before)
    assert [e.item for _, e in again.answers] == ["regions/华南"]
    assert [e.item for e in again.entries] == ["regions/华南", "regions/西南"]  # it is asked for again: nothing is lost
    assert read_collection(write_collection(again)) == again


def test_a_sheet_goes_out_and_comes_back(tmp_path: Path) -> None:
    write_sheet(asked(owners={"regions": "=cmd"}), tmp_path / "causes.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "causes.xlsx")
    sheet = book.active
    assert sheet is not None
    assert sheet.cell(4, 6).value == "=cmd"
    assert sheet.cell(4, 6).data_type == "s"  # a text, no formula
    assert sheet.protection.sheet
    assert not sheet.cell(4, 7).protection.locked
    filled = {7: "竞品降价15%", 8: "竞争对手", 9: "是", 10: "以旧换新", 11: "程涛", 12: "2025/7/31", 14: "是否降价"}
    for column, text in filled.items():
        sheet.cell(4, column, text)
    rows = [
        (number, [None if c is None else str(c) for c in row])
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
    ]
    entries = read_rows(rows, asked(), "causes.xlsx", "程涛").entries
    assert entries[0] == Entry(
        "regions/华南", "竞品降价15%", "rival", True, "以旧换新", "程涛", date(2025, 7, 31), "", "是否降价", "程涛"
    )
    assert entries[0].complete
    assert entries[1] == Entry("regions/西南", by="程涛")


@pytest.mark.parametrize(
    ("column", "text", "field"), [(7, "天气", "原因类别"), (11, "下月", "完成日期"), (11, "2025-02-30", "完成日期")]
)
def test_what_cannot_be_read_is_told_by_row_and_field(column: int, text: str, field: str) -> None:
    cells: list[str | None] = ["regions/华南", "", "华南", "", "", "", "原因", *[None] * 7]
    cells[column] = text
    good: list[str | None] = ["regions/西南", "", "西南", "", "", "", "缺货", *[None] * 7]
    read = read_rows([(4, cells), (5, good)], asked(), "causes.xlsx", "")
    (error,) = read.errors
    assert (error.file, error.row, error.field, error.found) == ("causes.xlsx", 4, field, text)
    assert error.expected
    assert [e.cause for e in read.entries] == ["缺货"]  # the other rows are taken


def test_an_item_nobody_asked_about_is_refused() -> None:
    (error,) = read_rows([(4, ["", "", "华中", "", "", "", "缺货"])], asked(), "causes.xlsx", "").errors
    assert "not asked" in str(error)


def test_what_was_written_stands_on_its_page_and_doubt_is_told() -> None:
    collection = collect(asked(), [answer(by="程涛"), Entry("regions/西南", decision="加派两人", resource="2人")], NOW)
    document = build(electronics(), causes=collection)
    table = block(document, "causes", "causes_table")
    assert isinstance(table, Table)
    assert [c.text for c in table.rows[0].cells] == [
        "华南",
        "83.3%",
        "竞品降价（待核实）",
        "以旧换新",
        "程涛",
        "2025-07-31",
        "程涛 07-03",
    ]
    points = block(document, "regions", "region_points")
    assert isinstance(points, Text)
    told = points.points[-1]
    assert told.text == "华南：竞品降价（待核实）；措施：以旧换新（程涛，2025-07-31）"
    assert (told.tag, told.claim, told.light) == ("原因与措施 · 程涛 07-03", "inference", "red")
    assert page(document, "causes").headline == "2个落后项目中1个有原因、措施、责任人与期限；还缺西南"
    assert page(document, "decisions").headline == "请会议决定1件事，1项措施需要资源"


def test_without_answers_the_pages_are_not_there() -> None:
    assert not {"causes", "decisions"} & {s.id for s in build(electronics(), causes=asked()).slides}
