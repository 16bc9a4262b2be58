"""Running windows, cumulative figures and subtotals against the naive evaluator."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import CUMULATIVE, questions
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.pack import Tables
from tests.metrics.oracle.test_oracle import KINDS, compare, many


@pytest.mark.parametrize("kind", KINDS)
def test_as_of_a_day(kind: str) -> None:
    @many
    @given(companies(), questions(kind, running=True))
    def run(tables: Tables, asked: Asked) -> None:
        compare(tables, asked)

    run()


@many
@given(companies(), questions("sales", running=True, given=CUMULATIVE))
def test_cumulative_figures(tables: Tables, asked: Asked) -> None:
    compare(tables, asked)


@pytest.mark.parametrize("kind", ["sales", "plan"])
def test_every_level_at_its_own(kind: str) -> None:
    @many
    @given(companies(), questions(kind, running=True, subtotals=True))
    def run(tables: Tables, asked: Asked) -> None:
        compare(tables, asked)

    run()
