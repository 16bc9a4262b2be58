"""Where each service is left for, and where it comes back to."""

from __future__ import annotations

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.urls import path

from fupan.web.signin.provider import provider_classes


def _of(provider: type) -> list[object]:
    name: str = provider.id  # type: ignore[attr-defined]
    adapter = provider.oauth2_adapter_class  # type: ignore[attr-defined]
    return [
        path(f"{name}/login/", OAuth2LoginView.adapter_view(adapter), name=f"{name}_login"),
        path(f"{name}/login/callback/", OAuth2CallbackView.adapter_view(adapter), name=f"{name}_callback"),
    ]


# The library asks for these once for each provider: it shall find them all the same, and once.
urlpatterns = [each for provider in provider_classes for each in _of(provider)]
