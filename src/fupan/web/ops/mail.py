"""Mail 邮件: where it leaves, from one URL, and a trial that says honestly what went wrong.

smtp://host:25   smtp+tls://user:password@host:587 (STARTTLS)   smtps://user:password@host:465
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

from fupan.errors import UserError, WorkspaceError

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(url: str) -> dict[str, Any]:
    """Django's settings for mail; WorkspaceError says what the URL should be. Without one no mail leaves."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    try:
        port = parts.port
        known = parts.scheme in _PORTS and bool(parts.hostname)
    except ValueError:
        port, known = None, False
    if not known:
        raise WorkspaceError("FUPAN_MAIL_URL: expected smtp://host:25, smtp+tls://user:password@host:587 or smtps://…")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def try_mail(address: str) -> None:
    """Send a trial mail now; UserError tells in both languages what did not work and which setting to look at."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.mail import EmailMessage, get_connection
    from django.core.validators import validate_email

    try:
        validate_email(address)
    except ValidationError as e:
        raise UserError(f"“{address[:80]}”不是邮箱地址 is no mail address") from e
    if not settings.FUPAN.mail:
        raise UserError("FUPAN_MAIL_URL 未设置，邮件不会发出 is not set: no mail leaves this house")
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    leaving = get_connection()
    message = EmailMessage(
        "[fupan] 试发邮件 Trial mail",
        f"邮件已设置好。Mail works.\n\n{settings.DEFAULT_FROM_EMAIL} → {where} → {address}\n",
        to=[address],
        connection=leaving,
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as e:
        raise UserError(f"{where}: {_reason(e)}") from e
    finally:
        leaving.close()  # Django leaves it open where TLS or the password failed


def _reason(error: Exception) -> str:
    """What an error of the mail server means; never the password."""
    told = str(error)[:300]
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"用户名或密码被拒绝 it refused the user or the password ({error.smtp_code})"
        case smtplib.SMTPRecipientsRefused():
            codes = ", ".join(f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values())
            return f"收件人被拒绝 it refused the address: {codes[:300]}"
        case smtplib.SMTPSenderRefused():
            return f"发件人被拒绝（FUPAN_MAIL_FROM） it refused the sender: {error.smtp_code} {error.smtp_error!r}"[
                :300
            ]
        case smtplib.SMTPNotSupportedError():
            return f"服务器不支持 it does not support what was asked (smtp, smtp+tls or smtps?): {told}"
        case ssl.SSLError():
            return f"TLS 失败，检查 smtp+tls 或 smtps TLS failed, check smtp+tls or smtps: {told}"
        case socket.gaierror():
            return "找不到这台主机 there is no such host"
        case TimeoutError():
            return "没有响应（防火墙？端口？） it does not answer (firewall? port?)"
        case ConnectionRefusedError():
            return "拒绝连接（端口？） it refused the connection (port?)"
        case smtplib.SMTPServerDisconnected():
            return f"连接被断开，检查 smtp+tls 或 smtps it hung up, check smtp+tls or smtps: {told}"
        case _:
            return f"{type(error).__name__}: {told}"
