"""The living page of parts, for those who look after the house and those who build rooms in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fupan.web.parts import samples


def parts(request: HttpRequest) -> HttpResponse:
    """Every component in each state, with invented content."""
    context = {
        "tiles": samples.tiles(), "panels": samples.panels(), "paged": samples.paged(),
        "empty_form": samples.SampleForm(prefix="new"), "wrong_form": samples.SampleForm({"wrong-name": ""}, prefix="wrong"),
        "lights": ("green", "light_green", "amber", "red", "none"), "tones": ("", "blue", "green", "amber", "red"),
        "icons": ICONS,
    }  # fmt: skip
    return render(request, "parts_page/parts.html", context)


ICONS = (
    "gauge", "search", "target", "warning", "book", "database", "tree", "people", "shield", "clock", "gear", "bell", "key",
    "globe", "sun", "eye", "plus", "download", "filter", "info", "table", "more", "left", "right", "down", "close", "leave",
)  # fmt: skip
