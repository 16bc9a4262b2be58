"""Who is asked about what, who is reminded how, and what became of the measures a period ago."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import icalendar
import openpyxl
import pytest
from tests.review.composing import block, body, build, page
from tests.review.tiny_company import electronics

from fupan.review.causes import (
    Collection,
    Entry,
    Item,
    Owners,
    Person,
    Report,
    collect,
    days_left,
    deadline_calendar,
    figures_of,
    follow_up,
    items_of,
    open_collection,
    read_owners,
    read_rows,
    reminder_text,
    reminders,
    write_sheet,
)

NOW = datetime(2025, 7, 3, 9, tzinfo=UTC)
SOUTH = Item("regions", "区域", "华南", "red", "83.3%", Decimal("0.833"), (("目标", "3,000"), ("差额 gap", "-500")), (("region", "华南"),))  # fmt: skip
WEST = Item("regions", "区域", "西南", "amber", "91.3%", Decimal("0.913"), (), (("region", "西南"),))
CORE = Item("lines", "产品线", "B系列", "red", "80.0%", Decimal("0.8"), (), (("product_line", "B系列"),))
CHENG = Owners(
    (("lines", "程涛"), ("regions", "程涛")), (Person("程涛", (("region", ("华南",)),), "cheng@example.com"),)
)


def round_of(*items: Item, owners: Owners = CHENG) -> Collection:
    return open_collection("monthly", "2025-06", date(2025, 7, 5), items or (SOUTH, WEST, CORE), owners, None)


def test_a_person_is_asked_about_own_items_inside_their_scope_only() -> None:
    assert [i.name for i in round_of().asked("程涛")] == ["华南"]  # West is another region, B series no region at all
    assert [i.name for i in round_of().out_of_scope()] == ["西南", "B系列"]
    everybody = replace(CHENG, people=())
    assert [i.name for i in round_of(owners=everybody).asked("程涛")] == ["华南", "西南", "B系列"]


def test_items_know_which_rows_they_are_about_and_carry_the_gap() -> None:
    items = {i.id: i for i in items_of(build(electronics()))}
    south = items["regions/华南"]
    assert south.members == (("region", "华南"),)
    assert dict(south.figures)["差额 gap"] == "-500"  # 2,500 of 3,000, in ten thousand yuan
    assert items["heat/华南·B系列"].members == (("region", "华南"), ("product_line", "B系列"))


def test_owners_are_read_and_what_is_wrong_is_named() -> None:
    def wrong(words: str, keys: tuple[str | int, ...]) -> Exception:
        return ValueError(f"{'.'.join(map(str, keys))}: {words}")

    found = read_owners({"regions": "程涛", "late": "周敏", "people": {"程涛": {"sees": {"region": ["华南"]}, "mail": "c@x"}}}, wrong)  # fmt: skip
    assert (found.scope("程涛"), found.person("程涛").mail, found.late) == ({"region": ("华南",)}, "c@x", ("周敏",))
    with pytest.raises(ValueError, match="regions: "):
        read_owners({"regions": ["程涛"]}, wrong)
    with pytest.raises(ValueError, match=r"people\.程涛: "):
        read_owners({"people": {"程涛": "华南"}}, wrong)


def test_a_persons_sheet_holds_only_theirs_with_figures_and_lists(tmp_path: Path) -> None:
    write_sheet(round_of(), tmp_path / "c.xlsx", "zh", person="程涛")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    assert sheet is not None
    assert [sheet.cell(r, 3).value for r in (4, 5)] == ["华南", None]
    assert sheet.cell(4, 5).value == "目标 3,000；差额 -500"
    kinds = {(str(v.sqref), v.type) for v in sheet.data_validations.dataValidation}
    assert kinds == {("H4", "list"), ("I4", "list"), ("L4", "date")}


def test_who_has_not_answered_is_reminded_with_the_days_left() -> None:
    found = collect(round_of(SOUTH, WEST, owners=replace(CHENG, people=CHENG.people[:0])), [done_entry("华南")], NOW)
    (one,) = reminders(found, NOW.date())
    assert (one.person, one.asked, [i.name for i in one.missing], one.days) == ("程涛", 2, ["西南"], 2)
    text = reminder_text(one, found, "zh")
    assert text.startswith(
        "程涛：\n2025-06 复盘还有1项等您填写原因与措施，2025-07-05 截止（还剩2天）：\n1. 区域 · 西南 91.3%\n"
    )
    assert reminder_text(one, found, "en").startswith("程涛,\n1 item of the 2025-06 review still lacks your cause")
    assert [days_left(d, "zh") for d in (0, -1)] == ["今天截止", "已过期1天"]
    assert [days_left(d, "en") for d in (1, -2)] == ["1 day left", "2 days overdue"]


def test_the_deadline_is_a_calendar_entry_that_is_the_same_each_time() -> None:
    made = deadline_calendar(round_of(), "zh", NOW, "程涛")
    assert made == deadline_calendar(round_of(), "zh", NOW, "程涛")
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert event.decoded("dtstart") == date(2025, 7, 5)
    assert event["summary"] == "2025-06 复盘：填写原因与措施"
    assert event["description"] == "区域 · 华南 83.3%"
    assert deadline_calendar(round_of(), "zh", NOW)[:15] == b"BEGIN:VCALENDAR"


def done_entry(name: str, due: date = date(2025, 6, 20)) -> Entry:
    return Entry(f"regions/{name}", cause="竞品降价", measure="以旧换新", owner="程涛", due=due, by="程涛")


def last_round() -> Collection:
    """May: South at 75.0%, West at 95.0%; measures due 20 June and 15 July."""
    items = (
        replace(SOUTH, figure="75.0%", ratio=Decimal("0.75")),
        replace(WEST, figure="95.0%", ratio=Decimal("0.95")),
    )
    before = open_collection("monthly", "2025-05", date(2025, 6, 5), items, {}, None)
    return collect(
        before, [done_entry("华南"), done_entry("西南", date(2025, 7, 15))], datetime(2025, 6, 3, tzinfo=UTC)
    )


def test_measures_are_late_until_somebody_says_they_are_done_and_figures_tell_the_effect() -> None:
    now = {i.id: i for i in (SOUTH, WEST)}
    late, open_ = follow_up(last_round(), None, now, date(2025, 6, 30))
    assert (late.item.name, late.state, late.late_days, late.points) == ("华南", "late", 10, Decimal("0.083"))
    assert (open_.item.name, open_.state, open_.points) == ("西南", "open", Decimal("-0.037"))
    told = collect(round_of(), [], NOW, reports=[Report("regions/华南", "yes", "换了400台")])
    assert {m.item.name: m.state for m in follow_up(last_round(), told, now, date(2025, 6, 30))} == {"西南": "open", "华南": "done"}  # fmt: skip
    assert follow_up(None, None, now, date(2025, 6, 30)) == ()


def test_last_measures_stand_behind_last_actions_with_their_effect() -> None:
    told = collect(round_of(), [], NOW, reports=[Report("regions/西南", "partly", "补货一半")])
    document = build(electronics(), causes=told, before=last_round())
    assert [s.id for s in document.slides][:4] == ["cover", "contents", "last_actions", "last_measures"]
    assert (
        page(document, "last_measures").headline
        == "上期2项措施完成0项、逾期1项，“以旧换新”已逾期10天；1个项目好转，1个更差"
    )
    assert body(block(document, "last_measures", "last_measures")) == [
        ["华南", "以旧换新", "程涛", "2025-06-20", "逾期10天", "75.0% → 83.3%（+8.3个百分点）", "未回报"],
        ["西南", "以旧换新", "程涛", "2025-07-15", "进行中，部分完成", "95.0% → 91.2%（-3.8个百分点）", "补货一半"],
    ]
    english = build(electronics(), lang="en", before=last_round())
    assert page(english, "last_measures").headline.startswith("0 of 2 measures done, 1 late")


def test_reports_come_back_on_the_second_sheet(tmp_path: Path) -> None:
    measures = follow_up(last_round(), None, figures_of(build(electronics()).slides), date(2025, 6, 30))
    write_sheet(round_of(), tmp_path / "c.xlsx", "zh", person="程涛", measures=measures)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    sheet = book["上期措施"]
    assert [sheet.cell(4, c).value for c in range(2, 8)] == ["华南", "以旧换新", "程涛", "2025-06-20", "75.0%", "83.3%"]
    rows = [(n, [str(c or "") for c in row]) for n, row in enumerate(sheet.iter_rows(values_only=True), 1)]
    rows[3][1][7:9] = ["是", "换了400台"]
    rows[4][1][7] = "大概"
    read = read_rows([], round_of(), "c.xlsx", "", rows)
    assert read.reports == (Report("regions/华南", "yes", "换了400台", "程涛"),)
    assert (read.errors[0].row, read.errors[0].field, read.errors[0].found) == (5, "完成了吗", "大概")
