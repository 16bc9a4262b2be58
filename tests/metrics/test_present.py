"""An answer as people read it: the same figures in every form, nothing in it ever run."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from tests.metrics.company import CUSTOMERS, company, line
from tests.metrics.memory import ask

from fupan.metrics import Result

EVIL = "=cmd|'/C calc'!A0 <b>|x</b>"


@pytest.fixture
def result() -> Result:
    customers = [*CUSTOMERS[1:], CUSTOMERS[0] | {"name": EVIL}]
    lines = [
        line("a", "2025-06-01", 1_200_000, region_id="SH", customer_id="c2"),
        line("b", "2025-06-02", 500_000, region_id="GD", customer_id="c1"),
        line("c", "2025-06-02", 3),
        line("d", "2024-06-02", 1_000_000, region_id="SH", customer_id="c2"),
    ]
    return ask(
        company(order_lines=lines, customers=customers), "net_sales", "orders", "aov", by=("customer",),
        compare=("last_year",), totals=True, as_of=date(2025, 6, 30),
    )  # fmt: skip


def test_csv_holds_plain_figures_and_harmless_texts(result: Result, tmp_path: Path) -> None:
    rows = list(csv.DictReader(StringIO(result.to_csv())))
    assert [r["customer"] for r in rows] == ["上海百联", "'" + EVIL, "(unknown)", ""]
    assert [float(r["net_sales"]) for r in rows] == [1_200_000, 500_000, 3, 1_700_003]
    assert rows[1]["net_sales.last_year"] == ""
    result.to_csv(tmp_path / "a.csv", lang="zh")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf\xe5\xae\xa2\xe6\x88\xb7")


def test_a_workbook_holds_numbers_and_sources(result: Result, tmp_path: Path) -> None:
    result.to_excel(tmp_path / "a.xlsx", lang="zh")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["结果", "口径与来源"]
    sheet = book["结果"]
    rows = list(sheet.iter_rows())
    assert [c.value for c in rows[0]][:3] == ["客户", "客户编码", "净销售额"]
    assert rows[1][2].value == 1_200_000
    assert "#,##0.00" in rows[1][2].number_format
    assert (rows[2][0].value, rows[2][0].data_type) == (EVIL, "s")
    assert (rows[1][4].value, rows[1][4].number_format) == (0.2, "0.0%")
    assert (rows[4][0].value, rows[4][2].value, rows[4][2].font.bold) == ("合计", 1_700_003, True)
    sources = [[c.value for c in r] for r in book["口径与来源"].iter_rows()]
    assert any("order_lines" in str(r[2]) and r[0] == "SQL" for r in sources)
    assert any(r[1] == "净销售额 (net_sales)" for r in sources)
    result.to_excel(tmp_path / "b.xlsx", lang="en")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Result"]["A5"].value == "total"


def test_markdown(result: Result) -> None:
    lines = result.to_markdown("zh").splitlines()
    assert lines[0].startswith("| 客户 | 净销售额 |")
    assert lines[2].startswith("| 上海百联 | 120万元 | 100万元 | +20.0% |")
    assert "\\|" in lines[3]
    assert "<b>" not in lines[3]
    assert lines[5].startswith("| **合计** | **170万元** |")
    assert "2025-06" in lines[-1]
    assert "| **total** |" in result.to_markdown("en")


def test_a_page_is_well_formed_and_runs_nothing(result: Result) -> None:
    page = result._repr_html_()
    root = ET.fromstring(f"<root>{page}</root>")
    assert len(root.findall(".//tbody/tr")) == 4
    assert len(root.findall(".//svg/rect")) == 3
    assert "<script" not in page
    assert "<b>|x" not in page
    monthly = ask(
        company(order_lines=[line("a", "2025-01-01", 5), line("b", "2025-03-01", 9)]),
        "net_sales",
        by=("month",),
        window="2025-H1",
    )
    assert "<polyline" in monthly._repr_html_()
    assert "<svg" not in ask(company(order_lines=[line("a", "2025-06-01", 5)]), "net_sales")._repr_html_()


def test_one_sentence(result: Result) -> None:
    assert result.describe("zh") == (
        "2025-06净销售额170.0万元，同比+70.0%，上海百联最高（120.0万元），=cmd|'/C calc'!A0 <b>|x</b>最低（50.0万元），截至2025-06-30。"
    )
    assert result.describe("en").startswith(
        "Net sales of 2025-06: ¥1.70M, +70.0% against last year, 上海百联 is highest"
    )
    alone = ask(company(order_lines=[line("a", "2025-06-01", 5)]), "net_sales", compare=("last_year",))
    assert alone.describe("zh") == "2025-06净销售额5元，同比无可比基数。"


def test_a_tree_of_levels() -> None:
    lines = [
        line("a", "2025-06-01", 10, region_id="SH"), line("b", "2025-06-01", 5, region_id="ZJ"),
        line("c", "2025-06-01", 4, region_id="GD"),
    ]  # fmt: skip
    result = ask(company(order_lines=lines), "net_sales", by=("region..province",), subtotals=True, totals=True)
    root = result.tree()
    assert (root.level, root.row and root.row["net_sales"]) == (0, 19)
    assert [(b.member, b.row and b.row["net_sales"], [c.member for c in b.children]) for b in root.children] == [
        ("华东", 15, ["上海", "浙江"]),
        ("华南", 4, ["广东"]),
    ]
    assert "**小计**" in result.to_markdown("zh")
    with pytest.raises(ValueError, match="subtotals"):
        ask(company(order_lines=lines), "net_sales").tree()
