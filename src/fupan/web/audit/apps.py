"""Audit 审计: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "fupan.web.audit"
    label = "audit"
    verbose_name = "审计 Audit"
