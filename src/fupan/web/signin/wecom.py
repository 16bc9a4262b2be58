"""WeCom 企业微信: by a code in a browser, or without one inside the WeCom app. The user id is the company directory's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fupan.web.signin.calls import call
from fupan.web.signin.person import Granted, SignedIn
from fupan.web.signin.service_provider import ServiceAdapter, ServiceProvider, with_query


class WeComAdapter(ServiceAdapter):
    provider_id = "wecom"

    def address(self, request: HttpRequest, callback: str, state: str) -> str:
        options = self.options()
        keys = {"appid": options["corp_id"], "agentid": options["agent_id"], "redirect_uri": callback, "state": state}
        if "wxwork" in request.headers.get("User-Agent", "").lower():
            place = f"{options['inside_server']}/connect/oauth2/authorize"
            return f"{with_query(place, **keys, response_type='code', scope='snsapi_privateinfo')}#wechat_redirect"
        return with_query(f"{options['login_server']}/wwlogin/sso/login", login_type="CorpApp", **keys)

    def trade(self, app: Any, code: str, callback: str) -> Granted:
        server = self.options()["server"]
        company = call(
            "GET", f"{server}/cgi-bin/gettoken", query={"corpid": self.options()["corp_id"], "corpsecret": app.secret}
        )
        access = str(company.get("access_token", ""))
        return Granted(
            access, call("GET", f"{server}/cgi-bin/auth/getuserinfo", query={"access_token": access, "code": code})
        )

    def who(self, app: Any, granted: Granted) -> SignedIn:
        # Somebody from outside the company has an openid here and no userid.
        user_id = str(granted.more.get("userid") or granted.more.get("UserId") or "")
        detail: dict[str, Any] = {}
        if ticket := granted.more.get("user_ticket"):
            detail = call(
                "POST", f"{self.options()['server']}/cgi-bin/auth/getuserdetail",
                query={"access_token": granted.access}, body={"user_ticket": ticket},
            )  # fmt: skip
        return SignedIn(uid=user_id, name=user_id, mail=detail.get("biz_mail") or "", staff_number=user_id)


class WeComProvider(ServiceProvider):
    id = "wecom"
    name = "企业微信 WeCom"
    oauth2_adapter_class = WeComAdapter
