"""Where a table's header stands, and what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from fupan.contracts import all_tables
from fupan.sources.raw import Cells, Merge
from fupan.sources.text import fold, narrow
from fupan.sources.units import split_unit

_SEARCHED = 40
_NUMBER = re.compile(r"^[(（]?[-+−]?[￥¥$€]?\s*[\d０-９][\d０-９,，.\s]*%?[)）]?$")
_DATE = re.compile(r"^\d{4}\s*[-/.年]\s*\d{1,2}([-/.月]\s*\d{1,2}日?)?([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$")
_TITLE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Header:
    """``rows`` of the header (1-based), ``names`` per column (``上/下`` where two rows were joined; unique)."""

    rows: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def last(self) -> int:
        """The row after which data begin; 0 if the format carries the names."""
        return self.rows[-1] if self.rows else 0


@cache
def vocabulary() -> frozenset[str]:
    """Every folded name and synonym of every declared field."""
    words: set[str] = set()
    for t in all_tables():
        for f in t.fields:
            words.update(fold(w) for w in (f.name, f.zh, f.en, *f.synonyms))
    return frozenset(words)


def find_header(
    head: Sequence[tuple[int, Cells]], merges: Sequence[Merge] = (), declared: tuple[int, ...] | None = None
) -> Header | None:
    """The header among the first rows: the declared rows, else the row that looks most like one; None if none does."""
    filled = _fill_merges(head, merges)
    by_row = {row: i for i, (row, _) in enumerate(filled)}
    if declared is not None:
        if not all(r in by_row for r in declared):
            return None
        return Header(declared, _unique(_joined([filled[by_row[r]][1] for r in declared])))
    best, best_score = None, 0.0
    for i, (_, cells) in enumerate(filled[:_SEARCHED]):
        score = _score(cells, head[i][1])
        if score > best_score:
            best, best_score = i, score
    if best is None:
        return None
    rows = _with_neighbour(head, filled, best, merges)
    return Header(tuple(filled[i][0] for i in rows), _unique(_joined([_fill_right(filled, i, rows) for i in rows])))


def _score(filled: Cells, written: Cells) -> float:
    """How much a row looks like a header: known words, then any short texts; numbers and dates speak against it."""
    texts = [narrow(c) for c in written if c and narrow(c)]
    if not texts or (len(texts) < 2 and len(filled) > 2):
        return 0.0
    total = 0.0
    for t in texts:
        if _is_value(t):
            total -= 1.5
        elif _known(t):
            total += 3
        elif len(t) <= _TITLE_CHARS:
            total += 0.6
    return total - 1.5 * (len(texts) - len(set(texts)))


def _known(text: str) -> bool:
    words = vocabulary()
    bare = fold(split_unit(text).bare)
    return bare in words or any(fold(part) in words for part in re.split(r"[/／\n]", bare))


def _is_value(text: str) -> bool:
    t = narrow(text)
    return bool(_NUMBER.match(t) or _DATE.match(t))


def _with_neighbour(
    head: Sequence[tuple[int, Cells]], filled: Sequence[tuple[int, Cells]], best: int, merges: Sequence[Merge]
) -> tuple[int, ...]:
    """The header's row, with the row above or below if the two form one header."""
    if best > 0 and _groups(head, filled, best - 1, best, merges):
        return (best - 1, best)
    if best + 1 < len(filled) and _groups(head, filled, best, best + 1, merges):
        return (best, best + 1)
    return (best,)


def _groups(
    head: Sequence[tuple[int, Cells]], filled: Sequence[tuple[int, Cells]], up: int, low: int, merges: Sequence[Merge]
) -> bool:
    """Whether row *up* names groups of the columns that row *low* names."""
    upper, lower = head[up][1], head[low][1]
    if filled[up][0] + 1 != filled[low][0]:
        return False
    low_texts = [c for c in lower if c and c.strip()]
    up_texts = [c for c in upper if c and c.strip()]
    if not low_texts or len(up_texts) < 2 or any(_is_value(c) and not _period_like(c) for c in low_texts):
        return False
    width = max((j + 1 for j in range(len(upper)) if upper[j] or (j < len(lower) and lower[j])), default=0)
    spans = [
        m for m in merges if m.top == filled[up][0] == m.bottom and m.right > m.left and m.right - m.left + 1 < width
    ]
    drops = [m for m in merges if m.top == filled[up][0] and m.bottom == filled[low][0]]
    if spans or drops:
        return True
    if merges:
        return False
    below_gap = [j for j in range(width) if not (upper[j] or "").strip()]
    under_text = [j for j in range(width) if (upper[j] or "").strip() and not (lower[j] or "").strip()]
    fits = bool(below_gap) and all((lower[j] or "").strip() for j in below_gap) and below_gap[0] > 0
    return (
        fits
        and (bool(under_text) or len(low_texts) == width)
        and len(low_texts) <= width
        and not _like_data(filled, low)
    )


def _like_data(filled: Sequence[tuple[int, Cells]], low: int) -> bool:
    """Whether row *low* has the same kinds of cells as the row after it, so that it is data rather than header."""
    if low + 1 >= len(filled):
        return False
    after = filled[low + 1][1]
    return not any(c and _is_value(c) for c in after)


def _period_like(text: str) -> bool:
    return bool(re.match(r"^(\d{4}\s*年?)?\s*[-/.]?\s*\d{1,2}\s*月?$", narrow(text)))


def _fill_merges(head: Sequence[tuple[int, Cells]], merges: Sequence[Merge]) -> list[tuple[int, Cells]]:
    rows = {row: list(cells) for row, cells in head}
    for m in merges:
        if m.top not in rows or m.left < 1 or m.left > len(rows[m.top]):
            continue
        value = rows[m.top][m.left - 1]
        for r in range(m.top, min(m.bottom, m.top + _SEARCHED) + 1):
            for c in range(m.left - 1, m.right):
                if r in rows and c < len(rows[r]) and not rows[r][c]:
                    rows[r][c] = value
    return [(row, tuple(rows[row])) for row, _ in head]


def _fill_right(filled: Sequence[tuple[int, Cells]], i: int, rows: tuple[int, ...]) -> Cells:
    """The upper of two header rows with its group names written over the columns to the right of them."""
    cells = list(filled[i][1])
    if len(rows) == 2 and i == rows[0]:
        lower = filled[rows[1]][1]
        for j in range(1, len(cells)):
            if not (cells[j] or "").strip() and j < len(lower) and (lower[j] or "").strip():
                cells[j] = cells[j - 1]
    return tuple(cells)


def _joined(rows: Sequence[Cells]) -> list[str]:
    names: list[str] = []
    for j in range(max(len(r) for r in rows)):
        parts: list[str] = []
        for cells in rows:
            text = re.sub(r"\s*\n\s*", "", narrow(cells[j] or "")) if j < len(cells) else ""
            if text and text not in parts:
                parts.append(text)
        names.append("/".join(parts))
    return names


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names without repetition: the second 金额 becomes 金额#2, a nameless column its number."""
    seen: dict[str, int] = {}
    made: list[str] = []
    for j, name in enumerate(names, start=1):
        base = name or f"column {j}"
        seen[base] = seen.get(base, 0) + 1
        made.append(base if seen[base] == 1 else f"{base}#{seen[base]}")
    return tuple(made)
