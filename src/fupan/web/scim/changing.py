"""What the directory does to accounts: the deeds that the pages have, under the rights of the token's owner."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from scim2_models import InvalidValueException, UniquenessException

from fupan.web.accounts.actions import change_account, check_may_change_account, invite
from fupan.web.accounts.closing import close_account, reopen_account
from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.company import House
from fupan.web.scim.groups import leave_groups
from fupan.web.scim.models import Synced
from fupan.web.scim.resource import Told, document_of, told_of

REASON = "directory sync"


@transaction.atomic
def add_user(request: HttpRequest, here: House, resource: Any) -> User:
    """Make the account, or take up the one that the directory let go of. It holds no right that its person does not.

    UniquenessException where the name or address belongs to another, RefusedError where the token's owner may not.
    """
    told = told_of(resource)
    former = User.objects.filter(username__iexact=told.username, synced__removed=True).first()
    if former is not None:
        return keep_user(request, here, former, resource)
    _check(told, None)
    user = invite(
        request, here, username=told.username, display_name=told.display_name, email=told.email,
        person=_person(here, told),
    )  # fmt: skip
    if not told.active:
        close_account(request, user, reason=REASON)
    _remember(user, resource)
    return user


@transaction.atomic
def keep_user(request: HttpRequest, here: House, user: User, resource: Any) -> User:
    """Make the account what the directory says; nothing is checked or written of what is so already."""
    told = told_of(resource)
    _check(told, user)
    if told.username != user.username:
        check_may_change_account(request, here, user)
        old, user.username = user.username, told.username
        user.save(update_fields=["username"])
        record(
            request, "change", "account", user.pk, label=user.shown_name, reason=REASON,
            old={"username": old}, new={"username": told.username},
        )  # fmt: skip
    person = _person(here, told) if told.employee else user.person_id
    if (told.display_name, told.email, person) != (user.display_name, user.email, user.person_id):
        change_account(request, here, user, display_name=told.display_name, email=told.email, person=person)
    if told.active != user.is_active:
        check_may_change_account(request, here, user)
        (reopen_account if told.active else close_account)(request, user, reason=REASON)
    _remember(user, resource)
    return user


@transaction.atomic
def drop_user(request: HttpRequest, here: House, user: User) -> None:
    """Close the account and let go of it: what it did stays on record, so it is not deleted."""
    if user.is_active:
        check_may_change_account(request, here, user)
        close_account(request, user, reason=REASON)
    leave_groups(request, here, user)
    Synced.objects.update_or_create(user=user, defaults={"removed": True, "changed_at": timezone.now()})


def _check(told: Told, user: User | None) -> None:
    others = User.objects.exclude(pk=user.pk if user is not None else 0)
    try:
        User.username_validator(told.username)
        validate_email(told.email) if told.email else None
    except ValidationError as wrong:
        raise InvalidValueException(detail=str(wrong.messages[0])) from wrong
    if len(told.username) > 150:
        raise InvalidValueException(detail="userName is longer than 150 characters")
    if others.filter(username__iexact=told.username).exists():
        raise UniquenessException(detail=f"userName {told.username} belongs to another account")
    if told.email and others.filter(email__iexact=told.email).exists():
        raise UniquenessException(detail=f"{told.email} belongs to another account")


def _person(here: House, told: Told) -> str | None:
    """The person of the staff number; one that the list of people does not have yet is linked with a later sync."""
    return told.employee if told.employee in here.directory.person_by_id else None


def _remember(user: User, resource: Any) -> None:
    said = {
        "external_id": (resource.external_id or "")[:200], "document": document_of(resource), "removed": False,
        "changed_at": timezone.now(),
    }  # fmt: skip
    user.synced, _ = Synced.objects.update_or_create(user=user, defaults=said)
