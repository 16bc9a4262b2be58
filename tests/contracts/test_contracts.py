"""The canonical tables: what everyone may rely on."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from fupan.contracts import Field, Table, all_tables, arrow_type, sql_type, table
from fupan.contracts.batch import Batch, FileFacts
from fupan.errors import DefinitionError


def test_the_tables_of_the_model_are_declared() -> None:
    """model.md, Facts: every table it names."""
    wanted = {
        "order_lines", "delivery_lines", "invoice_lines", "receipts", "receipt_allocations", "return_lines", "accruals", "sellout_lines",
        "stock_snapshots", "targets", "credits", "opportunities", "stage_events", "visits", "tickets", "survey_answers", "spend",
        "campaign_attributions", "agreements", "actions", "exchange_rates", "control_totals", "customers", "products", "regions", "channels",
        "dealers", "stores", "legal_entities", "org_units", "positions", "people", "assignments", "ownerships",
    }  # fmt: skip
    assert wanted <= {t.name for t in all_tables()}


@pytest.mark.parametrize("contract", all_tables(), ids=lambda t: t.name)
def test_every_declaration_says_what_a_row_means(contract: Table) -> None:
    assert contract.zh
    assert contract.en
    assert contract.grain
    assert contract.key
    for f in contract.fields:
        assert f.zh
        assert f.en
        if f.type == "money":
            assert f.unit == "currency"
            assert "currency" in contract.names or contract.name in {"products", "people", "customers"}
        if f.refers:
            assert table(f.refers).kind == "dimension"


@pytest.mark.parametrize("contract", [t for t in all_tables() if t.kind == "dimension"], ids=lambda t: t.name)
def test_a_dimension_has_one_key_and_a_label(contract: Table) -> None:
    assert contract.key[1:] in ((), ("valid_from",))  # a tree through time publishes one row per key
    assert contract.label in contract.names


def test_money_is_decimal_with_four_places() -> None:
    assert sql_type("money") == "DECIMAL(19,4)"
    assert arrow_type("money") == pa.decimal128(19, 4)
    assert table("order_lines").field("gross_with_tax").tax == "with"


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(DefinitionError, match="order_lines"):
        table("order_line")


def test_a_wrong_declaration_is_refused() -> None:
    code = Field("a", "text", "甲", "A")
    with pytest.raises(ValueError, match="declared twice"):
        Table("t", "fact", "表", "T", "a row", ("a",), (code, code))
    with pytest.raises(ValueError, match="undeclared"):
        Table("t", "fact", "表", "T", "a row", ("b",), (code,))


def test_a_batch_loses_no_row(tmp_path: Path) -> None:
    """read = loaded + quarantined + left out, or it is no batch."""
    facts = FileFacts("a.csv", "0" * 64, 10)
    made = Batch(
        "order_lines", "s", "erp", "full", "file", tmp_path, facts, read=6, loaded=4, quarantined=1, left_out=1
    )
    assert made.loaded == 4
    with pytest.raises(ValueError, match="read 7 is not loaded 4"):
        Batch("order_lines", "s", "erp", "full", "file", tmp_path, facts, read=7, loaded=4, quarantined=1, left_out=1)
