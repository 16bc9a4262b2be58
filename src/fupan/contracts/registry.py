"""The register of canonical tables, filled on import and then fixed."""

from __future__ import annotations

import difflib
from functools import cache

from fupan.contracts.table import Table
from fupan.errors import DefinitionError


@cache
def _register() -> dict[str, Table]:
    from fupan.contracts.tables import (
        channels,
        customers,
        learning,
        market,
        money,
        organisation,
        plan,
        products,
        sales,
        service,
        supply,
    )

    found: dict[str, Table] = {}
    sales_side = (customers, products, channels, organisation, sales, money, supply, plan, service)
    for module in (*sales_side, market, learning):
        for t in module.TABLES:
            if t.name in found:
                raise ValueError(f"table {t.name} is declared twice")
            found[t.name] = t
    for t in found.values():
        for f in t.fields:
            if f.refers and f.refers not in found:
                raise ValueError(f"{t.name}.{f.name} refers to {f.refers}, which is not declared")
    return found


def all_tables() -> tuple[Table, ...]:
    """Every declared table in the order of declaration."""
    return tuple(_register().values())


def table_names() -> tuple[str, ...]:
    """Names of every declared table."""
    return tuple(_register())


def table(name: str) -> Table:
    """The declaration of table *name*; DefinitionError with the nearest name if there is none."""
    found = _register()
    if name not in found:
        near = difflib.get_close_matches(name, found, n=1)
        raise DefinitionError(f"no canonical table “{name}”", key="table", nearest=near[0] if near else None)
    return found[name]
