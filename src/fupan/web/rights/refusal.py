"""What somebody sees who may not see a page: why, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fupan.web.shell.templatetags.say import one_of

if TYPE_CHECKING:
    from fupan.web.rights.pages import Access


def refused(request: HttpRequest, access: Access) -> HttpResponse:
    """403 that names the right that is missing; nothing of the page's content is told."""
    from fupan.web.company import house

    permission = house().roles.permissions.get(access.needs or "")
    if request.htmx:  # type: ignore[attr-defined]
        # A part of a page: the words alone, which the page it was asked from shows in its notice.
        missing = one_of(f"没有权限：{permission.zh}。", f"You lack the right: {permission.en}.") if permission else ""
        text = missing or one_of("您的角色看不到这里的数据。", "Your roles reach none of the rows here.")
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    return render(request, "rights/refused.html", {"permission": permission, "access": access}, status=403)
