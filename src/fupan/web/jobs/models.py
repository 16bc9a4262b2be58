"""What the queue's own table does not hold: who works on a task until when, how often it was tried, and what is due."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """A worker's hold on a task, renewed while it works. ``attempts`` counts tries, each before it has any effect."""

    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult", on_delete=models.CASCADE, primary_key=True, related_name="lease"
    )
    worker = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.worker} until {self.until:%H:%M:%S}"


class Period(models.Model):
    """A periodic job 定时任务: when it is due next, or the text that it was last done for."""

    job = models.CharField(max_length=40, primary_key=True)
    due = models.DateTimeField(null=True, blank=True)
    done_for = models.CharField(max_length=200, blank=True)
    on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.job
