"""fupan bridge: from gross with tax to finance's figure."""

from __future__ import annotations

from typing import Annotated, Any

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


def bridge(
    window: Annotated[str, typer.Option("--window", help="期间 window, e.g. 2025-06")],
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="STEP", help="列出一步背后的行 list the rows behind a step")
    ] = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    out: OutOption = None,
) -> None:
    """口径桥 the bridge from gross with tax to finance's control totals, with the unexplained remainder."""
    opened = company(workspace)
    zh = language(lang, opened) == "zh"
    if rows is not None:
        found = opened.bridge_rows(window, rows, as_of=day(as_of))
        print_rows([Head(c, c, c.startswith("step_")) for c in found.column_names], found.to_pylist(), form, out=out)
        return
    result = opened.bridge(window, as_of=day(as_of))
    heads = (
        Head("code", "步骤" if zh else "step"), Head("label", "项目" if zh else "item"), Head("amount", "金额" if zh else "amount", True),
        Head("rows", "行数" if zh else "rows", True), Head("finance", "财务数" if zh else "finance", True), Head("difference", "差异" if zh else "difference", True),
    )  # fmt: skip
    table: list[dict[str, Any]] = [
        {"code": s.code, "label": s.zh if zh else s.en, "amount": s.amount, "rows": s.rows, "finance": s.finance, "difference": s.difference}
        for s in result.steps
    ]  # fmt: skip
    table.append(
        {"code": "net_sales", "label": "净销售额" if zh else "net sales", "amount": result.net_sales, "rows": None,
         "finance": result.finance_net_sales, "difference": result.remainder}
    )  # fmt: skip
    title = f"{'口径桥' if zh else 'Bridge to finance'} {result.window.label} ({result.currency})"
    print_rows(heads, table, form, out=out, title=title)
    if result.remainder is None:
        say(
            "没有财务控制数，无法核对 no control total of finance for this window"
            if zh
            else "no control total of finance for this window"
        )
    else:
        say(f"{'未解释差异' if zh else 'unexplained remainder'}: {result.remainder:,.2f}")
