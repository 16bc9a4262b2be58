"""Options that many commands share, and what follows from them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fupan.loop import Company


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class Lang(StrEnum):
    """Language of what is printed or made."""

    zh = "zh"
    en = "en"


WorkspaceOption = Annotated[
    Path | None,
    typer.Option("-w", "--workspace", metavar="DIR", help="工作区目录 workspace (default: here or nearest above)"),
]
FormOption = Annotated[Form, typer.Option("--format", help="输出格式 how rows are printed")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="语言 language (default: the workspace's)")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="统计截止日 business date, e.g. 2025-06-30")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="写入文件 file to write (needed for parquet)")]


def company(workspace: Path | None) -> Company:
    """The workspace named by ``-w``, or the nearest one."""
    import fupan

    return fupan.open(workspace or Path.cwd())


def language(chosen: Lang | None, opened: Company) -> str:
    """The language asked for, else the workspace's."""
    return str(chosen) if chosen else opened.workspace.locale


def day(text: str | None) -> date | None:
    """``--as-of`` as a date; a usage error names what would be right."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as e:
        raise typer.BadParameter(f"“{text}” is not a date; write 2025-06-30", param_hint="--as-of") from e
