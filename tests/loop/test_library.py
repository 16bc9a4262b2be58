"""Reviews on disk: made, frozen, refreshed, compared; causes asked for and read back."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from fupan.errors import ConflictError, UserError
from fupan.loop import Company
from fupan.loop.causes import ask_causes, lock_causes, read_causes, take_causes
from fupan.loop.comparing import compare
from fupan.loop.library import freeze, library, pinned_snapshots
from fupan.review.causes import write_sheet

NOW = datetime(2025, 7, 20, 9).astimezone()
MORE = """订单号,行号,下单日期,客户名称,产品名称,产品系列,大区,销售渠道,数量,价税合计,税率
SO9,1,2025-06-25,上海天成贸易,手机X1,A系列,华东,线上,20,"22,600.00",13%
"""


def test_a_review_is_frozen_refreshed_after_new_rows_and_compared(fresh: Company) -> None:
    fresh.load(accept=True)
    with pytest.raises(UserError, match="no monthly of 2025-06 yet"):
        freeze(fresh, "monthly", "2025-06", by="张", now=NOW)
    first = fresh.review("monthly", window="2025-06", to=("pptx",))
    shelved = freeze(fresh, "monthly", "2025-06", by="张", now=NOW, note="会前稿")
    assert (shelved.number, shelved.by, shelved.snapshot) == (1, "张", first.document.snapshot)
    with pytest.raises(ConflictError, match="frozen already"):
        freeze(fresh, "monthly", "2025-06", by="张", now=NOW)
    assert pinned_snapshots(fresh) == {first.document.snapshot}

    edited = fresh.workspace.root / "改过.pptx"
    deck = Presentation(str(first.files["pptx"]))
    kpi = next(s for s in deck.slides if s.element.cSld.get("name") == "kpi")
    assert kpi.shapes.title is not None
    kpi.shapes.title.text_frame.text = kpi.shapes.title.text_frame.text + "，我们说得清"
    deck.save(str(edited))

    (fresh.workspace.data / "订单2.csv").write_text(MORE, encoding="utf-8")
    fresh.load(accept=True)
    second = fresh.review("monthly", window="2025-06", to=("pptx",), refresh=edited)
    kept = [c for c in second.changes if c.kind == "kept"]
    assert [c.page for c in kept] == ["kpi"]
    assert kept[0].stale  # the amount in the person's headline no longer holds
    assert any(c.kind == "changed" for c in second.changes)
    freeze(fresh, "monthly", "2025-06", by="李", now=NOW + timedelta(days=1))
    assert any(d.kind == "headline" and d.page == "kpi" and d.before != d.after for d in second.figures)
    assert "不再成立" in second.files["md"].read_text(encoding="utf-8")
    names = [(s.window, s.kind, s.number, bool(s.frozen)) for s in library(fresh)]
    assert names == [("2025-06", "monthly", 0, False), ("2025-06", "monthly", 1, True), ("2025-06", "monthly", 2, True)]
    with pytest.raises(UserError, match="2025-06/monthly-1"):
        compare(fresh, "2025-06/monthly-7", "2025-06/monthly")


def test_a_deck_from_elsewhere_cannot_be_refreshed(fresh: Company, tmp_path: Path) -> None:
    fresh.load(accept=True)
    Presentation().save(str(tmp_path / "other.pptx"))
    with pytest.raises(UserError, match="cannot be refreshed"):
        fresh.review("monthly", window="2025-06", to=("pptx",), refresh=tmp_path / "other.pptx")


def test_causes_go_out_come_back_and_land_on_the_review(fresh: Company, tmp_path: Path) -> None:
    (fresh.workspace.data / "订单7月.csv").write_text(MORE.replace("2025-06-25", "2025-07-10"), encoding="utf-8")
    fresh.load(accept=True)
    fresh.workspace.reviews.mkdir(exist_ok=True)
    (fresh.workspace.reviews / "owners.yaml").write_text("regions: 王经理\n", encoding="utf-8")
    asked = ask_causes(fresh, "monthly", window="2025-06", deadline=date(2025, 7, 25), now=NOW).collection
    south = next(i for i in asked.items if i.name == "华南")  # 15,000 of 20,000
    assert (south.light, asked.owner(south)) == ("red", "王经理")
    sheet = tmp_path / "causes.xlsx"
    write_sheet(asked, sheet, "zh")
    book = openpyxl.load_workbook(sheet)
    page = book.active
    assert page is not None
    row = next(r for r in range(4, 20) if page.cell(r, 3).value == "华南")
    for column, text in {7: "缺货", 10: "调拨", 11: "王经理", 12: "2025-07-31"}.items():
        page.cell(row, column, text)
    book.save(sheet)
    taken = take_causes(fresh, "monthly", window="2025-06", file=sheet, by="王经理", now=NOW).collection
    entry = taken.entry(south.id)
    assert entry is not None
    assert (entry.cause, entry.due, entry.complete) == ("缺货", date(2025, 7, 31), True)
    document = fresh.review("monthly", window="2025-06", to=()).document
    assert "causes" in [s.id for s in document.slides]
    lock_causes(fresh, "monthly", window="2025-06", now=NOW)
    assert take_causes(fresh, "monthly", window="2025-06", file=sheet, by="", now=NOW).answers == 0  # nothing is new
    page.cell(row, 7, "缺货，且新品晚到")
    book.save(sheet)
    with pytest.raises(ConflictError):
        take_causes(fresh, "monthly", window="2025-06", file=sheet, by="", now=NOW)
    kept = read_causes(fresh, "monthly", "2025-06")
    assert kept is not None
    assert kept.entry(south.id) == entry


def test_nobody_was_asked_yet(fresh: Company, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nobody was asked"):
        lock_causes(fresh, "monthly", window="2025-06", now=NOW)
