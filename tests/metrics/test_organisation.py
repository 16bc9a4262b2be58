"""As was and as is: a moved customer, a moved office, a leaver, a vacancy, an acting holder; what may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.metrics.memory import DEFINITIONS
from tests.warehouse.rows import batch, load, order

from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.warehouse import Warehouse

# 上海办 moves from the East to the South on 1 May 2025, customer c2 moves from P2 (Hangzhou) to P3 (Guangzhou) that day
TABLES: dict[str, list[dict[str, Any]]] = {
    "org_units": [
        {"org_unit_id": "hq", "name": "总部"},
        {"org_unit_id": "E", "name": "华东大区", "parent_id": "hq"},
        {"org_unit_id": "S", "name": "华南大区", "parent_id": "hq"},
        {"org_unit_id": "SH", "name": "上海办", "parent_id": "E", "valid_from": "2024-01-01"},
        {"org_unit_id": "SH", "name": "上海办", "parent_id": "S", "valid_from": "2025-05-01"},
        {"org_unit_id": "HZ", "name": "杭州办", "parent_id": "E"},
        {"org_unit_id": "GZ", "name": "广州办", "parent_id": "S"},
    ],
    "positions": [
        {"position_id": "P1", "name": "P1", "org_unit_id": "SH"},
        {"position_id": "P2", "name": "P2", "org_unit_id": "HZ"},
        {"position_id": "P3", "name": "P3", "org_unit_id": "GZ"},
        {"position_id": "P4", "name": "P4", "org_unit_id": "HZ"},
    ],
    "people": [{"person_id": p, "name": p} for p in ("Ann", "Bob", "Cid", "Dee", "Eve")],
    "assignments": [
        {"position_id": "P1", "person_id": "Ann", "valid_from": "2023-01-01"},
        {"position_id": "P2", "person_id": "Bob", "valid_from": "2023-01-01", "valid_to": "2025-05-01"},
        {"position_id": "P2", "person_id": "Cid", "valid_from": "2025-05-01", "kind": "acting"},
        {"position_id": "P3", "person_id": "Dee", "valid_from": "2023-01-01"},
        {"position_id": "P4", "person_id": "Eve", "valid_from": "2023-01-01", "valid_to": "2025-06-01"},
    ],
    "customers": [{"customer_id": f"c{n}", "name": f"客{n}"} for n in range(1, 5)],
    "ownerships": [
        {"customer_id": "c1", "position_id": "P1"},
        {"customer_id": "c2", "position_id": "P2", "valid_to": "2025-05-01"},
        {"customer_id": "c2", "position_id": "P3", "valid_from": "2025-05-01"},
        {"customer_id": "c3", "position_id": "P4"},
        {"customer_id": "c4", "position_id": "P2"},
    ],
    "order_lines": [
        order(n, "1", amount, customer_id=c, order_date=day)
        for n, c, day, amount in (
            ("1", "c1", "2024-06-10", 100), ("2", "c2", "2024-06-11", 200), ("3", "c3", "2024-06-12", 40),
            ("4", "c1", "2025-06-10", 110), ("5", "c2", "2025-06-11", 220), ("6", "c3", "2025-06-12", 50),
            ("7", "c4", "2025-06-13", 5),
        )
    ],
    "targets": [
        {"metric": "net_sales", "start_date": "2025-04-01", "end_date": "2025-07-01", "amount": a, "customer_id": c}
        for c, a in (("c1", 100), ("c2", 400), ("c3", 100), ("c4", 5))
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("organisation")
    warehouse = Warehouse(root / "warehouse", memory_limit="1GB", threads=1, lock_timeout_seconds=20)
    load(warehouse, "load-1", *(batch(root / "inbox", name, rows) for name, rows in TABLES.items()))
    with warehouse.read() as found:
        yield found


def ask(reader: Any, *metrics: str, scope: Scope | None = None, **question: Any) -> Result:
    question.setdefault("window", "2025-06")
    return MetricLayer(DEFINITIONS).ask(Question(metrics, **question), reader=reader, scope=scope or Scope.everything())


def told(result: Result, by: str, *columns: str) -> dict[str, Any]:
    return {r[by]: tuple(r[c] for c in columns) if len(columns) > 1 else r[columns[0]] for r in result.rows}


def test_by_level_as_was_and_as_is(reader: Any) -> None:
    """As was, last June's 340 stood in the East; as is, 300 of them belong to today's South: +10%, and +37.5% in the East."""
    wanted = ("net_sales", "net_sales.last_year")
    was = ask(reader, "net_sales", by=("org_level_1",), compare=("last_year",), totals=True)
    assert told(was, "org_level_1", *wanted) == {"华南大区": (330, None), "华东大区": (55, 340)}
    now = ask(reader, "net_sales", by=("org_level_1",), compare=("last_year",), totals=True, org="as_is")
    assert told(now, "org_level_1", *wanted) == {"华南大区": (330, 300), "华东大区": (55, 40)}
    for result in (was, now):
        assert result.total is not None
        assert (result.total["net_sales"], result.total["net_sales.last_year"]) == (385, 340)


def test_by_office(reader: Any) -> None:
    assert told(ask(reader, "net_sales", by=("org_level_2",), window="2024-06"), "org_level_2", "net_sales") == {
        "杭州办": 240, "上海办": 100,
    }  # fmt: skip
    assert told(ask(reader, "net_sales", by=("org_level_2",), window="2024-06", org="as_is"), "org_level_2", "net_sales") == {
        "广州办": 200, "上海办": 100, "杭州办": 40,
    }  # fmt: skip


def test_by_person(reader: Any) -> None:
    """Bob has left and keeps what he sold; today Dee stands for c2, nobody for c3, and Cid acts for c4."""
    was = told(ask(reader, "net_sales", by=("person",), window="2024-06"), "person", "net_sales")
    assert was == {"Bob": 200, "Ann": 100, "Eve": 40}
    now = told(ask(reader, "net_sales", by=("person",), window="2024-06", org="as_is"), "person", "net_sales")
    assert now == {"Dee": 200, "Ann": 100, "(unknown)": 40}
    june = told(ask(reader, "net_sales", by=("person",)), "person", "net_sales")
    assert june == {"Dee": 220, "Ann": 110, "(unknown)": 50, "Cid": 5}


def test_a_moved_customer_carries_its_target(reader: Any) -> None:
    """c2's 400 for the second quarter was P2's when April began; today they are P3's, like its sales."""
    wanted = ("target", "attainment")
    was = told(ask(reader, *wanted, by=("position",), window="2025-Q2"), "position", *wanted)
    assert (was["P2"][0], was["P3"][0], was["P1"][0]) == (405, None, 100)
    now = told(ask(reader, *wanted, by=("position",), window="2025-Q2", org="as_is"), "position", *wanted)
    assert (now["P3"], now["P2"], now["P1"]) == ((400, 0.55), (5, 1.0), (100, 1.1))
    areas = told(ask(reader, "target", by=("org_level_1",), window="2025-Q2"), "org_level_1", "target")
    assert (areas["华东大区"], areas.get("华南大区")) == (605, None)
    areas = told(ask(reader, "target", by=("org_level_1",), window="2025-Q2", org="as_is"), "org_level_1", "target")
    assert (areas["华东大区"], areas["华南大区"]) == (105, 500)


def test_who_may_see_follows_today(reader: Any) -> None:
    """The South's manager sees last June's sales of the customers that are the South's today, told as they were."""
    south = Scope(members={"org_unit": ("S",)})
    was = ask(reader, "net_sales", by=("org_level_1",), window="2024-06", scope=south, totals=True)
    assert told(was, "org_level_1", "net_sales") == {"华东大区": 300}
    assert was.total is not None
    assert was.total["net_sales"] == 300
    assert ask(reader, "net_sales", window="2024-06", scope=south, org="as_is").rows[0]["net_sales"] == 300
    assert ask(reader, "target", window="2025-Q2", scope=south).rows[0]["target"] == 500


def test_the_business_day_is_that_of_the_facts(reader: Any) -> None:
    assert reader.sql("SELECT business_date FROM business_day").to_pylist() == [{"business_date": date(2025, 6, 13)}]
    spans = reader.sql("SELECT valid_from, level_1 FROM org_history WHERE org_unit_id = 'SH' ORDER BY 1").to_pylist()
    assert [r["level_1"] for r in spans] == ["华东大区", "华南大区"]
    units = reader.sql("SELECT org_unit_id, level_1, level_2 FROM org_units ORDER BY 1").to_pylist()
    assert {r["org_unit_id"]: (r["level_1"], r["level_2"]) for r in units}["SH"] == ("华南大区", "上海办")


def test_a_filter_on_a_unit_takes_all_below_it(reader: Any) -> None:
    assert ask(reader, "net_sales", where="org_unit = '华南大区'").rows[0]["net_sales"] == 330
    assert ask(reader, "net_sales", where="org_unit != '华南大区'").rows[0]["net_sales"] == 55
    assert ask(reader, "target", where="org_unit = '华南大区'", window="2025-Q2", org="as_is").rows[0]["target"] == 500
