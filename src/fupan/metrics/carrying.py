"""What the rows of a fact carry: columns with their types, and so the dimensions that tell them apart."""

from __future__ import annotations

from fupan.contracts import table as contract
from fupan.contracts.field import FieldType
from fupan.metrics.definition import Dimension, Fact

OPEN_ITEMS: dict[str, FieldType] = {
    "customer_id": "text", "dealer_id": "text", "channel_id": "text", "region_id": "text", "position_id": "text",
    "person_id": "text", "org_unit_id": "text", "legal_entity_id": "text", "currency": "text", "invoice_id": "text", "due_date": "date",
    "amount": "money", "settled_amount": "money", "open_amount": "money", "overdue_days": "integer", "ageing": "text",
}  # fmt: skip
"""Columns of the view of receivables as of a day, with their types."""
UNALLOCATED: dict[str, FieldType] = {
    "customer_id": "text", "dealer_id": "text", "channel_id": "text", "region_id": "text", "position_id": "text",
    "person_id": "text", "org_unit_id": "text", "legal_entity_id": "text", "currency": "text", "receipt_id": "text", "kind": "text",
    "counted_date": "date", "amount": "money", "allocated_amount": "money", "unallocated_amount": "money",
    "waiting_days": "integer",
}  # fmt: skip
"""Columns of the view of receipts not yet allocated as of a day, with their types."""
VIEWS = {"open_items": OPEN_ITEMS, "unallocated": UNALLOCATED}

_SETTLED = (("receipts", "amount"), ("receipt_allocations", "amount"))
_OPEN_ITEMS_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "amount": (("invoice_lines", "amount_with_tax"),),
    "settled_amount": _SETTLED,
    "open_amount": (("invoice_lines", "amount_with_tax"), *_SETTLED),
    "overdue_days": (("invoice_lines", "due_date"),),
    "ageing": (("invoice_lines", "due_date"),),
}
_UNALLOCATED_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "amount": (("receipts", "amount"),),
    "allocated_amount": _SETTLED,
    "unallocated_amount": _SETTLED,
    "waiting_days": (("receipts", "counted_date"),),
}


def table_columns(table: str) -> dict[str, FieldType]:
    """Columns of a canonical table with their types."""
    declared = contract(table)
    return {f.name: f.type for f in (*declared.fields, *declared.derived)}


def column_types(fact: Fact) -> dict[str, FieldType]:
    """Columns that rows of the fact have, with their types: its own, and those carried through another table."""
    found = dict(VIEWS[fact.view]) if fact.view != "table" else table_columns(fact.table)
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


def made_of(fact: Fact, column: str) -> tuple[tuple[str, str], ...]:
    """Contract columns (table, column) that a column of a fact shows: its own, one carried along, those a view uses."""
    if fact.view == "open_items" and column in _OPEN_ITEMS_OF:
        return _OPEN_ITEMS_OF[column]
    if fact.view == "unallocated" and column in _UNALLOCATED_OF:
        return _UNALLOCATED_OF[column]
    if fact.through is not None and column in fact.through.columns:
        return ((fact.through.table, column),)
    if fact.bridge is not None and column in fact.bridge.carries:
        return ((fact.bridge.table, column), (fact.bridge.table, fact.bridge.share))
    return ((fact.table, column),)


def conforms(dimension: Dimension, fact: Fact) -> bool:
    """Whether the fact's rows can be told apart by the dimension."""
    columns = fact_columns(fact)
    if dimension.part is not None:
        return bool(fact.default_time) and fact.view == "table" and fact.name != "targets"
    return (
        dimension.name in fact.without
        or dimension.own in columns
        or (dimension.table is not None and dimension.key in columns)
    )
