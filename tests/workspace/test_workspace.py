"""fupan.toml: read, checked, and wrong settings named."""

from __future__ import annotations

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
        ('locale = "fr"', "locale must be one of zh, en"),
        ("name = 3", "name must be a text"),
        ("[calendar.fiscal]\nyear_start_month = 13", "year_start_month must be 1 to 12"),
        ("[calendar.fiscal]\nweek_start = 9", "week_start"),
        ('[calendar.retail]\nweeks = "4-4-4"', "weeks must be one of 4-4-5"),
        ("[calendar.pay]\ncut_off_day = 30", "cut_off_day must be 1 to 27"),
        ("[calendar.fiscal]\nyear_begin = 1", "unknown setting year_begin"),
        ('[recognition]\ndealer = "whenever"', "recognition.dealer must be one of"),
        ('name = "${FUPAN_NOT_THERE}"', "FUPAN_NOT_THERE"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkspaceError, match=said):
        read_workspace(_workspace(tmp_path / "w", text))


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANY_NAME", "秘密公司")
    assert read_workspace(_workspace(tmp_path / "w", 'name = "${COMPANY_NAME}"')).name == "秘密公司"
