"""A plan goes out as a file and comes back: as it was, with what people filled in, or with a word on each wrong row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plan.company import empty, regions, year
from tests.review.office import convert

from fupan.errors import SourceError
from fupan.plan.change import planned_cells
from fupan.plan.edit import Lock, OverAssign, SetCell, apply
from fupan.plan.filled import read_filled
from fupan.plan.given import Stamp
from fupan.plan.levels import derive_level
from fupan.plan.lists import write_list
from fupan.plan.preview import preview
from fupan.plan.tree import Tree
from fupan.plan.workbook import write_plan_workbook

D = Decimal
STAMP = Stamp("sales-2025", "draft", 3)


def tree(*, locked: bool = False) -> Tree:
    made = apply(empty(regions("E", "S", lines=("A", "B"))), SetCell((), "2025", D("1234567.89")))
    made = derive_level(made, "floor", D("0.85"))
    return apply(made, Lock(("E", "A"), "2025-03")) if locked else made


def write(made: Tree, folder: Path, layout: str) -> Path:
    file = folder / f"{layout}.xlsx"
    if layout == "csv":
        file = folder / "long.csv"
        write_list(made, file, "long", stamp=STAMP)
    elif layout == "tree":
        write_plan_workbook(made, file, stamp=STAMP, title="2025 年销售目标")
    else:
        write_list(made, file, layout, stamp=STAMP)  # type: ignore[arg-type]
    return file


@pytest.mark.parametrize("layout", ["tree", "long", "wide", "pivot", "csv"])
def test_what_goes_out_comes_back_as_it_was(layout: str, tmp_path: Path) -> None:
    made = tree(locked=True)
    file = write(made, tmp_path, layout)
    found = preview(made, read_filled(file, made))
    assert (found.differences, found.messages) == ((), ())
    assert found.stamp == (None if layout == "csv" else STAMP)
    bare = empty(regions("E", "S", lines=("A", "B")))
    filled = apply(bare, preview(bare, read_filled(file, bare)).edit())
    wanted = {k: v for k, v in planned_cells(made).items() if layout != "pivot" or k[2] == "target"}
    assert planned_cells(filled) == wanted


def test_what_was_filled_in_is_shown_and_followed(tmp_path: Path) -> None:
    """Blank is unchanged; a locked cell, a text, an unknown slice and a total typed over are told or left out."""
    made = tree(locked=True)
    file = write(made, tmp_path, "tree")
    book = openpyxl.load_workbook(file)
    sheet = book["目标"]
    rows = {sheet.cell(r, 1).value: r for r in range(5, sheet.max_row + 1)}
    months = {sheet.cell(3, c).value: c for c in range(5, sheet.max_column + 1)}
    sheet.cell(rows['["E", "A"]'], months["2025-02"]).value = 50_000
    sheet.cell(rows['["E", "B"]'], months["2025-02"]).value = None
    sheet.cell(rows['["E", "A"]'], months["2025-03"]).value = 1
    sheet.cell(rows['["S", "A"]'], months["2025-04"]).value = "约五万"
    sheet.cell(rows['["S", "A"]'], months["2025-05"]).value = -3
    sheet.cell(rows['["S", "B"]'], months["2025-05"]).value = 20_000.12345
    sheet.cell(rows["[]"], months["2025-02"]).value = 9
    sheet.cell(rows['["S"]'], 1).value = '["X"]'
    book.save(file)
    found = preview(made, read_filled(file, made))
    assert [(d.path, d.period, d.after, d.row) for d in found.differences] == [
        (("E", "A"), "2025-02", 50_000, rows['["E", "A"]']), (("S", "B"), "2025-05", D("20000.12"), rows['["S", "B"]']),
    ]  # fmt: skip
    said = [(m.row, m.kind, m.en.split(" ", 1)[1]) for m in found.messages if "slice" not in m.en]
    assert said == [
        (rows['["E", "A"]'], "error", "the cell is locked or its period has begun"), (rows['["S", "A"]'], "error", "no number"),
        (rows['["S", "A"]'], "error", "a target is not negative"), (rows['["S", "B"]'], "note", "to 20000.12"),
    ]  # fmt: skip
    after = apply(made, found.edit())
    assert after.amount(("E", "A"), "2025-02") == 50_000
    assert after.amount(("E", "B"), "2025-02") == made.amount(("E", "B"), "2025-02")
    assert after.amount((), "2025-02") == sum(after.amount((r, x), "2025-02") for r in "ES" for x in "AB")


def test_the_workbook_is_one_people_like(tmp_path: Path) -> None:
    made = tree(locked=True)
    book = openpyxl.load_workbook(write(made, tmp_path, "tree"))
    assert book.sheetnames == ["保底", "目标"]
    sheet: Any = book["目标"]
    assert sheet.freeze_panes == "E5"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[3].hidden
    assert "sales-2025 · draft · #3" in sheet["C2"].value
    assert sheet["E5"].value.startswith("=SUM(")
    assert sheet["G5"].value == "=SUMIF($B$5:$B$11,$A5,G$5:G$11)"
    assert sheet["G7"].protection.locked is False
    assert sheet["I7"].protection.locked is True
    assert len(sheet.data_validations.dataValidation) == 1


def test_members_may_be_told_by_name_and_months_as_people_write_them(tmp_path: Path) -> None:
    made = empty(regions("E", "S"))
    object.__setattr__(made.slices, "names", {("region", "E"): "华东", ("region", "S"): "华南"})
    file = tmp_path / "quota.csv"
    file.write_bytes(
        "大区,月份,目标\n华东,2025年6月,100\n华南,2025/7/1,\n华南,2025-08,7\n华北,2025-08,5\n华南,2026-08,5\n".encode(
            "gb18030"
        )
    )
    found = preview(made, read_filled(file, made))
    assert [(d.path, d.period, d.after) for d in found.differences] == [
        (("E",), "2025-06", 100),
        (("S",), "2025-08", 7),
    ]
    assert [(m.row, m.found) for m in found.errors] == [(6, "2026-08"), (5, "华北")]
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="has no headers of a plan"):
        read_filled(tmp_path / "other.csv", made)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**13), st.sampled_from(["0", "0.07"]), st.sampled_from(["tree", "long", "wide"]))
def test_any_plan_survives_the_way_out_and_back(tmp_path: Path, cents: int, over: str, layout: str) -> None:
    made = apply(empty(regions("E", "S", lines=("A", "B")), year("quarter")), SetCell((), "2025", D(cents) / 100))
    made = apply(made, OverAssign(("E",), D(over)))
    found = preview(made, read_filled(write(made, tmp_path, layout), made))
    assert (found.differences, found.messages) == ((), ())


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_saves_and_changes_nothing(soffice: str, tmp_path: Path) -> None:
    made = tree(locked=True)
    write(made, tmp_path, "tree")
    (tmp_path / "saved").mkdir()
    file = convert(soffice, tmp_path / "tree.xlsx", "xlsx", tmp_path / "saved")
    found = preview(made, read_filled(file, made))
    assert (found.differences, found.messages, found.stamp) == ((), (), STAMP)
    assert found.unchanged > 100
