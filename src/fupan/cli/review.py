"""fupan review: the meeting document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.compare import print_differences
from fupan.cli.options import AsOfOption, Form, FormOption, Lang, LangOption, WorkspaceOption, company, day, language
from fupan.cli.printing import say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.review.renderers.pptx.refresh import Change

_MOST = 30
"""Rows of differences that a terminal is given; the file beside the deck has all."""


def review(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文档 document: monthly")],
    window: Annotated[str, typer.Option("--window", help="期间 window: 2025-06, 2025-Q2, 2025-H1, 2025")],
    to: Annotated[
        str,
        typer.Option(
            "--to", help="格式 formats: pptx, xlsx, html, pdf, md, png（聊天与邮件用图 pictures for chat and mail）"
        ),
    ] = "pptx,xlsx,html,pdf",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="输出目录 (default: reviews/WINDOW)")] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", help="公司模板：文件、templates/中的名字，或house the company's template; house: fupan's own"
        ),
    ] = None,
    refresh: Annotated[
        Path | None,
        typer.Option(
            "--refresh",
            metavar="FILE",
            help="已改过的PPTX：换数字，留人写的话 an edited deck: new figures, people's words stay",
        ),
    ] = None,
    reword: Annotated[
        bool,
        typer.Option(
            "--reword",
            help="由 [wording] 的语言模型润色，数字与说法不变 sentences worded by the language model of [wording]",
        ),
    ] = False,
    only: Annotated[
        str, typer.Option("--only", metavar="PAGES", help="只要这些页 only these pages, e.g. kpi,regions,people")
    ] = "",
    without: Annotated[
        str, typer.Option("--without", metavar="PAGES", help="不要这些页 all but these pages, e.g. voice,price")
    ] = "",
    lang: LangOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
) -> None:
    """生成复盘文档 make the review document as PPTX, XLSX, HTML and PDF."""
    opened = company(workspace)
    with Steps() as step:
        made = opened.review(
            kind, window=window, to=_listed(to), out=out, template=template, lang=_lang(lang), as_of=day(as_of),
            step=step, refresh=refresh, reword=reword, only=_listed(only), without=_listed(without),
        )  # fmt: skip
    for line in made.lines:
        print(f"• {line}")
    for name, path in made.files.items():
        say(f"  {name:5} {path}")
    sections = {s.id: s.section for s in made.document.slides}
    for change in made.changes:
        if change.kind != "changed":
            say(_told(change, sections))
    if refresh is not None:
        changed = sum(c.kind == "changed" for c in made.changes)
        say(
            f"  已更新 {changed} 处，{len(made.figures)} 个数字或句子变了 changed: {changed} shapes, {len(made.figures)} figures or texts"
        )
        if made.figures:
            print_differences(made.figures, form, language(lang, opened), most=_MOST)
            if len(made.figures) > _MOST:
                say(f"  全部见 all of them: {made.files['md']}")
    if made.document.wording:
        kept = [r for r in made.document.wording if r.kept]
        told = Counter(r.kept for r in kept)
        say(f"  润色 worded: {len(made.document.wording) - len(kept)}, 原句 as they were: {len(kept)}")
        for reason, n in told.most_common():
            say(f"    {n} × {reason}")


def _told(change: Change, sections: Mapping[str, str]) -> str:
    """One line about what a refresh did, the page by its section's name."""
    words = {
        "changed": "已更新 changed",
        "own": "自己写的 your own",
        "deleted": "已被删去，不再加回 taken out by you, stays out",
        "kept": "保留 kept",
        "added": "新页未加 new page, not added",
        "removed": "已无此页 no longer made",
    }
    page, _, part = change.page.partition("#")
    named = sections.get(page) or page
    text = f"  {words[change.kind]}: {named}{f'（{part}）' if part else ''} {change.shape}".rstrip()
    return f"{text}  ⚠ {'、'.join(change.stale)}" if change.stale else text


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="模板 the template, such as templates/company.pptx")],
    replace: Annotated[bool, typer.Option("--replace", help="覆盖已有的对应 write over the mapping there is")] = False,
) -> None:
    """写出模板对应 write a mapping to start from beside a PowerPoint template: layouts and placeholders to roles."""
    from fupan.loop.templates import write_map

    say(f"  {write_map(file, replace=replace)}")


def _listed(text: str) -> list[str]:
    """The names of a list with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _lang(lang: Lang | None) -> str | None:
    return str(lang) if lang else None
