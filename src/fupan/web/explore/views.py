"""The explorer's pages: the question with its answer, what a figure is, the rows behind it, members, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from fupan.errors import QuestionError, UserError
from fupan.metrics.question import Question
from fupan.metrics.scope import Scope
from fupan.web.boards.models import Board
from fupan.web.cockpit.figure import Figure, Spot, Ways, spot_of, tell_figure
from fupan.web.cockpit.page import view_of
from fupan.web.cockpit.rows_file import rows_workbook
from fupan.web.cockpit.view import View
from fupan.web.company import House, house
from fupan.web.explore.answers import question_at
from fupan.web.explore.bar import columns, conditions, narrowed, picks, url
from fupan.web.explore.catalogue import catalogue_of, filterable
from fupan.web.explore.chosen import chosen
from fupan.web.explore.files import FORMS, file_of
from fupan.web.explore.inquiry import Inquiry, read_inquiry
from fupan.web.explore.page import answer
from fupan.web.explore.saved import inquiry_of_text, kept_view
from fupan.web.rights.middleware import asking
from fupan.web.shell.templatetags.say import in_english, one_of

T = TypeVar("T")
STARTS = (
    ("net_sales", "region", "last_year"),
    ("net_sales", "month", "last_year"),
    ("attainment", "region", ""),
    ("receipts", "customer", ""),
)
"""Questions to begin with, of which those are offered that the asker can ask: metric, dimension, comparison."""


def explore(request: HttpRequest) -> HttpResponse:
    """The question of the address with its answer, and the catalogue of what else can be asked."""
    here = house()
    if here.snapshot_id is None:
        return render(request, "cockpit/empty.html", {})
    inquiry = read_inquiry(request.GET, here.definitions)
    try:
        view = view_of(here, inquiry.filters, lang=_lang())
    except (UserError, ValueError) as wrong:
        return _wrong(request, str(wrong).removeprefix("[window] "), 400)
    scope = asking(request).scope("sales")
    askable = here.askable(scope)
    words = request.GET.get("q", "")
    context: dict[str, Any] = {
        "inquiry": inquiry, "view": view, "words": words, "kept": inquiry.pairs,
        "catalogue": catalogue_of(here.definitions, askable, inquiry, words), "chosen": chosen(inquiry, view),
    }  # fmt: skip
    if inquiry.metrics:
        can = filterable(here.definitions, askable, inquiry)
        context |= {
            "shown": answer(here, inquiry, view, scope=scope), "bar": picks(inquiry, view, can),
            "narrowed": narrowed(inquiry, view, can), "conditions": conditions(inquiry, view),
            "columns": columns(inquiry, view), "export": asking(request).may("rows.export"), "forms": FORMS,
            "query": inquiry.url(), "me": asking(request).user_id,
            "own_boards": Board.objects.there().filter(owner=asking(request).user_id),
        }  # fmt: skip
        found = kept_view(request, inquiry)
        if found is not None:
            same = inquiry_of_text(found.query, here) == replace(inquiry, kept=0)
            context |= {"kept_view": found, "unchanged": same}
    else:
        context["starts"] = _starts(here, view, askable.metrics)
    return render(request, "explore/page.html", context)


def figure(request: HttpRequest) -> HttpResponse:
    """What a figure is; in the drawer, or as a page of its own."""

    def find(here: House, view: View, inquiry: Inquiry, spot: Spot, scope: Scope) -> Figure:
        return tell_figure(here, view, spot, _ways(request, view, inquiry), scope=scope)

    found = _told(request, find)
    if isinstance(found, HttpResponse):
        return found
    asker = asking(request)
    context = {"figure": found, "sql": asker.may("sql.view"), "rows": asker.may("rows.view")}
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "cockpit/figure.html" if htmx else "cockpit/figure_page.html", context)


def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure, page by page."""
    number = request.GET.get("page", "")
    page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1

    def find(here: House, view: View, inquiry: Inquiry, spot: Spot, scope: Scope) -> Figure:
        return tell_figure(here, view, spot, _ways(request, view, inquiry), scope=scope, page=page, rows=True)

    found = _told(request, find, needs="rows.view")
    if isinstance(found, HttpResponse):
        return found
    return render(request, "cockpit/rows.html", {"figure": found, "export": asking(request).may("rows.export")})


def rows_file(request: HttpRequest) -> HttpResponseBase:
    """The rows behind a figure as a workbook."""

    def find(here: House, view: View, inquiry: Inquiry, spot: Spot, scope: Scope) -> tuple[House, View, Spot, Scope]:
        return here, view, spot, scope

    found = _told(request, find, needs="rows.export")
    return found if isinstance(found, HttpResponse) else rows_workbook(request, *found)


def table_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The answer as CSV, a workbook or Parquet, inside what the asker may take along; the log says who took it."""
    here = house()
    inquiry = read_inquiry(request.GET, here.definitions)
    if form not in FORMS or not inquiry.metrics or here.snapshot_id is None:
        return _wrong(request, one_of("没有要导出的数。", "There is nothing to export."), 404)
    try:
        view = view_of(here, inquiry.filters, lang=_lang())
        scope = asking(request).scope("sales", needs="rows.export")
        return file_of(request, here, inquiry, view, form, scope=scope)
    except (UserError, ValueError) as wrong:
        return _wrong(request, str(wrong), 400)


def members(request: HttpRequest) -> HttpResponse:
    """The members of one dimension that the asker can see in the year of the window, those of the largest figures first."""
    here = house()
    inquiry = read_inquiry(request.GET, here.definitions)
    dimension = request.GET.get("dimension", "")
    scope = asking(request).scope("sales")
    askable = here.askable(scope)
    context: dict[str, Any] = {"members": [], "dimension": dimension, "action": reverse("explore")}
    if dimension not in filterable(here.definitions, askable, inquiry) or here.snapshot_id is None:
        return render(request, "cockpit/members.html", context, status=404)
    try:
        view = view_of(here, inquiry.filters, lang=_lang())
    except (UserError, ValueError):
        return render(request, "cockpit/members.html", context, status=400)
    metric = next((m for m in inquiry.metrics if m in askable.metrics), "net_sales")
    without = inquiry.filters.without(dimension)
    question = without.question(Question((metric,), (dimension,), view.calendar.window_of(view.window.last, "year"), as_of=view.as_of, top=200))  # fmt: skip
    try:
        found = [str(r[dimension]) for r in here.ask(question, scope=scope).rows if r[dimension] is not None]
    except QuestionError:
        found = []
    chosen_now = inquiry.filters.members.get(dimension, ())
    context["members"] = [(m, m in chosen_now) for m in (*(m for m in chosen_now if m not in found), *found)]
    context["kept"] = [(k, v) for k, v in inquiry.pairs if k != f"f.{dimension}"]
    return render(request, "cockpit/members.html", context)


def _starts(here: House, view: View, can: Any) -> list[tuple[str, str]]:
    found = []
    for metric, dimension, against in STARTS:
        if dimension in can.get(metric, ()):
            query = QueryDict(mutable=True)
            query.update({"m": metric, "by": dimension, **({"vs": against} if against else {})})
            inquiry = read_inquiry(query, here.definitions)
            m, d = here.definitions.metric(metric), here.definitions.dimensions[dimension]
            found.append((view.teller.word(f"{m.zh}按{d.zh}", f"{m.en} by {d.en.lower()}"), url(inquiry)))
    return found


def _told(
    request: HttpRequest, find: Callable[[House, View, Inquiry, Spot, Scope], T], *, needs: str | None = None
) -> T | HttpResponse:
    """What *find* tells of the figure that the address names, or the page that says why there is none."""
    here = house()
    inquiry = read_inquiry(request.GET, here.definitions)
    if here.snapshot_id is None or not inquiry.metrics:
        return redirect("explore")
    at = {k: str(v) for k, v in request.GET.items() if k.startswith("at.")}
    column = request.GET.get("column", "")
    scope = asking(request).scope("sales", needs=needs)
    try:
        view = view_of(here, inquiry.filters, lang=_lang())
        question = question_at(inquiry, view, at)
        (found,), _ = here.ask_page([question], scope=scope)
        if found.result is None:
            raise next(iter(found.refused.values()))
        return find(here, view, inquiry, spot_of(view, found.result, question.by, column, at), scope)
    except LookupError as missing:
        return _wrong(request, str(missing), 404)
    except (UserError, ValueError) as wrong:
        return _wrong(request, str(wrong), 400)


def _ways(request: HttpRequest, view: View, inquiry: Inquiry) -> Ways:
    at = {k: str(v) for k, v in request.GET.items() if k.startswith("at.") or k == "column"}
    query = inquiry.url(**at)
    back = view.teller.word("自助分析", "Explorer")
    return Ways(reverse("explore_rows") + query, reverse("explore_rows_file") + query, url(inquiry), back)


def _wrong(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "explore/wrong.html", {"reason": reason}, status=status)


def _lang() -> str:
    return "en" if in_english() else "zh"
