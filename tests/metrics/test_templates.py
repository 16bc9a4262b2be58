"""A plan made once and filled in says word for word what the plan made for the question alone says."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import DEFINITIONS, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.plan import compose, planned
from fupan.metrics.plan.every_goal import choose_all_goals
from fupan.metrics.plan.planned import statement
from fupan.metrics.plan.slots import Slots, UnsafePlanError, is_marked
from fupan.metrics.plan.template import Filling, read_template
from fupan.metrics.turn import Turn

MONTHS = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(20)]
ENDS = [*MONTHS[1:], date(2025, 9, 1)]


def _company() -> Any:
    return company(
        order_lines=[
            line(f"o{n}", f"{m:%Y-%m}-0{n % 8 + 1}", 10 + n, region_id=("SH", "ZJ", "GD")[n % 3], product_id="p1",
                 customer_id=f"c{n % 3 + 1}")
            for n, m in enumerate(MONTHS)
        ],
        return_lines=[returned("r1", "2025-03-05", 4, "2025-03-01", region_id="SH")],
        targets=[
            target(100, str(start), str(end), region_id=region)
            for start, end in zip(MONTHS, ENDS, strict=True) for region in ("E", "S")
        ],
        invoice_lines=[{"invoice_id": "i1", "line_id": "1", "invoice_date": "2025-02-01", "due_date": "2025-03-01",
                        "amount_with_tax": 50, "customer_id": "c1", "region_id": "SH", "currency": "CNY"}],
        receipts=[{"receipt_id": "q1", "invoice_id": "i1", "counted_date": "2025-03-03", "receipt_date": "2025-03-03",
                   "amount": 20, "customer_id": "c1", "currency": "CNY"}],
        stock_snapshots=[{"place_id": "w1", "product_id": "p1", "snapshot_date": "2025-03-31", "quantity": 5}],
    )  # fmt: skip


READER, LAYER = _company(), MetricLayer(DEFINITIONS)
DAYS = st.integers(0, 560).map(lambda n: date(2024, 2, 1) + timedelta(days=n))
METRICS = st.lists(
    st.sampled_from(["net_sales", "attainment", "lag", "phased_target", "elapsed", *sorted(DEFINITIONS.metrics)]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip
WINDOWS = st.sampled_from(["2025-03", "2025-02", "2024-Q4", "2025-Q1", "2025-H1", "2024", "mtd", "qtd", "ytd"])
QUESTIONS = st.builds(
    Question,
    metrics=METRICS.map(tuple),
    by=st.sampled_from([(), ("region",), ("month",), ("region", "month"), ("product_line",), ("customer",), ("week",)]),
    window=WINDOWS,
    compare=st.sampled_from([(), ("last_year",), ("previous",), ("target", "last_year")]),
    where=st.sampled_from([None, "region = '华东'", "region in ('华南', '华东')", "customer != '上海百联'"]),
    as_of=DAYS,
)
SCOPES = st.sampled_from(
    [
        Scope.everything(),
        Scope(members={"region": ("华东",)}),
        Scope(members={"region": ("华南", "(unknown)")}),
        Scope(members={"region": ("nowhere",), "customer": ("c1", "c2")}),
        Scope(members={"region": ("华东", "华南")}, either=({"customer": ("c1",)}, {"product": ("p1", "p2")})),
    ]
)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS, scope=SCOPES)
def test_template_and_statement_agree(
    dialect: str, question: Question, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = getattr(ibis, dialect)
    monkeypatch.setattr(compose, "compiled", lambda e: str(backend.compile(e.unbind(), pretty=True)))
    LAYER.known.of(READER.manifest.id)._found.clear()  # statements of another dialect
    with suppress(QuestionError):
        turn = Turn(LAYER, question, READER, scope)
        for asking in (
            turn.asking(turn.plain, turn.windows(), by_time=True), turn.asking((), [turn.window], by_time=False)
        ):  # fmt: skip
            goals = choose_all_goals(asking, turn.resolved)
            assert planned.CHECKED
            text = statement(asking, turn.resolved, goals, None, (question.metrics, question.compare))
            assert not is_marked(text)


def test_other_months_and_members_take_the_plan_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    layer, reader = MetricLayer(DEFINITIONS), _company()
    asked = {"by": ("region",), "compare": ("last_year",), "layer": layer}
    ask(reader, "net_sales", "attainment", window="2025-03", where="region = '华东'", **asked)
    monkeypatch.setattr(planned, "CHECKED", False)
    made: list[Any] = []
    monkeypatch.setattr(planned, "plan", lambda *given: made.append(given))
    row = ask(reader, "net_sales", "attainment", window="2025-06", where="region = '华南'", **asked).rows[0]
    assert (row["region"], row["net_sales"]) == ("华南", 27)
    assert made == []


def test_another_asker_takes_the_plan_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Askers whose scopes are built alike need one plan: each sees the rows of the own members, also below a tree's node."""
    layer, reader = MetricLayer(DEFINITIONS), _company()
    asked: dict[str, Any] = {"by": ("region",), "compare": ("last_year",), "layer": layer, "window": "2025-H1"}
    first = ask(reader, "net_sales", "orders", scope=Scope(members={"region": ("华东",)}), **asked)
    monkeypatch.setattr(planned, "CHECKED", False)
    made: list[Any] = []
    monkeypatch.setattr(planned, "plan", lambda *given: made.append(given))
    second = ask(reader, "net_sales", "orders", scope=Scope(members={"region": ("华南", "nowhere")}), **asked)
    assert [(r["region"], r["net_sales"], r["orders"]) for r in first.rows] == [("华东", 22 + 23 + 25 + 26 - 4, 4)]
    assert [(r["region"], r["net_sales"], r["orders"]) for r in second.rows] == [("华南", 24 + 27, 2)]
    assert made == []


def test_hostile_members_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "'; DROP TABLE order_lines; --\\"
    regions = [{"region_id": "SH", "region": bad}, {"region_id": "GD", "region": "MAKE_DATE(7000, 1, 1)"}]
    reader = company(regions=regions, order_lines=[line("a", "2025-06-01", 5, region_id="SH")])
    layer = MetricLayer(DEFINITIONS)
    for member, amount in ((bad, 5), ("MAKE_DATE(7000, 1, 1)", 0), (bad, 5)):
        scope = Scope(members={"region": (member,)})
        assert ask(reader, "net_sales", scope=scope, layer=layer).rows[0]["net_sales"] == amount


def test_a_day_is_compared_and_nothing_else() -> None:
    slots = Slots(3, 0)
    first, second, _ = slots.days
    assert sorted([second, first]) == [first, second]
    assert {first, second} == {second, first}
    assert (second - first).days.plain >= 7_310_000_000
    for look in (
        lambda: first.year, lambda: str(first), first.isoformat, lambda: first < date(2025, 1, 1),
        lambda: first == date(2025, 1, 1), lambda: (second - first).days + 1, lambda: (second - first).days > 3,
        lambda: first.replace(day=3), lambda: (first - timedelta(days=1)) < second, lambda: date(2025, 1, 1) - first,
    ):  # fmt: skip
        with pytest.raises(UnsafePlanError):
            look()


def test_a_text_with_days_of_its_own_is_no_template() -> None:
    slots = Slots(1, 1)
    kept = read_template("SELECT MAKE_DATE(7000, 1, 1), '\ue0000\ue001'", slots, ["b", "a"])
    assert kept.filled(Filling([date(2025, 6, 1)], ["华东"], None)) == "SELECT DATE '2025-06-01', '华东'"
    assert kept.tables == ("a", "b")
    for text in ("SELECT MAKE_DATE(2025, 1, 1)", "SELECT '\ue0000\ue001x'", "SELECT make_date (7000, 1, 1)"):
        with pytest.raises(UnsafePlanError):
            read_template(text, slots, [])
