"""A plan of a small company: split by last year, sent out and filled in, approved, published, asked for, revised."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.loop.own_company import make_company

from fupan.cli.main import run
from fupan.errors import ConflictError, UserError
from fupan.loop import Company
from fupan.plan.edit import OverAssign, SetCell

EVE = date(2025, 12, 31)


def test_a_year_from_empty_to_a_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Last year 45,000 (East 30,000, South A 10,000 and B 5,000), +30%: 58,500."""
    company = make_company(tmp_path / "own")
    company.load(accept=True)
    where = ["-w", str(company.workspace.root)]
    at = ["--as-of", "2025-12-31"]
    split = ["plan", "split", "s26", "--by", "region,product_line", "--window", "2026", "--grain", "quarter", "--growth", "30%",
             "--over-time", "2026-Q1=20%,2026-Q2=20%,2026-Q3=25%,2026-Q4=35%", "--format", "json", *at, *where]  # fmt: skip
    assert run(split) == 0
    rows = {r["path"]: r for r in json.loads(capsys.readouterr().out)}
    assert {p: r["whole"] for p, r in rows.items()} == {
        "": 58_500, "华东": 39_000, "华东 / A系列": 39_000, "华南": 19_500, "华南 / A系列": 13_000, "华南 / B系列": 6_500,
    }  # fmt: skip
    assert rows[""]["2026-Q4"] == 20_475

    sheet = tmp_path / "s26.xlsx"
    assert run(["plan", "export", "s26", "--out", str(sheet), *where]) == 0
    book = openpyxl.load_workbook(sheet)
    grid = book.worksheets[0]
    (line,) = (r for r in range(5, 12) if grid.cell(r, 1).value == '["华南", "B系列"]')
    (column,) = (c for c in range(5, 12) if grid.cell(3, c).value == "2026-Q1")
    grid.cell(line, column).value = 2_000
    book.save(sheet)
    assert run(["plan", "import", "s26", str(sheet), "--dry-run", "--format", "json", *at, *where]) == 0
    (change,) = json.loads(capsys.readouterr().out)
    assert (change["slice"], change["before"], change["after"], change["row"]) == ("华南 / B系列", 1_300, 2_000, line)
    assert run(["plan", "import", "s26", str(sheet), *at, *where]) == 0
    assert company.plan("s26", as_of=EVE).read().tree.amount() == 59_200

    assert run(["plan", "publish", "s26", "--who", "li", *at, *where]) == 1
    assert "waits for approval by sales_director" in capsys.readouterr().err
    yes = ["--approved", "sales_director=wang", "--approved", "general_manager=zhao"]
    assert run(["plan", "publish", "s26", "--who", "li", *yes, *at, *where]) == 0
    snapshot = company.warehouse.current()
    assert run(["plan", "publish", "s26", "--who", "li", *at, *where]) == 0
    assert "没有新内容 nothing new; v1" in capsys.readouterr().err
    assert company.warehouse.current() == snapshot
    told = company.query(["target"], ["region"], "2026", as_of=EVE, totals=True).all_rows()
    assert [(r["region"], r["target"]) for r in told] == [("华东", 39_000), ("华南", 20_200), (None, 59_200)]

    desk = company.plan("s26", who="li", as_of=EVE)
    desk.edit(SetCell(("华南", "B系列"), "2026-Q2", Decimal(1_350)), reason="新客户")
    desk.edit(OverAssign(("华南",), Decimal("0.05")))
    revise = [
        "plan",
        "publish",
        "s26",
        "--kind",
        "quarterly",
        "--valid-from",
        "2026-04-01",
        "--who",
        "li",
        *yes,
        *at,
        *where,
    ]
    assert run(revise) == 0
    told = company.query(["target", "target_of_children"], ["region"], "2026", as_of=EVE).rows
    assert [(r["region"], r["target"]) for r in told] == [("华东", 39_000), ("华南", 20_250)]
    assert told[1]["target_of_children"] == Decimal("21262.5")
    first = company.query(["target"], ["region"], "2026", as_of=EVE, target_version="v1").rows
    assert [r["target"] for r in first] == [39_000, 20_200]
    assert run(["plan", "compare", "s26", "v1", "v2", "--format", "json", *where]) == 0
    compared = {r["slice"]: r["change"] for r in json.loads(capsys.readouterr().out)}
    assert (compared["∑"], compared["华东"], compared["华南"]) == (50, 0, 50)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = make_company(tmp_path_factory.mktemp("plan") / "own")
    made.load(accept=True)
    return made


def test_what_is_asked_wrongly_is_told(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["-w", str(company.workspace.root)]
    before = company.plans()
    for words, said in (
        (["compare", "s27"], "there is no plan “s27”"), (["split", "a/b"], "cannot be a plan's name"),
        (["split", "x", "--by", "weather", "--window", "2026"], "no target is set by weather"),
        (["split", "x", "--metric", "sunshine", "--window", "2026"], "there is no metric"),
        (["split", "x", "--window", "2028"], "no actuals by region"),
    ):  # fmt: skip
        assert run(["plan", *words, *where]) == 2
        assert said in capsys.readouterr().err
    assert company.plans() == before


def test_a_day_decides_what_is_locked_and_two_never_overwrite_each_other(company: Company) -> None:
    desk = company.plan("q26", who="li", as_of=EVE)
    desk.create("net_sales", ["region"], "2026", "quarter")
    desk.split(Decimal(400), method="history=50%,even=50%", over_time="days")
    assert "q26" in company.plans()
    late = company.plan("q26", as_of=date(2026, 5, 4)).read()
    assert late.tree.closed == 2
    seen = desk.read().sheet.at
    desk.edit(SetCell(("华东",), "2026-Q1", Decimal(7)), seen=seen)
    with pytest.raises(ConflictError, match="li changed"):
        company.plan("q26", who="wang", as_of=EVE).edit(SetCell(("华东",), "2026-Q1", Decimal(8)), seen=seen)
    assert desk.undo().tree.amount() == 400
    with pytest.raises(ConflictError, match="changed by somebody else"):
        desk.change(lambda p: (desk.edit(SetCell((), "2026", Decimal(9))), p)[1])
    with pytest.raises(UserError, match="no method “stars”"):
        desk.split(Decimal(1), method="stars")


def test_people_commit_and_the_manager_sees_both(company: Company) -> None:
    desk = company.plan("c26", who="王芳", as_of=EVE)
    desk.create("net_sales", ["region"], "2026", "quarter")
    desk.split(Decimal(800), method="even", over_time="even")
    desk.commit(["华南"], "2026-Q1", Decimal(80), reason="一家大客户流失")
    desk.commit(["华东"], "2026-Q1", Decimal(110))
    whole, east, south = desk.reconcile("2026-Q1")
    assert (whole.handed_down, whole.committed, whole.state) == (200, 190, "open")
    assert (south.gap, south.reason, east.gap) == (-20, "一家大客户流失", 10)
    with pytest.raises(UserError, match="no slice"):
        desk.commit(["华北"], "2026-Q1", Decimal(1))
