"""The addresses of the protocol; all of them need a token for directory sync of somebody who manages accounts."""

from __future__ import annotations

from django.urls import URLPattern

from fupan.web.rights.pages import Access, View
from fupan.web.scim.errors import tell
from fupan.web.scim.group_views import scim_group, scim_groups, scim_search, scim_search_groups
from fupan.web.scim.views import (
    scim_config,
    scim_nowhere,
    scim_schemas,
    scim_search_users,
    scim_types,
    scim_user,
    scim_users,
)
from fupan.web.tokens.api import api


def _scim(route: str, view: View, name: str, *methods: str, get: bool = True) -> URLPattern:
    access = Access(needs="accounts.manage", token="scim", methods=(*(("GET", "HEAD") if get else ()), *methods))  # noqa: S106 - no secret
    return api(route, view, name=name, access=access, tell=tell)


urlpatterns = [
    _scim(".search", scim_search, "scim_search", "POST", get=False),
    _scim("Users/.search", scim_search_users, "scim_search_users", "POST", get=False),
    _scim("Users", scim_users, "scim_users", "POST"),
    _scim("Users/<str:pk>", scim_user, "scim_user", "PUT", "PATCH", "DELETE"),
    _scim("Groups/.search", scim_search_groups, "scim_search_groups", "POST", get=False),
    _scim("Groups", scim_groups, "scim_groups", "POST"),
    _scim("Groups/<str:pk>", scim_group, "scim_group", "PUT", "PATCH", "DELETE"),
    _scim("ServiceProviderConfig", scim_config, "scim_config"),
    _scim("ResourceTypes", scim_types, "scim_types"),
    _scim("ResourceTypes/<str:name>", scim_types, "scim_type"),
    _scim("Schemas", scim_schemas, "scim_schemas"),
    _scim("Schemas/<str:name>", scim_schemas, "scim_schema"),
    _scim("<path:rest>", scim_nowhere, "scim_nowhere"),
]
