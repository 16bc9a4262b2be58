"""A manager's target and those of the people below tell the same thing twice: they are never added up."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import MemoryReader, ask

JUNE = ("2025-06-01", "2025-07-01")


@pytest.fixture
def reader() -> MemoryReader:
    """m leads a and b, who have targets, and c, who has none; m's 1,000 are shared out as 600 and 500; x stands alone."""
    return company(
        org_units=[{"org_unit_id": u, "name": u} for u in ("east", "sh")],
        positions=[
            {"position_id": "m", "name": "m", "org_unit_id": "east"},
            *[{"position_id": p, "name": p, "org_unit_id": "sh", "manager_position_id": "m"} for p in "abc"],
            {"position_id": "x", "name": "x", "org_unit_id": "sh"},
        ],
        order_lines=[line(p, "2025-06-03", n, position_id=p, org_unit_id="sh")
                     for p, n in (("a", 300), ("b", 450), ("c", 50), ("x", 9))],
        targets=[target(n, *JUNE, position_id=p) for p, n in (("m", 1000), ("a", 600), ("b", 500))],
    )  # fmt: skip


def test_the_whole_is_the_managers_target(reader: MemoryReader) -> None:
    """1,000, not 2,100; what a, b and c sold falls under it: 800. Nobody above x has a target."""
    row = ask(reader, "target", "attainment", "target_of_children", "over_assignment").rows[0]
    assert (row["target"], row["attainment"]) == (1000, pytest.approx(0.8))
    assert (row["target_of_children"], row["over_assignment"]) == (1100, pytest.approx(0.1))


def test_by_position_and_unit_each_has_its_own(reader: MemoryReader) -> None:
    rows = ask(reader, "target", "attainment", by="position", totals=True)
    told = {r["position"]: (r["target"], r["attainment"]) for r in rows.rows if r["target"]}
    assert told == {"a": (600, pytest.approx(0.5)), "b": (500, pytest.approx(0.9))}
    assert rows.total is not None  # at its own level: the manager's, of which 1,100 are promised below
    assert rows.total["target"] == 1000
    units = ask(reader, "target", by="org_unit").rows
    assert {r["org_unit"]: r["target"] for r in units if r["target"]} == {"sh": 1100}
