"""One row per day of each named calendar, over all days the facts speak of and the fiscal years around them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa

from fupan.calendar import Calendar
from fupan.contracts import all_tables
from fupan.warehouse.engine import Connection, columns
from fupan.workspace import CalendarSettings

_PERIODS = ("year", "half", "quarter", "month", "week")
CALENDAR = (
    ("calendar", "VARCHAR"),
    ("date", "DATE"),
    *((name, kind) for p in _PERIODS for name, kind in ((f"{p}_start", "DATE"), (p, "VARCHAR"))),
)
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)  # a mistyped year must not make a million days


def calendar_query(con: Connection, calendars: Mapping[str, CalendarSettings], present: frozenset[str]) -> str:
    """The days from a year before the first to two years after the last date of any fact, as a query."""
    first, last = _reach(con, present)
    rows = [
        day | {"calendar": name}
        for name, settings in sorted(calendars.items())
        for day in Calendar(settings).days(first, last)
    ]
    types = {"VARCHAR": pa.string(), "DATE": pa.date32()}
    con.register("calendar_days", pa.table({n: pa.array([r[n] for r in rows], types[k]) for n, k in CALENDAR}))
    con.execute("CREATE OR REPLACE TEMP TABLE days AS SELECT * FROM calendar_days")
    con.unregister("calendar_days")
    return f"SELECT {columns(n for n, _ in CALENDAR)} FROM days ORDER BY calendar, date"


def _reach(con: Connection, present: frozenset[str]) -> tuple[date, date]:
    parts = ["SELECT NULL::DATE AS low, NULL::DATE AS high"]
    parts += [
        f"SELECT min({day}) AS low, max({day}) AS high FROM s_{t.name}"
        for t in all_tables() if t.kind == "fact" and t.name in present
        for day in (f.name for f in t.fields if f.type == "date")
    ]  # fmt: skip
    row = con.execute(
        f"SELECT min(low) FILTER (low >= ?), max(high) FILTER (high < ?) FROM ({' UNION ALL '.join(parts)})",
        [_EARLIEST, _LATEST],
    ).fetchone()
    low, high = row or (None, None)
    low, high = low or date(2024, 1, 1), high or low or date(2024, 12, 31)
    return date(low.year - 1, 1, 1), date(max(high, low).year + 2, 1, 1) + timedelta(days=31)
