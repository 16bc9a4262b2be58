"""Random histories: customers change hands, people come and go, an office moves; told as was and as is, seen as is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.figures import as_date
from tests.metrics.oracle.pack import Row, Tables
from tests.metrics.oracle.periods import Months

from fupan.metrics import Scope

DAYS = ("2024-06-03", "2024-06-20", "2025-04-10", "2025-05-05", "2025-05-20", "2025-06-02", "2025-06-15", "2025-06-28")
TURNS = ("2024-06-10", "2025-05-01", "2025-05-20", "2025-06-10", "2025-06-28")
NAMES = {"hq": "总部", "E": "华东大区", "S": "华南大区", "SH": "上海办", "HZ": "杭州办", "GZ": "广州办"}
ABOVE = {"E": "hq", "S": "hq", "SH": "E", "HZ": "E", "GZ": "S"}
PLACES = {"p1": "SH", "p2": "HZ", "p3": "GZ"}
PEOPLE = ("Ann", "Bob", "Cid")
METRICS = ("gross_sales", "net_sales", "returns", "orders", "return_rate")
BY = (
    (),
    ("position",),
    ("person",),
    ("org_unit",),
    ("org_level_1",),
    ("position", "person"),
    ("org_level_1", "position"),
)
SCOPES = (Scope.everything(), Scope.everything(), Scope(members={"position": ("p1", "p2")}), Scope(members={"org_unit": ("华东大区",)}),
          Scope(members={"person": ("Ann",)}))  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[Tables, Asked, str]:
    """Tables as they are loaded, a question, and how it is told."""
    units: list[Row] = [{"org_unit_id": u, "name": n, "parent_id": ABOVE.get(u)} for u, n in NAMES.items()]
    if moved := draw(st.one_of(st.none(), st.sampled_from(TURNS))):
        units = [u for u in units if u["org_unit_id"] != "SH"]
        units += [
            {"org_unit_id": "SH", "name": NAMES["SH"], "parent_id": p, "valid_from": d}
            for p, d in (("E", "2024-01-01"), ("S", moved))
        ]
    owned = draw(st.lists(st.tuples(st.sampled_from(["c1", "c2", "c3"]), st.sampled_from([None, *TURNS]),
                                    st.sampled_from([*PLACES, "p9"])), max_size=6, unique_by=lambda o: o[:2]))  # fmt: skip
    held = draw(st.lists(st.tuples(st.sampled_from([*PLACES]), st.sampled_from([None, *TURNS]),
                                   st.sampled_from([*PEOPLE, None])), max_size=6, unique_by=lambda h: h[:2]))  # fmt: skip
    lines = draw(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(["c1", "c2", "c3", None]), st.sampled_from([*PLACES, None]),
                                    st.integers(1, 9)), min_size=1, max_size=8))  # fmt: skip
    back = draw(
        st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(["c1", "c2"]), st.integers(1, 4)), max_size=3)
    )
    orders: list[Row] = [
        {
            "order_id": f"o{n // 2}",
            "line_id": str(n),
            "order_date": d,
            "customer_id": c,
            "position_id": p,
            "gross_without_tax": a * 10,
        }
        for n, (d, c, p, a) in enumerate(lines)
    ]
    tables: Tables = {
        "org_units": units, "order_lines": orders,
        "positions": [{"position_id": p, "name": p, "org_unit_id": u} for p, u in PLACES.items()],
        "people": [{"person_id": p, "name": p} for p in PEOPLE],
        "customers": [{"customer_id": c, "name": f"客{c}"} for c in ("c1", "c2", "c3")],
        "ownerships": _spans(owned, "customer_id", "position_id"),
        "assignments": [r for r in _spans(held, "position_id", "person_id") if r["person_id"]],
        "return_lines": [{"return_id": f"r{n}", "line_id": "1", "return_date": d, "customer_id": c, "amount_without_tax": a}
                         for n, (d, c, a) in enumerate(back)],
    }  # fmt: skip
    asked = Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True))), by=draw(st.sampled_from(BY)),
        window=Months(*draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 4, 1), 3), (date(2025, 5, 1), 2)]))),
        grain=draw(st.sampled_from([None, None, "month"])), scope=draw(st.sampled_from(SCOPES)),
        compare=tuple(draw(st.lists(st.sampled_from(["previous", "last_year"]), max_size=1))),
    )  # fmt: skip
    return {n: rows for n, rows in tables.items() if rows}, asked, draw(st.sampled_from(["as_was", "as_is"]))


def _spans(told: list[tuple[str, Any, Any]], key: str, holder: str) -> list[Row]:
    """Rows that follow one another: each holds until the next of its key begins."""
    found: list[Row] = []
    for one in sorted({k for k, _, _ in told}):
        mine = sorted(((d, h) for k, d, h in told if k == one), key=lambda m: m[0] or "")
        for n, (day, held_by) in enumerate(mine):
            ends = mine[n + 1][0] if n + 1 < len(mine) else None
            found.append({key: one, holder: held_by, "valid_from": day, "valid_to": ends})
    return found


def told_as(tables: Tables, asked: Asked, org: str) -> tuple[Tables, Asked]:
    """Rows stamped by hand as the question tells them, those that may not be seen today left out; nodes named with their level."""
    today = max(as_date(d) for f, day in FACTS.items() for r in tables.get(f, []) if (d := r[day]))
    seen: Tables = {n: rows for n, rows in tables.items() if n not in ("org_units", *FACTS)}
    for fact, day in FACTS.items():
        seen[fact] = []
        for row in tables.get(fact, []):
            on = as_date(row[day])
            if not _may_see(tables, row, on, today, asked.scope):
                continue
            stamp = _stamp(tables, row, on, today if org == "as_is" else on)
            seen[fact].append(row | {"source_system": "erp", "recognised_date": row[day], **stamp})
    given = [{"org_unit_id": u, "name": n} for u, n in NAMES.items()]
    if "org_level_1" in asked.by:
        level = {u: NAMES[u] for u in ("E", "S")} | {"hq": None}
        given = [
            {"org_unit_id": f"{u}@{a}", "level_1": level[u] if u in level else NAMES[a]}
            for u in NAMES
            for a in ("hq", "E", "S")
        ]
        for fact in FACTS:
            seen[fact] = [
                r | {"org_unit_id": r["org_unit_id"] and f"{r['org_unit_id']}@{r['_above']}"} for r in seen[fact]
            ]
    return seen | {"org_units": given}, replace(asked, scope=Scope.everything())


FACTS = {"order_lines": "order_date", "return_lines": "return_date"}


def _holds(rows: list[Row], key: str, of: Any, on: date) -> Row | None:
    return next((r for r in rows if r[key] == of and (r["valid_from"] is None or as_date(r["valid_from"]) <= on)
                 and (r["valid_to"] is None or on < as_date(r["valid_to"]))), None)  # fmt: skip


def _stamp(tables: Tables, row: Row, on: date, told: date) -> Row:
    """Whose a row is by the rules and the organisation of a day."""
    del on
    owner = (
        None
        if row["customer_id"] is None
        else _holds(tables.get("ownerships", []), "customer_id", row["customer_id"], told)
    )
    position = owner["position_id"] if owner else row.get("position_id")
    position = position if position in PLACES else None
    held = _holds(tables.get("assignments", []), "position_id", position, told)
    unit = PLACES.get(position or "")
    return {
        "position_id": position,
        "person_id": held and held["person_id"],
        "org_unit_id": unit,
        "_above": unit and _above(tables, unit, told),
    }


def _above(tables: Tables, unit: str, on: date) -> Any:
    rows = [r for r in tables["org_units"] if r["org_unit_id"] == unit]
    begun = [r for r in rows if r.get("valid_from") is None or as_date(r["valid_from"]) <= on]
    return max(begun, key=lambda r: r.get("valid_from") or "")["parent_id"] if begun else rows[0]["parent_id"]


def _may_see(tables: Tables, row: Row, on: date, today: date, scope: Scope) -> bool:
    """Permission follows today's organisation, however figures are told."""
    stamp = _stamp(tables, row, on, today)
    unit, nodes = stamp["org_unit_id"], set()
    while unit is not None:
        nodes.add(NAMES[unit])
        unit = _above(tables, unit, today) if unit not in ("hq", "E", "S") else ABOVE.get(unit)
    mine = {"position": {stamp["position_id"]}, "person": {stamp["person_id"]}, "org_unit": nodes}
    return all(mine[d] & set(members) for d, members in scope.members.items())
