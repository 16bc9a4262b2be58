"""From any cell to its rows: what the rows contribute adds up to the cell, inside the scope and without masked columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import DEFINITIONS, MemoryReader
from tests.metrics.test_collections import INVOICES, receipt
from tests.metrics.test_stock import ROWS as STOCK

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope

LAYER = MetricLayer(DEFINITIONS)
ALL = Scope.everything()
EAST = Scope(members={"region": ("华东",)})

LINES = [
    line(
        "a",
        "2025-06-01",
        100,
        region_id="SH",
        customer_id="c2",
        product_id="p1",
        cost=60,
        source_file="六月.xlsx",
        source_row=2,
    ),
    line(
        "b",
        "2025-06-02",
        60,
        region_id="ZJ",
        customer_id="c2",
        product_id="p2",
        cost=10,
        source_file="六月.xlsx",
        source_row=3,
    ),
    line("c", "2025-06-03", 30, region_id="SH", customer_id="c3", discount=3, customer_id_raw="杭州大厦"),
    line("d", "2025-06-04", 90, region_id="GD", customer_id="c1", product_id="p1"),
    line("e", "2025-06-05", 5, region_id="GD", customer_id="c2", product_id="p2", cancelled=True),
    line("f", "2025-06-06", 7),
    line("g", "2025-05-01", 200, region_id="SH", customer_id="c2"),
    line("h", "2025-05-02", 50, region_id="GD", customer_id="c1"),
    line("i", "2025-04-02", 11, region_id="GD", customer_id="c3"),
    line("j", "2024-06-02", 44, region_id="SH", customer_id="c3"),
]
RETURNS = [
    returned("r", "2025-06-09", 12, "2025-06-01", region_id="SH", customer_id="c2"),
    returned("s", "2025-05-09", 2, "2025-05-01", region_id="GD", customer_id="c1"),
]
TARGETS = [
    target(150, "2025-06-01", "2025-07-01", grain_set="region", region_id="E"),
    target(90, "2025-06-01", "2025-07-01", grain_set="region", region_id="S"),
]


@pytest.fixture
def reader() -> MemoryReader:
    return company(
        order_lines=LINES, return_lines=RETURNS, targets=TARGETS, stock_snapshots=STOCK, invoice_lines=INVOICES,
        receipts=[receipt("x", "2025-06-11", 300, invoice_id="i2")],
    )  # fmt: skip


def check(reader: MemoryReader, question: Question, scope: Scope = ALL) -> int:
    """Every cell of plain metrics equals what its rows contribute; how many cells were looked at."""
    result = LAYER.ask(question, reader=reader, scope=scope)
    looked = 0
    for row in result.all_rows():
        for column in result.columns:
            if column.kind not in {"metric", "comparison"} or column.against.startswith("vs_"):
                continue
            found = LAYER.rows(question, row, column.name, reader=reader, scope=scope)
            if len(found.parts) != 1 or "/" in str(getattr(DEFINITIONS.metrics[column.metric], "formula", "")):
                continue
            part = found.parts[0]
            figure = row[column.name]
            assert float(part.contribution or 0) == pytest.approx(float(figure or 0), abs=1e-9), (row, column.name)
            assert part.count == len(part.rows)
            if isinstance(figure, Decimal):
                assert sum(Decimal(r["contribution"]) for r in part.rows) == figure
            looked += 1
    return looked


@pytest.mark.parametrize(
    ("metrics", "question"),
    [
        (("orders", "customers", "units"), {"by": ("region",), "totals": True}),
        (("gross_sales", "customers"), {"by": ("customer",), "top": 1, "others": True, "totals": True}),
        (("gross_sales", "customers"), {"by": ("region", "customer"), "top_within": 1, "others": True}),
        (("gross_sales", "returns", "discounts"), {"by": ("region", "month"), "window": "2025-Q2", "compare": ("previous",)}),
        (("customers",), {"by": ("region..province",), "subtotals": True, "compare": ("last_year",)}),
        (("new_customers", "repeat_customers", "customers_before", "customers_kept"), {"by": ("region",), "totals": True}),
        (("new_customers", "customers_kept"), {"by": ("month",), "window": "2025-Q2"}),
        (("stock_units", "stock_value", "average_stock_units", "dealer_stock_units"), {"by": ("product",), "totals": True}),
        (("receivables", "overdue_amount", "receivables_due", "received_of_due"), {"by": ("customer",), "totals": True}),
        (("receivables",), {"by": ("ageing", "month"), "window": "2025-Q2"}),
        (("target", "phased_target", "credited_sales"), {"by": ("region",)}),
        (("gross_sales",), {"by": ("region",), "where": "contains(customer, '百联')"}),
    ],
)  # fmt: skip
def test_rows_add_up_to_the_cell(reader: MemoryReader, metrics: tuple[str, ...], question: dict[str, Any]) -> None:
    asked = Question(metrics, **{"window": "2025-06"} | question)
    assert check(reader, asked, EAST if "discounts" in metrics else ALL) >= 1


def test_a_formula_shows_the_rows_of_each_leaf(reader: MemoryReader) -> None:
    question = Question(("net_sales",), by=("region",), window="2025-06")
    found = LAYER.rows(question, {"region": "华东"}, "net_sales", reader=reader, scope=ALL)
    by_leaf = {p.leaf: (p.contribution, p.count, p.table) for p in found.parts}
    assert by_leaf["gross_sales"] == (Decimal(190), 3, "order_lines")
    assert by_leaf["returns"] == (Decimal(12), 1, "return_lines")
    assert [r["order_id"] for r in found.parts[0].rows] == ["a", "b", "c"]
    first = found.parts[0].rows[0]
    assert (first["source_file"], first["source_row"], first["contribution"]) == ("六月.xlsx", 2, Decimal(100))
    assert found.parts[0].to_arrow().num_rows == 3
    assert {r["leaf"] for r in found.rows} >= {"gross_sales", "returns"}


def test_a_change_shows_both_readings(reader: MemoryReader) -> None:
    question = Question(("gross_sales",), by=("region",), window="2025-06", compare=("previous",))
    found = LAYER.rows(question, {"region": "华南"}, "gross_sales.vs_previous", reader=reader, scope=ALL)
    assert [(p.reading, p.contribution, p.window) for p in found.parts] == [
        ("current", Decimal(90), "2025-06"),
        ("previous", Decimal(50), "2025-05"),
    ]


def test_the_unknown_member_and_a_bound(reader: MemoryReader) -> None:
    question = Question(("gross_sales",), by=("region",), window="2025-06")
    row = LAYER.ask(question, reader=reader, scope=ALL).rows[-1]
    found = LAYER.rows(question, row, "gross_sales", reader=reader, scope=ALL)
    assert [r["order_id"] for r in found.parts[0].rows] == ["f"]
    bounded = LAYER.rows(question, {}, "gross_sales", reader=reader, scope=ALL, limit=2).parts[0]
    assert ([r["order_id"] for r in bounded.rows], bounded.count, bounded.contribution) == (["a", "d"], 5, Decimal(287))


def test_credited_actuals_fall_under_a_target(reader: MemoryReader) -> None:
    question = Question(("attainment",), by=("region",), window="2025-06")
    found = LAYER.rows(question, {"region": "华东"}, "attainment", reader=reader, scope=ALL)
    by_leaf = {p.leaf: p.contribution for p in found.parts}
    assert by_leaf["target(net_sales)"] == 150
    assert by_leaf["gross_sales@net_sales"] == 190


def test_a_row_without_a_breakdown_is_a_cell(reader: MemoryReader) -> None:
    question = Question(("gross_sales",), window="2025-06", compare=("previous",))
    row = LAYER.ask(question, reader=reader, scope=ALL).rows[0]
    assert LAYER.rows(question, row, "gross_sales", reader=reader, scope=ALL).parts[0].contribution == 287


def test_scope_and_masks_hold_for_rows(reader: MemoryReader) -> None:
    masked = Scope(members={"region": ("华东",)}, masks=frozenset({"order_lines.cost", "customers.name"}))
    question = Question(("gross_sales",), by=("region",), window="2025-06")
    part = LAYER.rows(question, {}, "gross_sales", reader=reader, scope=masked).parts[0]
    assert {r["region_id"] for r in part.rows} == {"SH", "ZJ"}
    assert "customer_id" in part.columns
    assert not {"cost", "customer_id_raw"} & set(part.columns)
    with pytest.raises(QuestionError, match="unknown_member"):  # what lies outside is not even known
        LAYER.rows(question, {"region": "华南"}, "gross_sales", reader=reader, scope=masked)
    with pytest.raises(QuestionError, match="masked"):
        LAYER.rows(Question(("gross_margin",), window="2025-06"), {}, "gross_margin", reader=reader, scope=masked)


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ({"region": "华东"}, "net_sales"), ({"region": "华西"}, "gross_sales"), ({"month": "2025-07"}, "gross_sales"),
        ({"planet": "earth"}, "gross_sales"), ({}, "gross_sales.previous"),
    ],
)  # fmt: skip
def test_cells_that_are_not_there_are_refused(reader: MemoryReader, cell: dict[str, Any], column: str) -> None:
    question = Question(("gross_sales",), by=("region", "month"), window="2025-06")
    with pytest.raises(QuestionError) as caught:
        LAYER.rows(question, cell, column, reader=reader, scope=ALL)
    assert caught.value.code in {"cell", "unknown_member"}
    assert caught.value.closest


def test_keys_in_rows_are_called_by_their_names_where_these_may_be_known(reader: MemoryReader) -> None:
    question = Question(("gross_sales",), by=("region",), window="2025-06")
    names = LAYER.rows(question, {"region": "华东"}, "gross_sales", reader=reader, scope=ALL).parts[0].names
    assert names["customer_id"] == {"c1": "深圳华强", "c2": "上海百联", "c3": "杭州大厦"}
    assert names["product_id"]["p1"] == "A1 手机"
    assert "order_id" not in names
    hidden = Scope(masks=frozenset({"customers.name"}))
    masked = LAYER.rows(question, {"region": "华东"}, "gross_sales", reader=reader, scope=hidden).parts[0].names
    assert "customer_id" not in masked
    assert "product_id" in masked
