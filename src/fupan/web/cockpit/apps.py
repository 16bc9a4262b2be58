"""Cockpit 驾驶舱: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "fupan.web.cockpit"
    label = "cockpit"
    verbose_name = "驾驶舱 Cockpit"
