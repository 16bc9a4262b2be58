"""fupan ask, sql and views: every field of a question, every form of an answer, the rows behind it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.loop.own_company import make_company

from fupan.cli.main import run
from fupan.loop import Company


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = make_company(tmp_path_factory.mktemp("ask") / "own")
    made.load(accept=True)
    return made


def ask(company: Company, *words: str) -> int:
    return run([*words, "-w", str(company.workspace.root)])


def test_every_field(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--by", "region,product_line", "--window", "2025-06", "--subtotals", "--totals", "--order=-net_sales",
             "--having", "net_sales > 6000", "--compare", "previous,target", "--format", "json"]  # fmt: skip
    assert ask(company, "ask", "net_sales", *words[:-4], "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["region"], r["product_line"], r["net_sales"]) for r in rows] == [
        ("华东", None, 20000), ("华东", "A系列", 20000), ("华南", None, 15000), ("华南", "A系列", 10000), (None, None, 35000),
    ]  # fmt: skip
    assert (
        ask(company, "ask", "net_sales", "--by", "region", "--window", "2025-06", "--set", "target_level=stretch") == 0
    )
    assert ask(company, "ask", "net_sales", "--set", "planet=earth") == 2
    assert "no field" in capsys.readouterr().err


def test_forms(company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["ask", "net_sales", "--by", "region", "--window", "2025-06", "--totals"]
    assert ask(company, *base, "--format", "xlsx", "--out", str(tmp_path / "a.xlsx")) == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["B2"].value == 20000
    assert ask(company, *base, "--format", "md") == 0
    said = capsys.readouterr().out
    assert said.startswith("2025-06净销售额3.5万元")
    assert "| **合计** |" in said
    assert ask(company, *base, "--format", "xlsx") == 2


def test_rows_behind_a_cell(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["ask", "gross_sales", "--by", "region", "--window", "2025-06", "--rows"]
    assert ask(company, *base, "--cell", "region=华南", "--format", "json") == 0
    (part,) = json.loads(capsys.readouterr().out)
    assert (part["table"], part["count"], len(part["rows"])) == ("order_lines", 2, 2)
    assert ask(company, *base) == 0
    told = capsys.readouterr()
    assert "订单.csv" in told.out
    assert "3 行" in told.err


def test_sql_and_views(company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(company, "sql", "select sum(gross_sales) as s from metric_order_lines", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [{"s": 45000}]
    assert ask(company, "sql", "drop table order_lines") == 2
    assert "SELECT" in capsys.readouterr().err
    assert ask(company, "views", "--format", "json") == 0
    views = {v["name"]: v["metrics"] for v in json.loads(capsys.readouterr().out)}
    assert "net_sales" in views["metric_flows"]
    assert "orders" not in views["metric_flows"].split(", ")
    assert ask(company, "views", "--show", "metric_order_lines") == 0
    assert "order_lines" in capsys.readouterr().out
    assert ask(company, "views", "--to", str(tmp_path / "bi.duckdb")) == 0
    assert (tmp_path / "bi.duckdb").exists()
