"""Outlier: a member whose figure stands far off from what is usual among its peers (robust.py)."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.findings.found import Figure, Found, as_shown
from fupan.review.findings.grid import Grid, Member
from fupan.review.findings.robust import middle, modified_z
from fupan.review.findings.thresholds import OutlierThresholds

_STRONGEST = Decimal(5)


def find_outlier(grid: Grid, column: str, weight: str, rule: OutlierThresholds) -> tuple[Found, ...]:
    """Members whose *column* (``.growth`` of a metric, or a rate) is ``beyond`` and ``by`` from the median.

    Only members of ``least_share`` of *weight* and more are judged and are peers; nothing with fewer than ``least`` of
    them. Where the peers are all alike, ``by`` alone decides. reach: the member's share of *weight*.
    """
    whole = grid.whole(weight)
    if whole <= 0:
        return ()
    peers: list[tuple[Member, Decimal, Decimal]] = []
    for member in grid.members:
        figure, share = _value(member, column), (member.of(weight) or Decimal(0)) / whole
        if figure is not None and share >= rule.least_share and share > 0:
            peers.append((member, as_shown(figure), share))
    if len(peers) < rule.least:
        return ()
    values = [value for _, value, _ in peers]
    usual = middle(values)
    kind = "growth" if column.endswith(".growth") else grid.formats.get(column, "percent")
    found: list[Found] = []
    for member, value, share in peers:
        away = modified_z(value, values)
        if abs(value - usual) < rule.by or away is None or abs(away) < rule.beyond:
            continue
        figures = {
            "value": Figure(value, kind), "usual": Figure(as_shown(usual), kind),
            "share": Figure(as_shown(share), "percent"), "n": Figure(Decimal(len(peers)), "count"),
        }  # fmt: skip
        base = column.removesuffix(".growth")
        columns = (base, f"{base}.last_year") if column != base else (column,)
        cells = tuple(grid.cell(member, c) for c in columns)
        variant = ("growth_" if kind == "growth" else "level_") + ("high" if value > usual else "low")
        strength = min(abs(away) / rule.beyond, _STRONGEST)
        found.append(Found(variant, strength, share, {"name": member.name}, figures, cells))
    return tuple(sorted(found, key=lambda f: (-f.score, f.names["name"]))[: rule.most])


def _value(member: Member, column: str) -> Decimal | None:
    base, is_growth, _ = column.partition(".growth")
    if not is_growth:
        return member.of(column)
    now, before = member.of(base), member.of(f"{base}.last_year")
    return None if now is None or before is None or before <= 0 else now / before - 1
