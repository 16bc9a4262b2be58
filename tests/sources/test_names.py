"""Names that mean one member, and names that only look alike."""

from __future__ import annotations

import pytest

from fupan.sources.names import propose_matches

DEALERS = [("D1", "深圳市华强电子有限公司"), ("D2", "广州华强电子有限公司"), ("D3", "上海天成贸易股份有限公司")]
STORES = [("S1", "云澜体验店(广州中心店)"), ("S2", "云澜体验店(广州万象店)"), ("S3", "云澜体验店(广州万象店2号)")]
REGIONS = [("R1", "华东"), ("R2", "华南"), ("ZJ", "浙江省"), ("HZ", "杭州市")]


@pytest.mark.parametrize(
    "written", ["深圳华强", "华强电子(深圳)", "华强电子（深圳）", "深圳华强电子有限公司", "深圳市華強電子有限公司"]
)
def test_three_spellings_of_one_dealer(written: str) -> None:
    best = propose_matches(written, DEALERS)[0]
    assert (best.key, best.score >= 0.9) == ("D1", True)


def test_another_city_is_another_dealer() -> None:
    assert [m.key for m in propose_matches("北京华强电子有限公司", DEALERS) if m.score >= 0.9] == []


def test_a_dealer_without_its_city_is_not_sure_between_two() -> None:
    assert all(m.score < 0.9 for m in propose_matches("华强电子有限公司", DEALERS))


def test_the_branch_in_brackets_tells_shops_apart() -> None:
    assert propose_matches("云澜体验店（广州万象店2号）", STORES)[0].key == "S3"
    assert [m.key for m in propose_matches("云澜体验店（广州高新店）", STORES) if m.score >= 0.9] == []


@pytest.mark.parametrize(("written", "key"), [("华东大区", "R1"), ("华南区", "R2"), ("浙江", "ZJ"), ("杭州", "HZ")])
def test_areas_with_and_without_their_suffix(written: str, key: str) -> None:
    best = propose_matches(written, REGIONS)[0]
    assert (best.key, best.score >= 0.9) == (key, True)
