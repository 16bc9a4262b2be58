"""Random plans side by side, and periods that are longer than what is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import BY, FILTERS, SCOPES
from tests.metrics.oracle.companies import companies
from tests.metrics.oracle.pack import Row, Tables
from tests.metrics.oracle.periods import Months

from fupan.metrics import Scope

MONTHS = (("2025-06-01", "2025-07-01"), ("2025-05-01", "2025-06-01"))
LONG = (("2025-04-01", "2025-07-01"), ("2025-01-01", "2026-01-01"))
SLICES: tuple[list[dict[str, Any]], ...] = (
    [{}], [{"region_id": r} for r in ("E", "S", "SH")], [{"product_line": p} for p in ("A", "B")],
    [{"region_id": r, "product_line": p} for r in ("E", "S") for p in ("A", "B")],
)  # fmt: skip
AMOUNTS = st.sampled_from([None, 0, 50, 100, 70, 333])
COMPARED = ("target", "floor", "stretch", "budget", "target@v1", "target@v2", "target@in_force", "budget@v1")


@st.composite
def rows(
    draw: st.DrawFn, periods: tuple[tuple[str, str], ...], kinds: tuple[tuple[str | None, str | None], ...]
) -> list[Row]:
    """Targets of net sales: per set of slices a few versions, each naming some of the slices."""
    found = []
    for members in draw(st.lists(st.sampled_from(SLICES), min_size=1, max_size=3, unique_by=str)):
        plan, level = draw(st.sampled_from(kinds))
        for span in draw(st.lists(st.sampled_from(periods), min_size=1, max_size=2, unique=True)):
            for version in draw(st.lists(st.sampled_from(["v1", "v2", "v10"]), min_size=1, max_size=3, unique=True)):
                dated = draw(st.sampled_from([None, "2025-01-01", "2025-05-20", "2025-06-01", "2025-06-10"]))
                found.extend(
                    {"metric": "net_sales", "plan": plan, "level": level, "version": version, "valid_from": dated,
                     "start_date": span[0], "end_date": span[1], **where, "amount": draw(AMOUNTS)}
                    for where in draw(st.lists(st.sampled_from(members), min_size=1, unique_by=str))
                )  # fmt: skip
    return found


@st.composite
def side_by_side(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Net sales against several plans."""
    kinds = ((None, None), ("target", "target"), ("target", "floor"), (None, "stretch"), ("budget", "target"))
    given = draw(companies()) | {"targets": [r for _ in range(2) for r in draw(rows(MONTHS, kinds))]}
    asked = Asked(
        metrics=("net_sales",), by=tuple(draw(st.lists(st.sampled_from(BY["plan"][:2]), max_size=2, unique=True))),
        window=Months(*draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 5, 1), 2)]))),
        compare=tuple(draw(st.lists(st.sampled_from(COMPARED), min_size=1, max_size=3, unique=True))),
        where=draw(st.one_of(st.none(), st.sampled_from(FILTERS["plan"]))),
        scope=draw(st.sampled_from([Scope.everything(), *SCOPES])),
    )  # fmt: skip
    return given | {"targets": unique(given["targets"])}, asked


@st.composite
def spread(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Targets of quarters and years by the month, evenly spread or refused."""
    periods = draw(st.sampled_from([LONG[:1], LONG[1:], MONTHS]))
    given = draw(companies()) | {"targets": draw(rows(periods, ((None, None),)))}
    last_day = draw(st.sampled_from([None, date(2025, 5, 14), date(2025, 6, 15), date(2025, 6, 30)]))
    window = Months(
        *draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 5, 1), 2), (date(2025, 4, 1), 3)])), last_day
    )
    metrics = ("target", "phased_target", "attainment", "lag", "unmatched_sales", "credited_sales")
    asked = Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3, unique=True))), window=window,
        by=tuple(draw(st.lists(st.sampled_from(BY["plan"][:2]), max_size=1, unique=True))), as_of=last_day,
        grain=draw(st.sampled_from([None, "month"])), phase=draw(st.sampled_from([None, "even", "even"])), spread=True,
        scope=draw(st.sampled_from([Scope.everything(), *SCOPES[:1]])),
    )  # fmt: skip
    return given | {"targets": unique(given["targets"])}, asked


def unique(targets: list[Row]) -> list[Row]:
    """Each target once by its key, as a table holds it."""
    key = ("plan", "version", "level", "start_date", "end_date", "region_id", "product_line", "position_id")
    found: dict[Any, Row] = {}
    for row in targets:
        named = {"plan": row.get("plan") or "target", "level": row.get("level") or "target"}
        found.setdefault(tuple({**row, **named}.get(c) for c in key), row)
    return list(found.values())
