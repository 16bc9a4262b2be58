"""The process that parses spreadsheets: small address space, killed when it takes too long.

Started by ``fupan.sources.spreadsheet``; speaks JSON lines: {"path", "out", "merges"} -> {"sheets": [...]} or {"error"}.
It imports nothing of fupan, so that it starts at once.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> None:
    """Answer requests until standard input ends."""
    _limit(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        try:
            answer: dict[str, Any] = {"sheets": _read(**json.loads(line))}
        except MemoryError:
            answer = {"error": "memory"}
        except BaseException as e:
            if isinstance(e, (KeyboardInterrupt, SystemExit)):
                raise
            answer = {"error": f"{type(e).__name__}: {e}"[:400]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _limit(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the scan and the time limit remain
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _read(
    path: str, out: str, merges: dict[str, list[list[int]]], wanted: list[str] | None = None
) -> list[dict[str, Any]]:
    """Stage each sheet of *path* as Parquet text below *out*; shapes and warnings of each."""
    import fastexcel

    reader = fastexcel.read_excel(path)
    made: list[dict[str, Any]] = []
    for number, name in enumerate(reader.sheet_names):
        if wanted is not None and name not in wanted:
            made.append({"name": name, "rows": 0, "width": 0, "visible": True, "skipped": True})
            continue
        made.append(_stage(reader, number, name, os.path.join(out, f"sheet{number}.parquet"), merges.get(name, [])))  # noqa: PTH118 - no pathlib: start fast
    return made


def _stage(reader: Any, number: int, name: str, target: str, merges: list[list[int]]) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sheet = reader.load_sheet(number, header_row=None, skip_rows=0, dtypes="string")
    visible = str(sheet.visible) == "visible"
    if sheet.height == 0 or sheet.width == 0:
        return {"name": name, "rows": 0, "width": 0, "visible": visible}
    columns, errors = _columns_and_errors(sheet)
    shift = _shift(columns, merges)
    columns, unfilled, kept = _fill(columns, merges, shift)
    names = ["source_row", *(f"c{i}" for i in range(1, len(columns) + 1)), *(f"u{i}" for i in unfilled)]
    rows = len(columns[0])
    arrays = [pa.array(range(1, rows + 1), pa.int64()), *columns, *unfilled.values()]
    made = pa.Table.from_arrays(arrays, names=names)
    pq.write_table(made, target, compression="lz4")
    return {
        "name": name, "rows": rows, "width": len(columns), "visible": visible, "path": target, "unfilled": list(unfilled),
        "merges": kept, "errors": errors,
    }  # fmt: skip


def _columns_and_errors(sheet: Any) -> tuple[list[Any], int]:
    """The columns, cells with an Excel error (#DIV/0!) as that text, so that they are not taken for blanks."""
    import pyarrow as pa

    try:
        batch, found = sheet.to_arrow_with_errors()
    except Exception:  # noqa: BLE001 - some kinds of file cannot tell; their error cells stay blank
        batch, found = sheet.to_arrow(), None
    columns = list(batch.columns)
    errors = list(found.errors) if found is not None else []
    by_column: dict[int, list[Any]] = {}
    for e in errors:
        by_column.setdefault(e.position[1], []).append(e)
    for j, cells in by_column.items():
        if j >= len(columns):
            continue
        values = columns[j].to_pylist()
        for e in cells:
            if e.offset_position[0] < len(values):
                values[e.offset_position[0]] = "#" + str(e.detail)[:60]
        columns[j] = pa.array(values, pa.string())
    return columns, len(errors)


def _shift(columns: list[Any], merges: list[list[int]]) -> int:
    """How many empty columns stand left of the table: the smallest shift that puts a value into each merge's corner."""
    if not merges:
        return 0
    rows = len(columns[0])
    sample = [m for m in merges if m[0] <= rows][:50]
    best, best_hits = 0, -1
    for shift in range(min(m[1] for m in merges)):
        hits = sum(
            1 for top, left, _, _ in sample
            if 0 <= left - 1 - shift < len(columns) and columns[left - 1 - shift][top - 1].is_valid
        )  # fmt: skip
        if hits > best_hits:
            best, best_hits = shift, hits
    return best


def _fill(columns: list[Any], merges: list[list[int]], shift: int) -> tuple[list[Any], dict[int, Any], list[list[int]]]:
    """Write each merge's value into all its cells; ``unfilled`` keeps the columns as they were."""
    import pyarrow as pa

    values: dict[int, list[Any]] = {}
    unfilled: dict[int, Any] = {}
    kept: list[list[int]] = []
    rows = len(columns[0])
    for top, left, bottom, right in merges:
        first, last = left - shift, min(right - shift, len(columns))
        if first < 1 or first > len(columns) or top > rows:
            continue
        if len(kept) < 5000:
            kept.append([top, first, bottom, last])
        corner = values[first - 1][top - 1] if first - 1 in values else columns[first - 1][top - 1].as_py()
        if corner is None or (bottom == top and top > 60):
            continue
        for j in range(first - 1, last):
            if j not in values:
                values[j] = columns[j].to_pylist()
            if bottom > top:
                unfilled.setdefault(j + 1, columns[j])
            for i in range(top - 1, min(bottom, rows)):
                if values[j][i] is None:
                    values[j][i] = corner
    for j, cells in values.items():
        columns[j] = pa.array(cells, pa.string())
    return columns, dict(sorted(unfilled.items())), kept


if __name__ == "__main__":
    main()
