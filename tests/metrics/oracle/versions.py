"""Which row of a target stands, by hand: the last that came, the one in force at the start, or as a version had it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.metrics.oracle.logic import number
from tests.metrics.oracle.pack import Row

COLUMNS = ("region_id", "position_id", "product_line", "product_id", "channel_id", "customer_id", "customer_tier")


def place(row: Row) -> int:
    """The number of a version."""
    return int((row.get("version") or "v0").removeprefix("v"))


def since(row: Row) -> str:
    """The day it came into force; nothing is the beginning."""
    return str(row.get("valid_from") or "")


def came(row: Row) -> tuple[str, int]:
    """When a target came: by the day it came into force, then by the number of its version."""
    return since(row), place(row)


def published(rows: list[Row]) -> tuple[str, int]:
    """When the newest target of a set came."""
    return max(map(came, rows))


def amounts(rows: list[Row]) -> dict[Any, Fraction]:
    """What a set comes to per period."""
    found: dict[Any, Fraction] = {}
    for row in rows:
        span = row["start_date"], row["end_date"]
        found[span] = found.get(span, Fraction(0)) + number(row["amount"])
    return found


def standing(targets: list[Row], version: str | None) -> list[Row]:
    """Of each slice and period the row that stands, and only what has an amount; *version* None is the newest."""
    groups: dict[Any, list[Row]] = {}
    for row in targets:
        named = tuple(row.get(c) or row.get(f"{c}_raw") for c in COLUMNS)
        groups.setdefault((row.get("grain_set"), named, row["start_date"], row["end_date"]), []).append(row)
    chosen = [_one(rows, version, targets) for rows in groups.values()]
    return [r for r in chosen if r is not None and r["amount"] is not None]


def _one(rows: list[Row], version: str | None, every: list[Row]) -> Row | None:
    if version is None:
        return max(rows, key=came)
    if version == "in_force":
        begun = [r for r in rows if since(r) <= str(r["start_date"])]
        return max(begun, key=came) if begun else min(rows, key=lambda r: (since(r), -place(r)))
    own = [r for r in rows if r.get("version") == version]
    if own:
        return max(own, key=came)
    mine = place({"version": version})
    spoken = [r for r in every if r.get("version") == version and _span(r) == _span(rows[0])]
    upto = (max(map(since, spoken)), mine) if spoken else None
    before = [r for r in rows if (place(r) < mine if upto is None else came(r) < upto)]
    return max(before, key=came) if before else None


def _span(row: Row) -> Any:
    return row["start_date"], row["end_date"]
