"""Families and functions that the pack itself does not use give the same answers on DuckDB and PostgreSQL, too."""

from __future__ import annotations

import pytest
from tests.conformance.compare import answer, difference
from tests.conformance.families import BY_STRETCH, LAYER, NAMES, by_stretch, questions

from fupan.metrics import Scope
from fupan.warehouse import Reader

pytestmark = pytest.mark.needs("postgres")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answer(name: str, duck: Reader, postgres: Reader) -> None:
    for question in questions(name):
        one, other = (answer(LAYER, question, reader, Scope.everything()) for reader in (duck, postgres))
        assert difference(one, other) is None, f"{question}\n{difference(one, other)}"


@pytest.mark.parametrize("asked", BY_STRETCH)
def test_the_same_answer_over_many_stretches(asked: str, duck: Reader, postgres: Reader) -> None:
    one, other = (answer(LAYER, by_stretch(asked), reader, Scope.everything()) for reader in (duck, postgres))
    assert difference(one, other) is None, f"{asked}\n{difference(one, other)}"
