"""Reading a deck: every mistake is named with file, line, key and the nearest right name."""

from pathlib import Path

import pytest

from fupan.errors import DefinitionError
from fupan.packs import pack_path
from fupan.review.deck_file import find_deck, read_deck

GOOD = """\
deck: short
title: {zh: 简报, en: Brief}
subtitle: {zh: 副题, en: Sub}
data:
  total: {metrics: [net_sales], compare: [last_year]}
slides:
  - id: one
    section: {zh: 总览, en: Overview}
    question: {zh: 卖了多少？, en: How much?}
    needs: [total]
    facts:
      t: {make: total, of: total}
    headline:
      - id: one.amount
        when: t_net_sales > 0
        zh: "净销售额{t_net_sales}"
        en: "Net sales {t_net_sales}"
    blocks:
      - draw: tiles
        id: tiles
        tiles:
          - {metric: net_sales}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_deck(tmp_path: Path) -> None:
    assert read_deck(written(tmp_path, GOOD)).slides[0].id == "one"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("needs: [total]", "needs: [totl]", 10, "did you mean “total”"),
        ("of: total}", "of: sum}", 12, "no data set “sum”"),
        ("make: total", "make: totl", 12, "did you mean “total”"),
        ("when: t_net_sales > 0", "when: t_net_sale > 0", 15, "did you mean “t_net_sales”"),
        ("when: t_net_sales > 0", "when: open('x')", 15, "allowed are"),
        ('zh: "净销售额{t_net_sales}"', 'zh: "净销售额{t_netsales}"', 16, "did you mean “t_net_sales”"),
        ('zh: "净销售额{t_net_sales}"', 'zh: "超过3亿，{t_net_sales}"', 16, "no digits of its own"),
        ('zh: "净销售额{t_net_sales}"', 'zh: "因为降价{t_net_sales}"', 16, "states a cause"),
        ('en: "Net sales {t_net_sales}"', 'en: "Net sales {t_net_sales:upp}"', 17, "no form of a fact"),
        ('        zh: "净', '        claim: inference\n        zh: "净', 16, "a headline states facts"),
        ("draw: tiles", "draw: tile", 19, "did you mean “tiles”"),
        ("    needs: [total]", "    need: [total]", 10, "did you mean “needs”"),
        ("compare: [last_year]", "compare: [lastyear]", 5, "'previous' or 'last_year'"),
        ("{metric: net_sales}", "{metric: net_sales, off: x}", 22, "did you mean “of”"),
    ],
)
def test_mistakes_are_placed(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(DefinitionError) as found:
        read_deck(path)
    assert words in str(found.value)
    assert str(path) in str(found.value)
    assert found.value.line == line


def test_two_slides_may_not_share_an_id(tmp_path: Path) -> None:
    slide = GOOD[GOOD.index("  - id: one") :]
    with pytest.raises(DefinitionError, match="share the id one"):
        read_deck(written(tmp_path, GOOD + slide))


def test_an_unknown_deck_names_those_there_are() -> None:
    with pytest.raises(DefinitionError, match="did you mean “monthly”"):
        find_deck("montly", "standard")


def test_a_workspace_deck_goes_before_the_pack(tmp_path: Path) -> None:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "monthly.yaml").write_text(GOOD, encoding="utf-8")
    assert find_deck("monthly", "standard", tmp_path).deck == "short"
    assert find_deck("monthly", "standard").deck == "monthly"


def test_every_shipped_deck_reads() -> None:
    for path in sorted((pack_path() / "decks").glob("*.yaml")):
        assert read_deck(path).slides
