"""The addresses of groups."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from scim2_models import Context, Group, NotFoundException, PatchOp, ResponseParameters

from fupan.web.company import house
from fupan.web.scim.errors import answered, document
from fupan.web.scim.finding import USERS, Kind, find, find_both, users
from fupan.web.scim.group_resource import group_of
from fupan.web.scim.groups import add_group, drop_group, keep_group
from fupan.web.scim.models import DirectoryGroup
from fupan.web.scim.service import POLICY
from fupan.web.scim.views import base_of, body_of


def groups() -> QuerySet[DirectoryGroup]:
    """The groups with their members."""
    return DirectoryGroup.objects.prefetch_related("memberships__user").order_by("pk")


KIND = Kind(Group, group_of, {"displayname": "name", "externalid": "external_id", "id": "pk"})


@answered
def scim_groups(request: HttpRequest) -> HttpResponse:
    """Find groups, or add one."""
    if request.method != "POST":
        return document(find(KIND, groups(), request.GET.dict(), base_of(request)))
    sent = Group.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=POLICY)
    group = add_group(request, house(), sent)
    return _one(request, group.pk, Context.RESOURCE_CREATION_RESPONSE, status=HTTPStatus.CREATED)


@answered
def scim_search(request: HttpRequest) -> HttpResponse:
    """Find users and groups by a query in the body."""
    return document(find_both(body_of(request), base_of(request), (USERS, users()), (KIND, groups())))


@answered
def scim_search_groups(request: HttpRequest) -> HttpResponse:
    """Find groups by a query in the body instead of the address."""
    return document(find(KIND, groups(), body_of(request), base_of(request)))


@answered
def scim_group(request: HttpRequest, pk: str) -> HttpResponse:
    """Read, replace, change or let go of one group."""
    group = groups().filter(pk=pk).first() if pk.isdigit() and len(pk) < 19 else None
    if group is None:
        raise NotFoundException(detail=f"There is no group {pk}")
    here = house()
    match request.method:
        case "PUT":
            sent = Group.model_validate(
                body_of(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=POLICY
            )
            keep_group(request, here, group, sent)
            return _one(request, group.pk, Context.RESOURCE_REPLACEMENT_RESPONSE)
        case "PATCH":
            deeds = PatchOp[Group].model_validate(
                body_of(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
            )
            changed = group_of(group, base_of(request))
            if deeds.patch(changed, scim_policy=POLICY):
                keep_group(request, here, group, changed)
            return _one(request, group.pk, Context.RESOURCE_PATCH_RESPONSE)
        case "DELETE":
            drop_group(request, here, group)
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _one(request, group.pk, Context.RESOURCE_QUERY_RESPONSE)


def _one(request: HttpRequest, pk: int, context: Context, *, status: int = HTTPStatus.OK) -> HttpResponse:
    asked = {name: request.GET[name] for name in ("attributes", "excludedAttributes") if name in request.GET}
    wanted = ResponseParameters[Group].model_validate(asked)
    resource: Any = group_of(groups().get(pk=pk), base_of(request))
    told = resource.model_dump(scim_ctx=context, scim_policy=POLICY, response_parameters=wanted)
    return document(told, status=status, headers={"Location": str(resource.meta.location)})
