"""Users that a directory asks for: filtered, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from scim2_models import Context, ListResponse, SearchRequest
from scim2_models.path import CompareOperator, Comparison

from fupan.web.accounts.models import User
from fupan.web.scim.service import MOST, POLICY, Resource

_EXACT = {
    "username": "username__iexact",
    "externalid": "synced__external_id",
    "id": "pk",
    "emails.value": "email__iexact",
}


def users() -> QuerySet[User]:
    """The accounts that the directory sees: all but those it let go of."""
    seen = Q(synced__isnull=True) | Q(synced__removed=False)
    return User.objects.filter(seen).select_related("synced").order_by("pk")


def find_users(query: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The answer to a query as a document. Filters compared by the database where they can be, else by the library.

    pydantic's ValidationError where the query does not hold.
    """
    from fupan.web.scim.resource import resource_of

    asked = SearchRequest[Resource].model_validate(
        {**query, "schemas": [str(SearchRequest.__schema__)]}, scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
    )
    start, count = asked.start_index or 1, min(MOST if asked.count is None else asked.count, MOST)
    found = _narrowed(users(), asked.filter.ast if asked.filter is not None else None)
    if asked.filter is None and asked.sort_by is None:
        total = found.count()
        page = [resource_of(u, base) for u in found[start - 1 : start - 1 + count]]
    else:
        matching = [r for r in (resource_of(u, base) for u in found) if asked.filter is None or asked.filter.match(r)]
        ordered = asked.sort(matching)
        total, page = len(ordered), ordered[start - 1 : start - 1 + count]
    answer = ListResponse[Resource](total_results=total, start_index=start, items_per_page=len(page), resources=page)
    told: dict[str, Any] = answer.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, scim_policy=POLICY, response_parameters=asked
    )
    return told


def _narrowed(found: QuerySet[User], node: Any) -> QuerySet[User]:
    """The candidates of ``userName eq "x"`` and the like straight from the database; of other filters, everybody."""
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return found
    field = _EXACT.get(str(node.attr_path).lower())
    if field is None or (field == "pk" and not node.value.isdigit()):
        return found
    return found.filter(**{field: node.value})
