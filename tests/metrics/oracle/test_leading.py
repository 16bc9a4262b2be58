"""Top and others against the naive evaluator: who leads, and what the rest comes to at its own level."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked, Key, Oracle
from tests.metrics.oracle.asking import ask_layer, figures, same
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.pack import UNKNOWN, Tables, label, member

from fupan.errors import QuestionError

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "6"))


class Rest(Oracle):
    """Rows of everyone but the leaders."""

    leaders: frozenset[Any] = frozenset()

    def of(self, key: Key) -> Any:
        del key
        name = self.asked.by[0]
        return lambda fact, row: label(self.tables, name, member(self.tables, fact, row, name)) not in self.leaders


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    companies(), st.sampled_from(["region", "customer", "product_line", "category"]), st.integers(1, 2),
    st.lists(st.sampled_from(["net_sales", "orders", "customers", "gross_margin_rate", "returns"]), min_size=1, max_size=3, unique=True),
)  # fmt: skip
def test_leaders_and_others(tables: Tables, by: str, top: int, metrics: list[str]) -> None:
    asked = Asked(metrics=tuple(metrics), by=(by,))
    try:
        result = ask_layer(tables, asked, top=top, others=True)
    except QuestionError as e:
        assume(e.code not in {"not_loaded", "empty_snapshot"})
        raise
    oracle = Oracle(tables, asked)
    every = {k[0]: r for k, r in oracle.answer().items()}
    first = metrics[0]
    shown = [r[by] for r in result.rows]
    assert UNKNOWN not in shown
    assert len(shown) <= top
    for row in result.rows:
        for name, figure in figures(asked, row).items():
            assert same(figure, every[row[by]][name])
    known = [r[first] for n, r in every.items() if n not in shown and n != UNKNOWN and r[first] is not None]
    least = [every[n][first] for n in shown if every[n][first] is not None]
    if len(shown) == top and len(least) == top and known:
        assert min(least) >= max(known) or max(known) == 0
    rest = Rest(tables, replace(asked))
    rest.leaders = frozenset(shown)
    others = rest.cell((), asked.window, [()])
    if result.others is not None:
        for name in metrics:
            assert same(result.others[name], others[name]), (
                f"others {name}: layer {result.others[name]}, oracle {others[name]}"
            )
