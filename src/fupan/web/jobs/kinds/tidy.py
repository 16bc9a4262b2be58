"""Tidying 清理: sessions that have run out, tasks long done, answers kept of snapshots that are no longer in force."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fupan.web.boards.models import Board
from fupan.web.company import house
from fupan.web.explore.models import SavedView
from fupan.web.jobs.job import job
from fupan.web.notices.models import Notice

DONE_STAYS = timedelta(days=14)
FAILED_STAYS = timedelta(days=90)
ANSWERS_STAY = timedelta(days=7)
READ_NOTICES_STAY = timedelta(days=90)
NOTICES_STAY = timedelta(days=400)
DELETED_STAYS = timedelta(days=30)


@job("tidy", "清理", "Tidying", why="removes what has run out, reads no figure", nightly=time(3, 20))
def tidy() -> str:
    """Remove what nobody needs any more; what was removed."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    done = DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=now - DONE_STAYS)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__lt=now - FAILED_STAYS)
    tasks = sum(removed for removed, _ in (done.delete(), failed.delete()))
    notices, _ = Notice.objects.filter(
        Q(read_at__lt=now - READ_NOTICES_STAY) | Q(at__lt=now - NOTICES_STAY)
    ).delete()  # fmt: skip
    kept = [model.objects.filter(deleted_at__lt=now - DELETED_STAYS).delete()[0] for model in (SavedView, Board)]
    answers = house().forget_answers(older_than=ANSWERS_STAY, now=now)
    return f"{sessions} sessions, {tasks} tasks, {notices} notices, {sum(kept)} deleted views and boards, answers of {answers} snapshots"
