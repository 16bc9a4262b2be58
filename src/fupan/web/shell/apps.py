"""Shell 页面框架: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "fupan.web.shell"
    label = "shell"
    verbose_name = "页面框架 Shell"
