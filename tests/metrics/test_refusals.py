"""Questions that make no sense are refused with a code, a reason and the closest one that does."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope


@pytest.fixture
def reader() -> MemoryReader:
    return company(order_lines=[line("a", "2025-06-01", 10, region_id="SH")])


@pytest.mark.parametrize(
    ("metrics", "question", "code", "closest"),
    [
        (("net_sale",), {}, "unknown_metric", "net_sales"),
        (("净销售",), {}, "unknown_metric", "net_sales"),
        (("net_sales",), {"by": ("regoin",)}, "unknown_dimension", "region"),
        (("net_sales",), {"where": "region = '华夏'"}, "unknown_member", "region = '华"),
        (("net_sales",), {"where": "customer = '上海百连'"}, "unknown_member", "上海百联"),
        (("net_sales",), {"where": "region ="}, "where", "region = "),
        (("net_sales",), {"where": "net_sales = 'x'"}, "where", "dimensions"),
        (("net_sales",), {"where": "month = '2025-06'"}, "where", "window"),
        (("net_sales",), {"where": "region + 1 = 2"}, "where", "region = "),
        (("net_sales",), {"by": ("campaign",)}, "non_conformed", "region"),
        (("net_sales",), {"by": ("ageing",)}, "non_conformed", "region"),
        (("net_sales",), {"by": ("month", "week")}, "two_times", "month"),
        (("net_sales",), {"by": ("region", "region")}, "twice", "region"),
        (("net_sales",), {"compare": ("last_yaer",)}, "comparison", "last_year"),
        (("net_sales",), {"top": 0}, "top", "10"),
        (("net_sales",), {"window": "2025-13"}, "window", "2025-12"),
        (("net_sales",), {"window": "ytd"}, "as_of", "as_of"),
        (("net_sales",), {"calendar": "lunar"}, "calendar", "fiscal"),
        (("net_sales",), {"by": ("target_period",)}, "target_period", "attainment"),
        (("net_sales",), {"by": ("day",), "window": "2020..2025"}, "too_many_periods", "coarser"),
        (("share(gross_margin_rate)",), {}, "unsafe_aggregation", "gross_margin_rate"),
        (("orders(net_sales)",), {}, "metric", "orders"),
        (("tickets",), {}, "not_loaded", "tickets"),
        ((), {}, "no_metric", "net_sales"),
    ],
)
def test_refused(
    reader: MemoryReader, metrics: tuple[str, ...], question: dict[str, Any], code: str, closest: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(reader, *metrics, **question)
    assert caught.value.code == code
    assert closest in str(caught.value.closest)
    nearest = caught.value.question
    assert isinstance(nearest, Question)
    MetricLayer(DEFINITIONS).ask(nearest, reader=reader, scope=Scope.everything())


@pytest.mark.parametrize(
    "text",
    ["region = 'x' or 1 = 1; drop table order_lines", "region = ''' or ''=''", "region in ('a'); --", "`region\"; drop` = 'x'",
     "region = '" + "'" * 101, "(" * 500 + "region" + ")" * 500, "region = " * 300],
)  # fmt: skip
def test_hostile_filters_give_clean_errors(reader: MemoryReader, text: str) -> None:
    with pytest.raises(QuestionError):
        ask(reader, "net_sales", where=text)


def test_currencies_are_never_mixed() -> None:
    lines = [line("a", "2025-06-01", 10), line("b", "2025-06-01", 20, currency="USD")]
    reader = company(order_lines=lines)
    for question in (
        {},
        {"by": ("currency",), "totals": True},
        {"by": ("region",)},
        {"by": ("region", "currency"), "subtotals": True},
        {"by": ("region", "currency"), "top": 1},
    ):
        with pytest.raises(QuestionError) as caught:
            ask(reader, "net_sales", **question)
        assert caught.value.code == "currencies"
    rows = ask(reader, "net_sales", by=("currency",)).rows
    assert [(r["currency"], r["net_sales"]) for r in rows] == [("USD", 20), ("CNY", 10)]
    assert ask(reader, "net_sales", where="currency = 'CNY'").rows[0]["net_sales"] == 10
    assert ask(reader, "orders").rows[0]["orders"] == 2


def test_labels_in_either_language_are_names_too(reader: MemoryReader) -> None:
    assert ask(reader, "净销售额", by=("大区",)).rows == [{"region": "华东", "net_sales": 10}]


def test_what_is_not_a_member_may_be_unknown() -> None:
    """The unknown member is one of its own: "not (region = x)" says what "region != x" says."""
    lines = [
        line("a", "2025-06-01", 1, region_id="SH"),
        line("b", "2025-06-01", 2, region_id="GD"),
        line("c", "2025-06-01", 4),
    ]
    reader = company(order_lines=lines)
    for where in ("region != '华东'", "not (region = '华东')", "not region in ('华东')", "not contains(region, '东')",
                  "not (region = '华东' and province = '上海')"):  # fmt: skip
        assert ask(reader, "gross_sales", where=where).rows[0]["gross_sales"] == 6
    assert ask(reader, "gross_sales", where="not (region = '华东' or region is null)").rows[0]["gross_sales"] == 2
