"""The palette as a part of any page, and as a page of its own where no script runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from fupan.web.palette.find import find


def palette(request: HttpRequest) -> HttpResponse:
    """What the letters in ``q`` find."""
    words = request.GET.get("q", "")
    hits = find(request, words, english=(get_language() or "").startswith("en"))
    part = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "palette/hits.html" if part else "palette/page.html", {"hits": hits, "words": words})
