"""kill -9 of real processes in the middle of every background job: it goes on or has plainly failed, never half, never twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fupan.loop import Company
from fupan.web.deployment import WORKSPACE
from fupan.web.ops.restore import restore_backup

pytestmark = pytest.mark.needs("posix")
ROOT = Path(__file__).resolve().parents[2]

PREPARE = """
import os
from pathlib import Path
from fupan.web.serve import prepare
prepare(Path(os.environ["FUPAN_WORKSPACE"]), static=False)
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from fupan.web.accounts.models import User
from fupan.web.rights.models import Grant
from fupan.web.scim.models import DirectoryGroup, Membership
for name, person in (("boss", "E1"), ("rep", "E3"), ("gone", "E5")):
    user = User.objects.create_user(name, password=None, person_id=person)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.save()
Session.objects.create(session_key="old", session_data="x", expire_date=timezone.now() - timedelta(days=1))
from fupan.web.jobs.due import ensure_periods
from fupan.web.jobs.models import Period
ensure_periods(now=timezone.now())
Period.objects.update(on=False)
office = User.objects.create_user("office", password=None)
Grant.objects.create(user=office, role="sales_operations", start=timezone.localdate())
group = DirectoryGroup.objects.create(name="books", changed_at=timezone.now())
Membership.objects.create(group=group, user=office)
from fupan.web.jobs.job import enqueue
for name in ("leavers", "tidy", "warm", "backup", "group_roles"):
    enqueue(name)
enqueue("ask_causes", kind="monthly", window="2025-07", deadline="2100-01-01", by=office.pk)
"""


class House:
    """A workspace with a database of its own, asked with SQL and worked on by real processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paused = root / "paused"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("FUPAN_")} | {
            WORKSPACE: str(root), "DJANGO_SETTINGS_MODULE": "fupan.web.settings", "FUPAN_BACKUPS": str(root.parent / "backups"),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }  # fmt: skip

    def python(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=self.environment, cwd=ROOT, check=True, timeout=100)

    def kill_in(self, at: str, when: str) -> None:
        """Start a worker and kill -9 it where it stands still."""
        self.paused.unlink(missing_ok=True)
        pause = {"PAUSE_AT": at, "PAUSE": when, "PAUSED": str(self.paused)}
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.web.real_worker"], env=self.environment | pause, cwd=ROOT
        )
        try:
            deadline = time.monotonic() + 200
            while not self.paused.exists():
                assert worker.poll() is None, f"the worker ended ({worker.returncode}) before {at}"
                assert time.monotonic() < deadline, f"the worker never came to {at}"
                time.sleep(0.05)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(10)
        time.sleep(1.2)  # its lease runs out

    def work(self) -> None:
        """A worker that ends when nothing waits."""
        self.python("-m", "tests.web.real_worker")

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.root / "state" / "fupan.sqlite3") as opened:
            found = opened.execute(sql).fetchall()
        opened.close()
        return found

    def task(self, job: str) -> tuple[object, ...]:
        """State and attempts of a job's task."""
        return self.ask(
            "select status, attempts from django_tasks_database_dbtaskresult t left join jobs_lease l on l.task_id = t.id"
            f" where args_kwargs like '%\"{job}\"%'"
        )[0]


@pytest.fixture
def house(loaded: Company, tmp_path: Path) -> House:
    root = tmp_path / "company"
    shutil.copytree(loaded.workspace.root, root)
    (root / "roles").mkdir(exist_ok=True)
    (root / "roles" / "groups.yaml").write_text("roles:\n  finance: {groups: [books]}\n", encoding="utf-8")
    made = House(root)
    made.python("-c", PREPARE)
    return made


# Where each job is killed in the middle of what it does; then again when it is done but that is not on record yet.
MIDDLE = {
    "leavers": ("fupan.web.accounts.closing:record", "after"),
    "tidy": ("fupan.web.company:House.forget_answers", "before"),
    "warm": ("fupan.web.jobs.kinds.warm:draw_page", "before"),
    "backup": ("fupan.web.ops.backup:replace_file", "before"),
    "group_roles": ("fupan.web.scim.groups:give_role", "after"),
    "ask_causes": ("fupan.web.jobs.kinds.ask_causes:tell_owners", "before"),
}
DONE = "django_tasks_db.models:DBTaskResult.set_successful"


@pytest.mark.slow
def test_every_job_killed_in_its_middle_and_after_its_end_is_done_once_or_has_plainly_failed(house: House) -> None:
    for job, (middle, when) in MIDDLE.items():
        house.kill_in(middle, when)  # ends the job before on its way
        assert house.task(job) == ("RUNNING", 1)
        check_nothing_is_half_done(house, job)
        house.kill_in(
            *((middle, when) if job == "warm" else (DONE, "before"))
        )  # drawing takes long: it is not waited for
        assert house.task(job) == ("RUNNING", 2)
    house.work()
    # warming is tried twice at most
    assert {job: house.task(job) for job in MIDDLE} == {
        "leavers": ("SUCCESSFUL", 3), "tidy": ("SUCCESSFUL", 3), "warm": ("FAILED", 2), "backup": ("SUCCESSFUL", 3),
        "group_roles": ("SUCCESSFUL", 3), "ask_causes": ("SUCCESSFUL", 3),
    }  # fmt: skip
    told = house.ask("select traceback from django_tasks_database_dbtaskresult where status = 'FAILED'")
    assert "the worker ended in the middle of attempt 2" in str(told)
    for job in MIDDLE:
        check_done_once(house, job)


def check_nothing_is_half_done(house: House, job: str) -> None:
    if job == "leavers":  # account, audit entry and session go together
        assert house.ask("select is_active from accounts_user where username = 'gone'") == [(1,)]
        assert house.ask("select count(*) from audit_entry where act = 'close'") == [(0,)]
    if job == "backup":
        assert list((house.root.parent / "backups").glob("*.tar")) == []
    if job == "group_roles":  # role, its tie to the group and the audit entry go together
        assert house.ask("select count(*) from rights_grant where role = 'finance'") == [(0,)]
    if job == "ask_causes":
        assert house.ask("select count(*) from notices_notice where kind = 'causes'") == [(0,)]


def check_done_once(house: House, job: str) -> None:
    if job == "leavers":
        assert house.ask("select username, is_active from accounts_user order by username") == [
            ("boss", 1), ("gone", 0), ("office", 1), ("rep", 1),
        ]  # fmt: skip
        assert house.ask("select count(*) from audit_entry where act = 'close'") == [(1,)]
    if job == "tidy":
        assert house.ask("select count(*) from django_session where session_key = 'old'") == [(0,)]
    if job == "group_roles":
        assert house.ask("select count(*) from rights_grant where role = 'finance'") == [(1,)]
        assert house.ask("select count(*) from scim_givenbygroup") == [(1,)]
    if job == "ask_causes":
        told = house.ask("select username, count(*) from notices_notice n join accounts_user u on u.id = n.user_id"
                         " where kind = 'causes' group by 1 order by 1")  # fmt: skip
        assert ("office", 1) in told
        assert all(count == 1 for _, count in told)
        assert len(list((house.root / "reviews" / "2025-07").glob("monthly-causes.json"))) == 1
    if job == "backup":
        (made,) = (house.root.parent / "backups").iterdir()
        restore_backup(made, house.root.parent / "restored")
        shutil.rmtree(house.root.parent / "restored")
