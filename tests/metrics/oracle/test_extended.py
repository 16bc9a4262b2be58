"""Plans side by side, long targets spread, credits, currencies and the festival against the naive evaluator."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.festive import festive
from tests.metrics.oracle.pack import Tables
from tests.metrics.oracle.plans import side_by_side, spread
from tests.metrics.oracle.shared import credited, written_out
from tests.metrics.oracle.test_oracle import compare
from tests.metrics.oracle.turned import in_yuan, turned

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "3"))
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(side_by_side())
def test_plans_and_their_versions_side_by_side(pair: tuple[Tables, Asked]) -> None:
    compare(*pair)


@few
@given(spread())
def test_targets_of_quarters_and_years_by_the_month(pair: tuple[Tables, Asked]) -> None:
    compare(*pair)


@few
@given(credited())
def test_lines_shared_out_by_credits(pair: tuple[Tables, Asked]) -> None:
    compare(*pair, written_out(*pair))


@few
@given(turned())
def test_amounts_in_one_currency(given: tuple[Tables, Asked, str]) -> None:
    tables, asked, rate = given
    compare(tables, asked, in_yuan(tables, rate), currency="CNY", rate=rate)


@few
@given(festive())
def test_readings_of_january_and_february(pair: tuple[Tables, Asked]) -> None:
    compare(*pair)
