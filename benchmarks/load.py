"""Loading order lines from csv, xlsx and parquet, beside plain DuckDB, Polars and pandas reading the same file.

fupan reads, maps, converts to exact types, quarantines what does not convert and writes a batch; the others only read
and cast (DuckDB, Polars) or read (pandas): the ratio is what the guarantees cost.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import run_case, table
from benchmarks.orders import write_files

MAPPING = """
files: "*"
table: order_lines
mode: full
fields:
  order_id: 订单号
  line_id: 行号
  order_date: 下单日期
  customer_id: 客户
  product_id: 产品
  product_line: 产品线
  channel_id: 渠道
  region_id: 区域
  quantity: 数量
  gross_with_tax: 含税金额
  tax_rate: 税率
"""
READERS = {
    "csv": ("fupan", "duckdb", "polars", "pandas"),
    "parquet": ("fupan", "duckdb", "polars", "pandas"),
    "xlsx": ("fupan", "polars", "pandas"),
}
_TYPED = "sum(CAST(含税金额 AS DECIMAL(19,4))), max(TRY_CAST(下单日期 AS DATE)), sum(CAST(数量 AS DECIMAL(19,4)))"


def case(reader: str, form: str, *files: str) -> str:
    """Read *files* of *form* with *reader*; answers "rows amount", which must agree."""
    return {"fupan": _fupan, "duckdb": _duckdb, "polars": _polars, "pandas": _pandas}[reader](form, files)


def _fupan(_form: str, files: tuple[str, ...]) -> str:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from fupan.sources.load import load_file
    from fupan.sources.mapping_file import parse_mapping

    mapping = parse_mapping(MAPPING, file="orders.yaml", name="orders")
    rows, amount = 0, 0
    with tempfile.TemporaryDirectory() as out:
        for i, name in enumerate(files):
            for batch in load_file(Path(name), mapping, Path(out) / str(i)):
                rows += batch.loaded
                amount += pc.sum(pq.read_table(batch.path, columns=["gross_with_tax"]).column(0)).as_py()
    return f"{rows} {amount:.2f}"


def _duckdb(form: str, files: tuple[str, ...]) -> str:
    import duckdb

    source = f"read_csv('{files[0]}', all_varchar=true)" if form == "csv" else f"'{files[0]}'"
    with tempfile.TemporaryDirectory() as out:
        path = f"{out}/rows.parquet"
        duckdb.sql(
            f"COPY (SELECT * REPLACE (CAST(下单日期 AS DATE) AS 下单日期, CAST(含税金额 AS DECIMAL(19,4)) AS 含税金额,"
            f" CAST(数量 AS DECIMAL(19,4)) AS 数量, CAST(税率 AS DECIMAL(19,8)) AS 税率) FROM {source}) TO '{path}' (COMPRESSION zstd)"
        )
        rows, amount = duckdb.sql(f"SELECT count(*), sum(含税金额) FROM '{path}'").fetchone()
    return f"{rows} {amount:.2f}"


def _polars(form: str, files: tuple[str, ...]) -> str:
    import polars as pl

    if form == "csv":
        t = pl.read_csv(files[0], infer_schema=False)
    elif form == "parquet":
        t = pl.read_parquet(files[0])
    else:
        t = pl.concat([pl.read_excel(f, engine="calamine", infer_schema_length=0) for f in files])
    t = t.with_columns(
        pl.col("含税金额").cast(pl.Decimal(19, 4)),
        pl.col("下单日期").cast(pl.String).str.to_date("%Y-%m-%d", strict=False),
    )
    return f"{t.height} {t['含税金额'].sum():.2f}"


def _pandas(form: str, files: tuple[str, ...]) -> str:
    import pandas as pd

    if form == "csv":
        t = pd.read_csv(files[0], dtype=str)
    elif form == "parquet":
        t = pd.read_parquet(files[0])
    else:
        t = pd.concat([pd.read_excel(f, dtype=str, engine="calamine") for f in files])
    return f"{len(t)} {pd.to_numeric(t['含税金额']).sum():.2f}"


def run(rows: int, place: Path) -> None:
    """Print the comparison for *rows* order lines."""
    files = write_files(place, rows)
    for form, readers in READERS.items():
        names = [str(f) for f in files[form]]
        found = {r: run_case("benchmarks.load", r, form, *names) for r in readers}
        ours = found["fupan"]
        lines = []
        for reader, m in found.items():
            if m is None:
                lines.append([reader, "failed", "", "", "", ""])
                continue
            ratio = f"{ours.seconds / m.seconds:.2f}" if ours and m.seconds else ""
            lines.append([reader, f"{m.seconds:.2f}", f"{rows / m.seconds:,.0f}", f"{m.peak_mb:,.0f}", ratio, m.answer])
        size = sum(f.stat().st_size for f in files[form]) / 1e6
        table(
            f"load {rows:,} order lines from {form} ({size:,.0f} MB)",
            ["reader", "seconds", "rows/s", "peak MB", "fupan / it", "rows and amount"], lines,
        )  # fmt: skip
