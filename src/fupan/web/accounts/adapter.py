"""How signing in behaves here: nobody signs up without an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts are made by invitation or in bulk, never by whoever finds the page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """A company's directory signs in accounts that exist; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link a person who comes for the first time to the account that the company says is theirs."""
        from fupan.web.audit.log import record
        from fupan.web.signin.linking import account_of

        if sociallogin.is_existing or sociallogin.state.get("process") != AuthProcess.LOGIN:
            return
        told = sociallogin.account.extra_data
        kind = sociallogin.account.provider
        mail = next((e.email for e in sociallogin.email_addresses if e.verified), "")
        user = account_of(kind, mail=mail, staff_number=str(told.get("staff_number") or ""))
        if user is None:
            record(request, "sign in failed", "account", "", label=f"{kind} {sociallogin.account.uid}", who="unknown")
            return
        sociallogin.connect(request, user)
        record(
            request, "link a sign-in", "account", user.pk, label=user.shown_name, who=user.shown_name,
            new={"service": kind, "uid": sociallogin.account.uid},
        )  # fmt: skip
