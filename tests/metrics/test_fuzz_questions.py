"""Whatever stands in a question: an answer or a clean refusal, and never a statement of the asker's own."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.metrics.company import company, line, returned, target
from tests.metrics.hostile import HOSTILE, texts
from tests.metrics.memory import DEFINITIONS, ask, date

from fupan.errors import UserError
from fupan.metrics import Question

READER = company(
    order_lines=[
        line("1", "2025-06-02", 100, customer_id="c1", product_id="p1", region_id="GD", channel_id="on"),
        line("2", "2024-06-03", 50, customer_id="c2", product_id="p2", region_id="SH", channel_id="st"),
    ],
    return_lines=[returned("r", "2025-06-05", 10, "2025-06-02", customer_id="c1")],
    targets=[target(500, "2025-06-01", "2025-07-01")],
)
METRICS = sorted(DEFINITIONS.metrics)
NAMES = {f.name for f in fields(Question)}


def tables() -> list[tuple[str, int]]:
    """What the snapshot holds."""
    found = READER.backend.con.execute("select table_name from information_schema.tables").fetchall()
    return sorted(
        (name, READER.backend.con.execute(f'select count(*) from "{name}"').fetchone()[0]) for (name,) in found
    )


def tried(*metrics: str, **question: Any) -> None:
    """Ask; anything but an answer or an error for people fails the test."""
    try:
        found = ask(READER, *metrics, **{k: v for k, v in question.items() if k in NAMES})
    except UserError as e:
        said = str(e)
    else:
        said = found.to_json()
    assert said.strip()
    assert len(said) < 50_000


OTHER_PLACES = tuple(sorted(NAMES & {"having", "order", "calendar", "time", "org", "phase", "currency", "rate", "figures",
                                     "target_version", "target_level"}))  # fmt: skip


def test_every_hostile_text_in_every_place() -> None:
    before = dict(tables())
    for i, text in enumerate(HOSTILE):
        tried("net_sales", by="region", where=text)
        match i % 4:
            case 0:
                tried("net_sales", window=text)
            case 1:
                tried(text)
            case 2:
                tried("net_sales", by=text, compare=text)
            case _:
                tried("net_sales", by="region", **{OTHER_PLACES[i % len(OTHER_PLACES)]: text})
    after = dict(tables())
    assert {n: after[n] for n in before} == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(METRICS), texts), min_size=0, max_size=3),
    st.lists(st.one_of(st.sampled_from(sorted(DEFINITIONS.dimensions)), texts), max_size=3),
    st.one_of(st.none(), texts),
    st.one_of(st.sampled_from(["2025-06", "ytd", "2025", "last 3 months", "2025-Q2"]), texts),
    st.lists(st.one_of(st.sampled_from(["previous", "last_year", "target"]), texts), max_size=2),
    st.sampled_from([None, 0, -1, 1, 5, 10**12]),
    st.booleans(),
    st.sampled_from([None, date(2025, 6, 15), date(1, 1, 1), date(9999, 12, 31)]),
)
@example(["net_sales"], ["region"], "region = '\x00'", "2025-06", [], None, True, None)
def test_any_question(
    metrics: list[str],
    by: list[str],
    where: str | None,
    window: str,
    compare: list[str],
    top: int | None,
    whole: bool,
    as_of: Any,
) -> None:
    tried(
        *metrics,
        by=tuple(by),
        where=where,
        window=window,
        compare=tuple(compare),
        top=top,
        others=whole,
        totals=whole,
        as_of=as_of,
    )
