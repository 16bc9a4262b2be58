"""What Feishu, DingTalk and WeCom have in common as providers of the library that signs in."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest

from fupan.web.signin.person import Granted, SignedIn


class ServiceAccount(ProviderAccount):  # type: ignore[misc] # allauth has no types
    """A link, told by the person's name there."""

    def to_str(self) -> str:
        return str(self.account.extra_data.get("name") or self.account.uid)


class ServiceProvider(OAuth2Provider):  # type: ignore[misc] # allauth has no types
    """One service; what it tells comes as ``SignedIn.told()``."""

    account_class = ServiceAccount
    package = "fupan.web.signin"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["uid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"username": data["uid"], "name": data["name"]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return [EmailAddress(email=data["mail"], verified=True, primary=True)] if data["mail"] else []


class ServiceAdapter(OAuth2Adapter):  # type: ignore[misc] # allauth has no types
    """The steps of one sign-in; a service says where to send the browser, how to trade the code, and who it was."""

    access_token_url = ""  # each service trades codes in its own way
    code_parameter: ClassVar[str] = "code"

    def options(self) -> dict[str, str]:
        """The service's addresses and keys."""
        return dict(self.get_provider().app.settings)

    @abstractmethod
    def address(self, request: HttpRequest, callback: str, state: str) -> str:
        """Where the browser signs in."""

    @abstractmethod
    def trade(self, app: Any, code: str, callback: str) -> Granted:
        """The code for a token."""

    @abstractmethod
    def who(self, app: Any, granted: Granted) -> SignedIn:
        """Who it was."""

    # -- as the library asks ---------------------------------------------------------------------------------------

    @property
    def authorize_url(self) -> str:
        return ""

    def get_client(self, request: HttpRequest, app: Any) -> Any:
        return _Client(self, request, self.get_callback_url(request, app))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None
    ) -> Granted:
        code = request.GET.get(self.code_parameter) or request.GET.get("code", "")
        return self.trade(app, code, self.get_callback_url(request, app))

    def parse_token(self, data: Granted) -> SocialToken:
        self._granted = data
        return SocialToken(token="")  # nothing of it is kept

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **_: Any) -> Any:
        signed_in = self.who(app, self._granted)
        if not signed_in.uid:
            raise OAuth2Error(f"{self.provider_id} named nobody")
        return self.get_provider().sociallogin_from_response(request, signed_in.told())


class _Client:
    """What the library asks for the address that the browser is sent to."""

    def __init__(self, adapter: ServiceAdapter, request: HttpRequest, callback: str) -> None:
        self.adapter, self.request, self.callback, self.state = adapter, request, callback, ""

    def get_redirect_url(self, authorize_url: str, scope: object, extra: object) -> str:
        return self.adapter.address(self.request, self.callback, self.state)


def with_query(place: str, **query: str) -> str:
    """An address with its query."""
    return f"{place}?{urlencode(query)}"
