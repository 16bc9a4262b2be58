"""What the rows of a fact carry: columns with their types, and so the dimensions that tell them apart."""

from __future__ import annotations

from fupan.contracts import table as contract
from fupan.contracts.field import FieldType
from fupan.metrics.definition import Dimension, Fact

OPEN_ITEMS: dict[str, FieldType] = {
    "customer_id": "text", "dealer_id": "text", "channel_id": "text", "region_id": "text", "position_id": "text",
    "person_id": "text", "org_unit_id": "text", "legal_entity_id": "text", "invoice_id": "text", "due_date": "date",
    "amount": "money", "settled_amount": "money", "open_amount": "money", "overdue_days": "integer", "ageing": "text",
}  # fmt: skip
"""Columns of the view of receivables as of a day, with their types."""


def table_columns(table: str) -> dict[str, FieldType]:
    """Columns of a canonical table with their types."""
    declared = contract(table)
    return {f.name: f.type for f in (*declared.fields, *declared.derived)}


def column_types(fact: Fact) -> dict[str, FieldType]:
    """Columns that rows of the fact have, with their types: its own, and those carried through another table."""
    found = dict(OPEN_ITEMS) if fact.view == "open_items" else table_columns(fact.table)
    if fact.through is not None:
        there = table_columns(fact.through.table)
        found |= {c: there[c] for c in fact.through.columns if c in there}
    if fact.bridge is not None:
        there = table_columns(fact.bridge.table)
        found |= {c: there[c] for c in fact.bridge.carries if c in there}
    return found


def fact_columns(fact: Fact) -> set[str]:
    """Names of the columns that rows of the fact have."""
    return set(column_types(fact))


def conforms(dimension: Dimension, fact: Fact) -> bool:
    """Whether the fact's rows can be told apart by the dimension."""
    columns = fact_columns(fact)
    return (
        dimension.name in fact.without
        or dimension.own in columns
        or (dimension.table is not None and dimension.key in columns)
    )
