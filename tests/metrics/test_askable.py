"""What can be asked together, told without asking."""

from __future__ import annotations

from datetime import date

import pytest

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, load_definitions
from fupan.metrics.askable import askable
from fupan.metrics.definitions import Definitions
from fupan.metrics.memory import MemoryReader
from fupan.metrics.question import Question, Scope

EVERYTHING = Scope.everything()


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions()


def test_metrics_of_two_facts_share_the_dimensions_that_both_carry(definitions: Definitions) -> None:
    found = askable(definitions, EVERYTHING, has_rows=lambda table: True)
    both = found.dimensions(["net_sales", "receipts"])
    assert {"customer", "region", "month"} <= both
    assert "product" in found.metrics["net_sales"]
    assert not both & {"product", "stage"}
    assert "receipts" not in found.fitting({"product"})
    assert "net_sales" in found.fitting({"product", "customer"})


def test_what_is_masked_or_has_no_rows_is_not_offered(definitions: Definitions) -> None:
    masked = askable(
        definitions, Scope(masks=frozenset({"order_lines.cost"})), has_rows=lambda table: table != "receipts"
    )
    assert masked.refused["gross_margin"] == "masked"
    assert masked.refused["receipts"] == "not_loaded"
    assert "net_sales" in masked.metrics


def test_inside_a_scope_only_metrics_that_can_be_cut_by_it_are_offered(definitions: Definitions) -> None:
    found = askable(definitions, Scope(members={"position": ("P1",)}), has_rows=lambda table: True)
    assert found.refused["market_size"] == "non_conformed"
    assert "net_sales" in found.metrics


def test_it_says_what_the_layer_says(definitions: Definitions) -> None:
    """Every metric by a dimension of each kind: offered where the layer does not refuse it as non-conformed."""
    layer, reader = MetricLayer(definitions), MemoryReader(order_lines=[], targets=[])
    found = askable(definitions, EVERYTHING, has_rows=lambda table: True)
    wrong = []
    of_rows = [n for n, m in definitions.metrics.items() if not hasattr(m, "of")]  # no targets are there to refuse
    for metric in of_rows[::7]:
        for dimension in ("stage", "region", "product"):
            try:
                layer.ask(
                    Question((metric,), (dimension,), "2025-06", as_of=date(2025, 6, 30)),
                    reader=reader,
                    scope=EVERYTHING,
                )
                refused = ""
            except QuestionError as error:
                refused = error.code
            if (refused == "non_conformed") == (dimension in found.metrics[metric]) and refused in {
                "",
                "non_conformed",
            }:
                wrong.append((metric, dimension, refused))
    assert wrong == []
