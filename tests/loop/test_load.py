"""Loading own files: every row accounted for, the same file twice changes nothing, a load can be taken back."""

from __future__ import annotations

import pytest
from tests.loop.own_company import ORDERS

from fupan.errors import NeedsPersonError, UserError
from fupan.loop import Company


def _count(company: Company, table: str) -> int:
    with company.reading() as reader:
        return int(reader.sql(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py())


def test_every_row_is_loaded_quarantined_or_left_out(loaded: Company) -> None:
    (load,) = loaded.warehouse.loads()
    orders = next(b for b in load.batches if b.table == "order_lines")
    assert (orders.read, orders.loaded, orders.quarantined, orders.left_out) == (6, 4, 1, 1)
    (held,) = loaded.quarantined_rows()
    assert (held["source_file"], held["source_row"], held["field"], held["found"]) == (
        "订单.csv",
        6,
        "order_date",
        "2025-06-31",
    )


def test_without_a_person_nothing_is_loaded(fresh: Company) -> None:
    with pytest.raises(NeedsPersonError, match="订单号"):
        fresh.load()
    assert fresh.warehouse.current() is None
    assert sorted(p.name for p in fresh.workspace.sources.iterdir()) == ["目标.yaml"]


def test_a_person_may_decline_a_proposal(fresh: Company) -> None:
    with pytest.raises(NeedsPersonError, match=r"订单\.csv"):
        fresh.load(confirm=lambda _: False)
    assert fresh.warehouse.current() is None


def test_a_dry_run_changes_nothing(fresh: Company) -> None:
    report = fresh.load(dry_run=True)
    assert sum(f.loaded for f in report.files) == 4 + 2 + 2
    assert report.snapshot is None
    assert fresh.warehouse.current() is None
    assert not (fresh.workspace.sources / "订单.yaml").exists()


def test_the_same_files_twice_change_nothing(fresh: Company) -> None:
    first = fresh.load(accept=True)
    again = fresh.load(accept=True)
    assert {f.state for f in again.files} == {"unchanged"}
    assert (again.load_id, again.snapshot) == (None, first.snapshot)


def test_a_changed_file_is_counted_by_row(fresh: Company) -> None:
    fresh.load(accept=True)
    text = (
        ORDERS.replace("11,300.00", "12,430.00", 1)
        + "SO9,1,2025-06-30,上海天成贸易,手机X1,A系列,华东,线上,1,1130,13%\n"
    )
    (fresh.workspace.data / "订单.csv").write_bytes(text.encode("gb18030"))
    report = fresh.load(accept=True)
    (orders,) = [c for c in report.changes if c.table == "order_lines"]
    assert (orders.new, orders.changed, orders.unchanged, orders.vanished) == (1, 1, 3, 0)


def test_undo_takes_a_load_back(fresh: Company) -> None:
    first = fresh.load(accept=True)
    (fresh.workspace.data / "回款2.csv").write_text(
        "回款单号,客户名称,回款日期,回款金额,收款方式\nHK3,上海天成贸易,2025-06-25,500,电汇\n", encoding="utf-8"
    )
    second = fresh.load(accept=True)
    assert _count(fresh, "receipts") == 3
    assert fresh.undo() == second.load_id
    assert _count(fresh, "receipts") == 2
    with pytest.raises(UserError, match="no load"):
        fresh.undo("20990101T000000")
    assert [r.id for r in fresh.warehouse.loads()] == [first.load_id]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(fresh: Company) -> None:
    (fresh.workspace.data / "坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    report = fresh.load(accept=True)
    (failed,) = report.failed
    assert failed.file == "坏.xlsx"
    assert "坏.xlsx" in failed.message
    assert _count(fresh, "order_lines") == 4


def test_a_file_that_is_no_known_table_is_named(fresh: Company) -> None:
    (fresh.workspace.data / "杂项.csv").write_text("颜色,味道\n红,甜\n", encoding="utf-8")
    report = fresh.load(accept=True)
    assert report.unmapped == ("杂项.csv",)
    assert "颜色" in next(f.message for f in report.files if f.file == "杂项.csv")


def test_a_file_under_another_name_is_remembered(fresh: Company) -> None:
    fresh.load(accept=True)
    data = fresh.workspace.data
    text = (data / "订单.csv").read_text(encoding="gb18030").replace("SO", "BL")
    (data / "补录 [1].csv").write_text(text, encoding="utf-8")
    assert [f.state for f in fresh.load().files if f.file == "补录 [1].csv"] == ["loaded"]
    again = fresh.load()
    assert {f.state for f in again.files} == {"unchanged"}
    assert "补录" in (fresh.workspace.sources / "订单.yaml").read_text(encoding="utf-8")


def test_a_joined_file_that_changed_is_read_again(fresh: Company) -> None:
    """The order file itself is the same, but the customers' regions that are joined to it are not."""
    data, sources = fresh.workspace.data, fresh.workspace.sources
    for path in (*data.iterdir(), *sources.iterdir()):
        path.unlink()
    (data / "单.csv").write_text("单号,日期,客户,金额\n1,2025-06-01,甲,100\n", encoding="utf-8")
    (data / "区.csv").write_text("客户,大区\n甲,华东\n", encoding="utf-8")
    (sources / "单.yaml").write_text(
        "files: 单.csv\ntable: order_lines\nmode: full\njoin: [{file: 区.csv, on: {客户: 客户}, take: [大区]}]\nfields:\n"
        "  order_id: 单号\n  order_date: 日期\n  customer_id: 客户\n  gross_without_tax: 金额\n  region_id: 大区\n",
        encoding="utf-8",
    )
    fresh.load(accept=True)
    (data / "区.csv").write_text("客户,大区\n甲,华南\n", encoding="utf-8")
    fresh.load(accept=True)
    with fresh.reading() as reader:
        assert reader.sql("SELECT region_id FROM order_lines")["region_id"].to_pylist() == ["华南"]
