"""Columns of the clean tables: fen to exact decimals, days to dates, numbers of things to their codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
MONEY = pa.decimal128(19, 4)
SHARE = pa.decimal128(19, 8)


def _decimal(scaled: Ints, kind: pa.DataType) -> pa.Array:
    words = np.empty((len(scaled), 2), dtype=np.int64)
    words[:, 0] = scaled
    words[:, 1] = scaled >> 63
    return pa.Array.from_buffers(kind, len(scaled), [None, pa.py_buffer(words.tobytes())])


def money(fen: Ints) -> pa.Array:
    """decimal128(19, 4) yuan from whole fen."""
    return _decimal(np.asarray(fen, dtype=np.int64) * 100, MONEY)


def number(values: npt.ArrayLike) -> pa.Array:
    """decimal128(19, 4) from numbers, rounded to four places."""
    return _decimal(np.rint(np.asarray(values, dtype=np.float64) * 10_000).astype(np.int64), MONEY)


def percent(values: Ints) -> pa.Array:
    """decimal128(19, 8) fractions from whole percents."""
    return _decimal(np.asarray(values, dtype=np.int64) * 1_000_000, SHARE)


def dates(days: Ints) -> pa.Array:
    """date32 from days since 1970; -1 becomes null."""
    values = np.asarray(days, dtype=np.int32)
    return pa.array(values, type=pa.int32(), mask=values < 0).cast(pa.date32())


def pick(names: Sequence[str | None], index: Ints) -> pa.Array:
    """The name of each index; -1 becomes null."""
    values = np.asarray(index, dtype=np.int64)
    return pa.array(list(names), type=pa.string()).take(pa.array(values, mask=values < 0))


def same(text: str | None, count: int) -> pa.Array:
    """*count* times the same text, or null."""
    return pa.array([text], type=pa.string()).take(pa.array(np.zeros(count, dtype=np.int64)))


def flags(values: npt.ArrayLike) -> pa.Array:
    """Booleans."""
    return pa.array(np.asarray(values).astype(bool))


def iso_dates(values: Sequence[str | None]) -> pa.Array:
    """date32 from ISO texts; None becomes null."""
    return pa.array(list(values), type=pa.string()).cast(pa.date32())
