"""The palette as a part of any page, and as a page of its own where no script runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fupan.web.palette.find import find
from fupan.web.shell.templatetags.say import in_english


def palette(request: HttpRequest) -> HttpResponse:
    """What the letters in ``q`` find."""
    words = request.GET.get("q", "")
    hits = find(request, words, english=in_english())
    part = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "palette/hits.html" if part else "palette/page.html", {"hits": hits, "words": words})
