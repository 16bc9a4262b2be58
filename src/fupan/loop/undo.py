"""Taking a load back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fupan.errors import UserError

if TYPE_CHECKING:
    from fupan.warehouse import BuildRules, Warehouse


def undo_load(warehouse: Warehouse, rules: BuildRules, load_id: str | None, *, now: datetime) -> str:
    """Drop load *load_id* (the last one if None) and publish what remains; UserError if there is no such load."""
    loads = [record.id for record in warehouse.loads()]
    if not loads:
        raise UserError("there is no load to take back")
    chosen = load_id or loads[-1]
    if chosen not in loads:
        raise UserError(f"no load “{chosen}”; loads in force: {', '.join(loads[-10:])}")
    with warehouse.write(now=now) as writer:
        writer.drop(chosen)
        writer.publish(rules)
    return chosen
