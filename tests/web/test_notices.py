"""Notices: made by what really happens, seen by one person alone, read and unread, mailed once to who asked for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User
from fupan.web.jobs.failing import tell_failed
from fupan.web.jobs.job import enqueue
from fupan.web.jobs.kinds.digest import send_digests
from fupan.web.jobs.kinds.tidy import tidy
from fupan.web.notices.models import Notice, Wish
from fupan.web.notices.telling import tell, who_may


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def told(client: Client) -> list[str]:
    return [n.zh for n in Notice.objects.filter(user=user_of(client))]


def page(client: Client, **query: str) -> str:
    answer = client.get(reverse("notices"), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_who_is_given_a_role_is_told_and_the_giver_is_not(sign_in: SignIn) -> None:
    rep, admin = sign_in("E3"), sign_in(administrator={})
    user = user_of(rep)
    form = {"account": user.username, "role": "marketing", "start": "2025-07-20", "end": "2100-01-01", "reason": "x"}
    assert admin.post(reverse("grant_give"), form).status_code == 302
    assert told(rep) == ["您从 2025-07-20 起有角色“市场”，到 2100-01-01"]
    assert told(admin) == []
    admin.post(reverse("grant_end", args=[user.grants.get().pk]), {"reason": "x"})
    assert told(rep)[0].startswith("角色“市场”从 ")


def test_both_of_a_deputyship_are_told_what_the_other_did(sign_in: SignIn) -> None:
    rep, other = sign_in("E3"), sign_in("E4")
    today = timezone.localdate()
    form = {"deputy": user_of(other).username, "start": str(today), "last_day": str(today + timedelta(days=3))}
    assert rep.post(reverse("deputy_give"), form).status_code == 302
    assert (len(told(rep)), len(told(other))) == (0, 1)
    other.post(reverse("deputy_end", args=[user_of(rep).delegated_to.get().pk]))
    assert (len(told(rep)), len(told(other))) == (1, 1)
    assert "不再代理" in told(rep)[0]


def test_what_opens_an_account_is_told_to_its_owner_whoever_changed_it(sign_in: SignIn) -> None:
    rep, admin = sign_in("E3"), sign_in(administrator={})
    user = user_of(rep)
    user.set_password("old-pass-1234")
    user.save()
    rep.force_login(user)
    rep.post(
        reverse("account_change_password"),
        {"oldpassword": "old-pass-1234", "password1": "new-pass-5678", "password2": "new-pass-5678"},
    )
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    authenticator_added.send(sender=Authenticator, request=None, user=user, authenticator=key)
    authenticator_removed.send(sender=Authenticator, request=None, user=user, authenticator=key)
    admin.post(reverse("account_deed", args=[user.pk, "second-factor"]), {"reason": "lost"})
    admin.post(reverse("account_deed", args=[user.pk, "link"]))
    found = list(reversed([n.zh for n in Notice.objects.filter(user=user)]))
    name = user_of(admin).shown_name
    assert found == [
        "密码已修改", "账号新增了通行密钥", "账号的通行密钥已移除", f"{name} 清除了您的两步验证",
        f"{name} 生成了设置您密码的一次性链接",
    ]  # fmt: skip
    assert set(Notice.objects.filter(user=user).values_list("kind", flat=True)) == {"safety"}


def test_a_job_that_failed_for_good_is_told_once_to_those_who_manage_operation(sign_in: SignIn) -> None:
    rep, admin = sign_in("E3"), sign_in(administrator={})
    task = DBTaskResult.objects.get(pk=enqueue("leavers"))
    tell_failed(task)
    tell_failed(task)
    assert told(admin) == ["后台任务“离职检查”失败"]
    assert told(rep) == []
    assert who_may("operations.manage") == [user_of(admin).pk]


def test_nobody_sees_reads_or_counts_notices_of_others(sign_in: SignIn) -> None:
    rep, other = sign_in("E3"), sign_in(owner={})
    tell([user_of(rep)], "rights", "只给黄勇", "for Huang alone")
    foreign = Notice.objects.get()
    assert "只给黄勇" in page(rep)
    assert "只给黄勇" not in page(other)
    assert other.post(reverse("notice_read", args=[foreign.pk])).status_code == 404
    other.post(reverse("notices_read"))
    foreign.refresh_from_db()
    assert foreign.read_at is None


def test_the_bell_counts_and_reading_goes_where_the_notice_leads_and_can_be_undone(sign_in: SignIn) -> None:
    rep = sign_in("E3")
    for n in range(3):
        tell([user_of(rep)], "rights", f"消息{n}", f"news {n}", address="/people/deputies/")
    assert 'aria-label="通知，3 条未读"' in rep.get(reverse("notices")).content.decode()
    first = Notice.objects.order_by("pk").first()
    assert first is not None
    answer = rep.post(reverse("notice_read", args=[first.pk]), {"go": "1"})
    assert answer["Location"] == "/people/deputies/"
    assert 'aria-label="通知，2 条未读"' in rep.get(reverse("notices")).content.decode()
    answer = rep.post(reverse("notice_read", args=[first.pk]), {"unread": "1", "back": "kind=rights"})
    assert answer["Location"] == "/notices/?kind=rights"
    first.refresh_from_db()
    assert first.read_at is None
    last = Notice.objects.order_by("-pk").first()
    assert last is not None
    tell([user_of(rep)], "rights", "刚到", "just in")
    rep.post(reverse("notices_read"), {"last": str(last.pk)})
    assert "1 条通知未读" in page(rep), "what arrived after the page was drawn stays unread"
    assert "刚到" in page(rep, only="unread")
    assert "消息0" not in page(rep, only="unread")
    assert "没有这样的通知" in page(rep, kind="data")


def test_a_notice_never_leads_to_another_host(sign_in: SignIn) -> None:
    rep = sign_in("E3")
    tell([user_of(rep)], "rights", "x", "x", address="//evil.example.com/")
    assert rep.post(reverse("notice_read", args=[Notice.objects.get().pk]), {"go": "1"})["Location"] == "/notices/"


def test_kinds_can_be_switched_off_but_safety_cannot(sign_in: SignIn) -> None:
    rep = sign_in("E3")
    rep.post(reverse("notices_wish"), {"digest": "daily", "kind": ["data"]})
    wish = Wish.objects.get()
    assert (wish.digest, wish.muted) == ("daily", ["rights", "causes", "board", "operation"])
    tell([user_of(rep)], "rights", "x", "x")
    tell([user_of(rep)], "safety", "y", "y")
    assert told(rep) == ["y"]
    rep.post(reverse("notices_wish"), {"digest": "hourly"})
    assert Wish.objects.get().digest == "none"


def test_an_event_is_told_once(sign_in: SignIn) -> None:
    user = user_of(sign_in("E3"))
    assert tell([user], "data", "x", "x", once="snapshot 1") == 1
    assert tell([user], "data", "x", "x", once="snapshot 1") == 0
    assert tell([user, user.pk], "data", "x", "x", once="snapshot 2") == 1


@pytest.fixture
def post(settings: Any) -> None:
    settings.FUPAN = replace(settings.FUPAN, mail="smtp://localhost")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_a_digest_holds_what_is_unread_and_in_no_mail_yet_for_who_asked_and_is_still_there(
    sign_in: SignIn, post: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupan.web.jobs.kinds.digest.timezone.localdate", lambda: date(2025, 7, 22))  # a Tuesday
    daily, weekly, silent, gone = sign_in("E3"), sign_in("E4"), sign_in("E2"), sign_in("E5")
    for client, digest in ((daily, "daily"), (weekly, "weekly"), (gone, "daily")):
        Wish.objects.create(user=user_of(client), digest=digest)
    for client in (daily, weekly, silent, gone):
        User.objects.filter(pk=user_of(client).pk).update(email=f"{user_of(client).username}@example.com")
        tell([user_of(client)], "rights", "有新角色", "a new role")
    assert send_digests() == "1 mails"
    assert [m.to for m in mail.outbox] == [[user_of(daily).email]]
    assert "有新角色" in mail.outbox[0].body
    assert send_digests() == "0 mails"
    monkeypatch.setattr("fupan.web.jobs.kinds.digest.send_mail", lambda *_, **__: 0)
    tell([user_of(daily)], "rights", "又一个", "another")
    assert send_digests() == "0 mails, 1 failed"
    assert Notice.objects.get(zh="又一个").mailed_at is None


def test_old_notices_go(sign_in: SignIn) -> None:
    user = user_of(sign_in("E3"))
    now = timezone.now()
    for name, at, read in (("old", 401, None), ("read", 100, 91), ("fresh", 100, 5), ("unread", 300, None)):
        tell([user], "data", name, name)
        Notice.objects.filter(zh=name).update(
            at=now - timedelta(days=at), read_at=now - timedelta(days=read) if read else None
        )
    assert "2 notices" in tidy()
    assert {n.zh for n in Notice.objects.all()} == {"fresh", "unread"}
