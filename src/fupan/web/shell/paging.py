"""A long list, page by page; the number stands in the address beside the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list; ``before`` and ``after`` are the addresses of its neighbours, empty at the ends."""

    items: Sequence[Any]
    number: int
    pages: int
    count: int
    before: str
    after: str


def paged(request: HttpRequest, items: QuerySet[Any] | Sequence[Any], *, size: int = 50) -> Paged:
    """The page that the request names; the nearest one where it names none that exists."""
    found = Paginator(items, size).get_page(request.GET.get("page"))

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return Paged(
        list(found.object_list),
        found.number,
        found.paginator.num_pages,
        found.paginator.count,
        address(found.number - 1) if found.has_previous() else "",
        address(found.number + 1) if found.has_next() else "",
    )
