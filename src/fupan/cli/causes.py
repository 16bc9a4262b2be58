"""fupan causes: ask page owners for causes and measures."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, day, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps

_HEADS = (
    Head("section", "页面 page"), Head("item", "项目 item"), Head("figure", "达成 figure", True), Head("asked", "填写人 asked"),
    Head("cause", "原因 cause"), Head("measure", "措施 measure"), Head("owner", "责任人 owner"), Head("due", "完成 due"), Head("state", "状态 state"),
)  # fmt: skip


def causes(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06")],
    sheet: Annotated[Path | None, typer.Option("--sheet", help="写出待填表 write a sheet to fill in")] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", metavar="DATE", help="截止日 last day for answers")
    ] = None,
    filled: Annotated[Path | None, typer.Option("--from", help="读入已填的表 read a filled-in sheet")] = None,
    by: Annotated[str, typer.Option("--by", help="填写人 who filled it in")] = "",
    late: Annotated[bool, typer.Option("--late", help="接受截止后的填报 take answers after the deadline")] = False,
    close: Annotated[bool, typer.Option("--close", help="提前锁定 close before the deadline")] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """原因与措施 ask page owners for causes and measures of red and amber items, by a deadline; they land on the review."""
    from fupan.loop.causes import ask_causes, lock_causes, read_causes, take_causes
    from fupan.review.causes import write_sheet

    opened = company(workspace)
    spoken = language(lang, opened)
    now = datetime.now().astimezone()
    found = read_causes(opened, kind, window)
    if sheet is not None or found is None:
        until: date | None = day(deadline)
        with Steps() as step:
            step("汇编 composing")
            found = ask_causes(opened, kind, window=window, deadline=until, now=now)
    if filled is not None:
        found = take_causes(opened, kind, window=window, file=filled, by=by, now=now, late=late)
    if close:
        found = lock_causes(opened, kind, window=window, now=now)
    if sheet is not None:
        write_sheet(found, sheet, "en" if spoken == "en" else "zh")
        say(f"已写出 written: {sheet}")
    zh = spoken != "en"
    rows = []
    for item in found.items:
        entry = found.entry(item.id)
        state = (
            ("已填" if zh else "done")
            if entry and entry.complete
            else ("未填全" if zh else "incomplete")
            if entry
            else ("未填" if zh else "missing")
        )
        rows.append({
            "section": item.section, "item": item.name, "figure": item.figure, "asked": found.owner(item),
            "cause": entry.cause if entry else "", "measure": entry.measure if entry else "", "owner": entry.owner if entry else "",
            "due": entry.due.isoformat() if entry and entry.due else "", "state": state,
        })  # fmt: skip
    if rows or form is not Form.table:
        print_rows(_HEADS, rows, form, lang=spoken)
    missing = len(found.missing())
    locked = found.is_locked(now)
    say(
        f"{len(found.items)} 项，{missing} 项未填全，{found.deadline} 截止{'，已锁定' if locked else ''}"
        if zh
        else f"{len(found.items)} items, {missing} incomplete, due {found.deadline}{', closed' if locked else ''}"
    )
