"""fupan backup, fupan restore."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import WorkspaceOption, company
from fupan.cli.printing import say


class Snapshots(StrEnum):
    """Which snapshots a backup holds."""

    kept = "kept"
    pinned = "pinned"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 the file to write, e.g. fupan.tar")],
    snapshots: Annotated[
        Snapshots,
        typer.Option(
            "--snapshots",
            help="kept：所有保留的快照；pinned：当前、月结与定稿的 all kept, or those in force and pinned",
        ),
    ] = Snapshots.kept,
    workspace: WorkspaceOption = None,
) -> None:
    """备份 write the workspace, its snapshots and the app database into one file, while everything goes on."""
    from fupan.web.deployment import WORKSPACE, read_deployment
    from fupan.web.ops.backup import make_backup

    opened = company(workspace)
    deployment = read_deployment(os.environ | {WORKSPACE: str(opened.workspace.root)})
    made = make_backup(opened, deployment, file.absolute(), which=snapshots.value, now=datetime.now(UTC))
    say(
        f"  ✓ {file}  {made.size:,} B · {len(made.members):,} 个文件 files · {len(made.snapshots)} 个快照 snapshots"
        f" · {made.database or '无应用数据库 no app database'}"
    )
    for each in made.left_out:
        say(f"  未含 left out: {each}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 a file that fupan backup wrote")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="新的或空的目录 a new or an empty directory")],
) -> None:
    """恢复 check a backup and make the workspace of it, at once or not at all."""
    from fupan.web.ops.restore import restore_backup

    made = restore_backup(file, to.absolute(), database=os.environ.get("FUPAN_DATABASE_URL", ""))
    say(f"  ✓ {to}  {made.name} · {made.made} · fupan {made.version} · {len(made.members):,} 个文件 files")
    for each in made.left_out:
        say(f"  备份未含 not in the backup: {each}")
    say(f"  fupan serve -w {to}")
