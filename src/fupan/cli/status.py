"""fupan status: attainment by region and product line, with lights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
from fupan.cli.printing import Head, print_rows, say
from fupan.errors import QuestionError

if TYPE_CHECKING:
    from datetime import date

    from fupan.loop import Company

_METRICS = ("net_sales", "target", "attainment", "progress", "lag")
_PLAIN = ("net_sales",)


def status(
    window: Annotated[str, typer.Option("--window", help="期间 window (default: the running month)")] = "mtd",
    by: Annotated[str, typer.Option("--by", help="维度 dimensions, one table each")] = "region,product_line",
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    out: OutOption = None,
) -> None:
    """现状 attainment by region and product line, worst first, with lights."""
    opened = company(workspace)
    spoken = language(lang, opened)
    dimensions = [d.strip() for d in by.split(",") if d.strip()]
    if form is not Form.table:
        rows = [
            {"dimension": d, "member": r[d], **r}
            for d in dimensions
            for r in _rows(opened, d, window, day(as_of), spoken)
        ]
        print_rows([Head(k, k) for k in ("dimension", "member", *_METRICS, "light", "level")], rows, form, out=out)
        return
    for dimension in dimensions:
        _print(opened, dimension, window, day(as_of), spoken)


def _rows(opened: Company, dimension: str, window: str, as_of: date | None, lang: str) -> list[dict[str, Any]]:
    """Rows of one dimension with light and level; a total last. Without targets: net sales and change on last year."""
    from fupan.cli.figures import as_fraction, light_mark, result_rows
    from fupan.track import judge

    rule = opened.light_rules.of("net_sales")
    try:
        result = opened.query(_METRICS, [dimension], window, compare=["last_year"], totals=True, as_of=as_of)
    except QuestionError as refused:
        say(f"{dimension}: {refused.reason}")
        result = opened.query(_PLAIN, [dimension], window, compare=["last_year"], totals=True, as_of=as_of)
    day = result.provenance.as_of or opened.today
    told = opened.calendar.clip(opened.calendar.parse(window, as_of=day), day)
    days_gone = told.days if told.running else None
    rows = result_rows(result, lang, opened.workspace.currency)
    for r in rows:
        verdict = judge(as_fraction(r.get("lag")), rule, amount=as_fraction(r.get("target")), days_gone=days_gone)
        r["light"], r["level"] = verdict.light, verdict.level
        r["level|text"] = verdict.level_name("zh" if lang == "zh" else "en")
        r["light|text"] = light_mark(verdict.light)
    return rows


def _print(opened: Company, dimension: str, window: str, as_of: date | None, lang: str) -> None:
    zh = lang == "zh"
    rows = _rows(opened, dimension, window, as_of, lang)
    heads = [
        Head(dimension, _label(dimension, zh), text_key=f"{dimension}|text"),
        Head("light", "灯" if zh else "light", text_key="light|text"),
    ]
    heads += [
        Head(name, zh_label if zh else en_label, True, f"{name}|text")
        for name, zh_label, en_label in (
            ("net_sales", "净销售额", "net sales"), ("target", "目标", "target"), ("attainment", "达成率", "attainment"),
            ("lag", "滞后率", "lag"), ("net_sales.vs_last_year", "同比", "YoY"),
        )
        if any(r.get(name) is not None for r in rows)
    ]  # fmt: skip
    print_rows(heads, rows, Form.table, title=f"{opened.workspace.name} · {window}")


def _label(dimension: str, zh: bool) -> str:
    names = {
        "region": ("区域", "region"),
        "product_line": ("产品线", "product line"),
        "channel": ("渠道", "channel"),
        "org_unit": ("组织", "org unit"),
        "person": ("人员", "person"),
    }
    return names.get(dimension, (dimension, dimension))[0 if zh else 1]
