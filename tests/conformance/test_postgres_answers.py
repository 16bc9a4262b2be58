"""The same answers and the same refusals from DuckDB and PostgreSQL, row for row."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conformance.compare import answer, difference
from tests.conformance.grid import AS_OF, Asked, Grid
from tests.conformance.variations import AXES

from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.warehouse import Reader

pytestmark = pytest.mark.needs("postgres")
QUESTIONS = 24


def check(layer: MetricLayer, asked: Asked, duck: Reader, other: Reader, seed: int) -> None:
    """AssertionError with the question and the first difference."""
    found = difference(
        answer(layer, asked.question, duck, asked.scope), answer(layer, asked.question, other, asked.scope)
    )
    assert found is None, f"FUPAN_SEED={seed}\n{asked}\n{found}"


def test_a_covering_sample(layer: MetricLayer, duck: Reader, postgres: Reader, seed: int) -> None:
    for asked in Grid(layer, duck, seed).covering(QUESTIONS):
        check(layer, asked, duck, postgres, seed)


@given(data=st.data())
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_question(data: st.DataObject, layer: MetricLayer, duck: Reader, postgres: Reader, seed: int) -> None:
    grid = _grid(layer, duck, seed)
    metrics = data.draw(st.lists(st.sampled_from(sorted(grid.carried)), min_size=1, max_size=3, unique=True))
    common = [d for d in grid.carried[metrics[0]] if all(d in grid.carried[m] for m in metrics)]
    by = data.draw(st.lists(st.sampled_from(common), max_size=2, unique=True)) if common else []
    axes = data.draw(st.lists(st.sampled_from(sorted(AXES)), max_size=3, unique=True))
    options = [data.draw(st.sampled_from(AXES[axis])) for axis in axes]
    grid.random = random.Random(0)
    check(layer, grid.asked(metrics, by, *options), duck, postgres, seed)


def test_reported_figures(layer: MetricLayer, duck: Reader, postgres: Reader, seed: int) -> None:
    """Closed months stand on copies of their own: sums, ratios of sums and formulas by members, rates."""
    for options in AXES["figures"][1:]:
        for metrics in (["net_sales", "return_rate", "gross_margin_rate"], ["asp", "order_line_count"]):
            asked = Grid(layer, duck, seed).asked(metrics, ["region"], options)
            assert "compare" in options or isinstance(answer(layer, asked.question, duck, asked.scope), Result)
            check(layer, asked, duck, postgres, seed)
    dollars = Question(("net_sales",), ("org_level_2",), "2025-q2", figures="reported", currency="USD", as_of=AS_OF)
    check(layer, Asked(dollars, Scope(members={"region": ("大区1",)})), duck, postgres, seed)


_GRIDS: dict[int, Grid] = {}


def _grid(layer: MetricLayer, duck: Reader, seed: int) -> Grid:
    if seed not in _GRIDS:
        _GRIDS[seed] = Grid(layer, duck, seed)
    return _GRIDS[seed]
