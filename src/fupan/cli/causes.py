"""fupan causes: ask page owners for causes and measures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, day, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.review.causes import Collection

_HEADS = (
    Head("section", "页面 page"), Head("item", "项目 item"), Head("figure", "达成 figure", True), Head("asked", "填写人 asked"),
    Head("cause", "原因 cause"), Head("measure", "措施 measure"), Head("owner", "责任人 owner"), Head("due", "完成 due"), Head("state", "状态 state"),
)  # fmt: skip
_MISSING = (
    Head("person", "填写人 person"), Head("mail", "邮箱 mail"), Head("asked", "应填 asked", True), Head("missing", "未填 missing", True),
    Head("days", "期限 time left"), Head("items", "项目 items"),
)  # fmt: skip


def causes(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06")],
    sheet: Annotated[Path | None, typer.Option("--sheet", help="写出一张待填表 write one sheet to fill in")] = None,
    sheets: Annotated[
        Path | None, typer.Option("--sheets", metavar="DIR", help="每人一张待填表 a sheet for each person")
    ] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", metavar="DATE", help="截止日 last day for answers")
    ] = None,
    filled: Annotated[
        list[Path] | None,
        typer.Option("--from", help="读入已填的表 read a filled-in sheet (may be given several times)"),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="填写人 who filled it in (default: who was asked)")] = "",
    late: Annotated[
        str, typer.Option("--late", metavar="NAME", help="谁同意截止后填报 who lets in answers after the deadline")
    ] = "",
    remind: Annotated[
        Path | None, typer.Option("--remind", metavar="DIR", help="催填：文字与日历文件 reminders as texts and .ics")
    ] = None,
    close: Annotated[bool, typer.Option("--close", help="提前锁定 close before the deadline")] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """原因与措施 ask page owners for causes and measures of red and amber items, by a deadline; they land on the review."""
    from fupan.loop import causes as rounds
    from fupan.review.causes import write_sheet

    opened = company(workspace)
    zh = language(lang, opened) != "en"
    now = datetime.now().astimezone()
    found = rounds.read_causes(opened, kind, window)
    if sheet is not None or sheets is not None or found is None:
        with Steps() as step:
            step("汇编 composing")
            asked = rounds.ask_causes(opened, kind, window=window, deadline=day(deadline), now=now)
        found = asked.collection
        if sheet is not None:
            write_sheet(found, sheet, "zh" if zh else "en", measures=asked.measures)
            say(f"已写出 written: {sheet}")
        for person, path in (
            rounds.send_sheets(asked, sheets, "zh" if zh else "en").items() if sheets is not None else ()
        ):
            say(f"已写出 written: {person or '–'}  {path}")
    failed = False
    for file in filled or ():
        taken = rounds.take_causes(opened, kind, window=window, file=file, by=by, now=now, late=late)
        found, failed = taken.collection, failed or bool(taken.errors)
        say(
            f"{file.name}: {taken.answers} 项新填 answers, {taken.reports} 项回报 reports, {len(taken.errors)} 行读不懂 rows not read"
        )
        for error in taken.errors:
            say(f"  {error}")
    if close:
        found = rounds.lock_causes(opened, kind, window=window, now=now)
    if remind is not None:
        for path in rounds.remind(found, remind, "zh" if zh else "en", now):
            say(f"已写出 written: {path}")
        _print_missing(found, now, form, zh=zh)
    else:
        _print_items(found, form, zh=zh)
    say(_closing_line(found, now, zh=zh))
    if failed:
        raise typer.Exit(1)


def _print_items(found: Collection, form: Form, *, zh: bool) -> None:
    rows = []
    for item in found.items:
        entry = found.entry(item.id)
        state = (
            ("已填", "done") if entry and entry.complete else ("未填全", "incomplete") if entry else ("未填", "missing")
        )
        told = state[0 if zh else 1] + ("" if not (entry and entry.late) else "，迟交" if zh else ", late")
        rows.append({
            "section": item.section, "item": item.name, "figure": item.figure, "asked": found.owner(item),
            "cause": entry.cause if entry else "", "measure": entry.measure if entry else "", "owner": entry.owner if entry else "",
            "due": entry.due.isoformat() if entry and entry.due else "", "state": told,
        })  # fmt: skip
    if rows or form is not Form.table:
        print_rows(_HEADS, rows, form, lang="zh" if zh else "en")


def _print_missing(found: Collection, now: datetime, form: Form, *, zh: bool) -> None:
    from fupan.review.causes import days_left, reminders

    rows = [
        {
            "person": r.person, "mail": r.mail, "asked": r.asked, "missing": len(r.missing),
            "days": days_left(r.days, "zh" if zh else "en"), "items": ("、" if zh else ", ").join(i.name for i in r.missing),
        }
        for r in reminders(found, now.date())
    ]  # fmt: skip
    if rows or form is not Form.table:
        print_rows(_MISSING, rows, form, lang="zh" if zh else "en")


def _closing_line(found: Collection, now: datetime, *, zh: bool) -> str:
    missing, hidden = len(found.missing()), found.out_of_scope()
    locked = found.is_locked(now)
    line = (
        f"{len(found.items)} 项，{missing} 项未填全，{found.deadline} 截止{'，已锁定' if locked else ''}"
        if zh
        else f"{len(found.items)} items, {missing} incomplete, due {found.deadline}{', closed' if locked else ''}"
    )
    if hidden:
        names = "、".join(i.name for i in hidden)
        line += f"；{names} 不在填写人可看的范围内" if zh else f"; not in what its owner may see: {names}"
    return line
