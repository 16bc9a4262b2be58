"""A question needs neither pandas nor anything else that is slow to import and that it does not use."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from datetime import date
from fupan.metrics import MetricLayer, Question, Scope, load_definitions
from fupan.metrics.memory import MemoryManifest, MemoryReader
reader = MemoryReader(order_lines=[])
reader.backend.con.execute(  # without parameters: binding them looks for pandas
    "INSERT INTO order_lines (order_id, line_id, recognised_date, gross_without_tax, currency) "
    "VALUES ('1', '1', DATE '2025-06-03', 5, 'CNY')"
)
reader.manifest = MemoryManifest(counts={"order_lines": 1})
question = Question(metrics=("net_sales", "orders"), by=("region",), window="2025-06", compare=("last_year",), totals=True)
result = MetricLayer(load_definitions()).ask(question, reader=reader, scope=Scope.everything())
assert result.total["net_sales"] == 5
print(" ".join(m for m in ("pandas", "polars", "scipy", "pyspark", "psycopg", "django") if m in sys.modules))
"""


def test_asking_imports_nothing_that_it_does_not_use() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
