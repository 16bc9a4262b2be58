"""fupan new: a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import Lang
from fupan.cli.printing import say
from fupan.cli.steps import Steps


def new(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="目录 where to make it")],
    demo: Annotated[bool, typer.Option("--demo", help="装入演示公司 fill it with the demonstration company")] = False,
    templates: Annotated[
        bool, typer.Option("--templates", help="放入空白模板 put blank templates with examples into data/")
    ] = False,
    name: Annotated[str | None, typer.Option("--name", help="公司名称 the company's name")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="语言 language of screens and documents")] = Lang.zh,
    currency: Annotated[str, typer.Option("--currency", help="本位币 home currency")] = "CNY",
) -> None:
    """新建工作区 make a workspace."""
    if demo:
        from fupan.cli.demo import fill_demo

        with Steps() as step:
            fill_demo(directory, step=step, lang=lang)
        say(f"演示工作区 demonstration workspace: {directory}")
        return
    from fupan.loop import create_workspace

    workspace = create_workspace(directory, name=name, locale=lang, currency=currency)
    if templates:
        from fupan.sources.templates import write_templates

        for path in write_templates(workspace.data):
            say(f"  {path}")
    say(f"工作区已建 workspace made: {workspace.root}")
    say(f"下一步 next: 把订单、目标、回款文件放入 put your files into {workspace.data} → fupan load -w {directory}")
