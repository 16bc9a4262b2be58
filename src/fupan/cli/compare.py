"""fupan compare: what differs between two reviews, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.review.compare import Difference

_DIFFERENCES = (
    Head("kind", "类别 kind"), Head("page", "页 page"), Head("item", "项目 item"), Head("column", "列 column"),
    Head("before", "之前 before", True), Head("after", "之后 after", True), Head("why", "原因 why"),
)  # fmt: skip


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="如 such as 2025-06/monthly-1")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="如 such as 2025-06/monthly-2, 2025-06/monthly")],
    to: Annotated[str, typer.Option("--to", help="也写成文档 also as a document: pptx,xlsx,html,pdf,md")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="输出目录 (default: here)")] = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """比较两份复盘 what differs between two reviews, and how much of it by which cause."""
    from fupan.loop.comparing import compare as compare_reviews
    from fupan.loop.comparing import draw_comparison
    from fupan.review.comparison import REASONS

    opened = company(workspace)
    spoken = language(lang, opened)
    with Steps() as step:
        step("逐项归因 finding causes")
        found = compare_reviews(opened, before, after)
    if found.differences or form is not Form.table:
        print_differences(found.differences, form, spoken)
    else:
        say("没有差异 no difference")
    for what, text in found.reasons:
        say(f"  {' '.join(REASONS[what])}: {text}")
    if found.differences and not found.chain:
        say("  快照或范围不同，无法分摊到原因 the causes cannot be told apart: other snapshots, scope or window")
    forms = tuple(f.strip() for f in to.split(",") if f.strip())
    for name, path in draw_comparison(found, out or Path.cwd(), forms, "en" if spoken == "en" else "zh").items():
        say(f"  {name:5} {path}")


def print_differences(differences: Sequence[Difference], form: Form, lang: str, *, most: int | None = None) -> None:
    """The differences as rows, each with its causes in words; of a table only the first *most*, and how many more there are."""
    from fupan.review.comparison import why_words

    told = differences if form is not Form.table else differences[:most]
    rows = [{**asdict(d), "why": why_words(d, "en" if lang == "en" else "zh")} for d in told]
    print_rows(_DIFFERENCES, rows, form, lang=lang)
    if left := len(differences) - len(told):
        say(f"  … 另有 {left} 个 more")
