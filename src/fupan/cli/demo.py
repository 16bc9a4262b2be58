"""fupan demo: the demonstration company, loaded, reviewed and served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli.options import Lang
from fupan.cli.printing import say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.loop import Company, Review

WINDOW = "2025-06"


def demo(
    directory: Annotated[Path, typer.Option("--dir", metavar="DIR", help="工作区目录 the workspace")] = Path("demo"),
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="随后启动网页 serve the web house afterwards")
    ] = True,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口 port (0: any free one)")] = 8765,
    scale: Annotated[
        float,
        typer.Option("--scale", min=0.01, max=5, help="规模 size of the company (1 = about 400 thousand order lines)"),
    ] = 1.0,
    lang: Annotated[Lang, typer.Option("--lang", help="语言 language")] = Lang.zh,
) -> None:
    """演示公司 make the demonstration company, load its files, write its review of June 2025, serve its web house."""
    with Steps() as step:
        opened = fill_demo(directory, step=step, lang=lang, scale=scale)
        made = opened.review("monthly", window=WINDOW, step=step, lang=str(lang))
    _tell(opened, made, lang)
    if serve:
        _serve(opened.workspace.root, port)


def _serve(root: Path, port: int) -> None:
    """Go on as ``fupan serve``, in a fresh process: what loaded and drew leaves neither threads nor memory behind."""
    arguments = ["-m", "fupan", "serve", "-w", str(root), "--port", str(port), "--new-passwords"]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - this Python, arguments of ours
    raise typer.Exit(subprocess.run([sys.executable, *arguments], check=False).returncode)  # noqa: S603 - same


def fill_demo(directory: Path, *, step: Steps, lang: Lang, scale: float = 1.0) -> Company:
    """The demonstration workspace at *directory*, made anew where an earlier run left one; loaded and matched."""
    from fupan.demo.prepare import prepare_workspace

    step("生成演示公司的文件 writing the demonstration company's files")
    root = prepare_workspace(directory, locale=str(lang), scale=scale, progress=step)
    import fupan

    opened = fupan.open(root)
    report = opened.load(accept=True, step=step)
    for failed in report.failed:
        say(f"  ✗ {failed.file}: {failed.message}")
    step("匹配名称 matching names")
    found = opened.match()
    opened.confirm_names(found.confident(0.9))
    step.done()
    say(
        f"  {len(report.files)} 个文件 files · {sum(f.loaded for f in report.files):,} 行 rows"
        f" · 隔离 quarantined {report.quarantined:,}"
    )
    return opened


def _tell(opened: Company, made: Review, lang: Lang) -> None:
    zh = lang is Lang.zh
    note = "演示数据，全部为虚构" if zh else "demonstration data, all invented"
    print(f"\n{opened.workspace.name} · {WINDOW} · {note}")
    for line in made.lines:
        print(f"  • {line}")
    print("\n文件：" if zh else "\nFiles:")
    for path in made.files.values():
        print(f"  {_relative(path)}")


def _relative(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
