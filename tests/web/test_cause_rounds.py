"""Rounds of causes in the web: opened, given to others, reminded, let run longer, closed; deputies answer, marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.web.conftest import SignIn
from tests.web.own_house import ask_round
from tests.web.test_causes import ROUND, SOUTHERN, read

from fupan.errors import UserError
from fupan.loop import Company
from fupan.review.causes import Collection
from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry as Told
from fupan.web.company import House, house
from fupan.web.jobs.kinds.ask_causes import ask
from fupan.web.jobs.kinds.cause_rounds import remind
from fupan.web.notices.models import Notice
from fupan.web.rights.models import Delegation

DAY = date.today() + timedelta(days=20)  # noqa: DTZ011 - a day to come for the forms, whichever
LATER = DAY.isoformat()


@pytest.fixture
def kept(here: Company) -> Iterator[Path]:
    path = ask_round(here, "2025-07", date(2100, 1, 1))
    yield path
    path.unlink(missing_ok=True)


def told(username: str) -> list[str]:
    return list(Notice.objects.filter(user__username=username, kind="causes").values_list("zh", flat=True))


def account(person: str) -> User:
    return User.objects.get(person_id=person)


def test_an_organiser_lets_a_round_run_longer_and_closes_it_and_owners_are_told(kept: Path, sign_in: SignIn) -> None:
    organiser, _ = sign_in(sales_operations={}), sign_in("E3")
    rep = account("E3").username
    assert organiser.post(f"{ROUND}extend/", {"deadline": LATER}).status_code == 302
    assert read(kept).deadline == DAY
    assert f"延期到 {LATER}" in told(rep)[0]
    assert organiser.post(f"{ROUND}extend/", {"deadline": "2025-01-01"}).status_code == 302
    assert read(kept).deadline == DAY
    organiser.post(f"{ROUND}lock/")
    assert "已截止，您有 1 项没有填" in told(rep)[0]
    organiser.post(f"{ROUND}extend/", {"deadline": LATER})
    assert read(kept).locked_at is None
    assert [e.act for e in Told.objects.filter(kind="round of causes").order_by("pk")] == ["extend", "lock", "extend"]


def test_an_item_is_given_to_somebody_else(kept: Path, sign_in: SignIn) -> None:
    organiser, other = sign_in(sales_operations={}), sign_in("E2")
    assert other.get(ROUND).status_code == 404
    organiser.post(f"{ROUND}assign/", {"item": "regions/华南", "owner": "没有这个人"})
    assert read(kept).assigned == ()
    organiser.post(f"{ROUND}assign/", {"item": "regions/华南", "owner": "梁伟"})
    assert read(kept).owner(read(kept).items[0]) == "梁伟"
    assert "华南" in other.get(ROUND).content.decode()
    assert "改由您填写" in told(account("E2").username)[0]
    organiser.post(f"{ROUND}assign/", {"item": "regions/华南", "owner": ""})
    assert read(kept).owner(read(kept).items[0]) == "黄勇"


def test_who_has_something_to_write_is_reminded_once_a_day(kept: Path, sign_in: SignIn) -> None:
    organiser, rep = sign_in(sales_operations={}), sign_in("E3")
    for _ in range(2):
        organiser.post(f"{ROUND}remind/")
    name = account("E3").username
    assert [t for t in told(name) if "还有 1 项待填" in t] == told(name)
    assert len(told(name)) == 1
    rep.post(f"{ROUND}write/", SOUTHERN)
    Notice.objects.all().delete()
    organiser.post(f"{ROUND}remind/")
    assert told(name) == []


@pytest.mark.parametrize("deed", ["extend", "assign", "remind", "lock"])
def test_organising_is_the_organisers(kept: Path, sign_in: SignIn, deed: str) -> None:
    before = kept.read_bytes()
    form = {"deadline": LATER, "item": "regions/华南", "owner": "梁伟"}
    assert sign_in("E3").post(f"{ROUND}{deed}/", form).status_code == 403
    manager = sign_in("E2")
    assert manager.post(f"{ROUND}{deed}/", form).status_code == 404
    assert manager.post("/causes/open/", {"document": "2025-07/monthly", "deadline": LATER}).status_code == 404
    assert kept.read_bytes() == before
    assert Notice.objects.count() == 0


def test_a_deputy_sees_and_answers_the_items_of_whom_they_stand_in_for(kept: Path, sign_in: SignIn) -> None:
    sign_in("E3")
    deputy = sign_in("E4")
    today = house().today
    given = Delegation.objects.create(
        principal=account("E3"), deputy=account("E4"), start=today, last_day=today + timedelta(days=3)
    )
    page = deputy.get(ROUND).content.decode()
    assert "华南" in page
    assert "代 " + account("E3").shown_name in page
    assert deputy.post(f"{ROUND}write/", SOUTHERN).status_code == 302
    entry = read(kept).entry("regions/华南")
    assert entry is not None
    assert entry.by == f"{account('E4').shown_name}（代 黄勇）"
    sign_in(sales_operations={}).post(f"{ROUND}lock/")
    assert any(t.startswith("（代 黄勇）") for t in told(account("E4").username))
    given.delete()
    assert "代 " not in deputy.get(ROUND).content.decode()
    assert deputy.post(f"{ROUND}write/", SOUTHERN).status_code == 404


def test_the_morning_job_reminds_near_the_deadline_and_tells_of_the_end(here: Company, sign_in: SignIn) -> None:
    from django.utils import timezone

    sign_in("E3")
    name, today = account("E3").username, timezone.localdate()
    path = ask_round(here, "2025-07", today)
    try:
        for _ in range(2):
            remind()
        assert len(told(name)) == 1
        ask_round(here, "2025-07", today - timedelta(days=1))
        remind()
        assert "已截止" in told(name)[0]
        ask_round(here, "2025-07", today - timedelta(days=30))
        Notice.objects.all().delete()
        remind()
        assert told(name) == []
    finally:
        path.unlink()


def test_opening_a_round_is_a_job_inside_the_rights_of_who_asks(
    here: Company, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compose(self: House, kind: str, *, window: str, deadline: date, **_: object) -> Collection:
        return read(ask_round(here, window, deadline))

    monkeypatch.setattr(House, "ask_causes", compose)
    sign_in(sales_operations={})
    sign_in("E3")
    organiser = User.objects.exclude(person_id="E3").get()
    try:
        for _ in range(2):  # a job that was killed after its work runs again
            ask(kind="monthly", window="2025-07", deadline=LATER, by=organiser.pk)
        assert len(told(account("E3").username)) == 1
        assert f"请您填写 1 项，{LATER} 截止" in told(account("E3").username)[0]
        assert len(told(organiser.username)) == 1
        with pytest.raises(UserError, match="may not make documents"):
            ask(kind="monthly", window="2025-07", deadline=LATER, by=account("E3").pk)
    finally:
        (here.workspace.reviews / "2025-07" / "monthly-causes.json").unlink(missing_ok=True)
