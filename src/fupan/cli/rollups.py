"""fupan rollups: the sums that are kept beside the snapshot, and those that questions asked so far would pay for."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, OutOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows


def rollups(
    propose: Annotated[
        bool, typer.Option("--propose", help="按使用情况建议 propose from the questions asked so far")
    ] = False,
    least: Annotated[
        int | None, typer.Option("--least", help="事实表至少行数 least rows of a fact (default 200,000)", min=1)
    ] = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """预汇总 make the declared roll-ups of the current snapshot that are not there yet, and list them."""
    opened = company(workspace)
    shared = (
        Head("fact", "事实表 fact"), Head("grain", "粒度 grain"), Head("by", "维度 by"), Head("rows", "行数 rows", number=True),
        Head("base_rows", "原表行数 base rows", number=True),
    )  # fmt: skip
    if propose:
        heads: tuple[Head, ...] = (*shared, Head("questions", "提问次数 questions", number=True), Head("seconds", "耗时秒 seconds", number=True),
                 Head("yaml", "声明 declaration"))  # fmt: skip
        rows = [
            {"fact": p.fact, "grain": p.grain, "by": ", ".join(p.by), "rows": p.rows, "base_rows": p.base_rows,
             "questions": p.questions, "seconds": round(p.seconds, 1), "yaml": p.yaml.strip()}
            for p in opened.proposed_rollups()
        ]  # fmt: skip
    else:
        heads = (Head("name", "名称 name"), *shared, Head("made", "本次生成 made now"))
        report = opened.rollups(least=least)
        rows = [
            {"name": r.name, "fact": r.fact, "grain": r.grain, "by": ", ".join((*r.columns, *r.dimensions)), "rows": r.rows,
             "base_rows": r.base_rows, "made": "是 yes" if r.name in report.made else ""}
            for r in report.rollups
        ]  # fmt: skip
    print_rows(heads, rows, form, out=out, lang=language(lang, opened))
