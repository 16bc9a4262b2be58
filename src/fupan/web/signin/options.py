"""``[signin.*]`` of ``fupan.toml``: which services sign people in. Secrets stand in the environment alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fupan.errors import WorkspaceError

_COMMON = {"name": "", "by_mail": True, "by_staff_number": False}
_SERVICES: dict[str, dict[str, Any]] = {
    "feishu": {
        "app_id": None, "server": "https://open.feishu.cn", "login_server": "https://accounts.feishu.cn",
    },
    "dingtalk": {
        "app_id": None, "server": "https://api.dingtalk.com", "login_server": "https://login.dingtalk.com",
        "directory_server": "https://oapi.dingtalk.com",
    },
    "wecom": {
        "corp_id": None, "agent_id": None, "server": "https://qyapi.weixin.qq.com",
        "login_server": "https://login.work.weixin.qq.com", "inside_server": "https://open.weixin.qq.com",
    },
    "openid": {"client_id": None, "server": None},
}  # fmt: skip
NAMES = {"feishu": "飞书 Feishu", "dingtalk": "钉钉 DingTalk", "wecom": "企业微信 WeCom", "openid": "OpenID Connect"}


@dataclass(frozen=True, slots=True)
class Service:
    """One service that signs people in. ``by_mail``: a verified company address finds its account; ``by_staff_number``: the
    service's staff number finds the account of that person.
    """

    kind: str
    name: str
    client_id: str
    secret: str
    options: Mapping[str, str]
    by_mail: bool
    by_staff_number: bool

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser is sent to sign in: ``https://host``."""
        places = [v for k, v in self.options.items() if k in {"login_server", "inside_server"}]
        return tuple(_origin(p) for p in (places or [self.options["server"]]))


def read_services(raw: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[Service, ...]:
    """The services of ``[signin]``; WorkspaceError says which setting is wrong, and what would be right."""
    if unknown := sorted(set(raw) - _SERVICES.keys()):
        raise WorkspaceError(f"fupan.toml: [signin.{unknown[0]}] is not known; known are {', '.join(_SERVICES)}")
    return tuple(_service(kind, spec, environment) for kind, spec in raw.items())


def _service(kind: str, spec: Any, environment: Mapping[str, str]) -> Service:
    at = f"fupan.toml: [signin.{kind}]"
    known = {**_COMMON, **_SERVICES[kind]}
    if not isinstance(spec, Mapping):
        raise WorkspaceError(f"{at} must be a table")
    if any("secret" in key.lower() for key in spec):
        raise WorkspaceError(f"{at} holds a secret; keep it in the environment as {secret_name(kind)}")
    if unknown := sorted(set(spec) - known.keys()):
        raise WorkspaceError(f"{at} unknown setting {unknown[0]}; known are {', '.join(known)}")
    for flag in ("by_mail", "by_staff_number"):
        if not isinstance(spec.get(flag, False), bool):
            raise WorkspaceError(f"{at} {flag} must be true or false, found {spec[flag]!r}")
    options = {}
    for key, default in _SERVICES[kind].items():
        value = spec.get(key, default)
        if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
            raise WorkspaceError(f"{at} needs {key}")
        options[key] = str(value).rstrip("/")
        if key.endswith("server") and not re.fullmatch(r"https?://[^/@\s]+(/[^@\s?#]*)?", options[key]):
            raise WorkspaceError(f"{at} {key} must be an address such as https://host, found {value!r}")
    secret = environment.get(secret_name(kind), "")
    if not secret:
        raise WorkspaceError(f"{at} needs its secret in the environment as {secret_name(kind)}")
    client = options.get("app_id") or options.get("corp_id") or options["client_id"]
    return Service(
        kind, str(spec.get("name") or NAMES[kind]), client, secret, options,
        by_mail=spec.get("by_mail", True), by_staff_number=spec.get("by_staff_number", False),
    )  # fmt: skip


def secret_name(kind: str) -> str:
    """The environment variable of a service's secret."""
    return f"FUPAN_SIGNIN_{kind.upper()}_SECRET"


def provider_settings(services: tuple[Service, ...]) -> dict[str, Any]:
    """What the library that signs in is told."""
    told: dict[str, Any] = {}
    for each in services:
        app: dict[str, Any] = {"client_id": each.client_id, "secret": each.secret, "name": each.name}
        if each.kind == "openid":
            app |= {
                "provider_id": "openid",
                "settings": {"server_url": each.options["server"], "oauth_pkce_enabled": True},
            }
            told["openid_connect"] = {"APPS": [app]}
        else:
            told[each.kind] = {"APPS": [{**app, "settings": dict(each.options)}]}
    return told


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
