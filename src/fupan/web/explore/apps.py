"""The app of the explorer."""

from __future__ import annotations

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """Saved views."""

    name = "fupan.web.explore"
    label = "explore"
