"""An account as the directory reads it, and what of its words an account holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from scim2_models import Email, EnterpriseUser, GroupMembership, Meta, Reference

from fupan.web.accounts.models import User
from fupan.web.scim.models import Synced
from fupan.web.scim.service import POLICY, Resource

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Told:
    """The part of a directory's user that an account holds."""

    username: str
    display_name: str
    email: str
    employee: str
    active: bool


def told_of(resource: Any) -> Told:
    """What the directory tells: the display name, else the parts of the name; the primary address, else the first."""
    name = resource.name
    parts = (name.formatted or " ".join(p for p in (name.given_name, name.family_name) if p)) if name else ""
    emails = [e for e in resource.emails or [] if e.value]
    primary = next((e for e in emails if e.primary), emails[0] if emails else None)
    enterprise = resource[EnterpriseUser]
    return Told(
        username=(resource.user_name or "").strip(),
        display_name=(resource.display_name or parts or "").strip()[:_LONGEST_NAME],
        email=primary.value.strip() if primary is not None else "",
        employee=((enterprise.employee_number if enterprise else "") or "").strip(),
        active=resource.active is not False,
    )


def document_of(resource: Any) -> dict[str, Any]:
    """What is kept beside the account: everything but what the service itself sets, and never a password."""
    sent: dict[str, Any] = resource.model_dump(scim_policy=POLICY)
    return {name: value for name, value in sent.items() if name not in {"id", "meta", "password", "groups"}}


def resource_of(user: User, base: str) -> Any:
    """The account as a user of the protocol; ``base`` is the address of the service, without a slash at its end."""
    synced: Synced | None = getattr(user, "synced", None)
    document = dict(synced.document) if synced is not None else {}
    document |= {"schemas": [str(Resource.__schema__), str(EnterpriseUser.__schema__)], "userName": user.username}
    made = Resource.model_validate(document, scim_policy=POLICY)
    made.id, made.active = str(user.pk), user.is_active
    if user.display_name and not (made.display_name or made.name):
        made.display_name = user.display_name
    said = told_of(made)
    if user.email != said.email:
        made.emails = _address(user.email)
    if user.person_id and said.employee != user.person_id:
        made[EnterpriseUser] = EnterpriseUser(employee_number=user.person_id)
    made.groups = [
        GroupMembership(
            value=str(m.group_id), ref=Reference(f"{base}/Groups/{m.group_id}"), display=m.group.name, type="direct"
        )
        for m in user.memberships.all()
    ] or None
    made.meta = Meta(
        resource_type="User",
        created=user.date_joined,
        last_modified=synced.changed_at if synced is not None else user.date_joined,
        location=f"{base}/Users/{user.pk}",
    )
    return made


def _address(email: str) -> list[Email] | None:
    """The account's address; one that the protocol's rules refuse (``name@localhost``) is left out, not the whole answer."""
    try:
        return [Email(value=email, type=Email.Type.work, primary=True)] if email else None
    except ValidationError:
        return None
