"""The cockpit's pages: the board, what a figure is, the rows behind it, the members of a filter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from fupan.errors import QuestionError, UserError
from fupan.metrics.question import Question
from fupan.web.cockpit.bar import bar_of
from fupan.web.cockpit.board import BoardSpec, board_for
from fupan.web.cockpit.figure import Figure, find_figure
from fupan.web.cockpit.filters import Filters, read_filters
from fupan.web.cockpit.page import draw_page, view_of
from fupan.web.cockpit.view import View
from fupan.web.company import House, house


def cockpit(request: HttpRequest) -> HttpResponse:
    """The board of the asker's role inside the filters of the URL."""
    here, board, filters = _asked(request)
    if board is None or here.snapshot_id is None:
        return render(request, "cockpit/empty.html", {"board": board}, status=200)
    try:
        view = view_of(here, filters, lang=_lang())
    except (UserError, ValueError) as wrong:
        return render(request, "cockpit/wrong.html", {"reason": str(wrong), "board": board}, status=400)
    scope = request.asker.scope("sales")  # type: ignore[attr-defined]
    page = draw_page(here, board, view, scope=scope)
    context = {"page": page, "board": board, "bar": bar_of(here, board, view), "view": view, "filters": filters}
    return render(request, "cockpit/board.html", context)


def figure(request: HttpRequest) -> HttpResponse:
    """What a figure is: definition, steps, sources, state; in the drawer, or as a page of its own."""
    found = _figure(request)
    if isinstance(found, HttpResponse):
        return found
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    context = {"figure": found, "sql": request.asker.may("sql.view"), "rows": request.asker.may("rows.view")}  # type: ignore[attr-defined]
    return render(request, "cockpit/figure.html" if htmx else "cockpit/figure_page.html", context)


def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure, those that contribute most first, page by page."""
    found = _figure(request, rows=True)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "cockpit/rows.html", {"figure": found})


def members(request: HttpRequest) -> HttpResponse:
    """The members of one filter that the asker can see, largest first."""
    here, board, filters = _asked(request)
    dimension = request.GET.get("dimension", "")
    if board is None or dimension not in board.filters:
        return render(request, "cockpit/members.html", {"members": [], "dimension": dimension}, status=404)
    view = view_of(here, filters, lang=_lang())
    metric = board.panels[0].metric if board.panels else board.tiles[0].metric
    question = filters.without(dimension).question(
        Question(
            metrics=(metric,),
            by=(dimension,),
            window=view.calendar.window_of(view.window.last, "year"),
            as_of=view.as_of,
            top=200,
        )
    )
    scope = request.asker.scope("sales")  # type: ignore[attr-defined]
    try:
        found = [str(r[dimension]) for r in here.ask(question, scope=scope).rows if r[dimension] is not None]
    except QuestionError:
        found = []
    chosen = filters.members.get(dimension, ())
    listed = [*(m for m in chosen if m not in found), *found]
    kept = filters.without(dimension).pairs
    context = {"members": [(m, m in chosen) for m in listed], "dimension": dimension, "kept": kept}
    return render(request, "cockpit/members.html", context)


def _asked(request: HttpRequest) -> tuple[House, BoardSpec | None, Filters]:
    here = house()
    roles = [r.name for r in request.asker.roles]  # type: ignore[attr-defined]
    board = board_for(here.boards, roles)
    opens = board.window if board else "mtd"
    return here, board, read_filters(request.GET, window=opens, dimensions=here.definitions.dimensions)


def _figure(request: HttpRequest, *, rows: bool = False) -> Figure | HttpResponse:
    here, board, filters = _asked(request)
    if board is None or here.snapshot_id is None:
        return redirect(reverse("cockpit"))
    at = {k: str(v) for k, v in request.GET.items() if k.startswith("at.")}
    try:
        view: View = view_of(here, filters, lang=_lang())
        scope = request.asker.scope("sales", needs="rows.view" if rows else None)  # type: ignore[attr-defined]
        return find_figure(
            here, board, view, panel=request.GET.get("panel", ""), column=request.GET.get("column", ""), at=at, scope=scope,
            page=max(1, int(p)) if (p := request.GET.get("page", "")).isdigit() and len(p) < 6 else 1, rows=rows,
        )  # fmt: skip
    except LookupError as missing:
        return render(request, "cockpit/wrong.html", {"reason": str(missing), "board": board}, status=404)
    except (UserError, ValueError) as wrong:
        return render(request, "cockpit/wrong.html", {"reason": str(wrong), "board": board}, status=400)


def _lang() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
