"""The rows behind one cell of an answer, on two engines."""

from __future__ import annotations

import zlib
from threading import Lock
from typing import Any

from tests.conformance.compare import same
from tests.conformance.grid import Asked

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Result

ROWS = 40
_ONE_AT_A_TIME = Lock()
"""Questions of another engine are asked side by side, but this one's connection serves one thread."""


def behind_one_cell(
    layer: MetricLayer, asked: Asked, answered: Result, one: Any, other: Any, known: dict[int, Any] | None = None
) -> str | None:
    """The first difference in words between the rows behind a cell that the question itself picks; None without any.

    *known* keeps what *one* said, by the answer, for the next engine that is compared with it.
    """
    columns = [c.name for c in answered.columns if c.kind in {"metric", "comparison"}]
    if not answered.rows or not columns:
        return None
    chance = zlib.crc32(repr(asked.question).encode())
    row, column = answered.rows[chance % len(answered.rows)], columns[chance // 7 % len(columns)]
    known = {} if known is None else known
    with _ONE_AT_A_TIME:
        if id(answered) not in known:
            known[id(answered)] = _rows(layer, asked, row, column, one)
    mine, theirs = known[id(answered)], _rows(layer, asked, row, column, other)
    if isinstance(mine, QuestionError) or isinstance(theirs, QuestionError):
        return None if repr(mine) == repr(theirs) else f"behind {column}: {mine!r} / {theirs!r}"
    for a, b in zip(mine.parts, theirs.parts, strict=True):
        if (a.leaf, a.columns, a.count) != (b.leaf, b.columns, b.count) or not _near(a.contribution, b.contribution):
            return f"behind {column}: {a.leaf} {a.count} {a.contribution} / {b.leaf} {b.count} {b.contribution}"
        for n, (left, right) in enumerate(zip(a.rows, b.rows, strict=True)):
            wrong = [c for c in left if not same(left[c], right[c])]
            if wrong:
                return f"behind {column}, {a.leaf}, row {n}: {[(c, left[c], right[c]) for c in wrong]}"
    return None


def _near(a: Any, b: Any) -> bool:
    return same(a, b) or (
        a is not None and b is not None and abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)))
    )


def _rows(layer: MetricLayer, asked: Asked, row: dict[str, Any], column: str, reader: Any) -> Any:
    try:
        return layer.rows(asked.question, row, column, reader=reader, scope=asked.scope, limit=ROWS)
    except QuestionError as refused:
        return refused
