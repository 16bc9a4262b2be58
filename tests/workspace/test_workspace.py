"""fupan.toml: read, checked, and wrong settings named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fupan.errors import WorkspaceError
from fupan.loop import create_workspace
from fupan.workspace import find_workspace, read_workspace


def _workspace(root: Path, text: str) -> Path:
    root.mkdir(exist_ok=True)
    (root / "fupan.toml").write_text(text, encoding="utf-8")
    return root


def test_a_new_workspace_reads_back(tmp_path: Path) -> None:
    made = create_workspace(tmp_path / "某 公司", name='某"公司', locale="en", currency="USD")
    read = read_workspace(tmp_path / "某 公司")
    assert (read.name, read.locale, read.currency, read.synthetic) == ('某"公司', "en", "USD", False)
    assert read == made
    assert (made.root / ".gitignore").read_text(encoding="utf-8").split() == [
        "data/",
        "warehouse/",
        "state/",
        "reviews/",
    ]


def test_a_workspace_is_found_from_below(tmp_path: Path) -> None:
    root = create_workspace(tmp_path / "a").root
    assert find_workspace(root / "data") == root
    with pytest.raises(WorkspaceError, match="fupan new"):
        find_workspace(tmp_path)


def test_an_existing_workspace_or_file_is_left_alone(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a", name="first")
    with pytest.raises(WorkspaceError, match="workspace already"):
        create_workspace(tmp_path / "a", name="second")
    assert read_workspace(tmp_path / "a").name == "first"
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="is a file"):
        create_workspace(tmp_path / "file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not valid TOML"),
        ('nmae = "x"', "unknown setting nmae"),
        ("[currency]\nrate_days = -1", "fupan.toml: currency.rate_days must be a whole number of days"),
        ("[currency]\nrate = 'spot'", "currency.rate must be one of actual, plan"),
        ("[currency]\ntold_in = 'yuan'", "currency.told_in must be three capital letters"),
        ("[currency]\ndays = 31", "unknown setting days"),
        ("currency = 7", "currency must be a text"),
        ('locale = "fr"', "locale must be one of zh, en"),
        ("name = 3", "name must be a text"),
        ("[calendar.fiscal]\nyear_start_month = 13", "year_start_month must be 1 to 12"),
        ("[calendar.fiscal]\nweek_start = 9", "week_start"),
        ('[calendar.retail]\nweeks = "4-4-4"', "weeks must be one of 4-4-5"),
        ("[calendar.pay]\ncut_off_day = 30", "cut_off_day must be 1 to 27"),
        ("[event.618]\n2025 = 'May'", "event.618. 2025 must be first and last day"),
        ("[event.618]\n2025 = '2025-06-20..2025-06-01'", "ends on 2025-06-01, before it starts"),
        ("[event.618]\n2025 = '2025-06-31..2025-07-01'", "2025: day is out of range"),
        ("[event.618]\nyear = '2025-06-20..2025-06-21'", "unknown setting year"),
        ("[event.618]\nzh = '年中大促'", "has no window"),
        ("[event]\n618 = 'x'", "events are tables"),
        ("[working_days]\ncountry = 'XX'", "no holidays are known of “XX”"),
        ("[working_days]\noff = ['June']", "off must be a list of dates"),
        ("[working_days]\ndays = 5", "unknown setting days"),
        ("[calendar.fiscal]\nyear_begin = 1", "unknown setting year_begin"),
        ('[recognition]\ndealer = "whenever"', "recognition.dealer must be one of"),
        ('name = "${FUPAN_NOT_THERE}"', "FUPAN_NOT_THERE"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkspaceError, match=said):
        read_workspace(_workspace(tmp_path / "w", text))


def test_how_amounts_are_told_is_read(tmp_path: Path) -> None:
    plain = read_workspace(_workspace(tmp_path / "a", 'currency = "USD"'))
    assert (plain.currency, plain.telling.told_in, plain.telling.rate_days) == ("USD", None, 31)
    text = '[currency]\ncode = "HKD"\ntold_in = "CNY"\nrate = "plan"\nrate_days = 7'
    read = read_workspace(_workspace(tmp_path / "b", text))
    told = read.telling
    assert (read.currency, told.told_in, told.rate, told.rate_days) == ("HKD", "CNY", "plan", 7)


def test_calendars_events_and_working_days_are_read(tmp_path: Path) -> None:
    text = """
[calendar.retail]
weeks = "4-5-4"
week_start = 6
year_start_month = 2
year_end = "nearest"
[event.618]
zh = "年中大促"
2024 = "2024-05-20..2024-06-20"
2025 = "2025-05-13..2025-06-20"
[working_days]
off = [2025-06-04, "2025-06-05"]
"""
    read = read_workspace(_workspace(tmp_path / "w", text))
    assert read.calendars["retail"].weeks == "4-5-4"
    assert (read.events[0].zh, read.events[0].en, read.events[0].windows[2025].days) == ("年中大促", "618", 39)
    assert read.working_days.count(date(2025, 6, 3), date(2025, 6, 7)) == 2


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANY_NAME", "秘密公司")
    assert read_workspace(_workspace(tmp_path / "w", 'name = "${COMPANY_NAME}"')).name == "秘密公司"
