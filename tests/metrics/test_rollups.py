"""A roll-up answers what it covers, with the same answer, and nothing else."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Scope
from fupan.metrics.plan import rolled
from fupan.metrics.rollups import declared_plans, rows_of_rollup

LAYER = MetricLayer(DEFINITIONS)
CUSTOMERS = ("c1", "c2", "c3", None)
BY: tuple[tuple[str, ...], ...] = (
    (), ("region",), ("region", "month"), ("province", "product_line"),
    ("customer",), ("region", "week"),
)  # fmt: skip


def _company(seed: int = 4) -> MemoryReader:
    pick = random.Random(seed)
    days = [f"2025-0{pick.randint(1, 6)}-{pick.randint(1, 28):02d}" for _ in range(120)] + ["2024-06-03", "2024-05-09"]
    lines = [
        line(f"o{n // 2}", day, pick.randint(1, 900), line_id=str(n), quantity=pick.randint(1, 9), discount=pick.randint(0, 5),
             region_id=pick.choice(["SH", "ZJ", "GD", None, "E"]), product_id=pick.choice(["p1", "p2", None]),
             channel_id=pick.choice(["on", "st", None]), customer_id=pick.choice(CUSTOMERS), cost=pick.randint(0, 100),
             cancelled=pick.random() < 0.1, intercompany=pick.random() < 0.1)
        for n, day in enumerate(days)
    ]  # fmt: skip
    backs = [
        returned(f"r{n}", f"2025-0{pick.randint(1, 6)}-11", pick.randint(1, 50), "2025-01-01",
                 region_id=pick.choice(["SH", "GD", None]), product_id="p1", cost=3)
        for n in range(12)
    ]  # fmt: skip
    goals = [target(500, "2025-06-01", "2025-07-01", region_id=r) for r in ("E", "S")]
    return company(order_lines=lines, return_lines=backs, targets=goals)


def with_rollups(reader: MemoryReader, names: set[str] | None = None) -> MemoryReader:
    """The reader's snapshot with its declared roll-ups kept beside it."""
    kept = []
    for plan in declared_plans(DEFINITIONS, reader.manifest.rows, least=1):
        if names is not None and plan.declared.name not in names:
            continue
        text = reader.backend.compile(rows_of_rollup(DEFINITIONS, reader, LAYER.calendar("fiscal"), plan))
        view = plan.stored(DEFINITIONS, 0, 0).view
        reader.backend.con.execute(f'CREATE TABLE "{view}" AS {text}')
        rows = reader.backend.con.execute(f'SELECT count(*) FROM "{view}"').fetchone()[0]
        rollup = plan.stored(DEFINITIONS, rows, 0)
        kept.append(rollup)
    reader.rollups = tuple(kept)
    return reader


def answer(reader: Any, *metrics: str, **question: Any) -> Any:
    """Rows, others and total, or the refusal."""
    try:
        found = ask(reader, *metrics, layer=MetricLayer(DEFINITIONS), **question)
    except QuestionError as e:
        return e.code
    return found.rows, found.others, found.total


ADDED = [m for m in sorted(DEFINITIONS.metrics) if DEFINITIONS.metrics[m].family not in {"elapsed", "stock", "balance"}]


@pytest.mark.parametrize("by", BY, ids="-".join)
def test_answers_are_those_of_the_base(by: tuple[str, ...]) -> None:
    base, kept = _company(), with_rollups(_company())
    pick = random.Random("-".join(by))
    windows = ("2025-06", ("last_year",)), ("2025-Q2", ()), ("2025-01-05..2025-06-20", ("previous",))
    for window, compare in windows:
        metrics = (*pick.sample(ADDED, 2), "net_sales")
        asked = {"by": by, "window": window, "compare": compare, "totals": window == "2025-06"}
        assert answer(kept, *metrics, **asked) == answer(base, *metrics, **asked), (metrics, asked)


def test_a_covered_question_reads_the_roll_up() -> None:
    kept = with_rollups(_company())
    found = ask(kept, "net_sales", "attainment", by=("region",), totals=True)
    assert found.provenance.rollups == ("returns_by_month", "sales_by_month")
    assert "order_lines" in found.provenance.tables
    assert all('"order_lines"' not in text for text in found.provenance.sql)
    filtered = ask(kept, "gross_sales", by=("product_line",), where="region = '华东' and channel = '线上'")
    assert filtered.provenance.rollups == ("sales_by_month",)
    assert (
        filtered.rows
        == ask(_company(), "gross_sales", by=("product_line",), where="region = '华东' and channel = '线上'").rows
    )


@pytest.mark.parametrize(
    ("metrics", "question"),
    [
        (("orders",), {}), (("gross_sales", "customers"), {}), (("gross_sales",), {"by": ("customer",)}),
        (("gross_sales",), {"where": "customer_tier = 'A'"}),
        (("gross_sales",), {"scope": Scope(members={"customer": ("深圳华强",)})}),
    ],
)  # fmt: skip
def test_what_is_not_covered_reads_the_base(metrics: tuple[str, ...], question: dict[str, Any]) -> None:
    assert ask(with_rollups(_company()), *metrics, **question).provenance.rollups == ()


def test_days_need_the_daily_one_and_months_take_the_smallest() -> None:
    kept = with_rollups(_company())
    assert ask(kept, "units", by=("region",), window="2025-06-01..2025-06-20").provenance.rollups == ("sales_by_day",)
    assert ask(kept, "units", by=("province",), window="2025-06-01..2025-06-20").provenance.rollups == ()
    assert ask(kept, "units", by=("province",), window="2025-06").provenance.rollups == ("sales_by_month",)


def test_a_roll_up_of_other_definitions_is_left_alone() -> None:
    from dataclasses import replace

    kept = with_rollups(_company())
    kept.rollups = tuple(replace(r, definitions="older") for r in kept.rollups)
    assert ask(kept, "units").provenance.rollups == ()


@pytest.mark.parametrize("by", [("region",), ("region", "month")], ids="-".join)
def test_rows_added_up_before_they_are_joined_give_the_same(
    by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"by": by, "window": "2025-H1", "compare": ("last_year",)}
    metrics = ("net_sales", "gross_margin_rate", "attainment", "units", "orders")
    base = answer(_company(), *metrics, **asked)
    monkeypatch.setattr(rolled, "MOST_GROUPS", 10**9)
    monkeypatch.setattr(rolled, "LEAST_ROWS_PER_GROUP", 0)
    assert answer(_company(), *metrics, **asked) == base
    assert isinstance(base, tuple)
    assert any(isinstance(v, Decimal) for v in base[0][0].values())
