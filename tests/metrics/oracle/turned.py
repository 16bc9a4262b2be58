"""Random amounts in several currencies, turned line by line at the rate of their own day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import BY, FILTERS
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.figures import as_date
from tests.metrics.oracle.pack import Row, Tables
from tests.metrics.oracle.periods import Months
from tests.metrics.oracle.plans import MONTHS, rows, unique

MONEY = {
    "order_lines": ("recognised_date", ("gross_without_tax", "discount", "cost")),
    "return_lines": ("return_date", ("amount_without_tax", "cost")),
    "accruals": ("accrual_date", ("amount",)), "targets": ("start_date", ("amount",)),
}  # fmt: skip
METRICS = ("net_sales", "gross_sales", "returns", "gross_margin_rate", "target", "attainment", "units")
CODES = st.sampled_from(["CNY", "USD", "EUR", None])
RATES = st.sampled_from(["7.123456", "7.05", "0.333333", "8.00005", "1"])
STARTS = [date(2024 + n // 12, n % 12 + 1, d) for n in range(18) for d in (1, 15)]


@st.composite
def turned(draw: st.DrawFn) -> tuple[Tables, Asked, str]:
    """A question told in CNY at actual or plan rates; a rate for every half month from the start of last year."""
    given = draw(companies()) | {"targets": unique(draw(rows(MONTHS, ((None, None),))))}
    for fact in MONEY:
        given[fact] = [r | {"currency": draw(CODES)} for r in given[fact]]
    given["exchange_rates"] = [
        {"currency": code, "to_currency": "CNY", "kind": kind, "valid_from": day, "rate": draw(RATES)}
        for code in ("USD", "EUR")
        for kind, days in (("actual", STARTS), ("plan", STARTS[::12]))
        for day in days
    ]
    asked = Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True))),
        by=tuple(draw(st.lists(st.sampled_from(BY["plan"][:2]), max_size=2, unique=True))),
        window=Months(*draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 5, 1), 2)]))),
        grain=draw(st.sampled_from([None, "month"])), where=draw(st.one_of(st.none(), st.sampled_from(FILTERS["plan"]))),
        compare=tuple(draw(st.lists(st.sampled_from(["previous", "last_year"]), max_size=1))),
    )  # fmt: skip
    return given, asked, draw(st.sampled_from(["actual", "plan"]))


def in_yuan(tables: Tables, kind: str) -> Tables:
    """The rows with their amounts in CNY: targets at plan rate, what names no currency is in CNY already."""
    found = dict(tables)
    for fact, (day, amounts) in MONEY.items():
        found[fact] = [_told(tables, r, day, amounts, "plan" if fact == "targets" else kind) for r in tables[fact]]
    return found


def _told(tables: Tables, row: Row, day: str, amounts: tuple[str, ...], kind: str) -> Row:
    if row.get("currency") in (None, "CNY") or row.get(day) is None:
        return row
    on = as_date(row[day])
    known = [
        r
        for r in tables["exchange_rates"]
        if r["currency"] == row["currency"] and r["kind"] == kind and r["valid_from"] <= on
        and (kind == "plan" or on - r["valid_from"] <= timedelta(days=31))
    ]  # fmt: skip
    rate = Fraction(max(known, key=lambda r: r["valid_from"])["rate"])
    return row | {a: None if row.get(a) is None else half_even(Fraction(str(row[a])) * rate) for a in amounts}


def half_even(amount: Fraction) -> Any:
    """To four decimals, half to even."""
    return Fraction(round(amount * 10_000), 10_000)
