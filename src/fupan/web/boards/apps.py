"""Boards 看板: the Django app."""

from __future__ import annotations

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "fupan.web.boards"
    label = "boards"
    verbose_name = "看板 Boards"
