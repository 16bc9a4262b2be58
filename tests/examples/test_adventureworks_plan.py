"""Quotas imported as a plan: attainment per person and window as published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from tests.examples.conftest import Answers, day
from tests.examples.test_adventureworks import ALL, four
from tests.metrics.adventureworks import adventureworks
from tests.metrics.memory import ask

from fupan.calendar import Window
from fupan.plan.change_rules import KindRule
from fupan.plan.edit import apply
from fupan.plan.filled import read_filled
from fupan.plan.history import Sheet
from fupan.plan.measure import Measure
from fupan.plan.periods import periods_of
from fupan.plan.plan import Plan
from fupan.plan.preview import preview
from fupan.plan.publish import rows_of_versions
from fupan.plan.slices import AXES, make_slices
from fupan.plan.tree import new_tree

pytestmark = pytest.mark.needs("shared_data")
NOW = datetime(2010, 12, 1, tzinfo=UTC)


def test_quotas_imported_as_a_plan_attain_as_published(shared_data: Path, quotas: Answers, tmp_path: Path) -> None:
    reader = adventureworks(shared_data)
    con = reader.backend.con
    quota = con.execute("select person_id, start_date, amount from targets order by all").fetchall()
    file = tmp_path / "quota.csv"
    file.write_text("person,period,amount\n" + "".join(f"{p},{d},{a}\n" for p, d, a in quota), encoding="utf-8")

    starts = [*sorted({d for _, d, _ in quota}), date(2012, 12, 28)]
    windows = [Window(a, b, "range", f"{a}") for a, b in pairwise(starts)]
    people = make_slices([AXES["person"]], [(p,) for p in sorted({p for p, _, _ in quota})])
    tree = new_tree(Measure("net_sales", currency="USD"), people, periods_of("fiscal", windows))
    found = preview(tree, read_filled(file, tree))
    assert (len(found.differences), found.messages) == (len(quota), ())
    plan = Plan("quota", Sheet(apply(tree, found.edit())))
    plan = plan.submit("first", {"first": KindRule()}, valid_from=starts[0], who="vp", now=NOW).publish(
        who="vp", now=NOW
    )
    ((_, rows),) = rows_of_versions(plan)
    assert len(rows) == len(quota)  # who has no quota in a window has none, not zero

    con.execute("delete from targets")
    for row in rows:
        told = {k: v for k, v in row.items() if k not in {"plan", "valid_from", "version"}} | {
            "person_id_raw": row["person_id"]
        }
        con.execute(
            f"insert into targets ({', '.join(told)}) values ({', '.join('?' * len(told))})", list(told.values())
        )
    asked = ask(reader, "target", "credited_sales", "attainment", by=("target_period",), window=ALL)
    assert [
        (str(r["target_period.key"])[:10], four(r["target"]), four(r["credited_sales"]), four(100 * r["attainment"]))
        for r in asked.rows
    ] == [(str(day(s)), four(q), four(sales), four(share)) for s, _, q, sales, share in quotas["V2"]]
    asked = ask(reader, "target", "credited_sales", "attainment", by=("person",), window=ALL)
    assert {
        (r["person"], four(r["target"]), four(r["credited_sales"]), four(100 * r["attainment"]))
        for r in asked.rows
        if r["target"]
    } == {(name, four(q), four(sales), four(share)) for name, q, sales, share in quotas["V3"]}
    assert plan.tree.amount() == sum((Decimal(a) for _, _, a in quota), Decimal(0))
