"""A refusal carries the nearest question that has an answer: what can be set right is set right, the rest stays."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, MemoryReader

from fupan.errors import QuestionError
from fupan.expressions import parse, write
from fupan.metrics import MetricLayer, Question, Scope

LAYER = MetricLayer(DEFINITIONS)
EAST = Scope(members={"region": ("华东",)})


@pytest.fixture
def reader() -> MemoryReader:
    return company(
        order_lines=[
            line("a", "2025-06-01", 10, region_id="SH", customer_id="c2", product_id="p1", channel_id="on"),
            line("b", "2025-05-01", 20, region_id="GD", customer_id="c1", product_id="p2", channel_id="st"),
        ],
        targets=[target(500, "2025-04-01", "2025-07-01", grain_set="region", region_id="E")],
    )


def nearest(reader: MemoryReader, question: Question, scope: Scope | None = None) -> tuple[str, Question]:
    """The refusal's code and the nearest question, which is asked."""
    scope = scope or Scope.everything()
    with pytest.raises(QuestionError) as caught:
        LAYER.ask(question, reader=reader, scope=scope)
    found = caught.value.question
    assert isinstance(found, Question), caught.value
    LAYER.ask(found, reader=reader, scope=scope)
    return caught.value.code, found


CASES: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"metrics": ("net_sale", "orders")}, "unknown_metric", {"metrics": ("net_sales", "orders")}),
    ({"having": "net_sale > 1", "order": "-net_sale"}, "unknown_metric", {"having": "net_sales > 1", "order": "-net_sales"}),
    ({"metrics": ("orders(net_sales)",)}, "metric", {"metrics": ("orders",)}),
    ({"by": ("regoin", "prodct")}, "unknown_dimension", {"by": ("region", "product")}),
    ({"where": "regoin = '华东'"}, "unknown_dimension", {"where": "region = '华东'"}),
    ({"where": "region = '华东区' and channel = '线上'"}, "unknown_member", {"where": "region = '华东' and channel = '线上'"}),
    ({"where": "province not in ('上海', '广冬')"}, "unknown_member", {"where": "province not in ('上海', '广东')"}),
    ({"where": "net_sales > 5 and region = '华东'"}, "where", {"where": "region = '华东'", "having": "net_sales > 5"}),
    ({"where": "month = '2025-06' and region = '华东'"}, "where", {"where": "region = '华东'"}),
    ({"having": "region = '华东' and net_sales > 5"}, "having", {"where": "region = '华东'", "having": "net_sales > 5"}),
    ({"having": "net_sales.vs_previous > 0"}, "not_compared", {"compare": ("previous",)}),
    ({"having": "sum(net_sales) > 5"}, "unsafe_aggregation", {"having": "net_sales > 5"}),
    ({"metrics": ("share(aov)",)}, "unsafe_aggregation", {"metrics": ("aov",), "totals": True}),
    ({"by": ("region", "campaign")}, "non_conformed", {"by": ("region",)}),
    ({"by": ("region", "day", "month")}, "two_times", {"by": ("region", "month")}),
    ({"by": ("region", "region")}, "twice", {"by": ("region",)}),
    ({"by": ("day",), "window": "2020..2025"}, "too_many_periods", {"by": ("week",)}),
    ({"compare": ("last_yaer",)}, "comparison", {"compare": ("last_year",)}),
    ({"top": 0, "by": ("region",)}, "top", {"top": 10}),
    ({"top_within": 3, "by": ("region",)}, "top_within", {"top_within": None, "top": 3}),
    ({"top_within": 3, "by": ("region", "product", "channel")}, "top_within", {"by": ("region", "product")}),
    ({"by": ("region..product",)}, "hierarchy", {"by": ("region",)}),
    ({"window": "2025-13"}, "window", {"window": "2025-12"}),
    ({"window": "ytd"}, "as_of", {"as_of": date(2025, 6, 1)}),
    ({"calendar": "fiscl"}, "calendar", {"calendar": "fiscal"}),
    ({"metrics": ("attainment",), "by": ("region", "month")}, "target_grain", {"phase": "season"}),
    ({"metrics": ("attainment",), "by": ("channel",), "window": "2025-Q2"}, "target_grain", {"by": ("region",), "window": "2025-Q2"}),
    ({"compare": ("target",), "by": ("product", "month")}, "target_grain", {"by": ("product", "month"), "compare": ()}),
    ({"compare": ("target",), "target_version": "v9", "window": "2025-Q2"}, "target_version", {"target_version": None}),
    ({"by": ("target_period",)}, "target_period", {"by": ("month",)}),
    ({"metrics": ("tickets", "net_sales")}, "not_loaded", {"metrics": ("net_sales",)}),
    ({"metrics": ()}, "no_metric", {"metrics": ("net_sales",)}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "code", "wanted"), CASES)
def test_nearest(reader: MemoryReader, asked: dict[str, Any], code: str, wanted: dict[str, Any]) -> None:
    question = Question(**{"metrics": ("net_sales",), "window": "2025-06"} | asked)
    found_code, found = nearest(reader, question)
    assert found_code == code
    expected = {f.name: getattr(question, f.name) for f in fields(Question)} | wanted
    assert {f.name: getattr(found, f.name) for f in fields(Question)} == expected


def test_masked_columns_and_strange_scopes_have_a_question_too(reader: MemoryReader) -> None:
    masked = Scope(masks=frozenset({"order_lines.cost", "customers.name"}))
    code, found = nearest(
        reader, Question(("gross_margin", "net_sales"), by=("customer", "region"), window="2025-06"), masked
    )
    assert (code, found.metrics, found.by) == ("masked", ("net_sales",), ("region",))
    code, found = nearest(reader, Question(("gross_margin",), window="2025-06"), masked)
    assert code == "masked"
    assert found.metrics != ("gross_margin",)


def test_mixed_currencies_and_an_empty_snapshot() -> None:
    mixed = company(order_lines=[line("a", "2025-06-01", 10), line("b", "2025-06-01", 20, currency="USD")])
    code, found = nearest(mixed, Question(("net_sales",), window="2025-06"))
    assert (code, found.by) == ("currencies", ("currency",))
    code, found = nearest(MemoryReader(), Question(("net_sales",), by=("region",), window="2025-06"))
    assert (code, found.metrics) == ("empty_snapshot", ("elapsed",))


def test_a_question_about_another_basis_goes_to_that_metric() -> None:
    reader = company(
        order_lines=[line("a", "2025-06-01", 10)],
        targets=[target(100, "2025-06-01", "2025-07-01", metric="net_sales", basis="order/with/sell_in")],
    )
    code, found = nearest(reader, Question(("attainment",), window="2025-06"))
    assert code == "basis"
    assert found.metrics != ("attainment",)


def test_hostile_questions_end(reader: MemoryReader) -> None:
    for text in ("(" * 200, "region = '" * 20, "x" * 5000, "a.b.c = 1", "`;drop` > 1"):
        for field in ("where", "having"):
            nearest(reader, Question(("net_sales",), window="2025-06", **{field: text}))


def test_scope_holds_for_the_nearest_question(reader: MemoryReader) -> None:
    _, found = nearest(reader, Question(("net_sale",), by=("region",), window="2025-Q2"), EAST)
    rows = LAYER.ask(found, reader=reader, scope=EAST).rows
    assert [r["region"] for r in rows] == ["华东"]


@pytest.mark.parametrize(
    "text",
    [
        "region = '华东' and (channel = 'a' or not starts_with(customer, 'b'))",
        "not (a = 1 and b = 2)",
        "a - (b - c) > -2",
        "`net_sales.vs_last_year` < -0.1",
        "x is not null and y is null and z not in ('it''s', null)",
        "(a > b) = true",
        "`and` in (1, 2.50, date('2025-01-31'))",
        "-(a + b) * 2 >= iff(a is null, 0, 1)",
    ],
)
def test_what_is_written_reads_as_the_same(text: str) -> None:
    node = parse(text)
    assert parse(write(node)) == node
