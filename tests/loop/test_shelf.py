"""The library on disk: an index that may break, two who freeze at once, a stop half-way, search, and taking out."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.review import documents

from fupan.errors import ConflictError, UserError, WorkspaceError
from fupan.loop import library
from fupan.loop.library import freeze, outlived, remove
from fupan.loop.shelf import INDEX, describe, find, shelf
from fupan.review.model import FORMAT, Document, from_json, to_json

NOW = datetime(2025, 7, 20, 9).astimezone()


@pytest.fixture
def company(tmp_path: Path) -> Any:
    """What keeping a review needs of a company: its place and its definitions."""
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "own.yaml").write_text("metrics: {}\n", encoding="utf-8")
    workspace = SimpleNamespace(root=tmp_path, reviews=tmp_path / "reviews")
    return SimpleNamespace(workspace=workspace, layer=SimpleNamespace(definitions=SimpleNamespace(hash="abc123")))


def draft(company: Any, text: str = "") -> Document:
    base = replace(documents.ordinary("zh"), kind="monthly", window="2025-06")
    made = replace(base, slides=(replace(base.slides[0], headline=text), *base.slides[1:])) if text else base
    path = company.workspace.reviews / "2025-06" / "monthly-2025-06.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(made), encoding="utf-8")
    return made


def test_freezing_keeps_document_snapshot_and_definitions(company: Any) -> None:
    made = draft(company)
    kept = freeze(company, "monthly", "2025-06", by="周敏", now=NOW, note="会前稿")
    assert (kept.name, kept.snapshot, kept.definitions) == ("2025-06/monthly-1", made.snapshot, "abc123")
    assert from_json(kept.path.read_text(encoding="utf-8")) == made
    assert (kept.path.parent / "definitions" / "metrics" / "own.yaml").is_file()
    assert describe(kept)["name"] == "2025-06/monthly-1"
    with pytest.raises(ConflictError):
        freeze(company, "monthly", "2025-06", by="", now=NOW)


def test_a_broken_or_old_index_is_made_anew(company: Any) -> None:
    draft(company)
    reviews = company.workspace.reviews
    before = shelf(reviews)
    for broken in ("", "{", '{"format": 99, "files": {}}', '{"format": 1}'):
        (reviews / INDEX).write_text(broken, encoding="utf-8")
        assert shelf(reviews) == before
    draft(company, "另一个标题")
    assert shelf(reviews)[0].digest != before[0].digest
    known = json.loads((reviews / INDEX).read_text(encoding="utf-8"))
    assert list(known["files"]) == ["2025-06/monthly-2025-06.json"]


def test_many_who_list_and_freeze_at_once_leave_a_whole_library(company: Any) -> None:
    draft(company)

    def act(n: int) -> str:
        if n % 2:
            return str(len(shelf(company.workspace.reviews)))
        try:
            return freeze(company, "monthly", "2025-06", by=str(n), now=NOW).name
        except ConflictError:
            return "frozen already"

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, range(16)))
    assert sorted(d for d in done[::2] if d != "frozen already") == ["2025-06/monthly-1"]
    assert [s.name for s in shelf(company.workspace.reviews)] == ["2025-06/monthly", "2025-06/monthly-1"]


def test_a_stop_half_way_leaves_nothing_half_frozen(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(company)
    monkeypatch.setattr(library, "write_text", _stop_at("freeze.json"))
    with pytest.raises(KeyboardInterrupt):
        freeze(company, "monthly", "2025-06", by="", now=NOW)
    monkeypatch.undo()
    left = company.workspace.reviews / "2025-06" / "frozen" / "monthly-1"
    left.mkdir(parents=True)  # what an earlier version left when it was killed
    (left / "document.json").write_text("{", encoding="utf-8")
    assert [s.name for s in shelf(company.workspace.reviews)] == ["2025-06/monthly"]
    assert freeze(company, "monthly", "2025-06", by="", now=NOW).number == 2


def _stop_at(name: str) -> Any:
    from fupan.warehouse.files import write_text

    def write(path: Path, text: str) -> None:
        if path.name == name:
            raise KeyboardInterrupt
        write_text(path, text)

    return write


def test_search_finds_words_of_headlines_and_notes(company: Any) -> None:
    draft(company)
    freeze(company, "monthly", "2025-06", by="周敏", now=NOW, note="会前稿")
    reviews = company.workspace.reviews
    assert [s.name for s in shelf(reviews, "变频器 2025-06")] == ["2025-06/monthly", "2025-06/monthly-1"]
    assert [s.name for s in shelf(reviews, "会前稿")] == ["2025-06/monthly-1"]
    assert shelf(reviews, "变频器 没有的词") == []
    with pytest.raises(UserError, match="2025-06/monthly-1"):
        find(reviews, "2025-06/monthly-9")


def test_what_is_taken_out_is_put_aside_with_its_reason_and_its_number_stays_taken(company: Any) -> None:
    draft(company)
    freeze(company, "monthly", "2025-06", by="", now=NOW)
    with pytest.raises(UserError, match="--reason"):
        remove(company, "2025-06/monthly-1", by="周敏", reason=" ", now=NOW)
    assert [s.name for s in outlived(company, date(2025, 7, 1))] == ["2025-06/monthly", "2025-06/monthly-1"]
    assert outlived(company, date(2025, 6, 30)) == []
    place = remove(company, "2025-06/monthly-1", by="周敏", reason="重复", now=NOW)
    told = json.loads((place / "removed.json").read_text(encoding="utf-8"))
    assert (told["by"], told["reason"], told["name"]) == ("周敏", "重复", "2025-06/monthly-1")
    assert (place / "document.json").is_file()
    assert freeze(company, "monthly", "2025-06", by="", now=NOW).number == 2
    remove(company, "2025-06/monthly", by="", reason="", now=NOW)
    assert [s.name for s in shelf(company.workspace.reviews)] == ["2025-06/monthly-2"]


def test_documents_of_earlier_versions_are_read_and_newer_ones_refused_in_words() -> None:
    made = documents.ordinary("zh")
    plain = json.loads(to_json(made))
    assert plain["format"] == FORMAT
    for slide in plain["slides"]:  # before 0.1 a page had no line, a provenance no dimensions
        slide.pop("line", None)
        for placed in slide["blocks"]:
            if placed["content"].get("provenance"):
                placed["content"]["provenance"].pop("by", None)
    del plain["format"]
    assert from_json(json.dumps(plain)) == made
    with pytest.raises(WorkspaceError, match=r"m\.json was written by a newer fupan \(format 2"):
        from_json(json.dumps(plain | {"format": FORMAT + 1, "unheard": 1}), "m.json")
    for wrong in ("", "[]", "{}", '{"format": "x"}'):
        with pytest.raises(WorkspaceError, match=r"m\.json is no document"):
            from_json(wrong, "m.json")
