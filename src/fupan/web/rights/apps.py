"""Rights 权限: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "fupan.web.rights"
    label = "rights"
    verbose_name = "权限 Rights"

    def ready(self) -> None:
        from fupan.web.rights import checks, undoing  # noqa: F401 - the check of the URL table; who takes deeds back
