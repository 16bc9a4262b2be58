"""A notice 通知 and how somebody wants to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing that happened, for one account, in both languages. ``once`` keeps the same event from being told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "once"], condition=~Q(once=""), name="notice_told_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.zh}"


class Wish(models.Model):
    """How somebody wants to be told: mail of what is unread, and kinds that they do not want at all."""

    DIGESTS = ("none", "daily", "weekly")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="wish"
    )
    digest = models.CharField(max_length=6, default="none")
    muted = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest}"
