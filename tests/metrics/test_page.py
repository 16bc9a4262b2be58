"""Questions of one page are answered as they would be alone, from fewer statements."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import DEFINITIONS, MemoryReader, date

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.money import Telling

AS_OF = date(2025, 6, 30)


def _reader() -> MemoryReader:
    return company(
        order_lines=[line("a", "2025-06-02", 80, region_id="SH", customer_id="c2"), line("b", "2025-06-05", 20, region_id="GD"),
                     line("c", "2024-06-05", 40, region_id="SH"), line("d", "2025-06-09", 9, region_id="ZJ", cancelled=True)],
        return_lines=[returned("r", "2025-06-07", 5, "2025-06-02", region_id="ZJ")],
        targets=[target(100, "2025-06-01", "2025-07-01", region_id="E")],
    )  # fmt: skip


def _alone(layer: MetricLayer, reader: MemoryReader, questions: list[Question]) -> list[Result]:
    return [layer.ask(q, reader=reader, scope=Scope.everything()) for q in questions]


TILES = [
    Question(metrics=m, window="2025-06", compare=("last_year",), as_of=AS_OF)
    for m in ("net_sales", "orders", "aov", "attainment", "returns", "units", "customers", "net_sales")
]
TABLES = [
    *(Question(metrics=m, by=("region",), window="2025-06", as_of=AS_OF, totals=True) for m in ("gross_sales", "units", "orders")),
    Question(metrics="returns", by=("region",), window="2025-06", as_of=AS_OF),
    Question(metrics=("net_sales", "attainment"), by=("region",), window="2025-06", as_of=AS_OF),
    Question(metrics="gross_sales", by=("customer",), top=1, others=True, window="2025-06", as_of=AS_OF),
]  # fmt: skip


@pytest.mark.parametrize("questions", [TILES, TABLES, [*TABLES, *TILES]], ids=["tiles", "tables", "page"])
def test_answers_are_those_of_one_by_one(questions: list[Question]) -> None:
    reader, layer = _reader(), MetricLayer(DEFINITIONS)
    page = layer.ask_all(questions, reader=reader, scope=Scope.everything())
    for one, alone in zip(page, _alone(layer, reader, questions), strict=True):
        assert (one.columns, one.rows, one.others, one.total, one.question) == (
            alone.columns, alone.rows, alone.others, alone.total, alone.question,
        )  # fmt: skip


def test_tiles_are_one_statement_that_reads_each_fact_once_per_use() -> None:
    page = MetricLayer(DEFINITIONS).ask_all(TILES, reader=_reader(), scope=Scope.everything())
    assert len({text for one in page for text in one.provenance.sql}) == 1


def test_breakdowns_of_the_same_rows_are_one_statement() -> None:
    page = MetricLayer(DEFINITIONS).ask_all(TABLES[:3], reader=_reader(), scope=Scope.everything())
    assert len({text for one in page for text in one.provenance.sql}) == 2  # rows and total


def test_a_refused_question_is_told_alone() -> None:
    layer, asked = MetricLayer(DEFINITIONS), [*TILES, Question(metrics="visits", window="2025-06", as_of=AS_OF)]
    with pytest.raises(QuestionError) as refused:
        layer.ask_all(asked, reader=_reader(), scope=Scope.everything())
    assert refused.value.code == "not_loaded"
    assert layer.ask_all([], reader=_reader(), scope=Scope.everything()) == []


def test_what_is_refused_leaves_the_rest_together() -> None:
    """Of three tiles one needs a version of the targets that is not there: the other two are one statement still."""
    tiles = ("gross_sales", "attainment", "returns")
    asked = [Question(metrics=m, window="2025-06", as_of=AS_OF, target_version="v9") for m in tiles]
    told = MetricLayer(DEFINITIONS).ask_all_partly(asked, reader=_reader(), scope=Scope.everything())
    assert [p.result.rows[0][q.metrics[0]] if p.result else None for p, q in zip(told, asked, strict=True)][::2] == [
        100,
        5,
    ]
    first, last = told[0].result, told[2].result
    assert first is not None
    assert last is not None
    assert first.provenance.sql == last.provenance.sql
    assert told[1].result is None
    assert list(told[1].refused) == ["attainment"]


def test_questions_told_in_one_currency_are_answered_together() -> None:
    layer = MetricLayer(DEFINITIONS, telling=Telling("CNY", told_in="CNY"))
    told = layer.ask_all(TILES[:3], reader=_reader(), scope=Scope.everything())
    assert [r.rows[0][q.metrics[0]] for r, q in zip(told, TILES, strict=False)] == [95, 2, 50]
    assert len({r.provenance.sql for r in told}) == 1
