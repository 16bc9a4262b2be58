"""What a token may be used for 令牌范围: each is bound to a permission that its owner must hold at the time of asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fupan.web.rights.asker import Asker


@dataclass(frozen=True, slots=True)
class Reach:
    """One use of tokens, in words, and the permission without which it is worth nothing."""

    name: str
    needs: str
    zh: str
    en: str


REACHES = (
    Reach("figures", "cockpit.view", "读数字", "Read figures"),
    Reach("rows", "rows.view", "读明细", "Read rows"),
    Reach("documents", "documents.view", "读复盘文档", "Read review documents"),
    Reach("scim", "accounts.manage", "目录同步（SCIM）", "Directory sync (SCIM)"),
)
BY_NAME = {r.name: r for r in REACHES}
USES_TOKENS = "tokens.own"


def reaches_of(asker: Asker) -> Iterator[Reach]:
    """What this asker's tokens may be made for."""
    return (r for r in REACHES if asker.may(r.needs))
