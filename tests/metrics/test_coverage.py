"""The whole catalogue of KPIs is answered or says why not; every metric of the pack is tried by hand in a test."""

from __future__ import annotations

import re
from pathlib import Path

from tests.metrics.memory import DEFINITIONS

from fupan.expressions import names, parse
from fupan.metrics.catalogue import catalogue_rows
from fupan.metrics.coverage import read_kpis

TESTS = Path(__file__).resolve().parent.parent
DOCS = TESTS.parent / "docs" / "algorithms"
B1 = """gross and net sales; returns; gross margin; attainment; time-phased progress; YoY; MoM; share of total; rank; deviation from
the mean; orders; AOV; units; ASP; new customers; returning customers; renewing customers; repurchase; retention; renewal; churn; CAC;
LTV; LTV/CAC; conversion by stage and channel; sales cycle days; collections; DSO; overdue ageing; stock turns; stock-out; slow stock;
items moving; sell-through; delivery on time; order processing hours; sales per head; per square metre; per store; coverage; market
share; ROI 1:x; ROAS; net ROI; price stability rate; invalid visits; proposal pass rate; cancellation by cause; online resolution;
repair cycle; R&D feedback days; share of good customers; products per key account; staff turnover; NPS; CSAT; complaint count; first
response and resolution time; budget execution; training pass rate; data completeness of CRM; CRM use rate"""


def test_every_kpi_of_the_catalogue_is_there() -> None:
    named = " | ".join(k.en for k in read_kpis())
    missing = [kpi for kpi in re.split(r";\s+", B1) if " ".join(kpi.split()) not in named]
    assert not missing


def test_a_kpi_without_a_metric_says_how_or_why_not() -> None:
    for kpi in read_kpis():
        assert kpi.zh
        assert kpi.metrics or kpi.how, kpi.en


def test_every_metric_is_asked_in_a_test_or_a_worked_page_or_is_part_of_one_that_is() -> None:
    paths = [p for p in (*TESTS.glob("metrics/test_*.py"), *DOCS.glob("*.md")) if p != Path(__file__).resolve()]
    words = set(re.findall(r"\w+", "\n".join(p.read_text(encoding="utf-8") for p in paths)))
    tried = {n for n in DEFINITIONS.metrics if n in words}
    fresh = set(tried)
    while fresh:
        fresh = {below for n in fresh for below in _below(n)} - tried
        tried |= fresh
    assert not sorted(set(DEFINITIONS.metrics) - tried)


def _below(name: str) -> list[str]:
    metric = DEFINITIONS.metrics[name]
    texts = [getattr(metric, k, None) for k in ("formula", "of", "numerator", "denominator", "sample", "flow")]
    return [n for text in texts if text for n in names(parse(text)) if n in DEFINITIONS.metrics]


def test_amounts_carry_a_basis_and_every_metric_an_owner_and_a_class() -> None:
    for metric in DEFINITIONS.metrics.values():
        assert metric.owner, metric.name
        if metric.basis is not None:
            event, tax, side = metric.basis.split("/")
            assert event in {"order", "delivery", "recognition", "invoice", "receipt"}, metric.name
            assert (tax in {"with", "without"}, side in {"sell_in", "sell_out"}) == (True, True), metric.name


def test_norms_are_shown_in_the_catalogue_and_set_no_light() -> None:
    rows = {r["name"]: r for r in catalogue_rows(DEFINITIONS)}
    assert (rows["collections_rate"]["norm"], rows["stockout_rate"]["norm"]) == ("≥ 95%", "≤ 5%")
    assert (rows["processing_hours"]["norm"], rows["ltv_cac"]["norm"]) == ("≤ 24", "≥ 3")
    assert rows["net_sales"]["norm"] == ""
    assert "标准" in rows["on_time_rate"]["norm_source"]
