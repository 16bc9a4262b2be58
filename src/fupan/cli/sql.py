"""fupan sql, fupan views: read-only SQL over the canonical tables and the metric views."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, OutOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say


def sql(
    text: Annotated[
        str, typer.Argument(metavar="SELECT", help="一条 SELECT one SELECT; tables: fupan tables, fupan views")
    ],
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="最长秒数 at most so many seconds")] = 60.0,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """只读SQL one SELECT over the canonical tables and the metric views (see fupan views)."""
    opened = company(workspace)
    found = opened.sql(text, timeout_seconds=timeout)
    rows = found.to_pylist()
    numbers = {f.name for f in found.schema if str(f.type).startswith(("int", "decimal", "double", "float", "uint"))}
    heads = [Head(name, name, number=name in numbers) for name in found.column_names]
    print_rows(heads, rows, form, out=out)
    if form is Form.table:
        say(f"{len(rows)} {'行' if language(lang, opened) == 'zh' else 'rows'}")


def views(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.duckdb", help="导出为DuckDB文件 a DuckDB file for BI tools")
    ] = None,
    show: Annotated[str | None, typer.Option("--show", metavar="VIEW", help="显示SQL the SQL of one view")] = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """指标视图 views in which each metric that adds up is a column; --to copies tables and views into a file."""
    from fupan.metrics.views import metric_views

    opened = company(workspace)
    spoken = language(lang, opened)
    if to is not None:
        opened.export_database(to)
        say(f"{'已写入' if spoken == 'zh' else 'written:'} {to}")
        return
    with opened.warehouse.read_files() as reader:
        found = metric_views(opened.layer.definitions, reader)
    if show is not None:
        text = {v.name: v.sql for v in found}.get(show)
        if text is None:
            raise typer.BadParameter(
                f"no view “{show}”; there are {', '.join(v.name for v in found)}", param_hint="--show"
            )
        print(text)
        return
    heads = (
        Head("name", "视图 view"),
        Head("grain", "粒度 one row is"),
        Head("metrics", "可相加的指标 metrics that may be summed"),
    )
    rows = [{"name": v.name, "grain": v.grain, "metrics": ", ".join(v.metrics)} for v in found]
    print_rows(heads, rows, form, out=out, lang=spoken)
