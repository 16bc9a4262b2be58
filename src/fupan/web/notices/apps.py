"""Notices 通知: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "fupan.web.notices"
    label = "notices"
    verbose_name = "通知 Notices"

    def ready(self) -> None:
        from fupan.web.notices import signals  # noqa: F401 - connects what is told of signing in
