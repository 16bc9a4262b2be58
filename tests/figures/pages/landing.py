"""Where the year lands: last year's season at this year's growth, with the scatter of the months so far."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, whole
from tests.figures.pages.overview import month_plan
from tests.figures.sentence import Known
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted

_Z = D("1.2816")
"""Four times in five."""


@dataclass(frozen=True)
class Month:
    """A month of the year: last year's whole, its part up to the same day, and what this year brought."""

    before: Decimal
    before_gone: Decimal
    now: Decimal

    @property
    def over(self) -> bool:
        return self.before == self.before_gone


def _months(e: Edition) -> list[Month]:
    """The year's months; of the one that the review ends in, last year's part up to the same day."""
    end = e.at.ytd[1]
    found = []
    for (first, after), (earlier, later) in zip(e.months("year"), e.months("year_before"), strict=True):
        gone = min(end, after)
        if gone <= first:
            found.append(Month(e.book.total((earlier, later)), D(0), D(0)))
            continue
        same = later if gone == after else date.fromisoformat(gone).replace(year=int(earlier[:4])).isoformat()
        found.append(Month(e.book.total((earlier, later)), e.book.total((earlier, same)), e.book.total((first, gone))))
    return found


def landing(e: Edition) -> Page:
    """The year's months as running totals, and the year's landing."""
    months = _months(e)
    labels = [m[0][:7] for m in e.months("year")]
    short = [e.w(f"{int(m[5:])}月", f"{date.fromisoformat(m + '-01'):%b}") for m in labels]
    begun = [m for m in months if m.before_gone]
    over = [m for m in months if m.over]
    plan = [whole(month_plan(e, m)) for m in e.months("year")] if "year" in e.planned else []
    growth = sum((m.now for m in begun), D(0)) / sum((m.before_gone for m in begun), D(0))
    logs = [math.log(float(m.now / (growth * m.before))) for m in over]
    mean = sum(logs) / len(logs)
    spread = D(math.sqrt(sum((x - mean) ** 2 for x in logs) / (len(logs) - 1)))

    def ends(upto: int, first: int = 0) -> tuple[Decimal, Decimal, Decimal]:
        left = [growth * (m.before - m.before_gone) for m in months[first:upto]]
        reached, rest = sum((m.now for m in months[first:upto]), D(0)), sum(left, D(0))
        wide = _Z * spread * (sum((x * x for x in left), D(0)) + rest**2 / len(logs)).sqrt()
        centre = reached + rest
        return round(centre, 2), round(max(centre - wide, reached), 2), round(centre + wide, 2)

    n = len(over)
    ahead = [ends(i) if i >= n else None for i in range(1, len(months) + 1)]
    series: dict[str, Sequence[Decimal | None]] = {
        "actual": [sum((m.now for m in months[:i]), D(0)) if i <= n else None for i in range(1, len(months) + 1)],
        **{role: [None if a is None else a[at] for a in ahead] for at, role in enumerate(("forecast", "low", "high"))},
    }
    if plan:
        series["target"] = [sum(plan[:i], D(0)) for i in range(1, len(plan) + 1)]
    centre, low, high = ends(len(months))
    target = sum(plan, D(0))
    rows: list[list[Shown]] = []
    at = len(begun) - 1
    for title, first, after in (*_near(e, labels, at, months), (e.title("year"), 0, len(months))):
        if not months[first:after] or all(m.over for m in months[first:after]):
            continue  # nothing is left to land
        (there, least, most), aim = ends(after, first), sum(plan[first:after], D(0))
        rows.append([title, *([aim] if plan else []), there, least, most, *([there / aim] if plan else [])])
    facts: dict[str, Known] = {
        "f_growth": growth - 1, "f_parts": D(n), "f_year_landing": centre, "f_year_low": low, "f_year_high": high,
    }  # fmt: skip
    if plan:
        facts |= {"f_year_attainment": centre / target, "f_year_gap": centre - target, "f_year_short": target - centre}
        facts |= {"f_year_low_short": target - low}
    blocks = {"landing_band": ChartWanted(short, series), "landing_table": TableWanted(rows)}
    return Page(facts, blocks, (len(begun),))


def _near(e: Edition, labels: list[str], at: int, months: list[Month]) -> list[tuple[str, int, int]]:
    """The month and the quarter of the last day, or the next where they are over: title, first month, the one after."""
    found, quarter = [], at // 3
    at += months[at].over
    quarter += all(m.over for m in months[quarter * 3 : quarter * 3 + 3])
    if at < len(labels):
        day = date.fromisoformat(f"{labels[at]}-01")
        found.append((e.w(f"{day.year}年{day.month}月", f"{day:%B} {day.year}"), at, at + 1))
    if quarter < 4:
        year = labels[0][:4]
        title = e.w(f"{year}年第{'一二三四'[quarter]}季度", f"Q{quarter + 1} {year}")
        found.append((title, quarter * 3, quarter * 3 + 3))
    return found
