"""Lights and levels by lag, on hand-computed cases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.track import LightRule, judge, lag

D = Decimal
SHOWN = LightRule(decimals=3)


@pytest.mark.parametrize(
    ("actual", "target", "light", "level"),
    [
        ("112", "100", "green", 0),
        ("100", "100", "green", 0),
        ("99.9", "100", "light_green", 0),
        ("95.01", "100", "light_green", 0),
        ("95", "100", "amber", 1),
        ("90.01", "100", "amber", 1),
        ("90", "100", "red", 2),
        ("85.01", "100", "red", 2),
        ("85", "100", "red", 3),
        ("-10", "100", "red", 3),
    ],
)
def test_each_band_holds_its_start(actual: str, target: str, light: str, level: int) -> None:
    found = judge(lag(D(actual), D(target)))
    assert (found.light, found.level) == (light, level)
    assert found.focus is (level > 0)


def test_a_level_is_named_by_who_answers() -> None:
    names = [judge(D(lag)).level_name("zh") for lag in ("0.04", "0.05", "0.10", "0.15")]
    assert names == ["", "部门", "领导小组", "总经理督办"]
    assert judge(D("0.2")).level_name("en") == "general manager"


def test_lower_is_better_turns_the_lag_round() -> None:
    assert lag(D(110), D(100), "lower") == D("0.1")
    assert judge(lag(D(90), D(100), "lower")).light == "green"


@pytest.mark.parametrize("target", [None, D(0), D(-5)])
def test_without_a_positive_target_there_is_no_judgement(target: Decimal | None) -> None:
    found = judge(lag(D(50), target))
    assert (found.light, found.reason) == ("none", "no_target")


def test_what_is_shown_is_judged() -> None:
    # 4.96% is read as 5.0%: with decimals=3 it is level one, unrounded it is not
    assert judge(D("0.0496"), SHOWN).level == 1
    assert judge(D("0.0496")).level == 0
    assert judge(D("0.0004"), SHOWN).light == "green"


def test_trifles_do_not_light_up() -> None:
    rule = LightRule(minimum_amount=D(1000), minimum_share=D("0.005"))
    assert judge(D("0.5"), rule, amount=D(999)).reason == "minimum"
    assert judge(D("0.5"), rule, amount=D(1000), share=D("0.004")).reason == "minimum"
    assert judge(D("0.5"), rule, amount=D(1000), share=D("0.005")).level == 3


def test_the_first_days_are_left_out_in_a_running_window_only() -> None:
    rule = LightRule(leave_out_days=3)
    assert judge(D("0.5"), rule, days_gone=3).reason == "first_days"
    assert judge(D("0.5"), rule, days_gone=4).light == "red"
    assert judge(D("0.5"), rule).light == "red"


@pytest.mark.parametrize(
    ("found_lag", "previous", "level", "held"),
    [
        ("0.095", 2, 2, True),  # within a point of level two's start: stays
        ("0.089", 2, 1, False),  # a point below: leaves to level one
        ("0.045", 2, 1, True),  # far below two, but within a point of one
        ("0.039", 1, 0, False),
        ("0.10", 1, 2, False),  # getting worse is at once
        ("0.095", 0, 1, False),
    ],
)
def test_hysteresis_holds_a_level_until_it_is_left_clearly(
    found_lag: str, previous: int, level: int, held: bool
) -> None:
    found = judge(D(found_lag), LightRule(release=D("0.01")), previous_level=previous)
    assert (found.level, found.held) == (level, held)


lags = st.decimals(min_value=-2, max_value=2, places=4)


@given(lags, lags)
def test_more_lag_is_never_a_lower_level(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert judge(low).level <= judge(high).level


@given(lags, st.integers(0, 3))
def test_hysteresis_never_shows_less_than_the_lag_alone_nor_more_than_before(found_lag: Decimal, previous: int) -> None:
    plain = judge(found_lag).level
    held = judge(found_lag, LightRule(release=D("0.01")), previous_level=previous).level
    assert plain <= held <= max(plain, previous)
