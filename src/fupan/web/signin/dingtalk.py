"""DingTalk 钉钉: OAuth 2.0; the company's own directory is asked whether the person belongs to it, and for its address of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fupan.web.signin.calls import call
from fupan.web.signin.person import Granted, SignedIn
from fupan.web.signin.service_provider import ServiceAdapter, ServiceProvider, with_query


class DingTalkAdapter(ServiceAdapter):
    provider_id = "dingtalk"
    code_parameter = "authCode"

    def __init__(self, request: HttpRequest) -> None:
        if "authCode" in request.GET and "code" not in request.GET:  # the library looks for the standard's name
            asked = request.GET.copy()
            asked["code"] = request.GET.get("authCode", "")
            request.GET = asked  # type: ignore[assignment] # as the library's own provider does
        super().__init__(request)

    def address(self, request: HttpRequest, callback: str, state: str) -> str:
        return with_query(
            f"{self.options()['login_server']}/oauth2/auth",
            client_id=self.options()["app_id"], response_type="code", scope="openid", prompt="consent",
            redirect_uri=callback, state=state,
        )  # fmt: skip

    def trade(self, app: Any, code: str, callback: str) -> Granted:
        told = call(
            "POST",
            f"{self.options()['server']}/v1.0/oauth2/userAccessToken",
            body={
                "clientId": app.client_id, "clientSecret": app.secret, "code": code, "grantType": "authorization_code",
            },
        )  # fmt: skip
        return Granted(str(told.get("accessToken", "")))

    def who(self, app: Any, granted: Granted) -> SignedIn:
        options = self.options()
        me = call(
            "GET", f"{options['server']}/v1.0/contact/users/me", headers={"x-acs-dingtalk-access-token": granted.access}
        )
        company = call(
            "POST",
            f"{options['server']}/v1.0/oauth2/accessToken",
            body={"appKey": app.client_id, "appSecret": app.secret},
        )
        key = {"access_token": str(company.get("accessToken", ""))}
        directory = f"{options['directory_server']}/topapi"
        found = call("POST", f"{directory}/user/getbyunionid", query=key, body={"unionid": me.get("unionId", "")})
        user_id = (found.get("result") or {}).get("userid", "")
        member = call("POST", f"{directory}/v2/user/get", query=key, body={"userid": user_id}).get("result") or {}
        return SignedIn(
            uid=me.get("unionId") or "",
            name=member.get("name") or me.get("nick") or "",
            mail=member.get("org_email") or "",
            staff_number=member.get("job_number") or "",
        )


class DingTalkProvider(ServiceProvider):
    id = "dingtalk"
    name = "钉钉 DingTalk"
    oauth2_adapter_class = DingTalkAdapter
