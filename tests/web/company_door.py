"""Local stand-ins for Feishu, DingTalk, WeCom and an OpenID provider: real HTTP, as strict about each step as the services are."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

SECRET, CLIENT = "s3cret-of-the-app", "cli_a1b2"
MEMBER = {"uid": "on_union_7", "name": "黄勇", "mail": "huang@example.com", "number": "E3"}


class Services:
    """What the services know: one member of the company, the codes they gave out and the tokens they hold good."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.member = dict(MEMBER)
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def sign_in(self, address: str) -> str:
        """What a browser does at the address it was sent to: sign in and come back with a code; the way back."""
        parts = urlsplit(address)
        asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
        code, name = f"code-{len(self.codes)}", "code"
        match parts.path:
            case "/open-apis/authen/v1/authorize":
                assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
            case "/oauth2/auth":
                assert (asked["client_id"], asked["scope"], asked["prompt"]) == (CLIENT, "openid", "consent")
                name = "authCode"
            case "/wwlogin/sso/login":
                assert (asked["login_type"], asked["appid"], asked["agentid"]) == ("CorpApp", CLIENT, "1000002")
            case "/connect/oauth2/authorize":
                assert (asked["scope"], asked["appid"], parts.fragment) == (
                    "snsapi_privateinfo",
                    CLIENT,
                    "wechat_redirect",
                )
                code += "-inside"
            case "/oidc/authorize":
                assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
                assert "openid" in asked["scope"].split()
            case other:
                raise AssertionError(other)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{name}={code}&state={asked['state']}"

    def take(self, code: str) -> dict[str, str] | None:
        """A code is good once."""
        return self.codes.pop(code, None)

    def token(self) -> str:
        made = f"token-{len(self.tokens)}"
        self.tokens.add(made)
        return made


def answer(s: Services, method: str, path: str, query: dict[str, str], body: Any, headers: Any) -> tuple[int, Any]:
    """One call of our server; the status and the document of the service."""
    match method, path:
        case "POST", "/open-apis/authen/v2/oauth/token":
            given = s.take(body.get("code", "")) if body.get("client_secret") == SECRET else None
            if given is None or given["redirect_uri"] != body.get("redirect_uri"):
                return 400, {
                    "code": 20003,
                    "error": "invalid_grant",
                    "error_description": "The authorization code is invalid.",
                }
            return 200, {"code": 0, "access_token": s.token(), "expires_in": 7200, "token_type": "Bearer"}
        case "GET", "/open-apis/authen/v1/user_info":
            if headers.get("Authorization", "").removeprefix("Bearer ") not in s.tokens:
                return 400, {"code": 20005, "msg": "The access token passed is invalid."}
            m = s.member
            return 200, {"code": 0, "msg": "success", "data": {
                "union_id": m["uid"], "open_id": "ou_1", "name": m["name"], "email": "private@example.net",
                "enterprise_email": m["mail"], "employee_no": m["number"], "tenant_key": "t1",
            }}  # fmt: skip
        case "POST", "/v1.0/oauth2/userAccessToken":
            if (body.get("clientSecret"), body.get("grantType")) != (SECRET, "authorization_code") or not s.take(
                body["code"]
            ):
                return 400, {"code": "invalidParameter.authCode.notFound", "message": "不存在的临时授权码"}
            return 200, {"accessToken": s.token(), "refreshToken": "r", "expireIn": 7200, "corpId": "ding1"}
        case "GET", "/v1.0/contact/users/me":
            if headers.get("x-acs-dingtalk-access-token") not in s.tokens:
                return 401, {"code": "InvalidAuthentication", "message": "不合法的access_token"}
            return 200, {"nick": "nick", "unionId": s.member["uid"], "openId": "o1", "email": "private@example.net"}
        case "POST", "/v1.0/oauth2/accessToken":
            good = (body.get("appKey"), body.get("appSecret")) == (CLIENT, SECRET)
            return (
                (200, {"accessToken": s.token(), "expireIn": 7200})
                if good
                else (400, {"code": "invalidClient", "message": "x"})
            )
        case "POST", "/topapi/user/getbyunionid":
            if (
                query.get("access_token") not in s.tokens
                or body.get("unionid") != s.member["uid"]
                or not s.member["number"]
            ):
                return 200, {"errcode": 60121, "errmsg": "找不到该用户"}
            return 200, {"errcode": 0, "errmsg": "ok", "result": {"contact_type": 0, "userid": "manager7"}}
        case "POST", "/topapi/v2/user/get":
            if query.get("access_token") not in s.tokens or body.get("userid") != "manager7":
                return 200, {"errcode": 33012, "errmsg": "无效的userid"}
            m = s.member
            return 200, {"errcode": 0, "result": {"name": m["name"], "org_email": m["mail"], "job_number": m["number"]}}
        case "GET", "/cgi-bin/gettoken":
            if (query.get("corpid"), query.get("corpsecret")) != (CLIENT, SECRET):
                return 200, {"errcode": 40001, "errmsg": "invalid credential"}
            return 200, {"errcode": 0, "errmsg": "ok", "access_token": s.token(), "expires_in": 7200}
        case "GET", "/cgi-bin/auth/getuserinfo":
            code = query.get("code", "")
            if query.get("access_token") not in s.tokens or s.take(code) is None:
                return 200, {"errcode": 40029, "errmsg": "invalid code"}
            if not s.member["number"]:
                return 200, {"errcode": 0, "errmsg": "ok", "openid": "outsider"}
            told = {"errcode": 0, "errmsg": "ok", "userid": s.member["number"]}
            return 200, {**told, "user_ticket": "ticket-1"} if code.endswith("-inside") else told
        case "POST", "/cgi-bin/auth/getuserdetail":
            if query.get("access_token") not in s.tokens or body.get("user_ticket") != "ticket-1":
                return 200, {"errcode": 42002, "errmsg": "user_ticket expired"}
            return 200, {"errcode": 0, "errmsg": "ok", "userid": s.member["number"], "biz_mail": s.member["mail"]}
        case "GET", "/oidc/.well-known/openid-configuration":
            at = f"{s.base}/oidc"
            return 200, {"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                         "userinfo_endpoint": f"{at}/me", "jwks_uri": f"{at}/keys",
                         "token_endpoint_auth_methods_supported": ["client_secret_post"]}  # fmt: skip
        case "POST", "/oidc/token":
            given = s.take(body.get("code", ""))
            challenge = base64.urlsafe_b64encode(
                hashlib.sha256(body.get("code_verifier", "").encode()).digest()
            ).rstrip(b"=")
            if given is None or body.get("client_secret") != SECRET or given["code_challenge"] != challenge.decode():
                return 400, {"error": "invalid_grant"}
            now = int(time.time())
            claims = {"iss": f"{s.base}/oidc", "aud": CLIENT, "sub": s.member["uid"], "iat": now, "exp": now + 300}
            signed = jwt.encode(claims, s.key, algorithm="RS256", headers={"kid": "k1"})
            return 200, {"access_token": s.token(), "token_type": "Bearer", "expires_in": 300, "id_token": signed}
        case "GET", "/oidc/me":
            if headers.get("Authorization", "").removeprefix("Bearer ") not in s.tokens:
                return 401, {"error": "invalid_token"}
            verified = bool(s.member["number"])
            return 200, {
                "sub": s.member["uid"],
                "name": s.member["name"],
                "email": s.member["mail"],
                "email_verified": verified,
            }
        case "GET", "/oidc/keys":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(s.key.public_key(), as_dict=True)
            return 200, {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}
    return 404, {"code": 404, "message": f"{method} {path}"}


@contextmanager
def running() -> Iterator[Services]:
    """The services on a port of their own."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Content-Type", "").startswith("application/json"):
                body = json.loads(sent or b"{}")
            else:
                body = {k: v[0] for k, v in parse_qs(sent.decode()).items()}
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            status, told = answer(services, self.command, parts.path, query, body, self.headers)
            text = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _do  # noqa: N815 - the names that the standard library calls

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    services = Services(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
