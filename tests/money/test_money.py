"""Figures as people read them, and parts that equal the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.money import (
    allocate,
    format_figure,
    format_money,
    format_number,
    format_percent,
    format_points,
    format_ratio,
    named_scale,
    pick_scale,
    round_half_even,
    to_decimal,
)


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (135_200_000, "1.35亿元", "¥135.2M"),
        (56_780_000, "5,678万元", "¥56.78M"),
        (45_678, "4.6万元", "¥45.7K"),
        (3_456, "3,456元", "¥3.5K"),
        (12.5, "12.50元", "¥12.50"),
        (0, "0元", "¥0"),
        (-135_200_000, "-1.35亿元", "-¥135.2M"),
        (1_500_000_000, "15.00亿元", "¥1.50B"),
        (None, "—", "—"),
    ],
)
def test_money_in_both_languages(amount: float | None, zh: str, en: str) -> None:
    assert format_money(amount) == zh
    assert format_money(amount, lang="en") == en


def test_one_scale_for_a_column() -> None:
    scale = pick_scale([Decimal(135_200_000), 4_000_000, None])
    assert scale == named_scale("亿")
    assert scale.unit("CNY", "zh") == "亿元"
    assert format_money(4_000_000, scale=scale, with_unit=False) == "0.04"
    assert pick_scale([]).suffix == ""
    assert pick_scale([2_500_000], "en").unit("USD", "en") == "USD M"


def test_percent_points_ratio() -> None:
    assert format_percent(0.1234) == "12.3%"
    assert format_percent(0.28, signed=True) == "+28.0%"
    assert format_points(0.012) == "+1.2个百分点"
    assert format_points(-0.012, "en") == "-1.2 pts"
    assert format_ratio(4.2) == "1:4.2"
    assert format_number(-0.0001) == "0"
    assert format_number(float("nan")) == "—"
    assert format_figure(12.34, "days") == "12.3天"
    assert format_figure(1234, "count") == "1,234"
    assert format_figure(None, "money") == "—"
    assert format_figure(84.96, "score") == "85.0"


def test_half_even() -> None:
    assert round_half_even(Decimal("0.125")) == Decimal("0.12")
    assert round_half_even(Decimal("0.135")) == Decimal("0.14")
    assert round_half_even(Fraction(1, 3), 4) == Decimal("0.3333")
    assert to_decimal(0.1) == Decimal("0.1")


def test_the_remainder_is_made_good_on_the_last_part() -> None:
    assert allocate(100, [1, 1, 1]) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert allocate(Decimal("0.05"), [1, 1, 0])[2] == 0
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weight"):
            allocate(1, weights)


@given(
    amount=st.decimals(-(10**12), 10**12, places=4),
    weights=st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=20).filter(any),
)
def test_parts_equal_the_whole(amount: Decimal, weights: list[Decimal]) -> None:
    assert sum(allocate(amount, weights)) == round_half_even(amount)
