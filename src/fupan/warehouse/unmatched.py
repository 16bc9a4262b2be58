"""Written names that no master knows, with the money behind them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fupan.contracts import Table, all_tables
from fupan.warehouse.engine import identifier, literal
from fupan.warehouse.rows import raw_name

if TYPE_CHECKING:
    from fupan.warehouse.engines.files import FileReader

# the amount a row is weighed by, the first that the table has
_WEIGHT = ("gross_with_tax", "gross_without_tax", "amount_with_tax", "amount_without_tax", "amount", "value")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One written name: its dimension table, absolute amounts behind it (only for ranking: currencies are not
    converted), rows, and the tables that use it."""

    entity: str
    name: str
    money: Decimal
    rows: int
    tables: tuple[str, ...] = ()


def find_unmatched(reader: FileReader) -> list[Unmatched]:
    """Names without a key over all tables, those with most money behind them first; empty when all are known."""
    return _find(reader, "key IS NULL")


def find_implied(reader: FileReader) -> list[Unmatched]:
    """Names that became members of their own because no master of their entity was loaded; most money first."""
    return _find(reader, "how = 'implied'")


def _find(reader: FileReader, which: str) -> list[Unmatched]:
    parts = [
        _uses(t, f.name, f.refers)
        for t in all_tables() if reader.manifest.rows(t.name)
        for f in t.fields if f.refers
    ]  # fmt: skip
    if not parts:
        return []
    found = reader.sql(
        f"""WITH uses AS ({" UNION ALL ".join(parts)})
        SELECT entity, raw, CAST(sum(money) AS DECIMAL(38,4)) AS money, CAST(sum(n) AS BIGINT) AS n,
               list_sort(list(DISTINCT used)) AS tables
        FROM uses JOIN (SELECT entity, raw FROM name_matches WHERE {which}) USING (entity, raw)
        GROUP BY entity, raw ORDER BY money DESC, n DESC, entity, raw"""
    ).to_pylist()
    return [Unmatched(r["entity"], r["raw"], r["money"], r["n"], tuple(r["tables"])) for r in found]


def _uses(contract: Table, field: str, entity: str) -> str:
    known = [f"abs({identifier(n)})" for n in _WEIGHT if n in contract.names] if contract.kind == "fact" else []
    money = f"coalesce({', '.join(known)}, 0)" if known else "0"
    raw = identifier(raw_name(contract.field(field)))
    return (
        f"SELECT {literal(entity)} AS entity, {raw} AS raw, {literal(contract.name)} AS used, count(*) AS n,"
        f" sum(CAST({money} AS DECIMAL(38,4))) AS money FROM {identifier(contract.name)} WHERE {raw} IS NOT NULL GROUP BY ALL"
    )
