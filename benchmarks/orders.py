"""Order files for the benchmarks: the same rows as csv, xlsx and parquet, as a person's export has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

HEADS = ("订单号", "行号", "下单日期", "客户", "产品", "产品线", "渠道", "区域", "数量", "含税金额", "税率")
REGIONS = ("华东", "华南", "华北", "华中", "西南", "西北", "东北")
XLSX_ROWS = 1_000_000


def order_table(rows: int, *, seed: int = 7) -> pa.Table:
    """*rows* order lines of two years; amounts are texts with two decimals, dates ISO texts."""
    r = np.random.default_rng(seed)
    order = r.integers(0, rows // 3, rows)
    day = np.datetime64("2024-01-01") + r.integers(0, 560, rows)
    cents = r.integers(1_000, 2_000_000, rows)
    line = np.arange(rows)
    columns = [
        pa.array([f"SO{o:08d}" for o in order]),
        pa.array(line.astype(str)),
        pa.array(day.astype(str)),
        pa.array([f"C{c:05d}" for c in r.integers(0, 3000, rows)]),
        pa.array([f"{p:08d}" for p in r.integers(0, 400, rows)]),
        pa.array(np.array(["A系列", "B系列", "C系列"])[r.integers(0, 3, rows)]),
        pa.array(np.array(["线上", "门店", "经销商", "海外"])[r.integers(0, 4, rows)]),
        pa.array(np.array(REGIONS)[r.integers(0, 7, rows)]),
        pa.array(r.integers(1, 50, rows).astype(str)),
        pa.array([f"{c // 100}.{c % 100:02d}" for c in cents]),
        pa.array(["0.13"] * rows),
    ]
    return pa.table(columns, names=HEADS)


def write_files(directory: Path, rows: int) -> dict[str, list[Path]]:
    """The files by format, made once per size."""
    directory.mkdir(parents=True, exist_ok=True)
    csv, parquet = directory / f"orders-{rows}.csv", directory / f"orders-{rows}.parquet"
    sheets = [directory / f"orders-{rows}-{i}.xlsx" for i in range(-(-rows // XLSX_ROWS))]
    if not all(p.exists() for p in (csv, parquet, *sheets)):
        table = order_table(rows)
        pcsv.write_csv(table, csv)
        pq.write_table(table, parquet, compression="zstd")
        for i, path in enumerate(sheets):
            _write_xlsx(table.slice(i * XLSX_ROWS, XLSX_ROWS), path)
    return {"csv": [csv], "parquet": [parquet], "xlsx": sheets}


def _write_xlsx(table: pa.Table, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, HEADS)
        row = 1
        for batch in table.to_batches(max_chunksize=50_000):
            columns = [c.to_pylist() for c in batch.columns]
            for values in zip(*columns, strict=True):
                for i, v in enumerate(values):
                    if i in (8, 9, 10):
                        sheet.write_number(row, i, float(v))
                    else:
                        sheet.write_string(row, i, v)
                row += 1
