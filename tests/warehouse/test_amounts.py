"""Amounts are completed line by line, exactly, half to even."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import BuildRules, Warehouse, staging_connection
from fupan.warehouse.build.amounts import define_arithmetic

CENT, FINE = Decimal("0.01"), Decimal("0.0001")


def test_each_line_is_split_by_its_own_rate(warehouse: Warehouse, inbox: Path) -> None:
    lines = [
        order("1", "1", None, gross_with_tax="113", tax_rate="0.13"),
        order("2", "1", None, gross_with_tax="100", tax_rate="0.13"),  # 88.49557... -> 88.50
        order("3", "1", None, gross_with_tax="100", tax_rate="0.06"),  # 94.33962... -> 94.34
        order("4", "1", None, gross_with_tax="2024.9940", tax_rate="0"),  # finer than a cent stays as fine
        order("5", "1", "88.50", tax_rate="0.13"),  # 100.005 -> 100.00 (half to even)
        order("6", "1", "70", gross_with_tax="80", tax_rate="0.13"),  # both given: nothing is computed
        order("7", "1", None, quantity="3", unit_price="2.5", tax_rate="0.13"),  # 8.475 -> 8.48
        order("8", "1", None, gross_with_tax="100"),  # no rate
    ]
    manifest, _ = load(warehouse, "l1", batch(inbox, "order_lines", lines))
    found = rows_of(warehouse, "SELECT gross_with_tax, gross_without_tax FROM order_lines ORDER BY order_id")
    assert [tuple(None if v is None else str(v) for v in row) for row in found] == [
        ("113.0000", "100.0000"),
        ("100.0000", "88.5000"),
        ("100.0000", "94.3400"),
        ("2024.9940", "2024.9940"),
        ("100.0000", "88.5000"),
        ("80.0000", "70.0000"),
        ("8.4800", "7.5000"),
        ("100.0000", None),
    ]
    assert manifest.notes == (
        "order_lines: 1 rows have no gross_without_tax, since they have no tax rate (0 to 1) to reckon it by",
    )


def test_what_is_left_out_has_its_usual_meaning(warehouse: Warehouse, inbox: Path) -> None:
    load(
        warehouse, "l1", batch(inbox, "order_lines", [order("1", "1", 5, currency="USD"), order("2", "1", 5)]),
        rules=BuildRules(currency="CNY"),
    )  # fmt: skip
    found = rows_of(
        warehouse, "SELECT currency, CAST(discount AS INT), cancelled, intercompany FROM order_lines ORDER BY order_id"
    )
    assert found == [("USD", 0, False, False), ("CNY", 0, False, False)]


@pytest.fixture(scope="module")
def arithmetic():  # type: ignore[no-untyped-def]
    con = staging_connection()
    define_arithmetic(con)
    yield con
    con.close()


@settings(max_examples=300)
@given(
    amount=st.decimals(min_value=Decimal(-(10**9)), max_value=Decimal(10**9), places=4),
    rate=st.sampled_from(["0", "0.01", "0.03", "0.06", "0.09", "0.13", "0.17", "0.0825", "1"]),
)
def test_the_split_is_the_exact_quotient_half_to_even(arithmetic, amount: Decimal, rate: str) -> None:  # type: ignore[no-untyped-def]
    by = Decimal(rate)
    unit = CENT if amount == amount.quantize(CENT) else FINE
    query = "SELECT split_tax(CAST(? AS DECIMAL(19,4)), CAST(? AS DECIMAL(19,8))), add_tax(CAST(? AS DECIMAL(19,4)), CAST(? AS DECIMAL(19,8)))"
    bare, taxed = arithmetic.execute(query, [str(amount), rate, str(amount), rate]).fetchone()
    assert bare == (amount / (1 + by)).quantize(unit, ROUND_HALF_EVEN)
    assert taxed == (amount * (1 + by)).quantize(unit, ROUND_HALF_EVEN)


def test_what_does_not_fit_is_empty_not_an_error(arithmetic) -> None:  # type: ignore[no-untyped-def]
    most = "999999999999999.9999"
    row = arithmetic.execute(
        "SELECT add_tax(CAST(? AS DECIMAL(19,4)), CAST('0.13' AS DECIMAL(19,8))),"
        " split_tax(CAST(? AS DECIMAL(19,4)), CAST('13' AS DECIMAL(19,8))),"
        " times_even(CAST(? AS DECIMAL(19,4)), CAST(? AS DECIMAL(19,4)))",
        [most] * 4,
    ).fetchone()
    assert row == (None, None, None)
