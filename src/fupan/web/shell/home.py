"""The first page: the first place that the asker may open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fupan.web.shell.navigation import visible


def home(request: HttpRequest) -> HttpResponse:
    """Go to the first entry of the navigation; who may open none is told so."""
    for group in visible(request.asker):  # type: ignore[attr-defined]
        return redirect(group.entries[0].url)
    return render(request, "shell/nothing.html", status=403)
