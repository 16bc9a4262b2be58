"""Whose target a target is: a customer's is its owner's, a position's that of its org unit and of who holds it.

As was, each of them as it stood when the target's period began; as is, as it stands today, so that a moved customer
carries its target along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.frame import told
from fupan.metrics.plan.organisation import AS_IS, business_day

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Dimension
    from fupan.metrics.plan.asking import Asking

_LONG_AGO = "1900-01-01"
FOLLOWS = {"org_unit_id": "position_id", "person_id": "position_id", "position_id": "customer_id"}
"""Column of a target -> the column it follows from where it is not given itself."""


def lineage(key: str | None) -> list[str]:
    """A column and those that it follows from, step by step."""
    found: list[str] = []
    while key is not None:
        found.append(key)
        key = FOLLOWS.get(key)
    return found


def follows(key: str | None, columns: tuple[str, ...]) -> bool:
    """Whether a column is among *columns* or follows from one of them, step by step."""
    return any(k in columns for k in lineage(key))


def holds(dimension: Dimension, columns: tuple[str, ...]) -> bool:
    """Whether targets that fill *columns* can be told apart by the dimension."""
    if dimension.own in columns:
        return True
    return follows(dimension.key if dimension.table is not None else None, columns)


def with_holders(asking: Asking, rows: ir.Table) -> ir.Table:
    """Target rows with ``position_id``, ``org_unit_id`` and ``person_id`` filled where they follow from another column.

    A vacant position has no person; an assignment counts where it is the main one (or names no kind). Rows never
    multiply: of several owners or people at once the one that began last is taken.
    """
    today = business_day(asking) if asking.org == AS_IS else None
    rows = rows.mutate(_at=told(today.isoformat()) if today is not None else rows["start_date"])
    if "customer_id" in rows.columns:
        owned = _in_force(asking, rows, "ownerships", "customer_id", "position_id", plain=True)
        rows = _filled(rows, owned, "customer_id", "position_id")
    held = _in_force(asking, rows, "assignments", "position_id", "person_id", plain=False)
    rows = _filled(rows, held, "position_id", "person_id")
    return _with_units(asking, rows, today=today is not None).drop("_at")


def _in_force(asking: Asking, rows: ir.Table, rule: str, of: str, to: str, *, plain: bool) -> ir.Table:
    """What a dated rule says of each key on each day asked about; one row per key and day, in columns of its own names."""
    import ibis

    asked = rows.filter(rows[of].notnull()).select(_of=rows[of], _day=rows["_at"]).distinct()
    rules = asking.table(rule)
    if plain:  # an owner of one line or channel alone does not own the customer's target
        rules = rules.filter(rules["product_line"].isnull(), rules["channel_id"].isnull())
    else:
        rules = rules.filter(rules["kind"].isnull() | (rules["kind"] == "main"))
    rules = rules.select(_rule=rules[of], _to=rules[to], _from=rules["valid_from"], _until=rules["valid_to"])
    at = asked.inner_join(
        rules,
        [
            asked["_of"] == rules["_rule"],
            rules["_from"].isnull() | (rules["_from"] <= asked["_day"]),
            rules["_until"].isnull() | (rules["_until"] > asked["_day"]),
        ],
    )
    begun = ibis.coalesce(at["_from"], told(_LONG_AGO))
    at = at.select("_of", "_day", "_to", _begun=begun)
    at = at.mutate(_last=at["_begun"].max().over(ibis.window(group_by=["_of", "_day"])))
    newest = at.filter(at["_begun"] == at["_last"])
    keys = {f"_{to}_of": newest["_of"], f"_{to}_day": newest["_day"]}
    return newest.group_by(**keys).aggregate(**{f"_{to}": newest["_to"].max()})


def _filled(rows: ir.Table, found: ir.Table, of: str, to: str) -> ir.Table:
    """*rows* with an empty column *to* taken from what was found for *of* on the row's day."""
    import ibis

    columns = rows.columns
    joined = rows.left_join(found, [rows[of] == found[f"_{to}_of"], rows["_at"] == found[f"_{to}_day"]])
    found = joined.select(
        **{c: joined[c] for c in columns if c != to}, **{to: ibis.coalesce(joined[to], joined[f"_{to}"])}
    )
    return found.view()  # a table of its own: what is looked up for it must not be taken for a part of the same join


def _with_units(asking: Asking, rows: ir.Table, *, today: bool) -> ir.Table:
    """*rows* with an empty org unit taken from the position: today's, or where it stood on the row's day."""
    import ibis

    columns = rows.columns
    units = asking.table("positions").select("position_id", "org_unit_id")
    units = units.select(_unit_of=units["position_id"], _unit=units["org_unit_id"])
    joined: Any = rows.left_join(units, rows["position_id"] == units["_unit_of"])
    unit: Any = joined["_unit"]
    if not today and not asking.empty("position_history"):
        past = asking.table("position_history")
        past = past.select(
            _p=past["position_id"], _was=past["org_unit_id"], _from=past["valid_from"], _until=past["valid_to"]
        )
        joined = joined.left_join(
            past,
            [
                joined["position_id"] == past["_p"],
                joined["_at"] >= past["_from"],
                past["_until"].isnull() | (joined["_at"] < past["_until"]),
            ],
        )
        unit = ibis.coalesce(joined["_was"], joined["_unit"])
    return joined.select(
        **{c: joined[c] for c in columns if c != "org_unit_id"}, org_unit_id=ibis.coalesce(joined["org_unit_id"], unit)
    )
