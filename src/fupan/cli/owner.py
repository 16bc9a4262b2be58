"""fupan owner: let the owner in again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.printing import say


def owner(
    name: Annotated[str, typer.Argument(metavar="NAME", help="账号 account (default: FUPAN_OWNER or owner)")] = "",
    second_factor: Annotated[
        bool,
        typer.Option("--keep-second-factor/--drop-second-factor", help="保留两步验证 keep TOTP and passkeys"),
    ] = True,
    workspace: Annotated[Path, typer.Option("-w", "--workspace", metavar="DIR", help="工作区 workspace")] = Path(),
) -> None:
    """找回所有者账号 give the owner's account a new one-time password, its roles back, and end its sessions."""
    from fupan.web.serve import prepare
    from fupan.workspace import find_workspace

    prepare(find_workspace(workspace), static=False)
    from fupan.web.accounts.owner import NAME, reset_owner

    made = reset_owner(name or os.environ.get(NAME, "").strip() or "owner", second_factor=second_factor)
    say(f"  账号 user  {made.username}   一次性密码 one-time password  {made.password}")
