"""Random opportunities that go through stages, fall back and skip some: the conversion of a cohort."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import SCOPES, questions
from tests.metrics.oracle.companies import DAYS, MAYBE_DAY, WHERE, companies
from tests.metrics.oracle.figures import Keep, as_date, counted, inside, value
from tests.metrics.oracle.pack import Row, Tables
from tests.metrics.oracle.periods import Span

if TYPE_CHECKING:
    from tests.metrics.oracle.figures import Slice

METRICS = ("stage_entries", "stage_conversion", "stage_days", "stage_age", "sales_cycle_days")
STAGES = (("线索", 1), ("方案", 2), ("报价", 3), ("赢单", 4), ("输单", 5), ("线索", 1), (None, None))
KEYS = ("customer_id", "region_id", "channel_id")


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Opportunities with their events, and a question about cohorts."""
    given = draw(companies())
    lines = ("A", "B", None)
    given["opportunities"] = [
        {"opportunity_id": f"k{n}", "product_line": draw(st.sampled_from(lines)), **{k: draw(WHERE[k]) for k in KEYS}}
        for n in range(3)
    ]
    found: dict[Any, Row] = {}
    events = st.tuples(st.sampled_from(["k0", "k0", "k1", "k2", "k9", None]), st.sampled_from(STAGES), draw_day())
    for of, (stage, number), day in draw(st.lists(events, max_size=12)):
        found[of, stage, day] = {"opportunity_id": of, "stage": stage, "stage_no": number, "entered_date": day}
    given["stage_events"] = list(found.values())
    by = tuple(
        draw(
            st.lists(
                st.sampled_from(["stage", "region", "product_line", "channel", "customer"]), max_size=2, unique=True
            )
        )
    )
    asked = draw(
        questions(
            "sales",
            running=draw(st.booleans()),
            given=METRICS,
            by=by,
            compare=draw(st.sampled_from([(), ("previous",)])),
        )
    )
    where = draw(
        st.sampled_from([None, None, "stage = '线索'", "region = '华东'", "product_line = 'A' or stage != '方案'"])
    )
    scope = draw(
        st.sampled_from([asked.scope, *(s for s in SCOPES if set(s.dimensions) <= {"region", "product_line"})])
    )
    return given, Asked(**{**vars(asked), "where": where, "scope": scope})


def draw_day() -> st.SearchStrategy[date | None]:
    """A day, now and then none."""
    return st.one_of(DAYS, MAYBE_DAY)


def written_out(tables: Tables) -> Tables:
    """Events with what their opportunity carries."""
    by_id = {r["opportunity_id"]: r for r in tables["opportunities"]}
    events = [
        {**{k: v for k, v in by_id.get(r["opportunity_id"], {}).items() if k != "stage"}, **r}
        for r in tables["stage_events"]
    ]
    return tables | {"stage_events": events}


def conversion(inside_of: Slice, metric: dict[str, Any], window: Span, by: Keep) -> Fraction | None:
    """A figure of the cohort that entered in the window: sums of whole numbers, their ratio where one is asked."""
    fact, day = metric["fact"], inside_of.day(metric)
    every = [r for r in inside_of.source(fact) if r.get(day) is not None]
    last = max((as_date(r[day]) for r in every), default=date.min)
    until = last if inside_of.as_of == date.max else inside_of.as_of
    told = [r for r in every if as_date(r[day]) <= until and r.get(metric["entity"]) is not None and counted(metric, r)]
    mine = [r for r in inside_of.rows(fact) if r in told and by(fact, r)]
    members = {_member(metric, r): as_date(r[day]) for r in mine if _enters(metric, r) and _first(metric, r, told, day)}
    figures = {"entered": 0, "reached": 0, "days": 0, "age": 0}
    for (entity, step), entered in members.items():
        if not inside(entered, window.start, window.end):
            continue
        later = [as_date(r[day]) for r in told if r[metric["entity"]] == entity and as_date(r[day]) >= entered
                 and _goes_on(metric, r, step)]  # fmt: skip
        figures["entered"] += 1
        figures["age"] += (until - entered).days
        if later:
            figures["reached"] += 1
            figures["days"] += (min(later) - entered).days
    above, below = {"rate": ("reached", "entered"), "days": ("days", "reached"), "age": ("age", "entered"),
                    "entered": ("entered", "")}[metric["counted"]]  # fmt: skip
    if not below:
        return Fraction(figures[above])
    return Fraction(figures[above], figures[below]) if figures[below] else None


def _member(metric: dict[str, Any], row: Row) -> tuple[Any, Any]:
    return row[metric["entity"]], value(row, metric["step"]) if "step" in metric else None


def _enters(metric: dict[str, Any], row: Row) -> bool:
    if "step" in metric:
        return value(row, metric["step"]) is not None
    return value(row, metric["entered"]) is True


def _goes_on(metric: dict[str, Any], row: Row, step: Any) -> bool:
    if "step" in metric:
        number = value(row, metric["step"])
        return number is not None and number > step
    return value(row, metric["reached"]) is True


def _first(metric: dict[str, Any], row: Row, told: Iterable[Row], day: str) -> bool:
    """Whether the row is of the first day on which its member entered, whoever may see it."""
    days = [as_date(r[day]) for r in told if _enters(metric, r) and _member(metric, r) == _member(metric, row)]
    return as_date(row[day]) == min(days)
