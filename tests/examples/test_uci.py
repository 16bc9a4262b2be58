"""UCI Online Retail through one mapping: true duplicates survive, cancellations are returns, nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.examples.conftest import Answers

from fupan.loop import Company

pytestmark = pytest.mark.needs("shared_data")
ALL = "2010-12-01..2011-06-30"


def test_every_row_survives(retail: Company, retail_answers: Answers) -> None:
    ((rows, invoices, customers, nameless, value, _),) = retail_answers["X1"]
    sql = (
        "SELECT count(*) AS n, count(DISTINCT i) AS invoices, count(DISTINCT c) AS customers,"
        " count(*) FILTER (WHERE c IS NULL) AS nameless, sum(m) AS m FROM ("
        "SELECT order_id AS i, customer_id AS c, gross_without_tax AS m FROM order_lines"
        " UNION ALL SELECT return_id, customer_id, -amount_without_tax FROM return_lines)"
    )
    with retail.reading() as reader:
        (got,) = reader.sql(sql).to_pylist()
    assert (got["n"], got["invoices"], got["customers"], got["nameless"]) == (rows, invoices, customers, nameless)
    assert round(got["m"], 3) == Decimal(str(value))
    assert round(retail.query(["net_sales"], (), ALL).rows[0]["net_sales"], 3) == Decimal(str(value))


def test_the_clean_set(retail: Company, retail_answers: Answers) -> None:
    ((rows, invoices, customers, value),) = retail_answers["X2"]
    sql = (
        "SELECT count(*) AS n, count(DISTINCT order_id) AS invoices, count(DISTINCT customer_id) AS customers,"
        " sum(gross_without_tax) AS m FROM order_lines WHERE customer_id IS NOT NULL AND quantity > 0 AND unit_price > 0"
    )
    with retail.reading() as reader:
        (got,) = reader.sql(sql).to_pylist()
    assert (got["n"], got["invoices"], got["customers"]) == (rows, invoices, customers)
    assert round(got["m"], 3) == Decimal(str(value))


def test_cancellations_are_returns(retail: Company, retail_answers: Answers) -> None:
    ((invoices, value),) = retail_answers["X4"]
    with retail.reading() as reader:
        (got,) = reader.sql("SELECT count(DISTINCT return_id) AS n FROM return_lines").to_pylist()
    assert got["n"] == invoices
    assert round(retail.query(["returns"], (), ALL).rows[0]["returns"], 2) == -Decimal(str(value))


def test_the_same_file_again_changes_nothing(retail: Company, shared_data: Path) -> None:
    report = retail.load([shared_data / "uci_online_retail_to_2011-06"], dry_run=True)
    assert {f.state for f in report.files} == {"unchanged"}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_review(retail: Company, tmp_path: Path, lang: str) -> None:
    made = retail.review("monthly", window="2011-06", lang=lang, out=tmp_path)
    assert sorted(p.suffix for p in made.files.values()) == [".html", ".pdf", ".pptx", ".xlsx"]
    assert ("no target" if lang == "en" else "没有目标") in made.lines[0]
    assert ("£691.1K" if lang == "en" else "69万英镑") in made.lines[0]
