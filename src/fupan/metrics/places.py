"""In which order rows stand: by the breakdown, by a column asked for, or level under level; never by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupan.metrics.answer import Answer

BUCKET, LEVEL, REST = "_bucket", "_level", "_rest"
_ZERO = Decimal(0)

Raw = Mapping[str, Any]


def placed(answer: Answer, raw: Sequence[Raw]) -> list[Raw]:
    """The rows in order.

    Dimensions from left to right, periods in time, members by declared order or by the first metric, unknown and
    others last. With ``order`` by that column over all rows; with ``subtotals`` each level under its parent.
    """
    if answer.subtotals:
        return _levelled(answer, raw)
    plain = _by_breakdown(answer, raw)
    if answer.order is None:
        return sorted(raw, key=plain)
    column, descending = answer.order
    return sorted(raw, key=lambda row: (bool(row.get(REST)), *_figure(row, column, descending), plain(row)))


def _by_breakdown(answer: Answer, raw: Sequence[Raw]) -> Any:
    first = next(iter(answer.resolved.metrics))
    weight: dict[str, dict[Any, Decimal]] = {}
    for d in answer.by:
        if d.time is None:
            sums = weight.setdefault(d.name, {})
            for row in raw:
                figure = row[first]
                if figure is not None:
                    sums[row[d.name]] = sums.get(row[d.name], _ZERO) + Decimal(str(figure))

    def place(row: Raw) -> tuple[Any, ...]:
        parts: list[Any] = []
        for at, d in enumerate(answer.by):
            if d.time is not None:
                parts.append((0, 0, row[BUCKET].toordinal(), ""))
                continue
            key = row[d.name]
            rest = bool(row.get(REST)) and d.name == _second(answer) and at > 0
            rank = d.order.index(key) if key in d.order else len(d.order)
            heavy = weight[d.name].get(key)
            parts.append((2 if rest else key is None, rank, (0, -heavy) if heavy is not None else (1, _ZERO), str(key)))
        return tuple(parts)

    return place


def _second(answer: Answer) -> str | None:
    plain = [d.name for d in answer.by if d.time is None]
    return plain[1] if len(plain) > 1 else None


def _levelled(answer: Answer, raw: Sequence[Raw]) -> list[Raw]:
    """Each row after its parent, siblings by their own figure; without dimensions there is one row, of the whole."""
    if not answer.by:
        return list(raw)
    column, descending = answer.order or (next(iter(answer.resolved.metrics)), True)
    last = {d.name for d in answer.by if d.name == _second(answer)}
    local: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def path(row: Raw, level: int) -> tuple[Any, ...]:
        return tuple(
            row[BUCKET] if d.time is not None else (row[d.name], bool(row.get(REST)) and d.name in last)
            for d in answer.by[:level]
        )

    for row in raw:
        level = row[LEVEL]
        d = answer.by[level - 1]
        if d.time is not None:
            local[path(row, level)] = (0, 0, row[BUCKET].toordinal(), "")
            continue
        key = row[d.name]
        rest = bool(row.get(REST)) and d.name in last
        rank = d.order.index(key) if key in d.order and answer.order is None else len(d.order)
        local[path(row, level)] = (2 if rest else int(key is None), rank, *_figure(row, column, descending), str(key))

    def place(row: Raw) -> tuple[Any, ...]:
        return tuple(local.get(path(row, n), (1, 0, 0, _ZERO, "")) for n in range(1, row[LEVEL] + 1))

    return sorted(raw, key=place)


def _figure(row: Raw, column: str, descending: bool) -> tuple[int, Decimal]:
    figure = row.get(column)
    if figure is None:
        return (1, _ZERO)
    exact = Decimal(str(figure))
    return (0, -exact if descending else exact)
