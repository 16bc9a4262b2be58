"""The operations page 运行: what runs, what failed, what is due, and whether mail leaves. For administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fupan import __version__
from fupan.errors import UserError
from fupan.web.audit.log import record
from fupan.web.jobs.due import waits
from fupan.web.jobs.job import Job, enqueue, jobs
from fupan.web.jobs.leasing import lost, try_again
from fupan.web.jobs.models import Period
from fupan.web.ops.health import state_of_parts
from fupan.web.ops.mail import try_mail
from fupan.web.shell.templatetags.say import say

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One task as the page shows it: ``state`` is waiting, running, lost, done or failed."""

    id: str
    job: Job | None
    name: str
    state: str
    when: datetime | None
    attempts: int
    told: str


def operations(request: HttpRequest) -> HttpResponse:
    """Health, jobs and mail; a POST has a job done, a failed one tried again, or a trial mail sent."""
    if request.method == "POST":
        _act(request)
        return redirect("operations")
    known = {j.name: j for j in jobs()}
    now = timezone.now()
    gone = set(lost(now, settings.FUPAN.lease).values_list("pk", flat=True))
    tasks = DBTaskResult.objects.select_related("lease").order_by("-enqueued_at")[:MOST_SHOWN]
    shown = [_shown(t, known, gone=t.pk in gone) for t in tasks]
    due = {p.job: p for p in Period.objects.all()}
    context = {
        "parts": state_of_parts().items(),
        "tasks": shown,
        "failed": sum(t.state == "failed" for t in shown),
        "periodic": [(j, due.get(j.name)) for j in known.values() if j.periodic],
        "mail": settings.FUPAN.mail and f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "mail_from": settings.DEFAULT_FROM_EMAIL,
        "version": __version__,
    }
    return render(request, "ops/operations.html", context)


def _act(request: HttpRequest) -> None:
    act = request.POST.get("act", "")
    if act == "mail":
        address = request.POST.get("address", "").strip()
        try:
            try_mail(address)
        except UserError as wrong:
            record(request, "trial mail failed", "mail", label=address, reason=str(wrong))
            messages.error(request, str(wrong))
            return
        record(request, "trial mail", "mail", label=address)
        messages.success(request, say("已发出到 {to}", "Sent to {to}", to=address))
    elif act == "run":
        name = request.POST.get("job", "")
        found = next((j for j in jobs() if j.name == name and j.periodic), None)
        if found is None or waits(name):
            messages.warning(request, say("没有这个任务，或它已在等待", "No such job, or it waits already"))
            return
        enqueue(name)
        record(request, "run", "job", name)
        messages.success(request, say("已排入后台", "Asked for"))
    elif act == "again":
        task = request.POST.get("task", "")
        if _is_id(task) and try_again(task, now=timezone.now()):
            record(request, "try again", "job", task)
            messages.success(request, say("已排入后台", "Asked for"))
        else:
            messages.warning(request, say("它没有失败", "It has not failed"))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _shown(task: DBTaskResult[Any, Any], known: dict[str, Job], *, gone: bool) -> Shown:
    name = str((task.args_kwargs.get("args") or ["?"])[0])
    lease = getattr(task, "lease", None)
    states = {"READY": "waiting", "RUNNING": "lost" if gone else "running", "SUCCESSFUL": "done", "FAILED": "failed"}
    reason = (task.traceback or "").strip().splitlines()
    told = str(task.return_value or "") if task.status == "SUCCESSFUL" else (reason[-1] if reason else "")
    return Shown(
        str(task.pk), known.get(name), name, states[task.status], task.finished_at or task.started_at or task.enqueued_at,
        lease.attempts if lease else 0, told[:300],
    )  # fmt: skip
