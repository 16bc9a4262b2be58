"""fupan match: names that no master knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps
from fupan.errors import UserError

_HEADS = (
    Head("entity", "对象 entity"), Head("name", "文件中的名称 as written"), Head("money", "金额 money", True), Head("rows", "行数 rows", True),
    Head("key", "建议编码 key"), Head("key_name", "建议名称 proposal"), Head("score", "把握 score", True, "score_text"),
)  # fmt: skip


def match(
    accept: Annotated[bool, typer.Option("--accept", help="采用把握高的建议 take proposals of high score")] = False,
    minimum: Annotated[
        float, typer.Option("--min-score", min=0.5, max=1.0, help="采用的最低把握 lowest score to take")
    ] = 0.9,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="写出待确认表 write a sheet to fill in")] = None,
    filled: Annotated[Path | None, typer.Option("--from", help="读入已填的表 read a filled-in sheet")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--set", metavar="ENTITY:NAME=KEY", help="直接指定 match one name")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="显示行数 rows to show")] = 50,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """名称匹配 match customer, dealer, product, region and person names; sorted by the money behind them."""
    from dataclasses import asdict

    from fupan.loop.match import read_sheet, write_sheet

    opened = company(workspace)
    with Steps() as step:
        step("查找未匹配名称 looking for unmatched names")
        report = opened.match()
        names: dict[str, dict[str, str]] = {}
        if accept:
            names = report.confident(minimum)
        if filled is not None:
            names = {**names, **read_sheet(filled, report, opened.masters())}
        for text in name or ():
            entity, written, key = _one(text)
            names.setdefault(entity, {})[written] = key
        if names:
            step("记住并重建快照 remembering, building the snapshot")
            added = opened.confirm_names(names)
            say(f"已确认 {added} 个名称 names confirmed → {opened.workspace.names_file}")
            report = opened.match()
    if sheet is not None:
        write_sheet(report, sheet)
        say(f"已写出 written: {sheet}")
    rows = [{**asdict(c), "score_text": f"{c.score:.0%}" if c.key else "–"} for c in report.candidates]
    if form is Form.table and len(rows) > limit:
        say(f"显示前 {limit} 个，共 {len(rows)} 个 showing {limit} of {len(rows)}")
        rows = rows[:limit]
    if rows or form is not Form.table:
        print_rows(_HEADS, rows, form, lang=language(lang, opened))
    else:
        say("所有名称均已匹配 every name is matched")


def _one(text: str) -> tuple[str, str, str]:
    entity, colon, rest = text.partition(":")
    written, equals, key = rest.rpartition("=")
    if not (colon and equals and entity and written and key):
        raise UserError(f"--set “{text}”: write ENTITY:NAME=KEY, e.g. customers:深圳华强=C0012")
    return entity, written, key
