"""A warehouse of any size for the metric benchmark: its tables are written straight as Parquet, as one snapshot."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from fupan.warehouse.manifest import FileRef, Manifest
from fupan.warehouse.reader import published_tables
from fupan.warehouse.store import Store

START, DAYS = "2024-01-01", 560
_REGIONS = "['华东','华南','华北','华中','西南','西北','东北']"
_DAY = f"DATE '{START}' + CAST(hash(i * 7) % {DAYS} AS INTEGER)"
_CENTS = "CAST((hash(i * 3) % 1000000 + 1000) AS DECIMAL(19,4)) / 100"

_FILLED = {
    "regions": (
        "SELECT 'R' || r || '-' || c AS region_id, '市' || r || c AS name, list_value('华东','华南','华北','华中','西南','西北','东北')[CAST(r + 1 AS INTEGER)] AS region,"
        " '省' || r AS province, '市' || r || c AS city, 'R' || r AS parent_id FROM range(7) a(r), range(40) b(c)"
        " UNION ALL SELECT 'R' || r, '大区' || r, list_value('华东','华南','华北','华中','西南','西北','东北')[CAST(r + 1 AS INTEGER)], NULL, NULL, NULL FROM range(7) t(r)"
    ),
    "products": "SELECT 'P' || i AS product_id, '产品' || i AS name, list_value('A','B','C')[CAST(i % 3 + 1 AS INTEGER)] AS product_line FROM range(400) t(i)",
    "targets": (
        f"SELECT 'net_sales' AS metric, 'recognition/without/sell_in' AS basis, 'v1' AS version, 'target' AS level, m AS start_date,"
        f" CAST(m + INTERVAL 1 MONTH AS DATE) AS end_date, 'region' AS grain_set, 'R' || r AS region_id, 5000000 AS amount, 'CNY' AS currency"
        f" FROM (SELECT CAST(unnest(range(DATE '{START}', DATE '2025-07-01', INTERVAL 1 MONTH)) AS DATE) AS m), range(7) t(r)"
    ),
}  # fmt: skip


def _order_lines(rows: int) -> str:
    return (
        f"SELECT 'erp' AS source_system, 'SO' || (i // 3) AS order_id, CAST(i % 3 AS VARCHAR) AS line_id, hash(i) % 200 = 0 AS intercompany,"
        f" 'C' || (hash(i // 3) % 30000) AS customer_id, 'P' || (hash(i * 5) % 400) AS product_id, list_value('A','B','C')[CAST(hash(i * 5) % 400 % 3 + 1 AS INTEGER)] AS product_line,"
        f" list_value('online','store','dealer','overseas')[CAST(hash(i // 3) % 4 + 1 AS INTEGER)] AS channel_id,"
        f" 'R' || (hash(i // 3) % 7) || '-' || (hash(i // 21) % 40) AS region_id, {_DAY} AS order_date, {_DAY} + 3 AS recognised_date,"
        f" hash(i) % 20 + 1 AS quantity, {_CENTS} * 1.13 AS gross_with_tax, {_CENTS} AS gross_without_tax, 0.13 AS tax_rate, {_CENTS} * 0.02 AS discount,"
        f" {_CENTS} * 0.6 AS cost, 'CNY' AS currency, hash(i * 11) % 300 = 0 AS cancelled FROM range({rows}) t(i)"
    )


def _return_lines(rows: int) -> str:
    return (
        f"SELECT 'erp' AS source_system, 'RT' || i AS return_id, '1' AS line_id, 'SO' || i AS order_id, '0' AS order_line_id, false AS intercompany,"
        f" 'C' || (hash(i) % 30000) AS customer_id, 'P' || (hash(i * 5) % 400) AS product_id, list_value('A','B','C')[CAST(hash(i * 5) % 400 % 3 + 1 AS INTEGER)] AS product_line,"
        f" 'R' || (hash(i) % 7) || '-' || (hash(i) % 40) AS region_id, {_DAY} + 10 AS return_date, {_DAY} AS order_date,"
        f" {_CENTS} AS amount_without_tax, {_CENTS} * 1.13 AS amount_with_tax, {_CENTS} * 0.6 AS cost, 1 AS quantity, 'CNY' AS currency FROM range({rows}) t(i)"
    )


def _accruals(rows: int) -> str:
    return (
        f"SELECT 'erp' AS source_system, 'A' || i AS accrual_id, list_value('rebate','price_protection')[CAST(i % 2 + 1 AS INTEGER)] AS kind, {_DAY} AS accrual_date,"
        f" 'R' || (hash(i) % 7) || '-' || (hash(i) % 40) AS region_id, {_CENTS} * 0.1 AS amount, 'CNY' AS currency FROM range({rows}) t(i)"
    )


def _stock() -> str:
    return (
        "SELECT 'wms' AS source_system, m AS snapshot_date, 'warehouse' AS place_kind, 'W' || w AS place_id, 'P' || p AS product_id,"
        " hash(m, w, p) % 900 AS quantity, CAST(hash(p) % 500 + 20 AS DECIMAL(19,4)) AS unit_cost, 'CNY' AS currency"
        f" FROM (SELECT CAST(unnest(range(DATE '{START}', DATE '2025-07-01', INTERVAL 1 DAY)) AS DATE) AS m), range(12) a(w), range(400) b(p)"
    )


def write_facts(place: Path, rows: int) -> Path:
    """A warehouse with *rows* order lines and what belongs to them, made once per size; its directory."""
    target = place / f"facts-{rows}"
    queries = _FILLED | {
        "order_lines": _order_lines(rows), "return_lines": _return_lines(rows // 40), "accruals": _accruals(rows // 100),
        "stock_snapshots": _stock(),
    }  # fmt: skip
    target.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        for name, query in queries.items():
            path = target / f"{name}.parquet"
            if not path.exists():
                typed = _typed(name, query)
                con.execute(f"COPY ({typed}) TO '{path}.new' (FORMAT parquet, COMPRESSION zstd)")
                Path(f"{path}.new").replace(path)
    _publish(target, rows, list(queries))
    return target


def _publish(root: Path, rows: int, tables: list[str]) -> None:
    """Make the files the one snapshot of the warehouse in *root*."""
    store = Store(root)
    name = f"20260101T000000-{rows}"
    if store.history() == (name,):
        return
    with duckdb.connect() as con:
        refs = {}
        for table in tables:
            path = root / f"{table}.parquet"
            count = con.execute(f"SELECT count(*) FROM read_parquet('{path}')").fetchone()
            refs[table] = (FileRef(path.name, "", count[0] if count else 0, path.stat().st_size),)
    made = Manifest(name, datetime(2026, 1, 1, tzinfo=UTC), None, (), refs, {}, "benchmark", "benchmark")
    store.write_manifest(made)
    store.point_to([name])


def _typed(name: str, query: str) -> str:
    """*query* with every published column of the table in its type."""
    columns = published_tables()[name]
    empty = "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{c}"' for c, kind in columns) + " WHERE false"
    casts = ", ".join(f'CAST("{c}" AS {kind}) AS "{c}"' for c, kind in columns)
    return f"SELECT {casts} FROM ({empty} UNION ALL BY NAME SELECT * FROM ({query}))"
