"""Which fields hold a key or a name of another table."""

from __future__ import annotations

from functools import cache

from fupan.contracts import Table, all_tables, table

# keys of the tree or of a partner that the contract does not declare as references
_PLAIN = {
    ("regions", "parent_id"): "regions",
    ("org_units", "parent_id"): "org_units",
    ("positions", "manager_position_id"): "positions",
    ("dealers", "customer_id"): "customers",
}
# where an empty field means "all": a name nobody knows must not become "all"
NULL_MEANS_ALL = frozenset({"targets", "ownerships", "territories"})


def entity_key(entity: str) -> str:
    """The key field of a dimension table."""
    return table(entity).key[0]


@cache
def entities() -> tuple[str, ...]:
    """Dimension tables whose members are named in other tables."""
    named = {f.refers for t in all_tables() for f in t.fields if f.refers}
    return tuple(t.name for t in all_tables() if t.name in named)


def references(contract: Table) -> dict[str, str]:
    """Field -> dimension table, for each field of *contract* that holds a key or name."""
    found = {f.name: f.refers for f in contract.fields if f.refers}
    return found | {name: entity for (owner, name), entity in _PLAIN.items() if owner == contract.name}


def implied_by(entity: str) -> list[tuple[str, str]]:
    """(table, field) of every declared reference to *entity*."""
    return [(t.name, f.name) for t in all_tables() for f in t.fields if f.refers == entity]
