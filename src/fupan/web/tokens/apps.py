"""Tokens 接口令牌: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "fupan.web.tokens"
    label = "tokens"
    verbose_name = "接口令牌 Tokens"
