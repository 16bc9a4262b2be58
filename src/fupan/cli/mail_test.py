"""fupan mail-test: does mail leave this house?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.printing import say


def mail_test(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="收件人 who gets it")],
    workspace: Annotated[Path, typer.Option("-w", "--workspace", metavar="DIR", help="工作区 workspace")] = Path(),
) -> None:
    """试发邮件 send a trial mail by FUPAN_MAIL_URL and tell what went wrong."""
    from fupan.web.serve import configure
    from fupan.workspace import find_workspace

    configure(find_workspace(workspace))
    from fupan.web.ops.mail import try_mail

    try_mail(address)
    say(f"  ✓ 已发出 sent to {address}")
