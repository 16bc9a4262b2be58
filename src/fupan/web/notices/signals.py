"""What is told of signing in: a change of how an account is opened goes to its owner, whoever made it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from fupan.web.accounts.models import User
from fupan.web.notices.telling import tell

_MEANS = {
    Authenticator.Type.TOTP: ("动态口令", "an authenticator app"),
    Authenticator.Type.WEBAUTHN: ("通行密钥", "a passkey"),
    Authenticator.Type.RECOVERY_CODES: ("恢复码", "recovery codes"),
}


@receiver([password_changed, password_set, password_reset])
def _password(request: HttpRequest, user: User, **_: Any) -> None:
    tell([user], "safety", "密码已修改", "Your password was changed", address=reverse("account_change_password"))


@receiver(authenticator_added)
def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    zh, en = _MEANS[authenticator.type]
    tell([user], "safety", f"账号新增了{zh}", f"Your account got {en}", address=reverse("mfa_index"))


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    zh, en = _MEANS[authenticator.type]
    tell([user], "safety", f"账号的{zh}已移除", f"Your account lost {en}", address=reverse("mfa_index"))


@receiver(social_account_added)
def _linked(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    name = sociallogin.account.provider
    tell(
        [sociallogin.user], "safety", f"账号关联了登录方式 {name}", f"{name} now signs you in",
        address=reverse("socialaccount_connections"),
    )  # fmt: skip


@receiver(social_account_removed)
def _unlinked(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    name = socialaccount.provider
    tell(
        [socialaccount.user], "safety", f"登录方式 {name} 已取消关联", f"{name} signs you in no more",
        address=reverse("socialaccount_connections"),
    )  # fmt: skip
