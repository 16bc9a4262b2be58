"""Whose target a position's target is: its org unit, and the person who held it when the target's period began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Dimension
    from fupan.metrics.plan.asking import Asking

FOLLOWS = {"org_unit_id": "position_id", "person_id": "position_id"}
"""Column of a target -> the column it follows from where it is not given itself."""


def holds(dimension: Dimension, columns: tuple[str, ...]) -> bool:
    """Whether targets that fill *columns* can be told apart by the dimension."""
    if dimension.own in columns:
        return True
    key = dimension.key if dimension.table is not None else None
    return key is not None and (key in columns or FOLLOWS.get(key) in columns)


def with_holders(asking: Asking, rows: ir.Table) -> ir.Table:
    """Target rows with ``org_unit_id`` and ``person_id`` filled from the position; a vacant one has no person.

    An assignment counts where it is the main one (or names no kind). Rows never multiply: of several people assigned
    at once one is taken.
    """
    units = asking.table("positions").select("position_id", "org_unit_id")
    units = units.select(_unit_of=units["position_id"], _unit=units["org_unit_id"])
    starts = rows.filter(rows["position_id"].notnull()).select("position_id", "start_date").distinct()
    held = asking.table("assignments").select("position_id", "person_id", "valid_from", "valid_to", "kind")
    held = held.filter(held["kind"].isnull() | (held["kind"] == "main"))
    held = held.select(
        _held=held["position_id"], _person=held["person_id"], _from=held["valid_from"], _to=held["valid_to"]
    )
    at = starts.inner_join(
        held,
        [
            starts["position_id"] == held["_held"],
            held["_from"].isnull() | (held["_from"] <= starts["start_date"]),
            held["_to"].isnull() | (held["_to"] > starts["start_date"]),
        ],
    )
    one = at.group_by(_held=at["position_id"], _start=at["start_date"]).aggregate(_person=at["_person"].max())
    joined = rows.left_join(units, rows["position_id"] == units["_unit_of"])
    joined = joined.left_join(one, [joined["position_id"] == one["_held"], joined["start_date"] == one["_start"]])
    return joined.mutate(
        org_unit_id=ibis.coalesce(joined["org_unit_id"], joined["_unit"]),
        person_id=ibis.coalesce(joined["person_id"], joined["_person"]),
    )
