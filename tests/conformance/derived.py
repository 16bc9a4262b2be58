"""What a build derives, made up for the company: the org tree through time, where positions stood, days, today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fupan.calendar import Calendar

TODAY = date(2025, 7, 31)
CHANGED = (date(1900, 1, 1), date(2025, 3, 1))
"""Days from which the org tree stood as it did."""
MOVED = "org_unit_id-21"
"""The unit that another one took over on the second of them."""


def derived_rows(units: list[dict[str, Any]], positions: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table that no contract declares but name matches, which no figure reads."""
    return {
        "business_day": [{"business_date": TODAY}],
        "org_history": list(_org_history(units)),
        "position_history": list(_position_history([u["org_unit_id"] for u in units], positions)),
        "calendar": list(Calendar().days(date(2023, 1, 1), date(2026, 1, 1))),
        "name_matches": [],
    }


def levels_of(units: list[dict[str, Any]], parents: Mapping[str, str | None]) -> dict[str, dict[str, str | None]]:
    """Unit -> level_1 to level_4: the names of the units above it, the top first."""
    names = {u["org_unit_id"]: u["name"] for u in units}
    found: dict[str, dict[str, str | None]] = {}
    for unit in names:
        path: list[str] = []
        at: str | None = unit
        while at is not None:
            path.insert(0, names[at])
            at = parents.get(at)
        found[unit] = {f"level_{n}": path[n - 1] if n <= len(path) else None for n in (1, 2, 3, 4)}
    return found


def parents_at(units: list[dict[str, Any]], day: date) -> dict[str, str | None]:
    """The tree as it stood on a day."""
    parents = {u["org_unit_id"]: u.get("parent_id") for u in units}
    return parents | ({MOVED: "org_unit_id-1"} if day >= CHANGED[1] and MOVED in parents else {})


def _org_history(units: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for n, since in enumerate(CHANGED):
        until = CHANGED[n + 1] if n + 1 < len(CHANGED) else None
        parents = parents_at(units, since)
        for unit, levels in levels_of(units, parents).items():
            yield {"org_unit_id": unit, "valid_from": since, "valid_to": until, "parent_id": parents[unit], **levels}


def _position_history(units: list[str], positions: list[str]) -> Iterator[dict[str, Any]]:
    for n, position in enumerate(positions):
        yield {
            "position_id": position,
            "valid_from": CHANGED[0],
            "valid_to": CHANGED[1],
            "org_unit_id": units[n % len(units)],
        }
        yield {
            "position_id": position,
            "valid_from": CHANGED[1],
            "valid_to": None,
            "org_unit_id": units[(n + 3) % len(units)],
        }
