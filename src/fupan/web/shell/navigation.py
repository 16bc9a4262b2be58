"""Navigation by the loop's own order. A room adds one entry here; it shows to those who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fupan.web.rights.asker import Asker


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go: URL name, icon, words, the permission that its page needs."""

    url: str
    icon: str
    zh: str
    en: str
    needs: str | None
    phone: bool = False
    short: tuple[str, str] = ("", "")
    """A shorter word, in both languages, where the bar at the bottom of a phone has no room for the name."""

    @property
    def short_zh(self) -> str:
        """The word of the bottom bar in Chinese."""
        return self.short[0] or self.zh

    @property
    def short_en(self) -> str:
        """The word of the bottom bar in English."""
        return self.short[1] or self.en


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; none for the first."""

    zh: str
    en: str
    entries: tuple[Entry, ...]


GROUPS = (
    Group("", "", (Entry("cockpit", "gauge", "驾驶舱", "Cockpit", "cockpit.view", phone=True),)),
    Group(
        "诊断",
        "Diagnose",
        (
            Entry("explore", "search", "自助分析", "Explorer", "explore.view", phone=True, short=("分析", "Explore")),
            Entry("boards", "table", "看板", "Boards", "explore.view"),
            Entry("views", "eye", "视图", "Views", "explore.view"),
        ),
    ),
    Group(
        "激励与复盘",
        "Reward and review",
        (
            Entry(
                "documents",
                "book",
                "复盘文档",
                "Review documents",
                "documents.view",
                phone=True,
                short=("复盘", "Reviews"),
            ),
            Entry("causes", "pen", "原因与措施", "Causes and measures", "documents.view"),
        ),
    ),
    Group(
        "管理",
        "Manage",
        (
            Entry("organisation", "tree", "组织", "Organisation", "org.view", phone=True, short=("组织", "People")),
            Entry("accounts", "people", "账号", "Accounts", "accounts.manage", phone=True),
            Entry("grants", "key", "授权", "Grants", "accounts.manage"),
            Entry("tokens_all", "key", "令牌", "Tokens", "accounts.manage"),
            Entry("parts", "table", "部件", "Parts", "parts.view"),
            Entry("operations", "gear", "运行", "Operations", "operations.manage"),
            Entry("audit", "clock", "审计记录", "Audit log", "audit.view", phone=True, short=("审计", "Audit")),
        ),
    ),
)


PERSONAL = (
    Entry("notices", "bell", "通知", "Notices", None),
    Entry("cockpit_arrange", "gear", "调整版面", "Arrange the board", "cockpit.view"),
    Entry("deputies", "people", "我的代理", "My deputies", None),
    Entry("tokens", "key", "我的令牌", "My tokens", "tokens.own"),
)
"""Places of whoever is signed in: in the own menu and beside what they belong to, and found by the palette."""


def visible(asker: Asker) -> Iterator[Group]:
    """The groups with the entries that this asker may open; empty groups are left out."""
    for group in GROUPS:
        entries = tuple(e for e in group.entries if e.needs is None or asker.may(e.needs))
        if entries:
            yield Group(group.zh, group.en, entries)


def personal(asker: Asker) -> Iterator[Entry]:
    """The personal places that this asker may open."""
    return (e for e in PERSONAL if e.needs is None or asker.may(e.needs))
