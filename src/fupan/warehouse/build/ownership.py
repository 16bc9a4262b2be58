"""Whose sale it is: position, person and org unit of a fact on its statistic date (docs/algorithms/ownership.md)."""

from __future__ import annotations

from fupan.contracts import Table
from fupan.warehouse.build.links import OWNED
from fupan.warehouse.engine import Connection, literal, scalar
from fupan.warehouse.rows import UNKNOWN_MEMBER

STATISTIC_DATE = {
    "order_lines": "order_date",
    "return_lines": "return_date",
    "accruals": "accrual_date",
    "invoice_lines": "invoice_date",
    "receipts": "receipt_date",
    "delivery_lines": "ship_date",
    "sellout_lines": "sellout_date",
    "stock_snapshots": "snapshot_date",
    "agreements": "due_date",
    "tickets": "created_date",
    "survey_answers": "answer_date",
    "opportunities": "created_date",
    "proposals": "submitted_date",
    "visits": "visit_date",
    "price_checks": "check_date",
    "wishes": "raised_date",
}
WORK = frozenset({"agreements", "opportunities", "proposals", "visits", "price_checks", "wishes"})
"""What somebody does: theirs who did it, where the row says so, before any rule."""
_READ = ("customer_id", "region_id", "product_line", "channel_id", "position_id", "person_id")
_RULES = ("ownerships", "territories", "assignments")
_IN_FORCE = "(r.valid_from IS NULL OR r.valid_from <= {day}) AND (r.valid_to IS NULL OR r.valid_to > {day})"


def stamp_owners(con: Connection, contract: Table, rows: str) -> str:
    """The temporary table *rows* with position_id, person_id and org_unit_id stamped, as a view.

    Position: that of the original sale (returns, invoices, deliveries), else by ownership, else by territory, else the
    row's own, else that of the row's person; for WORK the row's own and its person's go before the rules. Person: who
    held the position that day, else the row's own; for WORK the other way round.
    """
    day = STATISTIC_DATE.get(contract.name)
    if day is None:
        return rows
    _stage_days(con, rows, day)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE day_cuts AS SELECT d.day, max(c.cut) AS org_since FROM stamp_days d"
        " LEFT JOIN (SELECT DISTINCT valid_from AS cut FROM org_history) c ON c.cut <= d.day GROUP BY d.day"
    )
    _stage_assigned(con)
    followed = f"sale_{OWNED[0]}" in {r[0] for r in con.execute(f"DESCRIBE {rows}").fetchall()}
    names = {f.name for f in contract.fields}
    own = {n: f"t.{n}" if n in names else "NULL::VARCHAR" for n in _READ}
    partner = ""
    if "customer_id" not in names and "dealer_id" in names:  # a dealer's sales and stock are its customer's owner's
        own["customer_id"], partner = "dl.customer_id", "LEFT JOIN p_dealers dl ON dl.dealer_id = t.dealer_id"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE stamp_rows AS
        SELECT t.rowid AS rid, t.{day} AS day, {", ".join(f"{own[n]} AS {n}" for n in _READ[:4])},
               {own["person_id"]} AS own_person, d.ownerships_day, d.territories_day, d.assignments_day,
               coalesce({own["position_id"]}, h.position_id) AS mine,
               {"t.sale_position_id" if followed else "NULL::VARCHAR"} AS sale_position,
               {"t.sale_person_id" if followed else "NULL::VARCHAR"} AS sale_person,
               {"t.sale_org_unit_id" if followed else "NULL::VARCHAR"} AS sale_unit
        FROM {rows} t LEFT JOIN stamp_days d ON d.day = t.{day} {partner}
        LEFT JOIN held_by_person h ON h.person_id = {own["person_id"]} AND h.day = d.assignments_day"""
    )
    _stage_owned(con)
    _stage_covered(con)
    found, people = f"{_decided('o')}, {_decided('c')}, s.mine", "h.person_id, f.own_person"
    if contract.name in WORK:
        found, people = f"s.mine, {_decided('o')}, {_decided('c')}", "f.own_person, h.person_id"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE stamped AS
        WITH found AS (
            SELECT s.rid, s.day, s.assignments_day, s.own_person, s.sale_position, s.sale_person, s.sale_unit,
                   nullif(coalesce(s.sale_position, {found}), {literal(UNKNOWN_MEMBER)}) AS position_id
            FROM stamp_rows s
            LEFT JOIN owned o ON o.customer_id = s.customer_id AND o.day = s.ownerships_day
                AND o.product_line IS NOT DISTINCT FROM s.product_line AND o.channel_id IS NOT DISTINCT FROM s.channel_id
            LEFT JOIN covered c ON c.region_id IS NOT DISTINCT FROM s.region_id AND c.day = s.territories_day
                AND c.product_line IS NOT DISTINCT FROM s.product_line AND c.channel_id IS NOT DISTINCT FROM s.channel_id)
        SELECT f.rid, f.position_id,
               CASE WHEN f.sale_position IS NOT NULL THEN coalesce(f.sale_person, f.own_person)
                    ELSE coalesce({people}) END AS person_id,
               coalesce(f.sale_unit, ps.org_unit_id, p.org_unit_id) AS org_unit_id,
               dc.org_since
        FROM found f LEFT JOIN holders h ON h.position_id = f.position_id AND h.day = f.assignments_day
        LEFT JOIN day_cuts dc ON dc.day = f.day
        LEFT JOIN position_spans ps ON ps.position_id = f.position_id AND ps.valid_from <= f.day
            AND (ps.valid_to IS NULL OR ps.valid_to > f.day)
        LEFT JOIN p_positions p ON p.position_id = f.position_id"""
    )
    _stamp_today(con, work=contract.name in WORK)
    view = f"o_{contract.name}"
    left_out = [*(f"sale_{n}" for n in OWNED if followed), *(n for n in OWNED[:2] if n in names)]
    exclude = f"EXCLUDE ({', '.join(left_out)})" if left_out else ""
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT t.* {exclude}, s.position_id, s.person_id, s.org_unit_id, s.org_since,"
        f" n.position_id_now, n.person_id_now, n.org_unit_id_now"
        f" FROM {rows} t JOIN stamped s ON s.rid = t.rowid JOIN stamped_now n ON n.rid = t.rowid"
    )
    return view


def _stamp_today(con: Connection, *, work: bool) -> None:
    """stamped_now: whose row it is by today's ownership, territories and assignments.

    Where no rule of today decides, the position of the day itself stays; a vacant position has no person, and a rule that
    names a position nobody knows leaves the row to nobody: neither to who had it before nor to that one's unit. *work*
    stays with the position that did it, if that is known: an open item is taken on by whoever holds it today.
    """
    con.execute("DROP TABLE IF EXISTS stamp_then")
    con.execute("ALTER TABLE stamp_rows RENAME TO stamp_then")
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW stamp_rows AS SELECT * REPLACE ({', '.join(f'b.business_date AS {r}_day' for r in _RULES)})"
        " FROM stamp_then CROSS JOIN business_day b"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE stamp_days AS SELECT business_date AS day, {', '.join(f'business_date AS {r}_day' for r in _RULES)}"
        " FROM business_day"
    )
    _stage_assigned(con)
    _stage_owned(con)
    _stage_covered(con)
    decided = f"{'s.mine, ' if work else ''}{_decided('o')}, {_decided('c')}"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE stamped_now AS
        WITH found AS (
            SELECT s.rid, s.own_person, t.org_unit_id AS then_unit, t.person_id AS then_person,
                   coalesce(coalesce({decided}) = {literal(UNKNOWN_MEMBER)}, false) AS to_nobody,
                   nullif(coalesce({decided}, t.position_id), {literal(UNKNOWN_MEMBER)}) AS position_id
            FROM stamp_rows s JOIN stamped t USING (rid)
            LEFT JOIN owned o ON o.customer_id = s.customer_id
                AND o.product_line IS NOT DISTINCT FROM s.product_line AND o.channel_id IS NOT DISTINCT FROM s.channel_id
            LEFT JOIN covered c ON c.region_id IS NOT DISTINCT FROM s.region_id
                AND c.product_line IS NOT DISTINCT FROM s.product_line AND c.channel_id IS NOT DISTINCT FROM s.channel_id)
        SELECT f.rid, f.position_id AS position_id_now,
               CASE WHEN f.to_nobody THEN f.own_person
                    WHEN f.position_id IS NULL OR a.position_id IS NULL THEN f.then_person ELSE h.person_id END AS person_id_now,
               CASE WHEN f.to_nobody THEN NULL WHEN f.position_id IS NULL THEN f.then_unit ELSE p.org_unit_id END AS org_unit_id_now
        FROM found f LEFT JOIN holders h ON h.position_id = f.position_id
        LEFT JOIN (SELECT DISTINCT position_id FROM p_assignments) a ON a.position_id = f.position_id
        LEFT JOIN p_positions p ON p.position_id = f.position_id"""
    )
    con.execute("DROP VIEW stamp_rows")


def _decided(rule: str) -> str:
    """The position the best rules agree on; where several positions share them, the row's own if it is among them."""
    return (
        f"CASE WHEN len({rule}.positions) = 1 THEN {rule}.positions[1]"
        f" WHEN list_contains({rule}.positions, s.mine) THEN s.mine END"
    )


def _stage_days(con: Connection, rows: str, day: str) -> None:
    """For each statistic date and each kind of rule a day that stands for all days on which the same rules hold."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE stamp_days AS SELECT DISTINCT {day} AS day FROM {rows} WHERE {day} IS NOT NULL"
    )
    for rule in _RULES:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE stamp_days AS
            WITH cuts AS (SELECT DISTINCT cut FROM (SELECT valid_from AS cut FROM p_{rule} UNION ALL
                          SELECT valid_to FROM p_{rule}) WHERE cut IS NOT NULL),
                 spans AS (SELECT d.day, count(c.cut) AS span FROM stamp_days d LEFT JOIN cuts c ON c.cut <= d.day
                           GROUP BY d.day)
            SELECT d.*, min(d.day) OVER (PARTITION BY s.span) AS {rule}_day FROM stamp_days d JOIN spans s USING (day)"""
        )


def _stage_assigned(con: Connection) -> None:
    """holders (position, day -> person) and held_by_person (person, day -> position): main before acting and second."""
    rank = "CASE coalesce(r.kind, 'main') WHEN 'main' THEN 0 WHEN 'acting' THEN 1 ELSE 2 END"
    best = f"ORDER BY {rank}, r.valid_from DESC"
    joined = f"FROM (SELECT DISTINCT assignments_day AS day FROM stamp_days) d JOIN p_assignments r ON {_IN_FORCE.format(day='d.day')}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE holders AS SELECT r.position_id, d.day, r.person_id {joined}"
        f" QUALIFY row_number() OVER (PARTITION BY r.position_id, d.day {best}, r.person_id) = 1"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE held_by_person AS SELECT r.person_id, d.day, r.position_id {joined}"
        f" QUALIFY row_number() OVER (PARTITION BY r.person_id, d.day {best}, r.position_id) = 1"
    )


def _stage_owned(con: Connection) -> None:
    """owned: positions of the most specific ownership of a customer, line, channel and day; the later rule wins."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE owned AS
        WITH asked AS (SELECT DISTINCT customer_id, product_line, channel_id, ownerships_day AS day FROM stamp_rows
                       WHERE customer_id IS NOT NULL AND ownerships_day IS NOT NULL),
             best AS (SELECT a.*, r.position_id FROM asked a JOIN p_ownerships r ON r.customer_id = a.customer_id
                AND (r.product_line IS NULL OR r.product_line = a.product_line)
                AND (r.channel_id IS NULL OR r.channel_id = a.channel_id) AND {_IN_FORCE.format(day="a.day")}
                QUALIFY rank() OVER (PARTITION BY a.customer_id, a.product_line, a.channel_id, a.day
                    ORDER BY (r.product_line IS NOT NULL)::INT + (r.channel_id IS NOT NULL)::INT DESC,
                             r.product_line IS NULL, coalesce(r.valid_from, DATE '0001-01-01') DESC) = 1)
        SELECT customer_id, product_line, channel_id, day, list_sort(list(DISTINCT position_id)) AS positions
        FROM best GROUP BY ALL"""
    )


def _stage_covered(con: Connection) -> None:
    """covered: positions of the most specific territory of a region, line, channel and day: nearest region first."""
    if not scalar(con, "SELECT count(*) FROM p_territories"):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE covered AS SELECT region_id, product_line, channel_id, DATE '2000-01-01' AS day,"
            " ['']  AS positions FROM stamp_rows WHERE false"
        )
        return
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE covered AS
        WITH asked AS (SELECT DISTINCT region_id, product_line, channel_id, territories_day AS day FROM stamp_rows
                       WHERE territories_day IS NOT NULL),
             reach AS (SELECT a.*, p.ancestor_id, p.ancestor_level FROM asked a
                       LEFT JOIN region_paths p ON p.region_id = a.region_id),
             best AS (SELECT a.region_id, a.product_line, a.channel_id, a.day, r.position_id FROM reach a
                JOIN p_territories r ON (r.region_id IS NULL OR r.region_id = a.ancestor_id)
                AND (r.product_line IS NULL OR r.product_line = a.product_line)
                AND (r.channel_id IS NULL OR r.channel_id = a.channel_id) AND {_IN_FORCE.format(day="a.day")}
                QUALIFY rank() OVER (PARTITION BY a.region_id, a.product_line, a.channel_id, a.day
                    ORDER BY CASE WHEN r.region_id IS NULL THEN -1 ELSE a.ancestor_level END DESC,
                             (r.product_line IS NOT NULL)::INT + (r.channel_id IS NOT NULL)::INT DESC,
                             r.product_line IS NULL) = 1)
        SELECT region_id, product_line, channel_id, day, list_sort(list(DISTINCT position_id)) AS positions
        FROM best GROUP BY ALL"""
    )
