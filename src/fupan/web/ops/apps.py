"""Operations 运行: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "fupan.web.ops"
    label = "ops"
    verbose_name = "运行 Operations"
