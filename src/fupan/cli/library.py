"""fupan freeze, reviews, draw: the library of reviews."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, day, language
from fupan.cli.printing import Head, print_rows, say

_SHELF = (
    Head("name", "名称 name"), Head("title", "标题 title"), Head("as_of", "数据截至 as of"), Head("snapshot", "快照 snapshot"),
    Head("scope", "范围 scope"), Head("frozen", "冻结 frozen"), Head("by", "冻结人 by"), Head("note", "说明 note"),
)  # fmt: skip


def freeze(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06")],
    by: Annotated[str, typer.Option("--by", help="冻结人 who freezes it")] = "",
    note: Annotated[str, typer.Option("--note", help="说明 note")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """冻结复盘 freeze a review as it was last made: it never changes again."""
    from fupan.loop.library import freeze as freeze_review

    found = freeze_review(company(workspace), kind, window, by=by, now=datetime.now().astimezone(), note=note)
    say(f"已冻结 frozen: {found.name}  {found.digest}")


def reviews(
    search: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="搜索 only those with all of these words")
    ] = None,
    remove: Annotated[str, typer.Option("--remove", metavar="NAME", help="移出文库 take one out")] = "",
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="保留期：数据截至此日之前的 those as of a day before")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="按保留期移出 take those before DATE out")] = False,
    reason: Annotated[str, typer.Option("--reason", help="为何移出 why")] = "",
    who: Annotated[str | None, typer.Option("--who", help="经办人 who (default: the user)")] = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """复盘文库 the library of reviews: list, search, take out."""
    from fupan.loop import library as kept
    from fupan.loop.shelf import describe

    opened, now, by = company(workspace), datetime.now().astimezone(), who or getpass.getuser()
    if remove:
        say(f"已移出 taken out: {remove}  {kept.remove(opened, remove, by=by, reason=reason, now=now)}")
        return
    limit = day(before)
    found = kept.library(opened, " ".join(search or ())) if limit is None else kept.outlived(opened, limit)
    if limit is not None and yes:
        for one in found:
            place = kept.remove(opened, one.name, by=by, reason=reason or f"before {limit}", now=now)
            say(f"已移出 taken out: {one.name}  {place}")
        return
    rows = [describe(s) for s in found]
    if form is Form.table:
        rows = [{**row, "frozen": _minute(row["frozen"])} for row in rows]
    if rows or form is not Form.table:
        print_rows(_SHELF, rows, form, lang=language(lang, opened))
    else:
        say("没有这样的复盘 no such review. fupan review monthly --window 2025-06")


def _minute(frozen: object) -> object:
    """A moment by the clock of who reads it, to the minute; what is none stays."""
    try:
        return f"{datetime.fromisoformat(str(frozen)).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return frozen


def draw(
    name: Annotated[str, typer.Argument(metavar="NAME", help="如 such as 2025-06/monthly-1")],
    to: Annotated[str, typer.Option("--to", help="格式 formats: pptx,xlsx,html,pdf,md")] = "pptx,xlsx,html,pdf",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="输出目录 (default: beside the document)")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="公司模板 the company's PowerPoint template")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """重画文档 draw a document of the library again: a frozen one gives the same bytes each time."""
    from fupan.loop.library import draw as draw_again

    forms = tuple(f.strip() for f in to.split(",") if f.strip())
    for form, path in draw_again(company(workspace), name, to=forms, out=out, template=template).items():
        say(f"  {form:5} {path}")
