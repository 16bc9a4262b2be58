"""Causes and measures in the web: everyone the own items, nothing written over, closed after the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.web.conftest import SignIn
from tests.web.own_house import EAST, SOUTH, ask_round

from fupan.loop import Company
from fupan.review.causes import Collection, Entry, Item, Owners, Person, open_collection, read_collection
from fupan.web.audit.models import Entry as Told
from fupan.web.causes.asked import lines_of, names_of
from fupan.web.org.directory import Directory
from fupan.web.org.directory import Person as Known

ROUND = "/causes/2025-07/monthly/"
SOUTHERN = {
    "item": "regions/华南",
    "saw": "",
    "cause": "样机到货晚",
    "measure": "补发样机",
    "owner": "黄勇",
    "due": "2025-08-01",
}


@pytest.fixture
def kept(here: Company) -> Iterator[Path]:
    """A round that is open, of a month of its own."""
    path = ask_round(here, "2025-07", date(2100, 1, 1))
    yield path
    path.unlink()


def read(path: Path) -> Collection:
    return read_collection(path.read_text(encoding="utf-8"))


def test_a_rep_writes_about_the_own_item_and_sees_no_other(kept: Path, sign_in: SignIn) -> None:
    client = sign_in("E3")
    page = client.get(ROUND).content.decode()
    assert "华南" in page
    assert "华东" not in page
    assert EAST not in page
    assert SOUTH not in page  # the company's figure lies beyond a scope by position
    answer = client.post(f"{ROUND}write/", SOUTHERN)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ROUND}#i0")
    entry = read(kept).entry("regions/华南")
    assert entry is not None
    assert (entry.cause, entry.measure, entry.due, entry.by) == ("样机到货晚", "补发样机", date(2025, 8, 1), "黄勇")
    assert Told.objects.filter(kind="cause", label="regions/华南").count() == 1
    assert client.post(f"{ROUND}write/", SOUTHERN | {"item": "regions/华东"}).status_code == 404
    assert read(kept).entry("regions/华东") is None


def test_who_is_not_asked_finds_no_round(kept: Path, sign_in: SignIn) -> None:
    client = sign_in("E2")
    assert client.get(ROUND).status_code == 404
    assert "2025-07" not in client.get("/causes/").content.decode()


def test_words_of_others_are_shown_not_written_over(kept: Path, sign_in: SignIn) -> None:
    rep, organiser = sign_in("E3"), sign_in(sales_operations={})
    organiser.post(f"{ROUND}write/", SOUTHERN | {"cause": "渠道压货"})
    clash = rep.post(f"{ROUND}write/", SOUTHERN)
    assert clash.status_code == 409
    text = clash.content.decode()
    assert "渠道压货" in text
    assert "样机到货晚" in text  # the own words are not lost
    found = read(kept).entry("regions/华南")
    assert found is not None
    assert found.cause == "渠道压货"
    assert found.at is not None
    assert rep.post(f"{ROUND}write/", SOUTHERN | {"saw": found.at.isoformat()}).status_code == 302
    after = read(kept)
    assert [e.cause for e in after.entries] == ["样机到货晚"]
    assert [e.cause for e in after.earlier] == ["渠道压货"]


def test_after_the_deadline_only_the_organiser_lets_an_answer_in(here: Company, sign_in: SignIn) -> None:
    path = ask_round(here, "2025-07", date(2025, 7, 1))
    try:
        rep, organiser = sign_in("E3"), sign_in(sales_operations={})
        assert "<form class" not in rep.get(ROUND).content.decode()
        assert rep.post(f"{ROUND}write/", SOUTHERN).status_code == 409
        assert read(path).entries == ()
        assert organiser.post(f"{ROUND}write/", SOUTHERN).status_code == 302
        assert read(path).entries[0].late
    finally:
        path.unlink()


def test_an_answer_says_something_and_is_short_enough(kept: Path, sign_in: SignIn) -> None:
    client = sign_in("E3")
    empty = client.post(f"{ROUND}write/", {"item": "regions/华南"})
    assert empty.status_code == 422
    assert "请写原因或措施" in empty.content.decode()
    assert client.post(f"{ROUND}write/", SOUTHERN | {"cause": "长" * 601}).status_code == 422
    assert client.post(f"{ROUND}write/", SOUTHERN | {"due": "下周"}).status_code == 422
    assert read(kept).entries == ()


def test_locking_is_the_organisers(kept: Path, sign_in: SignIn) -> None:
    assert sign_in("E3").post(f"{ROUND}lock/").status_code == 403
    assert sign_in("E2").post(f"{ROUND}lock/").status_code == 404
    assert read(kept).locked_at is None
    assert sign_in(sales_operations={}).post(f"{ROUND}lock/").status_code == 302
    assert read(kept).locked_at is not None


def test_figures_are_told_where_the_owners_file_says_so() -> None:
    item = Item("regions", "区域", "华南", "red", "42%", members=(("region", "华南"),))
    people = Owners((("华南", "程涛"),), (Person("程涛", (("region", ("华南",)),)),))
    told = open_collection("monthly", "2025-07", date(2025, 8, 5), [item], people, None)
    assert [line.figures for line in lines_of(told, frozenset({"程涛"}), None)] == [True]
    plain = open_collection("monthly", "2025-07", date(2025, 8, 5), [item], {"华南": "程涛"}, None)
    assert [line.figures for line in lines_of(plain, frozenset({"程涛"}), None)] == [False]


def test_a_name_that_two_people_have_is_nobodys() -> None:
    people = (Known("E1", "王伟"), Known("E2", "王伟"), Known("E3", "程涛"))
    assert names_of("E1", Directory(people=people)) == {"E1"}
    assert names_of("E3", Directory(people=people)) == {"E3", "程涛"}
    assert names_of(None, Directory(people=people)) == frozenset()


def test_an_answer_begun_is_not_complete() -> None:
    assert not Entry("regions/华南", cause="样机到货晚").complete
