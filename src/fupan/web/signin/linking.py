"""Which account a service's person may open 关联账号: the linked one, else one that the company itself says is theirs."""

from __future__ import annotations

from django.conf import settings

from fupan.web.accounts.models import User


def account_of(kind: str, *, mail: str, staff_number: str) -> User | None:
    """The one active account with this verified address, else of the person with this staff number; None where there is none.

    What counts is said for each service in ``fupan.toml``.
    """
    service = next((s for s in settings.SIGNIN if s.kind == kind), None)
    if service is None:
        return None
    for allowed, field, value in (
        (service.by_mail, "email__iexact", mail),
        (service.by_staff_number, "person_id", staff_number),
    ):
        if allowed and value:
            found = list(User.objects.filter(is_active=True, **{field: value})[:2])
            if len(found) == 1:
                return found[0]
    return None
