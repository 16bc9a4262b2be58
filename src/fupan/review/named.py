"""Members named more closely: a person with the position they hold, one row each, whatever other positions their rows are of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from fupan.review.frame import Frame, Row, number


def is_one_each(named: Frame, by: Sequence[str]) -> bool:
    """Whether no member of *by* has two rows."""
    members = [_member(row, by) for row in named.rows]
    return len(set(members)) == len(members)


def name_closely(plain: Frame, named: Frame, by: Sequence[str], also: Sequence[str], metric: str) -> Frame:
    """The rows of *plain*, each with *also* of its row in *named* that has most of *metric*.

    >>> plain = Frame(("person",), ({"person": "罗勇", "target": 120, "net_sales": 160},))
    >>> named = Frame(("person", "position"), (
    ...     {"person": "罗勇", "position": "华中2", "target": None, "net_sales": -1},
    ...     {"person": "罗勇", "position": "华中1", "target": 120, "net_sales": 161},
    ... ))
    >>> name_closely(plain, named, ["person"], ["position"], "target").rows
    ({'person': '罗勇', 'target': 120, 'net_sales': 160, 'position': '华中1'},)
    """
    leading: dict[Hashable, Row] = {}
    for row in named.rows:
        other = leading.setdefault(_member(row, by), row)
        if (number(row, metric) or 0) > (number(other, metric) or 0):
            leading[_member(row, by)] = row
    rows = tuple({**row, **_names(leading.get(_member(row, by), {}), also)} for row in plain.rows)
    return replace(plain, by=named.by, rows=rows, columns={**named.columns, **plain.columns})


def _member(row: Row, by: Sequence[str]) -> Hashable:
    return tuple(row.get(f"{d}.key", row.get(d)) for d in by)


def _names(row: Row, also: Sequence[str]) -> Row:
    return {c: row.get(c) for d in also for c in (d, f"{d}.key") if c in row}
