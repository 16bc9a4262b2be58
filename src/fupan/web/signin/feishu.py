"""Feishu and Lark 飞书: OAuth 2.0 with its second version of tokens. Only the company's own address counts as verified."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fupan.web.signin.calls import call
from fupan.web.signin.person import Granted, SignedIn
from fupan.web.signin.service_provider import ServiceAdapter, ServiceProvider, with_query


class FeishuAdapter(ServiceAdapter):
    provider_id = "feishu"

    def address(self, request: HttpRequest, callback: str, state: str) -> str:
        place = f"{self.options()['login_server']}/open-apis/authen/v1/authorize"
        app_id = self.options()["app_id"]
        return with_query(place, client_id=app_id, response_type="code", redirect_uri=callback, state=state)

    def trade(self, app: Any, code: str, callback: str) -> Granted:
        told = call(
            "POST",
            f"{self.options()['server']}/open-apis/authen/v2/oauth/token",
            body={
                "grant_type": "authorization_code", "client_id": app.client_id, "client_secret": app.secret,
                "code": code, "redirect_uri": callback,
            },
        )  # fmt: skip
        return Granted(str(told.get("access_token", "")))

    def who(self, app: Any, granted: Granted) -> SignedIn:
        told = call(
            "GET",
            f"{self.options()['server']}/open-apis/authen/v1/user_info",
            headers={"Authorization": f"Bearer {granted.access}"},
        )
        person = told.get("data") or {}
        return SignedIn(
            uid=person.get("union_id") or person.get("open_id") or "",
            name=person.get("name") or "",
            mail=person.get("enterprise_email") or "",
            staff_number=person.get("employee_no") or "",
        )


class FeishuProvider(ServiceProvider):
    id = "feishu"
    name = "飞书 Feishu"
    oauth2_adapter_class = FeishuAdapter
