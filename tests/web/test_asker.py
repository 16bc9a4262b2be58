"""What an asker may see: by position, by grant, narrowed, united, and never wider than a role."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.web.test_directory import DAY, HERE

from fupan.errors import DefinitionError
from fupan.packs import pack_files
from fupan.web.rights.asker import Asker, Held, NoAccessError, held_by_position
from fupan.web.rights.role import Roles, roles_of


@pytest.fixture(scope="module")
def roles() -> Roles:
    return roles_of(pack_files("standard", "roles", Path("/nowhere")))


def asker(roles: Roles, person: str | None = None, *held: Held) -> Asker:
    return Asker(1, "Ann", DAY, (*held_by_position(person, HERE, roles, DAY), *held), HERE)


def test_a_manager_sees_the_posts_below_and_a_post_of_a_rep_adds_nothing_wider(roles: Roles) -> None:
    scope = asker(roles, "p1").scope()
    assert {frozenset(dict(s)["position"]) for s in scope.slices} == {frozenset({"M", "R1", "R2"})}
    assert "people.base_pay" in scope.masks


def test_a_permission_of_one_role_does_not_open_the_rows_of_another(roles: Roles) -> None:
    """Marketing sees all figures but no rows; a rep's right to export holds for the rep's rows alone."""
    both = asker(roles, None, Held(roles.roles["marketing"]), Held(roles.roles["rep"], positions=("R1",)))
    assert both.scope().dimensions == ()
    assert both.scope(needs="rows.export").members == {}
    assert both.scope(needs="rows.export").dimensions == ("position",)


def test_who_holds_nothing_reaches_nothing(roles: Roles) -> None:
    for nobody in (asker(roles), asker(roles, "p2"), asker(roles, None, Held(roles.roles["rep"]))):
        assert not nobody.reaches("sales")
        with pytest.raises(NoAccessError):
            nobody.scope()


def test_a_granted_role_reaches_the_named_members_only_and_none_without_names(roles: Roles) -> None:
    dealer = roles.roles["dealer"]
    assert asker(roles, None, Held(dealer, members={"dealer": ("D1",)})).scope().text == "dealer=D1"
    assert not asker(roles, None, Held(dealer)).reaches("sales")
    assert not asker(roles, None, Held(dealer, members={"dealer": ()})).reaches("sales")


def test_a_grant_narrows_a_role_that_goes_by_unit(roles: Roles) -> None:
    held = Held(roles.roles["director"], units=("E",), members={"channel": ("online",)})
    assert asker(roles, None, held).scope().text == "channel=online, org_unit=E"


def test_an_administrator_manages_accounts_and_sees_no_figure(roles: Roles) -> None:
    admin = asker(roles, None, Held(roles.roles["administrator"]))
    assert admin.may("accounts.manage")
    assert not admin.may("cockpit.view")
    assert not admin.reaches("sales")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("roles:\n  rep:\n    may: [cockpit.veiw]\n", "cockpit.view"),
        ("roles:\n  rep:\n    rows: {sale: own}\n", "sales"),
        ("roles:\n  rep:\n    row: {sales: own}\n", "rows"),
        ("roles:\n  rep:\n    masks: [people.base_pays]\n", "people.base_pay"),
        ("roles:\n  dealer:\n    groups: [Partners]\n", "cannot be given by groups"),
    ],
)
def test_a_wrong_name_in_a_file_of_roles_is_told_with_the_nearest(tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "roles.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as wrong:
        roles_of([*pack_files("standard", "roles", Path("/nowhere")), own])
    assert "roles.yaml" in str(wrong.value)
    assert told in str(wrong.value)


def test_the_owner_who_is_a_manager_too_sees_what_the_owner_sees(roles: Roles) -> None:
    held = asker(roles, "p1", Held(roles.roles["owner"], grant=1))
    assert {r.name for r in held.roles} == {"manager", "rep", "owner"}
    assert held.scope().masks == frozenset()
    assert held.scope().dimensions == ()
    assert asker(roles, "p1", Held(roles.roles["data_engineer"], grant=1)).scope().masks == {
        "people.base_pay",
        "people.phone",
    }


def test_a_director_who_stands_in_for_a_manager_below_sees_margins_all_the_same(roles: Roles) -> None:
    director = Held(roles.roles["director"], positions=("D",), units=("E",))
    acting = asker(roles, "p1", director).scope()
    assert (acting.text, acting.masks) == ("org_unit=E", roles.roles["director"].masks)
    elsewhere = asker(roles, "p1", replace(director, units=("S",))).scope()
    assert "order_lines.cost" in elsewhere.masks
    assert elsewhere.text == "position=M|R2|R1 or org_unit=S"
