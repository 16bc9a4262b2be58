"""From current rows to published tables: names, geography, owners, dates and amounts, one small step per file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fupan.contracts import Table, all_tables, table
from fupan.warehouse.build.amounts import complete_amounts, define_arithmetic, note_incomplete
from fupan.warehouse.build.calendar_days import CALENDAR, calendar_query
from fupan.warehouse.build.credits import stamp_credits
from fupan.warehouse.build.links import follow_orders
from fupan.warehouse.build.names import MATCHES, matches_query, resolve_names
from fupan.warehouse.build.organisation import (
    BUSINESS_DAY,
    ORG_HISTORY,
    POSITION_HISTORY,
    as_of_today,
    find_business_day,
    stage_organisation,
)
from fupan.warehouse.build.ownership import STATISTIC_DATE, stamp_owners
from fupan.warehouse.build.places import fill_places, stage_partners
from fupan.warehouse.build.product_lines import find_product_lines
from fupan.warehouse.build.receipts import count_receipts
from fupan.warehouse.build.recognition import recognise
from fupan.warehouse.build.references import entities
from fupan.warehouse.build.regions import flatten_regions
from fupan.warehouse.engine import Connection, columns, identifier
from fupan.warehouse.rows import empty_rows, published_columns
from fupan.warehouse.rules import BuildRules

BUILD_VERSION = "3"  # raise it when fold or build give other rows for the same input: snapshots are then built anew
DERIVED_TABLES = {
    "calendar": CALENDAR, "name_matches": MATCHES, "org_history": ORG_HISTORY, "position_history": POSITION_HISTORY,
    "business_day": BUSINESS_DAY,
}  # fmt: skip
_FIRST = ("channels", "regions", "customers", "dealers", "stores", "products", "order_lines")

Emit = Callable[[str, str], None]


def build_tables(
    con: Connection, rules: BuildRules, present: frozenset[str], emit: Emit, today: date | None = None
) -> list[str]:
    """Build every published table from the views s_TABLE and hand each query to *emit*, which makes p_TABLE of it.

    *present* names the tables that have rows; of the others only masters are built, since facts may imply members.
    *today* is the day of the build; no later day is the business date.
    Returns notes: what a person should know about rows that could not be completed.
    """
    define_arithmetic(con)
    resolve_names(con, rules.names, present)
    notes = flatten_regions(con)
    find_product_lines(con, present)
    emit("business_day", find_business_day(con, today, present))
    units, positions, found = stage_organisation(con)
    notes += found
    emit("org_history", units)
    emit("position_history", positions)
    emit("name_matches", matches_query())
    emit("calendar", calendar_query(con, rules.calendars, present))
    for contract in _in_order():
        if contract.name in present or contract.name in entities():
            notes += _build(con, contract, rules, emit)
        else:
            con.execute(f"CREATE OR REPLACE TEMP VIEW p_{contract.name} AS {empty_rows(published_columns(contract))}")
        if contract.name == "dealers":
            stage_partners(con)
    return notes


def _in_order() -> list[Table]:
    """Masters and rules before facts, order lines before what follows them."""
    named = [table(n) for n in _FIRST[:-1]]
    rest = [t for t in all_tables() if t.name not in _FIRST]
    return [*named, *(t for t in rest if t.kind != "fact"), table(_FIRST[-1]), *(t for t in rest if t.kind == "fact")]


def _build(con: Connection, contract: Table, rules: BuildRules, emit: Emit) -> list[str]:
    notes: list[str] = []
    rows = f"f_{contract.name}"
    if contract.name == "regions":
        rows = _joined(con, contract, rows, "flat_regions", "region_id", ("region", "province", "city"))
    if contract.name == "products":
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW j_products AS SELECT t.* REPLACE (p.product_line AS product_line) FROM {rows} t"
            " LEFT JOIN product_lines p USING (product_id)"
        )
        rows = "j_products"
    rows = as_of_today(con, contract, rows)
    rows = fill_places(con, contract, follow_orders(con, contract, rows))
    if contract.name in STATISTIC_DATE:
        con.execute(f"CREATE OR REPLACE TEMP TABLE h_{contract.name} AS SELECT * FROM {rows}")
        rows = stamp_owners(con, contract, f"h_{contract.name}")
    if contract.name == "order_lines":
        rows, found = recognise(con, rules.recognition, rows)
        notes += found
    if contract.name == "credits":
        rows, found = stamp_credits(con, rows)
        notes += found
    if contract.name == "receipts":
        rows, found = count_receipts(con, rows)
        notes += found
    rows = complete_amounts(con, contract, rows, rules.currency)
    emit(contract.name, _in_columns(con, contract, rows))
    con.execute(f"DROP TABLE IF EXISTS h_{contract.name}")
    return notes + note_incomplete(con, contract)


def _joined(con: Connection, contract: Table, rows: str, other: str, key: str, names: tuple[str, ...]) -> str:
    view = f"j_{contract.name}"
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT t.*, {columns(names, 'o')} FROM {rows} t LEFT JOIN {other} o USING ({key})"
    )
    return view


def _in_columns(con: Connection, contract: Table, rows: str) -> str:
    """The published columns of *rows* with their types, in an order that keeps files the same for the same rows.

    Facts are ordered by their statistic date, so that a window reads few row groups.
    """
    have = {r[0] for r in con.execute(f"DESCRIBE {rows}").fetchall()}
    listed = ", ".join(
        f"CAST({identifier(name) if name in have else 'NULL'} AS {kind}) AS {identifier(name)}"
        for name, kind in published_columns(contract)
    )
    dated = STATISTIC_DATE.get(contract.name) or (contract.times[0][1] if contract.times else None)
    order = [n for n in (dated, "source_file", "source_row", *contract.key) if n]
    return f"SELECT {listed} FROM {rows} ORDER BY {columns(dict.fromkeys(order))}"
