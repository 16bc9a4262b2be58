"""The organisation through time: where each unit stood in the tree and each position in a unit, and how it is today.

A unit or position may have several rows, each valid from a date; between two rows the former holds. With one row it
always stood where that row says. Today is the day up to which the facts are complete, never after the build's own day.
"""

from __future__ import annotations

from datetime import date

from fupan.contracts import Table
from fupan.warehouse.engine import Connection, literal

LEVELS = ("level_1", "level_2", "level_3", "level_4")
ORG_HISTORY = (
    ("org_unit_id", "VARCHAR"), ("valid_from", "DATE"), ("valid_to", "DATE"), ("parent_id", "VARCHAR"),
    *((level, "VARCHAR") for level in LEVELS),
)  # fmt: skip
POSITION_HISTORY = (
    ("position_id", "VARCHAR"),
    ("valid_from", "DATE"),
    ("valid_to", "DATE"),
    ("org_unit_id", "VARCHAR"),
)
BUSINESS_DAY = (("business_date", "DATE"),)
_HISTORIES = {"org_units": "org_unit_id", "positions": "position_id"}
_BEGINNING = "DATE '1900-01-01'"  # earlier days are told differently by engines
_DEEPEST = 12
_STATED = {"order_lines": "order_date", "return_lines": "return_date", "invoice_lines": "invoice_date", "receipts": "receipt_date"}  # fmt: skip


def find_business_day(con: Connection, today: date | None, present: frozenset[str]) -> str:
    """Make business_day and the query that publishes it: the last day of any sale, return, invoice or receipt."""
    parts = [f"SELECT max({day}) AS day FROM s_{name}" for name, day in _STATED.items() if name in present]
    last = f"SELECT max(day) AS day FROM ({' UNION ALL '.join(parts)})" if parts else "SELECT NULL::DATE AS day"
    cap = literal(today.isoformat()) + "::DATE" if today else "DATE '2100-01-01'"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE business_day AS SELECT least(coalesce(day, {cap}), {cap}) AS business_date FROM ({last})"
    )
    return "SELECT business_date FROM business_day"


def stage_organisation(con: Connection) -> tuple[str, str, list[str]]:
    """Make org_now, position_spans, org_spans and org_history; the queries that publish both histories, and notes."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE position_spans AS
        WITH told AS (SELECT position_id, org_unit_id, coalesce(valid_from, {_BEGINNING}) AS since, valid_to,
                             count(*) OVER (PARTITION BY position_id) AS many FROM f_positions WHERE position_id IS NOT NULL
                      QUALIFY row_number() OVER (PARTITION BY position_id, coalesce(valid_from, {_BEGINNING})
                                                 ORDER BY org_unit_id) = 1),
             cut AS (SELECT *, lead(since) OVER (PARTITION BY position_id ORDER BY since) AS next,
                            row_number() OVER (PARTITION BY position_id ORDER BY since) AS n FROM told)
        SELECT position_id, org_unit_id, CASE WHEN n = 1 THEN {_BEGINNING} ELSE since END AS valid_from, next AS valid_to
        FROM cut"""
    )
    notes = _stage_tree(con)
    positions = (
        "SELECT position_id, valid_from, valid_to, org_unit_id FROM position_spans ORDER BY position_id, valid_from"
    )
    units = f"SELECT org_unit_id, valid_from, valid_to, parent_id, {', '.join(LEVELS)} FROM org_history ORDER BY org_unit_id, valid_from"
    return units, positions, notes


def _stage_tree(con: Connection) -> list[str]:
    """The tree as it stood from each day on which it changed."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE org_spans AS
        WITH told AS (SELECT org_unit_id, name, parent_id, coalesce(valid_from, {_BEGINNING}) AS since FROM f_org_units
                      WHERE org_unit_id IS NOT NULL
                      QUALIFY row_number() OVER (PARTITION BY org_unit_id, coalesce(valid_from, {_BEGINNING})
                                                 ORDER BY parent_id, name) = 1)
        SELECT org_unit_id, name, CASE WHEN parent_id <> org_unit_id THEN parent_id END AS parent_id,
               CASE WHEN row_number() OVER w = 1 THEN {_BEGINNING} ELSE since END AS valid_from,
               lead(since) OVER w AS valid_to
        FROM told WINDOW w AS (PARTITION BY org_unit_id ORDER BY since)"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE org_nodes AS
        WITH cuts AS (SELECT DISTINCT valid_from AS cut FROM org_spans UNION SELECT {_BEGINNING})
        SELECT c.cut, s.org_unit_id, s.name, s.parent_id FROM cuts c
        JOIN org_spans s ON s.valid_from <= c.cut AND (s.valid_to IS NULL OR s.valid_to > c.cut)"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE org_depths AS
        WITH RECURSIVE roots AS (
            SELECT n.*, count(*) OVER (PARTITION BY cut) AS many,
                   EXISTS (SELECT 1 FROM org_nodes c WHERE c.cut = n.cut AND c.parent_id = n.org_unit_id) AS leads
            FROM org_nodes n WHERE parent_id IS NULL
               OR NOT EXISTS (SELECT 1 FROM org_nodes p WHERE p.cut = n.cut AND p.org_unit_id = n.parent_id)),
        tree AS (
            SELECT cut, org_unit_id, CASE WHEN many = 1 AND leads THEN 0 ELSE 1 END AS depth FROM roots
            UNION ALL
            SELECT n.cut, n.org_unit_id, t.depth + 1 FROM org_nodes n JOIN tree t ON n.cut = t.cut AND n.parent_id = t.org_unit_id
            WHERE t.depth < {_DEEPEST})
        SELECT n.cut, n.org_unit_id, n.name, coalesce(t.depth, 1) AS depth, t.depth IS NULL AS loose,
               CASE WHEN t.depth IS NOT NULL THEN n.parent_id END AS parent_id
        FROM org_nodes n LEFT JOIN tree t ON t.cut = n.cut AND t.org_unit_id = n.org_unit_id"""
    )
    named = ", ".join(f"max(d.name) FILTER (d.depth = {n}) AS {level}" for n, level in enumerate(LEVELS, 1))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE org_history AS
        WITH RECURSIVE up AS (
            SELECT cut, org_unit_id, org_unit_id AS ancestor_id, 0 AS steps FROM org_depths
            UNION ALL
            SELECT u.cut, u.org_unit_id, d.parent_id, u.steps + 1 FROM up u
            JOIN org_depths d ON d.cut = u.cut AND d.org_unit_id = u.ancestor_id
            WHERE d.parent_id IS NOT NULL AND u.steps < {_DEEPEST}),
        flat AS (SELECT u.cut, u.org_unit_id, {named} FROM up u
                 JOIN org_depths d ON d.cut = u.cut AND d.org_unit_id = u.ancestor_id GROUP BY ALL)
        SELECT f.org_unit_id, f.cut AS valid_from,
               lead(f.cut) OVER (PARTITION BY f.org_unit_id ORDER BY f.cut) AS valid_to, d.parent_id,
               {", ".join(f"f.{level}" for level in LEVELS)}
        FROM flat f JOIN org_depths d ON d.cut = f.cut AND d.org_unit_id = f.org_unit_id"""
    )
    loose = con.execute("SELECT DISTINCT name FROM org_depths WHERE loose ORDER BY name").fetchall()
    return [f"org_units: “{name}” stands in a circle and is shown as a unit of its own" for (name,) in loose]


def as_of_today(con: Connection, contract: Table, rows: str) -> str:
    """One row per unit or position: as it is today, else as it was last, else as it will be first; units with levels."""
    key = _HISTORIES.get(contract.name)
    if key is None:
        return rows
    view = f"j_{contract.name}"
    units = contract.name == "org_units"
    levels = ", " + ", ".join(f"h.{level}" for level in LEVELS) if units else ""
    join = (
        "LEFT JOIN org_history h ON h.org_unit_id = t.org_unit_id AND h.valid_from <= b.business_date"
        " AND (h.valid_to IS NULL OR h.valid_to > b.business_date)"
        if units
        else ""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {view} AS SELECT t.*{levels} FROM {rows} t CROSS JOIN business_day b {join}
        QUALIFY row_number() OVER (PARTITION BY t.{key} ORDER BY
            coalesce(t.valid_from, {_BEGINNING}) <= b.business_date DESC,
            abs(b.business_date - coalesce(t.valid_from, {_BEGINNING})), t.source_file, t.source_row) = 1"""
    )
    return view
