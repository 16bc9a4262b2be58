"""Figures of a page agree as they are shown, or the page says why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.review.adding_up import misses, says_why
from tests.review.companies.documents import ALL, document

from fupan.review.agreement import agree
from fupan.review.model import Cell, Chart, Column, Display, Lang, Row, Series, Table, show_number
from fupan.review.phrase import Listing, Quantity

D = Decimal
WAN = Display("money", D(10_000), 0, "万元", suffix="万元")
FINE = Display("money", D(10_000), 1, "万元", suffix="万元")


def wan(amount: str, display: Display = WAN) -> Quantity:
    return Quantity(D(amount) * 10_000, display)


def columns(target: str, actual: str) -> Chart:
    series = (Series("目标", (D(target) * 10_000,), WAN, "target"), Series("实际", (D(actual) * 10_000,), WAN))
    return Chart("combo", ("华东",), series)


def table(*rows: tuple[str, ...], total: tuple[str, ...] | None = None, display: Display = WAN) -> Table:
    def cells(values: tuple[str, ...]) -> tuple[Cell, ...]:
        amounts = [D(v) * display.scale for v in values]
        return (Cell("x"), *(Cell(show_number(a, display), a) for a in amounts))

    body = [Row(cells(r)) for r in rows]
    if total is not None:
        body.append(Row(cells(total), "total"))
    heads = (Column("名"), *(Column(f"c{i}", "number", display) for i in range(len(rows[0]))))
    return Table(heads, tuple(body))


def test_a_sentence_tells_the_difference_of_two_columns() -> None:
    assert agree([columns("95.4", "126.4")], [[wan("31")]])  # 126 - 95 = 31
    assert not agree([columns("95.4", "126.6")], [[wan("31.2")]])  # 127 - 95 = 32, told as 31
    assert agree([columns("53.9", "48.0")], [[wan("-5.9", FINE)]])  # 54 - 48 = 6, told as 5.9: the same, finer
    assert not agree([columns("53.6", "49.4")], [[wan("-4.2", FINE)]])  # 54 - 49 = 5, told as 4.2
    assert agree([columns("95.4", "126.6")], [[wan("7")]])  # another figure altogether


def test_what_is_short_in_all_is_the_sum_of_what_is_short() -> None:
    chart = Chart("combo", ("a", "b", "c"), (
        Series("目标", tuple(D(v) for v in ("54000", "10800", "10800")), WAN, "target"),
        Series("实际", tuple(D(v) for v in ("48000", "10300", "10100")), WAN),
    ))  # fmt: skip
    assert not agree([chart], [[Quantity(D(7200), Display("money", D(1), 0))]])  # columns: 5-5, 1-1, 1-1: nothing short


def test_parts_of_a_sentence_are_its_whole() -> None:
    parts = Listing((("销量", wan("90.7")), ("价格", wan("-3.9")), ("新品", wan("34.9")), ("其他", wan("-1.8"))))
    assert not agree([], [[wan("119.4"), parts]])  # 91 - 4 + 35 - 2 = 120
    assert agree([], [[wan("120.4"), parts]])  # another whole
    assert agree([], [[wan("4"), Listing((("a", wan("1")), ("b", wan("3"))))]])


def test_rows_add_up_and_so_do_shares() -> None:
    percent = Display("percent", D("0.01"), 1, suffix="%")
    assert agree([table(("1",), ("2",), total=("3",))], [])
    assert not agree([table(("1.4",), ("1.4",), total=("2.8",))], [])
    assert not agree([table(("33.34",), ("33.33",), ("33.33",), total=("100",), display=percent)], [])
    assert agree([table(("50",), ("50",), total=("100",), display=percent)], [])
    assert agree([table(("1.4",), ("1.4",), total=("2.9",))], [])  # no sum: a distinct count, a list of the first few


def test_a_change_is_the_difference_of_its_sides() -> None:
    assert agree([table(("8", "1", "7"))], [])
    assert agree([table(("8.0", "1.4", "6.6"))], [])  # 8 - 1 = 7
    assert not agree([table(("8.4", "1.5", "6.9"))], [])  # 8 - 2 = 6, told as 7


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_figures_of_every_page_of_every_company_agree_or_the_page_says_why(name: str, lang: Lang) -> None:
    for slide in document(name, lang).slides:
        found = misses(slide)
        assert not found or says_why(slide), (slide.id, found)
