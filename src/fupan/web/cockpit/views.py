"""The cockpit's pages: the board, what a figure is, the rows behind it, the members of a filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from fupan.errors import QuestionError, UserError
from fupan.metrics.question import Question
from fupan.metrics.scope import Scope
from fupan.web.cockpit.arrange import arrangement_for
from fupan.web.cockpit.arranging import arranged
from fupan.web.cockpit.bar import bar_of
from fupan.web.cockpit.board import BoardSpec, board_for
from fupan.web.cockpit.figure import Figure, Spot, find_figure, find_spot
from fupan.web.cockpit.filters import Filters, read_filters
from fupan.web.cockpit.page import draw_page, view_of
from fupan.web.cockpit.rows_file import rows_workbook
from fupan.web.cockpit.view import View
from fupan.web.company import House, house
from fupan.web.shell.templatetags.say import in_english, one_of

T = TypeVar("T")


class Where(TypedDict):
    """Which figure a URL names."""

    panel: str
    column: str
    at: dict[str, str]


def cockpit(request: HttpRequest) -> HttpResponse:
    """The board of the asker's role inside the filters of the URL."""
    here, board, filters = _asked(request)
    if board is None or here.snapshot_id is None:
        return render(request, "cockpit/empty.html", {"board": board}, status=200)
    try:
        view = view_of(here, filters, lang=_lang())
    except (UserError, ValueError) as wrong:
        told = f"读不懂期间“{filters.window[:40]}”。可以写 2025-06、2025-Q2、2025-H1、2025、2025-01..2025-06、mtd、qtd、ytd。"
        reason = one_of(told, str(wrong).removeprefix("[window] "))
        return render(request, "cockpit/wrong.html", {"reason": reason, "board": board}, status=400)
    scope = request.asker.scope("sales")  # type: ignore[attr-defined]
    how = arrangement_for(request.asker.user_id, board)  # type: ignore[attr-defined]
    page = draw_page(here, arranged(board, how), view, scope=scope)
    context = {
        "page": page, "board": board, "bar": bar_of(here, board, view), "view": view, "filters": filters,
        "arranged": how.changed,
    }  # fmt: skip
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
    export = request.asker.may("rows.export")  # type: ignore[attr-defined]
    return render(request, "cockpit/rows.html", {"figure": found, "export": export})


def rows_file(request: HttpRequest) -> HttpResponseBase:
    """The rows behind a figure as a workbook, inside what the asker may take along; the log says who took them."""
    spot = _looked_up(request, needs="rows.export")
    if isinstance(spot, HttpResponse):
        return spot
    here, view, found, scope = spot
    return rows_workbook(request, here, view, found, scope)


def members(request: HttpRequest) -> HttpResponse:
    """The members of one filter that the asker can see, largest first."""
    here, board, filters = _asked(request)
    dimension = request.GET.get("dimension", "")
    if board is None or dimension not in board.filters:
        return render(request, "cockpit/members.html", {"members": [], "dimension": dimension}, status=404)
    view = view_of(here, filters, lang=_lang())
    question = filters.without(dimension).question(
        Question(
            metrics=(board.metric,),
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
    context = {
        "members": [(m, m in chosen) for m in listed],
        "dimension": dimension,
        "kept": kept,
        "action": reverse("cockpit"),
    }
    return render(request, "cockpit/members.html", context)


def _asked(request: HttpRequest) -> tuple[House, BoardSpec | None, Filters]:
    here = house()
    roles = [r.name for r in request.asker.roles]  # type: ignore[attr-defined]
    board = board_for(here.boards, roles)
    opens = board.window if board else "mtd"
    return here, board, read_filters(request.GET, window=opens, dimensions=here.definitions.dimensions)


def _figure(request: HttpRequest, *, rows: bool = False) -> Figure | HttpResponse:
    def found(here: House, board: BoardSpec, view: View, scope: Scope, where: Where) -> Figure:
        number = request.GET.get("page", "")
        page = max(1, int(number)) if number.isdigit() and len(number) < 6 else 1
        return find_figure(here, board, view, **where, scope=scope, page=page, rows=rows)

    return _told(request, found, needs="rows.view" if rows else None)


def _looked_up(request: HttpRequest, *, needs: str) -> tuple[House, View, Spot, Scope] | HttpResponse:
    def found(here: House, board: BoardSpec, view: View, scope: Scope, where: Where) -> tuple[House, View, Spot, Scope]:
        return here, view, find_spot(here, board, view, **where, scope=scope), scope

    return _told(request, found, needs=needs)


def _told(
    request: HttpRequest, find: Callable[[House, BoardSpec, View, Scope, Where], T], *, needs: str | None
) -> T | HttpResponse:
    """What *find* finds of the figure that the URL names, or the page that says why there is none."""
    here, board, filters = _asked(request)
    if board is None or here.snapshot_id is None:
        return redirect(reverse("cockpit"))
    at = {k: str(v) for k, v in request.GET.items() if k.startswith("at.")}
    where = Where(panel=request.GET.get("panel", ""), column=request.GET.get("column", ""), at=at)
    try:
        view = view_of(here, filters, lang=_lang())
        return find(here, board, view, request.asker.scope("sales", needs=needs), where)  # type: ignore[attr-defined]
    except LookupError as missing:
        return render(request, "cockpit/wrong.html", {"reason": str(missing), "board": board}, status=404)
    except (UserError, ValueError) as wrong:
        return render(request, "cockpit/wrong.html", {"reason": str(wrong), "board": board}, status=400)


def _lang() -> str:
    return "en" if in_english() else "zh"
