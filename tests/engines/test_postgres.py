"""Copies of snapshots in PostgreSQL: complete or absent, everything as it was, behind views that switch in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.postgres_server import PostgresServer
from tests.warehouse.rows import NOW, batch, load, order

from fupan.errors import WorkspaceError
from fupan.warehouse import Warehouse
from fupan.warehouse.engines import postgres_copy
from fupan.workspace import EngineSettings, PostgresSettings

pytestmark = pytest.mark.needs("postgres")
Ask = Callable[[str], list[tuple[Any, ...]]]

ROWS = [
    order("o1", "1", "1234567890123.4567", product_id="", order_date="2025-06-30"),
    order("o2", "1", "-0.0001", product_id='a,"b"\nc\\N', order_date="1999-01-01"),
    order("o3", None, None, product_id="深圳·手机 A1\t✓", cancelled=True),
]


@pytest.fixture
def database(postgres_server: PostgresServer, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of this test alone."""
    import psycopg

    name = f"test_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(postgres_server.url(), autocommit=True) as con:
        con.execute(f"CREATE DATABASE {name}")
        yield postgres_server.url(name)
        con.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def warehouse(tmp_path: Path, database: str) -> Warehouse:
    engine = EngineSettings("postgres", postgres=PostgresSettings(database, "sales"))
    return Warehouse(tmp_path / "ware [1]'house", memory_limit="1GB", threads=1, engine=engine)


@pytest.fixture
def look(database: str) -> Iterator[Ask]:
    """What somebody else sees in the database."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as con:
        yield lambda text: con.execute(text).fetchall()


def test_every_value_comes_over_as_it_was(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS))
    query = (
        "SELECT order_id, order_date, gross_without_tax, product_id_raw, cancelled, source_row"
        " FROM order_lines ORDER BY order_id"
    )
    with warehouse.read() as copy, warehouse.read_files() as files:
        found = copy.sql(query).to_pylist()
        assert found == files.sql(query).to_pylist()
        assert found[0]["gross_without_tax"] == Decimal("1234567890123.4567")
        assert found[1]["product_id_raw"] == 'a,"b"\nc\\N'
        assert found[1]["order_date"] == dt.date(1999, 1, 1)
        assert copy.table("order_lines").schema() == files.table("order_lines").schema()
        assert copy.table("receipts").to_pyarrow().num_rows == 0


def test_views_show_the_snapshot_in_force_and_grants_stay(
    warehouse: Warehouse, tmp_path: Path, look: Ask, database: str
) -> None:
    import psycopg

    first, _ = load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS[:1]))
    assert look("SELECT count(*) FROM sales.order_lines") == [(1,)]
    with psycopg.connect(database) as owner:
        owner.execute("GRANT SELECT ON sales.order_lines TO pg_monitor")
    plain = Warehouse(warehouse.root, threads=1)
    second, _ = load(plain, "l2", batch(tmp_path, "order_lines", ROWS[1:], file="more.csv"))
    with warehouse.read(first.id) as pinned:
        assert pinned.sql("SELECT count(*) AS n FROM order_lines").to_pylist() == [{"n": 1}]
        assert look("SELECT count(*) FROM sales.order_lines") == [(1,)], "reading an old snapshot switches nothing"
        with warehouse.read() as newest:
            assert newest.sql("SELECT count(*) AS n FROM order_lines").to_pylist() == [{"n": 3}]
        assert pinned.sql("SELECT count(*) AS n FROM order_lines").to_pylist() == [{"n": 1}]
    assert look("SELECT count(*) FROM sales.order_lines") == [(3,)]
    assert look("SELECT has_table_privilege('pg_monitor', 'sales.order_lines', 'SELECT')") == [(True,)]
    assert look("SELECT id FROM sales.fupan_snapshots WHERE in_force") == [(second.id,)]


def test_a_copy_is_complete_or_absent(
    warehouse: Warehouse, tmp_path: Path, look: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = postgres_copy._copy_table

    def broken(con: Any, schema: str, table: str, *rest: Any) -> None:
        if table == "order_lines":
            raise RuntimeError("power cut")
        whole(con, schema, table, *rest)

    monkeypatch.setattr(postgres_copy, "_copy_table", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS))
    assert look("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sales%'") == []
    monkeypatch.undo()
    with warehouse.read() as reader:
        assert reader.sql("SELECT count(*) AS n FROM order_lines").to_pylist() == [{"n": 3}]


def test_two_who_come_at_once_copy_once(
    warehouse: Warehouse, tmp_path: Path, look: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Warehouse(warehouse.root, threads=1)
    load(plain, "l1", batch(tmp_path, "order_lines", ROWS))
    copies: list[str] = []
    whole = postgres_copy._copy_table

    def counted(con: Any, schema: str, table: str, *rest: Any) -> None:
        copies.append(table)
        whole(con, schema, table, *rest)

    monkeypatch.setattr(postgres_copy, "_copy_table", counted)
    with ThreadPoolExecutor(4) as pool:
        for reader in pool.map(lambda _: warehouse.read(), range(4)):
            assert reader.sql("SELECT count(*) AS n FROM order_lines").to_pylist() == [{"n": 3}]
            reader.close()
    assert copies.count("order_lines") == 1
    assert look("SELECT count(*) FROM sales.order_lines") == [(3,)]


def test_copies_go_with_their_snapshots(warehouse: Warehouse, tmp_path: Path, look: Ask) -> None:
    for n, row in enumerate(ROWS):
        load(warehouse, f"l{n}", batch(tmp_path, "order_lines", [row], file=f"{n}.csv"))
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sales@_%' ESCAPE '@'"
    assert len(look(schemas)) == 3
    warehouse.prune(1, now=NOW + dt.timedelta(days=1))
    newest = warehouse.current()
    assert newest is not None
    assert look(schemas) == [(postgres_copy.schema_name("sales", newest.id),)]
    assert look("SELECT count(*) FROM sales.order_lines") == [(3,)]


def test_a_copy_of_an_older_layout_is_made_anew(
    warehouse: Warehouse, tmp_path: Path, look: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS))
    monkeypatch.setattr(postgres_copy, "LAYOUT", postgres_copy.LAYOUT + 1)
    before = look("SELECT copied_at FROM sales.fupan_snapshots")
    warehouse.read().close()
    assert look("SELECT copied_at FROM sales.fupan_snapshots") > before
    assert look("SELECT count(*) FROM sales.order_lines") == [(3,)]


def test_nothing_can_be_written_through_a_reader(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS))
    with warehouse.read() as reader, pytest.raises(Exception, match="read-only"):
        reader.sql("DELETE FROM order_lines RETURNING 1 AS n")


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    engine = EngineSettings("postgres", postgres=PostgresSettings("host=/nowhere dbname=sales"))
    warehouse = Warehouse(tmp_path / "w", threads=1, engine=engine)
    with pytest.raises(WorkspaceError, match=r"loaded, but not copied to PostgreSQL.*postgres\.url: PostgreSQL cannot"):
        load(warehouse, "l1", batch(tmp_path, "order_lines", ROWS))
    assert warehouse.current() is not None
    with pytest.raises(WorkspaceError, match=r"postgres\.url: PostgreSQL cannot be reached"):
        warehouse.read()
