"""Conditions on figures, orders, leaders inside each parent, ranks and distances against the naive evaluator."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked, Key, Oracle
from tests.metrics.oracle.asking import ask_layer, figures, rows_of, same, says_nothing
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.logic import work_out
from tests.metrics.oracle.pack import UNKNOWN, Tables

from fupan.errors import QuestionError
from fupan.expressions import parse
from fupan.metrics import Result

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "3"))
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
CONDITIONS = (
    "net_sales > 40", "net_sales.vs_last_year > 0.1 or net_sales < 0", "orders >= 2 and not (net_sales > 100)",
    "gross_margin_rate < 0.9", "net_sales.last_year is null",
)  # fmt: skip
BY = st.sampled_from(["region", "customer", "product_line", "category", "province"])


def answered(tables: Tables, asked: Asked, **more: Any) -> Result:
    try:
        return ask_layer(tables, asked, **more)
    except QuestionError as e:
        assume(e.code not in {"not_loaded", "empty_snapshot"})
        raise


@few
@given(
    companies(), BY, st.sampled_from(CONDITIONS), st.sampled_from(["net_sales", "-orders", "net_sales.last_year", None])
)
def test_conditions_and_order(tables: Tables, by: str, having: str, order: str | None) -> None:
    asked = Asked(metrics=("net_sales", "orders", "gross_margin_rate"), by=(by,), compare=("last_year",), having=having)
    result = answered(tables, asked, order=order)
    every = Oracle(tables, asked).answer()
    kept = {k: r for k, r in every.items() if work_out(parse(having, dotted=True), r.__getitem__) is True}
    found = rows_of(asked, result)
    for key in {*found, *kept}:
        mine, theirs = found.get(key), kept.get(key)
        if mine is None or theirs is None:
            assert says_nothing(
                mine or {n: v for n, v in (theirs or {}).items() if n in figures(asked, theirs or {})}
            ), key
            continue
        assert all(same(mine[n], theirs[n]) for n in figures(asked, theirs)), key
    ordered(result, order or "-net_sales")
    total = Oracle(tables, asked).total()
    assert result.total is None or all(same(result.total[n], total[n]) for n in asked.metrics)  # of all rows


def ordered(result: Result, order: str) -> None:
    """Rows go by the column, nothing last."""
    shown = [r[order.removeprefix("-")] for r in result.rows]
    known = [v for v in shown if v is not None]
    assert shown == [*sorted(known, reverse=order.startswith("-")), *[None] * (len(shown) - len(known))]


@few
@given(companies(), st.permutations(["region", "customer", "product_line"]), st.integers(1, 2), st.booleans())
def test_leaders_inside_each_parent(tables: Tables, by: list[str], n: int, others: bool) -> None:
    asked = Asked(metrics=("net_sales", "orders"), by=tuple(by[:2]))
    result = answered(tables, asked, top_within=n, others=others)
    every = Oracle(tables, asked).answer()
    inside: dict[Any, list[Key]] = {}
    for row in result.rows:
        if row[by[1]] != "(others)":
            inside.setdefault(row[by[0]], []).append((row[by[0]], row[by[1]]))
            assert all(same(row[m], every[row[by[0]], row[by[1]]][m]) for m in asked.metrics)
    for parent, shown in inside.items():
        rest = [r for k, r in every.items() if k[0] == parent and k not in shown]
        known = [r["net_sales"] for k, r in every.items() if k[0] == parent and k not in shown and k[1] != UNKNOWN]
        assert len(shown) <= n
        assert all(k[1] != UNKNOWN for k in shown)
        least = min(every[k]["net_sales"] for k in shown)
        assert len(shown) < n or not known or least >= max(known) or max(known) == 0
        left = next((r for r in result.rows if (r[by[0]], r[by[1]]) == (parent, "(others)")), None)
        if left is not None:
            assert same(left["net_sales"], sum((r["net_sales"] for r in rest), Fraction(0)))


@few
@given(companies(), BY, st.sampled_from(["net_sales", "returns", "gross_margin_rate", "orders"]))
def test_ranks_and_distances(tables: Tables, by: str, of: str) -> None:
    names = f"rank({of})", f"deviation({of})"
    result = answered(tables, Asked(metrics=(of, *names), by=(by,)))
    oracle = Oracle(tables, Asked(metrics=(of,), by=(by,)))
    every, whole = oracle.answer(), oracle.total()[of]
    peers = {r[by]: every[(r[by],)][of] for r in result.rows if r[by] != UNKNOWN}
    known = [v for v in peers.values() if v is not None]
    rate = of == "gross_margin_rate"
    mean = whole if rate else sum(known, Fraction(0)) / len(known) if known else None
    for row in result.rows:
        mine = peers.get(row[by])
        if mine is None:
            assert [row[n] for n in names] == [None, None]
            continue
        better = [v for v in known if (v < mine if of == "returns" else v > mine)]
        assert row[names[0]] == 1 + len(better)
        expected = None if not mean else (mine - mean) / abs(mean)
        assert same(row[names[1]], expected), (row, mean)
