"""The geographic tree, flattened: each node with its region (level 1), province (2) and city (3) by name."""

from __future__ import annotations

from fupan.warehouse.engine import Connection

_DEEPEST = 12
_COUNTRY = "('country', 'nation', 'root', 'company', 'group', '国家', '全国', '总部', '公司', '集团', '国')"


def flatten_regions(con: Connection) -> list[str]:
    """Make region_paths (region_id, ancestor_id, ancestor_level, ancestor_name) and flat_regions; notes for a person.

    Level 0 is the country: a single root with children, or a root whose level says so. Other roots are level 1. A node
    whose parent is unknown, or that stands in a circle, is a region (level 1) of its own.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE region_nodes AS
        SELECT f.region_id, f.name, CASE WHEN f.parent_id <> f.region_id THEN f.parent_id END AS parent_id,
               lower(trim(f.level)) AS level, s.parent_id AS parent_raw
        FROM f_regions f LEFT JOIN s_regions s USING (region_id)"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE region_roots AS
        WITH roots AS (SELECT *, count(*) OVER () AS many FROM region_nodes WHERE parent_id IS NULL)
        SELECT region_id, CASE WHEN level IN {_COUNTRY} THEN 0
            WHEN many = 1 AND region_id IN (SELECT parent_id FROM region_nodes) THEN 0 ELSE 1 END AS depth
        FROM roots"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE region_depths AS
        WITH RECURSIVE tree AS (
            SELECT region_id, depth FROM region_roots
            UNION ALL
            SELECT n.region_id, t.depth + 1 FROM region_nodes n JOIN tree t ON n.parent_id = t.region_id
            WHERE t.depth < {_DEEPEST})
        SELECT n.region_id, n.name, coalesce(t.depth, 1) AS depth,
               CASE WHEN t.depth IS NOT NULL THEN n.parent_id END AS parent_id, n.parent_raw, t.depth IS NULL AS loose
        FROM region_nodes n LEFT JOIN tree t USING (region_id)"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE region_paths AS
        WITH RECURSIVE up AS (
            SELECT region_id, region_id AS ancestor_id FROM region_depths
            UNION ALL
            SELECT u.region_id, d.parent_id FROM up u JOIN region_depths d ON d.region_id = u.ancestor_id
            WHERE d.parent_id IS NOT NULL)
        SELECT u.region_id, u.ancestor_id, d.depth AS ancestor_level, d.name AS ancestor_name
        FROM up u JOIN region_depths d ON d.region_id = u.ancestor_id"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE flat_regions AS
        SELECT region_id, max(ancestor_name) FILTER (ancestor_level = 1) AS region,
               max(ancestor_name) FILTER (ancestor_level = 2) AS province,
               max(ancestor_name) FILTER (ancestor_level = 3) AS city
        FROM region_paths GROUP BY region_id"""
    )
    notes = []
    for name, found in con.execute("SELECT name, parent_raw FROM region_depths WHERE loose ORDER BY name").fetchall():
        notes.append(f"regions: “{name}” stands in a circle (parent “{found}”) and is shown as a region of its own")
    orphans = con.execute(
        "SELECT name, parent_raw FROM region_depths WHERE parent_raw IS NOT NULL AND parent_id IS NULL AND NOT loose"
        " AND parent_raw <> region_id ORDER BY name"
    ).fetchall()
    notes += [
        f"regions: parent “{raw}” of “{name}” is unknown; it is shown as a region of its own" for name, raw in orphans
    ]
    return notes
