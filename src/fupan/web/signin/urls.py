"""Where each service is left for, and where it comes back to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from fupan.web.signin.provider import provider_classes

View = Callable[..., HttpResponseBase]


def where_set_up(view: View, provider: str) -> View:
    """The view; 404 where the company has not set this service up."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            get_adapter().get_app(request, provider=provider)
        except SocialApp.DoesNotExist as e:
            raise Http404 from e
        return view(request, *args, **kwargs)

    return checked


def _of(provider: type) -> list[object]:
    name: str = provider.id  # type: ignore[attr-defined]
    adapter = provider.oauth2_adapter_class  # type: ignore[attr-defined]
    return [
        path(f"{name}/login/", where_set_up(OAuth2LoginView.adapter_view(adapter), name), name=f"{name}_login"),
        path(
            f"{name}/login/callback/",
            where_set_up(OAuth2CallbackView.adapter_view(adapter), name),
            name=f"{name}_callback",
        ),
    ]


# The library asks for these once for each provider: it shall find them all the same, and once.
urlpatterns = [each for provider in provider_classes for each in _of(provider)]
