"""Who may give what to whom. Nobody gives to themselves, and nobody more than a role of their own may give."""

from __future__ import annotations

from collections.abc import Iterable

from fupan.errors import UserError
from fupan.web.rights.asker import Asker
from fupan.web.rights.role import EVERYTHING, Role


class RefusedError(UserError):
    """A change that was not made, with the reason in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def may_grant(asker: Asker, role: Role) -> bool:
    """Whether a role that the asker holds as themselves, not as a deputy, may give this one to others."""
    return any(_gives(h.role, role) for h in asker.held if h.delegated_by is None)


def _gives(giver: Role, role: Role) -> bool:
    if not giver.allows("accounts.manage"):
        return False
    return role.name in giver.grants or (
        EVERYTHING in giver.grants and (giver.does_everything or not role.does_everything)
    )


def check_may_change(asker: Asker, user_id: int, theirs: Iterable[Role]) -> None:
    """RefusedError unless the asker may change this account: never the own one, never one that holds more than they give."""
    if user_id == asker.user_id:
        raise RefusedError(
            "自己的账号要由别人来改。", "Your own account is changed by somebody else who manages accounts."
        )
    for role in theirs:
        check_may_grant(asker, role)


def check_may_grant(asker: Asker, role: Role) -> None:
    """RefusedError where the asker may not give this role."""
    if not may_grant(asker, role):
        raise RefusedError(f"您的角色不能授予或改动“{role.zh}”。", f"Your roles may not give or change {role.en}.")
