"""Explorer 自助分析: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    name = "fupan.web.explore"
    label = "explore"
    verbose_name = "自助分析 Explorer"
