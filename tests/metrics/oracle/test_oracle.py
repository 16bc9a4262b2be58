"""The layer against the naive evaluator, row for row, on random companies; FUPAN_EXAMPLES asks for more of them."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.metrics.oracle.answer import Asked, Oracle
from tests.metrics.oracle.asking import ask_layer, check_rows, questions
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.goals import RefusedError
from tests.metrics.oracle.pack import Tables

from fupan.errors import QuestionError

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "5"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("sales", "plan", "stock", "money")
REFUSED = {"target_grain", "target_sets", "target_version"}
MEANT = {"not_loaded", "unknown_member", "empty_snapshot"}


def compare(tables: Tables, asked: Asked, seen: Tables | None = None, **more: Any) -> None:
    """The layer's answer about *tables* (asked *more*) against the oracle's, which may be shown other rows."""
    oracle = Oracle(tables if seen is None else seen, asked)
    try:
        result = ask_layer(tables, asked, **more)
    except QuestionError as e:
        if e.code in REFUSED:
            with pytest.raises(RefusedError):
                _ = oracle.answer(), oracle.total()
            return
        assume(e.code not in MEANT)
        raise
    check_rows(asked, result, oracle)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_totals_and_comparisons(kind: str) -> None:
    @many
    @given(companies(), questions(kind))
    def run(tables: Tables, asked: Asked) -> None:
        compare(tables, asked)

    run()


@pytest.mark.parametrize("kind", KINDS)
def test_inside_a_scope(kind: str) -> None:
    @many
    @given(companies(), questions(kind, scoped=True))
    def run(tables: Tables, asked: Asked) -> None:
        compare(tables, asked)

    run()
