"""fupan upgrade: an older workspace, brought up to date."""

from __future__ import annotations

from datetime import UTC, datetime

from fupan import __version__
from fupan.cli.options import WorkspaceOption, company
from fupan.cli.printing import say
from fupan.cli.steps import Steps


def upgrade(workspace: WorkspaceOption = None) -> None:
    """升级工作区 bring the app database (copied first) and the snapshot of an older workspace up to date."""
    from fupan.web.serve import configure

    opened = company(workspace)
    configure(opened.workspace.root)
    from fupan.web.ops.migrating import migrate

    now = datetime.now(UTC)
    with Steps() as step:
        step("应用数据库 the app database")
        changed, copy = migrate(now=now)
        step("快照 the snapshot")
        before, after = opened.rebuild(now=now)
    if copy is not None:
        say(f"  之前的副本 copy from before: {copy}")
    say(f"  {len(changed)} 步 steps" if changed else "  应用数据库已是最新 the app database was up to date")
    if before is None:
        say("  尚未装载 nothing is loaded yet")
    elif before == after:
        say("  快照已是最新 the snapshot was up to date")
    else:
        say(f"  新快照 new snapshot {after}（之前 before: {before}）")
    say(f"  ✓ fupan {__version__}")
