"""The list of reviews and their files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from fupan.metrics.scope import Scope
from fupan.web.company import house

FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def may_open(request: HttpRequest, made_under: str) -> bool:
    """Whether the asker's scope contains the one that a document was made under.

    A document keeps its scope as words; only "all" can be told apart from others by it, so all others open to nobody
    but those who see everything.
    """
    scope: Scope = request.asker.scope("documents", needs="documents.view")  # type: ignore[attr-defined]
    return scope.contains(Scope.everything())


def documents(request: HttpRequest) -> HttpResponse:
    """Reviews, the newest window first; those made under a wider scope are not named."""
    shown = [d for d in house().documents() if may_open(request, d.scope)]
    return render(request, "documents/list.html", {"documents": shown, "hidden": not shown})


def document(request: HttpRequest, window: str, kind: str, form: str) -> HttpResponseBase:
    """One file, as a download; 404 for what is not there and for what may not be opened alike."""
    found = next((d for d in house().documents() if (d.window, d.kind) == (window, kind) and form in d.files), None)
    if found is None or not may_open(request, found.scope):
        raise Http404
    path = found.files[form]
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=FORMATS[form])
