"""Groups of the directory: the protocol's own examples, and the roles that membership gives and takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.web.conftest import SignIn
from tests.web.own_tokens import make_token
from tests.web.test_scim import Directory, directory, patch

from fupan.loop import Company
from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.jobs.kinds.group_roles import settle_groups
from fupan.web.rights.models import Grant
from fupan.web.scim.models import DirectoryGroup

__all__ = ["directory"]
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
BOARD = "/cockpit/?window=2025-06"


@pytest.fixture
def mapped(here: Company) -> Iterator[None]:
    """The workspace gives marketing to members of Tour Guides; an owner's role to nobody the token's owner could."""
    path = here.workspace.root / "roles" / "groups.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("roles:\n  marketing: {groups: [Tour Guides]}\n  owner: {groups: [Admins]}\n", encoding="utf-8")
    yield
    path.unlink()


def add(directory: Directory, name: str, *members: int, status: int = 201, **more: object) -> dict[str, object]:
    """RFC 7643, 8.4: the representation of a group."""
    told = [{"value": str(pk), "display": "Babs Jensen"} for pk in members]
    return directory("POST", "Groups", {"schemas": [GROUP], "displayName": name, "members": told, **more}, status)


def somebody(name: str = "babs") -> User:
    return User.objects.create_user(name)


def roles(user: User) -> list[str]:
    from fupan.web.company import house

    return sorted(Grant.objects.on(house().today).filter(user=user).values_list("role", flat=True))


def test_a_group_is_made_read_listed_found_and_deleted(directory: Directory) -> None:
    babs, mandy = somebody(), somebody("mandy")
    told = add(directory, "Tour Guides", babs.pk, mandy.pk, externalId="e9e30dba")
    at = f"Groups/{told['id']}"
    assert directory("GET", at) == told
    assert [m["value"] for m in told["members"]] == [str(babs.pk), str(mandy.pk)]  # type: ignore[attr-defined]
    assert told["members"][0]["$ref"] == f"http://testserver/scim/v2/Users/{babs.pk}"  # type: ignore[index]
    assert told["meta"]["resourceType"] == "Group"  # type: ignore[index]
    assert directory("GET", f"Users/{babs.pk}")["groups"][0]["display"] == "Tour Guides"
    add(directory, "Employees")
    assert directory("GET", "Groups")["totalResults"] == 2
    found = directory("GET", 'Groups?filter=displayName eq "Tour Guides"&excludedAttributes=members')
    assert [r["displayName"] for r in found["Resources"]] == ["Tour Guides"]
    assert "members" not in found["Resources"][0]
    by_member = directory("GET", f'Groups?filter=members[value eq "{mandy.pk}"]')
    assert [r["displayName"] for r in by_member["Resources"]] == ["Tour Guides"]
    directory("DELETE", at, status=204)
    directory("GET", at, status=404)
    assert DirectoryGroup.objects.count() == 1


def test_patches_as_the_protocol_writes_them(directory: Directory) -> None:
    """RFC 7644, 3.5.2.1 to 3.5.2.3, and what Entra sends."""
    babs, james = somebody(), somebody("james")
    at = f"Groups/{add(directory, 'Tour Guides')['id']}"

    def members() -> list[str]:
        return [m["value"] for m in directory("GET", at).get("members", [])]

    new = [{"display": "Babs Jensen", "$ref": f"https://example.com/v2/Users/{babs.pk}", "value": str(babs.pk)}]
    directory("PATCH", at, patch(op="add", path="members", value=new))
    directory("PATCH", at, patch(op="add", path="members", value=new))
    assert members() == [str(babs.pk)]
    directory("PATCH", at, patch(op="Add", path="members", value=[{"value": str(james.pk)}]))
    directory("PATCH", at, patch(op="remove", path=f'members[value eq "{babs.pk}"]'))
    assert members() == [str(james.pk)]
    directory("PATCH", at, patch(op="Remove", path="members", value=[{"value": str(james.pk)}]))
    assert members() == []
    directory("PATCH", at, patch(op="replace", path="members", value=[{"value": str(james.pk)}]))
    directory("PATCH", at, patch(op="replace", path="displayName", value="Guides"))
    assert (members(), directory("GET", at)["displayName"]) == ([str(james.pk)], "Guides")
    directory("PATCH", at, patch(op="remove", path="members"))
    assert members() == []
    directory("PUT", at, {"schemas": [GROUP], "displayName": "Tour Guides", "members": [{"value": str(babs.pk)}]})
    assert members() == [str(babs.pk)]


def test_joining_gives_the_role_and_leaving_takes_it_with_the_same_request(
    mapped: None, directory: Directory, sign_in: SignIn
) -> None:
    client = sign_in()
    user = User.objects.order_by("-pk")[0]
    assert client.get(BOARD).status_code == 403
    at = f"Groups/{add(directory, 'Tour Guides', user.pk)['id']}"
    assert roles(user) == ["marketing"]
    assert client.get(BOARD).status_code == 200
    directory("PATCH", at, patch(op="replace", path="displayName", value="Tour Guides"))
    assert Grant.objects.filter(user=user).count() == 1
    directory("PATCH", at, patch(op="remove", path=f'members[value eq "{user.pk}"]'))
    assert roles(user) == []
    assert client.get(BOARD).status_code == 403
    reasons = Entry.objects.filter(act__in=["give a role", "end a role"]).values_list("act", "reason")
    assert list(reasons.order_by("pk")) == [
        ("give a role", "directory group Tour Guides"), ("end a role", "directory group Tour Guides"),
    ]  # fmt: skip
    directory("PATCH", at, patch(op="add", path="members", value=[{"value": str(user.pk)}]))
    assert roles(user) == ["marketing"]
    directory("DELETE", f"Users/{user.pk}", status=204)
    assert roles(user) == []


def test_deleting_or_renaming_a_group_takes_what_it_gave_and_other_grants_stay(
    mapped: None, directory: Directory, sign_in: SignIn
) -> None:
    sign_in(finance={})
    user = User.objects.order_by("-pk")[0]
    at = f"Groups/{add(directory, 'Tour Guides', user.pk)['id']}"
    assert roles(user) == ["finance", "marketing"]
    directory("PATCH", at, patch(op="replace", path="displayName", value="Others"))
    assert roles(user) == ["finance"]
    directory("PATCH", at, patch(op="replace", path="displayName", value="Tour Guides"))
    assert roles(user) == ["finance", "marketing"]
    directory("DELETE", at, status=204)
    assert roles(user) == ["finance"]


def test_a_role_that_was_ended_here_is_not_given_again_by_the_same_membership(
    mapped: None, directory: Directory
) -> None:
    user, here_today = somebody(), None
    at = f"Groups/{add(directory, 'Tour Guides', user.pk)['id']}"
    from fupan.web.company import house

    here_today = house().today
    Grant.objects.filter(user=user).update(end=here_today)
    directory("PATCH", at, patch(op="replace", path="externalId", value="x"))
    assert roles(user) == []


def test_the_directory_gives_nothing_beyond_its_tokens_owner(mapped: None, directory: Directory) -> None:
    user = somebody()
    before = Grant.objects.count()
    add(directory, "Admins", user.pk, status=403)
    assert (Grant.objects.count(), DirectoryGroup.objects.count()) == (before, 0)
    at = f"Groups/{add(directory, 'Admins')['id']}"
    directory("PATCH", at, patch(op="add", path="members", value=[{"value": str(user.pk)}]), 403)
    assert (roles(user), DirectoryGroup.objects.get().memberships.count()) == ([], 0)


def test_what_the_workspace_names_anew_holds_for_members(here: Company, directory: Directory) -> None:
    user = somebody()
    add(directory, "Tour Guides", user.pk)
    assert roles(user) == []
    path = here.workspace.root / "roles" / "groups.yaml"
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_text("roles:\n  finance: {groups: [Tour Guides]}\n", encoding="utf-8")
        settle_groups()
        assert roles(user) == ["finance"]
    finally:
        path.unlink()
    settle_groups()
    assert roles(user) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"displayName": ""}, 400),
        ({"displayName": "x", "members": [{"value": "999999"}]}, 400),
        ({"displayName": "x", "members": [{"value": "no-number"}]}, 400),
        ({"displayName": "taken"}, 409),
    ],
)
def test_what_is_wrong_with_a_group_is_told(directory: Directory, body: dict[str, object], status: int) -> None:
    add(directory, "taken")
    directory("POST", "Groups", {"schemas": [GROUP], **body}, status)
    assert DirectoryGroup.objects.count() == 1


def test_a_token_for_figures_opens_no_group(sign_in: SignIn) -> None:
    sign_in(administrator={})
    owner = User.objects.order_by("-pk")[0]
    Directory(make_token(owner, reaches=("figures",))[1])("GET", "Groups", status=403)
