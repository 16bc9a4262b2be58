"""fupan serve: the web house and its worker on one workspace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.printing import say


def serve(
    workspace: Annotated[Path, typer.Option("-w", "--workspace", metavar="DIR", help="工作区 workspace")] = Path(),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口 port (0: any free one)")] = 8765,
    address: Annotated[str, typer.Option("--address", help="监听地址 address to listen at")] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="进程数 processes")] = 1,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="同时运行后台任务 run background jobs too")
    ] = True,
    new_passwords: Annotated[
        bool, typer.Option("--new-passwords", help="演示工作区：账号换新密码 a synthetic workspace: new passwords")
    ] = False,
) -> None:
    """启动网页 serve the web house of a workspace, with its background worker."""
    from fupan.web.serve import free_port, prepare
    from fupan.web.serve import serve as run
    from fupan.workspace import find_workspace

    prepare(find_workspace(workspace))
    from fupan.web.accounts.owner import ensure_owner
    from fupan.web.company import house

    here = house()
    renew = new_passwords and here.workspace.synthetic
    owner = ensure_owner(os.environ, renew=renew)
    found = free_port(address, port)
    say(f"\n  打开 open  http://{address}:{found}/   （Ctrl-C 结束 to stop）")
    if owner is not None and owner.password:
        say(f"  账号 user  {owner.username}   一次性密码 one-time password  {owner.password}")
    if here.workspace.synthetic:
        from fupan.web.accounts.demo_users import make_demo_users

        for user in make_demo_users(here, renew=renew):
            say(f"  {user.username:<18}{user.password:<22}{user.role_zh} {user.role_en} {user.person}".rstrip())
    run(address=address, port=found, workers=workers, with_worker=worker)
