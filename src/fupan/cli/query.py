"""fupan ask (query): metrics by dimensions in a window, in any form, down to the rows."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli.options import AsOfOption, Form, LangOption, OutOption, WorkspaceOption, company, day, language
from fupan.cli.printing import Head, print_rows, say

if TYPE_CHECKING:
    from fupan.loop import Company
    from fupan.metrics import Result


class AnswerForm(StrEnum):
    """How an answer is given."""

    table = "table"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"
    md = "md"


_WINDOW = "期间 2025-06, 2025-Q2, 2025-W26, 2025, a..b, last-30d, rolling-12m, mtd, ytd, prev-month, 上月, 618@2025, campaign:ID"
_BY = "维度 dimensions, e.g. region,product_line; region..city for every level"
_COMPARE = "对比 previous, last_year, festival, jan_feb, event, campaign:ID, target, floor, stretch, budget, forecast, target@v2"
_CELL = "单元格 rows of one cell, e.g. region=华东,month=2025-06"


def query(
    metrics: Annotated[list[str], typer.Argument(metavar="METRIC...", help="指标 metrics: net_sales attainment …")],
    by: Annotated[list[str] | None, typer.Option("--by", metavar="DIM,...", help=_BY)] = None,
    window: Annotated[str, typer.Option("--window", help=_WINDOW)] = "ytd",
    compare: Annotated[list[str] | None, typer.Option("--compare", help=_COMPARE)] = None,
    where: Annotated[str | None, typer.Option("--where", help="筛选 filter, e.g. \"region = '华东'\"")] = None,
    having: Annotated[
        str | None, typer.Option("--having", help="指标条件 filter on figures, e.g. 'net_sales > 100000'")
    ] = None,
    order: Annotated[
        str | None, typer.Option("--order", help="排序 a column; - in front: largest first, e.g. -net_sales")
    ] = None,
    totals: Annotated[bool, typer.Option("--totals", help="合计 the true total")] = False,
    subtotals: Annotated[bool, typer.Option("--subtotals", help="小计 a row at every level of --by")] = False,
    top: Annotated[int | None, typer.Option("--top", min=1, help="前 n 名 the leading n")] = None,
    top_within: Annotated[
        int | None, typer.Option("--top-within", min=1, help="组内前 n 名 the leading n inside each first dimension")
    ] = None,
    others: Annotated[bool, typer.Option("--others", help="其余合并 what the rest comes to")] = False,
    calendar: Annotated[str | None, typer.Option("--calendar", help="日历 calendar (default: fiscal)")] = None,
    target_version: Annotated[str | None, typer.Option("--target-version", help="目标版本 version of targets")] = None,
    target_level: Annotated[str | None, typer.Option("--target-level", help="目标档 floor, target, stretch")] = None,
    phase: Annotated[str | None, typer.Option("--phase", help="目标分摊 even, working_days, season")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="币种 all amounts in one currency, e.g. CNY")
    ] = None,
    rate: Annotated[str | None, typer.Option("--rate", help="汇率 rate of exchange: actual, plan")] = None,
    time: Annotated[
        str | None, typer.Option("--time", help="统计日期 date role: order, ship, invoice, receipt …")
    ] = None,
    org: Annotated[str | None, typer.Option("--org", help="组织口径 as_was, as_is")] = None,
    figures: Annotated[str | None, typer.Option("--figures", help="数据口径 current, reported")] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="其他提问项 any other field of a question, by its name"),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="明细 the rows behind the figure instead")] = False,
    cell: Annotated[str | None, typer.Option("--cell", metavar="DIM=MEMBER,...", help=_CELL)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="明细行数上限 at most so many rows")] = 200,
    sql: Annotated[bool, typer.Option("--sql", help="显示SQL print the SQL instead of the rows")] = False,
    workspace: WorkspaceOption = None,
    form: Annotated[AnswerForm, typer.Option("--format", help="输出格式 how the answer is given")] = AnswerForm.table,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    out: OutOption = None,
) -> None:
    """提问 ask for metrics by dimensions in a window; query is the same command."""
    opened = company(workspace)
    spoken = language(lang, opened)
    fields: dict[str, Any] = {
        "compare": _split(compare), "where": where, "having": having, "order": order, "totals": totals,
        "subtotals": subtotals, "top": top, "top_within": top_within, "others": others, "as_of": day(as_of),
    }  # fmt: skip
    named = {
        "calendar": calendar, "target_version": target_version, "target_level": target_level, "phase": phase,
        "currency": currency, "rate": rate, "time": time, "org": org, "figures": figures,
    }  # fmt: skip
    fields |= {name: given for name, given in named.items() if given is not None}
    fields |= dict(_pair(text) for text in more or ())
    result = opened.query(_split(metrics), _split(by), window, **fields)
    if sql:
        print(result.sql())
    elif rows or cell:
        _print_rows_behind(opened, result, cell, limit, form, spoken, out)
    else:
        _give(result, form, spoken, out)


def _give(result: Result, form: AnswerForm, lang: str, out: Path | None) -> None:
    from fupan.cli.figures import result_heads, result_rows

    if form is AnswerForm.xlsx:
        if out is None:
            raise typer.BadParameter("xlsx needs a file to write: --out FILE", param_hint="--out")
        result.to_excel(out, lang)
        return
    if form is AnswerForm.md:
        text = f"{result.describe(lang)}\n\n{result.to_markdown(lang)}"
        print(text) if out is None else out.write_text(text, encoding="utf-8")
        return
    rows = result_rows(result, lang, result.provenance.currency)
    print_rows(result_heads(result, lang), rows, Form(form.value), out=out)
    if form is AnswerForm.table:
        p = result.provenance
        say(
            f"{'统计截止' if lang == 'zh' else 'as of'} {p.as_of} · {'快照' if lang == 'zh' else 'snapshot'} {p.snapshot_id}"
        )
        for note in p.notes:
            say(f"  {note}")


def _print_rows_behind(
    opened: Company, result: Result, cell: str | None, limit: int, form: AnswerForm, lang: str, out: Path | None
) -> None:
    given = dict(_pair(text) for text in re.split(r"[,，]", cell)) if cell else {}
    column = next(c.name for c in result.columns if c.kind == "metric")
    found = opened.rows(result, given, column, limit=limit)
    if form is AnswerForm.json:
        parts = [
            {
                "leaf": p.leaf,
                "reading": p.reading,
                "table": p.table,
                "count": p.count,
                "contribution": p.contribution,
                "rows": p.rows,
            }
            for p in found.parts
        ]
        text = json.dumps(parts, ensure_ascii=False, indent=2, default=str) + "\n"
        print(text, end="") if out is None else out.write_text(text, encoding="utf-8")
        return
    if form in {AnswerForm.xlsx, AnswerForm.md}:
        raise typer.BadParameter("rows are given as table, json, csv or parquet", param_hint="--format")
    if form is not AnswerForm.table:
        names = list(dict.fromkeys(["leaf", *(c for p in found.parts for c in p.columns)]))
        print_rows([Head(n, n) for n in names], found.rows, Form(form.value), out=out)
        return
    for part in found.parts:
        label = part.zh if lang == "zh" else part.en
        shown = _telling(part.columns, part.rows)
        print_rows(
            [Head(c, c, number=c == "contribution") for c in shown],
            part.rows,
            Form.table,
            title=f"{label} {part.window}",
        )
        words = ("行，合计", "行已显示") if lang == "zh" else ("rows, together", "shown")
        say(f"  {part.leaf}: {part.count} {words[0]} {part.contribution} ({len(part.rows)} {words[1]})")


def _telling(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> list[str]:
    """At most ten columns that say something, where from and how much first; other forms give all."""
    filled = [c for c in columns if any(r.get(c) is not None for r in rows)]
    first = [c for c in ("source_file", "source_row", "contribution") if c in filled]
    rest = [c for c in filled if c not in first and not c.endswith("_raw") and c not in {"load_id", "source_system"}]
    return [*first, *rest][:10]


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"“{text}” is no name=value")
    plain: Any = value.strip()
    return name.strip().replace("-", "_"), {"true": True, "false": False}.get(plain.lower(), plain)


def _split(given: list[str] | None) -> list[str]:
    """Names separated by commas or blanks, in any mixture."""
    return [name for text in given or () for name in re.split(r"[,，\s]+", text) if name]
