"""Users and groups that a directory asks for: filtered, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from pydantic import ValidationError
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
    return User.objects.filter(seen).select_related("synced").prefetch_related("memberships__group").order_by("pk")


def _resource_of(user: User, base: str) -> Any:
    from fupan.web.scim.resource import resource_of

    return resource_of(user, base)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource: its model, how one is told, and the columns that the database compares by itself."""

    model: Any
    told: Callable[[Any, str], Any]
    exact: Mapping[str, str]


USERS = Kind(Resource, _resource_of, _EXACT)


def of_kind(message: Any, kind: Kind) -> Any:
    """The protocol's message about resources of a kind."""
    return message[kind.model]


def find_users(query: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The answer to a query about users as a document."""
    return find(USERS, users(), query, base)


def find_both(query: Mapping[str, Any], base: str, *kinds: tuple[Kind, QuerySet[Any]]) -> dict[str, Any]:
    """The answer to a query about every kind of resource, one kind after the other.

    A kind that does not have what is asked about has no match; ValidationError where none has it.
    """
    start, count = query.get("startIndex") or 1, query.get("count")
    if not isinstance(start, int) or not (count is None or isinstance(count, int)):
        return find(*kinds[0], query, base)  # which says what is wrong
    left, passed = min(MOST if count is None else max(count, 0), MOST), 0
    found: list[Any] = []
    wrong: list[ValidationError] = []
    for kind, everything in kinds:
        asked = {**query, "startIndex": max(1, start - passed), "count": left - len(found)}
        try:
            answer = find(kind, everything, asked, base)
        except ValidationError as error:
            wrong.append(error)
            continue
        passed += answer["totalResults"]
        found += answer.get("Resources") or []
    if len(wrong) == len(kinds):
        raise wrong[0]
    schemas = [str(of_kind(ListResponse, kinds[0][0]).__schema__)]
    return {
        "schemas": schemas, "totalResults": passed, "startIndex": max(start, 1), "itemsPerPage": len(found),
        "Resources": found,
    }  # fmt: skip


def find(kind: Kind, everything: QuerySet[Any], query: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The answer to a query as a document. Filters compared by the database where they can be, else by the library.

    pydantic's ValidationError where the query does not hold.
    """
    asked = of_kind(SearchRequest, kind).model_validate(
        {**query, "schemas": [str(SearchRequest.__schema__)]}, scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
    )
    start, count = asked.start_index or 1, min(MOST if asked.count is None else asked.count, MOST)
    found = _narrowed(kind, everything, asked.filter.ast if asked.filter is not None else None)
    if asked.filter is None and asked.sort_by is None:
        total = found.count()
        page = [kind.told(one, base) for one in found[start - 1 : start - 1 + count]]
    else:
        told_all = [kind.told(one, base) for one in found]
        ordered = asked.sort([r for r in told_all if asked.filter is None or asked.filter.match(r)])
        total, page = len(ordered), ordered[start - 1 : start - 1 + count]
    answer = of_kind(ListResponse, kind)(
        total_results=total, start_index=start, items_per_page=len(page), resources=page
    )
    told: dict[str, Any] = answer.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, scim_policy=POLICY, response_parameters=asked
    )
    return told


def _narrowed(kind: Kind, found: QuerySet[Any], node: Any) -> QuerySet[Any]:
    """The candidates of ``userName eq "x"`` and the like straight from the database; of other filters, everybody."""
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return found
    field = kind.exact.get(str(node.attr_path).lower())
    if field is None or (field == "pk" and not node.value.isdigit()):
        return found
    return found.filter(**{field: node.value})
