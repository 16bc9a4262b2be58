"""fupan query: metrics by dimensions in a window."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from fupan.cli.options import (
    AsOfOption,
    Form,
    FormOption,
    LangOption,
    OutOption,
    WorkspaceOption,
    company,
    day,
    language,
)
from fupan.cli.printing import print_rows, say


def query(
    metrics: Annotated[list[str], typer.Argument(metavar="METRIC...", help="指标 metrics: net_sales attainment …")],
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="DIM,...", help="维度 dimensions, e.g. region,product_line")
    ] = None,
    window: Annotated[
        str, typer.Option("--window", help="期间 2025-06, 2025-Q2, 2025-H1, 2025, a..b, last-30d, mtd, qtd, ytd")
    ] = "ytd",
    compare: Annotated[list[str] | None, typer.Option("--compare", help="对比 previous, last_year, target")] = None,
    where: Annotated[str | None, typer.Option("--where", help="筛选 filter, e.g. \"region = '华东'\"")] = None,
    totals: Annotated[bool, typer.Option("--totals", help="合计 the true total")] = False,
    top: Annotated[int | None, typer.Option("--top", min=1, help="前 n 名 the leading n")] = None,
    others: Annotated[bool, typer.Option("--others", help="其余合并 what the rest comes to")] = False,
    sql: Annotated[bool, typer.Option("--sql", help="显示SQL print the SQL instead of the rows")] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    out: OutOption = None,
) -> None:
    """查询指标 ask for metrics by dimensions in a window."""
    from fupan.cli.figures import result_heads, result_rows

    opened = company(workspace)
    spoken = language(lang, opened)
    result = opened.query(
        _split(metrics), _split(by), window, compare=_split(compare), where=where, totals=totals, top=top,
        others=others, as_of=day(as_of),
    )  # fmt: skip
    if sql:
        print(result.sql())
        return
    rows = result_rows(result, spoken, opened.workspace.currency)
    print_rows(result_heads(result, spoken), rows, form, out=out)
    if form is Form.table:
        p = result.provenance
        say(
            f"{'统计截止' if spoken == 'zh' else 'as of'} {p.as_of} · {'快照' if spoken == 'zh' else 'snapshot'} {p.snapshot_id}"
        )
        for note in p.notes:
            say(f"  {note}")


def _split(given: list[str] | None) -> list[str]:
    """Names separated by commas or blanks, in any mixture."""
    return [name for text in given or () for name in re.split(r"[,，\s]+", text) if name]
