"""The pages of saved views: the list, opening one, keeping one, changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from fupan.errors import UserError
from fupan.web.audit.log import record
from fupan.web.cockpit.page import view_of
from fupan.web.company import House, house
from fupan.web.explore.bar import url
from fupan.web.explore.inquiry import Inquiry, read_inquiry
from fupan.web.explore.keeping import bring_back, change, name_of, named_or_shared, number_of, remove
from fupan.web.explore.leaking import outside
from fupan.web.explore.models import SavedView
from fupan.web.explore.shared import LONGEST_QUERY
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking
from fupan.web.shell.templatetags.say import in_english, named, one_of
from fupan.web.shell.undo import done, undoes

MOST_VIEWS = 200


def views(request: HttpRequest) -> HttpResponse:
    """The own views and those that are shared with the asker."""
    asker = asking(request)
    found = list(SavedView.objects.open_to(asker).select_related("owner").prefetch_related("people"))
    context = {
        "own": [v for v in found if v.owner_id == asker.user_id], "shared": [v for v in found if v.owner_id != asker.user_id],
        "roles": list(house().roles.roles.values()),
    }  # fmt: skip
    return render(request, "explore/views.html", context)


def view_open(request: HttpRequest, pk: int) -> HttpResponse:
    """A view's question; who may not know what it is narrowed to is told so, without being told what that is."""
    found = find_view(request, pk)
    here = house()
    inquiry = inquiry_of_text(found.query, here)
    if found.owner_id != asking(request).user_id and here.snapshot_id is not None:
        try:
            look = view_of(here, inquiry.filters, lang="en" if in_english() else "zh")
        except (UserError, ValueError) as wrong:
            raise Http404 from wrong
        (beyond,) = outside(here, [(inquiry, look)], scope=asking(request).scope("sales"))
        if beyond:
            known = inquiry.filters
            for dimension in beyond:
                known = known.without(dimension)
            said = one_of("、", ", ").join(named(here.definitions.dimensions[d]) for d in beyond)
            context = {"view": found, "said": said, "url": url(replace(inquiry, filters=known, kept=0))}
            return render(request, "explore/beyond.html", context)
    return redirect(url(replace(inquiry, kept=found.pk)))


def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the question of the form under a name."""
    here = house()
    inquiry = replace(inquiry_of_text(request.POST.get("query", ""), here), kept=0)
    try:
        made = _save(request, name_of(request.POST.get("name", "")), inquiry)
    except RefusedError as refused:
        messages.error(request, named(refused))
        return redirect(url(inquiry))
    messages.success(request, one_of(f"已保存：{made.name}", f"Saved: {made.name}"))
    return redirect(url(replace(inquiry, kept=made.pk)))


@transaction.atomic
def _save(request: HttpRequest, name: str, inquiry: Inquiry) -> SavedView:
    now, owner = datetime.now(UTC), asking(request).user_id
    if not inquiry.metrics:
        raise RefusedError("没有可保存的问题。", "There is no question to save.")
    if SavedView.objects.there().filter(owner=owner).count() >= MOST_VIEWS:
        raise RefusedError(
            f"已有 {MOST_VIEWS} 个视图，先删除不用的。", f"You have {MOST_VIEWS} views; delete some first."
        )
    made: SavedView = SavedView.objects.create(
        owner_id=asking(request).user_id,
        name=name,
        query=inquiry.url()[1:][:LONGEST_QUERY],
        made_at=now,
        changed_at=now,
    )
    record(request, "create", "view", made.pk, label=name, new={"query": made.query})
    return made


def view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One deed on a view: rename, share, put another question in its place, copy, delete."""
    found, here, now = find_view(request, pk), house(), datetime.now(UTC)
    saw = number_of(request.POST.get("saw", ""))
    deed = request.POST.get("deed", "")
    back = reverse("views")
    try:
        address, roles = reverse("view", args=[found.pk]), list(here.roles.roles)
        if deed == "question":
            inquiry = replace(inquiry_of_text(request.POST.get("query", ""), here), kept=0)
            change(request, found, "view", saw=saw, now=now, query=inquiry.url()[1:][:LONGEST_QUERY])
            back = url(replace(inquiry, kept=found.pk))
        elif deed == "copy":
            _save(request, name_of(f"{found.name} {one_of('副本', 'copy')}"), _readable(request, here, found))
        elif deed == "delete":
            remove(request, found, "view", saw=saw, now=now)
            done(request, one_of(f"已删除：{found.name}", f"Deleted: {found.name}"), "delete view", pk=found.pk)
            return redirect("views")
        elif not named_or_shared(request, found, "view", saw=saw, now=now, known_roles=roles, address=address):
            raise Http404
    except RefusedError as refused:
        messages.error(request, named(refused))
        return redirect("views")
    messages.success(request, one_of("已保存。", "Saved."))
    return redirect(back)


@undoes("delete view")
def _undo_delete(request: HttpRequest, note: Mapping[str, Any]) -> str:
    found = SavedView.objects.filter(pk=note["pk"]).first()
    if found is None:
        raise RefusedError("它已不在了。", "It is gone.")
    bring_back(request, found, "view", now=datetime.now(UTC))
    return reverse("views")


def find_view(request: HttpRequest, pk: int) -> SavedView:
    """A view that the asker may open; 404 for any other, as for one that is not there."""
    found: SavedView | None = SavedView.objects.open_to(asking(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kept_view(request: HttpRequest, inquiry: Inquiry) -> SavedView | None:
    """The saved view that an inquiry was opened from, where the asker may open it."""
    if not inquiry.kept:
        return None
    found: SavedView | None = SavedView.objects.open_to(asking(request)).filter(pk=inquiry.kept).first()
    return found


def inquiry_of_text(text: str, here: House) -> Inquiry:
    """The inquiry of a kept address."""
    return read_inquiry(QueryDict(text[:LONGEST_QUERY].removeprefix("?")), here.definitions)


def _readable(request: HttpRequest, here: House, found: SavedView) -> Inquiry:
    """A view's question as the asker may know it: RefusedError where it is narrowed to what lies outside the own scope."""
    inquiry = inquiry_of_text(found.query, here)
    if found.owner_id != asking(request).user_id:
        look = view_of(here, inquiry.filters, lang="zh")
        if outside(here, [(inquiry, look)], scope=asking(request).scope("sales"))[0]:
            raise RefusedError(
                "它的筛选超出您的数据范围，不能复制。", "It is narrowed to what lies outside your scope."
            )
    return inquiry
