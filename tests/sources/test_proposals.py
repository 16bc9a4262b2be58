"""Mappings proposed for files nobody has mapped yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.sources.conftest import rows_of

from fupan.contracts.batch import Batch
from fupan.errors import DefinitionError, NeedsPersonError, SourceError
from fupan.sources import SpreadsheetReader, load_file, plan_load, propose, write_templates
from fupan.sources.mapping_file import add_file, parse_mapping, read_mapping
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
    found = propose(
        text_file("訂單編號,客戶名稱,訂單日期,銷售金額（萬元）,備註\nA1,華強,2025/6/1,1.5,\n", "訂單_2025-06.csv")
    )
    assert found.sure
    assert found.mapping is not None
    assert found.mapping.files == ("訂單_[0-9]*.csv",)
    assert {c.header: c.field for c in found.columns} == {
        "訂單編號": "order_id", "客戶名稱": "customer_id", "訂單日期": "order_date", "銷售金額（萬元）": "gross_with_tax", "備註": "note",
    }  # fmt: skip


def test_targets_with_months_across(book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    path = book(
        [
            ["2025年销售目标"],
            ["单位：万元"],
            ["大区", "产品线", "1月", "2月", "3月"],
            ["华东", "A", 10, 11, 12],
            ["合计", None, 10, 11, 12],
        ],
        "目标.xlsx",
    )
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
    kept.write_text(
        kept.read_text(encoding="utf-8").replace("gross_with_tax: 金额", "gross_without_tax: 金额"), encoding="utf-8"
    )
    (again,) = plan_load(company).ready
    assert again.mapping is not None
    assert "gross_without_tax" in again.mapping.tables[0].fields
    with pytest.raises(FileExistsError):
        planned.proposal.save(company.sources)


def test_templates_are_blank_loadable_and_sure(
    company: Workspace, spreadsheets: SpreadsheetReader, tmp_path: Path
) -> None:
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


JUNE = "订单号,客户名称,订单日期,销售金额（万元）\nA1,华强,2025/6/1,1.5\n"
JULY = "订单号,客户名称,订单日期,销售金额（万元）\nA2,华强,2025/7/1,2.5\n"


def test_next_months_file_needs_no_new_mapping(company: Workspace) -> None:
    (company.data / "订单_6月.csv").write_text(JUNE, encoding="gb18030")
    (first,) = plan_load(company).proposed
    assert first.proposal is not None
    first.proposal.save(company.sources)
    (company.data / "订单_7月.csv").write_text(JULY, encoding="utf-8")  # found by the glob
    (company.data / "七月补单.csv").write_text(JULY, encoding="gb18030")  # found by its headers
    (company.data / "订单_取消.csv").write_text("原因,说明\n缺货,无\n", encoding="utf-8")  # neither
    plan = plan_load(company)
    assert {f.name for f in plan.ready} == {"订单_6月.csv", "订单_7月.csv", "七月补单.csv"}
    assert [f.name for f in plan.adopted] == ["七月补单.csv"]
    assert [f.name for f in plan.files if f.mapping is None] == ["订单_取消.csv"]


def test_a_new_name_is_added_to_the_mapping_and_changes_nothing_else(company: Workspace) -> None:
    text = "# 我的\nfiles: a.csv\ntable: receipts\nfields: {receipt_id: 单号, receipt_date: 日期, amount: 金额}  # 元\n"
    path = company.sources / "回款.yaml"
    path.write_text(text, encoding="utf-8")
    before = read_mapping(path)
    add_file(path, "b [1].csv")
    after = read_mapping(path)
    assert after.files == ("a.csv", "b [1].csv")
    assert after.digest == before.digest
    assert "# 我的" in path.read_text(encoding="utf-8")
    assert "# 元" in path.read_text(encoding="utf-8")


def test_the_exact_name_wins_over_the_wild_card(company: Workspace) -> None:
    rest = "table: receipts\nfields: {receipt_id: 单号, receipt_date: 日期, amount: 金额}\n"
    (company.sources / "所有.yaml").write_text("files: 回款*.csv\n" + rest, encoding="utf-8")
    (company.sources / "退款.yaml").write_text("files: 回款_退.csv\n" + rest, encoding="utf-8")
    for name in ("回款_6月.csv", "回款_退.csv"):
        (company.data / name).write_text("单号,日期,金额\n1,2025-06-01,1\n", encoding="utf-8")
    assert {f.name: f.mapping.name for f in plan_load(company).ready if f.mapping} == {
        "回款_6月.csv": "所有",
        "回款_退.csv": "退款",
    }


def test_files_to_be_ignored_or_joined_are_not_asked_about(company: Workspace) -> None:
    (company.sources / "忽略.yaml").write_text("files: [旧_*.csv]\nignore: true\n", encoding="utf-8")
    (company.sources / "回款.yaml").write_text(
        "files: 回款.csv\ntable: receipts\njoin: {file: 客户.csv, on: {客户: 编码}, take: [名称]}\n"
        "fields: {receipt_id: 单号, receipt_date: 日期, amount: 金额, customer_id: 名称}\n",
        encoding="utf-8",
    )
    (company.data / "旧_订单.csv").write_text(JUNE, encoding="utf-8")
    (company.data / "客户.csv").write_text("编码,名称\n1,华强\n", encoding="utf-8")
    assert [(f.name, f.ignored.split(" ")[-1]) for f in plan_load(company).files] == [
        ("客户.csv", "回款.yaml"),
        ("旧_订单.csv", "忽略.yaml"),
    ]


def test_a_mapping_to_ignore_has_no_tables() -> None:
    with pytest.raises(DefinitionError, match="without tables"):
        parse_mapping(
            "files: a.csv\nignore: true\ntable: receipts\nfields: {receipt_id: 单号}\n", file="a.yaml", name="a"
        )
    with pytest.raises(DefinitionError, match="ignore: true"):
        parse_mapping("files: a.csv\n", file="a.yaml", name="a")


@pytest.mark.parametrize(("title", "factor"), [
    ("2025年销售目标（万元）", 10_000), ("2025年銷售目標（單位：萬元）", 10_000), ("2025年销售目标【百万元】", 1_000_000), ("2025年销售目标（元）", 1),
    ("Sales targets 2025 (USD million)", 1_000_000), ("Targets 2025 in thousand EUR", 1000), ("2025年销售目标（修订版）", 1), ("2025年单位：千元", 1000),
])  # fmt: skip
def test_a_unit_that_only_the_title_states(
    title: str, factor: int, book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path
) -> None:
    path = book([[title], ["大区", "1月", "2月", "3月"], ["华东", 10, 11, 12.5]], "目标.xlsx")
    found = propose(path, spreadsheets=spreadsheets)
    assert found.mapping is not None
    assert found.sure
    (batch,) = load_file(path, found.mapping, tmp_path / "out", spreadsheets=spreadsheets)
    assert rows_of(batch, "start_date", "amount") == [
        (date(2025, 1, 1), 10 * factor), (date(2025, 2, 1), 11 * factor), (date(2025, 3, 1), Decimal("12.5") * factor),
    ]  # fmt: skip


def test_next_years_months_are_next_years(book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    rows = [["大区", "1月", "2月", "3月"], ["华东", 10, 11, 12]]
    found = propose(book(rows, "销售目标_2025.xlsx"), spreadsheets=spreadsheets)
    assert found.mapping is not None
    (batch,) = load_file(book(rows, "销售目标_2026.xlsx"), found.mapping, tmp_path / "out", spreadsheets=spreadsheets)
    assert rows_of(batch, "start_date")[0] == (date(2026, 1, 1),)
    nowhere = propose(book(rows, "销售目标.xlsx"), spreadsheets=spreadsheets)
    assert not nowhere.sure
    assert "年份" in nowhere.missing[0]
    with pytest.raises(SourceError, match="which year"):
        load_file(book(rows, "销售目标.xlsx"), found.mapping, tmp_path / "out", spreadsheets=spreadsheets)


def test_a_table_that_lacks_a_field_is_not_dropped_from_its_workbook(
    tmp_path: Path, spreadsheets: SpreadsheetReader
) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in {
        "客户": [["客户编码", "客户名称", "大区"], ["K1", "丙公司", "华东"]],
        "目标": [["大区", "目标值"], ["华东", 5]],
    }.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / "资料.xlsx")
    found = propose(tmp_path / "资料.xlsx", spreadsheets=spreadsheets)
    assert not found.sure
    assert any("目标" in m and "start_date" in m for m in found.missing)


def test_sheets_that_no_mapping_reads_are_named(tmp_path: Path, load: Callable[..., list[Batch]]) -> None:
    made = openpyxl.Workbook()
    for name, rows in {
        "Sheet": [["订单号", "日期", "金额"], ["A1", "2025-06-01", 1]],
        "透视": [["大区", "金额"], ["华东", 1]],
    }.items():
        sheet = made[name] if name in made.sheetnames else made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / "订单.xlsx")
    (batch,) = load(tmp_path / "订单.xlsx")
    assert any("透视" in w for w in batch.warnings)


@pytest.mark.parametrize("header", ["金额2", "金额#2", "金额"])
def test_two_columns_with_the_same_claim_are_for_a_person(header: str, text_file: Write) -> None:
    found = propose(text_file(f"回款单号,日期,金额,{header}\nA1,2025-06-01,1,2\n", "回款.csv"))
    assert not found.sure


def test_a_rate_is_no_amount_and_an_amount_is_no_name(text_file: Write) -> None:
    found = propose(text_file("订单号,日期,金额,折扣率,销售指标（万元）\nA1,2025-06-01,100,10%,3\n", "订单.csv"))
    assert found.mapping is not None
    assert sorted(found.mapping.tables[0].fields) == ["gross_with_tax", "order_date", "order_id", "tax_rate"]


def test_grouped_headers_are_sure(book: Write, spreadsheets: SpreadsheetReader) -> None:
    rows = [
        ["訂單資訊", None, None, "銷售", None],
        ["訂單編號", "訂單日期", "客戶名稱", "數量", "金額"],
        ["T1", "2025-06-01", "宏達", 1, 100],
    ]
    assert propose(book(rows, "訂單明細.xlsx", merge=["A1:C1", "D1:E1"]), spreadsheets=spreadsheets).sure


def test_english_receipts_with_serial_dates(book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    path = book([["Payment ID", "Customer", "Payment Date", "Amount"], ["P1", "Acme", 45828, 500]], "payments.xlsx")
    found = propose(path, spreadsheets=spreadsheets)
    assert found.sure
    assert found.mapping is not None
    (batch,) = load_file(path, found.mapping, tmp_path / "out", spreadsheets=spreadsheets)
    assert rows_of(batch, "receipt_date", "amount") == [(date(2025, 6, 20), 500)]


def test_months_below_quarters(book: Write, spreadsheets: SpreadsheetReader, tmp_path: Path) -> None:
    rows = [
        ["2025年度销售目标分解表（单位：万元）"],
        ["大区", "产品线", "一季度", None, None, "二季度", None, None, "合计"],
        [None, None, "1月", "2月", "3月", "4月", "5月", "6月", None],
        ["华东", "A", 1, 2, 3, 4, 5, 6, 21], [None, "B", 1, 1, 1, 1, 1, 1, 6], ["小计", None, 2, 3, 4, 5, 6, 7, 27],
        ["制表人：王五"],
    ]  # fmt: skip
    path = book(rows, "目标分解.xlsx", merge=["A1:I1", "A2:A3", "B2:B3", "C2:E2", "F2:H2", "I2:I3", "A4:A5"])
    found = propose(path, spreadsheets=spreadsheets)
    assert found.sure
    assert found.mapping is not None
    (batch,) = load_file(path, found.mapping, tmp_path / "out", spreadsheets=spreadsheets)
    got = rows_of(batch, "region_id", "product_line", "start_date", "amount")
    assert len(got) == 12
    assert got[5] == ("华东", "A", date(2025, 6, 1), 60_000)
    assert {r[0] for r in got} == {"华东"}


def test_the_state_of_an_order_says_whether_it_was_called_off(text_file: Write, tmp_path: Path) -> None:
    path = text_file(
        "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,宝贝标题\n"
        '="123456789012345678",tb1,99.00,交易成功,2025-06-01 10:00:00,A\n="2",tb2,0.00,交易关闭,2025-06-02 10:00:00,A\n'
    )
    found = propose(path)
    assert found.sure
    assert found.mapping is not None
    (batch,) = load_file(path, found.mapping, tmp_path / "out")
    assert rows_of(batch, "order_id", "cancelled") == [("123456789012345678", False), ("2", True)]


def test_a_file_that_does_not_speak_of_tax_is_taken_as_it_stands_and_says_so(text_file: Write) -> None:
    found = propose(text_file("订单号,日期,金额\nA1,2025-06-01,100\n", "订单.csv"))
    assert found.sure
    assert found.mapping is not None
    assert found.mapping.tables[0].fields["tax_rate"].value == "0"
    assert any("税率" in n for n in found.notes)
    taxed = propose(text_file("订单号,日期,含税金额\nA1,2025-06-01,100\n", "订单.csv"))
    assert not taxed.sure
    assert taxed.missing == ("order_lines.tax_rate",)
    rated = propose(text_file("订单号,日期,含税金额,税率\nA1,2025-06-01,113,13%\n", "订单.csv"))
    assert rated.sure
