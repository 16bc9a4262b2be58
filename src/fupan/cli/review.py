"""fupan review: the meeting document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import AsOfOption, Lang, LangOption, WorkspaceOption, company, day
from fupan.cli.printing import say
from fupan.cli.steps import Steps


def review(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06, 2025-Q2, 2025-H1, 2025")],
    to: Annotated[str, typer.Option("--to", help="格式 formats")] = "pptx,xlsx,html,pdf",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="输出目录 (default: reviews/WINDOW)")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="公司模板 the company's PowerPoint template")
    ] = None,
    lang: LangOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """生成复盘文档 make the review document as PPTX, XLSX, HTML and PDF."""
    opened = company(workspace)
    with Steps() as step:
        made = opened.review(
            kind, window=window, to=[f.strip() for f in to.split(",") if f.strip()], out=out, template=template,
            lang=_lang(lang), as_of=day(as_of), step=step,
        )  # fmt: skip
    for line in made.lines:
        print(f"• {line}")
    for form, path in made.files.items():
        say(f"  {form:5} {path}")


def _lang(lang: Lang | None) -> str | None:
    return str(lang) if lang else None
