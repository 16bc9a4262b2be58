"""Revisions of targets: each row has versions of its own; of two sets alike the one published last answers, or none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

MAY, JUNE = ("2025-05-01", "2025-06-01"), ("2025-06-01", "2025-07-01")
LINES = [
    line("a", "2025-06-10", 1000, region_id="SH", product_id="p1", product_line="A"),
    line("b", "2025-06-28", 300, region_id="GD", product_id="p2", product_line="B"),
]


def sold(*targets: dict[str, Any]) -> MemoryReader:
    return company(order_lines=LINES, targets=list(targets))


def by_region(reader: MemoryReader, **question: Any) -> dict[str | None, Any]:
    result = ask(reader, "target", by=("region",), totals=True, **question)
    return {r["region"]: r["target"] for r in result.all_rows() if r["target"] is not None}


FIRST = (target(1250, *JUNE, region_id="E"), target(600, *JUNE, region_id="S"), target(500, *MAY, region_id="S"))


def test_a_revision_of_one_region_leaves_the_others() -> None:
    """v2 takes the East from 1,250 to 1,000: the whole is 1,000 + 600, and May is as it was."""
    reader = sold(*FIRST, target(1000, *JUNE, region_id="E", version="v2"))
    assert by_region(reader) == {"华东": 1000, "华南": 600, None: 1600}
    assert by_region(reader, target_version="v1") == {"华东": 1250, "华南": 600, None: 1850}
    assert by_region(reader, window="2025-05") == {"华南": 500, None: 500}
    result = ask(reader, "target", "attainment", totals=True)
    assert result.rows[0]["attainment"] == pytest.approx(1300 / 1600)
    assert result.provenance.targets[0]["versions"] == ["v1", "v2"]


def test_a_version_named_is_the_plan_as_it_stood_with_it() -> None:
    reader = sold(
        *FIRST, target(1000, *JUNE, region_id="E", version="v2"), target(700, *JUNE, region_id="S", version="v3")
    )
    assert by_region(reader, target_version="v2") == {"华东": 1000, "华南": 600, None: 1600}
    assert by_region(reader, target_version="v3") == {"华东": 1000, "华南": 700, None: 1700}
    both = ask(reader, "net_sales", compare=("target@v1", "target@v2", "target")).rows[0]
    assert [both[f"net_sales.{p}"] for p in ("target@v1", "target@v2", "target")] == [1850, 1600, 1700]
    assert by_region(reader, target_version="v2", window="2025-05") == {"华南": 500, None: 500}


def test_a_slice_is_withdrawn_by_a_later_row_without_amount() -> None:
    """Without a target the South's sales stand beside, and the whole is judged by the East alone."""
    reader = sold(*FIRST, target(None, *JUNE, region_id="S", version="v2"))
    result = ask(reader, "target", "attainment", "unmatched_sales", by=("region",), totals=True)
    rows = {r["region"]: (r["target"], r["attainment"], r["unmatched_sales"]) for r in result.all_rows()}
    assert rows == {"华东": (1250, 0.8, 0), "华南": (None, None, 300), None: (1250, 0.8, 300)}


def test_what_came_into_force_later_goes_before_a_later_name() -> None:
    """“Initial” comes after “adjusted” by name; the dates tell that the adjustment came later."""
    reader = sold(
        target(100, *JUNE, version="初版", valid_from="2025-01-01"), target(120, *JUNE, version="中期调整", valid_from="2025-06-10"),
    )  # fmt: skip
    assert ask(reader, "target").rows[0]["target"] == 120
    assert ask(reader, "target", target_version="初版").rows[0]["target"] == 100


def test_in_force_is_told_slice_by_slice() -> None:
    """The East's revision came on 1 June, the South's on the 10th: in force at the start is the East's alone."""
    dated = [t | {"valid_from": "2025-01-01"} for t in FIRST]
    reader = sold(
        *dated, target(1000, *JUNE, region_id="E", version="v2", valid_from="2025-06-01"),
        target(700, *JUNE, region_id="S", version="v2", valid_from="2025-06-10"),
    )  # fmt: skip
    assert by_region(reader, target_version="in_force") == {"华东": 1000, "华南": 600, None: 1600}
    assert by_region(reader) == {"华东": 1000, "华南": 700, None: 1700}
    late = sold(target(1, *JUNE, valid_from="2025-06-05"), target(2, *JUNE, version="v2", valid_from="2025-06-09"))
    assert ask(late, "target", target_version="in_force").rows[0]["target"] == 1  # none was yet: the first that came


REGIONS = (target(1250, *JUNE, region_id="E"), target(600, *JUNE, region_id="S"))
PRODUCTS = (target(900, *JUNE, product_line="A"), target(800, *JUNE, product_line="B"))


def test_of_two_sets_alike_that_differ_none_answers() -> None:
    """By region the company owes 1,850, by line 1,700: nothing says which of them counts for the whole."""
    reader = sold(*REGIONS, *PRODUCTS)
    with pytest.raises(QuestionError, match="by product_line, by region_id") as caught:
        ask(reader, "attainment")
    assert caught.value.code == "target_sets"
    assert caught.value.details["metric"] == "net_sales"
    assert caught.value.closest == "net_sales against target by product_line or net_sales against target by region"
    assert by_region(reader) == {"华东": 1250, "华南": 600, None: 1850}
    assert ask(reader, "target", where="product_line = 'A'").rows[0]["target"] == 900
    named = sold(target(100, *JUNE, grain_set="sales"), target(110, *JUNE, grain_set="finance"))
    with pytest.raises(QuestionError, match=r"“finance” \(by time alone\), “sales”"):
        ask(named, "target")


def test_of_two_sets_alike_the_one_published_last_answers() -> None:
    later = [t | {"version": "v2"} for t in PRODUCTS]
    assert ask(sold(*REGIONS, *later), "target").rows[0]["target"] == 1700
    dated = [t | {"valid_from": "2025-06-01"} for t in REGIONS]
    assert ask(sold(*dated, *later), "target").rows[0]["target"] == 1850


def test_two_sets_that_come_to_the_same_in_every_period_are_one_plan_told_twice() -> None:
    lines = (target(1000, *JUNE, product_line="A"), target(850, *JUNE, product_line="B"))
    assert ask(sold(*REGIONS, *lines), "target").rows[0]["target"] == 1850


def test_the_others_beside_the_leaders_have_their_own_targets() -> None:
    """Beside the leading East the South alone is left: 300 of 600, not of the company's 2,000."""
    result = ask(sold(target(2000, *JUNE), *REGIONS), "net_sales", "attainment", by=("region",), top=1, others=True)
    assert [(r["region"], r["attainment"]) for r in result.all_rows()] == [("华东", 0.8), ("(others)", 0.5)]


def test_a_target_for_all_is_not_one_for_the_unknown() -> None:
    """Who sees line A and what has no line sees no target for all lines, nor the East's who sees no province's."""
    reader = sold(*REGIONS, target(70, *JUNE, region_id_raw="华夏"))
    for members in ({"product_line": ("A", "(unknown)")}, {"province": ("(unknown)",)}):
        row = ask(reader, "net_sales", "target", "attainment", scope=Scope(members=members)).rows[0]
        assert (row["target"], row["attainment"]) == ((70, 0) if "province" in members else (None, None))


def test_a_target_inside_one_slice_of_a_scope_answers() -> None:
    """Shanghai or customer c1: Shanghai's target is inside, though it says nothing of customers."""
    either = Scope(either=({"region": ("SH",)}, {"customer": ("c1",)}))
    row = ask(sold(target(800, *JUNE, region_id="SH")), "target", "attainment", scope=either).rows[0]
    assert (row["target"], row["attainment"]) == (800, 1.25)
