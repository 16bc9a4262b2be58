"""The kinds of notices 通知种类: in words, and which of them nobody can switch off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; ``always``: what concerns the safety of the own account is always told."""

    name: str
    icon: str
    zh: str
    en: str
    always: bool = False


KINDS = (
    Kind("safety", "shield", "账号安全", "Safety of the account", always=True),
    Kind("rights", "key", "权限与代理", "Rights and deputies"),
    Kind("causes", "pen", "原因与措施", "Causes and measures"),
    Kind("data", "database", "数据", "Data"),
    Kind("board", "table", "看板与评论", "Boards and comments"),
    Kind("operation", "gear", "运行", "Operation"),
)
BY_NAME = {k.name: k for k in KINDS}
