"""Jobs 后台任务: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "fupan.web.jobs"
    label = "jobs"
    verbose_name = "后台任务 Jobs"
