"""Landing data sets from literal months, by hand."""

from datetime import date
from decimal import Decimal

from fupan.calendar import Calendar
from fupan.review.compose import windows_of
from fupan.review.deck import LandingSpec
from fupan.review.frame import ColumnKind, Frame
from fupan.review.landing import landing_frame

D = Decimal
SALES = {"net_sales": ColumnKind("净销售额", "Net sales", "money")}


def months(year: int, figures: list[int | None], name: str = "net_sales", **more: list[int]) -> Frame:
    rows = [
        {"month": f"{year}-{m:02d}", "month.key": date(year, m, 1), name: D(v)}
        | {k: D(v[m - 1]) for k, v in more.items() if m <= len(v)}
        for m, v in enumerate(figures, 1)
        if v is not None
    ]
    return Frame(("month",), tuple(rows), None, SALES)


def landing(now: list[int], as_of: date, window: str, show: str = "periods", **more: list[int]) -> Frame:
    calendar = Calendar()
    windows = windows_of(calendar.parse(window, as_of), as_of, calendar)
    frames = {
        "now": months(2025, now, **{"net_sales.last_year": more["gone"]} if "gone" in more else {}),
        "season": months(2024, [100] * 10 + [200, 300]),
        "plan": months(2025, [120] * 10 + [240, 360], "target"),
    }
    spec = LandingSpec(months="now", season="season", plan="plan", show=show)
    return landing_frame(spec, frames, windows, calendar, "zh")


def test_half_a_year_lands_on_last_years_season_at_this_years_growth():
    # growth 1.2; left 4 x 120 + 240 + 360 = 1,080; reached 720; landing 1,800 of a target of 1,800
    frame = landing([110, 130, 120, 120, 120, 120], date(2025, 6, 30), "2025-06")
    # June and the second quarter are over: July is to bring 1.2 x 100, the third quarter 3 x 120
    assert [r["grain"] for r in frame.rows] == ["next_month", "next_quarter", "year"]
    assert [r["landing"] for r in frame.rows[:2]] == [D("120.00"), D("360.00")]
    row = frame.rows[2]
    assert (row["reached"], row["landing"], row["target"], row["attainment"]) == (D(720), D("1800.00"), D(1800), D(1))
    assert row["low"] < row["landing"] < row["high"]


def test_a_running_month_counts_with_the_same_part_of_last_year():
    # July: 66 by a day on which last year had 55 of 100: growth (720 + 66) / (600 + 55) = 1.2; 45 x 1.2 = 54 to come
    frame = landing([110, 130, 120, 120, 120, 120, 66], date(2025, 7, 17), "2025-07", gone=[100] * 6 + [55])
    by_grain = {r["grain"]: r for r in frame.rows}
    assert by_grain["month"]["landing"] == D("120.00")
    assert by_grain["quarter"]["landing"] == D("360.00")
    assert by_grain["year"]["landing"] == D("1800.00")


def test_running_totals_by_month_join_actual_and_landing_at_the_last_finished_month():
    frame = landing([110, 130, 120, 120, 120, 120], date(2025, 6, 30), "2025-06", show="months")
    assert [r.get("reached") for r in frame.rows][4:8] == [D(600), D(720), None, None]
    assert [r.get("landing") for r in frame.rows][4:8] == [None, D("720.00"), D("840.00"), D("960.00")]
    assert [r["target"] for r in frame.rows][-1] == D(1800)


def test_no_landing_without_last_year_or_enough_months():
    assert landing([110, 130, 120], date(2025, 3, 31), "2025-03").rows == ()
