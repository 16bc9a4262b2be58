"""Closing a month of a real warehouse: what was reported stays, later rows are posted to the open month, and listed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from fupan.cli.app import app
from fupan.errors import ConflictError, QuestionError, UserError
from fupan.loop import Company
from fupan.metrics import Scope
from fupan.warehouse.closings import Closing, in_force

LATE = """订单号,行号,下单日期,客户名称,产品名称,产品系列,大区,销售渠道,数量,价税合计,税率
SO7,1,2025-05-29,上海天成贸易,手机X1,A系列,华东,线上,1,"1,130.00",13%
SO8,1,2025-07-02,上海天成贸易,手机X1,A系列,华东,线上,1,"2,260.00",13%
"""
NOW = datetime(2025, 7, 20, 9, tzinfo=UTC)


def net_sales(company: Company, window: str, **fields: object) -> Decimal:
    return Decimal(company.query(["net_sales"], window=window, as_of=date(2025, 7, 20), **fields).rows[0]["net_sales"])


@pytest.fixture
def closed(fresh: Company) -> Company:
    """May is closed at 10,000; then a line of 1,000 comes late for May, and one of 2,000 for July."""
    fresh.load(accept=True, now=NOW)
    fresh.close_month("2025-05", who="王会计", now=NOW)
    (fresh.workspace.data / "订单补.csv").write_text(LATE, encoding="utf-8")
    fresh.load(accept=True, now=NOW + timedelta(minutes=1))
    return fresh


def test_reported_and_current(closed: Company) -> None:
    assert net_sales(closed, "2025-05") == 11_000
    assert net_sales(closed, "2025-05", figures="reported") == 10_000
    assert net_sales(closed, "2025-06") == 35_000
    assert net_sales(closed, "2025-06", figures="reported") == 36_000
    assert net_sales(closed, "2025-05..2025-07", figures="reported") == net_sales(closed, "2025-05..2025-07") == 48_000
    (told,) = closed.adjustments(by=("region",))
    assert (told["month"], told["region"], told["posted_on"], told["amount"]) == (
        "2025-05",
        "华东",
        date(2025, 6, 1),
        1000,
    )
    south = Company(closed.workspace, scope=Scope(members={"region": ("华南",)}), today=closed.today)
    assert south.adjustments() == []


def test_what_was_known_when(closed: Company) -> None:
    earlier = closed.warehouse.closings()[0].snapshot
    assert net_sales(closed, "2025-05", snapshot=earlier) == 10_000
    assert net_sales(closed, "2025-06", snapshot=earlier, figures="reported") == 35_000


def test_the_snapshot_of_a_closed_month_is_never_pruned(closed: Company) -> None:
    kept = closed.warehouse.closings()[0].snapshot
    closed.warehouse.prune(1, now=NOW + timedelta(days=9))
    assert kept in [m.id for m in closed.warehouse.snapshots()]
    assert net_sales(closed, "2025-05", figures="reported") == 10_000


def test_opening_again_needs_a_reason_and_stays_in_the_list(closed: Company) -> None:
    with pytest.raises(UserError, match="reason"):
        closed.reopen_month("2025-05", " ", who="王会计", now=NOW)
    with pytest.raises(UserError, match="not closed"):
        closed.reopen_month("2025-06", "错", who="王会计", now=NOW)
    closed.reopen_month("2025-05", "退货漏记", who="李总", now=NOW)
    assert [(e.kind, e.month, e.who, e.reason) for e in closed.warehouse.closings()] == [
        ("close", "2025-05", "王会计", ""), ("reopen", "2025-05", "李总", "退货漏记"),
    ]  # fmt: skip
    assert net_sales(closed, "2025-05", figures="reported") == 11_000  # what came before May is still closed
    closed.close_month("2025-05", who="王会计", now=NOW)
    assert net_sales(closed, "2025-05", figures="reported") == 11_000


def test_what_cannot_be_closed(closed: Company) -> None:
    for month, said in (
        ("2025-05", "already"),
        ("2025-07", "not over"),
        ("2025", "a month is closed"),
        ("2025-04", "already"),
    ):
        with pytest.raises(UserError, match=said):
            closed.close_month(month, who="x", now=NOW)
    before = closed.warehouse.closings()
    entry = Closing("close", "fiscal", "2025-06", date(2025, 6, 1), date(2025, 7, 1), "gone", "x", NOW)
    with pytest.raises(ConflictError, match="snapshot"):
        closed.warehouse.add_closing(entry, known=1)
    current = closed.warehouse.current()
    assert current is not None
    with pytest.raises(ConflictError, match="meanwhile"):
        closed.warehouse.add_closing(Closing(**{**_fields(entry), "snapshot": current.id}), known=0)
    assert closed.warehouse.closings() == before


def _fields(entry: Closing) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__slots__}  # type: ignore[attr-defined]


def test_months_are_closed_one_after_another() -> None:
    def at(kind: str, month: int, snapshot: str = "s") -> Closing:
        start, end = date(2025, month, 1), date(2025, month + 1, 1)
        return Closing(kind, "fiscal", f"2025-{month:02d}", start, end, snapshot, "x", NOW, "r")  # type: ignore[arg-type]

    entries = [at("close", 3, "a"), at("close", 4, "b"), at("close", 5, "c"), at("reopen", 4)]
    assert [(c.end.month, c.snapshot) for c in in_force(entries, "fiscal")] == [(4, "a")]
    assert [(c.end.month, c.snapshot) for c in in_force([at("close", 5, "a"), at("reopen", 3)], "fiscal")] == [(3, "a")]
    assert in_force(entries, "accounting") == ()


def test_reported_figures_of_an_open_calendar_are_refused(fresh: Company) -> None:
    fresh.load(accept=True, now=NOW)
    with pytest.raises(QuestionError, match="figures"):
        net_sales(fresh, "2025-06", figures="reported")


def test_from_the_command_line(closed: Company) -> None:
    runner, where = CliRunner(), ["-w", str(closed.workspace.root)]
    listed = json.loads(runner.invoke(app, ["close", *where, "--format", "json"]).stdout)
    assert [(e["month"], e["who"]) for e in listed] == [("2025-05", "王会计")]
    told = json.loads(runner.invoke(app, ["adjustments", "net_sales", *where, "--format", "json"]).stdout)
    assert [(r["month"], r["amount"]) for r in told] == [("2025-05", 1000)]
    done = runner.invoke(app, ["close", "2025-05", "--reopen", "--reason", "漏记", *where])
    assert done.exit_code == 0
    assert closed.warehouse.closings()[-1].reason == "漏记"
    assert runner.invoke(app, ["close", "2025-05", *where]).exit_code == 0
