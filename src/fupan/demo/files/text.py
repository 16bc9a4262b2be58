"""Values as people write them in files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from fupan.demo.names import full_width

Ints = npt.NDArray[np.int64]

_EPOCH = date(1970, 1, 1)
_STYLES: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dot": lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    "compact": lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
    "zh": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "zh_month": lambda d: f"{d.year}年{d.month}月",
}


def as_date(day: int) -> date:
    """The date of a day counted from 1970."""
    return _EPOCH + timedelta(days=day)


def date_texts(days: Ints, style: str) -> list[str]:
    """Each day in the style; empty for -1."""
    seen = {int(d): _STYLES[style](as_date(int(d))) if d >= 0 else "" for d in np.unique(days)}
    return [seen[d] for d in days.tolist()]


def stamps(days: Ints, salt: Ints) -> list[str]:
    """Each day with a time of day that depends on *salt* only; empty for -1."""
    seconds = (salt * 7919 + days * 104_729) % 57_600 + 25_200
    return [
        "" if not d else f"{d} {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"
        for d, s in zip(date_texts(days, "iso"), seconds.tolist(), strict=True)
    ]


def date_cells(days: Ints) -> list[date | None]:
    """Dates for a workbook's cells."""
    return [None if d < 0 else as_date(d) for d in days.tolist()]


def serials(days: Ints) -> list[int | None]:
    """Excel's serial numbers (1900 system)."""
    return [None if d < 0 else d + 25_569 for d in days.tolist()]


def plain(fen: Ints) -> list[str]:
    """Fen as yuan: 1234.50."""
    return [f"{'-' if v < 0 else ''}{abs(v) // 100}.{abs(v) % 100:02d}" for v in fen.tolist()]


def grouped(fen: Ints) -> list[str]:
    """Fen as yuan with thousands separators: 1,234.50."""
    return [f"{'-' if v < 0 else ''}{abs(v) // 100:,}.{abs(v) % 100:02d}" for v in fen.tolist()]


def yuan(fen: Ints) -> list[float]:
    """Fen as numbers of a workbook (exact to the fen when read back with two decimals)."""
    return [v / 100 for v in fen.tolist()]


def ten_thousands(fen: Ints) -> list[float]:
    """Fen as 万元 with two decimals; the amounts are whole hundreds of yuan."""
    return [v // 10_000 / 100 for v in fen.tolist()]


def integers(values: Ints) -> list[str]:
    """Whole numbers as text."""
    return [str(v) for v in values.tolist()]


def some_full_width(values: Sequence[str], *, every: int) -> list[str]:
    """Every n-th value in full-width characters, as typed with the wrong input method."""
    return [full_width(v) if k % every == 0 else v for k, v in enumerate(values)]


def of_index(names: Sequence[str | None], index: Ints) -> list[str]:
    """The name of each index; empty for -1 and for names that are None."""
    table = [n or "" for n in names]
    return ["" if k < 0 else table[k] for k in index.tolist()]


def yes_no(values: Ints) -> list[str]:
    """1 -> 是, 0 -> 否."""
    return ["是" if v else "否" for v in values.tolist()]
