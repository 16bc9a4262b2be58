"""The pages of boards: the list, one board, its deeds, what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fupan.web.boards.actions import change_pin, comment, copy_board, make_board, pin, take_back
from fupan.web.boards.drawing import draw
from fupan.web.boards.models import Board
from fupan.web.company import house
from fupan.web.explore.bar import url
from fupan.web.explore.keeping import ClashError, bring_back, named_or_shared, number_of, remove
from fupan.web.explore.saved import inquiry_of_text
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking
from fupan.web.shell.templatetags.say import in_english, named, one_of
from fupan.web.shell.undo import done, undoes

PIN_ACTS = ("earlier", "later", "narrower", "wider", "title", "off")


def boards(request: HttpRequest) -> HttpResponse:
    """The own boards and those that are shared with the asker; a POST makes one."""
    asker = asking(request)
    if request.method == "POST":
        try:
            made = make_board(request, request.POST.get("name", ""), now=datetime.now(UTC))
        except RefusedError as refused:
            messages.error(request, named(refused))
            return redirect("boards")
        return redirect("board", made.pk)
    found = list(Board.objects.open_to(asker).select_related("owner").prefetch_related("pins"))
    context = {
        "own": [b for b in found if b.owner_id == asker.user_id], "shared": [b for b in found if b.owner_id != asker.user_id],
    }  # fmt: skip
    return render(request, "boards/list.html", context)


def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One board inside the reader's own scope."""
    return _page(request, find_board(request, pk))


def board_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One deed on an own board; what somebody changed meanwhile is shown instead of written over."""
    found, now = find_board(request, pk), datetime.now(UTC)
    saw = number_of(request.POST.get("saw", ""))
    deed = request.POST.get("deed", "")
    try:
        address, roles = reverse("board", args=[found.pk]), list(house().roles.roles)
        if deed == "copy":
            return _copy(request, found, now)
        if deed == "delete":
            remove(request, found, "board", saw=saw, now=now)
            done(request, one_of(f"已删除：{found.name}", f"Deleted: {found.name}"), "delete board", pk=found.pk)
            return redirect("boards")
        if deed in PIN_ACTS:
            title = request.POST.get("title", "")
            change_pin(request, found, number_of(request.POST.get("pin", "")), deed, title=title, saw=saw, now=now)
        elif not named_or_shared(request, found, "board", saw=saw, now=now, known_roles=roles, address=address):
            raise Http404
    except ClashError as clash:
        messages.error(request, named(clash))
        return _page(request, find_board(request, pk), status=409)
    except RefusedError as refused:
        messages.error(request, named(refused))
    return redirect("board", pk)


def board_pin(request: HttpRequest) -> HttpResponse:
    """Pin the question of the form to an own board, or to a new one."""
    here, now = house(), datetime.now(UTC)
    inquiry = replace(inquiry_of_text(request.POST.get("query", ""), here), kept=0)
    try:
        chosen = number_of(request.POST.get("board", ""))
        with transaction.atomic():
            found = (
                find_board(request, chosen) if chosen else make_board(request, request.POST.get("name", ""), now=now)
            )
            pin(
                request,
                found,
                title=request.POST.get("title", ""),
                query=inquiry.url()[1:] if inquiry.metrics else "",
                saw=found.version,
                now=now,
            )
    except RefusedError as refused:
        messages.error(request, named(refused))
        return redirect(url(inquiry))
    messages.success(request, one_of(f"已固定到“{found.name}”", f"Pinned to {found.name}"))
    return redirect("board", found.pk)


def board_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a board, or take an own word back."""
    found = find_board(request, pk)
    try:
        if request.POST.get("deed") == "take back":
            take_back(request, found, number_of(request.POST.get("comment", "")))
        else:
            comment(request, found, request.POST.get("text", ""), now=datetime.now(UTC))
    except RefusedError as refused:
        messages.error(request, named(refused))
    return redirect(f"{reverse('board', args=[pk])}#said")


@undoes("delete board")
def _undo_delete(request: HttpRequest, note: Mapping[str, Any]) -> str:
    found = Board.objects.filter(pk=note["pk"]).first()
    if found is None:
        raise RefusedError("它已不在了。", "It is gone.")
    bring_back(request, found, "board", now=datetime.now(UTC))
    return reverse("board", args=[found.pk])


def find_board(request: HttpRequest, pk: int) -> Board:
    """A board that the asker may open; 404 for any other, as for one that is not there."""
    found: Board | None = Board.objects.open_to(asking(request)).filter(pk=pk).select_related("owner").first()
    if found is None:
        raise Http404
    return found


def _copy(request: HttpRequest, found: Board, now: datetime) -> HttpResponse:
    """A copy of the pins that the asker may know the questions of; how many were left out is said."""
    here, asker = house(), asking(request)
    pins, own = list(found.pins.all()), found.owner_id == asker.user_id
    drawn, _ = draw(here, pins, scope=asker.scope("sales"), lang="zh", own=own)
    kept = [d.pin for d in drawn if d.state != "beyond"]
    made = copy_board(request, found, kept, f"{found.name} {one_of('副本', 'copy')}", now=now)
    left = len(pins) - len(kept)
    if left:
        messages.info(request, one_of(f"{left} 张图的筛选超出您的范围，没有复制。", f"{left} pins are narrowed to what lies outside your scope and were not copied."))  # fmt: skip
    return redirect("board", made.pk)


def _page(request: HttpRequest, found: Board, *, status: int = 200) -> HttpResponse:
    here, asker = house(), asking(request)
    own = found.owner_id == asker.user_id
    pins = list(found.pins.all())
    drawn, snapshot = draw(here, pins, scope=asker.scope("sales"), lang="en" if in_english() else "zh", own=own) if here.snapshot_id else ([], None)  # fmt: skip
    context = {
        "board": found, "pins": drawn, "own": own, "snapshot": snapshot, "comments": found.comments.select_related("by"),
        "roles": list(here.roles.roles.values()), "as_of": here.business_date if here.snapshot_id else None, "me": asker.user_id,
        "charts": any(d.shown is not None and d.shown.chart for d in drawn),
    }  # fmt: skip
    return render(request, "boards/board.html", context, status=status)
