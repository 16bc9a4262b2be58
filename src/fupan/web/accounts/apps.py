"""Accounts 账号: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fupan.web.accounts"
    label = "accounts"
    verbose_name = "账号 Accounts"

    def ready(self) -> None:
        from fupan.web.accounts import signals  # noqa: F401 - connects what follows a change of password
