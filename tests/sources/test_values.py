"""Numbers and dates as people type them, through the SQL macros."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.sources.load import prepared_connection


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with prepared_connection(Path(tmp_path_factory.mktemp("stage")), "1GB") as made:
        yield made


@pytest.mark.parametrize(("text", "number"), [
    ("1,234.5", "1234.5"), ("(12)", "-12"), ("（￥1,234.00）", "-1234"), ("12-", "-12"), ("￥3", "3"), ("45%", "0.45"), ("３０％", "0.3"),
    ("1.2万", "12000"), ("1.5亿", "150000000"), ("1e5", "100000"), ("１２３．５", "123.5"), ("1 234", "1234"), (" 7 ", "7"), ("5.", "5"), ("−5", "-5"),
    ("1,2345", "12345"), ("12元", "12"), ("RMB 8", "8"), ("99999999999.5", "99999999999.5"),
])  # fmt: skip
def test_written_numbers(con: Any, text: str, number: str) -> None:
    assert con.execute("select f_number(f_text(?))", [text]).fetchone()[0] == Decimal(number)


@pytest.mark.parametrize("text", ["abc", "1,5", "1_0", "--5", "1.2.3", "inf", "nan", "-", "N/A", "", "0x10", "一百"])
def test_what_is_no_number(con: Any, text: str) -> None:
    assert con.execute("select f_number(f_text(?))", [text]).fetchone()[0] is None


@pytest.mark.parametrize("text", [
    "2025-6-3", "2025/06/03", "2025/6/3 12:30", "2025年6月3日", "２０２５年６月３日", "2025.6.3", "20250603", "20250603123000", "2025-06-03T12:30:00Z",
    "2025 年 6 月 3 日", "45811", "45811.75", "2025-06-03 00:00:00", "2025/6/3 下午 3:20",
])  # fmt: skip
def test_written_dates(con: Any, text: str) -> None:
    assert con.execute("select f_date(f_text(?), 0)", [text]).fetchone()[0] == date(2025, 6, 3)


@pytest.mark.parametrize(
    "text",
    ["2025-02-30", "25-6-3", "2025-06-30abc", "2025年6月", "6月3日", "30.06.2025", "1234", "123456", "2025-13-01"],
)
def test_what_is_no_date(con: Any, text: str) -> None:
    assert con.execute("select f_date(f_text(?), 0)", [text]).fetchone()[0] is None


def test_serials_of_1904_count_from_there(con: Any) -> None:
    assert con.execute("select f_date('44349', 1462)").fetchone()[0] == date(2025, 6, 3)


@given(cents=st.integers(-(10**12), 10**12), rate=st.sampled_from(["0", "0.06", "0.09", "0.13", "1"]))
def test_amount_without_tax_is_rounded_half_even(con: Any, cents: int, rate: str) -> None:
    amount = Decimal(cents).scaleb(-4)
    (found,) = con.execute(
        "select f_untaxed(cast(? as decimal(19, 4)), cast(? as decimal(19, 8)))", [str(amount), rate]
    ).fetchone()
    exact = Fraction(cents, 10_000) / (1 + Fraction(rate)) * 10_000
    assert found * 10_000 == round(exact)  # Python rounds fractions half to even


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_plain_amounts_survive(con: Any, amount: Decimal) -> None:
    assert con.execute("select f_money(?)", [f"{amount:f}"]).fetchone()[0] == amount
    assert con.execute("select f_money(?)", [f"{amount:,}"]).fetchone()[0] == amount
