"""The one-time link 一次性链接: with it somebody sets the password of an account that an administrator made or unlocked.

It is the library's own link for a forgotten password: signed, good for three days and for one use, nothing is stored.
"""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from fupan.web.accounts.models import User


def one_time_link(request: HttpRequest, user: User) -> str:
    """The address that sets this account's password, once."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return request.build_absolute_uri(path)


def good_through() -> date:
    """The last day of a link that is made now."""
    return timezone.localdate() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def mail_link(user: User, link: str, *, company: str) -> bool:
    """Send the link in both languages; False where no mail is set up, the account has no address or mail fails."""
    if not (settings.FUPAN.mail and user.email):
        return False
    text = (
        f"{user.shown_name}，您好：\n\n请打开下面的链接设置密码（{good_through()} 前有效，只能用一次）。用户名：{user.username}\n\n{link}\n\n"
        f"Hello {user.shown_name},\n\nopen the link above to set your password. It is good through {good_through()}, once. "
        f"Your user name: {user.username}\n"
    )
    try:
        return send_mail(f"[fupan] {company}", text, None, [user.email]) == 1
    except (OSError, SMTPException):
        return False
