"""Rights 权限: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "fupan.web.rights"
    label = "rights"
    verbose_name = "权限 Rights"

    def ready(self) -> None:
        from fupan.web.rights import checks  # noqa: F401 - registers the check of the URL table
