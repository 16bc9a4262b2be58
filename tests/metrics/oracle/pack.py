"""The pack's YAML as plain data, and the dimensions of a row looked up by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import fupan.packs
from fupan.contracts import table

Row = dict[str, Any]
Tables = dict[str, list[Row]]
UNKNOWN = "(unknown)"
TREES = {"regions": "region_id", "org_units": "org_unit_id"}


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """facts, dimensions and metrics of the shipped pack."""
    found: dict[str, dict[str, Any]] = {"facts": {}, "dimensions": {}, "metrics": {}}
    for path in sorted((Path(fupan.packs.__file__).parent / "standard" / "metrics").glob("*.yaml")):
        for kind, entries in (YAML(typ="safe").load(path) or {}).items():
            found.setdefault(kind, {}).update(entries or {})
    return found


def day_of(fact: str, metric: dict[str, Any]) -> str:
    """The column of the statistic date of a metric."""
    roles = roles_of(fact)
    role = metric.get("time") or definitions()["facts"].get(fact, {}).get("default_time") or next(iter(roles))
    return str(roles[role])


def roles_of(fact: str) -> dict[str, str]:
    """Role -> date column of a fact."""
    spec = definitions()["facts"].get(fact, {})
    return dict(table(spec.get("table", fact)).times) | (spec.get("time") or {})


def member(tables: Tables, fact: str, row: Row, name: str) -> Any:
    """The member of dimension *name* that a row stands under; None is unknown."""
    spec, carried = definitions()["dimensions"][name], definitions()["facts"].get(fact, {})
    if name in (carried.get("without") or ()):
        return None
    if spec.get("own") and row.get(spec["own"]) is not None:
        return row[spec["own"]]
    if not spec.get("table") or row.get(spec["key"]) is None:
        return None
    if not spec.get("column"):
        return row[spec["key"]]
    master = look_up(tables, spec["table"], row[spec["key"]])
    found = None if master is None else master.get(spec["column"])
    return ("yes" if found else "no") if isinstance(found, bool) else found


def look_up(tables: Tables, name: str, key: Any) -> Row | None:
    """The master row of a key."""
    column = table(name).key[0]
    return next((r for r in tables.get(name, []) if r[column] == key), None)


def label(tables: Tables, name: str, key: Any) -> Any:
    """What people read for a member."""
    spec = definitions()["dimensions"][name]
    if key is None:
        return UNKNOWN
    if spec.get("table") and not spec.get("column") and spec.get("label"):
        master = look_up(tables, spec["table"], key)
        return (master or {}).get(spec["label"]) or key
    return key


def may_see(tables: Tables, fact: str, row: Row, scope: Any) -> bool:
    """Whether a row lies inside a scope: its members and, of several slices, at least one."""
    slices = [[*scope.members.items(), *each.items()] for each in (scope.either or ({},))]
    return any(all(_stands_in(tables, fact, row, d, members) for d, members in one) for one in slices)


def _stands_in(tables: Tables, fact: str, row: Row, name: str, members: tuple[str, ...]) -> bool:
    spec = definitions()["dimensions"][name]
    mine = member(tables, fact, row, name)
    if (
        mine is None and UNKNOWN in members
    ):  # a target that names nothing is for all members, a region's for all provinces
        key = spec.get("own") if spec.get("own") in row else spec.get("key")
        of_all = row.get(key) is None and not row.get(f"{key}_raw")
        return fact != "targets" or not (of_all or (spec.get("column") and spec.get("table") in TREES))
    if mine is not None and (mine in members or label(tables, name, mine) in members):
        return True
    if spec.get("table") not in TREES:
        return False
    attributes = {r.get(spec["column"]) for r in tables.get(spec["table"], [])} if spec.get("column") else set()
    node, seen = row.get(spec["key"]), set()
    while node is not None and node not in seen:
        seen.add(node)
        master = look_up(tables, spec["table"], node) or {}
        names = {node} - attributes if spec.get("column") else {node, master.get(spec.get("label", ""))}
        if names & set(members):
            return True
        node = master.get("parent_id")
    return False
