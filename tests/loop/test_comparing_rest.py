"""What came after the told day, and what no row, target or definition explains: worked out by hand.

June: SO1 of the 3rd sold 15,000 in South, SO2 of the 18th 20,000 in East.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.loop.shelved import DECK, HEAD, fresh, frozen_company, shelve, why

from fupan.loop import Company
from fupan.loop.comparing import compare
from fupan.review.comparison import Compared, comparison_document


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return frozen_company(tmp_path_factory.mktemp("rest") / "own")


@pytest.fixture(scope="module")
def newer(company: Company) -> Compared:
    """Told as of 10 June (SO1 alone), then as of 30 June with an order of the 25th in North: 5,000."""
    first = shelve(company, 1, date(2025, 6, 10))
    late = HEAD + 'SO9,1,2025-06-25,北京远大,手机X1,A系列,华北,线上,5,"5,650.00",13%\n'
    (company.workspace.data / "订单补.csv").write_text(late, encoding="utf-8")
    again = fresh(company)
    again.load(accept=True)
    return compare(again, first, shelve(again, 2))


def test_rows_after_the_told_day_are_new_ones(newer: Compared) -> None:
    # 15,000 -> 40,000 yuan: the 20,000 of SO2 were there and not told yet, the 5,000 of SO9 came with the load
    assert why(newer, "净销售额") == {"as_of": 20_000, "new": 5_000}
    bars = {d.item: (d.before, d.after, dict(d.why)) for d in newer.differences if d.page == "regions"}
    assert bars["华北"] == ("", "0.5", {"new": ""})
    assert bars["华东"] == ("", "2.0", {"as_of": ""})
    # North and its customer are masters that came with the load; no row was corrected or late: nothing is composed for these
    assert [c for c, _ in newer.chain] == ["before", "other", "as_of", "restated", "new", "other"]
    assert comparison_document(newer, "zh").slides[1].headline == "净销售额从1.5万元到4.0万元，主要是统计日期不同"


@pytest.fixture
def other_deck(company: Company) -> Iterator[int]:
    """The deck tells East alone."""
    place = company.workspace.root / "decks" / "short.yaml"
    yield place.write_text(
        DECK.replace("optional: [target, attainment]}", "where: region = '华东'}", 1), encoding="utf-8"
    )
    place.write_text(DECK, encoding="utf-8")


def test_another_layout_is_the_rest(company: Company, request: pytest.FixtureRequest) -> None:
    """As of 20 June, first the whole company, then East alone: nothing in the data explains that 35,000 became 20,000."""
    first = shelve(fresh(company), 3, date(2025, 6, 20))
    request.getfixturevalue("other_deck")
    told = compare(fresh(company), first, shelve(fresh(company), 4, date(2025, 6, 20)))
    assert why(told, "净销售额") == {"other": -15_000}
    assert [c for c, _ in told.chain] == ["before", "other"]
    assert told.reasons == ()
