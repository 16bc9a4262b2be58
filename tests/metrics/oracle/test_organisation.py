"""As was and as is, through a warehouse that stamps rows, against stamps worked out by hand."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from tests.metrics.memory import DEFINITIONS
from tests.metrics.oracle.answer import Asked, Oracle
from tests.metrics.oracle.asking import check_rows, question
from tests.metrics.oracle.organisation import histories, told_as
from tests.metrics.oracle.pack import Tables
from tests.warehouse.rows import batch, load

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer
from fupan.warehouse import Warehouse

EXAMPLES = int(os.environ.get("FUPAN_EXAMPLES", "3"))
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def test_by_the_organisation_of_the_day_or_of_today(tmp_path_factory: object) -> None:
    @few
    @given(histories())
    def run(given: tuple[Tables, Asked, str]) -> None:
        tables, asked, org = given
        root: Path = tmp_path_factory.mktemp("history")  # type: ignore[attr-defined]
        warehouse = Warehouse(root / "warehouse", memory_limit="1GB", threads=1, lock_timeout_seconds=20)
        load(warehouse, "load-1", *(batch(root / "inbox", name, rows) for name, rows in tables.items()))
        seen, told = told_as(tables, asked, org)
        with warehouse.read() as reader:
            try:
                result = MetricLayer(DEFINITIONS).ask(question(asked, org=org), reader=reader, scope=asked.scope)
            except QuestionError as e:
                assume(e.code not in {"not_loaded", "empty_snapshot"})
                raise
        check_rows(told, result, Oracle(seen, told))

    run()
