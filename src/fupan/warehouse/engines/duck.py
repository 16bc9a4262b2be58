"""DuckDB in this process; Ibis is loaded over it where an expression is built, not for a statement that is known already."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends.duckdb import Backend


class DuckEngine:
    """A connection and, once something of it is asked for, the Ibis backend over it."""

    name = "duckdb"
    truncates_dates = True  # the first of a date's month is a date, found sooner than by comparisons

    def __init__(self, con: duckdb.DuckDBPyConnection | None = None) -> None:
        self.con = _connected() if con is None else con
        self._ibis: Backend | None = None
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loaded(), name)

    def fetch_rows(self, text: str) -> list[dict[str, Any]]:
        """The rows of a statement of ours."""
        rows: list[dict[str, Any]] = self.con.execute(text).to_arrow_table().to_pylist()
        return rows

    def disconnect(self) -> None:
        """Close the connection."""
        self.con.close()

    def _loaded(self) -> Backend:
        with self._lock:
            if self._ibis is None:
                self._ibis = _over(self.con)
            return self._ibis


def _connected() -> duckdb.DuckDBPyConnection:
    """A new engine; what is set holds for its cursors, too."""
    con = duckdb.connect()
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    con.execute("SET GLOBAL python_enable_replacements = false")  # a name is a table's, never a Python variable's
    return con


def _over(con: duckdb.DuckDBPyConnection) -> Backend:
    import ibis

    ibis.duckdb  # noqa: B018 - registers the backend
    from ibis.backends.duckdb import Backend

    from fupan.warehouse.engines.duck_compiler import DuckCompiler

    class SetUp(Backend):  # type: ignore[misc] # Ibis has no types
        """Over a connection that was set up before it was locked."""

        compiler = DuckCompiler()

        def _post_connect(self, extensions: Any = None) -> None:
            del extensions
            self._record_batch_readers_consumed: dict[Any, bool] = {}

        def to_pyarrow(self, expr: Any, /, **_: Any) -> pa.Table:
            """Rows without pandas, which Ibis would load to convert them."""
            wanted = expr.as_table().schema().to_pyarrow()
            found: pa.Table = self.con.execute(self.compile(expr)).to_arrow_table().cast(wanted)
            return found

    return SetUp.from_connection(con)
