"""A group as the directory reads it."""

from __future__ import annotations

from typing import Any

from scim2_models import Group, Meta

from fupan.web.scim.models import DirectoryGroup
from fupan.web.scim.service import POLICY


def group_of(group: DirectoryGroup, base: str) -> Any:
    """The group as one of the protocol; ``base`` is the address of the service, without a slash at its end."""
    members = [
        {"value": str(m.user_id), "$ref": f"{base}/Users/{m.user_id}", "display": m.user.shown_name, "type": "User"}
        for m in group.memberships.all()
    ]
    told: dict[str, Any] = {"schemas": [str(Group.__schema__)], "displayName": group.name}
    if members:
        told["members"] = members
    if group.external_id:
        told["externalId"] = group.external_id
    made = Group.model_validate(told, scim_policy=POLICY)
    made.id = str(group.pk)
    made.meta = Meta(
        resource_type="Group",
        created=group.made_at,
        last_modified=group.changed_at,
        location=f"{base}/Groups/{group.pk}",
    )
    return made
