"""Two frozen reviews of June: each figure tells how much each cause moved it, worked out by hand.

The company's own files: South sold 15,000 against 20,000 in June (SO1), East 20,000 against 16,000 (SO2), net of 13% tax.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.loop.own_company import ORDERS, TARGETS
from tests.loop.shelved import HEAD, fresh, frozen_company, shelve, why

from fupan.loop import Company
from fupan.loop.comparing import compare, draw_comparison
from fupan.review.comparison import Compared


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return frozen_company(tmp_path_factory.mktemp("compared") / "own")


@pytest.fixture(scope="module")
def found(company: Company) -> Compared:
    """One load brings a late order of June (East, 5,000), SO2 corrected to 30,000, a dearer target and SO1 moved to East."""
    data = company.workspace.data
    orders = ORDERS.replace('"22,600.00"', '"33,900.00"').replace("A系列,华南,", "A系列,华东,").replace("B系列,华南,", "B系列,华东,")  # fmt: skip
    (data / "订单.csv").write_bytes(orders.encode("gb18030"))
    (data / "订单补.csv").write_text(HEAD + 'SO9,1,2025-06-25,上海天成贸易,手机X1,A系列,华东,线上,5,"5,650.00",13%\n', encoding="utf-8")  # fmt: skip
    (data / "目标.csv").write_text(TARGETS.replace("16000", "30000"), encoding="utf-8-sig")
    again = fresh(company)
    again.load(accept=True)
    return compare(again, "2025-06/short-1", shelve(again, 1))


def test_every_cause_moves_its_own_amount(found: Compared) -> None:
    assert why(found, "净销售额") == {"corrected": 10_000, "late": 5_000}  # 35,000 -> 50,000 yuan
    assert why(found, "华东") == {"restated": 15_000, "corrected": 10_000, "late": 5_000}
    # 35,000 of 36,000 is 97.2%; of 50,000 it is 70.0%; 45,000 are 90.0%, and 50,000 are 100.0%
    assert why(found, "达成率") == {"targets": Decimal("-27.2"), "corrected": 20, "late": 10}
    heads = [d for d in found.differences if d.kind == "headline" and d.page == "one"]
    assert [c for c, _ in heads[0].why] == ["corrected", "late"]
    assert any(what == "load" for what, _ in found.reasons)


def test_other_definitions_and_another_day_are_told_apart(company: Company) -> None:
    """Two drafts of one snapshot: told as of 10 June, and with sales counted at half."""
    opened = fresh(company)
    first = shelve(opened, 2, date(2025, 6, 10))
    folder = company.workspace.root / "metrics"
    folder.mkdir(exist_ok=True)
    (folder / "own.yaml").write_text("metrics:\n  net_sales: {about_zh: 另一种说法}\n", encoding="utf-8")
    other = fresh(company)
    second = shelve(other, 3)
    told = compare(other, first, second)
    assert {c for d in told.differences if d.kind == "figure" for c, _ in d.why} == {"as_of"}
    assert {what for what, _ in told.reasons} >= {"as_of", "definitions"}
    (folder / "own.yaml").unlink()


def test_the_comparison_is_a_document_in_every_format(found: Compared, tmp_path: Path) -> None:
    files = draw_comparison(found, tmp_path, ("pptx", "xlsx", "html", "md"), "zh")
    text = files["md"].read_text(encoding="utf-8")
    assert "| 总览 | 净销售额 |" in text
    assert "更正与删除的行" in text
    assert all(path.stat().st_size > 500 for path in files.values())
    assert files["md"].read_bytes() == draw_comparison(found, tmp_path, ("md",), "zh")["md"].read_bytes()
