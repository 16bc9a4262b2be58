"""Random questions about January and February, which move with Spring Festival."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import BY, FILTERS, SCOPES
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.pack import Tables
from tests.metrics.oracle.periods import Months

from fupan.metrics import Scope

METRICS = ("net_sales", "gross_sales", "orders", "customers", "gross_margin_rate", "returns")
TO = {3: 1, 4: 1, 5: 2, 6: 2}


@st.composite
def festive(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Days of March to June moved to January and February, some into December before."""
    given = {name: [_moved(r) for r in found] for name, found in draw(companies()).items()} | {"targets": []}
    window = draw(st.sampled_from([(date(2025, 1, 1), 1), (date(2025, 2, 1), 1), (date(2025, 1, 1), 2)]))
    last_day = draw(st.sampled_from([None, None, date(2025, 2, 15), date(2025, 2, 28)])) if window[1] == 2 else None
    asked = Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True))),
        by=tuple(draw(st.lists(st.sampled_from(BY["sales"]), max_size=1))), window=Months(*window, last_day), as_of=last_day,
        compare=tuple(draw(st.lists(st.sampled_from(["festival", "jan_feb", "last_year"]), min_size=1, max_size=3, unique=True))),
        where=draw(st.one_of(st.none(), st.sampled_from(FILTERS["sales"]))),
        scope=draw(st.sampled_from([Scope.everything(), *SCOPES])),
    )  # fmt: skip
    return given, asked


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    found = dict(row)
    for name, day in row.items():
        if isinstance(day, date) and day.month in TO:
            found[name] = date(day.year, TO[day.month], min(day.day, 28) if day.month < 6 else min(day.day + 5, 28))
    return found
