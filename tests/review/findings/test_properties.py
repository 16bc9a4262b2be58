"""Whatever the figures are: a finding names members of its table, its cells stand there, and its sentences hold nothing else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.findings.grids import RULES

from fupan.calendar import Calendar
from fupan.packs import pack_path
from fupan.review.context import Context
from fupan.review.deck_findings import FindSpec
from fupan.review.findings.detect import detect, find_all
from fupan.review.frame import ColumnKind, Frame
from fupan.review.model import Lang
from fupan.review.phrase import Fact
from fupan.review.scale import Scales
from fupan.track import read_light_rules

D = Decimal
LIGHTS = read_light_rules(pack_path() / "rules" / "lights.yaml")
AS_OF = date(2025, 6, 30)
WINDOW = Calendar().parse("2025-06", AS_OF)
COLUMNS = {
    "net_sales": ColumnKind("净销售额", "Net sales", "money"), "target": ColumnKind("目标", "Target", "money"),
    "gap": ColumnKind("差额", "Gap", "money"), "attainment": ColumnKind("达成率", "Attainment", "percent"),
    "lag": ColumnKind("滞后率", "Lag", "percent"), "region": ColumnKind("大区", "Region"),
}  # fmt: skip
LOOKS = (
    ("over", "net_sales", "base"), ("under", "net_sales", "base"), ("concentration", "net_sales", "base"),
    ("trend_break", "net_sales", "base"), ("mix_shift", "net_sales", "base"), ("outlier", "net_sales.growth", "base"),
    ("outlier", "attainment", "base"), ("thin_data", "net_sales", "base"), ("thin_data", "net_sales", "unassigned"),
    ("thin_data", "net_sales", "months"),
)  # fmt: skip
SPECS: tuple[FindSpec, ...] = (
    *(FindSpec(id=f"{f}_{m}_{c}", find=f, page="p", of="t", metric=m, check=c) for f, m, c in LOOKS),  # type: ignore[arg-type]
    FindSpec(id="odds", find="contradiction", page="p", up="t.net_sales", down="t.target"),
)
AMOUNT = st.one_of(st.none(), st.integers(-(10**9), 10**12).map(D), st.sampled_from([D(0), D(100), D("0.01")]))


def row(name: str | None, now: Decimal | None, before: Decimal | None, target: Decimal | None) -> dict[str, Any]:
    """A region's figures, as the metric layer would answer them."""
    ratio = now / target if now is not None and target else None
    return {
        "region": name, "net_sales": now, "net_sales.last_year": before, "target": target, "target.last_year": before,
        "gap": None if now is None or target is None else now - target, "attainment": ratio,
        "lag": None if ratio is None else 1 - ratio,
    }  # fmt: skip


@st.composite
def contexts(draw: Any) -> Context:
    rows = [row(f"区{chr(65 + i)}", *draw(st.tuples(AMOUNT, AMOUNT, AMOUNT))) for i in range(draw(st.integers(0, 9)))]
    rows += [row(None, draw(AMOUNT), None, None)] * draw(st.integers(0, 1))
    total = None
    if rows:
        sums = [
            sum((r[c] for r in rows if r[c] is not None), D(0)) for c in ("net_sales", "net_sales.last_year", "target")
        ]
        total = row(None, *sums)
    frame = Frame(("region",), tuple(rows), total, COLUMNS)
    lang: Lang = draw(st.sampled_from(["zh", "en"]))
    facts: dict[str, Fact] = {"goal": "目标" if lang == "zh" else "target"}
    return Context(lang, {"window": WINDOW}, AS_OF, Scales(lang), LIGHTS, {"t": frame}, lambda _: (), facts)


@given(contexts())
def test_every_number_and_name_of_a_finding_comes_from_its_table(context: Context) -> None:
    names = {r["region"] for r in context.frame("t").rows}
    for finding in find_all(SPECS, RULES, context):
        assert 0 <= finding.score <= 1
        for point in finding.points:
            rest = point.text
            for _, words in point.said:
                assert words in rest, (point.text, words)
                rest = rest.replace(words, " ", 1)
            assert not re.search(r"\d", rest), (point.text, point.said)
            assert not re.search(r"NaN|Infinity|\{|\}", point.text)
            assert all(words in names for name, words in point.said if name == "name")
        for cell in finding.cells:
            found = (
                next((r for r in context.frame("t").rows if r["region"] == cell.member), context.frame("t").total) or {}
            )
            assert cell.column == "credited" or found.get(cell.column) == cell.value


@given(contexts())
@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.id)
def test_findings_are_ordered_bounded_and_the_same_each_time(spec: FindSpec, context: Context) -> None:
    found = detect(spec, RULES, context)
    assert len(found) <= 3
    assert found == detect(spec, RULES, context)
    assert all(f.strength >= 1 for f in found if spec.find != "under")
    assert all(figure.value.is_finite() for f in found for figure in f.figures.values())
