"""Which sensitive columns figures are made of, through formulas, dimensions and whole tables."""

from __future__ import annotations

from tests.metrics.memory import DEFINITIONS

from fupan.metrics.sensitive import sensitive_columns


def test_what_a_figure_is_made_of_is_found_through_its_formula() -> None:
    assert sensitive_columns(DEFINITIONS, ["net_sales"], ["region"]) == ()
    assert "order_lines.cost" in sensitive_columns(DEFINITIONS, ["gross_margin_rate"], [])
    assert sensitive_columns(DEFINITIONS, ["stock_value"], []) == ("stock_snapshots.value",)


def test_whole_tables_show_all_they_hold() -> None:
    assert sensitive_columns(DEFINITIONS, [], [], ["people"]) == ("people.base_pay", "people.phone")
