"""Written names -> keys: an exact key, an exact name that only one member has, or a name a person confirmed.

Nothing is guessed: a name that merely looks alike stays unknown until a person confirms it (``fupan match``). Where no
master of an entity was loaded at all, every written name is a member of its own (key = name = what was written).
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from fupan.contracts import Table, all_tables, table
from fupan.warehouse.build.references import NULL_MEANS_ALL, entities, entity_key, references
from fupan.warehouse.engine import Connection, identifier, literal
from fupan.warehouse.rows import PROVENANCE, UNKNOWN_MEMBER, empty_rows, raw_name, state_columns

MATCHES = (("entity", "VARCHAR"), ("raw", "VARCHAR"), ("key", "VARCHAR"), ("how", "VARCHAR"))


def resolve_names(con: Connection, confirmed: Mapping[str, Mapping[str, str]], present: frozenset[str]) -> None:
    """Make k_ENTITY (raw, key, how) for each entity, m_ENTITY (its members), and f_TABLE with keys for each table.

    ``how`` is key, name, confirmed or implied; NULL where the name is unknown.
    """
    for entity in entities():
        _stage_confirmed(con, entity, confirmed.get(entity, {}))
        _stage_raw(con, entity, present)
        if entity in present:
            _match_master(con, entity)
        else:
            _imply_members(con, entity)
    for contract in all_tables():
        members = f"m_{contract.name}" if contract.name in entities() else f"s_{contract.name}"
        con.execute(f"CREATE OR REPLACE TEMP VIEW f_{contract.name} AS {_with_keys(contract, members)}")


def matches_query() -> str:
    """Every written name of every entity with its key (NULL: unknown) and how it was found."""
    parts = [f"SELECT {literal(e)} AS entity, raw, key, how FROM k_{e}" for e in entities()]
    return " UNION ALL ".join(parts) + " ORDER BY entity, raw"


def _stage_confirmed(con: Connection, entity: str, names: Mapping[str, str]) -> None:
    found = pa.table(
        {"raw": pa.array(list(names), pa.string()), "key": pa.array([names[n] for n in names], pa.string())}
    )
    con.register("confirmed_names", found)
    con.execute(f"CREATE OR REPLACE TEMP TABLE c_{entity} AS SELECT * FROM confirmed_names")
    con.unregister("confirmed_names")


def _stage_raw(con: Connection, entity: str, present: frozenset[str]) -> None:
    parts = [
        f"SELECT DISTINCT {identifier(field)} AS raw FROM s_{t.name}"
        for t in all_tables() if t.name in present for field, refers in references(t).items() if refers == entity
    ]  # fmt: skip
    parts.append("SELECT NULL::VARCHAR AS raw")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE r_{entity} AS SELECT DISTINCT raw FROM ({' UNION ALL '.join(parts)})"
        " WHERE raw IS NOT NULL"
    )


def _match_master(con: Connection, entity: str) -> None:
    key, label = identifier(entity_key(entity)), identifier(table(entity).label or entity_key(entity))
    con.execute(f"CREATE OR REPLACE TEMP VIEW m_{entity} AS SELECT * FROM s_{entity}")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE k_{entity} AS
        WITH told AS (SELECT DISTINCT {key} AS key, {label} AS name FROM s_{entity}),
             members AS (SELECT DISTINCT key FROM told),
             named AS (SELECT name, min(key) AS key FROM told GROUP BY name HAVING count(*) = 1),
             confirmed AS (SELECT c.raw, c.key FROM c_{entity} c SEMI JOIN members m ON m.key = c.key)
        SELECT r.raw, coalesce(m.key, n.key, c.key) AS key,
               CASE WHEN m.key IS NOT NULL THEN 'key' WHEN n.key IS NOT NULL THEN 'name'
                    WHEN c.key IS NOT NULL THEN 'confirmed' END AS how
        FROM r_{entity} r LEFT JOIN members m ON m.key = r.raw LEFT JOIN named n ON n.name = r.raw
        LEFT JOIN confirmed c ON c.raw = r.raw"""
    )


def _imply_members(con: Connection, entity: str) -> None:
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE k_{entity} AS SELECT r.raw, coalesce(c.key, r.raw) AS key,
        CASE WHEN c.key IS NOT NULL THEN 'confirmed' ELSE 'implied' END AS how
        FROM r_{entity} r LEFT JOIN c_{entity} c USING (raw)"""
    )
    contract = table(entity)
    key, label = entity_key(entity), contract.label or entity_key(entity)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW m_{entity} AS {empty_rows(state_columns(contract))} UNION ALL BY NAME"
        f" SELECT DISTINCT key AS {identifier(key)}, key AS {identifier(label)} FROM k_{entity}"
    )


def _with_keys(contract: Table, members: str) -> str:
    """The table's rows with keys where the files had keys or names, and what they had beside them."""
    refers = references(contract)
    listed: list[str] = []
    joins: list[str] = []
    for f in contract.fields:
        name = identifier(f.name)
        if f.name not in refers:
            listed.append(f"t.{name}")
            continue
        alias = f"k{len(joins)}"
        joins.append(f"LEFT JOIN k_{refers[f.name]} {alias} ON {alias}.raw = t.{name}")
        value = f"{alias}.key"
        if contract.name in NULL_MEANS_ALL:
            value = f"CASE WHEN t.{name} IS NOT NULL THEN coalesce({value}, {literal(UNKNOWN_MEMBER)}) END"
        listed.append(f"{value} AS {name}")
    listed += [f"t.{identifier(f.name)} AS {identifier(raw_name(f))}" for f in contract.fields if f.refers]
    listed += [f"t.{identifier(name)}" for name, _ in PROVENANCE]
    return f"SELECT {', '.join(listed)} FROM {members} t {' '.join(joins)}"
