"""Workbooks: scanned first, then parsed in a process of their own that can neither hang nor eat the machine's memory."""

from __future__ import annotations

import contextlib
import json
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fupan.errors import SourceError
from fupan.sources import sheet_process
from fupan.sources.limits import DEFAULT_LIMITS, Limits
from fupan.sources.raw import Cells, Kind, Merge, RawSheet
from fupan.sources.strict import as_transitional
from fupan.sources.workbook_scan import SheetScan, WorkbookScan, check_archive, scan_workbook

_HEAD_ROWS = 60


class SpreadsheetReader:
    """A parsing process, started at the first workbook and used for all until closed; a context manager."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, stage: Path, kind: Kind) -> tuple[tuple[RawSheet, ...], bool, tuple[str, ...]]:
        """Stage every sheet below *stage*: the sheets, whether dates count from 1904, and notes; SourceError if refused."""
        scan = WorkbookScan({}, path.stat().st_size * 4, strict=False, date_1904=False)
        source = path
        if kind == "xlsx":
            scan = scan_workbook(path, self.limits)
            if scan.strict:
                source = as_transitional(path, stage / "transitional.xlsx")
        elif kind == "ods":
            scan = WorkbookScan({}, check_archive(path, self.limits), strict=False, date_1904=False)
        request = {
            "path": str(source),
            "out": str(stage),
            "merges": {n: s.merges for n, s in scan.sheets.items() if s.merges},
        }
        seconds = self.limits.seconds + scan.unzipped / 2_000_000
        answer = self._ask(request, path, seconds)
        sheets = tuple(self._sheet(s, scan.sheets.get(s["name"]), path) for s in answer["sheets"])
        notes = [f"sheet “{s.name}” is hidden" for s in sheets if not s.visible]
        return sheets, scan.date_1904, tuple(notes)

    def close(self) -> None:
        """End the parsing process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            self._process = None

    def _ask(self, request: Mapping[str, Any], path: Path, seconds: float) -> dict[str, Any]:
        process = self._process or self._start()
        assert process.stdin is not None  # noqa: S101 - opened with pipes
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = self._wait(process, seconds)
        except BrokenPipeError:
            line = ""
        if line is None:
            self.close()
            raise SourceError(
                "takes too long to parse",
                file=path.name,
                found=f"over {seconds:.0f} s",
                expected="a plain table; export as CSV",
            )
        answer: dict[str, Any] = json.loads(line) if line else {"error": "memory"}
        if "error" not in answer:
            return answer
        self.close()
        if answer["error"] == "memory" or "alloc" in answer["error"]:
            raise SourceError(
                "needs too much memory to parse", file=path.name, found=f"over {self.limits.memory_bytes / 1e9:.1f} GB",
                expected="fewer rows in one workbook, or the same table as CSV",
            )  # fmt: skip
        raise SourceError(
            "cannot be parsed as a workbook",
            file=path.name,
            found=answer["error"],
            expected="a workbook as Excel or WPS saves it",
        )

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-I", str(Path(sheet_process.__file__)), str(self.limits.memory_bytes)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program and a number
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            env=_environment(),
        )  # fmt: skip
        return self._process

    def _wait(self, process: subprocess.Popen[str], seconds: float) -> str | None:
        """The answer's line; "" if the process died; None if it took too long."""
        stream = process.stdout
        assert stream is not None  # noqa: S101
        if sys.platform == "win32":
            import threading

            got: list[str] = []
            thread = threading.Thread(target=lambda: got.append(stream.readline()), daemon=True)
            thread.start()
            thread.join(seconds)
            return got[0] if got else None
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                if selector.select(left):
                    return stream.readline()
        return None

    def _sheet(self, made: dict[str, Any], scan: SheetScan | None, path: Path) -> RawSheet:
        if made["width"] > self.limits.columns:
            raise SourceError(
                "has too many columns",
                file=path.name,
                sheet=made["name"],
                found=str(made["width"]),
                expected=f"at most {self.limits.columns}",
            )
        if not made["rows"]:
            return RawSheet(name=made["name"], relation="", width=0, rows=0, visible=made["visible"])
        staged = Path(made["path"])
        warnings = list(_scan_warnings(scan))
        if made.get("errors"):
            warnings.append(f"{made['errors']} cells hold an Excel error (#N/A, #DIV/0! …)")
        return RawSheet(
            name=made["name"],
            relation="read_parquet('" + str(staged).replace("'", "''") + "')",
            width=made["width"],
            rows=made["rows"],
            head=_head(staged, made["width"]),
            merges=tuple(Merge(*m) for m in made["merges"]),
            unfilled=frozenset(made["unfilled"]),
            visible=made["visible"],
            warnings=tuple(warnings),
        )


def _scan_warnings(scan: SheetScan | None) -> list[str]:
    if scan is None:
        return []
    found: list[str] = []
    if scan.hidden_rows:
        found.append(f"{scan.hidden_rows} hidden rows were read like any other")
    if scan.long_numbers:
        where = ", ".join(f"{letters} ({n})" for letters, n in sorted(scan.long_numbers.items())[:5])
        found.append(
            f"numbers of more than 15 digits in column {where}: Excel keeps only 15, the rest is already lost in the file; "
            "format such ids as text and export again"
        )
    return found


def _head(staged: Path, width: int) -> tuple[tuple[int, Cells], ...]:
    import pyarrow.parquet as pq

    columns = [f"c{i}" for i in range(1, width + 1)]
    with pq.ParquetFile(staged) as file:
        batch = next(file.iter_batches(batch_size=_HEAD_ROWS, columns=columns))
        lists = [batch.column(c).to_pylist() for c in columns]
    return tuple((i + 1, tuple(column[i] for column in lists)) for i in range(batch.num_rows))


def _environment() -> dict[str, str]:
    import os

    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV")
    return {k: os.environ[k] for k in kept if k in os.environ} | {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONIOENCODING": "utf-8",
        "RAYON_NUM_THREADS": "1",
    }
