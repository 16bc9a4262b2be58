"""What somebody sees who may not see a page: why, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from fupan.web.rights.pages import Access


def refused(request: HttpRequest, access: Access) -> HttpResponse:
    """403 that names the right that is missing; nothing of the page's content is told."""
    from fupan.web.company import house

    permission = house().roles.permissions.get(access.needs or "")
    return render(request, "rights/refused.html", {"permission": permission, "access": access}, status=403)
