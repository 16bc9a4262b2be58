"""Organisation 组织: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "fupan.web.org"
    label = "org"
    verbose_name = "组织 Organisation"
