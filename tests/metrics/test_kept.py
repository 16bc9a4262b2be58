"""What one process found out about a snapshot is known to the next one, and nothing but that is taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, ask

from fupan.errors import QuestionError
from fupan.expressions import parse
from fupan.metrics import MetricLayer, Question, Scope
from fupan.metrics.plan import kept, planned
from fupan.metrics.plan.kept import Kept, made_by
from fupan.metrics.plan.plain import NotPlainError, from_plain, to_plain
from fupan.metrics.plan.template import Template
from fupan.warehouse import findings as shelf
from fupan.warehouse.findings import Findings
from fupan.warehouse.store import Store

JUNE = {"by": ("region",), "window": "2025-06", "compare": ("last_year",), "where": "region != '华南'", "totals": True}


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], Any]:
    """The same snapshot, read by one process after the other."""
    reader = company(
        order_lines=[line(f"o{n}", f"2025-06-0{n}", 10 * n, region_id=("SH", "GD")[n % 2], customer_id="c1") for n in range(1, 7)],
        targets=[target(100, "2025-06-01", "2025-07-01", region_id="E")],
    )  # fmt: skip

    def again() -> Any:
        reader.findings = Findings(Store(tmp_path), "one")
        return reader

    return again


def _files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "one" / "findings").glob("*.json"))


def test_the_next_process_makes_no_plan(
    opened: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = ask(opened(), "net_sales", "attainment", layer=MetricLayer(DEFINITIONS), **JUNE)
    assert _files(tmp_path)
    warm = ask(opened(), "net_sales", "attainment", layer=MetricLayer(DEFINITIONS), **JUNE)  # checked against its plan
    monkeypatch.setattr(planned, "CHECKED", False)
    monkeypatch.setattr(planned, "plan", lambda *_: pytest.fail("a plan was made"))
    quick = ask(opened(), "net_sales", "attainment", layer=MetricLayer(DEFINITIONS), **JUNE)
    assert cold.rows == warm.rows == quick.rows
    assert cold.total == quick.total
    assert cold.provenance == quick.provenance
    assert cold.rows[0]["net_sales"] == 20 + 40 + 60


def _told(reader: Any, name: str) -> tuple[Any, ...]:
    question = Question(metrics=(name,), by=("region",), window="2025-06", as_of=date(2025, 6, 5))
    try:
        found = MetricLayer(DEFINITIONS).ask(question, reader=reader, scope=Scope.everything())
    except QuestionError as refused:
        return refused.code, str(refused)
    return found.rows, found.provenance


def test_every_metric_is_the_same_from_what_was_kept(opened: Callable[[], Any]) -> None:
    for name in sorted(DEFINITIONS.metrics):
        assert _told(opened(), name) == _told(opened(), name)


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"key": "k", "value": 1, "seal": "x"}'])
def test_a_broken_file_is_not_there(opened: Callable[[], Any], tmp_path: Path, spoilt: str) -> None:
    cold = ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE)
    for path in _files(tmp_path):
        path.write_text(spoilt)
    assert ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE).rows == cold.rows


def test_a_changed_statement_is_not_run(opened: Callable[[], Any], tmp_path: Path) -> None:
    cold = ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE)
    for path in _files(tmp_path):
        path.write_text(path.read_text(encoding="utf-8").replace("SELECT", "SELECT 1 +"), encoding="utf-8")
    assert ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE).rows == cold.rows


def test_other_settings_and_definitions_know_nothing_of_it(
    opened: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE)
    made: list[Any] = []
    plan = planned.plan
    monkeypatch.setattr(planned, "CHECKED", False)
    monkeypatch.setattr(planned, "plan", lambda *given: made.append(given) or plan(*given))  # type: ignore[func-returns-value]
    ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS), **JUNE)
    assert not made
    ask(opened(), "net_sales", layer=MetricLayer(DEFINITIONS, currency="USD"), **JUNE)
    assert made


def test_plain_data_comes_back_as_it_was() -> None:
    template = Template(("SELECT ", ""), (("day", 0, 1),), ("order_lines",))
    value = {
        (date(2025, 6, 1), None): [Decimal("1.10"), Fraction(1, 3), 0.1, True, 1, "x"],
        "more": (
            datetime(2025, 6, 1, 3, 4, tzinfo=UTC),
            frozenset({"a"}),
            {1},
            template,
            parse("region in ('a', 'b') and x = 1"),
        ),
    }
    found = from_plain(json.loads(json.dumps(to_plain(value))))
    assert found == value
    assert type(found["more"][3].holes[0]) is tuple


@pytest.mark.parametrize("value", [object(), float("nan"), type("Word", (str,), {})("x"), b"x", Path("x")])
def test_what_is_not_plain_is_not_written(value: Any) -> None:
    with pytest.raises(NotPlainError):
        to_plain([value])


def test_no_statement_that_could_hold_two(tmp_path: Path) -> None:
    mine = Kept(Findings(Store(tmp_path), "one"), made_by(("x",)))
    for text in ("SELECT 1; DROP TABLE x", "DROP TABLE x"):
        mine.write(("plan", "p"), (text, frozenset()))
        mine.write(("template", "t"), Template((text,), (), ()))
    assert not _files(tmp_path)
    mine.write(("plan", "p"), ("SELECT 1", frozenset()))
    assert mine.read(("plan", "p")) == ("SELECT 1", frozenset())
    with pytest.raises(KeyError):
        Kept(Findings(Store(tmp_path), "one"), made_by(("y",))).read(("plan", "p"))


def test_code_that_changed_makes_its_own() -> None:
    assert made_by(("x",)) == made_by(("x",)) != made_by(("y",))
    assert any(v.startswith("duckdb ") for v in kept._code()[1])


def test_room_is_made_and_a_folder_that_cannot_be_written_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST_FILES", 4)
    found = Findings(Store(tmp_path), "one")
    for n in range(20):
        found.write(str(n), n)
    assert len(_files(tmp_path)) <= 4
    assert found.read("19") == 19
    found.write("large", "x" * shelf.MOST_BYTES)
    with pytest.raises(KeyError):
        found.read("large")
    (tmp_path / "cache" / "file").write_text("")
    Findings(Store(tmp_path), "file").write("k", 1)
