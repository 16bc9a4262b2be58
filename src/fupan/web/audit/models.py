"""The audit log 审计记录: who saw or changed what. Rows are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One thing that somebody did or saw. ``old`` and ``new`` hold the values before and after, by field."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=160)
    act = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=60, db_index=True)
    object_id = models.CharField(max_length=120, blank=True, db_index=True)
    label = models.CharField(max_length=200, blank=True)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.act} {self.kind} {self.object_id}"
