"""DuckDB answers a known statement without Ibis, and gives the same connection to it once it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fupan.warehouse.engines.duck import DuckEngine

ASKED = """
import sys
from fupan.warehouse.engines.duck import DuckEngine
engine = DuckEngine()
engine.con.execute("CREATE TABLE t AS SELECT 1.50::DECIMAL(9, 2) AS x")
engine.con.execute("SET lock_configuration = true")
assert str(engine.fetch_rows("SELECT x FROM t")) == "[{'x': Decimal('1.50')}]"
assert "ibis" not in sys.modules
table = engine.table("t")
assert table.to_pyarrow().to_pylist() == engine.fetch_rows(engine.compile(table))
assert "pandas" not in sys.modules
engine.disconnect()
"""


def test_ibis_is_loaded_where_it_is_needed_and_pandas_never() -> None:
    subprocess.run([sys.executable, "-c", ASKED], check=True)


def test_a_name_is_never_a_python_variable() -> None:
    rows_of_python = [1]
    assert rows_of_python
    engine = DuckEngine()
    with pytest.raises(Exception, match="rows_of_python does not exist"):
        engine.fetch_rows("SELECT * FROM rows_of_python")
    engine.disconnect()
