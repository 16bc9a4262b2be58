"""SQL of others over a snapshot: one SELECT, read only, bounded in time and memory; and a file of tables for BI tools."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import UserError
from fupan.warehouse.engine import identifier, parquet
from fupan.warehouse.reader import published_tables
from fupan.warehouse.rows import empty_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from fupan.warehouse.engines.files import FileReader

TIMEOUT_SECONDS = 60.0
LONGEST = 100_000


def run_select(
    reader: FileReader, text: str, *, views: Mapping[str, str] | None = None, timeout_seconds: float = TIMEOUT_SECONDS
) -> pa.Table:
    """Rows of one SELECT over the published tables and *views* (name -> SELECT).

    UserError for anything else than one SELECT, for a table that is not there, for what the engine refuses, and after
    *timeout_seconds*. The reader's engine sees the snapshot's files only and its settings are locked.
    """
    import duckdb

    given = dict(views or {})
    wanted = check_select(text, [*published_tables(), *given])
    con = reader.backend.con.cursor()
    for name, view in given.items():
        if name.lower() in wanted:
            con.execute(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {view}")
    clock = threading.Timer(timeout_seconds, con.interrupt)
    clock.start()
    try:
        return con.execute(text).to_arrow_table()
    except duckdb.InterruptException as e:
        raise UserError(f"the statement took longer than {timeout_seconds:g} seconds and was stopped") from e
    except duckdb.Error as e:
        raise UserError(f"the SQL cannot be run: {str(e).splitlines()[0]}") from e
    finally:
        clock.cancel()
        con.close()


def check_select(text: str, tables: Iterable[str]) -> set[str]:
    """Names of the tables that one SELECT reads, in lower case; UserError where *text* is anything else."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    if len(text) > LONGEST:
        raise UserError(f"a statement may have {LONGEST} characters, this one has {len(text)}")
    try:
        statements = [s for s in sqlglot.parse(text, read="duckdb") if s is not None]
    except (SqlglotError, RecursionError) as e:
        raise UserError(f"the SQL cannot be read: {str(e).splitlines()[0]}") from e
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise UserError("exactly one SELECT statement is run; nothing can be written")
    tree = statements[0]
    if tree.find(exp.Into, exp.Command, exp.DML, exp.DDL) is not None:
        raise UserError("exactly one SELECT statement is run; nothing can be written")
    known = {t.lower() for t in tables}
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    wanted: set[str] = set()
    for found in tree.find_all(exp.Table):
        if isinstance(found.this, exp.Func):
            raise UserError(f"the table function {found.this.sql()[:60]} is not for reading here; name a table")
        name = found.name.lower()
        if found.db or found.catalog or name not in known | own:
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise UserError(f"there is no table {found.sql(dialect='duckdb')[:80]}{hint}")
        wanted.add(name)
    return wanted


def write_database(path: Path, files: Callable[[str], list[Path]], views: Mapping[str, str]) -> None:
    """A DuckDB file with a copy of every table and the *views* over them; it stands for itself and holds that snapshot.

    *files* gives a table's files. UserError where *path* exists.
    """
    import duckdb

    if path.exists():
        raise UserError(f"{path} exists; name a new file")
    aside = path.with_name(path.name + ".part")
    aside.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(aside)) as con:
            con.execute("SET TimeZone = 'UTC'")
            for name, columns in published_tables().items():
                rows = f" UNION ALL BY NAME SELECT * FROM {parquet(files(name))}" if files(name) else ""
                con.execute(f"CREATE TABLE {identifier(name)} AS {empty_rows(columns)}{rows}")
            for name, text in views.items():
                con.execute(f"CREATE VIEW {identifier(name)} AS {text}")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
