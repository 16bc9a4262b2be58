"""An answer holds for another reader where nothing that it rests on differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.review.tiny_company import electronics, partly

from fupan.calendar import Calendar
from fupan.errors import QuestionError
from fupan.metrics import Question
from fupan.metrics.partial import Partial
from fupan.review.remembered import Remembered

JUNE = Calendar().parse("2025-06", date(2025, 6, 30))
SALES = Question(("net_sales",), (), JUNE)


@dataclass
class Reader:
    """Contents as given; a table without any is empty."""

    given: dict[str, str]

    @property
    def manifest(self) -> Reader:
        return self

    def rows(self, table: str) -> int:
        return len(self.given.get(table, ""))

    def contents(self, tables: Iterable[str]) -> Mapping[str, str]:
        return {t: self.given.get(t, "") for t in tables}


def times_asked(*readers: Reader, refused: bool = False, layers: tuple[int, ...] = (1, 1)) -> int:
    remembered, asked = Remembered({"order_lines", "receipts", "regions"}), list[Question]()
    answer = partly(electronics().ask)(SALES)
    assert answer.result is not None
    assert "order_lines" in answer.result.provenance.tables

    def ask(question: Question) -> Partial:
        asked.append(question)
        return Partial(answer.result, {"target": QuestionError("target_period", "none")}) if refused else answer

    for layer, reader in zip(layers, readers, strict=True):
        assert remembered.asking(layer, reader, ask)(SALES).result is answer.result
    return len(asked)


FIRST = {"order_lines": "a", "receipts": "b", "regions": "c"}


def test_an_answer_that_did_not_read_what_differs_holds() -> None:
    assert times_asked(Reader(FIRST), Reader(FIRST)) == 1
    assert times_asked(Reader(FIRST), Reader(FIRST | {"receipts": "x"})) == 1


def test_an_answer_of_other_rows_is_asked_anew() -> None:
    assert times_asked(Reader(FIRST), Reader(FIRST | {"order_lines": "x"})) == 2
    assert times_asked(Reader(FIRST), Reader(FIRST | {"regions": "x"})) == 2  # masters name and place whatever is read
    assert times_asked(Reader(FIRST), Reader(FIRST | {"receipts": ""})) == 2  # an empty fact is not read, and not named


def test_other_definitions_and_refusals_are_asked_anew() -> None:
    assert times_asked(Reader(FIRST), Reader(FIRST), layers=(1, 2)) == 2
    assert times_asked(Reader(FIRST), Reader(FIRST), refused=True) == 2
