"""Who holds what, and through what: in words for pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fupan.web.org.directory import Directory
from fupan.web.rights.asker import Asker, Held
from fupan.web.rights.role import Role, Rows

REACH: dict[Rows, tuple[str, str]] = {
    "none": ("不含数据", "no rows"),
    "own": ("本人", "own"),
    "own_below": ("本人及下属", "own and those below"),
    "unit": ("本部门", "own unit"),
    "unit_below": ("本部门及下属", "own unit and those below"),
    "granted": ("授权指定", "as named"),
    "all": ("全部", "all"),
}


@dataclass(frozen=True, slots=True)
class Through:
    """A role that is held, and through what."""

    role: Role
    zh: str
    en: str
    reach_zh: str
    reach_en: str
    members: Mapping[str, tuple[str, ...]]


def holdings(asker: Asker) -> list[Through]:
    """Every role that an account holds today, own ones first."""
    return [_through(held, asker.directory) for held in asker.held]


def _through(held: Held, directory: Directory) -> Through:
    if held.by_position:
        names = {p.id: p.name for p in directory.positions}
        posts = "、".join(names[p] for p in held.positions)
        zh, en = f"岗位 {posts}", f"position {posts}"
    else:
        zh, en = "授权", "grant"
    if held.delegated_by is not None:
        zh, en = f"代理 {held.delegated_by}（{zh}）", f"deputy of {held.delegated_by} ({en})"
    reach_zh, reach_en = REACH[held.role.reach("sales")]
    return Through(held.role, zh, en, reach_zh, reach_en, held.members)
