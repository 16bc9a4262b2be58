"""The answer as object: exports, columns, provenance, order; no pandas on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
from tests.metrics.company import company, line, returned
from tests.metrics.memory import ask

LINES = [
    line("a", "2025-06-01", 100, region_id="SH"),
    line("b", "2025-06-02", 100, region_id="GD"),
    line("c", "2025-06-02", 3),
]


def test_exports_hold_the_same_rows() -> None:
    result = ask(
        company(order_lines=LINES), "net_sales", "orders", "aov", by=("region",), compare=("previous",), totals=True
    )
    table = result.to_arrow()
    assert table.schema.field("net_sales").type == pa.decimal128(38, 4)
    assert table.schema.field("orders").type == pa.int64()
    assert table.to_pylist() == result.rows
    assert list(result.to_pandas()["region"]) == ["华东", "华南", "(unknown)"]
    assert result.to_polars()["orders"].to_list() == [1, 1, 1]
    loaded = json.loads(result.to_json())
    assert loaded["rows"][0]["net_sales"] == 100
    assert loaded["total"]["net_sales"] == 203
    assert loaded["provenance"]["window"]["label"] == "2025-06"


def test_columns_carry_labels_and_units() -> None:
    result = ask(company(order_lines=LINES), "net_sales", by=("region", "month"), compare=("last_year", "target"))
    assert [c.name for c in result.columns] == [
        "region", "month", "month.key", "net_sales", "net_sales.last_year", "net_sales.vs_last_year", "net_sales.target", "net_sales.vs_target",
    ]  # fmt: skip
    column = result.column("net_sales.vs_last_year")
    assert (column.zh, column.en, column.format, column.kind, column.metric) == (
        "净销售额同比",
        "Net sales vs last year",
        "percent",
        "comparison",
        "net_sales",
    )


def test_provenance_names_snapshot_tables_definitions_and_sql() -> None:
    returns = [returned("r", "2025-06-03", 1, "2025-06-01")]
    result = ask(company(order_lines=LINES, return_lines=returns), "net_sales", by=("region",), as_of=date(2025, 6, 30))
    p = result.provenance
    assert str(p.snapshot_id).startswith("memory-")
    assert p.tables == ("order_lines", "regions", "return_lines")
    assert p.definitions["net_sales"]["formula"].startswith("gross_sales")
    assert "order_lines" in result.sql()
    assert p.as_of == date(2025, 6, 30)


def test_ties_keep_a_stable_order() -> None:
    orders = [
        [r["region"] for r in ask(company(order_lines=LINES), "net_sales", by=("region",)).rows] for _ in range(3)
    ]
    assert orders == [["华东", "华南", "(unknown)"]] * 3


def test_a_question_does_without_pandas() -> None:
    code = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'pandas':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from tests.metrics.company import company, line\n"
        "from tests.metrics.memory import ask\n"
        "r = ask(company(order_lines=[line('a', '2025-06-01', 1)]), 'net_sales', by=('region',), totals=True)\n"
        "r.to_arrow(); r.to_json()\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
