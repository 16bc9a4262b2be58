"""The addresses of the protocol."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from scim2_models import (
    Context,
    InvalidSyntaxException,
    ListResponse,
    NotFoundException,
    PatchOp,
    ResourceType,
    ResponseParameters,
    Schema,
)

from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.scim.changing import add_user, drop_user, keep_user
from fupan.web.scim.errors import answered, document
from fupan.web.scim.finding import find_users, users
from fupan.web.scim.resource import resource_of
from fupan.web.scim.service import CONFIG, POLICY, PROVIDER, Resource


@answered
def scim_users(request: HttpRequest) -> HttpResponse:
    """Find users, or add one."""
    if request.method != "POST":
        return document(find_users(request.GET.dict(), base_of(request)))
    sent = Resource.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=POLICY)
    user = add_user(request, house(), sent)
    return _one(request, user, Context.RESOURCE_CREATION_RESPONSE, status=HTTPStatus.CREATED)


@answered
def scim_search_users(request: HttpRequest) -> HttpResponse:
    """Find users by a query in the body instead of the address."""
    return document(find_users(body_of(request), base_of(request)))


@answered
def scim_user(request: HttpRequest, pk: str) -> HttpResponse:
    """Read, replace, change or let go of one user."""
    user = users().filter(pk=pk).first() if pk.isdigit() and len(pk) < 19 else None
    if user is None:
        raise NotFoundException(detail=f"There is no user {pk}")
    here = house()
    match request.method:
        case "PUT":
            sent = Resource.model_validate(
                body_of(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=POLICY
            )
            sent.replace(resource_of(user, base_of(request)))
            keep_user(request, here, user, sent)
            return _one(request, user, Context.RESOURCE_REPLACEMENT_RESPONSE)
        case "PATCH":
            deeds = PatchOp[Resource].model_validate(
                body_of(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
            )
            changed = resource_of(user, base_of(request))
            if deeds.patch(changed, scim_policy=POLICY):
                keep_user(request, here, user, changed)
            return _one(request, user, Context.RESOURCE_PATCH_RESPONSE)
        case "DELETE":
            drop_user(request, here, user)
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _one(request, user, Context.RESOURCE_QUERY_RESPONSE)


@answered
def scim_config(request: HttpRequest) -> HttpResponse:
    """What the service can do."""
    return document(_located(CONFIG, f"{base_of(request)}/ServiceProviderConfig"))


@answered
def scim_types(request: HttpRequest, name: str = "") -> HttpResponse:
    """The resource types: users and groups."""
    return _listed(request, PROVIDER.resource_types, "ResourceTypes", name, ResourceType)


@answered
def scim_schemas(request: HttpRequest, name: str = "") -> HttpResponse:
    """The schemas of users and groups."""
    return _listed(request, PROVIDER.schemas, "Schemas", name, Schema)


@answered
def scim_nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below."""
    raise NotFoundException(detail=f"There is nothing at {rest}")


def _listed(request: HttpRequest, all_of: Any, place: str, name: str, kind: Any) -> HttpResponse:
    if request.GET.get("filter"):  # RFC 7644, 4: these addresses know no filter
        return document(
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "403"}, status=HTTPStatus.FORBIDDEN
        )
    told = {str(each.id): _located(each, f"{base_of(request)}/{place}/{each.id}") for each in all_of}
    if name:
        if name not in told:
            raise NotFoundException(detail=f"There is no {name}")
        return document(told[name])
    answer = ListResponse[kind](total_results=len(told), start_index=1, items_per_page=len(told))
    return document({**answer.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE), "Resources": list(told.values())})


def _located(resource: Any, location: str) -> dict[str, Any]:
    told: dict[str, Any] = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    kind = {"ServiceProviderConfig": "ServiceProviderConfig", "ResourceType": "ResourceType"}.get(
        type(resource).__name__, "Schema"
    )
    return {**told, "meta": {"resourceType": kind, "location": location}}


def _one(request: HttpRequest, user: User, context: Context, *, status: int = HTTPStatus.OK) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("attributes", "excludedAttributes") if name in request.GET}
    wanted = ResponseParameters[Resource].model_validate(asked)
    resource = resource_of(users().get(pk=user.pk), base_of(request))
    told = resource.model_dump(scim_ctx=context, scim_policy=POLICY, response_parameters=wanted)
    return document(told, status=status, headers={"Location": str(resource.meta.location)})


def base_of(request: HttpRequest) -> str:
    """The address of the service."""
    return request.build_absolute_uri(reverse("scim_users")).removesuffix("/Users")


def body_of(request: HttpRequest) -> Any:
    """The document that was sent; InvalidSyntaxException where it is no JSON."""
    try:
        return json.loads(request.body)
    except ValueError as wrong:
        raise InvalidSyntaxException(detail=f"The body is no JSON: {wrong}") from wrong
