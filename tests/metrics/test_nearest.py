"""The nearest node with a target, by the tree's own table: over several steps, beside nodes that have none."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import MemoryReader, ask

from fupan.metrics.plan.nearest import Lift, moved, with_nearest
from fupan.metrics.plan.run import rows_of

JUNE = ("2025-06-01", "2025-07-01")
TREE = {
    "E": None,
    "SH": "E",
    "PD": "SH",
    "PD1": "PD",
    "PD2": "PD",
    "ZJ": "E",
    "HZ": "ZJ",
    "S": None,
    "GZ": "S",
    "X": "?",
}
REGIONS = [
    {"region_id": node, "name": node, "parent_id": above, "region": "华南" if node in {"S", "GZ"} else "华东"}
    for node, above in TREE.items()
]
UNDER_E_AND_PD = (("E", ("HZ", "SH", "ZJ")), ("PD", ("PD1", "PD2")))


class Tables:
    """Stands for an asking: all that is read is the tree's table."""

    def __init__(self, reader: MemoryReader) -> None:
        self.table = reader.table


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_a_node_finds_itself_or_the_first_above_it_and_one_beside_the_tree_stays(steps: int) -> None:
    reader = MemoryReader(regions=REGIONS)
    lift = Lift("region_id", UNDER_E_AND_PD, nodes=("E", "PD"), steps=steps)
    rows = reader.table("regions")
    found = with_nearest(Tables(reader), rows, lift)  # type: ignore[arg-type]
    told = {r["region_id"]: r["nearest"] for r in rows_of(found)}
    assert told == {
        "E": "E", "GZ": "GZ", "HZ": "E", "PD": "PD", "PD1": "PD", "PD2": "PD", "S": "S", "SH": "E", "X": "X", "ZJ": "E",
    }  # fmt: skip
    listed = rows.select(node=rows["region_id"], nearest=moved(rows["region_id"], UNDER_E_AND_PD))
    assert told == {r["node"]: r["nearest"] for r in rows_of(listed)}


def test_sales_of_a_town_count_for_the_nearest_target_above_it_and_for_no_other() -> None:
    sold = {"PD1": 100, "PD2": 50, "SH": 30, "HZ": 20, "GZ": 70, "X": 5, "nowhere": 3}
    reader = MemoryReader(
        regions=REGIONS,
        order_lines=[line(node, "2025-06-10", amount, region_id=node) for node, amount in sold.items()],
        targets=[target(1000, *JUNE, region_id="E"), target(140, *JUNE, region_id="S")],
    )
    result = ask(reader, "attainment", "unmatched_sales", by=("region",), totals=True)
    assert [(r["region"], r["attainment"], r["unmatched_sales"]) for r in result.rows] == [
        ("华南", 0.5, 0),
        ("华东", pytest.approx(0.2), 5),  # X stands under a region that is not in the table
        ("(unknown)", None, 3),
    ]
    assert result.total is not None
    assert result.total["attainment"] == pytest.approx(270 / 1140)
    alone = ask(reader, "attainment", by=("month",))  # nothing of a region is asked
    assert alone.rows[0]["attainment"] == pytest.approx(270 / 1140)


def test_a_target_for_a_region_that_the_tree_lacks_counts_what_is_sold_there() -> None:
    reader = MemoryReader(
        regions=REGIONS,
        order_lines=[line("a", "2025-06-10", 30, region_id="Q"), line("b", "2025-06-10", 20, region_id="HZ")],
        targets=[target(60, *JUNE, region_id="Q"), target(100, *JUNE, region_id="E")],
    )
    assert ask(reader, "attainment", by=("month",)).rows[0]["attainment"] == 50 / 160


def test_each_of_two_sets_finds_its_own_nearest() -> None:
    """The set of this June names E, that of last June the provinces below it: rows are lifted to each apart."""
    last = ("2024-06-01", "2024-07-01")
    reader = company(
        order_lines=[
            line("a", "2025-06-10", 80, region_id="SH"),
            line("b", "2024-06-10", 30, region_id="SH"),
            line("c", "2024-06-11", 10, region_id="ZJ"),
        ],
        targets=[
            target(160, *JUNE, region_id="E"),
            target(60, *last, region_id="SH"),
            target(40, *last, region_id="ZJ"),
        ],
    )
    row = ask(reader, "attainment", by=("region",), compare=("last_year",)).rows[0]
    assert (row["attainment"], row["attainment.last_year"]) == (0.5, 0.4)
