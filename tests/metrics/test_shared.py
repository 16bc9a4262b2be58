"""What was found out about one snapshot is taken for the next one where all that it rests on is the same there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.metrics.company import REGIONS, company, line, target
from tests.metrics.memory import DEFINITIONS, ask
from tests.warehouse.rows import batch, load, order

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.plan import planned
from fupan.metrics.plan.depends import SNAPSHOT, few, is_empty, note, note_rows, noting, unnoted
from fupan.metrics.plan.kept import Kept
from fupan.metrics.plan.known import Memo
from fupan.warehouse import Warehouse
from fupan.warehouse.findings import Findings
from fupan.warehouse.reader import published_tables
from fupan.warehouse.store import SHARED, Store

JUNE = {"by": ("region",), "window": "2025-06", "totals": True}
EAST = target(100, "2025-06-01", "2025-07-01", region_id="E")
REBATE = {
    "accrual_id": "a1",
    "kind": "rebate",
    "accrual_date": "2025-06-03",
    "amount": 5,
    "region_id": "SH",
    "currency": "CNY",
}
LINES = [line(f"o{n}", f"2025-06-0{n}", 10 * n, region_id=("SH", "GD")[n % 2]) for n in range(1, 5)]


def _loaded(place: Path, name: str, **tables: Any) -> Any:
    reader: Any = company(**tables)
    for table in published_tables():  # as a snapshot has them
        reader.table(table)
    reader.findings, reader.shared = Findings(Store(place), name), Findings(Store(place), SHARED)
    return reader


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every plan that is made."""
    made: list[Any] = []
    plan = planned.plan
    monkeypatch.setattr(planned, "CHECKED", False)
    monkeypatch.setattr(planned, "plan", lambda *given: made.append(given) or plan(*given))  # type: ignore[func-returns-value]
    return made


def _told(reader: Any) -> dict[str, Any]:
    found = ask(reader, "net_sales", "attainment", layer=MetricLayer(DEFINITIONS), **JUNE)
    return {r["region"]: (r["net_sales"], r["attainment"]) for r in found.rows}


def test_after_a_load_of_orders_no_plan_is_made_and_the_figures_are_new(tmp_path: Path, plans: list[Any]) -> None:
    assert _told(_loaded(tmp_path, "one", order_lines=LINES, targets=[EAST])) == {"华东": (60, 0.6), "华南": (40, None)}
    made = len(plans)
    assert made
    more = [*LINES, line("o9", "2025-06-09", 30, region_id="SH")]
    assert _told(_loaded(tmp_path, "two", order_lines=more, targets=[EAST])) == {"华东": (90, 0.9), "华南": (40, None)}
    assert len(plans) == made


ANHUI = {"region_id": "AH", "name": "安徽", "parent_id": "E", "region": "华东", "province": "安徽"}
CHANGES: dict[str, dict[str, Any]] = {
    "another target": {"targets": [EAST, target(80, "2025-06-01", "2025-07-01", region_id="GD")]},
    "another version": {"targets": [EAST, target(90, "2025-06-01", "2025-07-01", region_id="E", version="v2")]},
    "no target": {"targets": []},
    "rows of a table that had none": {"accruals": [REBATE]},
    "another tree": {"regions": [*REGIONS[:3], {**REGIONS[3], "parent_id": "S", "region": "华南"}, *REGIONS[4:]]},
    "a node that a version is for": {
        "regions": [*REGIONS, ANHUI],
        "targets": [EAST, target(70, "2025-06-01", "2025-07-01", region_id="AH", version="v2")],
    },
    "another name": {"regions": [{**r, "region": str(r.get("region", "")).replace("华东", "东区")} for r in REGIONS]},
    "a second currency": {"order_lines": [*LINES, line("o9", "2025-06-09", 30, region_id="SH", currency="USD")]},
    "a key that stands twice": {"regions": [*REGIONS, REGIONS[-1]]},
}


def _answer(reader: Any, scope: Scope) -> Any:
    """What an asker is told, or why nothing is."""
    where = None if scope.members else "region in ['华东']"
    question = Question(("net_sales", "attainment"), ("region",), "2025-06", where=where, totals=True)
    try:
        found = MetricLayer(DEFINITIONS).ask(question, reader=reader, scope=scope)
    except QuestionError as e:
        return e.code, e.reason
    return found.rows, found.total, found.provenance.targets


OF_TREES = ("another target", "another tree", "a node that a version is for", "another name")


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (Scope.everything(), [n for n in CHANGES if n not in OF_TREES[1:3]]),
        (Scope(members={"region": ("华东",)}), OF_TREES),
    ],
    ids=["all", "east"],
)
def test_what_rests_on_something_that_changed_is_made_anew(tmp_path: Path, scope: Scope, names: Sequence[str]) -> None:
    before: dict[str, Any] = {"order_lines": LINES, "targets": [EAST]}
    _answer(_loaded(tmp_path, "before", **before), scope)
    for name in names:  # each template that is taken is compared with a plan made anew, too
        now = before | CHANGES[name]
        assert _answer(_loaded(tmp_path, name, **now), scope) == _answer(company(**now), scope), name


def test_what_was_read_before_a_failure_is_what_its_catcher_rests_on() -> None:
    reader: Any = company(order_lines=LINES)
    with noting() as outer:
        with suppress(ValueError), noting():
            is_empty(reader, "accruals")
            raise ValueError
        with unnoted():
            is_empty(reader, "targets")
    assert outer == {("empty", "accruals"): "True"}


def test_what_says_nothing_of_its_reader_and_all_that_rests_on_it_is_one_snapshots_alone() -> None:
    memo, reader = Memo(), company(order_lines=LINES)
    with noting() as facts:
        memo.once("outer", lambda: memo.once("inner", lambda: 1, reader=reader), reader=reader)
    assert not facts
    with noting() as facts:
        memo.once("of it", lambda: memo.once("alone", lambda: 1), reader=reader)
    assert SNAPSHOT in facts


def test_rows_of_a_roll_up_are_one_snapshots_alone() -> None:
    with noting() as facts:
        note_rows('SELECT 1 FROM "rollup_sales_by_day_12"', [])
    assert SNAPSHOT in facts


def test_they_outlive_a_load_but_not_a_snapshot_that_goes(tmp_path: Path) -> None:
    shared = Findings(Store(tmp_path), SHARED)
    shared.write("k", 1)
    warehouse = Warehouse(tmp_path)
    for number in ("1", "2"):
        load(warehouse, f"load-{number}", batch(tmp_path / "in", "order_lines", [order(number, "1", 10)], file=number))
    assert shared.read("k") == 1
    assert warehouse.prune(1, now=datetime(2025, 8, 1, tzinfo=UTC))
    with pytest.raises(KeyError):
        shared.read("k")


def test_numbers_of_rows_count_by_what_they_decide() -> None:
    reader: Any = company(order_lines=LINES)
    with noting() as facts:
        assert is_empty(reader, "accruals")
        assert not is_empty(reader, "order_lines")
        assert few(reader, "order_lines", 20, 1, 2, ["regions"]) is False
    assert {fact[0] for fact in facts} == {"empty", "few"}


def test_a_fact_that_cannot_be_told_is_no_reason_to_believe(tmp_path: Path) -> None:
    def kept(name: str) -> Kept:
        return Kept(Findings(Store(tmp_path), name), "same", Findings(Store(tmp_path), SHARED))

    reader: Any = company(order_lines=LINES)
    make: Callable[[str], None] = lambda text: kept("one").keep(("k",), 7, {("rows", "x"): "y", ("text", "x"): text})  # noqa: E731
    for text in ("DROP TABLE order_lines", "SELECT 1; DROP TABLE order_lines", "SELECT 1"):  # none is called x
        make(text)
        assert kept("one").take(("k",), reader)[0] == 7  # of the same snapshot
        with pytest.raises(KeyError):
            kept("two").take(("k",), reader)
    kept("one").keep(("mine",), 7, {("snapshot",): "one"})
    with pytest.raises(KeyError):
        kept("two").take(("mine",), reader)
    with pytest.raises(KeyError):
        kept("two").take(("k",), None)
    note({("empty", "x"): "True"})  # nobody listens
