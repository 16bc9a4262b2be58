"""Mappings proposed for files nobody has mapped yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fupan.errors import NeedsPersonError
from fupan.sources import SpreadsheetReader, load_file, plan_load, propose, write_templates
from fupan.sources.planning import matches
from fupan.workspace import Workspace, read_workspace

Write = Callable[..., Path]


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    root = tmp_path / "company"
    (root / "data").mkdir(parents=True)
    (root / "sources").mkdir()
    (root / "fupan.toml").write_text('name = "测试"\n', encoding="utf-8")
    return read_workspace(root)


def test_orders_in_traditional_chinese(text_file: Write) -> None:
    found = propose(text_file("訂單編號,客戶名稱,訂單日期,銷售金額（萬元）,備註\nA1,華強,2025/6/1,1.5,\n", "訂單_2025-06.csv"))
    assert found.sure
    assert found.mapping is not None
    assert found.mapping.files == ("訂單_*.csv",)
    assert {c.header: c.field for c in found.columns} == {
        "訂單編號": "order_id", "客戶名稱": "customer_id", "訂單日期": "order_date", "銷售金額（萬元）": "gross_with_tax", "備註": "note",
    }  # fmt: skip


def test_targets_with_months_across(book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    path = book([["2025年销售目标"], ["单位：万元"], ["大区", "产品线", "1月", "2月", "3月"], ["华东", "A", 10, 11, 12], ["合计", None, 10, 11, 12]], "目标.xlsx")
    found = propose(path, spreadsheets=spreadsheets)
    assert found.mapping is not None
    assert found.mapping.tables[0].table == "targets"
    (batch,) = load_file(path, found.mapping, tmp_path / "out", spreadsheets=spreadsheets)
    assert (batch.loaded, batch.left_out_by) == (3, (("total row", 1),))


def test_a_file_without_its_required_columns_needs_a_person(company: Workspace) -> None:
    (company.data / "销售.csv").write_text("甲,订单日期,金额\n1,2025-06-01,3\n", encoding="utf-8")
    plan = plan_load(company)
    with pytest.raises(NeedsPersonError, match="unmapped columns: 甲"):
        plan.require_decided()


def test_what_a_person_edited_wins(company: Workspace) -> None:
    (company.data / "订单_2025-06.csv").write_text("订单号,订单日期,金额\n1,2025-06-01,3\n", encoding="utf-8")
    (planned,) = plan_load(company).proposed
    assert planned.proposal is not None
    kept = planned.proposal.save(company.sources)
    kept.write_text(kept.read_text(encoding="utf-8").replace("gross_with_tax: 金额", "gross_without_tax: 金额"), encoding="utf-8")
    (again,) = plan_load(company).ready
    assert again.mapping is not None
    assert "gross_without_tax" in again.mapping.tables[0].fields
    with pytest.raises(FileExistsError):
        planned.proposal.save(company.sources)


def test_templates_are_blank_loadable_and_sure(company: Workspace, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    written = write_templates(company.data)
    assert [p.name for p in written] == ["订单.xlsx", "目标.xlsx", "回款.csv", "客户.xlsx", "产品.xlsx"]
    plan = plan_load(company, spreadsheets=spreadsheets)
    assert {f.name: f.proposal.mapping.tables[0].table for f in plan.proposed if f.proposal and f.proposal.mapping} == {
        "订单.xlsx": "order_lines", "目标.xlsx": "targets", "回款.csv": "receipts", "客户.xlsx": "customers", "产品.xlsx": "products",
    }  # fmt: skip
    assert plan.undecided == ()
    for i, f in enumerate(plan.files):
        assert f.mapping is not None
        (batch,) = load_file(f.path, f.mapping, tmp_path / f"out{i}", spreadsheets=spreadsheets)
        assert batch.read == 0
    assert write_templates(company.data) == []


def test_lock_files_and_notes_are_passed_over(company: Workspace) -> None:
    (company.data / "~$订单.xlsx").write_bytes(b"x")
    (company.data / ".hidden.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (company.data / "说明.txt").write_text("这是一段说明，没有表格。\n", encoding="utf-8")
    assert [(f.name, bool(f.ignored)) for f in plan_load(company).files] == [("说明.txt", True)]


@pytest.mark.parametrize(("name", "glob", "fits"), [
    ("订单/订单_2025.csv", "订单_*.csv", True), ("订单/订单_2025.csv", "订单/*.csv", True), ("订单.xlsx", "*.csv", False), ("a/b.csv", "c/b.csv", False),
])  # fmt: skip
def test_globs(name: str, glob: str, fits: bool) -> None:
    assert matches(name, glob) is fits
