"""What people arranged on their boards."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Arranged(models.Model):
    """One person's changes of one board, and the states before the last changes, the latest last."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="arranged")
    board = models.CharField(max_length=40)
    told = models.JSONField(default=dict)
    before = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="arranged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.board}"
