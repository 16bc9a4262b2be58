"""Many tables one below the other: a chain of hundreds is deeper than the compiler follows, a tree is not."""

from __future__ import annotations

import ibis
import pytest
from tests.metrics.memory import MemoryReader

from fupan.metrics.plan.stacked import stacked


@pytest.mark.parametrize("count", [1, 2, 3, 400])
def test_rows_of_all_tables_in_order(count: int) -> None:
    regions = MemoryReader(regions=[{"region_id": "r", "name": "n"}]).table("regions")
    arms = [regions.select(n=ibis.literal(i, "int64")) for i in range(count)]
    found = regions.get_backend().con.execute(ibis.to_sql(stacked(arms), dialect="duckdb")).fetchall()
    assert sorted(n for (n,) in found) == list(range(count))
