"""What a mapping may say, and what it is told when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.sources.conftest import ORDERS, quarantine_of, rows_of

from fupan.contracts.batch import Batch
from fupan.errors import DefinitionError, SourceError
from fupan.sources.mapping_file import parse_mapping, read_mapping

Load = Callable[..., list[Batch]]
Write = Callable[..., Path]


@pytest.mark.parametrize(("text", "line", "says"), [
    ("files: a.csv\ntable: order_line\nfields: {order_id: x}", 2, "did you mean “order_lines”"),
    ("files: a.csv\ntable: order_lines\nfields:\n  order_id: x\n  order_dat: y", 5, "did you mean “order_date”"),
    ("files: a.csv\ntable: order_lines\nfields:\n  金额: x", 4, "did you mean “gross_with_tax”"),
    ("files: a.csv\nencodng: gbk\ntable: order_lines\nfields: {order_id: x}", 2, "did you mean “encoding”"),
    ("files: a.csv\ntable: order_lines\nfields:\n  order_id: {colum: x}", 4, "did you mean “column”"),
    ("files: a.csv\ntable: order_lines\nfields:\n  cost:\n    column: x\n    unit: milion", 6, "did you mean “million”"),
    ("files: a.csv\ntable: order_lines\nwhere: import os\nfields: {order_id: x}", 3, "cannot be read"),
    ("files: a.csv\ntable: order_lines\nmode: partial\nfields: {order_id: x}", 3, "incremental"),
    ("files: a.csv\ntable: order_lines\nfields: [", 3, "not valid YAML"),
    ("table: order_lines\nfields: {order_id: x}", None, "is missing"),
])  # fmt: skip
def test_a_wrong_mapping_names_line_key_and_nearest(text: str, line: int | None, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_mapping(text, file="订单.yaml", name="订单")
    assert says in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("订单.yaml", line)


def test_units_constants_words_and_filters(load: Load, text_file: Write) -> None:
    path = text_file(
        "单号,日期,类型,金额(万元),状态\n1,2025-06-01,返利,1.25,有效\n2,2025-06-02,价保,(0.5),有效\n3,2025-06-03,返利,9,作废\n4,2025-06-04,赠品,1,有效\n"
    )
    mapping = (
        "files: ['*']\ntable: accruals\nwhere: \"状态 = '有效' and 金额 != 99\"\nfields:\n  accrual_id: {column: 单号, prefix: F-}\n  kind: 类型\n  accrual_date: 日期\n"
        "  amount: 金额\n  product_line: {column: 类型, values: {返利: A}}\n  currency: {value: CNY}\n"
    )  # fmt: skip
    (batch,) = load(path, mapping)
    assert rows_of(batch, "accrual_id", "kind", "amount", "product_line", "currency") == [
        ("F-1", "rebate", Decimal(12500), "A", "CNY"), ("F-2", "price_protection", Decimal(-5000), "价保", "CNY"),
    ]  # fmt: skip
    assert batch.left_out_by == (("filtered out", 1),)
    assert quarantine_of(batch) == [(5, "kind", "赠品")]


def test_tax_is_split_by_the_rate_of_each_line(load: Load, text_file: Write) -> None:
    path = text_file(
        "订单号,日期,金额,税率\nA1,2025-06-01,113,13%\nA2,2025-06-01,106,6\nA3,2025-06-01,100,0\nA4,2025-06-01,100,0.13\n"
    )
    (batch,) = load(path, ORDERS + "  tax_rate: 税率\n  gross_without_tax: {column: 金额, without_tax: 税率}\n")
    assert rows_of(batch, "tax_rate", "gross_without_tax") == [
        (Decimal("0.13"), Decimal(100)), (Decimal("0.06"), Decimal(100)), (Decimal(0), Decimal(100)), (Decimal("0.13"), Decimal("88.4956")),
    ]  # fmt: skip


def test_columns_of_another_file(load: Load, text_file: Write, tmp_path: Path) -> None:
    (tmp_path / "客户.csv").write_text("编码,名称\nC1,华强\nC2,云上\n", encoding="utf-8")
    path = text_file("订单号,日期,金额,客户\nA1,2025-06-01,1,C2\nA2,2025-06-01,2,C9\n")
    mapping = (
        ORDERS.replace("table:", "join: {file: 客户.csv, on: {客户: 编码}, take: {名称: 客户名}}\ntable:")
        + "  customer_id: 客户名\n"
    )
    (batch,) = load(path, mapping)
    assert rows_of(batch, "order_id", "customer_id") == [("A1", "云上"), ("A2", None)]
    (tmp_path / "客户.csv").write_text("编码,名称\nC2,华强\nC2,云上\n", encoding="utf-8")
    with pytest.raises(SourceError, match="more than once"):
        load(path, mapping)


def test_months_across_become_windows(load: Load, text_file: Write) -> None:
    path = text_file("大区,1月,12月,合计\n华东,10,,10\n华南,5,6,11\n总计,15,6,21\n", "2025目标.csv")
    mapping = (
        "files: ['*']\nmode: full\ntable: targets\nunpivot: {pattern: '^(\\d+月)$', name: 月, value: 值}\nfields:\n  metric: {value: net_sales}\n  region_id: 大区\n"
        "  start_date: {column: 月, period: start, year: 2025}\n  end_date: {column: 月, period: end, year: 2025}\n  amount: {column: 值, unit: 万元}\n"
    )  # fmt: skip
    (batch,) = load(path, mapping)
    assert rows_of(batch, "region_id", "start_date", "end_date", "amount") == [
        ("华东", date(2025, 1, 1), date(2025, 2, 1), Decimal(100_000)), ("华南", date(2025, 1, 1), date(2025, 2, 1), Decimal(50_000)),
        ("华南", date(2025, 12, 1), date(2026, 1, 1), Decimal(60_000)),
    ]  # fmt: skip
    assert batch.left_out_by == (("empty cell", 1), ("total row", 1))


def test_a_window_ends_where_the_next_one_starts(load: Load, text_file: Write) -> None:
    path = text_file("人,起,额\n甲,2025-01-01,1\n乙,2025-01-01,2\n甲,2025-04-01,3\n")
    mapping = (
        "files: ['*']\ntable: targets\nfields:\n  metric: {value: net_sales}\n  person_id: 人\n  start_date: 起\n"
        "  end_date: {next: {start: 起, by: 人, last: 2025-07-01}}\n  amount: 额\n"
    )  # fmt: skip
    (batch,) = load(path, mapping)
    assert rows_of(batch, "person_id", "start_date", "end_date") == [
        ("甲", date(2025, 1, 1), date(2025, 4, 1)), ("乙", date(2025, 1, 1), date(2025, 7, 1)), ("甲", date(2025, 4, 1), date(2025, 7, 1)),
    ]  # fmt: skip


def test_one_file_feeds_several_tables(load: Load, text_file: Write) -> None:
    path = text_file("编码,名称,大区\n1,杭州,华东\n2,上海,华东\n")
    mapping = (
        "files: ['*']\ntables:\n  - table: regions\n    distinct: region_id\n    fields: {region_id: 大区, name: 大区}\n"
        "  - table: regions\n    fields: {region_id: 编码, name: 名称, parent_id: 大区}\n"
    )  # fmt: skip
    roots, leaves = load(path, mapping)
    assert rows_of(roots, "region_id") == [("华东",)]
    assert roots.left_out_by == (("duplicate", 1),)
    assert rows_of(leaves, "region_id", "parent_id") == [("1", "华东"), ("2", "华东")]


@pytest.mark.needs("shared_data")
def test_adventureworks_answers(shared_data: Path, load: Load) -> None:
    root = Path(__file__).resolve().parents[2] / "examples" / "adventureworks" / "sources"
    data = shared_data / "adventureworks_dw_to_2012"
    (sales,) = load(data / "FactResellerSales.parquet", read_mapping(root / "reseller_sales.yaml"))
    assert sum(a for (a,) in rows_of(sales, "gross_without_tax")) == Decimal("44210112.2857")
    quotas, _ = load(data / "FactSalesQuota.parquet", read_mapping(root / "quotas.yaml"))
    last = [r for r in rows_of(quotas, "start_date", "end_date", "amount") if r[0] == date(2012, 9, 28)]
    assert (len(last), sum(a for *_, a in last), {e for _, e, _ in last}) == (
        14,
        Decimal(8_039_000),
        {date(2012, 12, 28)},
    )


@pytest.mark.needs("shared_data")
def test_online_retail_keeps_its_true_duplicates(shared_data: Path, load: Load) -> None:
    mapping = read_mapping(Path(__file__).resolve().parents[2] / "examples" / "uci" / "sources" / "online_retail.yaml")
    orders, returns, *_ = load(shared_data / "uci_online_retail_to_2011-06" / "online_retail.parquet", mapping)
    sold, returned = rows_of(orders, "gross_without_tax"), rows_of(returns, "amount_without_tax")
    assert len(sold) + len(returned) == 245_903
    assert sum(returned_amount for (returned_amount,) in returned) == Decimal("428515.73")
    assert sum(a for (a,) in sold) - Decimal("428515.73") == Decimal("4397950.761")
