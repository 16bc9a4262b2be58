"""A backup restored into an empty directory answers the same; what is damaged or leads elsewhere is refused, traceless."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import fupan
from fupan.errors import UserError
from fupan.loop import Company
from fupan.web.deployment import WORKSPACE, Deployment, read_deployment
from fupan.web.ops.archive import MANIFEST, Contents
from fupan.web.ops.backup import make_backup
from fupan.web.ops.restore import restore_backup

NOW = datetime(2025, 7, 20, tzinfo=UTC)


@pytest.fixture
def deployment(loaded: Company, tmp_path: Path) -> Deployment:
    found = read_deployment({WORKSPACE: str(loaded.workspace.root), "FUPAN_STATE": str(tmp_path / "state")})
    with sqlite3.connect(found.state / "fupan.sqlite3") as made:
        made.executescript(
            "create table django_migrations (app, name); create table seen (n); insert into seen values (7)"
        )
        made.execute("insert into django_migrations values ('accounts', '0001_initial')")
    made.close()
    (found.state / "files").mkdir()
    (found.state / "files" / "附件.txt").write_text("upload", encoding="utf-8")
    return found


@pytest.fixture
def saved(loaded: Company, deployment: Deployment, tmp_path: Path) -> Path:
    target = tmp_path / "backup.tar"
    make_backup(loaded, deployment, target, which="kept", now=NOW)
    return target


def rewritten(source: Path, change: Callable[[dict[str, bytes], list[tarfile.TarInfo]], None]) -> Path:
    """The backup with other members."""
    with tarfile.open(source) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]
    extra: list[tarfile.TarInfo] = []
    change(members, extra)
    target = source.with_name("changed.tar")
    with tarfile.open(target, "w") as tar:
        for info in extra:
            tar.addfile(info, io.BytesIO(b"x" * info.size))
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


def test_what_is_restored_answers_the_same_question_with_the_same_figure(
    loaded: Company, saved: Path, tmp_path: Path
) -> None:
    there = tmp_path / "新家"
    there.mkdir()
    contents = restore_backup(saved, there)
    asked = {"by": ["region"], "window": "2025-06", "as_of": loaded.today}
    before = loaded.query(["net_sales", "attainment"], **asked)  # type: ignore[arg-type]
    after = fupan.open(there).query(["net_sales", "attainment"], **asked)  # type: ignore[arg-type]
    assert after.rows == before.rows
    assert len(after.rows) == 2
    assert after.provenance.snapshot_id == before.provenance.snapshot_id == contents.snapshots[0]
    with sqlite3.connect(there / "state" / "fupan.sqlite3") as state:
        assert state.execute("select n from seen").fetchall() == [(7,)]
    state.close()
    assert (there / "state" / "files" / "附件.txt").read_text(encoding="utf-8") == "upload"
    assert (there / "state" / "secret.key").stat().st_mode & 0o77 == 0
    assert (there / "fupan.toml").read_bytes() == (loaded.workspace.root / "fupan.toml").read_bytes()
    assert [p.name for p in tmp_path.glob(".*")] == []


def test_a_restored_workspace_can_be_loaded_into_and_its_lineage_is_whole(
    loaded: Company, saved: Path, tmp_path: Path
) -> None:
    restore_backup(saved, tmp_path / "new")
    restored = fupan.open(tmp_path / "new")
    assert len(restored.quarantined_rows()) == len(loaded.quarantined_rows()) > 0
    report = restored.load(accept=True)
    assert report.failed == ()


def test_a_backup_is_readable_by_its_owner_alone_and_never_written_over(
    loaded: Company, deployment: Deployment, saved: Path
) -> None:
    assert saved.stat().st_mode & 0o77 == 0
    with pytest.raises(UserError, match="exists"):
        make_backup(loaded, deployment, saved, which="kept", now=NOW)


def test_only_snapshots_in_force_and_pinned_on_request(tmp_path: Path) -> None:
    from tests.loop.own_company import make_company

    company = make_company(tmp_path / "company")
    company.load(accept=True)
    company.confirm_names({"customers": {"深圳华强": "深圳华强电子有限公司"}})
    deployment = read_deployment({WORKSPACE: str(company.workspace.root)})
    kept = make_backup(company, deployment, tmp_path / "kept.tar", which="kept", now=NOW)
    pinned = make_backup(company, deployment, tmp_path / "pinned.tar", which="pinned", now=NOW)
    assert len(kept.snapshots) == 2
    assert pinned.snapshots == kept.snapshots[:1]
    assert pinned.database == ""
    restore_backup(tmp_path / "pinned.tar", tmp_path / "there")
    assert len(fupan.open(tmp_path / "there").warehouse.snapshots()) == 1


def test_a_directory_with_anything_in_it_is_left_alone(saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="not empty"):
        restore_backup(saved, there)
    assert [p.name for p in there.iterdir()] == ["mine.txt"]


def damage(members: dict[str, bytes], _: list[tarfile.TarInfo]) -> None:
    members["workspace/fupan.toml"] += b"\n"


def drop(members: dict[str, bytes], _: list[tarfile.TarInfo]) -> None:
    del members["workspace/fupan.toml"]


def add(members: dict[str, bytes], extra: list[tarfile.TarInfo]) -> None:
    info = tarfile.TarInfo("workspace/extra.txt")
    info.size = 1
    extra.append(info)


def cut_list(members: dict[str, bytes], _: list[tarfile.TarInfo]) -> None:
    del members[MANIFEST]


def later(members: dict[str, bytes], _: list[tarfile.TarInfo]) -> None:
    told = json.loads(members[MANIFEST])
    told["migrations"].append("accounts.0999_of_the_future")
    members[MANIFEST] = json.dumps(told).encode()


def escaping(name: str) -> Callable[[dict[str, bytes], list[tarfile.TarInfo]], None]:
    def change(_: dict[str, bytes], extra: list[tarfile.TarInfo]) -> None:
        info = tarfile.TarInfo(name)
        info.size = 1
        extra.append(info)

    return change


def link(_: dict[str, bytes], extra: list[tarfile.TarInfo]) -> None:
    info = tarfile.TarInfo("workspace/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc"
    extra.append(info)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (damage, "damaged"), (drop, "missing"), (add, "added"), (cut_list, "cut off"), (later, "later than this one"), (link, "no regular file"),
        (escaping("../outside"), "no name"), (escaping("/tmp/outside"), "no name"), (escaping("workspace/../../outside"), "no name"),
        (escaping("elsewhere/x"), "no name"), (escaping("workspace"), "no name"), (escaping("C:/x"), "no name"),
        (escaping("workspace\\..\\x"), "no name"), (escaping("workspace/./x"), "no name"),
    ],
)  # fmt: skip
def test_what_is_damaged_or_leads_elsewhere_is_refused_and_leaves_no_trace(
    saved: Path, tmp_path: Path, change: Callable[[dict[str, bytes], list[tarfile.TarInfo]], None], told: str
) -> None:
    before = {p.name for p in tmp_path.iterdir()} | {"changed.tar"}
    with pytest.raises(UserError, match=told):
        restore_backup(rewritten(saved, change), tmp_path / "there")
    assert {p.name for p in tmp_path.iterdir()} == before


def test_a_file_that_was_cut_off_or_is_no_backup_is_refused(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.tar").write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    (tmp_path / "text.tar").write_text("no tar", encoding="utf-8")
    for name in ("cut.tar", "text.tar", "absent.tar"):
        with pytest.raises(UserError):
            restore_backup(tmp_path / name, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_what_the_list_tells_is_read_back(saved: Path) -> None:
    with tarfile.open(saved) as tar:
        told = json.loads(tar.extractfile(MANIFEST).read())  # type: ignore[union-attr]
    assert (told["format"], told["database"], told["name"]) == (1, "sqlite", "测试公司")
    assert set(told) == {"format", *Contents.__dataclass_fields__}
