"""Many accounts from a list: errors by row, and nothing is done before there are none."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User
from fupan.web.accounts.roster import Known, plan_roster, read_roster
from fupan.web.org.directory import Directory, Person

DAY = date(2025, 7, 20)
HERE = Directory(
    people=(Person("E1", "Ann", email="ann@x.cn"), Person("E2", "Bo"), Person("E5", "Eve", left=date(2025, 7, 1)))
)
KNOWN = {"bo": Known("Bo", "Bo", "bo@x.cn", "E2")}


def test_columns_are_found_by_name_in_both_languages_and_both_separators() -> None:
    for text in ("工号,姓名\nE1,Ann\n\n", "\ufeff姓名\t工号\r\nAnn\tE1\r\n"):
        (row,) = read_roster(text)
        assert (row.row, row.username, row.name, row.person) == (2, "E1", "Ann", "E1")


@pytest.mark.parametrize("text", ["", "Ann,E1\n", "姓名\nAnn\n", "工号\n" + "E1\n" * 5001])
def test_a_list_without_columns_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_roster(text)


def test_what_is_left_out_comes_from_the_account_or_the_directory() -> None:
    new, same, change = plan_roster(read_roster("username,person,name\nann,E1,\nbo,,\nBo,,Bob"), KNOWN, HERE, DAY)
    assert (new.deed, new.listed.name, new.listed.email) == ("new", "Ann", "ann@x.cn")
    assert (same.deed, same.listed.person) == ("same", "E2")
    assert change.deed == "wrong"  # bo again
    (change,) = plan_roster(read_roster("username,name\nBO,Bob"), KNOWN, HERE, DAY)
    assert (change.deed, change.listed.name, change.listed.person) == ("change", "Bob", "E2")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x y,,", "letters"),
        ("x,nobody,", "no person nobody"),
        ("x,E5,", "left on 2025-07-01"),
        ("x,E2,", "account Bo"),
        ("x,,bo@x.cn", "account Bo"),
        ("x,,nonsense", "no e-mail"),
        ("first,,", "row 2"),
    ],
)
def test_what_is_wrong_is_told_by_row(row: str, told: str) -> None:
    planned = plan_roster(read_roster(f"username,person,email\nfirst,,\n{row}"), KNOWN, HERE, DAY)
    assert planned[1].deed == "wrong"
    assert planned[1].listed.row == 3
    assert told in planned[1].wrong[0].en


def test_a_list_is_shown_first_then_done_as_a_whole(sign_in: SignIn) -> None:
    admin, address = sign_in(administrator={}), reverse("accounts_bulk")
    text = "工号\nE3\nE4"
    assert admin.post(address, {"text": text}).status_code == 200
    assert User.objects.count() == 1
    assert admin.post(address, {"text": f"{text}\nE404", "sure": "1"}).status_code == 422
    assert User.objects.count() == 1
    done = admin.post(address, {"text": text, "sure": "1"})
    assert [user.display_name for user, _, _ in done.context["links"]] == ["黄勇", "吴静"]
    assert done["Cache-Control"] == "no-store"


def test_an_uploaded_list_in_the_encoding_of_spreadsheets_is_read(sign_in: SignIn) -> None:
    file = SimpleUploadedFile("名单.csv", "工号,姓名\nE3,黄勇\n".encode("gb18030"))
    answer = sign_in(administrator={}).post(reverse("accounts_bulk"), {"file": file})
    assert "黄勇" in answer.content.decode()
    broken = SimpleUploadedFile("名单.xlsx", b"PK\x03\x04\xff\xff\xff")
    assert sign_in(administrator={}).post(reverse("accounts_bulk"), {"file": broken}).status_code == 422


def test_the_list_is_filled_with_people_who_have_no_account(sign_in: SignIn) -> None:
    sign_in("E1")
    text = sign_in(administrator={}).get(reverse("accounts_bulk") + "?from=people").context["text"]
    assert "E3\t黄勇" in text
    assert "周明" not in text
    assert "陈磊" not in text
