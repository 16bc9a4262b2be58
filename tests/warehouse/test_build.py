"""The build as a whole: days of the calendars, and the same bytes for the same rows."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import BuildRules, Warehouse
from fupan.workspace import CalendarSettings

ACCOUNTING = BuildRules(
    calendars={
        "fiscal": CalendarSettings("fiscal", 4),
        "accounting": CalendarSettings("accounting", 1, 0, 25),
    }
)


def test_each_day_of_each_calendar_knows_its_periods(warehouse: Warehouse, inbox: Path) -> None:
    load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 1, order_date="2025-06-26")]), rules=ACCOUNTING)
    found = rows_of(
        warehouse,
        "SELECT calendar, year, half, quarter, month, CAST(month_start AS VARCHAR), week FROM calendar"
        " WHERE date = DATE '2025-06-26' ORDER BY calendar",
    )
    # the accounting month from 26 June to 25 July is July; a fiscal year that begins in April is named after its end
    assert found == [
        ("accounting", "2025", "2025-H2", "2025-Q3", "2025-07", "2025-06-26", "2025-W26"),
        ("fiscal", "2026", "2026-H1", "2026-Q1", "2025-06", "2025-06-01", "2025-W26"),
    ]
    days = rows_of(warehouse, "SELECT count(*) AS n, count(DISTINCT date) AS d FROM calendar WHERE calendar = 'fiscal'")
    assert days[0][0] == days[0][1] > 365


def test_a_mistyped_year_does_not_make_a_million_days(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("A", "1", 1),
        order("B", "1", 1, order_date="9999-12-31"),
        order("C", "1", 1, order_date="0001-01-01"),
    ]
    load(warehouse, "l1", batch(inbox, "order_lines", lines))
    assert rows_of(warehouse, "SELECT count(*) < 3000 AS few FROM calendar") == [(True,)]


def test_the_same_rows_give_the_same_bytes_on_any_number_of_threads(tmp_path: Path, inbox: Path) -> None:
    lines = [order(str(n // 3), str(n % 3), n, customer_id=f"C{n % 7}", person_id=f"E{n % 5}") for n in range(3000)]
    made = []
    for threads in (1, 2, 4):
        warehouse = Warehouse(tmp_path / str(threads), threads=threads)
        manifest, _ = load(
            warehouse,
            "l1",
            batch(inbox, "customers", [{"customer_id": f"C{n}", "name": f"客{n}"} for n in range(5)]),
            batch(inbox, "order_lines", lines),
        )
        made.append(manifest.tables | manifest.state)
    assert made[0] == made[1] == made[2]
