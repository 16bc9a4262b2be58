"""Statistic dates, cash set against invoices, and cohorts against the naive evaluator."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import ask_layer
from tests.metrics.oracle.cash import allocated
from tests.metrics.oracle.pack import Tables
from tests.metrics.oracle.roles import by_role, lacks
from tests.metrics.oracle.stages import cohorts, written_out
from tests.metrics.oracle.test_oracle import compare

from fupan.errors import QuestionError

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "4"))
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(by_role())
def test_by_another_date_of_their_rows(pair: tuple[Tables, Asked]) -> None:
    tables, asked = pair
    assert asked.time is not None
    if any(lacks(m, asked.time) for m in asked.metrics):
        with pytest.raises(QuestionError) as refused:
            ask_layer(tables, asked)
        assert refused.value.code in {"time_role", "empty_snapshot"}
        return
    compare(tables, asked)


@few
@given(allocated())
def test_receipts_that_nobody_has_allocated(pair: tuple[Tables, Asked]) -> None:
    compare(*pair)


@few
@given(cohorts())
def test_conversion_of_a_cohort(pair: tuple[Tables, Asked]) -> None:
    tables, asked = pair
    compare(tables, asked, written_out(tables))
