"""The operations page: for administrators alone; jobs are run, seen failing and tried again; mail says what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import SignIn
from tests.web.mail_stub import mail_server

from fupan.errors import UserError, WorkspaceError
from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.jobs import job as declared
from fupan.web.jobs.due import enqueue_due, ensure_periods
from fupan.web.jobs.job import enqueue, jobs
from fupan.web.jobs.leasing import recover, take
from fupan.web.jobs.models import Period
from fupan.web.jobs.working import Worker
from fupan.web.ops.mail import mail_settings, try_mail

Mail = Any


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    return sign_in(administrator={})


@pytest.fixture
def worker(db: None, monkeypatch: pytest.MonkeyPatch) -> Worker:
    # Between two jobs it would close the connection that holds the test's transaction.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return Worker(lease=60, batch=True)


@pytest.fixture
def mail(settings: Any) -> Mail:
    def at(url: str) -> None:
        settings.FUPAN = replace(settings.FUPAN, mail=url)
        for name, value in mail_settings(url).items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 2

    return at


def page(client: Client) -> str:
    answer = client.get(reverse("operations"))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_only_who_manages_operation_sees_it_and_can_do_anything(sign_in: SignIn) -> None:
    for client in (sign_in("E1"), sign_in("E3"), sign_in(auditor={})):
        assert client.get(reverse("operations")).status_code == 403
        assert client.post(reverse("operations"), {"act": "run", "job": "tidy"}).status_code == 403
    assert not DBTaskResult.objects.exists()


def test_every_job_says_whose_rows_it_reads_or_why_none() -> None:
    assert {j.name: j.reads for j in jobs()} == {
        "ask_causes": "documents",
        "cause_rounds": None,
        "digest": None,
        "group_roles": None,
        "leavers": None,
        "prepare": None,
        "tidy": None,
        "warm": "sales",
        "backup": None,
    }
    assert all(j.reads or j.why for j in jobs())
    with pytest.raises(ValueError, match="whose rows"):
        declared.job("x", "x", "x")


def test_a_job_is_asked_for_once_and_its_result_is_shown(admin: Client, worker: Worker) -> None:
    for _ in range(2):
        assert admin.post(reverse("operations"), {"act": "run", "job": "leavers"}).status_code == 302
    assert DBTaskResult.objects.count() == 1
    assert "等待" in page(admin)
    worker.run()
    assert "0 accounts closed" in page(admin)
    assert Entry.objects.filter(act="run", kind="job", object_id="leavers").count() == 1


def test_leavers_lose_account_and_sessions_and_nobody_else_does(sign_in: SignIn, worker: Worker) -> None:
    gone, there = sign_in("E5"), sign_in("E3")
    enqueue("leavers")
    worker.run()
    assert list(User.objects.order_by("person_id").values_list("person_id", "is_active")) == [
        ("E3", True),
        ("E5", False),
    ]
    assert gone.get(reverse("cockpit")).status_code == 302
    assert there.get(reverse("cockpit")).status_code == 200
    entry = Entry.objects.get(act="close")
    assert (entry.old, entry.new, entry.reason) == (
        {"active": True}, {"active": False, "sessions ended": 1, "revoked": 0}, "left on 2025-07-01",
    )  # fmt: skip


def test_warming_asks_inside_the_scope_of_each_set_of_roles(
    sign_in: SignIn, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in ("E1", "E3", "E4", "E5"):
        sign_in(person)
    sign_in(administrator={})
    asked: list[str] = []
    monkeypatch.setattr("fupan.web.jobs.kinds.warm.draw_page", lambda *_, scope: asked.append(scope.text))
    enqueue("warm")
    worker.run()
    assert (
        len(asked) == 3
    )  # a director and one of two reps first, then the other; who left and who sees no figure are not asked for
    assert len(set(asked)) == 3
    assert not any("E5" in text for text in asked)
    assert DBTaskResult.objects.get().return_value == "2 sets of roles, 3 scopes"


def test_a_failure_is_seen_tried_again_and_ends_after_the_last_attempt(
    admin: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        raise UserError("the disk is full")

    monkeypatch.setitem(declared._jobs, "tidy", replace(declared.find_job("tidy"), body=fails, attempts=2))
    enqueue("tidy")
    worker.run()
    task = DBTaskResult.objects.get()
    assert task.status == "READY"
    assert timedelta(seconds=20) < task.run_after - timezone.now() < timedelta(seconds=40)
    assert "the disk is full" in page(admin)
    DBTaskResult.objects.update(run_after=timezone.now())
    worker.run()
    assert DBTaskResult.objects.get().status == "FAILED"
    assert "1 个后台任务失败" in page(admin)
    admin.post(reverse("operations"), {"act": "again", "task": str(task.pk)})
    assert DBTaskResult.objects.get().status == "READY"
    for odd in ("", "x", str(task.pk), "0" * 36, "ü" * 36):
        assert admin.post(reverse("operations"), {"act": "again", "task": odd}).status_code == 302


def test_what_a_dead_worker_left_is_put_back_and_fails_after_its_last_attempt(db: None) -> None:
    now = timezone.now()
    enqueue("warm")
    task = DBTaskResult.objects.get()
    for attempt, ends in ((1, "READY"), (2, "FAILED")):
        task.refresh_from_db()
        task.claim("dead")
        assert take(task, "dead", now=now, seconds=60) == attempt
        assert recover(now=now + timedelta(seconds=59), seconds=60) == 0
        assert recover(now=now + timedelta(seconds=61), seconds=60) == 1
        assert recover(now=now + timedelta(seconds=61), seconds=60) == 0
        task.refresh_from_db()
        assert task.status == ends
    assert "ended in the middle of attempt 2" in task.traceback


def test_nightly_jobs_are_due_once_a_night_also_after_nights_missed(db: None, settings: Any, here: object) -> None:
    Period.objects.all().delete()
    start = timezone.now()
    ensure_periods(now=start)
    after_a_load = ("warm", "prepare")
    Period.objects.filter(job__in=after_a_load).update(on=False)
    assert enqueue_due(now=start) == []
    later = start + timedelta(days=3)
    assert sorted(enqueue_due(now=later)) == ["backup", "cause_rounds", "digest", "leavers", "tidy"]
    assert enqueue_due(now=later) == []
    assert all(
        later < p.due <= later + timedelta(days=1) for p in Period.objects.exclude(job__in=after_a_load) if p.due
    )


def test_warming_is_due_when_the_snapshot_or_the_day_changes(db: None, here: object) -> None:
    ensure_periods(now=timezone.now())
    assert sorted(enqueue_due(now=timezone.now())) == ["prepare", "warm"]
    assert enqueue_due(now=timezone.now()) == []
    DBTaskResult.objects.all().delete()
    assert enqueue_due(now=timezone.now()) == []
    Period.objects.filter(job="warm").update(done_for="another snapshot")
    assert enqueue_due(now=timezone.now()) == ["warm"]


def test_a_trial_mail_arrives(admin: Client, mail: Mail) -> None:
    with mail_server() as (port, mails):
        mail(f"smtp://u:p%40ss@127.0.0.1:{port}")
        answer = admin.post(reverse("operations"), {"act": "mail", "address": "me@example.com"}, follow=True)
    assert "已发出到 me@example.com" in answer.content.decode()
    assert len(mails) == 1
    assert "To: me@example.com" in mails[0]
    assert Entry.objects.get(kind="mail").label == "me@example.com"


@pytest.mark.parametrize(
    ("refuse", "told"),
    [({"AUTH": b"535 wrong"}, "user or the password"), ({"RCPT": b"550 nobody here"}, "550 nobody here"),
     ({"MAIL": b"553 not yours"}, "refused the sender"), ({"": b""}, "hung up")],
)  # fmt: skip
def test_what_a_mail_server_refuses_is_told_and_no_password(mail: Mail, refuse: dict[str, bytes], told: str) -> None:
    with mail_server(refuse) as (port, mails):
        mail(f"smtp://user:geheim@127.0.0.1:{port}")
        with pytest.raises(UserError) as wrong:
            try_mail("me@example.com")
    assert told in str(wrong.value)
    assert "geheim" not in str(wrong.value)
    assert mails == []


def test_a_server_without_tls_one_that_is_not_there_and_no_server_at_all(mail: Mail) -> None:
    with mail_server() as (port, _):
        mail(f"smtp+tls://127.0.0.1:{port}")
        with pytest.raises(UserError, match="does not support"):
            try_mail("me@example.com")
    mail(f"smtp://127.0.0.1:{port}")
    with pytest.raises(UserError, match="refused the connection"):
        try_mail("me@example.com")
    mail("")
    with pytest.raises(UserError, match="FUPAN_MAIL_URL"):
        try_mail("me@example.com")
    with pytest.raises(UserError, match="no mail address"):
        try_mail("me@example.com\nBcc: you@example.com")


@pytest.mark.parametrize("url", ["mail.example.com", "http://x", "smtp://", "smtp://host:port", "smtp://host:99999"])
def test_a_wrong_address_of_a_mail_server_is_told(url: str) -> None:
    with pytest.raises(WorkspaceError, match="FUPAN_MAIL_URL"):
        mail_settings(url)


def test_ports_and_kinds_of_tls() -> None:
    assert mail_settings("smtps://h")["EMAIL_PORT"] == 465
    assert mail_settings("smtp+tls://h")["EMAIL_USE_TLS"] is True
    assert mail_settings("smtp://a%40b:p%3A@h:2525")["EMAIL_HOST_PASSWORD"] == "p:"


def test_health_tells_when_nobody_works(here: object, client: Client, db: None) -> None:
    assert client.get("/health/").json() == {"ok": True, "database": "ok", "jobs": "ok", "snapshot": "ok"}
    enqueue("tidy")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["jobs"] == "late"


def test_the_page_speaks_english(admin: Client) -> None:
    admin.cookies["fupan_lang"] = "en"
    assert "All background jobs are well" in page(admin)
