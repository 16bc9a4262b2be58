"""Old snapshots go; the one in force, the newest, those of closed months and of frozen reviews stay."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from fupan.cli.app import app
from fupan.errors import UserError
from fupan.loop import Company
from fupan.loop.library import freeze

NOW = datetime(2025, 7, 20, 9, tzinfo=UTC)
HEAD = "订单号,行号,下单日期,客户名称,产品名称,产品系列,大区,销售渠道,数量,价税合计,税率\n"


def load(company: Company, day: int) -> str:
    """One more order a day; the snapshot made of it."""
    if day:
        text = f'{HEAD}S{day},1,2025-06-2{day},上海天成贸易,手机X1,A系列,华东,线上,20,"22,600.00",13%\n'
        (company.workspace.data / f"订单{day}.csv").write_text(text, encoding="utf-8")
    made = company.load(accept=True, now=NOW + timedelta(days=day)).snapshot
    assert made is not None
    return made


def test_what_somebody_stands_on_stays(fresh: Company) -> None:
    first = load(fresh, 0)
    fresh.close_month("2025-05", who="王", now=NOW)
    second = load(fresh, 1)
    fresh.review("monthly", window="2025-06", to=("html",))
    freeze(fresh, "monthly", "2025-06", by="张", now=NOW)
    third, fourth, fifth = (load(fresh, day) for day in (2, 3, 4))
    later = NOW + timedelta(days=9)
    told = fresh.prune(keep=2, dry_run=True, now=later)
    assert [(k.id, k.why) for k in told] == [
        (fifth, ("current",)), (fourth, ("newest",)), (third, ()), (second, ("frozen",)), (first, ("closed",)),
    ]  # fmt: skip
    assert [m.id for m in fresh.warehouse.snapshots()] == [fifth, fourth, third, second, first]
    done = fresh.prune(keep=2, now=later)
    assert [k.id for k in done if k.goes] == [third]
    assert [m.id for m in fresh.warehouse.snapshots()] == [fifth, fourth, second, first]
    assert fresh.query(["net_sales"], window="2025-06").rows[0]["net_sales"] == 115000
    assert fresh.query(["net_sales"], window="2025-06", snapshot=first).rows[0]["net_sales"] == 35000
    # replaced half an hour ago: somebody may still read it
    soon = fresh.warehouse.snapshots()[0].created + timedelta(minutes=30)
    assert [k.why for k in fresh.prune(keep=1, now=soon)] == [("current",), ("recent",), ("frozen",), ("closed",)]


def test_a_frozen_review_whose_snapshot_is_gone_hinders_nothing(fresh: Company) -> None:
    load(fresh, 0)
    fresh.review("monthly", window="2025-06", to=("html",))
    shelved = freeze(fresh, "monthly", "2025-06", by="张", now=NOW)
    load(fresh, 1)
    text = shelved.path.read_text(encoding="utf-8")
    shelved.path.write_text(text.replace(shelved.snapshot, "20200101T000000-gone"), encoding="utf-8")
    assert [k.goes for k in fresh.prune(keep=1, now=NOW + timedelta(days=9))] == [False, True]
    with pytest.raises(UserError, match="at least one"):
        fresh.prune(keep=0)


def test_from_the_command_line(fresh: Company) -> None:
    for day in (0, 1, 2):
        load(fresh, day)
    runner, where = CliRunner(), ["-w", str(fresh.workspace.root)]
    told = json.loads(runner.invoke(app, ["prune", "--keep", "1", "--dry-run", *where, "--format", "json"]).stdout)
    assert [r["state"] for r in told] == ["保留", "清理", "清理"]
    done = runner.invoke(app, ["prune", "--keep", "1", "--lang", "en", *where])
    assert done.exit_code == 0
    assert len(fresh.warehouse.snapshots()) == 1
