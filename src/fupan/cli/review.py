"""fupan review: the meeting document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.options import AsOfOption, Form, FormOption, Lang, LangOption, WorkspaceOption, company, day, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.review.renderers.pptx.refresh import Change


def review(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06, 2025-Q2, 2025-H1, 2025")],
    to: Annotated[str, typer.Option("--to", help="格式 formats")] = "pptx,xlsx,html,pdf",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="输出目录 (default: reviews/WINDOW)")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="公司模板 the company's PowerPoint template")
    ] = None,
    refresh: Annotated[
        Path | None,
        typer.Option(
            "--refresh",
            metavar="FILE",
            help="已改过的PPTX：换数字，留人写的话 an edited deck: new figures, people's words stay",
        ),
    ] = None,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """生成复盘文档 make the review document as PPTX, XLSX, HTML and PDF."""
    opened = company(workspace)
    with Steps() as step:
        made = opened.review(
            kind, window=window, to=[f.strip() for f in to.split(",") if f.strip()], out=out, template=template,
            lang=_lang(lang), as_of=day(as_of), step=step, refresh=refresh,
        )  # fmt: skip
    for line in made.lines:
        print(f"• {line}")
    for form, path in made.files.items():
        say(f"  {form:5} {path}")
    for change in made.changes:
        say(_told(change))


def _told(change: Change) -> str:
    """One line about what a refresh did."""
    words = {
        "changed": "已更新 changed",
        "kept": "保留 kept",
        "added": "新页未加 new page, not added",
        "removed": "已无此页 no longer made",
    }
    text = f"  {words[change.kind]}: {change.page} {change.shape}".rstrip()
    return f"{text}  ⚠ {'、'.join(change.stale)}" if change.stale else text


def freeze(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06")],
    by: Annotated[str, typer.Option("--by", help="冻结人 who freezes it")] = "",
    note: Annotated[str, typer.Option("--note", help="说明 note")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """冻结复盘 freeze a review as it was last made: it never changes again."""
    from datetime import datetime

    from fupan.loop.library import freeze as freeze_review

    found = freeze_review(company(workspace), kind, window, by=by, now=datetime.now().astimezone(), note=note)
    say(f"已冻结 frozen: {found.window}/{found.kind}-{found.number}  {found.digest}")


def reviews(workspace: WorkspaceOption = None, form: FormOption = Form.table, lang: LangOption = None) -> None:
    """复盘文库 the library of reviews: drafts and frozen documents."""
    from fupan.loop.library import describe, library

    opened = company(workspace)
    rows = [
        {**describe(s), "name": f"{s.window}/{s.kind}{f'-{s.number}' if s.frozen else ''}"} for s in library(opened)
    ]
    if rows or form is not Form.table:
        print_rows(_SHELF, rows, form, lang=language(lang, opened))
    else:
        say("还没有复盘 no review yet. fupan review monthly --window 2025-06")


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="如 such as 2025-06/monthly-1")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="如 such as 2025-06/monthly-2, 2025-06/monthly")],
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """比较两份复盘 what differs between two reviews, and why."""
    from dataclasses import asdict

    from fupan.loop.library import compare as compare_reviews

    opened = company(workspace)
    found = compare_reviews(opened, before, after)
    rows = [asdict(d) for d in found.differences]
    if rows or form is not Form.table:
        print_rows(_DIFFERENCES, rows, form, lang=language(lang, opened))
    else:
        say("没有差异 no difference")
    for what, text in found.reasons:
        say(f"  {_WHY.get(what, what)}: {text}")


_SHELF = (
    Head("name", "名称 name"), Head("title", "标题 title"), Head("as_of", "数据截至 as of"), Head("snapshot", "快照 snapshot"),
    Head("scope", "范围 scope"), Head("frozen", "冻结 frozen"), Head("by", "冻结人 by"), Head("note", "说明 note"),
)  # fmt: skip
_DIFFERENCES = (
    Head("kind", "类别 kind"), Head("page", "页 page"), Head("item", "项目 item"), Head("column", "列 column"),
    Head("before", "之前 before", True), Head("after", "之后 after", True),
)  # fmt: skip
_WHY = {
    "window": "期间 window", "as_of": "数据截至 as of", "scope": "范围 scope", "snapshot": "快照 snapshot", "load": "新装载 loaded",
    "definitions": "定义 definitions", "definition": "口径改了 definition changed",
}  # fmt: skip


def _lang(lang: Lang | None) -> str | None:
    return str(lang) if lang else None
