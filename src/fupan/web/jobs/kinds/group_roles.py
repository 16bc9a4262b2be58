"""Roles of directory groups 目录组角色: when the workspace names other roles for groups, their members hold those."""

from __future__ import annotations

from hashlib import sha256

from fupan.web.company import house
from fupan.web.jobs.job import job
from fupan.web.scim.groups import settle
from fupan.web.scim.models import DirectoryGroup


def _named() -> str:
    """What the workspace names, as a text that changes with it; nothing while there is no group."""
    if not DirectoryGroup.objects.exists():
        return ""
    told = sorted((role.name, sorted(role.groups)) for role in house().roles.roles.values() if role.groups)
    return sha256(repr(told).encode()).hexdigest()[:32]


@job(
    "group_roles", "目录组角色", "Roles of directory groups", why="reads who is in which group, no figure", when=_named
)
def settle_groups() -> str:
    """Give and end what the workspace's roles say now; of how many groups."""
    here, groups = house(), list(DirectoryGroup.objects.order_by("pk"))
    for group in groups:
        settle(None, here, group)
    return f"{len(groups)} groups"
