"""The list of reviews and their files."""

from __future__ import annotations

from dataclasses import replace

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from fupan.metrics.scope import Scope
from fupan.web.company import Made, house

FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def may_open(request: HttpRequest, made: Made) -> bool:
    """Whether the asker's scope contains the one that a document was made under.

    A document keeps its scope as words; only "all" can be told apart from others by it, so all others open to nobody
    but those who see every row. A column that is kept from the asker matters where figures of the document are made of it.
    """
    scope: Scope = request.asker.scope("documents", needs="documents.view")  # type: ignore[attr-defined]
    if made.sensitive is None:
        return scope.contains(Scope.everything())
    kept = any(scope.hides(*column.split(".", 1)) for column in made.sensitive)
    return not kept and sees_every_row(scope)


def sees_every_row(scope: Scope) -> bool:
    """Whether a scope is held back by columns at most."""
    return replace(scope, masks=frozenset()).contains(Scope.everything())


def documents(request: HttpRequest) -> HttpResponse:
    """Reviews, the newest window first; those made under a wider scope are not named."""
    shown = [d for d in house().documents() if may_open(request, d)]
    return render(request, "documents/list.html", {"documents": shown, "hidden": not shown})


def document(request: HttpRequest, window: str, kind: str, form: str) -> HttpResponseBase:
    """One file, as a download; 404 for what is not there and for what may not be opened alike."""
    found = next((d for d in house().documents() if (d.window, d.kind) == (window, kind) and form in d.files), None)
    if found is None or not may_open(request, found):
        raise Http404
    path = found.files[form]
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=FORMATS[form])
