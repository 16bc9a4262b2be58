"""The contradictions that the business documents are known for are found, and what holds is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fupan.plan.stated import (
    Gap,
    check_highest,
    check_parts,
    check_product,
    check_same,
    check_share,
    check_step,
    check_within,
)

D = Decimal
M = 1_000_000
BUDGET = {"促销": 80, "渠道": 50, "激励": 40, "系统": 30, "应急": 20}
FOUND = [
    (check_parts("预算", 250, BUDGET), "30"), (check_same("价格基金", {"规则": D("12.5"), "预算表": 0}), "12.5"),
    (check_share("一季度", 380, 1500, D("0.317")), "0.064"), (check_share("上半年", 760, 1500, D("0.34")), "-0.167"),
    (check_product("门店", 62 * M, (320, 161_000, 12)), "-556240000"), (check_same("产品线占比", {"P3": D("0.30"), "P9": D("0.22")}), "0.08"),
    (check_share("行业事业部", 230, 380, D("0.15")), "-0.455"), (check_share("交叉销售", 150, 380, D("0.18")), "-0.215"),
    (check_step("份额", D("3.5"), D("1.2"), D("4.3")), "-0.4"), (check_within("直播", 50 * 3 * 3, 380), "70"),
    (check_parts("驱动权重", 1, {"a": D("0.4"), "b": D("0.3"), "c": D("0.2")}), "0.1"), (check_highest("最高 ROI", D("4.2"), {"达人": D("5.2")}), "-1"),
    (check_same("线上占比", {"P2": D("0.436"), "P5": D("0.25")}), "0.186"), (check_same("阶段评审", {"标题": 5, "正文": 4}), "1"),
    (check_same("第 5 月门店", {"P4": 15, "P6": 5}), "10"), (check_same("获客成本", {"P1": D("-0.12"), "P8": D("-0.08")}), "-0.04"),
]  # fmt: skip


@pytest.mark.parametrize(("gaps", "difference"), FOUND, ids=[g[0].what for g, _ in FOUND])
def test_a_known_contradiction_is_found(gaps: list[Gap], difference: str) -> None:
    (gap,) = gaps
    assert round(gap.difference, 3) == D(difference)
    assert gap.what in gap.zh
    assert gap.what in gap.en


def test_what_holds_is_left_alone() -> None:
    assert check_share("Q1", 250, 1500, D("0.167")) == []
    assert check_parts("预算", 250, BUDGET | {"未分配": 30}) == []
    assert check_product("门店", 618 * M, (320, 161_000, 12)) == []
    assert check_step("份额", D("3.5"), D("1.5"), 5) == []
    assert check_within("线上", 3, 3) == []
    assert check_highest("ROI", 5, {"a": 4}) == check_highest("ROI", 5, {}) == []
    assert check_same("x", {"a": 1, "b": D("1.0")}) == check_same("x", {}) == []
