"""SCIM 目录同步: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ScimConfig(AppConfig):
    name = "fupan.web.scim"
    label = "scim"
    verbose_name = "目录同步 Directory sync"
