"""fupan prune: old snapshots go, those that somebody stands on stay."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, OutOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say

_HEADS = {
    "snapshot": ("快照", "snapshot"), "created": ("生成时间", "made"), "loads": ("装载数", "loads"),
    "state": ("处理", "what"), "why": ("原因", "why"),
}  # fmt: skip
_WHY = {
    "current": ("当前快照", "in force"), "newest": ("最近的快照", "among the newest"), "closed": ("月结", "closed month"),
    "frozen": ("已定稿的复盘", "frozen review"), "recent": ("刚被取代，可能仍在使用", "replaced just now, may be open"), "": ("", ""),
}  # fmt: skip


def prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="保留最近 n 个快照 the newest n stay")] = 10,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出 tell what would go, remove nothing")] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """清理旧快照 forget old snapshots; those of closed months and frozen reviews stay."""
    opened = company(workspace)
    at = 0 if language(lang, opened) == "zh" else 1
    states = {False: ("保留", "stays"), True: ("清理", "would go" if dry_run else "gone")}
    kept = opened.prune(keep=keep, dry_run=dry_run)
    rows = [
        {"snapshot": s.id, "created": s.created.isoformat(timespec="seconds"), "loads": s.loads, "state": states[s.goes][at],
         "why": "、".join(_WHY[w][0] for w in s.why) if at == 0 else ", ".join(_WHY[w][1] for w in s.why)}
        for s in kept
    ]  # fmt: skip
    print_rows([Head(n, h[at], number=n == "loads") for n, h in _HEADS.items()], rows, form, out=out)
    if form is Form.table:
        gone = sum(s.goes for s in kept)
        say((f"{'将清理' if dry_run else '已清理'} {gone} 个快照，保留 {len(kept) - gone} 个",
             f"{gone} snapshots {'would go' if dry_run else 'went'}, {len(kept) - gone} stay")[at])  # fmt: skip
