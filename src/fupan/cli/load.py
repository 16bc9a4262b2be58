"""fupan load, fupan undo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.loop import LoadReport
    from fupan.sources.proposal import Proposal

_FILES = (
    Head("file", "文件 file"), Head("table", "表 table"), Head("read", "读入 read", True), Head("loaded", "装载 loaded", True),
    Head("quarantined", "隔离 quarantined", True), Head("left_out", "略过 left out", True), Head("state", "状态 state"),
    Head("message", "说明 message"),
)  # fmt: skip
_CHANGES = (
    Head("table", "表 table"), Head("new", "新增 new", True), Head("changed", "变更 changed", True),
    Head("unchanged", "未变 unchanged", True), Head("vanished", "消失 vanished", True),
)  # fmt: skip


def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE|DIR]...", help="文件或目录 (default: data/)")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="把握高的映射直接采用 take proposed mappings of high confidence")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查不装载 check only, change nothing")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="有隔离行即返回 1 exit 1 where rows are quarantined")
    ] = False,
    prepare: Annotated[
        bool,
        typer.Option(
            "--prepare",
            help="装载后预备本月例会文档，之后生成只需一两秒 then work out the month's review, so that making it takes a second",
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> int:
    """装载文件 load files into a new snapshot."""
    opened = company(workspace)
    ask = None if accept or not sys.stdin.isatty() else _confirm
    with Steps() as step:
        report = opened.load(paths or (), accept=accept, dry_run=dry_run, confirm=ask, step=step)
        if prepare and report.snapshot is not None and not dry_run:
            opened.prepare(step=step)
    _print(report, form, language(lang, opened))
    if report.failed or (strict and report.quarantined):
        return 2 if report.failed else 1
    return 1 if report.unmapped else 0


def undo(
    load_id: Annotated[str | None, typer.Argument(metavar="[LOAD]", help="装载编号 (default: the last one)")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """撤回一次装载 take a load back."""
    opened = company(workspace)
    with Steps() as step:
        step("撤回装载 taking the load back")
        taken = opened.undo(load_id)
    say(f"已撤回 taken back: {taken}")


def _print(report: LoadReport, form: Form, lang: str) -> None:
    from dataclasses import asdict

    files = [asdict(f) for f in report.files]
    # in a table, columns that say nothing here are left out: a terminal is 80 characters wide
    heads = [h for h in _FILES if form is not Form.table or any(f[h.key] not in (0, "", "loaded") for f in files)]
    print_rows(heads, files, form, lang=lang)
    if form is not Form.table:
        return
    if report.changes:
        print_rows(_CHANGES, [asdict(c) for c in report.changes], form, lang=lang)
    if report.quarantined:
        say(f"隔离 {report.quarantined} 行 rows in quarantine；原因见 reasons: fupan lineage --quarantine")
    if report.unmapped:
        say(
            f"没有装载 not loaded: {', '.join(report.unmapped)} → 在 sources/ 写映射，或 write a mapping, or have them ignored:"
            " files: [...] + ignore: true (docs/reference/mapping.md)"
        )
    if report.snapshot:
        say(f"快照 snapshot {report.snapshot} · 装载 load {report.load_id}")


def _confirm(proposal: Proposal) -> bool:
    """Show a proposed mapping and ask the person."""
    say("")
    say(proposal.describe())
    return typer.confirm("采用这个映射? use this mapping?", default=True, err=True)
