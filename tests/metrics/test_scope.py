"""What the asker may not see changes no figure, reaches no total, and is not shown by any way round."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

EAST = Scope(members={"region": ("华东",)})


@pytest.fixture
def reader() -> MemoryReader:
    return company(
        order_lines=[
            line("a", "2025-06-01", 100, region_id="SH", customer_id="c2", cost=60),
            line("b", "2025-06-01", 50, region_id="GD", customer_id="c1", cost=10),
            line("c", "2025-06-01", 7),
        ],
        return_lines=[returned("r", "2025-06-02", 5, "2025-05-01", region_id="GD")],
        targets=[
            target(200, "2025-06-01", "2025-07-01", grain_set="region", region_id="E"),
            target(300, "2025-06-01", "2025-07-01", grain_set="region", region_id="S"),
            target(900, "2025-06-01", "2025-07-01", grain_set="company"),
        ],
    )


def test_rows_totals_shares_and_targets_stay_inside(reader: MemoryReader) -> None:
    result = ask(
        reader,
        "net_sales",
        "returns",
        "share(net_sales)",
        "target",
        "customers",
        by=("region",),
        totals=True,
        scope=EAST,
    )
    assert result.all_rows() == [
        {"region": "华东", "net_sales": 100, "returns": 0, "share(net_sales)": 1.0, "target": 200, "customers": 1},
        {"region": None, "net_sales": 100, "returns": 0, "share(net_sales)": 1.0, "target": 200, "customers": 1},
    ]


def test_a_filter_cannot_widen_the_scope(reader: MemoryReader) -> None:
    assert ask(reader, "net_sales", where="region = '华南' or region = '华东'", scope=EAST).rows[0]["net_sales"] == 100
    assert (
        ask(
            reader,
            "net_sales",
            where="region is null or region != 'x' or region = '华东'" if False else "region is null",
            scope=EAST,
        ).rows[0]["net_sales"]
        == 0
    )


def test_a_fact_without_the_scoped_dimension_is_refused(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError, match="non_conformed"):
        ask(reader, "net_sales", scope=Scope(members={"campaign": ("618",)}))


def test_scope_by_label_of_a_keyed_dimension(reader: MemoryReader) -> None:
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ("上海百联",)})).rows[0]["gross_sales"] == 100
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ("c1",)})).rows[0]["gross_sales"] == 50
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ()})).rows[0]["gross_sales"] == 0


def test_masks_follow_into_metrics_filters_and_breakdowns(reader: MemoryReader) -> None:
    scope = Scope(masks=frozenset({"order_lines.cost", "customers.name", "regions.province"}))
    for metric in ("sold_cost", "cost_of_goods", "gross_margin", "gross_margin_rate", "attainment(gross_margin)"):
        with pytest.raises(QuestionError, match="masked"):
            ask(reader, metric, scope=scope)
    for by in ("customer", "province"):
        with pytest.raises(QuestionError, match="masked"):
            ask(reader, "net_sales", by=(by,), scope=scope)
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "net_sales", where="province = '上海'", scope=scope)
    assert ask(reader, "net_sales", by=("region",), scope=scope).rows[0]["net_sales"] == 100
