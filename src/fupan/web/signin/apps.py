"""Sign-in 第三方登录: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "fupan.web.signin"
    label = "signin"
    verbose_name = "第三方登录 Sign-in"
