"""What the directory said of an account, so that it reads back what it wrote."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Synced(models.Model):
    """An account that the directory keeps. ``document``: its attributes as sent, without passwords; what the account
    holds itself (name, address, open or closed) is read from there. ``removed``: the directory has let go of it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="synced"
    )
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    document = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    removed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user_id} {self.external_id}"
