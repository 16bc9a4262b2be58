"""The written files, read back by other means than they were written with, hold what the clean tables hold."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fupan.demo import DemoFacts, write_company
from fupan.demo.company import Company
from fupan.demo.manifest import SOURCES, Source, source
from fupan.demo.tables import clean_tables

Row = dict[str, object]


def read(folder: Path, spec: Source) -> Iterator[Row]:
    """Rows of every file of *spec*, bad ones too, without title, header and total rows; merged cells filled down."""
    for path in sorted(folder.glob(spec.pattern)):
        if spec.kind == "csv":
            with path.open(encoding=spec.encoding, newline="") as file:
                yield from csv.DictReader(file)
            continue
        book = openpyxl.load_workbook(path, read_only=True)
        page = book[spec.sheet] if spec.sheet else book.worksheets[0]
        rows = list(page.iter_rows(values_only=True))[spec.header_rows[-1] - 1 :]
        book.close()
        headers = spec.headers if len(spec.header_rows) > 1 else [str(c) for c in rows[0] if c is not None]
        above: object = None
        for cells in rows[1:]:
            if str(cells[0] or "").startswith(spec.totals or ("\0",)):
                continue
            above = cells[0] or above
            yield dict(zip(headers, (above, *cells[1:]), strict=False))


def number(value: object) -> Decimal:
    return Decimal(str(value).replace(",", "") or "0")


def good(rows: Iterator[Row], *, key: str, amount: str, day: str | None = None) -> list[Row]:
    """Rows that are not planted bad ones: a key, a number and a date in them."""
    found = []
    for row in rows:
        try:
            number(row[amount])
        except ArithmeticError:
            continue
        if row[key] and row[amount] is not None and (day is None or row[day] not in ("六月底", "2024/13/45", "TBD")):
            found.append(row)
    return found


ORDERS = [
    ("经销商订单2024", "订单号", "含税金额（元）", "订单日期"), ("经销商订单2025", "单据编号", "价税合计", None), ("经销商订单2025表格", "单据编号", "价税合计", None),
    ("门店销售2024", "訂單編號", "銷售金額", None), ("门店销售2025", "小票号", "销售额(元)", None), ("门店销售2025表格", "小票号", "销售额(元)", None),
    ("电商订单", "交易号", "应付金额(含税)", None), ("海外订单", "Order No", "Amount (CNY)", "Order Date"),
]  # fmt: skip


def test_order_files_hold_every_line_and_the_same_money(folder: Path, small: Company) -> None:
    count, total = 0, Decimal(0)
    for name, key, amount, day in ORDERS:
        rows = good(read(folder, source(name)), key=key, amount=amount, day=day)
        count += len(rows)
        total += sum((number(r[amount]) for r in rows), Decimal(0))
    table = clean_tables(small)["order_lines"].to_pydict()
    assert count == len(table["order_id"])
    assert total == sum(table["gross_with_tax"])


def test_bad_rows_are_as_many_as_stated(folder: Path, written: DemoFacts) -> None:
    for name, key, amount, day in [*ORDERS, ("回款", "收款单号", "到账金额", "到账日期")]:
        spec = source(name)
        bad = sum(f.bad_rows for f in written.files if f.source == name)
        assert len(list(read(folder, spec))) - len(good(read(folder, spec), key=key, amount=amount, day=day)) == bad
    assert sum(written.bad_rows.values()) == 7


def test_online_amounts_split_exactly_by_the_tax_rate(folder: Path, small: Company) -> None:
    table = clean_tables(small)["order_lines"].select(["order_id", "line_id", "gross_without_tax"]).to_pylist()
    clean = {(r["order_id"], r["line_id"]): r["gross_without_tax"] for r in table}
    rows = good(read(folder, source("电商订单")), key="交易号", amount="应付金额(含税)")
    for row in rows:
        without = number(row["应付金额(含税)"]) / (1 + number(str(row["税率"]).rstrip("%")) / 100)
        assert without == clean[str(row["交易号"]), str(row["子订单序号"])]


@pytest.mark.parametrize(
    ("names", "column", "table", "field"),
    [
        (("退货2024", "退货2025"), "不含税金额", "return_lines", "amount_without_tax"),
        (("返利价保",), "金额(元)", "accruals", "amount"),
        (("应收发票",), "价税合计", "invoice_lines", "amount_with_tax"),
        (("财务控制数",), "金额（元）", "control_totals", "amount"),
        (("经销商进销存",), "出货/数量", "sellout_lines", "quantity"),
        (("营销费用",), "费用金额(元)", "spend", "amount"),
        (("活动归因",), "归因销售额(元)", "campaign_attributions", "amount"),
        (("满意度",), "得分", "survey_answers", "score"),
        (("商机",), "预计金额(万元)", "opportunities", "amount"),
        (("协议",), "年度金额(万元)", "agreements", "amount"),
    ],
)
def test_other_files_hold_the_same_sums(
    folder: Path, small: Company, names: tuple[str, ...], column: str, table: str, field: str
) -> None:
    rows = [r for name in names for r in read(folder, source(name))]
    clean = clean_tables(small)[table].column(field).to_pylist()
    factor = 10_000 if "万元" in column else 1
    assert len(rows) == len(clean)
    assert sum((number(r[column]) for r in rows), Decimal(0)) * factor == sum(clean)


def test_receipts(folder: Path, small: Company) -> None:
    rows = good(read(folder, source("回款")), key="收款单号", amount="到账金额", day="到账日期")
    assert sum((number(r["到账金额"]) for r in rows), Decimal(0)) == sum(
        clean_tables(small)["receipts"].column("amount").to_pylist()
    )
    assert all(dt.datetime.strptime(str(r["到账日期"]), "%Y年%m月%d日") for r in rows)  # noqa: DTZ007 - a date


def test_stock_files(folder: Path, small: Company) -> None:
    files = sum(number(r["期末库存/数量"]) for r in read(folder, source("经销商进销存"))) + sum(
        number(r["在库数量"]) for r in read(folder, source("自有仓库存"))
    )
    assert files == sum(clean_tables(small)["stock_snapshots"].column("quantity").to_pylist())


@pytest.mark.parametrize("prefix", ["销售目标", "岗位目标"])
def test_plan_sheets_add_up_to_their_total_rows_and_the_plan(folder: Path, small: Company, prefix: str) -> None:
    table = clean_tables(small)["targets"].to_pylist()
    for level, word in (("floor", "保底"), ("target", "目标"), ("stretch", "挑战")):
        spec = source(f"{prefix}{word}")
        rows = list(read(folder, spec))
        months = [h for h in spec.headers if h.endswith("月")]
        total = sum(number(r[m] or 0) for r in rows for m in months) * 10_000
        grain = "岗位" if prefix == "岗位目标" else "区域×产品线×渠道"
        assert total == sum(t["amount"] for t in table if t["level"] == level and t["grain_set"] == grain)
        last = spec.headers[-1]
        assert total == sum(number(r[last]) for r in rows) * 10_000


def test_names_are_spelt_in_three_ways(folder: Path, written: DemoFacts) -> None:
    def name_of(spec: str, column: str, code: str) -> str:
        return next(str(r[column]) for r in read(folder, source(spec)) if r["经销商编码"] == code)

    full, bracket, short = (
        name_of("经销商档案", "经销商名称", "D0003"),
        name_of("经销商订单2025", "客户", "D0003"),
        name_of("回款", "客户", "D0003"),
    )
    assert len({full, bracket, short}) == 3
    assert written.aliases["dealers"][bracket] == written.aliases["dealers"][short] == "D0003"
    assert written.aliases["customers"][bracket] == "C10003"
    assert {len({k for k, v in written.aliases["people"].items() if v == "E1005"})} == {2}


def test_every_file_is_in_the_manifest_and_says_it_is_synthetic(folder: Path, written: DemoFacts) -> None:
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert found == {f.path for f in written.files} | {"说明.txt"}
    assert {f.source for f in written.files} == {s.name for s in SOURCES}
    assert all(any(Path(f.path).match(s.pattern) for s in SOURCES if s.name == f.source) for f in written.files)
    note = (folder / "说明.txt").read_text(encoding="utf-8")
    assert "演示数据" in note
    assert "全部为虚构" in note
    assert written.synthetic


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_company(tmp_path, scale=0.05)

    def digests(root: Path) -> dict[str, str]:
        return {
            str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(root.rglob("*"))
            if p.is_file()
        }

    assert digests(tmp_path) == digests(folder)


def test_another_seed_is_another_company_of_the_same_figures(tmp_path: Path, written: DemoFacts) -> None:
    other = write_company(tmp_path, scale=0.05, seed=7)
    assert other.plan_2025 == written.plan_2025
    assert other.clean_rows["order_lines"] != written.clean_rows["order_lines"]


def test_scale_out_of_range_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        write_company(tmp_path, scale=0)


def test_progress_goes_up_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    write_company(tmp_path, scale=0.02, progress=lambda _text, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
